/** All customers of the demo's backend: its own, and those the harness plays. */
import { configTenants, type TenantSource } from 'rsc-embed/backend';

/**
 * Each configuration is judged by itself: the harness's customers share one LinkedIn application,
 * which customers of a real partner never do. A client id finds the first customer that has it.
 * @throws TypeError that names each field that is wrong
 */
export function joinTenants(configurations: readonly unknown[]): TenantSource {
  const sources = configurations.map((tenant) => configTenants({ tenants: [tenant] }));
  return {
    byId(idOrApiKey) {
      for (const source of sources) {
        const tenant = source.byId(idOrApiKey);
        if (tenant !== null) return tenant;
      }
      return null;
    },
  };
}
