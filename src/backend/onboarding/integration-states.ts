/**
 * What LinkedIn's word for the state of an integration means, and what follows from it. The list of
 * its words is not public [unknown, spec §1.7]: the word itself is kept, and what we do not know is
 * not enabled.
 */
import { rscIntegrationTypes } from '../../linkedin/index.ts';
import type { IntegrationRecord, IntegrationState } from '../tenants/integration-records.ts';

const states: Readonly<Record<string, IntegrationState>> = {
  REQUESTED: 'requested',
  PENDING: 'configured',
  CONFIGURED: 'configured',
  ENABLED: 'enabled',
  DISABLED: 'disabled',
};

/** @param raw LinkedIn's word; null if it does not know the integration */
export const stateOf = (raw: string | null): IntegrationState =>
  raw === null ? 'none' : (states[raw.trim().toUpperCase()] ?? 'unknown');

const rscTypes: ReadonlySet<string> = new Set(rscIntegrationTypes);
/** Whether a type belongs to Recruiter System Connect. */
export const isRscType = (type: string): boolean => rscTypes.has(type);

/** Who has to do the next thing: people of the customer, the partner's backend, or nobody. */
export type Party = 'customer_admin' | 'recruiter_admin' | 'partner' | 'linkedin' | 'nobody';

/** What has to be done next; elements and pages have a sentence for each. */
export type NextAction =
  | 'request'
  | 'wait_for_configuration'
  | 'enable_in_recruiter'
  | 'enable_again'
  | 'ask_partner'
  | 'none';

export interface NextStep {
  readonly action: NextAction;
  readonly by: Party;
}

/** What has to happen next for an integration, and who does it. */
export function nextStepOf({ state, type }: Pick<IntegrationRecord, 'state' | 'type'>): NextStep {
  switch (state) {
    case 'none':
      return { action: 'request', by: 'customer_admin' };
    case 'requested':
      return isRscType(type)
        ? { action: 'wait_for_configuration', by: 'partner' }
        : { action: 'enable_in_recruiter', by: 'recruiter_admin' };
    case 'configured':
      return { action: 'enable_in_recruiter', by: 'recruiter_admin' };
    case 'disabled':
      return { action: 'enable_again', by: 'recruiter_admin' };
    case 'unknown':
      return { action: 'ask_partner', by: 'partner' };
    case 'enabled':
      return { action: 'none', by: 'nobody' };
  }
}
