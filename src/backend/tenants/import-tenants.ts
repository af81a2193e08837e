/** Takes customers from a configuration file into a store, once or on each deployment. */
import type { Store } from '../store/store.ts';
import { parseTenantsConfig, type ParsedTenant } from './config.ts';
import { tenantRecords, type TenantRecord, type TenantRecords } from './tenant-records.ts';

/**
 * Makes the tenants that a configuration names, or brings them to what it says, and makes them
 * active; tenants it does not name stay as they are. The whole is no transaction, each step is one:
 * after a failure, run it again.
 * @param config what `configTenants` takes
 * @throws TypeError that names each field that is wrong; StoreError
 */
export async function importTenants(
  store: Store,
  config: unknown,
  { actor }: { readonly actor: string },
): Promise<void> {
  const tenants = parseTenantsConfig(config);
  const records = tenantRecords(store, { actor });
  for (const tenant of tenants) await importTenant(records, tenant);
}

async function importTenant(records: TenantRecords, tenant: ParsedTenant): Promise<void> {
  const { id, name, origins, keys, linkedIn } = tenant;
  const found =
    (await records.find(id)) ??
    (await records.create({ id, name, uniqueForeignId: id, environment: 'production' }));
  if (found.name !== name) await records.change(id, { name });
  if (!sameList(found.origins, origins)) await records.setOrigins(id, origins);
  const contexts = found.contexts.map(({ urn }) => urn);
  if (!sameList(contexts, linkedIn.organizations)) {
    await records.setContexts(id, linkedIn.organizations);
  }
  const { organizations: _, version, ...application } = linkedIn;
  await records.setApplication(id, { ...application, apiVersion: version ?? null });
  await importKeys(records, found, keys);
  await records.setStatus(id, 'active');
}

/** Shared secrets cannot be compared without opening them, so they are set each time. */
async function importKeys(
  records: TenantRecords,
  { id, keys: present }: TenantRecord,
  keys: ParsedTenant['keys'],
): Promise<void> {
  for (const { kid } of present) {
    if (!keys.some((key) => key.kid === kid)) await records.removeKey(id, kid);
  }
  for (const key of keys) {
    const known = present.find(({ kid }) => kid === key.kid);
    if (known?.retiredAt === null && isSameKey(known.publicJwk, key.jwk)) {
      continue;
    }
    if (known !== undefined) await records.removeKey(id, key.kid);
    await records.addKey(id, key);
  }
}

const isSameKey = (
  known: TenantRecord['keys'][number]['publicJwk'],
  jwk: ParsedTenant['keys'][number]['jwk'],
): boolean => known !== null && jwk.kty === 'EC' && known.x === jwk.x && known.y === jwk.y;

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);
