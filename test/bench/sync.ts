/**
 * How many records a second the sync engine brings to LinkedIn's stand-in, limits off: engine, store,
 * stand-in and ATS on this machine. A tenth of the records hang on an application and are a request
 * each. And what it costs a record that a million others are known, against ten thousand; and memory.
 */
import { sql } from 'drizzle-orm';
import { internalsOf } from '../../src/backend/store/internals.ts';
import { openStore } from '../../src/backend/store/open-store.ts';
import { countsFor, refAt } from '../chaos/synthetic-ats.ts';
import { createWorld } from '../chaos/world.ts';
import type { Row } from './report.ts';
import { send } from './sending.ts';

type StoreKind = 'postgres' | 'pglite';
const names = { postgres: 'PostgreSQL', pglite: 'PGlite' } as const;
const asked = { postgres: 3_000, pglite: 1_500 } as const;
/** Of each customer; there are two. */
const perTenant = 10_000;
const few = 10_000;
const many = 1_000_000;
const growth = 1.15;

export async function benchSync(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const store of ['postgres', 'pglite'] as const) {
    const { perSecond, heapRatio } = await ceiling(store);
    rows.push({
      what: `records a second to LinkedIn, with ${names[store]}`,
      ours: perSecond,
      unit: '/s',
      asked: { of: 'figure', atLeast: asked[store] },
    });
    if (store === 'postgres') {
      rows.push({
        what: 'heap of the worker after 20,000 records, against 2,000',
        ours: heapRatio,
        unit: '×',
        asked: { of: 'figure', atMost: 1.3 },
      });
    }
  }
  const [amongFew, amongMany] = [await microsAmong(few), await microsAmong(many)];
  rows.push({
    what: `a record sent, among ${many.toLocaleString('en-US')}`,
    ours: amongMany,
    unit: 'µs',
    against: { name: `among ${few}`, figure: amongFew, ratio: amongMany / amongFew },
    asked: { of: 'ratio', atMost: growth },
  });
  return rows;
}

const options = {
  limits: 'off',
  leaseMs: 30_000,
  timeoutMs: 10_000,
  concurrency: 2,
  perTenant: () => perTenant,
} as const;

async function ceiling(store: StoreKind): Promise<{ perSecond: number; heapRatio: number }> {
  const world = await createWorld({ ...options, store });
  try {
    const worker = await world.startWorker();
    const counts = countsFor(perTenant);
    const all = [...counts.byResource].flatMap(([resource, count]) =>
      Array.from({ length: count }, (_, index) => refAt(resource, index, counts)),
    );
    // What is read for the first time, compiled for the first time, connected for the first time.
    await send(
      world,
      worker,
      all.filter((_, index) => index % 10 === 0),
    );
    const heap = await worker.heapBytes();
    const seconds = await send(
      world,
      worker,
      all.filter((_, index) => index % 10 !== 0),
    );
    const sent = world.tenants.length * all.length * 0.9;
    return { perSecond: sent / seconds, heapRatio: (await worker.heapBytes()) / heap };
  } finally {
    await world.stop();
  }
}

/** Microseconds a candidate, where the customer has so many that have been sent. */
async function microsAmong(known: number): Promise<number> {
  const world = await createWorld({ ...options, store: 'postgres' });
  try {
    const [tenant] = world.tenants;
    if (tenant === undefined) throw new Error('there is no customer');
    const store = await openStore(world.location, { keyring: world.keyring });
    const { connection } = internalsOf(store);
    await connection.transaction(async (database) => {
      await database.execute(sql`set local statement_timeout = 0`);
      await database.execute(sql`
        insert into rsc.sync_records (tenant_id, context, resource, record_id, op, state, priority,
          version, sent_version, digest, due_at, changed_at, sent_at)
        select ${tenant.id}, ${tenant.organization}, 2, 'known-' || n, 'upsert', 'sent', 2, n, n,
          decode(md5(n::text), 'hex'), now(), now(), now()
        from generate_series(1, ${known}::int) n`);
    });
    await connection.run((database) => database.execute(sql`analyze rsc.sync_records`));
    await store.close();
    const worker = await world.startWorker();
    const counts = countsFor(perTenant);
    const refs = Array.from({ length: 6_000 }, (_, index) => refAt('candidates', index, counts));
    const only = { ...world, tenants: [tenant] };
    await send(only, worker, refs.slice(0, 1_000));
    return ((await send(only, worker, refs.slice(1_000))) * 1e6) / 5_000;
  } finally {
    await world.stop();
  }
}
