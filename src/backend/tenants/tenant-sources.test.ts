/** The same cases over every source of tenants; and what only a store can do. */
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { es256, tenantConfig, testClock } from '../backend.test-support.ts';
import { internalsOf } from '../store/internals.ts';
import { openStore } from '../store/open-store.ts';
import { localKeyring, type Keyring } from '../store/sealing/keyring.ts';
import { backings, sharedStore, testKey } from '../store/store.test-support.ts';
import { configTenants, type ConfigTenants } from './config.ts';
import { importTenants } from './import-tenants.ts';
import { storeTenants, type StoreTenants } from './store-tenants.ts';
import { tenantRecords } from './tenant-records.ts';
import { describeTenantSource } from './tenant-source.contract.test-support.ts';

const actor = 'operator-1';

let configured: ConfigTenants | null = null;
describeTenantSource('a configuration', {
  source: () => {
    if (configured === null) throw new Error('nothing configured');
    return configured;
  },
  put(config) {
    if (configured === null) configured = configTenants(config);
    else configured.reload(config);
  },
});

const stores = backings();
const clock = testClock();
let unwrapped = 0;
const inner = localKeyring([testKey('test-1')]);
/** Counts how often something is opened. */
const keyring: Keyring = {
  currentKeyId: inner.currentKeyId,
  wrap: (...input) => inner.wrap(...input),
  unwrap(...input) {
    unwrapped += 1;
    return inner.unwrap(...input);
  },
};

describe.each(stores)('on $name', { timeout: 30_000 }, (backing) => {
  const store = sharedStore(backing, { clock, keyring });
  const records = () => tenantRecords(store(), { actor });
  const put = (id: string, changes: object = {}) =>
    es256('key-1').then(({ publicKey }) =>
      importTenants(
        store(),
        { tenants: [{ ...tenantConfig(publicKey, id), ...changes }] },
        { actor },
      ),
    );

  let source: StoreTenants | null = null;
  describeTenantSource(`a store on ${backing.name}`, {
    source: () => (source ??= storeTenants(store())),
    put: (config) => importTenants(store(), config, { actor }),
  });

  it('keeps opened secrets of as many tenants as it may, and answers for all', async () => {
    await put('one');
    await put('two');
    const cached = storeTenants(store(), { maxCached: 1 });
    const before = unwrapped;
    for (const id of ['one', 'one', 'two', 'two', 'one']) {
      expect((await cached.byId(id))?.id).toBe(id);
    }
    expect(unwrapped - before).toBe(3);
  });

  it('opens a tenant once, however many ask for it at the same moment', async () => {
    await put('busy');
    const tenants = storeTenants(store());
    const before = unwrapped;
    const found = await Promise.all(Array.from({ length: 20 }, () => tenants.byId('busy')));
    expect(found.every((tenant) => tenant?.id === 'busy')).toBe(true);
    expect(unwrapped - before).toBe(1);
  });

  it('lets two keys overlap while one replaces the other, by the clock', async () => {
    await put('rotating');
    const tenants = storeTenants(store());
    const kids = async () => (await tenants.byId('rotating'))?.keys.map(({ kid }) => kid);
    const inSeconds = (seconds: number) => new Date(clock() + seconds * 1000);
    const { publicKey } = await es256('key-2');
    await records().addKey('rotating', publicKey, inSeconds(10));
    await records().retireKey('rotating', 'key-1', inSeconds(20));
    expect(await kids()).toEqual(['key-1']);
    clock.advance(10);
    expect(await kids()).toEqual(['key-1', 'key-2']);
    clock.advance(10);
    expect(await kids()).toEqual(['key-2']);
    await records().removeKey('rotating', 'key-2');
    expect(await kids()).toEqual([]);
  });

  it('serves active tenants only, and those that have not chosen a context yet', async () => {
    const tenants = storeTenants(store());
    const status = async () => (await tenants.byId('starting'))?.id ?? null;
    await records().create({
      id: 'starting',
      name: 'Starting',
      uniqueForeignId: 'f-starting',
      environment: 'development',
      origins: ['https://ats.example'],
    });
    expect(await status()).toBeNull();
    await records().setStatus('starting', 'active');
    expect(await status()).toBeNull();
    await records().setApplication('starting', { clientId: 'starting-c', clientSecret: 's' });
    expect((await tenants.byId('starting-c'))?.linkedIn.organizations).toEqual([]);
    await records().setStatus('starting', 'disabled');
    expect(await status()).toBeNull();
    await records().setStatus('starting', 'active');
    expect(await status()).toBe('starting');
  });

  it('lets a change by hand count at once, and judges what it reads', async () => {
    await put('edited', { origins: ['https://one.example', 'https://two.example'] });
    const tenants = storeTenants(store());
    await tenants.byId('edited');
    const run = (text: string) =>
      internalsOf(store()).connection.run((database) => database.execute(sql.raw(text)));
    await run(`delete from rsc.tenant_origins where tenant_id = 'edited' and position = 0`);
    expect((await tenants.byId('edited'))?.origins).toEqual(['https://two.example']);
    await run(
      `update rsc.tenant_origins set origin = 'https://*.canary' where tenant_id = 'edited'`,
    );
    const error: unknown = await tenants.byId('edited').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'store_row_invalid',
      details: { field: 'tenants.origins.0.origin' },
    });
    expect(String(error)).not.toContain('canary');
  });

  it('lets nobody take a name that another tenant is found by', async () => {
    await put('named');
    await expect(put('named-client')).rejects.toMatchObject({
      code: 'store_conflict',
      details: { field: 'id or clientId' },
    });
    await put('other');
    for (const clientId of ['named', 'named-client']) {
      await expect(records().setApplication('other', { clientId })).rejects.toMatchObject({
        code: 'store_conflict',
      });
    }
    const tenants = storeTenants(store());
    expect((await tenants.byId('named-client'))?.id).toBe('named');
    expect((await tenants.byId('other-client'))?.id).toBe('other');
  });
});

describe('several processes on PostgreSQL', () => {
  it('see each other’s changes at once, and serve nobody when the server is gone', async () => {
    const location = await stores[1].location();
    const [first, second] = await Promise.all([
      openStore(location, { keyring }),
      openStore(location, { keyring }),
    ]);
    const { publicKey } = await es256('key-1');
    const config = { tenants: [tenantConfig(publicKey)] };
    await importTenants(first, config, { actor });
    const tenants = storeTenants(second);
    expect((await tenants.byId('acme'))?.keys).toHaveLength(1);
    await tenantRecords(first, { actor }).removeKey('acme', 'key-1');
    expect((await tenants.byId('acme'))?.keys).toEqual([]);

    // As when a server restarts: the next question goes over a new connection.
    await internalsOf(first).connection.run((database) =>
      database.execute(sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`),
    );
    const answers = await Promise.allSettled([tenants.byId('acme'), tenants.byId('acme')]);
    for (const answer of answers) {
      if (answer.status === 'rejected') {
        expect(answer.reason).toMatchObject({ code: 'store_unreachable' });
      }
    }
    expect((await tenants.byId('acme'))?.id).toBe('acme');
    await first.close();
    await second.close();
    await expect(tenants.byId('acme')).rejects.toMatchObject({ code: 'store_closed' });
  }, 60_000);
});
