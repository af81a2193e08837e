/** One query reads a tenant with all that belongs to it. */
import { asc, eq } from 'drizzle-orm';
import type { Database } from '../store/connections/connection.ts';
import { tenantContexts, tenantKeys, tenantOrigins, tenants } from '../store/tables/index.ts';
import { parseTenantRow, type TenantRow } from './tenant-rows.ts';

/** Reads a tenant; null if there is none. @throws StoreError `store_row_invalid` */
export async function readTenantRow(database: Database, id: string): Promise<TenantRow | null> {
  const found = await database.query.tenants.findFirst({ ...shape, where: eq(tenants.id, id) });
  return found === undefined ? null : parseTenantRow(found);
}

/** Reads tenants of some kind, in the order of their ids. @throws StoreError `store_row_invalid` */
export async function readTenantRows(
  database: Database,
  which: Pick<
    NonNullable<Parameters<Database['query']['tenants']['findMany']>[0]>,
    'where' | 'limit'
  >,
): Promise<TenantRow[]> {
  const found = await database.query.tenants.findMany({
    ...shape,
    ...which,
    orderBy: asc(tenants.id),
  });
  return found.map(parseTenantRow);
}

const shape = {
  with: {
    application: true as const,
    origins: { columns: { origin: true as const }, orderBy: asc(tenantOrigins.position) },
    keys: { orderBy: [asc(tenantKeys.activeFrom), asc(tenantKeys.kid)] },
    contexts: { orderBy: [asc(tenantContexts.position), asc(tenantContexts.urn)] },
  },
};
