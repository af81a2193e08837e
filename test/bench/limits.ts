/**
 * What it costs a request to take its share of limits that processes have in common: with what was
 * taken ahead, as it is done, against asking the store for each request. Requests of three records
 * come as fast as they can until a minute's 10,000 are nearly used up.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStoreBudgets, type StoreBudgets } from '../../src/backend/budgets/store-budgets.ts';
import { openStore, type StoreLocation } from '../../src/backend/store/open-store.ts';
import { localKeyring } from '../../src/backend/store/sealing/keyring.ts';
import type { Store } from '../../src/backend/store/store.ts';
import { budgetGroups, sharesOf } from '../../src/linkedin/budgets.ts';
import { startPostgres } from '../../src/backend/store/postgres-server.test-support.ts';
import type { Row } from './report.ts';
import { interleaved } from './statistics.ts';

const records = 3;
const requests = 3_000;
/** Fewer where each asks the store. */
const asking = 200;
const rounds = 15;

export async function benchLimits(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rsc-bench-'));
  // The server may run as another user.
  chmodSync(folder, 0o755);
  const server = await startPostgres(() => folder);
  try {
    return [
      await compare('PGlite', { dataDir: join(folder, 'store') }),
      await compare('PostgreSQL', { databaseUrl: server.url }),
    ];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(name: string, location: StoreLocation): Promise<Row> {
  const keyring = localKeyring([{ id: 'bench', key: new Uint8Array(randomBytes(32)) }]);
  const store = await openStore(location, { keyring });
  try {
    const { medians, ratio } = await interleaved(
      {
        ours: () => microsPerRequest(store, requests, once(createStoreBudgets(store))),
        asking: () => microsPerRequest(store, asking, () => createStoreBudgets(store)),
      },
      { rounds, warmups: 2 },
    );
    return {
      what: `a request's share of its limits, in ${name}`,
      ours: medians.ours,
      unit: 'µs',
      against: { name: 'asked each time', figure: medians.asking, ratio: ratio('ours', 'asking') },
      asked: { of: 'ratio', atMost: 0.1 },
    };
  } finally {
    await store.close();
  }
}

const once = (budgets: StoreBudgets) => () => budgets;

/** Each round is an application of its own, which has used nothing yet. */
async function microsPerRequest(
  store: Store,
  count: number,
  budgetsOf: () => StoreBudgets,
): Promise<number> {
  const clientId = randomBytes(6).toString('hex');
  const startedAt = performance.now();
  for (let index = 0; index < count; index += 1) {
    const shares = sharesOf(clientId, 'sync', budgetGroups.sync, { records });
    const reply = await budgetsOf().reserve(shares, Date.now());
    if (!reply.ok) throw new Error(`The ${store.kind} store refused a share.`);
  }
  return ((performance.now() - startedAt) / count) * 1_000;
}
