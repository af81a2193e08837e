import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxRecordsOf, sharesOf, type Budget } from './budgets.ts';
import { createMemoryBudgets } from './memory-budgets.ts';

const minuteMs = 60_000;
const records = (limit: number): Budget => ({ key: 'app/records', limit, window: 'minute' });
const requests = (limit: number): Budget => ({ key: 'app/requests', limit, window: 'day' });

/** Arrivals after one another, in bursts and with pauses. */
const arrivals = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.nat(5), fc.nat(2_000), fc.nat(90_000)),
    amount: fc.integer({ min: 1, max: 100 }),
  }),
  { maxLength: 200 },
);

describe('a minute', () => {
  it('never holds more than its limit, whichever sixty seconds are looked at', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 100, max: 400 }), (all, limit) => {
        const budgets = createMemoryBudgets();
        const taken: { atMs: number; amount: number }[] = [];
        let nowMs = 1_000_000;
        for (const { afterMs, amount } of all) {
          nowMs += afterMs;
          const reply = budgets.reserve([{ budget: records(limit), amount }], nowMs);
          if ('ok' in reply && reply.ok) taken.push({ atMs: nowMs, amount });
        }
        for (const { atMs } of taken) {
          const within = taken.filter((one) => one.atMs >= atMs && one.atMs < atMs + minuteMs);
          const sum = within.reduce((total, { amount }) => total + amount, 0);
          expect(sum).toBeLessThanOrEqual(limit);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('lets through as soon as it says, and no later than a quarter second too late', () => {
    fc.assert(
      fc.property(arrivals, (all) => {
        const budgets = createMemoryBudgets();
        const limit = 150;
        const taken: { atMs: number; amount: number }[] = [];
        let nowMs = 1_000_000;
        for (const { afterMs, amount } of all) {
          nowMs += afterMs;
          const share = { budget: records(limit), amount };
          const reply = budgets.reserve([share], nowMs) as { ok: boolean; retryAfterMs: number };
          if (!reply.ok) {
            // An exact count would let it through when the oldest that are in the way are over.
            let sum = taken
              .filter(({ atMs }) => atMs > nowMs - minuteMs)
              .reduce((total, one) => total + one.amount, amount);
            const exact = taken.find(({ atMs, amount: theirs }) => {
              if (atMs <= nowMs - minuteMs) return false;
              sum -= theirs;
              return sum <= limit;
            });
            const exactMs = exact === undefined ? 0 : exact.atMs + minuteMs - nowMs;
            expect(reply.retryAfterMs).toBeLessThanOrEqual(Math.max(exactMs, 0) + 250);
            nowMs += reply.retryAfterMs;
            expect(budgets.reserve([share], nowMs)).toEqual({ ok: true });
          }
          taken.push({ atMs: nowMs, amount });
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('a day', () => {
  it("is UTC's: what is spent comes back at midnight there", () => {
    const budgets = createMemoryBudgets();
    const share = { budget: requests(2), amount: 1 };
    const nightMs = Date.parse('2026-03-02T23:59:30Z');
    expect(budgets.reserve([share], nightMs)).toEqual({ ok: true });
    expect(budgets.reserve([share], nightMs)).toEqual({ ok: true });
    expect(budgets.reserve([share], nightMs)).toMatchObject({ ok: false, retryAfterMs: 30_000 });
    expect(budgets.left(requests(2), nightMs)).toBe(0);
    expect(budgets.left(requests(2), nightMs + 30_000)).toBe(2);
    expect(budgets.reserve([share], nightMs + 30_000)).toEqual({ ok: true });
  });
});

describe('several budgets', () => {
  it('are taken together or not at all', () => {
    const budgets = createMemoryBudgets();
    const both = [
      { budget: requests(10), amount: 1 },
      { budget: records(50), amount: 60 },
    ];
    expect(budgets.reserve(both, 0)).toMatchObject({ ok: false, budget: { window: 'minute' } });
    expect(budgets.left(requests(10), 0)).toBe(10);
  });

  it('say never where a share is more than the whole', () => {
    const reply = createMemoryBudgets().reserve([{ budget: records(50), amount: 60 }], 0);
    expect(reply).toMatchObject({ ok: false, retryAfterMs: Number.POSITIVE_INFINITY });
  });

  it('of other applications and other resources are not touched', () => {
    const budgets = createMemoryBudgets();
    const [mine] = sharesOf('app-1', 'sync', { requestsPerDay: 5 }, { records: 0 });
    const [theirs] = sharesOf('app-2', 'sync', { requestsPerDay: 5 }, { records: 0 });
    const [jobs] = sharesOf('app-1', 'jobs', { requestsPerDay: 5 }, { records: 0 });
    expect(budgets.reserve(mine === undefined ? [] : [mine], 0)).toEqual({ ok: true });
    expect([mine, theirs, jobs].map((share) => share && budgets.left(share.budget, 0))).toEqual([
      4, 5, 5,
    ]);
  });
});

describe('a batch under limits', () => {
  it('is no larger than what one window lets through', () => {
    expect(maxRecordsOf({})).toBe(100);
    expect(maxRecordsOf({ recordsPerMinute: 10_000 })).toBe(100);
    expect(maxRecordsOf({ recordsPerMinute: 40, recordsPerDay: 30 })).toBe(30);
    expect(maxRecordsOf({ recordsPerMinute: 0 })).toBe(1);
  });
});
