/**
 * What a request costs among 5,000 customers against among 10. Embedded stores of both sizes take
 * turns, and each is asked for customers in an order that has nothing to do with that of the rows.
 *
 * A tenant is found in the worst case, when it is not in memory and everything is read, checked and
 * decrypted, and in the usual one, which asks for one row and compares its revision. The rest is what
 * requests and events ask besides.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/backend/store/open-store.ts';
import { localKeyring } from '../../src/backend/store/sealing/keyring.ts';
import type { Store } from '../../src/backend/store/store.ts';
import type { Row } from './report.ts';
import { interleaved, median } from './statistics.ts';
import { fill } from './tenants/fill.ts';
import { questions, type Question } from './tenants/questions.ts';

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
    const rows: Row[] = [];
    for (const question of questions) rows.push(await compare(question, stores));
    return rows;
  } finally {
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(question: Question, [small, large]: readonly [Store, Store]): Promise<Row> {
  const amongFew = prepare(question, small, few);
  const amongMany = prepare(question, large, many);
  // Whatever is kept in memory is there before anything is measured.
  if (question.isWarm) await Promise.all([amongFew.warm(), amongMany.warm()]);
  const { medians, ratio } = await interleaved(
    { ours: amongMany.time, few: amongFew.time },
    { rounds, warmups: 2 },
  );
  return {
    what: `${question.what}, among ${many.toLocaleString('en-US')}`,
    ours: medians.ours,
    unit: 'µs',
    against: { name: `among ${few}`, figure: medians.few, ratio: ratio('ours', 'few') },
    asked: { of: 'ratio', atMost },
  };
}

function prepare(question: Question, store: Store, count: number) {
  const ask = question.prepare(store, count);
  // A prime step goes through all of them, each far from the one before.
  const indexes = Array.from({ length: Math.min(visited, count) }, (_, n) => (n * 1_237) % count);
  let next = 0;
  return {
    async warm(): Promise<void> {
      for (const index of indexes) await ask(index);
    },
    /** Microseconds for one: the middle one, since others at work here interrupt some of them. */
    async time(): Promise<number> {
      const times: number[] = [];
      for (let done = 0; done < perRound; done += 1) {
        const startedAt = performance.now();
        await ask(indexes[next % indexes.length] ?? 0);
        times.push((performance.now() - startedAt) * 1000);
        next += 1;
      }
      return median(times);
    },
  };
}
