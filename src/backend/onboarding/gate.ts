/**
 * Whether LinkedIn may be sent a customer's records, and whether elements may be shown: what is not
 * enabled does not sync, and what is known to be switched off says so [doc, spec §1.7].
 */
import { and, eq } from 'drizzle-orm';
import { RscError } from '../../protocol/errors.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { integrations, tenants } from '../store/tables/index.ts';

/** What an element needs of LinkedIn. */
export type ServedType = 'PROFILE_PLUGIN' | 'IN_ATS_INDICATOR';

export interface Gate {
  /** Whether records may be sent to this organization now. Asked before each batch. @throws StoreError */
  maySync(tenantId: string, context: string): Promise<boolean>;
  /**
   * Refuses what an administrator has switched off in Recruiter.
   * @throws RscError `integration_disabled`; StoreError
   */
  assertServed(tenantId: string, context: string, type: ServedType): Promise<void>;
}

/** Types that use records of an organization. */
const syncTypes: ReadonlySet<string> = new Set([
  'IN_ATS_INDICATOR',
  'ONE_CLICK_EXPORT',
  'PROFILE_PLUGIN',
]);

export function createGate(store: Store): Gate {
  const { connection } = internalsOf(store);
  /** One row for each integration of the organization, at most a handful; none if it has no tenant. */
  const ask = (tenantId: string, context: string) =>
    connection.run((database) =>
      database
        .select({ status: tenants.status, type: integrations.type, state: integrations.state })
        .from(tenants)
        .leftJoin(
          integrations,
          and(eq(integrations.tenantId, tenants.id), eq(integrations.context, context)),
        )
        .where(eq(tenants.id, tenantId)),
    );

  return {
    async maySync(tenantId, context) {
      const rows = await ask(tenantId, context);
      if (rows[0]?.status !== 'active') return false;
      const known = rows.filter(({ type }) => type !== null && syncTypes.has(type));
      // A customer that was set up by hand has no integrations here: whoever did so vouches for it.
      return known.length === 0 || known.some(({ state }) => state === 'enabled');
    },

    async assertServed(tenantId, context, wanted) {
      const rows = await ask(tenantId, context);
      if (rows.some(({ type, state }) => type === wanted && state === 'disabled')) {
        throw new RscError('integration_disabled', 'an administrator has switched this off');
      }
    },
  };
}
