/** All customers of the demo's backend: those in its store, and those the harness plays. */
import { configTenants, type TenantSource } from 'rsc-embed/backend';

/**
 * What the harness plays shares one LinkedIn application, which customers of a real partner never do
 * and the store refuses; so it comes from configurations, each judged by itself. A client id finds the
 * customer that really has it.
 * @throws TypeError that names each field that is wrong
 */
export function joinTenants(stored: TenantSource, played: readonly unknown[]): TenantSource {
  const sources = [stored, ...played.map((tenant) => configTenants({ tenants: [tenant] }))];
  return {
    async byId(idOrApiKey) {
      for (const source of sources) {
        const tenant = await source.byId(idOrApiKey);
        if (tenant !== null) return tenant;
      }
      return null;
    },
  };
}
