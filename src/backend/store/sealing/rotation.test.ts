/** Keys are exchanged while the store is in use, and secrets are nowhere in the clear. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { storeTenants } from '../../tenants/store-tenants.ts';
import { tenantRecords } from '../../tenants/tenant-records.ts';
import { internalsOf } from '../internals.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';
import { backings, rowsOf, temporaryFolder, testKey } from '../store.test-support.ts';
import { linkedinApplications } from '../tables/index.ts';
import { localKeyring } from './keyring.ts';

const canaries = {
  client: 'canary-client-secret-4711',
  shared: Buffer.from('canary-shared-secret-of-32-bytes!').toString('base64url'),
};
const count = 7;
const idOf = (index: number): string => `tenant-${String(index)}`;

async function fill(store: Store): Promise<void> {
  const records = tenantRecords(store, { actor: 'test' });
  for (let index = 0; index < count; index += 1) {
    const id = idOf(index);
    await records.create({
      id,
      name: 'Customer',
      uniqueForeignId: id,
      environment: 'production',
      origins: ['https://ats.example'],
      contexts: ['urn:li:organization:1'],
    });
    await records.setApplication(id, {
      clientId: `client-${String(index)}`,
      clientSecret: `${canaries.client}-${String(index)}`,
    });
    const jwk = { kty: 'oct', k: canaries.shared } as const;
    await records.addKey(id, { kid: 'shared', alg: 'HS256', jwk });
    await records.setStatus(id, 'active');
  }
}

async function expectSecrets(store: Store): Promise<void> {
  const tenants = storeTenants(store);
  for (let index = 0; index < count; index += 1) {
    const tenant = await tenants.byId(idOf(index));
    expect(tenant?.linkedIn.clientSecret.reveal()).toBe(`${canaries.client}-${String(index)}`);
    expect(tenant?.keys[0]?.jwk.k).toBe(canaries.shared);
  }
}

async function keyIdsOf(store: Store): Promise<unknown[]> {
  const rows = await rowsOf(
    internalsOf(store).connection,
    `select distinct client_secret_key_id as id from rsc.linkedin_applications
     union select distinct secret_key_id from rsc.tenant_keys order by 1`,
  );
  return rows.map(({ id }) => id);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** What a secret may look like on disk: as text, in UTF-16, in hex, in base64. */
const formsOf = (secret: string): Buffer[] => [
  Buffer.from(secret),
  Buffer.from(secret, 'utf16le'),
  Buffer.from(Buffer.from(secret).toString('hex')),
  Buffer.from(Buffer.from(secret).toString('base64').slice(0, 24)),
  Buffer.from(secret, 'base64url'),
];

function expectNoCanary(bytes: Buffer, where: string): void {
  for (const form of Object.values(canaries).flatMap(formsOf)) {
    if (form.length > 12) expect(bytes.includes(form), where).toBe(false);
  }
}

/** Every row of every table, as text. */
async function dumpOf(store: Store): Promise<string> {
  const { connection } = internalsOf(store);
  const tables = await rowsOf(
    connection,
    "select tablename as name from pg_tables where schemaname = 'rsc'",
  );
  expect(tables.length).toBeGreaterThan(12);
  const parts: string[] = [];
  for (const { name } of tables) {
    const query = `select t::text as line, t.* from rsc.${String(name)} t`;
    for (const row of await rowsOf(connection, query)) {
      parts.push(String(row['line']));
      for (const value of Object.values(row)) {
        parts.push(value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : '');
      }
    }
  }
  return parts.join('\n');
}

describe.each(backings())('secrets in a store on $name', (backing) => {
  it('are nowhere in the clear, and change keys while the store is in use', async () => {
    const location = await backing.location();
    const [old, next] = [testKey('old'), testKey('new')];
    const before = await openStore(location, { keyring: localKeyring([old]) });
    await fill(before);
    await expectSecrets(before);
    expectNoCanary(Buffer.from(await dumpOf(before), 'latin1'), 'a dump');
    if (location.dataDir !== undefined) {
      const copy = join(temporaryFolder(), 'backup.tar.gz');
      await before.backup(copy);
      expectNoCanary(gunzipSync(readFileSync(copy)), 'a backup');
    }
    await before.close();
    if (location.dataDir !== undefined) {
      for (const path of filesBelow(location.dataDir)) expectNoCanary(readFileSync(path), path);
    }

    // First every process gets the new key, behind the old one; then it becomes the current one.
    const store = await openStore(location, { keyring: localKeyring([next, old]) });
    await expectSecrets(store);
    expect(await keyIdsOf(store)).toEqual(['old']);

    // Stopped half way ...
    const controller = new AbortController();
    const stopped = store.rotateKeys({
      batchSize: 2,
      signal: controller.signal,
      onProgress: (resealed) => {
        if (resealed >= 4) controller.abort(new Error('enough'));
      },
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(await keyIdsOf(store)).toEqual(['new', 'old']);
    await expectSecrets(store);

    // ... taken up again by two at once, while a secret is set anew.
    const records = tenantRecords(store, { actor: 'test' });
    const [first, second] = await Promise.all([
      store.rotateKeys({ batchSize: 3 }),
      store.rotateKeys({ batchSize: 3 }),
      records.setApplication(idOf(6), { clientSecret: `${canaries.client}-6` }),
    ]);
    expect(first.resealed + second.resealed).toBeGreaterThanOrEqual(2 * count - 4 - 1);
    expect(first.resealed + second.resealed).toBeLessThanOrEqual(2 * count - 4);
    expect([...first.retiredKeyIds, ...second.retiredKeyIds]).toContain('old');
    expect(await keyIdsOf(store)).toEqual(['new']);
    await expectSecrets(store);
    expect(await store.rotateKeys()).toEqual({ resealed: 0, retiredKeyIds: [] });
    await store.close();

    // The old key is not needed any more, and another key under the new id does not pass for it.
    const after = await openStore(location, { keyring: localKeyring([next]) });
    await expectSecrets(after);
    await after.close();
    await expect(
      openStore(location, { keyring: localKeyring([testKey('new')]) }),
    ).rejects.toMatchObject({ code: 'store_key_wrong', details: { keyId: 'new' } });
    await expect(
      openStore(location, { keyring: localKeyring([testKey('other')]) }),
    ).rejects.toMatchObject({ code: 'store_key_missing', details: { keyId: 'new' } });
  }, 60_000);

  it('cannot be given to another tenant, and one that is spoilt does not stop the others', async () => {
    const location = await backing.location();
    const [old, next] = [testKey('old'), testKey('new')];
    const store = await openStore(location, { keyring: localKeyring([next, old]) });
    await fill(store);
    await internalsOf(store).connection.run(async (database) => {
      const [theirs] = await database
        .select()
        .from(linkedinApplications)
        .where(eq(linkedinApplications.tenantId, idOf(1)));
      await database
        .update(linkedinApplications)
        .set({ clientSecret: theirs?.clientSecret ?? null })
        .where(eq(linkedinApplications.tenantId, idOf(0)));
    });
    const error: unknown = await storeTenants(store)
      .byId(idOf(0))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'store_value_altered',
      details: { field: 'linkedin_applications.client_secret' },
    });
    expectNoCanary(Buffer.from(inspect(error)), 'an error');
    expect(await storeTenants(store).byId(idOf(1))).not.toBeNull();
    await store.close();

    const rotating = await openStore(location, {
      keyring: localKeyring([testKey('third'), next]),
    });
    await expect(rotating.rotateKeys({ batchSize: 2 })).rejects.toMatchObject({
      code: 'store_value_altered',
    });
    expect(await keyIdsOf(rotating)).toEqual(['new', 'third']);
    const left = await rowsOf(
      internalsOf(rotating).connection,
      "select tenant_id as id from rsc.linkedin_applications where client_secret_key_id = 'new'",
    );
    expect(left).toEqual([{ id: idOf(0) }]);
    await rotating.close();
  }, 60_000);

  it('does not come out of records, tenants and their errors', async () => {
    const store = await openStore(await backing.location(), {
      keyring: localKeyring([testKey('k')]),
    });
    await fill(store);
    const records = tenantRecords(store, { actor: 'test' });
    const failure: unknown = await records
      .setApplication(idOf(0), { clientSecret: canaries.client, clientId: 'client-1' })
      .catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: 'store_conflict', details: { field: 'clientId' } });
    const tenant = await storeTenants(store).byId(idOf(0));
    const shown = [store, failure, tenant, await records.find(idOf(0)), await records.list()];
    for (const value of shown) {
      expectNoCanary(Buffer.from(JSON.stringify(value)), 'JSON');
      expectNoCanary(Buffer.from(inspect(value, { depth: 12, showHidden: true })), 'inspect');
    }
    await store.close();
  }, 60_000);
});
