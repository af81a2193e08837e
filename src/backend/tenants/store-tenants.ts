/**
 * Tenants from the store, for the backend.
 *
 * Every look-up asks the database for the tenant's revision: one row by its primary key, however
 * many tenants there are. Only what costs more is cached, the tenant with its opened secrets, and it
 * counts as long as its revision does. So a removed key or origin counts at once in every process.
 * Notifications would save that row, and leave a process that misses one (a connection lost and not
 * noticed yet, a pooler in between) accepting removed keys.
 */
import { eq } from 'drizzle-orm';
import type { TenantKey } from '../../handshake/backend.ts';
import { tenantId } from '../../protocol/ids.ts';
import { internalsOf } from '../store/internals.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import type { Sealer } from '../store/sealing/sealer.ts';
import type { Store } from '../store/store.ts';
import { tenantNames, tenants } from '../store/tables/index.ts';
import { linkedInDefaults } from './fields.ts';
import { secretJwk } from './secret.ts';
import { readTenantRow } from './tenant-queries.ts';
import type { TenantRow } from './tenant-rows.ts';
import type { Tenant, TenantLinkedIn, TenantSource } from './tenants.ts';

export interface StoreTenants extends TenantSource {
  /**
   * The active tenant of this name, with the keys that count at this moment; null if there is none,
   * or if it is being provisioned, disabled or purged.
   * @throws StoreError
   */
  byId(idOrApiKey: string): Promise<Tenant | null>;
}

export interface StoreTenantsOptions {
  /** Tenants kept in memory with their opened secrets; 2,000 if left out. */
  readonly maxCached?: number;
}

/** A key and when it counts, in milliseconds since 1970. */
interface TimedKey {
  readonly key: TenantKey;
  readonly fromMs: number;
  readonly untilMs: number;
}

interface Loaded {
  readonly revision: number;
  /** Null if it is not active, or has no credentials yet. */
  readonly tenant: Omit<Tenant, 'keys'> | null;
  readonly keys: readonly TimedKey[];
}

/** The tenants of a store, for `createBackend({ tenants })`. */
export function storeTenants(store: Store, options: StoreTenantsOptions = {}): StoreTenants {
  const { maxCached = 2_000 } = options;
  const { connection, sealer, clock } = internalsOf(store);
  /** In the order of their last use, oldest first. */
  const cache = new Map<string, Loaded>();
  const loading = new Map<string, Promise<Loaded | null>>();

  const find = async (name: string): Promise<{ id: string; revision: number } | undefined> => {
    const [found] = await connection.run((database) =>
      database
        .select({ id: tenants.id, revision: tenants.revision, status: tenants.status })
        .from(tenantNames)
        .innerJoin(tenants, eq(tenants.id, tenantNames.tenantId))
        .where(eq(tenantNames.name, name)),
    );
    return found?.status === 'active' ? found : undefined;
  };

  const load = async (id: string): Promise<Loaded | null> => {
    const row = await connection.run((database) => readTenantRow(database, id));
    return row === null ? null : open(row, sealer);
  };

  /** However many ask for a tenant of one revision, it is loaded once: opening keys takes time. */
  const loadOnce = (id: string, revision: number): Promise<Loaded | null> => {
    const name = `${String(revision)} ${id}`;
    const known = loading.get(name);
    if (known !== undefined) return known;
    const pending = load(id).finally(() => loading.delete(name));
    loading.set(name, pending);
    return pending;
  };

  const keep = (id: string, loaded: Loaded): void => {
    cache.delete(id);
    cache.set(id, loaded);
    const oldest = cache.keys().next();
    if (cache.size > maxCached && oldest.done !== true) cache.delete(oldest.value);
  };

  return {
    async byId(idOrApiKey) {
      if (!tenantId.safeParse(idOrApiKey).success) return null;
      const found = await find(idOrApiKey);
      if (found === undefined) return null;
      const cached = cache.get(found.id);
      const loaded =
        cached?.revision === found.revision ? cached : await loadOnce(found.id, found.revision);
      if (loaded === null) return null;
      keep(found.id, loaded);
      return viewOf(loaded, clock());
    },
  };
}

function viewOf({ tenant, keys }: Loaded, nowMs: number): Tenant | null {
  if (tenant === null) return null;
  const current = keys.filter(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs < untilMs);
  return { ...tenant, keys: current.map(({ key }) => key) };
}

async function open(row: TenantRow, sealer: Sealer): Promise<Loaded> {
  const { id, name, revision } = row;
  const [linkedIn, keys] = await Promise.all([
    openApplication(row, sealer),
    Promise.all(row.keys.map((key) => openKey(id, key, sealer))),
  ]);
  const origins = row.origins.map(({ origin }) => origin);
  const isServed = row.status === 'active' && linkedIn !== null;
  return { revision, keys, tenant: isServed ? { id, name, origins, linkedIn } : null };
}

async function openApplication(row: TenantRow, sealer: Sealer): Promise<TenantLinkedIn | null> {
  const { application } = row;
  if (application === null) return null;
  const { clientId, clientSecret: sealed, clientSecretKeyId: keyId } = application;
  if (clientId === null || sealed === null || keyId === null) return null;
  return {
    clientId,
    clientSecret: await sealer.open(places.clientSecret(row.id), { sealed, keyId }),
    generation: application.generation,
    version: application.apiVersion ?? undefined,
    apiBaseUrl: application.apiBaseUrl ?? linkedInDefaults.apiBaseUrl,
    oauthTokenUrl: application.oauthTokenUrl ?? linkedInDefaults.oauthTokenUrl,
    scriptUrl: application.scriptUrl ?? linkedInDefaults.scriptUrl,
    extensionUrl: application.extensionUrl ?? linkedInDefaults.extensionUrl,
    organizations: row.contexts.map(({ urn }) => urn),
  };
}

async function openKey(
  tenant: string,
  row: TenantRow['keys'][number],
  sealer: Sealer,
): Promise<TimedKey> {
  const { kid, alg, activeFrom, retiredAt } = row;
  const times = {
    fromMs: activeFrom.getTime(),
    untilMs: retiredAt?.getTime() ?? Number.POSITIVE_INFINITY,
  };
  if (alg === 'ES256') return { ...times, key: { kid, alg, jwk: row.publicJwk } };
  const { secret: sealed, secretKeyId: keyId } = row;
  const secret = await sealer.open(places.tenantKey(tenant, kid), { sealed, keyId });
  return { ...times, key: { kid, alg, jwk: secretJwk(secret) } };
}
