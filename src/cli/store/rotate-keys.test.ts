/** `rsc store rotate-keys` on both kinds of stores, and its exit codes. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { internalsOf } from '../../backend/store/internals.ts';
import { openStore, type StoreLocation } from '../../backend/store/open-store.ts';
import { localKeyring } from '../../backend/store/sealing/keyring.ts';
import { backings, rowsOf, testKey } from '../../backend/store/store.test-support.ts';
import { storeTenants } from '../../backend/tenants/store-tenants.ts';
import { tenantRecords } from '../../backend/tenants/tenant-records.ts';
import { rotateKeys } from './rotate-keys.ts';

const [former, next] = [testKey('former'), testKey('next')];
const written = (...keys: readonly (typeof former)[]): string =>
  keys.map(({ id, key }) => `${id}:${Buffer.from(key).toString('base64')}`).join(',');

async function run(args: readonly string[], environment: Record<string, string>) {
  let [out, warned] = ['', ''];
  const code = await rotateKeys(args, environment, {
    write: (text) => void (out += text),
    warn: (text) => void (warned += text),
  });
  return { code, out, warned };
}

describe.each(backings())('rsc store rotate-keys on $name', { timeout: 30_000 }, (backing) => {
  let location: StoreLocation;
  let environment: Record<string, string>;
  const open = (...keys: readonly (typeof former)[]) =>
    openStore(location, { keyring: localKeyring(keys) });

  beforeAll(async () => {
    location = await backing.location();
    const { dataDir, databaseUrl } = location;
    environment =
      databaseUrl === undefined ? { RSC_STORE_DIR: dataDir } : { DATABASE_URL: databaseUrl };
    const store = await open(former);
    const records = tenantRecords(store, { actor: 'test' });
    for (const id of ['a', 'b']) {
      const uniqueForeignId = id;
      await records.create({ id, name: id, uniqueForeignId, environment: 'production' });
      await records.setApplication(id, { clientId: `client-${id}`, clientSecret: `secret-${id}` });
      await records.setStatus(id, 'active');
    }
    await store.close();
  }, 60_000);

  it('says which value does not open, after all others are done', async () => {
    const store = await open(former);
    const { connection } = internalsOf(store);
    await rowsOf(
      connection,
      `update rsc.linkedin_applications set client_secret = client_secret || '\\x00'
       where tenant_id = 'a'`,
    );
    await store.close();
    const keys = written(next, former);
    const { code, out, warned } = await run(['--json'], { ...environment, RSC_STORE_KEYS: keys });
    expect([code, out]).toEqual([1, '']);
    expect(warned).toMatch(/linkedin_applications\.client_secret does not open/);
    const repaired = await open(next, former);
    await tenantRecords(repaired, { actor: 'test' }).setApplication('a', {
      clientSecret: 'secret-a',
    });
    await repaired.close();
  });

  it('tells people what was done and which key may go, and programs the same', async () => {
    // From the key that all are under now to the other one, and back.
    const back = await run(['--json'], { ...environment, RSC_STORE_KEYS: written(former, next) });
    expect([back.code, back.warned]).toEqual([0, '']);
    expect(JSON.parse(back.out)).toEqual({ resealed: 2, retiredKeyIds: ['next'] });
    const { code, out } = await run([], { ...environment, RSC_STORE_KEYS: written(next, former) });
    expect(code).toBe(0);
    expect(out).toMatch(/^2 sealed anew; all secrets are under "next"\.\n.*"former"/);
    const again = await run([], { ...environment, RSC_STORE_KEYS: written(next) });
    expect(again.out).toBe('0 sealed anew; all secrets are under "next".\n');
    const store = await open(next);
    const tenant = await storeTenants(store).byId('b');
    expect(tenant?.linkedIn.clientSecret.reveal()).toBe('secret-b');
    await store.close();
  });

  it('ends with 2 and the reason when it cannot be done', async () => {
    const keys = { RSC_STORE_KEYS: written(next) };
    const cases: readonly (readonly [string[], Record<string, string>, RegExp])[] = [
      [['--force'], { ...environment, ...keys }, /^rsc store rotate-keys \[--json\]\n$/],
      [[], keys, /DATABASE_URL or RSC_STORE_DIR is not set/],
      [[], environment, /RSC_STORE_KEYS/],
      [[], { ...environment, RSC_STORE_KEYS: 'next:canary' }, /RSC_STORE_KEYS/],
      [[], { ...environment, RSC_STORE_KEYS: written(former) }, /no key "next"|key "next"/],
      [[], { ...keys, DATABASE_URL: 'mysql://canary' }, /postgres:\/\//],
    ];
    for (const [args, given, reason] of cases) {
      const { code, out, warned } = await run(args, given);
      expect([code, out]).toEqual([2, '']);
      expect(warned).toMatch(reason);
      expect(warned).not.toContain('canary');
    }
    const store = await open(next);
    const beside = await run(['--json'], { ...environment, ...keys });
    // A server serves several; a folder has one owner.
    expect(beside.code).toBe(backing.name === 'PGlite' ? 2 : 0);
    if (backing.name === 'PGlite') expect(beside.warned).toMatch(/in use/);
    await store.close();
  });

  it('runs as a program', () => {
    const program = fileURLToPath(new URL('../rsc.ts', import.meta.url));
    const env = { PATH: process.env['PATH'], ...environment, RSC_STORE_KEYS: written(next) };
    const text = execFileSync(process.execPath, [program, 'store', 'rotate-keys', '--json'], {
      encoding: 'utf8',
      env,
    });
    expect(JSON.parse(text)).toEqual({ resealed: 0, retiredKeyIds: [] });
  });
});
