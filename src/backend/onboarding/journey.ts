/**
 * How far a customer has come, as RSC's project planner and certification module 1 have it [doc, spec
 * §1.1, §7.2 RSC-101 to RSC-106]. Every step follows from facts: from rows, and from what LinkedIn has
 * said. Nothing is ticked by hand.
 */
import { and, asc, count, desc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { callbackTokens, candidates, tenantContexts, tenants } from '../store/tables/index.ts';
import type { IntegrationRecord } from '../tenants/integration-records.ts';
import type { TenantRecord } from '../tenants/tenant-records.ts';
import { isRsc } from './configuring.ts';
import { OnboardingError } from './errors.ts';
import type { Party } from './integration-states.ts';
import type { Customers } from './customers.ts';
import type { Integrations } from './integrations.ts';
import type { Provisioning } from './provisioning.ts';

export const journeySteps = [
  'application_provisioned',
  'credentials_stored',
  'domains_registered',
  'signing_key_registered',
  'integrations_requested',
  'integrations_named',
  'integrations_configured',
  'callback_validated',
  'enabled_in_recruiter',
  'enablement_verified',
  'first_candidate_synced',
] as const;
export type JourneyStepName = (typeof journeySteps)[number];

export interface JourneyStep {
  readonly step: JourneyStepName;
  readonly done: boolean;
  /** Who has to act; `nobody` once it is done. */
  readonly waitingFor: Party;
  /** What has to be done, for people; empty once it is done. */
  readonly next: string;
  /** Rules of LinkedIn's certification that the step demonstrates. */
  readonly rules: readonly string[];
}

export interface Journey {
  readonly tenantId: string;
  readonly steps: readonly JourneyStep[];
  readonly done: number;
  /** The first step that is not done; null at the end. */
  readonly current: JourneyStepName | null;
}

/** The same for the partner: whether each rule can be demonstrated on a customer. */
export interface PartnerJourney {
  readonly customers: Readonly<Record<string, number>>;
  readonly rules: readonly {
    readonly rule: string;
    readonly done: boolean;
    readonly next: string;
  }[];
}

interface Plan {
  readonly by: Party;
  readonly next: string;
  readonly rules: readonly string[];
}

const plans: Readonly<Record<JourneyStepName, Plan>> = {
  application_provisioned: {
    by: 'partner',
    next: 'Run customers.create again: it makes the application at LinkedIn.',
    rules: ['RSC-101', 'RSC-103'],
  },
  credentials_stored: {
    by: 'partner',
    next: 'Run customers.create again: it fetches client id and secret.',
    rules: ['RSC-101', 'RSC-106'],
  },
  domains_registered: {
    by: 'partner',
    next: 'Run customers.update or wait: LinkedIn has not been told the domains.',
    rules: ['RSC-105'],
  },
  signing_key_registered: {
    by: 'partner',
    next: 'Add a key of the ATS’s signer.',
    rules: [],
  },
  integrations_requested: {
    by: 'customer_admin',
    next: 'An administrator of the ATS who is one in Recruiter too requests the integrations in the settings.',
    rules: ['RSC-101'],
  },
  integrations_named: {
    by: 'partner',
    next: 'Wait or run integrations.configure: LinkedIn has not taken all names.',
    rules: ['RSC-101'],
  },
  integrations_configured: {
    by: 'partner',
    next: 'Wait or run integrations.configure: LinkedIn has not taken all configurations.',
    rules: ['RSC-102', 'RSC-104'],
  },
  callback_validated: {
    by: 'linkedin',
    next: 'LinkedIn has not called the callback address yet; check that it can be reached.',
    rules: ['RSC-104'],
  },
  enabled_in_recruiter: {
    by: 'recruiter_admin',
    next: 'A Recruiter administrator switches the integrations on, in Recruiter under Product settings, Integrations.',
    rules: ['RSC-101', 'RSC-103'],
  },
  enablement_verified: {
    by: 'partner',
    next: 'Wait or run integrations.refresh: LinkedIn was not asked how things stand yet.',
    rules: ['RSC-101'],
  },
  first_candidate_synced: {
    by: 'partner',
    next: 'Send candidates: run candidates.sync.',
    rules: [],
  },
};

export interface JourneyOptions {
  readonly store: Store;
  readonly customers: Customers;
  readonly integrations: Integrations;
  readonly provisioning: Pick<Provisioning, 'isInStep'>;
}

export interface Journeys {
  /** @throws OnboardingError `customer_unknown`; StoreError */
  of(tenantId: string): Promise<Journey>;
  /** @throws StoreError */
  partner(): Promise<PartnerJourney>;
}

/** Types without which RSC is not switched on. */
const enough = ['IN_ATS_INDICATOR', 'ONE_CLICK_EXPORT', 'PROFILE_PLUGIN', 'CSA_API'];

export function createJourneys(options: JourneyOptions): Journeys {
  const { store, customers, integrations, provisioning } = options;
  const { connection } = internalsOf(store);

  async function factsOf(customer: TenantRecord): Promise<Record<JourneyStepName, boolean>> {
    const { id, application } = customer;
    const [all, configured, [callback], [sent]] = await Promise.all([
      integrations.list(id),
      integrations.configurations(id),
      connection.run((database) =>
        database
          .select({ tokens: count() })
          .from(callbackTokens)
          .where(
            and(
              eq(callbackTokens.tenantId, id),
              isNull(callbackTokens.retiredAt),
              isNotNull(callbackTokens.validatedAt),
            ),
          ),
      ),
      connection.run((database) =>
        database
          .select({ id: candidates.candidateId })
          .from(candidates)
          .where(and(eq(candidates.tenantId, id), isNotNull(candidates.sentAt)))
          .limit(1),
      ),
    ]);
    const rsc = all.filter(isRsc);
    const has = (type: string, state?: IntegrationRecord['state']): boolean =>
      rsc.some((one) => one.type === type && (state === undefined || one.state === state));
    const wanted =
      rsc.filter(({ type }) => type === 'ONE_CLICK_EXPORT').length * 2 +
      rsc.filter(({ type }) => type === 'IN_ATS_INDICATOR').length;
    const isRequested = enough.every((type) => has(type));
    const isEnabled = enough.every((type) => has(type, 'enabled'));
    return {
      application_provisioned:
        (application?.developerApplicationUrn ?? null) !== null ||
        application?.hasClientSecret === true,
      credentials_stored: application?.hasClientSecret === true,
      domains_registered: provisioning.isInStep(customer),
      signing_key_registered: customer.keys.some(({ retiredAt }) => retiredAt === null),
      integrations_requested: isRequested,
      integrations_named: isRequested && rsc.every(({ name }) => name !== null),
      integrations_configured:
        isRequested &&
        configured.length >= wanted &&
        configured.every(({ confirmedAt }) => confirmedAt !== null),
      callback_validated: (callback?.tokens ?? 0) > 0,
      enabled_in_recruiter: isEnabled,
      enablement_verified: isEnabled && rsc.every(({ checkedAt }) => checkedAt !== null),
      first_candidate_synced: sent !== undefined,
    };
  }

  /** A rule is demonstrated on one customer: those that have something enabled are asked first. */
  async function likeliest(): Promise<string[]> {
    const isEnabled = sql`exists (select from rsc.integrations
      where integrations.tenant_id = ${tenants.id} and integrations.state = 'enabled')`;
    const rows = await connection.run((database) =>
      database
        .select({ id: tenants.id })
        .from(tenants)
        .where(eq(tenants.status, 'active'))
        .orderBy(desc(isEnabled), asc(tenants.id))
        .limit(25),
    );
    return rows.map(({ id }) => id);
  }

  async function withSeveralContracts(): Promise<boolean> {
    const rows = await connection.run((database) =>
      database
        .select({ id: tenantContexts.tenantId })
        .from(tenantContexts)
        .innerJoin(tenants, eq(tenants.id, tenantContexts.tenantId))
        .where(and(eq(tenants.status, 'active'), eq(tenantContexts.kind, 'contract')))
        .groupBy(tenantContexts.tenantId)
        .having(gt(count(), 1))
        .limit(1),
    );
    return rows.length > 0;
  }

  const self: Journeys = {
    async of(tenantId) {
      const customer = await customers.find(tenantId);
      if (customer === null) {
        throw new OnboardingError('customer_unknown', 'There is no such customer');
      }
      const facts = await factsOf(customer);
      const steps = journeySteps.map((step): JourneyStep => {
        const { by, next, rules } = plans[step];
        return facts[step]
          ? { step, done: true, waitingFor: 'nobody', next: '', rules }
          : { step, done: false, waitingFor: by, next, rules };
      });
      return {
        tenantId,
        steps,
        done: steps.filter(({ done }) => done).length,
        current: steps.find(({ done }) => !done)?.step ?? null,
      };
    },

    async partner() {
      const counted = await connection.run((database) =>
        database
          .select({ status: tenants.status, customers: count() })
          .from(tenants)
          .groupBy(tenants.status),
      );
      const customersBy = Object.fromEntries(counted.map((row) => [row.status, row.customers]));
      const [likely, several] = await Promise.all([likeliest(), withSeveralContracts()]);
      const journeys = await Promise.all(likely.map((id) => self.of(id)));
      const shows = (...steps: readonly JourneyStepName[]): boolean =>
        journeys.some((journey) =>
          steps.every((step) => journey.steps.some((one) => one.step === step && one.done)),
        );
      const rule = (name: string, done: boolean, next: string) => ({
        rule: name,
        done,
        next: done ? '' : next,
      });
      return {
        customers: customersBy,
        rules: [
          rule(
            'RSC-101',
            shows('credentials_stored', 'integrations_named', 'enablement_verified'),
            'Onboard one customer until its integrations are enabled.',
          ),
          // The choice is part of the settings element; its default is the private one.
          rule(
            'RSC-102',
            journeys.length > 0,
            'Onboard a customer: the choice is in its settings.',
          ),
          rule(
            'RSC-103',
            several || (customersBy['active'] ?? 0) > 1,
            'Request a second contract for a customer, or onboard a second instance.',
          ),
          rule(
            'RSC-104',
            shows('integrations_configured'),
            'Configure the integrations of a customer.',
          ),
          rule('RSC-105', shows('domains_registered'), 'Onboard a customer with its domains.'),
          rule(
            'RSC-106',
            shows('credentials_stored'),
            'Onboard a customer: rsc doctor shows its token.',
          ),
        ],
      };
    },
  };
  return self;
}
