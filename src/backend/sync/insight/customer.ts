/** A customer and its organizations, of which there are none before it has requested something. */
import { and, eq, inArray } from 'drizzle-orm';
import { RscError } from '../../../protocol/errors.ts';
import { internalsOf } from '../../store/internals.ts';
import type { Store } from '../../store/store.ts';
import { tenantContexts, tenantNames, tenants } from '../../store/tables/index.ts';

/**
 * @param name the customer's id, or that of its LinkedIn application
 * @throws RscError `tenant_unknown`; StoreError
 */
export async function readCustomer(
  store: Store,
  name: string,
): Promise<{ readonly tenantId: string; readonly contexts: readonly string[] }> {
  const rows = await internalsOf(store).connection.run((database) =>
    database
      .select({ tenantId: tenants.id, urn: tenantContexts.urn })
      .from(tenantNames)
      .innerJoin(tenants, eq(tenants.id, tenantNames.tenantId))
      .leftJoin(
        tenantContexts,
        and(eq(tenantContexts.tenantId, tenants.id), eq(tenantContexts.kind, 'organization')),
      )
      .where(and(eq(tenantNames.name, name), inArray(tenants.status, ['active', 'disabled'])))
      .orderBy(tenantContexts.position, tenantContexts.urn),
  );
  const tenantId = rows[0]?.tenantId;
  if (tenantId === undefined) throw new RscError('tenant_unknown', 'there is no such tenant');
  return { tenantId, contexts: rows.flatMap(({ urn }) => urn ?? []) };
}
