import { describe, expect, it } from 'vitest';
import { budgetGroups, maxRecordsOf } from './budgets.ts';
import { reservingLimits } from './priorities.ts';
import { allDone, organization, scripted } from './scripted.test-support.ts';
import { createMemoryBudgets } from './memory-budgets.ts';

describe('reservingLimits', () => {
  it('leaves a part of every limit to what is more urgent', () => {
    expect(reservingLimits('interactive')).toEqual(budgetGroups);
    expect(reservingLimits('changes').sync).toEqual({
      requestsPerDay: 99_000,
      recordsPerMinute: 9_900,
    });
    expect(reservingLimits('backfill')).toMatchObject({
      sync: { requestsPerDay: 98_000, recordsPerMinute: 9_800 },
      jobs: { requestsPerDay: 98_000, recordsPerMinute: 1_960, recordsPerDay: 58_800 },
      provisioning: {},
    });
  });

  it('starts from the application’s own limits, and leaves none without any', () => {
    const { sync, jobs } = reservingLimits('backfill', {
      sync: { recordsPerMinute: 10, requestsPerDay: 1 },
      jobs: {},
    });
    expect(sync).toEqual({ recordsPerMinute: 9, requestsPerDay: 1 });
    expect(jobs).toEqual({});
  });

  it('makes batches that use such a limit to its end', () => {
    const { jobs, sync } = reservingLimits('backfill');
    expect(maxRecordsOf(sync)).toBe(100);
    expect(maxRecordsOf(jobs)).toBe(98);
  });

  it('lets a person’s request through when history has used up its part', async () => {
    const budgets = createMemoryBudgets();
    const own = { sync: { recordsPerMinute: 100 } };
    const options = { store: { budgets }, maxBudgetWaitMs: 0, retry: { attempts: 1 } };
    const { client } = scripted({ api: allDone });
    const note = (index: number) => ({
      candidateId: 'c-1',
      id: `n-${String(index)}`,
      atsCreatedAt: 1,
      note: 'Hello',
    });
    const clientOf = (kind: 'backfill' | 'changes' | 'interactive') =>
      client({ ...options, limits: reservingLimits(kind, own) }).candidateNotes;
    const send = (kind: 'backfill' | 'changes' | 'interactive', count: number) =>
      clientOf(kind).update(
        organization,
        Array.from({ length: count }, (_, index) => note(index)),
      );
    await send('backfill', 98);
    await expect(send('backfill', 1)).rejects.toMatchObject({ code: 'budget_spent' });
    expect(await send('changes', 1)).toMatchObject([{ ok: true }]);
    await expect(send('changes', 1)).rejects.toMatchObject({ code: 'budget_spent' });
    expect(await send('interactive', 1)).toMatchObject([{ ok: true }]);
    await expect(send('interactive', 1)).rejects.toMatchObject({ code: 'budget_spent' });
  });
});
