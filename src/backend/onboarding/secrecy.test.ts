/**
 * A customer with everything it can have. What is secret about it is in no row, file, backup or log in
 * the clear; and when the store's key is exchanged, everything opens under the next one alone.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hostOrigin } from '../backend.test-support.ts';
import { internalsOf } from '../store/internals.ts';
import { openStore, type StoreLocation } from '../store/open-store.ts';
import { localKeyring, type Keyring } from '../store/sealing/keyring.ts';
import type { Store } from '../store/store.ts';
import { backings, rowsOf, temporaryFolder, testKey } from '../store/store.test-support.ts';
import {
  acme,
  candidateRecord,
  organization,
  parentSecret,
  requestedBy,
  sign,
  useKit,
} from '../../../test/support/onboarding-kit.ts';

const [former, next] = [testKey('former'), testKey('next')];
const inMemory = localKeyring([former]);
/** A key service: somebody else holds the key, and sees what it is asked to wrap. */
const seen: Uint8Array[] = [];
const keyService: Keyring = {
  currentKeyId: former.id,
  async wrap(dataKey, context) {
    seen.push(dataKey, context);
    return inMemory.wrap(dataKey, context);
  },
  unwrap: (...input) => inMemory.unwrap(...input),
};

describe.each(backings())('secrets of a customer on $name', (backing) => {
  let location: StoreLocation;
  const remembered = {
    ...backing,
    location: async () => (location = await backing.location()),
  };
  const test = useKit({}, remembered, { keyring: keyService });
  const secrets = new Map<string, string>();

  it('are nowhere in the clear', async () => {
    const { kit } = test();
    const { privateKey } = await kit.customers.create({ ...acme, domains: [hostOrigin] });
    const clientId = await test().clientIdOf('acme');
    test().request(clientId);
    await kit.integrations.requested('acme', requestedBy());
    const tokenOf = () => test().callbackOf(clientId).split('/').at(-1) ?? '';
    secrets.set('former callback', tokenOf());
    await kit.customers.rotateCallback('acme');
    secrets.set('callback', tokenOf());
    secrets.set(
      'client secret',
      test().sandbox.state.applications.get(clientId)?.clientSecret ?? '',
    );
    secrets.set('parent secret', parentSecret);
    secrets.set('private key', (JSON.parse(privateKey?.jwk.reveal() ?? '{}') as { d: string }).d);
    test().switch(clientId, true);
    await kit.integrations.refresh('acme');
    await kit.candidates.sync('acme', [candidateRecord('1')]);
    await kit.customers.disable('acme');
    secrets.set('waiting record', 'first-name-canary');
    const waiting = { ...candidateRecord('2'), firstName: 'first-name-canary' };
    await kit.candidates.sync('acme', [waiting]);
    const body = JSON.stringify({ type: 'INTEGRATION_STATUS_CHANGE', id: 'x' });
    expect((await test().push(clientId, body)).status).toBe(200);
    expect((await test().push(clientId, body, sign(body, 'other'))).status).toBe(401);

    for (const [what, secret] of secrets) expect([what, secret.length > 10]).toEqual([what, true]);
    const places = new Map([
      ['a row', await dumpOf(test().store)],
      ['the log', Buffer.from(JSON.stringify(test().log))],
      ['the key service', Buffer.concat(seen)],
    ]);
    if (location.dataDir !== undefined) {
      const copy = join(temporaryFolder(), 'backup.tar.gz');
      await test().store.backup(copy);
      places.set('a backup', gunzipSync(readFileSync(copy)));
    }
    await test().store.close();
    for (const path of filesBelow(location.dataDir)) places.set(path, readFileSync(path));
    // What is no secret is found there, so that looking for the others means something.
    expect(places.get('a row')?.includes(hostOrigin)).toBe(true);
    for (const [place, bytes] of places) {
      for (const [what, secret] of secrets) {
        const found = formsOf(secret).some((form) => bytes.includes(form));
        expect([what, place, found]).toEqual([what, place, false]);
      }
    }
  }, 60_000);

  it('are all under the next key once keys are exchanged', async () => {
    const both = await openStore(location, {
      keyring: localKeyring([next, former]),
      clock: test().clock,
    });
    const { resealed, retiredKeyIds } = await both.rotateKeys();
    // Client secret, two addresses, the record that waits, and the token of LinkedIn.
    expect(resealed).toBeGreaterThanOrEqual(4);
    expect(retiredKeyIds).toEqual(['former']);
    // Whichever columns there are by now: none was forgotten.
    const { connection } = internalsOf(both);
    const columns = await rowsOf(
      connection,
      `select table_name, column_name from information_schema.columns
       where table_schema = 'rsc' and column_name like '%key\\_id' and table_name <> 'store_keys'`,
    );
    expect(columns.length).toBeGreaterThan(4);
    for (const { table_name: table, column_name: column } of columns) {
      const left = await rowsOf(
        connection,
        `select 1 from rsc.${String(table)} where ${String(column)} = 'former'`,
      );
      expect([table, column, left.length]).toEqual([table, column, 0]);
    }
    await both.close();

    const store = await openStore(location, { keyring: localKeyring([next]), clock: test().clock });
    const kit = test().newKit({ store });
    const clientId = (await kit.customers.find('acme'))?.application?.clientId ?? '';
    const body = JSON.stringify({ type: 'BRAND_NEW', id: 'y' });
    const secret = secrets.get('client secret') ?? '';
    const pushed = await kit.fetch(
      new Request(test().callbackOf(clientId), {
        method: 'POST',
        body,
        headers: sign(body, secret),
      }),
    );
    expect(pushed.status).toBe(200);
    await kit.customers.enable('acme');
    await kit.workers.runUntilIdle();
    expect(test().sandbox.state.candidates.get(organization, '2')).toMatchObject({
      record: { firstName: 'first-name-canary' },
    });
    await store.close();
  }, 60_000);
});

/** Every row of every table: as text, and its bytes as they are. */
async function dumpOf(store: Store): Promise<Buffer> {
  const { connection } = internalsOf(store);
  const tables = await rowsOf(
    connection,
    "select tablename as name from pg_tables where schemaname = 'rsc'",
  );
  const parts: Buffer[] = [];
  for (const { name } of tables) {
    const query = `select t::text as line, t.* from rsc.${String(name)} t`;
    for (const row of await rowsOf(connection, query)) {
      parts.push(Buffer.from(String(row['line'])));
      for (const value of Object.values(row)) {
        if (value instanceof Uint8Array) parts.push(Buffer.from(value));
      }
    }
  }
  expect(parts.length).toBeGreaterThan(20);
  return Buffer.concat(parts);
}

const filesBelow = (folder: string | undefined): string[] =>
  folder === undefined
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => join(folder, name))
        .filter((path) => statSync(path).isFile());

/** What a secret may look like: as text, in UTF-16, in hex, in base64. */
const formsOf = (secret: string): Buffer[] => [
  Buffer.from(secret),
  Buffer.from(secret, 'utf16le'),
  Buffer.from(Buffer.from(secret).toString('hex')),
  Buffer.from(Buffer.from(secret).toString('base64').slice(0, 24)),
];
