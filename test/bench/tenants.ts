/**
 * What it costs to find a tenant, with its keys and opened secrets, among 5,000 against among 10.
 * Embedded stores of both sizes take turns. Asked for is the worst case, a tenant that is not in
 * memory: everything is read, checked and decrypted. The usual case asks for one row and compares
 * its revision. Names come in an order that has nothing to do with that of the rows.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { internalsOf } from '../../src/backend/store/internals.ts';
import { openStore } from '../../src/backend/store/open-store.ts';
import { localKeyring } from '../../src/backend/store/sealing/keyring.ts';
import { places } from '../../src/backend/store/sealing/sealed-columns.ts';
import type { Store } from '../../src/backend/store/store.ts';
import {
  linkedinApplications,
  tenantContexts,
  tenantKeys,
  tenantNames,
  tenantOrigins,
  tenants,
} from '../../src/backend/store/tables/index.ts';
import { Secret } from '../../src/backend/tenants/secret.ts';
import { storeTenants } from '../../src/backend/tenants/store-tenants.ts';
import type { Row } from './report.ts';
import { interleaved, median } from './statistics.ts';

const few = 10;
const many = 5_000;
/** So many different tenants are asked for, in turns. */
const visited = 500;
const perRound = 40;
const rounds = 25;
const atMost = 1.2;

export async function benchTenants(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rsc-bench-'));
  const keyring = localKeyring([{ id: 'bench', key: new Uint8Array(randomBytes(32)) }]);
  const open = (name: string) => openStore({ dataDir: join(folder, name) }, { keyring });
  const stores = [await open('few'), await open('many')] as const;
  try {
    await fill(stores[0], few);
    await fill(stores[1], many);
    return [
      await compare('a tenant found, opened and checked', stores, 0),
      await compare('a tenant found that is in memory', stores, many),
    ];
  } finally {
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(
  what: string,
  [small, large]: readonly [Store, Store],
  maxCached: number,
): Promise<Row> {
  const [amongFew, amongMany] = [prepare(small, few, maxCached), prepare(large, many, maxCached)];
  // Whatever fits into memory is there before anything is measured.
  if (maxCached > 0) await Promise.all([amongFew.warm(), amongMany.warm()]);
  const { medians, ratio } = await interleaved(
    { ours: amongMany.time, few: amongFew.time },
    { rounds, warmups: 2 },
  );
  return {
    what: `${what}, among ${many.toLocaleString('en-US')}`,
    ours: medians.ours,
    unit: 'µs',
    against: { name: `among ${few}`, figure: medians.few, ratio: ratio('ours', 'few') },
    asked: { of: 'ratio', atMost },
  };
}

function prepare(store: Store, count: number, maxCached: number) {
  const source = storeTenants(store, { maxCached });
  // A prime step goes through all of them, each far from the one before.
  const indexes = Array.from({ length: Math.min(visited, count) }, (_, n) => (n * 1_237) % count);
  let next = 0;
  const find = async (index: number): Promise<void> => {
    const name = index % 2 === 0 ? idOf(index) : clientIdOf(index);
    const tenant = await source.byId(name);
    if (tenant?.keys.length !== 2) throw new Error(`${name} was not found.`);
  };
  return {
    async warm(): Promise<void> {
      for (const index of indexes) await find(index);
    },
    /** Microseconds for one: the middle one, since others at work here interrupt some of them. */
    async time(): Promise<number> {
      const times: number[] = [];
      for (let done = 0; done < perRound; done += 1) {
        const startedAt = performance.now();
        await find(indexes[next % indexes.length] ?? 0);
        times.push((performance.now() - startedAt) * 1000);
        next += 1;
      }
      return median(times);
    },
  };
}

const idOf = (index: number): string => `tenant-${String(index)}`;
const clientIdOf = (index: number): string => `client-${String(index)}`;

/** Rows as `tenantRecords` would leave them, many at a time. */
async function fill(store: Store, count: number): Promise<void> {
  const { connection, sealer } = internalsOf(store);
  for (let start = 0; start < count; start += 500) {
    const ids = Array.from({ length: Math.min(500, count - start) }, (_, index) => start + index);
    const sealed = await Promise.all(
      ids.map(async (index) => ({
        client: await sealer.seal(places.clientSecret(idOf(index)), new Secret('client secret')),
        shared: await sealer.seal(
          places.tenantKey(idOf(index), 'shared'),
          new Secret(randomBytes(32).toString('base64url')),
        ),
      })),
    );
    const of = (index: number) => {
      const found = sealed[index - start];
      if (found === undefined) throw new Error('not sealed');
      return found;
    };
    const publicJwk = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) };
    const activeFrom = new Date(0);
    await connection.transaction(async (database) => {
      // The triggers would raise each tenant's revision with each of its rows: most of the time.
      await database.execute(sql`set local session_replication_role = replica`);
      await database.insert(tenants).values(
        ids.map((index) => ({
          id: idOf(index),
          name: `Customer ${String(index)}`,
          uniqueForeignId: idOf(index),
          environment: 'production',
          status: 'active',
        })),
      );
      await database.insert(tenantNames).values(
        ids.flatMap((index) => [
          { name: idOf(index), tenantId: idOf(index), kind: 'id' },
          { name: clientIdOf(index), tenantId: idOf(index), kind: 'client_id' },
        ]),
      );
      await database.insert(tenantOrigins).values(
        ids.flatMap((index) =>
          ['ats', 'jobs'].map((host, position) => ({
            tenantId: idOf(index),
            origin: `https://${host}.customer-${String(index)}.example`,
            position,
          })),
        ),
      );
      await database.insert(tenantKeys).values(
        ids.flatMap((index) => [
          { tenantId: idOf(index), kid: 'public', alg: 'ES256', publicJwk, activeFrom },
          {
            tenantId: idOf(index),
            kid: 'shared',
            alg: 'HS256',
            secret: of(index).shared.sealed,
            secretKeyId: of(index).shared.keyId,
            activeFrom,
          },
        ]),
      );
      await database.insert(linkedinApplications).values(
        ids.map((index) => ({
          tenantId: idOf(index),
          clientId: clientIdOf(index),
          clientSecret: of(index).client.sealed,
          clientSecretKeyId: of(index).client.keyId,
          generation: 'v2',
        })),
      );
      await database.insert(tenantContexts).values(
        ids.map((index) => ({
          tenantId: idOf(index),
          urn: `urn:li:organization:${String(index)}`,
          kind: 'organization',
          position: 0,
        })),
      );
    });
  }
}
