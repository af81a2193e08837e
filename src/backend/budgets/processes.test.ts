/** Processes on one PostgreSQL server that race for the same limits. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Budget } from '../../linkedin/index.ts';
import { openStore } from '../store/open-store.ts';
import { backings, testKeyring } from '../store/store.test-support.ts';
import type { Store } from '../store/store.ts';
import { sharedLinkedIn } from './shared.ts';
import { createStoreBudgets } from './store-budgets.ts';

const [, onPostgres] = backings();

/** So that cases do not meet: the database is kept for the whole file. */
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

describe('limits on a server', { timeout: 60_000 }, () => {
  const stores: Store[] = [];
  beforeAll(async () => {
    const location = await onPostgres.location();
    for (let count = 0; count < 3; count += 1) {
      stores.push(await openStore(location, { keyring: testKeyring(), maxConnections: 4 }));
    }
  }, 60_000);
  afterAll(async () => {
    for (const store of stores) await store.close();
  });

  it('hold where processes race for them, and all of them is had', async () => {
    const [budget, day] = [records(3_000), requests(1_000_000)];
    const sums = await Promise.all(
      stores.map(async (store) => {
        const budgets = createStoreBudgets(store);
        let sum = 0;
        await Promise.all(
          Array.from({ length: 20 }, async (_, worker) => {
            const amount = 1 + (worker % 3);
            for (;;) {
              const shares = [
                { budget: day, amount: 1 },
                { budget, amount },
              ];
              const reply = await budgets.reserve(shares, Date.now());
              if (!reply.ok) {
                expect(reply.budget).toMatchObject({ key: budget.key });
                expect(reply.retryAfterMs).toBeGreaterThan(50_000);
                return;
              }
              sum += amount;
            }
          }),
        );
        return sum;
      }),
    );
    const sum = sums.reduce((total, each) => total + each, 0);
    expect(sum).toBeLessThanOrEqual(3_000);
    // Where a chunk of 60 comes too late for a process to use it, the others may have stopped.
    expect(sum).toBeGreaterThan(3_000 - 300);
    expect(sums.every((each) => each > 0)).toBe(true);
  });

  it('are counted by the clock of the server, however wrong that of a machine is', async () => {
    const budget = records(100);
    const [first, second] = stores.map((store) =>
      createStoreBudgets(store, { clock: () => Date.now() }),
    );
    const share = { budget, amount: 100 };
    expect(await first?.reserve([share], Date.now())).toEqual({ ok: true });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    try {
      const reply = await second?.reserve([share], Date.now());
      expect(reply).toMatchObject({ ok: false, budget });
      expect(reply).toHaveProperty('retryAfterMs', expect.closeTo(60_500, -3.3));
      expect(await second?.left(budget, Date.now())).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('are asked for once at a time, however many wait', async () => {
    const budget = records(10_000);
    const [store] = stores as [Store];
    const budgets = createStoreBudgets(store);
    const replies = await Promise.all(
      Array.from({ length: 90 }, async () => budgets.reserve([{ budget, amount: 2 }], Date.now())),
    );
    expect(replies.every(({ ok }) => ok)).toBe(true);
    await budgets.release();
    expect(await budgets.left(budget, Date.now())).toBe(10_000 - 180);
  });

  it('are given back by a process that closes its store', async () => {
    const location = await onPostgres.location();
    const open = () => openStore(location, { keyring: testKeyring() });
    const [ending, staying] = [await open(), await open()];
    const { budgets } = sharedLinkedIn(ending);
    expect(sharedLinkedIn(ending).budgets).toBe(budgets);
    const day = requests(100_000);
    for (let turn = 0; turn < 250; turn += 1) {
      await budgets.reserve([{ budget: day, amount: 1 }], Date.now());
    }
    const others = createStoreBudgets(staying);
    expect(await others.left(day, Date.now())).toBeLessThan(100_000 - 250);
    await ending.close();
    await ending.close();
    expect(await others.left(day, Date.now())).toBe(100_000 - 250);
    await staying.close();
  });

  it('fail with the store, for everybody who waits', async () => {
    const location = await onPostgres.location();
    const store = await openStore(location, { keyring: testKeyring() });
    const budgets = createStoreBudgets(store);
    await store.close();
    const budget = records(100);
    const asked = Array.from({ length: 3 }, async () =>
      budgets.reserve([{ budget, amount: 1 }], Date.now()),
    );
    for (const each of asked) await expect(each).rejects.toMatchObject({ code: 'store_closed' });
  });
});
