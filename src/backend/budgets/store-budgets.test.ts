/** Limits that processes share: never exceeded, whoever asks, waits or dies, and used up by the greedy. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sharesOf } from '../../linkedin/budgets.ts';
import { budgetGroups, limitShares, type Budget } from '../../linkedin/index.ts';
import { internalsOf } from '../store/internals.ts';
import { openStore } from '../store/open-store.ts';
import {
  emptyPgliteFolder,
  removeFolders,
  rowsOf,
  testKeyring,
} from '../store/store.test-support.ts';
import type { Store } from '../store/store.ts';
import { limitsLeft } from './limits-left.ts';
import { sharedLinkedIn } from './shared.ts';
import { createStoreBudgets, type StoreBudgets } from './store-budgets.ts';

const minuteMs = 60_000;
const noonMs = Date.parse('2026-03-02T12:00:00Z');
/** So that cases do not meet: the store is kept for the whole file. */
let cases = 0;
const records = (limit: number): Budget => ({
  key: `app-${String((cases += 1))}/sync/records`,
  limit,
  window: 'minute',
});
const requests = (limit: number): Budget => ({
  key: `app-${String((cases += 1))}/sync/requests`,
  limit,
  window: 'day',
});

interface Taken {
  readonly atMs: number;
  readonly amount: number;
}

/** The most that any sixty seconds hold. */
function most(taken: readonly Taken[], windowMs = minuteMs): number {
  const inOrder = [...taken].sort((a, b) => a.atMs - b.atMs);
  let [first, sum, highest] = [0, 0, 0];
  for (const { atMs, amount } of inOrder) {
    sum += amount;
    for (let oldest = inOrder[first]; oldest !== undefined; oldest = inOrder[first]) {
      if (oldest.atMs > atMs - windowMs) break;
      sum -= oldest.amount;
      first += 1;
    }
    highest = Math.max(highest, sum);
  }
  return highest;
}

const arrivals = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.nat(5), fc.nat(2_000), fc.nat(90_000)),
    amount: fc.integer({ min: 1, max: 100 }),
    process: fc.nat(2),
    /** Whether the process dies afterwards, with what it has taken ahead. */
    dies: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
  }),
  { maxLength: 60 },
);

describe('limits in an embedded store', { timeout: 60_000 }, () => {
  let nowMs = noonMs;
  let opened: Store | null = null;
  beforeAll(async () => {
    const location = { dataDir: await emptyPgliteFolder() };
    opened = await openStore(location, { keyring: testKeyring(), clock: () => nowMs });
  }, 60_000);
  afterAll(async () => {
    await opened?.close();
    removeFolders();
  });
  const store = (): Store => {
    if (opened === null) throw new Error('the store is not open yet');
    return opened;
  };
  const newProcess = (): StoreBudgets => createStoreBudgets(store());
  const takes = async (budgets: StoreBudgets, budget: Budget, amount = 1): Promise<boolean> =>
    (await budgets.reserve([{ budget, amount }], nowMs)).ok;

  it('let no sixty seconds hold more, whoever asks and whoever dies', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, fc.integer({ min: 100, max: 400 }), async (all, limit) => {
        const budget = records(limit);
        const processes = [newProcess(), newProcess(), newProcess()];
        const taken: Taken[] = [];
        for (const { afterMs, amount, process, dies } of all) {
          nowMs += afterMs;
          const budgets = processes[process] ?? newProcess();
          if (await takes(budgets, budget, amount)) taken.push({ atMs: nowMs, amount });
          if (dies) processes[process] = newProcess();
        }
        expect(most(taken)).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 60 },
    );
  });

  it('are there again when it was said, and not much later than they could be', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, async (all) => {
        const budget = records(150);
        const budgets = newProcess();
        const taken: Taken[] = [];
        for (const { afterMs, amount } of all) {
          nowMs += afterMs;
          const reply = await budgets.reserve([{ budget, amount }], nowMs);
          if (!reply.ok) {
            let excess = taken
              .filter(({ atMs }) => atMs > nowMs - minuteMs)
              .reduce((sum, one) => sum + one.amount, amount - budget.limit);
            const freeing = taken.find((one) => {
              if (one.atMs > nowMs - minuteMs) excess -= one.amount;
              return one.atMs > nowMs - minuteMs && excess <= 0;
            });
            const exactMs = (freeing?.atMs ?? nowMs - minuteMs) + minuteMs - nowMs;
            expect(reply.retryAfterMs).toBeLessThanOrEqual(exactMs + 700);
            nowMs += reply.retryAfterMs;
            expect(await takes(budgets, budget, amount)).toBe(true);
          }
          taken.push({ atMs: nowMs, amount });
        }
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['one process and full batches', 1, () => 100, 0.97],
    ['three processes and full batches', 3, () => 100, 0.97],
    ['three processes and one to three records at a time', 3, (n: number) => 1 + (n % 3), 0.97],
  ])('are used up by the greedy: %s', async (_, count, amountOf, atLeast) => {
    const limit = 10_000;
    const ceiling: Budget = { ...records(limit), ceiling: limit * limitShares.backfill };
    const processes = Array.from({ length: count }, newProcess);
    const startMs = nowMs;
    const taken: Taken[] = [];
    for (let turn = 0; nowMs < startMs + 3 * minuteMs; turn += 1) {
      const amount = amountOf(turn);
      const budgets = processes[turn % count] ?? newProcess();
      const reply = await budgets.reserve([{ budget: ceiling, amount }], nowMs);
      if (reply.ok) taken.push({ atMs: nowMs, amount });
      // As long as a request may take; and many of them are under way at a time.
      nowMs += reply.ok ? amount / 4 : Math.min(reply.retryAfterMs, 50);
    }
    expect(most(taken)).toBeLessThan(limit * limitShares.backfill + 100);
    // Over whole cycles: the last one may be under way.
    const sum = taken
      .filter(({ atMs }) => atMs < startMs + 2 * (minuteMs + 500))
      .reduce((total, { amount }) => total + amount, 0);
    expect(sum / (2 * (1 + 500 / minuteMs) * limit)).toBeGreaterThanOrEqual(atLeast);
  });

  it('are asked for rarely when much is sent, and exactly when little is', async () => {
    const budget = records(10_000);
    const budgets = newProcess();
    const used = async (): Promise<number> =>
      budget.limit - (await newProcess().left(budget, nowMs));
    await takes(budgets, budget, 3);
    expect(await used()).toBe(3);
    let waited = 0;
    for (let turn = 0; turn < 1_000; turn += 1) {
      const reply = budgets.reserve([{ budget, amount: 2 }], nowMs);
      if (reply instanceof Promise) waited += 1;
      expect((await reply).ok).toBe(true);
      nowMs += 1;
    }
    expect(waited).toBeLessThan(40);
    expect(await budgets.left(budget, nowMs)).toBeGreaterThanOrEqual(10_000 - 2_003 - 200);
    await budgets.release();
    expect(await used()).toBe(2_003);
  });

  it('lose a chunk at the most with a process that dies', async () => {
    const [budget, day] = [records(10_000), requests(100_000)];
    const dying = newProcess();
    for (let turn = 0; turn < 500; turn += 1) {
      const shares = [
        { budget, amount: 1 },
        { budget: day, amount: 1 },
      ];
      expect((await dying.reserve(shares, nowMs)).ok).toBe(true);
      nowMs += 1;
    }
    const next = newProcess();
    const [left, leftToday] = await Promise.all([next.left(budget, nowMs), next.left(day, nowMs)]);
    expect(left).toBeLessThanOrEqual(9_500);
    expect(left).toBeGreaterThanOrEqual(9_500 - 200);
    expect(leftToday).toBeLessThanOrEqual(99_500);
    expect(leftToday).toBeGreaterThanOrEqual(99_500 - 100);
    nowMs += minuteMs + 1_000;
    expect(await next.left(budget, nowMs)).toBe(10_000);
  });

  it('are taken together or not at all', async () => {
    const [day, minute] = [requests(10), records(50)];
    const budgets = newProcess();
    const both = [
      { budget: day, amount: 1 },
      { budget: minute, amount: 30 },
    ];
    expect(await budgets.reserve(both, nowMs)).toEqual({ ok: true });
    const refused = await budgets.reserve(both, nowMs);
    expect(refused).toMatchObject({ ok: false, budget: minute });
    expect(await budgets.left(day, nowMs)).toBe(9);
    expect(await budgets.left(minute, nowMs)).toBe(20);
  });

  it('say never where a share is more than the whole', async () => {
    const reply = newProcess().reserve([{ budget: records(50), amount: 60 }], nowMs);
    expect(await reply).toMatchObject({ ok: false, retryAfterMs: Number.POSITIVE_INFINITY });
  });

  it('leave what is reserved to those that may have it', async () => {
    const all = records(1_000);
    const history = { ...all, ceiling: 980 };
    const backfill = newProcess();
    for (let turn = 0; turn < 32; turn += 1) {
      expect(await takes(backfill, history, 30)).toBe(true);
    }
    // The last one may go beyond: 20 would be left unused for good.
    expect(await takes(backfill, history, 30)).toBe(true);
    expect(await backfill.left(history, nowMs)).toBe(0);
    const share = { budget: history, amount: 1 };
    expect(await newProcess().reserve([share], nowMs)).toMatchObject({ ok: false });
    expect(await takes(newProcess(), all, 10)).toBe(true);
    expect(await takes(newProcess(), all, 1)).toBe(false);
    nowMs += minuteMs + 1_000;
    expect(await takes(newProcess(), history, 1)).toBe(true);
  });

  it('of a day come back at midnight in UTC, also where some were taken ahead', async () => {
    const day = requests(3_000);
    const budgets = newProcess();
    nowMs = (Math.floor(nowMs / 86_400_000) + 1) * 86_400_000 - 30_000;
    for (let turn = 0; turn < 3_000; turn += 1) expect(await takes(budgets, day)).toBe(true);
    const share = { budget: day, amount: 1 };
    expect(await budgets.reserve([share], nowMs)).toMatchObject({ retryAfterMs: 30_000 });
    nowMs += 29_999;
    expect(await takes(budgets, day)).toBe(false);
    nowMs += 1;
    expect(await takes(budgets, day)).toBe(true);
    for (let turn = 0; turn < 20; turn += 1) {
      expect(await takes(budgets, day)).toBe(true);
      nowMs += 10;
    }
    nowMs += 86_400_000;
    expect(await takes(budgets, day)).toBe(true);
    expect(await newProcess().left(day, nowMs)).toBeLessThan(3_000);
    expect(await newProcess().left(day, nowMs)).toBeGreaterThanOrEqual(3_000 - 3);
  });

  it.each([50, 4_000, 3_600_000])(
    'are not given twice by a clock that goes back by %i ms, and not withheld for as long',
    async (backMs) => {
      const budget = records(500);
      const budgets = newProcess();
      for (let turn = 0; turn < 5; turn += 1) expect(await takes(budgets, budget, 100)).toBe(true);
      nowMs -= backMs;
      const reply = await budgets.reserve([{ budget, amount: 100 }], nowMs);
      expect(reply.ok).toBe(false);
      nowMs += minuteMs - 1_000;
      expect(await takes(newProcess(), budget, 1)).toBe(false);
      nowMs += 12_000;
      expect(await takes(newProcess(), budget, 500)).toBe(true);
      nowMs += backMs;
    },
  );

  it('tell what is left of them, of many applications at once, and take nothing by that', async () => {
    const { connection } = internalsOf(store());
    const { budgets } = sharedLinkedIn(store());
    const ids = Array.from({ length: 50 }, (_, index) => `left-${String(index)}`);
    const shares = sharesOf('left-7', 'sync', budgetGroups.sync, { records: 100 });
    for (let turn = 0; turn < 5; turn += 1) await budgets.reserve(shares, nowMs);
    const before = await rowsOf(connection, 'select * from rsc.budgets order by key');
    const run = vi.spyOn(connection, 'run');
    const left = await limitsLeft(store(), ids);
    expect(run).toHaveBeenCalledTimes(1);
    run.mockRestore();
    expect(left.size).toBe(50);
    const ofSync = (id: string) => left.get(id)?.filter(({ group }) => group === 'sync');
    expect(ofSync('left-7')).toMatchObject([
      { what: 'requests', window: 'day', limit: 100_000, left: 99_995 },
      { what: 'records', window: 'minute', limit: 10_000, left: 9_500 },
    ]);
    expect(ofSync('left-8')).toMatchObject([{ left: 100_000 }, { left: 10_000 }]);
    expect(await rowsOf(connection, 'select * from rsc.budgets order by key')).toEqual(before);
  });

  it('are few rows, and none of what is over', async () => {
    const { connection } = internalsOf(store());
    const budgets = newProcess();
    await takes(budgets, records(500));
    nowMs += 2 * 86_400_000;
    const budget = records(500);
    for (let turn = 0; turn < 3; turn += 1) {
      await takes(budgets, budget);
      nowMs += 61_000;
    }
    await expect
      .poll(async () => (await rowsOf(connection, 'select key from rsc.budgets')).length)
      .toBe(1);
    expect(await rowsOf(connection, 'select key from rsc.budgets')).toEqual([{ key: budget.key }]);
  });
});
