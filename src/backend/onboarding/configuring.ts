/**
 * Tells LinkedIn what it has to know of a customer's integrations before an administrator can switch
 * them on: a name each, the address events go to, and who sees jobs and applications [doc, postman,
 * spec §1.5, §1.6]. Every value is written down first and confirmed when LinkedIn has taken it, so
 * that the next run knows what is missing, and sends that and no more.
 */
import {
  LinkedInError,
  rscIntegrationTypes,
  type ConfigurationKey,
  type ConfigurationRecord as LinkedInConfiguration,
  type IntegrationKey as LinkedInKey,
  type IntegrationType,
} from '../../linkedin/index.ts';
import type { Store } from '../store/store.ts';
import {
  integrationRecords,
  type ConfigurationRecord,
  type IntegrationKey,
  type IntegrationRecord,
} from '../tenants/integration-records.ts';
import type { TenantRow } from '../tenants/tenant-rows.ts';
import type { CallbackTokens } from './callback-tokens.ts';
import {
  asOnboardingError,
  atLinkedIn,
  type Child,
  type LinkedInAccess,
} from './linkedin-access.ts';
import type { Partner } from './partner.ts';
import { fitsContext } from './requested-payload.ts';

/** Two that tell LinkedIn at the same time are rare; what is left the reconciliation tells it. */
const maxPasses = 3;

type RscType = (typeof rscIntegrationTypes)[number];

/** Shown to Recruiter's administrators after ATS and instance. */
const labels: Readonly<Record<RscType, string>> = {
  IN_ATS_INDICATOR: 'In-ATS Indicator',
  ONE_CLICK_EXPORT: '1-Click Export',
  PROFILE_PLUGIN: 'Profile Widget',
  CSA_API: 'InMail and Notes',
};

/** The value that stands for "must not be there", chosen by whoever operates the backend. */
export const removedMark = '(removed)';
/** Must not be there because ACLs say who sees what. */
const aclMark = '(by ACLs)';
/** Whether what stands in the store says that LinkedIn has none. */
export const isRemoved = (value: string): boolean => value === removedMark || value === aclMark;

/** An integration of RSC that LinkedIn can be told about. */
export interface RscIntegration extends IntegrationRecord {
  readonly type: RscType;
}

export const isRsc = (integration: IntegrationRecord): integration is RscIntegration =>
  rscIntegrationTypes.some((type) => type === integration.type) &&
  integration.tenantType === 'RECRUITER' &&
  fitsContext(integration);

export const linkedInKey = ({ context, type }: IntegrationKey): LinkedInKey => ({
  integrationContext: context,
  integrationType: type as IntegrationType,
  tenantType: 'RECRUITER',
});

/** `{ATS} {instance} …`: an administrator has to tell apart what several systems ask for [RSC-101]. */
export const integrationNameOf = (
  { atsName }: Pick<Partner, 'atsName'>,
  { name, environment }: Pick<TenantRow, 'name' | 'environment'>,
  type: RscType,
): string => `${atsName} ${name} ${labels[type]}${environment === 'development' ? ' (dev)' : ''}`;

export interface Wanted {
  readonly key: ConfigurationKey;
  /** Null: must not be there. */
  readonly value: string | null;
  /** What may be written down. */
  readonly shown: string;
}

export interface Configuring {
  /**
   * Sends what LinkedIn does not have yet.
   * @returns how many calls were needed; 0 if everything was in step
   * @throws OnboardingError `linkedin_…` with the step; StoreError
   */
  settle(tenantId: string, actor: string): Promise<number>;
  /** What an integration's configurations have to be. */
  wanted(row: TenantRow, integration: RscIntegration): Promise<Wanted[]>;
  /** Removes a configuration and keeps it removed. @throws OnboardingError, StoreError */
  remove(
    tenantId: string,
    key: IntegrationKey,
    name: ConfigurationKey,
    actor: string,
  ): Promise<void>;
}

export interface ConfiguringOptions {
  readonly store: Store;
  readonly partner: Partner;
  readonly access: LinkedInAccess;
  readonly callbacks: CallbackTokens;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export function createConfiguring(options: ConfiguringOptions): Configuring {
  const { store, partner, access, callbacks, clock } = options;

  async function wanted(row: TenantRow, { type }: RscIntegration): Promise<Wanted[]> {
    const viewers = (key: 'JOB_POSTING_VIEWERS' | 'APPLICATION_VIEWERS'): Wanted =>
      // An ACL takes the place of the default: without either, nobody sees anything [doc acl-overview].
      row.usesAcls
        ? { key, value: null, shown: aclMark }
        : { key, value: 'ALL_PRODUCT_USERS', shown: 'ALL_PRODUCT_USERS' };
    switch (type) {
      case 'ONE_CLICK_EXPORT': {
        const { url, shown } = await callbacks.address(row.id);
        return [
          { key: 'CALLBACK_URL', value: url.reveal(), shown },
          viewers('JOB_POSTING_VIEWERS'),
        ];
      }
      case 'IN_ATS_INDICATOR':
        return [viewers('APPLICATION_VIEWERS')];
      case 'PROFILE_PLUGIN':
      case 'CSA_API':
        return [];
    }
  }

  async function nameIt(child: Child, integration: RscIntegration, actor: string): Promise<number> {
    const name = integrationNameOf(partner, child.row, integration.type);
    if (integration.name === name) return 0;
    await atLinkedIn('names', `take the name of ${integration.type}`, () =>
      child.client.integrations.setName(linkedInKey(integration), name),
    );
    const { context, type, tenantType, rawStatus, state, changedAt } = integration;
    await integrationRecords(store, { actor }).record(
      child.row.id,
      { context, type, tenantType },
      { rawStatus, state, name, changedAt },
    );
    return 1;
  }

  /** @returns 1 if LinkedIn was told, 0 if it knows; null if somebody else has told it another value */
  async function configureIt(
    child: Child,
    integration: RscIntegration,
    known: readonly ConfigurationRecord[],
    { key, value, shown }: Wanted,
    actor: string,
  ): Promise<number | null> {
    const records = integrationRecords(store, { actor });
    const { context, type, tenantType } = integration;
    const own = { context, type, tenantType };
    const present = known.find((each) => each.key === key && isOf(each, own));
    // What was removed on purpose stays so until somebody sets it.
    const isKept = present?.value === removedMark && value !== null;
    const next = isKept ? { value: null, shown: removedMark } : { value, shown };
    if (present?.value === next.shown && present.confirmedAt !== null) return 0;
    if (present?.value !== next.shown) {
      await records.configure(child.row.id, own, key, next.shown);
    }
    const { integrations } = child.client;
    await atLinkedIn('configurations', `take ${key} of ${type}`, () =>
      next.value === null
        ? integrations.removeConfigurations(linkedInKey(own), [key])
        : integrations.configure(linkedInKey(own), [
            { key, value: next.value } as LinkedInConfiguration,
          ]),
    );
    const at = new Date(clock());
    if (await records.confirm(child.row.id, own, key, { value: next.shown, at })) return 1;
    // Which of the two LinkedIn has got last nobody knows: it is told once more.
    await records.reopen(child.row.id, own, key);
    return null;
  }

  interface Pass {
    readonly calls: number;
    /** The address that LinkedIn has for events; null if it has none. */
    readonly callback: string | null;
    readonly wasOvertaken: boolean;
  }

  async function pass(tenantId: string, actor: string): Promise<Pass> {
    const child = await access.child(tenantId);
    const records = integrationRecords(store, { actor });
    const [integrations, known] = await Promise.all([
      records.list(tenantId),
      records.configurations(tenantId),
    ]);
    let calls = 0;
    let callback: string | null = null;
    let wasOvertaken = false;
    let failure: unknown;
    for (const integration of integrations.filter(isRsc)) {
      // What LinkedIn does not know cannot be named: the customer has to request it there.
      if (integration.state === 'none') continue;
      // One that fails does not keep the others from being switched on.
      try {
        calls += await nameIt(child, integration, actor);
        for (const want of await wanted(child.row, integration)) {
          const told = await configureIt(child, integration, known, want, actor);
          calls += told ?? 1;
          wasOvertaken ||= told === null;
          if (want.key === 'CALLBACK_URL') {
            // Replaced between two integrations: the next pass tells the first one, too.
            wasOvertaken ||= callback !== null && callback !== want.shown;
            callback = want.shown;
          }
        }
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== undefined) {
      throw failure instanceof Error ? failure : new TypeError('a configuration failed');
    }
    return { calls, callback, wasOvertaken };
  }

  return {
    wanted,

    async settle(tenantId, actor) {
      let calls = 0;
      for (let passes = 0; passes < maxPasses; passes += 1) {
        const done = await pass(tenantId, actor);
        calls += done.calls;
        if (done.wasOvertaken) continue;
        await callbacks.settled(tenantId, done.callback, actor);
        break;
      }
      return calls;
    },

    async remove(tenantId, key, name, actor) {
      const child = await access.child(tenantId);
      const records = integrationRecords(store, { actor });
      await records.configure(tenantId, key, name, removedMark);
      try {
        await child.client.integrations.removeConfigurations(linkedInKey(key), [name]);
      } catch (error) {
        if (!(error instanceof LinkedInError)) throw error;
        throw asOnboardingError('configurations', `remove ${name} of ${key.type}`, error);
      }
      const at = new Date(clock());
      await records.confirm(tenantId, key, name, { value: removedMark, at });
    },
  };
}

export const isOf = (a: IntegrationKey, b: IntegrationKey): boolean =>
  a.context === b.context && a.type === b.type && a.tenantType === b.tenantType;
