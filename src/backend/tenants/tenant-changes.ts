/** How a tenant is changed: one at a time, recorded, and never once it has been purged. */
import { and, eq, notInArray } from 'drizzle-orm';
import { recordChange, type AuditInput } from '../store/audit.ts';
import type { Database } from '../store/connections/connection.ts';
import { StoreError } from '../store/errors.ts';
import type { StoreInternals } from '../store/internals.ts';
import { tenantContexts, tenantOrigins, tenants } from '../store/tables/index.ts';
import { tenantStatuses, type TenantStatus } from './tenant-rows.ts';

/**
 * Runs a change of one tenant in a transaction that also records it.
 * @param audit what to record; null if `work` does that itself
 * @throws StoreError `store_not_found`, `store_transition` if the tenant has been purged
 */
export async function changeTenant(
  { connection }: StoreInternals,
  id: string,
  audit: Omit<AuditInput, 'tenantId'> | null,
  work: (database: Database, status: TenantStatus) => Promise<void>,
): Promise<void> {
  await connection.transaction(async (database) => {
    const [row] = await database
      .select({ status: tenants.status })
      .from(tenants)
      .where(eq(tenants.id, id))
      // Whoever changes the same tenant waits here, and not half way through, where it could deadlock.
      .for('update');
    if (row === undefined) throw new StoreError('store_not_found', 'There is no such tenant');
    const status = tenantStatuses.find((known) => known === row.status);
    if (status === undefined || status === 'purged') {
      throw new StoreError('store_transition', 'The tenant has left and was purged');
    }
    await work(database, status);
    if (audit !== null) await recordChange(database, { ...audit, tenantId: id });
  });
}

/** Where a tenant may go from each status; purging is a process of its own. */
const transitions: Readonly<Record<TenantStatus, readonly TenantStatus[]>> = {
  provisioning: ['active', 'disabled'],
  active: ['disabled'],
  disabled: ['active'],
  purged: [],
};

/**
 * Makes a tenant active or disabled. Nothing happens if it is so already.
 * @throws StoreError `store_not_found`, `store_transition`
 */
export async function changeStatus(
  internals: StoreInternals,
  actor: string,
  id: string,
  to: 'active' | 'disabled',
): Promise<void> {
  await changeTenant(internals, id, null, async (database, from) => {
    if (from === to) return;
    if (!transitions[from].includes(to)) {
      throw new StoreError('store_transition', `A tenant cannot go from ${from} to ${to}`);
    }
    const disabledAt = to === 'disabled' ? new Date(internals.clock()) : null;
    await database.update(tenants).set({ status: to, disabledAt }).where(eq(tenants.id, id));
    const details = { from, to };
    const action = 'tenant_status_changed';
    await recordChange(database, { actor, tenantId: id, action, details });
  });
}

export async function insertOrigins(
  database: Database,
  tenantId: string,
  origins: readonly string[],
): Promise<void> {
  if (origins.length === 0) return;
  await database
    .insert(tenantOrigins)
    .values(origins.map((origin, position) => ({ tenantId, origin, position })));
}

/** Those that stay keep their rows: integrations hang on them. */
export async function replaceContexts(
  database: Database,
  tenantId: string,
  urns: readonly string[],
): Promise<void> {
  await database
    .delete(tenantContexts)
    .where(
      and(
        eq(tenantContexts.tenantId, tenantId),
        urns.length === 0 ? undefined : notInArray(tenantContexts.urn, [...urns]),
      ),
    );
  for (const [position, urn] of urns.entries()) {
    const kind = urn.startsWith('urn:li:contract:') ? 'contract' : 'organization';
    await database
      .insert(tenantContexts)
      .values({ tenantId, urn, kind, position })
      .onConflictDoUpdate({
        target: [tenantContexts.tenantId, tenantContexts.urn],
        set: { position },
      });
  }
}
