/** The organizations of a customer: a candidate may be at LinkedIn once for each of them. */
import { and, asc, eq } from 'drizzle-orm';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { tenantContexts } from '../store/tables/index.ts';
import { readTenantScope } from '../tenants/tenant-scope.ts';

/**
 * @param name the customer's id, or that of its LinkedIn application
 * @param integrationContext one of the customer's; all its organizations if left out
 * @throws RscError `tenant_unknown`, `integration_context_unknown`; StoreError
 */
export async function readOrganizations(
  store: Store,
  name: string,
  integrationContext?: string,
): Promise<{ readonly tenantId: string; readonly contexts: readonly string[] }> {
  const { tenantId, context } = await readTenantScope(store, name, integrationContext);
  if (integrationContext !== undefined) return { tenantId, contexts: [context] };
  const rows = await internalsOf(store).connection.run((database) =>
    database
      .select({ urn: tenantContexts.urn })
      .from(tenantContexts)
      .where(and(eq(tenantContexts.tenantId, tenantId), eq(tenantContexts.kind, 'organization')))
      .orderBy(asc(tenantContexts.position), asc(tenantContexts.urn)),
  );
  return { tenantId, contexts: rows.length === 0 ? [context] : rows.map(({ urn }) => urn) };
}
