/**
 * A customer's integrations: what was requested, how it stands at LinkedIn, what is configured. What
 * LinkedIn says is asked for by the customer's own application, so that a customer only ever learns
 * of its own.
 */
import { and, asc, eq, gt, inArray, max, ne, or, isNull, sql } from 'drizzle-orm';
import {
  rscIntegrationTypes,
  type ConfigurationKey,
  type Integration,
} from '../../linkedin/index.ts';
import { recordChange } from '../store/audit.ts';
import type { Database } from '../store/connections/connection.ts';
import { StoreError } from '../store/errors.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import {
  integrationEvents,
  integrations,
  reconciliations,
  tenantContexts,
  tenants,
} from '../store/tables/index.ts';
import {
  integrationRecords,
  type ConfigurationRecord,
  type IntegrationKey,
  type IntegrationRecord,
  type IntegrationState,
} from '../tenants/integration-records.ts';
import { changeTenant } from '../tenants/tenant-changes.ts';
import { isOf, isRsc, linkedInKey, type Configuring } from './configuring.ts';
import { fieldError, OnboardingError } from './errors.ts';
import { stateOf } from './integration-states.ts';
import { atLinkedIn, type LinkedInAccess } from './linkedin-access.ts';
import type { Purge } from './purge.ts';
import { fitsContext, parseRequested } from './requested-payload.ts';
import type { Acting } from './renewals.ts';

/** A change of an integration's state. */
export interface IntegrationEvent extends IntegrationKey {
  /** Rises with each event of a customer. */
  readonly id: number;
  readonly state: IntegrationState;
  readonly rawStatus: string | null;
  readonly at: Date;
}

export interface RequestedResult {
  readonly integrations: readonly IntegrationRecord[];
  /**
   * Why LinkedIn could not be told names and configurations yet; null if it was. What was requested
   * is kept all the same, and what is missing is sent later by itself.
   */
  readonly problem: OnboardingError | null;
}

/** All methods throw OnboardingError and StoreError. */
export interface Integrations {
  /**
   * Keeps what the customer has requested in LinkedIn's plugin, then names and configures it.
   * @param payload what the plugin's `onintegrate` was called with, in any of its forms
   * @throws OnboardingError `input_invalid`, `context_taken`, `customer_…`
   */
  requested(tenantId: string, payload: unknown, acting?: Acting): Promise<RequestedResult>;
  list(tenantId: string): Promise<IntegrationRecord[]>;
  configurations(tenantId: string): Promise<ConfigurationRecord[]>;
  /** Asks LinkedIn how the customer's integrations stand. @returns how many have changed */
  refresh(tenantId: string, acting?: Acting): Promise<number>;
  /** Fetches what an event of LinkedIn is about. @returns how many have changed */
  changed(tenantId: string, requestId: string, acting?: Acting): Promise<number>;
  /** Names and configures what LinkedIn does not know yet. @returns calls that were needed */
  configure(tenantId: string, acting?: Acting): Promise<number>;
  /** Removes a configuration at LinkedIn and keeps it removed. */
  removeConfiguration(
    tenantId: string,
    key: IntegrationKey,
    name: ConfigurationKey,
    acting?: Acting,
  ): Promise<void>;
  /** Changes of a customer's integrations after an event, oldest first, 100 at the most. */
  eventsSince(tenantId: string, id: number): Promise<IntegrationEvent[]>;
  /** The customer's newest event; 0 if there is none. */
  lastEventId(tenantId: string): Promise<number>;
}

export interface IntegrationsOptions {
  readonly store: Store;
  readonly access: LinkedInAccess;
  readonly configuring: Configuring;
  readonly purge: Pick<Purge, 'assertNotLeaving'>;
  /** Called after a change of state. */
  readonly onChange: (tenantId: string) => Promise<void>;
}

const retryMs = 30_000;
/** Actor of what LinkedIn has told us. */
const linkedIn = 'linkedin';

export function createIntegrations(options: IntegrationsOptions): Integrations {
  const { store, access, configuring, purge, onChange } = options;
  const internals = internalsOf(store);
  const { connection, clock } = internals;
  const records = (actor: string) => integrationRecords(store, { actor });

  /** Writes down what LinkedIn says. @param askedAt before which other news is older */
  async function learn(
    tenantId: string,
    key: IntegrationKey,
    said: Integration | null,
    askedAt: Date,
  ): Promise<boolean> {
    const known = (await records(linkedIn).list(tenantId)).find((each) => isOf(each, key));
    const rawStatus = said?.status?.slice(0, 200) ?? null;
    // A request that LinkedIn does not know yet may be on its way there; only time tells.
    const isEarly = said === null && (known?.rawStatus ?? null) === null;
    const state = isEarly ? (known?.state ?? 'none') : stateOf(rawStatus);
    const isSame = known?.state === state && known.rawStatus === rawStatus;
    return records(linkedIn).record(tenantId, key, {
      rawStatus,
      state,
      ...(said === null ? {} : { name: said.integrationName?.slice(0, 500) ?? null }),
      changedAt: isSame ? known.changedAt : askedAt,
      checkedAt: askedAt,
    });
  }

  /** LinkedIn may not know yet what its plugin has just told, or may be down for a moment. */
  async function retrySoon(tenantId: string): Promise<void> {
    const dueAt = new Date(clock() + retryMs);
    await connection.run((database) =>
      database
        .insert(reconciliations)
        .values({ tenantId, dueAt })
        .onConflictDoUpdate({ target: reconciliations.tenantId, set: { dueAt } }),
    );
  }

  const self: Integrations = {
    async requested(tenantId, payload, { actor = 'kit' } = {}) {
      const keys = parseRequested(payload);
      const misfit = keys.findIndex((key) => isKnown(key) && !fitsContext(key));
      if (misfit >= 0) {
        throw fieldError(
          'input_invalid',
          'What the plugin delivered is not valid',
          `integrations.${String(misfit)}.integrationContext`,
          'must be a contract for contract-level types and an organization for others',
        );
      }
      await access.child(tenantId);
      await purge.assertNotLeaving(tenantId);
      const at = new Date(clock());
      const contexts = [...new Set(keys.map(({ context }) => context))];
      await changeTenant(internals, tenantId, null, async (database) => {
        await claimContexts(database, tenantId, contexts);
        await database
          .insert(integrations)
          .values(keys.map((key) => ({ tenantId, ...key, state: 'requested', changedAt: at })))
          .onConflictDoNothing();
        // One that was taken back is asked for again.
        for (const key of keys) {
          await database
            .update(integrations)
            .set({ state: 'requested', changedAt: at })
            .where(and(isIntegration(tenantId, key), eq(integrations.state, 'none')));
        }
        const action = 'integrations_requested';
        const details = { count: keys.length };
        await recordChange(database, { actor, tenantId, action, details });
      }).catch((error: unknown) => {
        throw isTaken(error) ? contextTaken() : error;
      });
      let problem: OnboardingError | null = null;
      try {
        await self.refresh(tenantId, { actor });
        await self.configure(tenantId, { actor });
      } catch (error) {
        if (!(error instanceof OnboardingError)) throw error;
        problem = error;
        await retrySoon(tenantId);
      }
      return { integrations: await records(actor).list(tenantId), problem };
    },

    list: (tenantId) => records('kit').list(tenantId),
    configurations: (tenantId) => records('kit').configurations(tenantId),

    async refresh(tenantId) {
      const { client } = await access.child(tenantId);
      const asked = (await records(linkedIn).list(tenantId)).filter(isRsc);
      if (asked.length === 0) return 0;
      const askedAt = new Date(clock());
      const said = await atLinkedIn('status', 'say how the integrations stand', () =>
        client.integrations.get(asked.map(linkedInKey)),
      );
      let changes = 0;
      for (const [index, { context, type, tenantType }] of asked.entries()) {
        const key = { context, type, tenantType };
        if (await learn(tenantId, key, said[index] ?? null, askedAt)) changes += 1;
      }
      if (changes > 0) await onChange(tenantId);
      return changes;
    },

    async changed(tenantId, requestId) {
      const { client, row } = await access.child(tenantId);
      const askedAt = new Date(clock());
      const said = await atLinkedIn('status', 'say what has changed', () =>
        client.integrations.changes(requestId),
      );
      // The elements say whose they are; what is not this customer's is not believed [doc, spec §3.1].
      const own = new Set(row.contexts.map(({ urn }) => urn));
      let changes = 0;
      for (const one of said) {
        const { integrationContext: context, integrationType: type } = one;
        if (context === undefined || type === undefined || !own.has(context)) continue;
        const key = { context, type, tenantType: one.tenantType ?? 'RECRUITER' };
        if (await learn(tenantId, key, one, askedAt)) changes += 1;
      }
      if (changes > 0) await onChange(tenantId);
      return changes;
    },

    async configure(tenantId, { actor = 'kit' } = {}) {
      await purge.assertNotLeaving(tenantId);
      const calls = await configuring.settle(tenantId, actor);
      // LinkedIn may take a complete integration one step further by itself.
      if (calls > 0) await self.refresh(tenantId);
      return calls;
    },

    async removeConfiguration(tenantId, key, name, { actor = 'kit' } = {}) {
      const known = (await records(actor).list(tenantId)).find((each) => isOf(each, key));
      if (known === undefined || !isRsc(known)) {
        throw new OnboardingError('integration_unknown', 'There is no such integration');
      }
      await configuring.remove(tenantId, key, name, actor);
    },

    async eventsSince(tenantId, id) {
      const rows = await connection.run((database) =>
        database
          .select()
          .from(integrationEvents)
          .where(and(eq(integrationEvents.tenantId, tenantId), gt(integrationEvents.id, id)))
          .orderBy(asc(integrationEvents.id))
          .limit(100),
      );
      return rows.map(({ tenantId: _, ...event }) => ({
        ...event,
        state: event.state as IntegrationState,
      }));
    },

    async lastEventId(tenantId) {
      const [row] = await connection.run((database) =>
        database
          .select({ id: max(integrationEvents.id) })
          .from(integrationEvents)
          .where(eq(integrationEvents.tenantId, tenantId)),
      );
      return row?.id ?? 0;
    },
  };
  return self;
}

const knownTypes: ReadonlySet<string> = new Set(rscIntegrationTypes);
const isKnown = ({ type }: IntegrationKey): boolean => knownTypes.has(type);

const isIntegration = (tenantId: string, { context, type, tenantType }: IntegrationKey) =>
  and(
    eq(integrations.tenantId, tenantId),
    eq(integrations.context, context),
    eq(integrations.type, type),
    eq(integrations.tenantType, tenantType),
  );

/**
 * Makes contexts the customer's, unless another customer has them. Of two that claim the same one at
 * the same moment, one waits for the other: the lock is on the context, which may have no row yet.
 */
async function claimContexts(
  database: Database,
  tenantId: string,
  urns: readonly string[],
): Promise<void> {
  const sorted = [...urns].sort();
  for (const urn of sorted) {
    await database.execute(sql`select pg_advisory_xact_lock(hashtextextended(${urn}, 7723))`);
  }
  const [customer] = await database
    .select({ company: tenants.company })
    .from(tenants)
    .where(eq(tenants.id, tenantId));
  const company = customer?.company ?? null;
  const taken = await database
    .select({ urn: tenantContexts.urn })
    .from(tenantContexts)
    .innerJoin(tenants, eq(tenants.id, tenantContexts.tenantId))
    .where(
      and(
        inArray(tenantContexts.urn, sorted),
        ne(tenantContexts.tenantId, tenantId),
        // Instances of one company have its organization and contracts together [RSC-103].
        company === null ? undefined : or(isNull(tenants.company), ne(tenants.company, company)),
      ),
    )
    .limit(1);
  // Only errors of the store get out of a transaction as they are.
  if (taken.length > 0) {
    throw new StoreError('store_conflict', 'The context is taken', { field: takenField });
  }
  for (const kind of ['organization', 'contract']) {
    const [last] = await database
      .select({ position: max(tenantContexts.position) })
      .from(tenantContexts)
      .where(and(eq(tenantContexts.tenantId, tenantId), eq(tenantContexts.kind, kind)));
    // Organizations first: the first context is what a page uses that names none.
    const from = (last?.position ?? (kind === 'contract' ? firstContract : 0) - 1) + 1;
    const own = urns.filter((urn) => urn.startsWith(`urn:li:${kind}:`));
    if (own.length === 0) continue;
    await database
      .insert(tenantContexts)
      .values(own.map((urn, index) => ({ tenantId, urn, kind, position: from + index })))
      .onConflictDoNothing();
  }
}

/** Behind any number of organizations. */
const firstContract = 100_000;
const takenField = 'integration context of another customer';

const isTaken = (error: unknown): boolean =>
  error instanceof StoreError && error.details.field === takenField;

const contextTaken = (): OnboardingError =>
  fieldError(
    'context_taken',
    'Another customer has this organization or contract',
    'integrationContext',
    'must be one of this customer',
  );
