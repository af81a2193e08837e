/** A customer and one of its organizations, by any of the customer's names, whether it is served or not. */
import { and, eq, inArray } from 'drizzle-orm';
import { RscError } from '../../protocol/errors.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { tenantContexts, tenantNames, tenants } from '../store/tables/index.ts';

export interface TenantScope {
  readonly tenantId: string;
  readonly context: string;
}

/**
 * @param name the customer's id, or that of its LinkedIn application
 * @param integrationContext one of the customer's; its first if left out
 * @throws RscError `tenant_unknown`, `integration_context_unknown`; StoreError
 */
export async function readTenantScope(
  store: Store,
  name: string,
  integrationContext?: string,
): Promise<TenantScope> {
  const rows = await internalsOf(store).connection.run((database) =>
    database
      .select({ tenantId: tenants.id, urn: tenantContexts.urn })
      .from(tenantNames)
      .innerJoin(tenants, eq(tenants.id, tenantNames.tenantId))
      .leftJoin(tenantContexts, eq(tenantContexts.tenantId, tenants.id))
      .where(and(eq(tenantNames.name, name), inArray(tenants.status, ['active', 'disabled'])))
      .orderBy(tenantContexts.position, tenantContexts.urn),
  );
  const tenantId = rows[0]?.tenantId;
  if (tenantId === undefined) throw new RscError('tenant_unknown', 'there is no such tenant');
  const context = integrationContext ?? rows[0]?.urn ?? null;
  if (context === null || !rows.some(({ urn }) => urn === context)) {
    throw new RscError('integration_context_unknown', 'not an integration context of the tenant');
  }
  return { tenantId, context };
}
