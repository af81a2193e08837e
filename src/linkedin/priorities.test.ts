import { describe, expect, it } from 'vitest';
import { maxRecordsOf, sharesOf, stopOf, type BudgetGroup } from './budgets.ts';
import { reservingLimits, type WorkKind } from './priorities.ts';
import { allDone, organization, scripted } from './scripted.test-support.ts';
import { createMemoryBudgets } from './memory-budgets.ts';

describe('reservingLimits', () => {
  it('stops what can wait before a limit is used up', () => {
    const limitOf = (kind: WorkKind, group: BudgetGroup) =>
      sharesOf('app-1', group, reservingLimits(kind)[group], { records: 1 }).map(({ budget }) =>
        stopOf(budget),
      );
    expect(limitOf('interactive', 'sync')).toEqual([100_000, 10_000]);
    expect(limitOf('changes', 'sync')).toEqual([99_000, 9_900]);
    expect(limitOf('backfill', 'sync')).toEqual([98_000, 9_800]);
    expect(limitOf('backfill', 'jobs')).toEqual([98_000, 58_800, 1_960]);
    expect(limitOf('backfill', 'provisioning')).toEqual([]);
  });

  it('starts from the application’s own limits, and leaves none without any', () => {
    const { sync, jobs } = reservingLimits('backfill', {
      sync: { recordsPerMinute: 1 },
      jobs: {},
    });
    expect(sharesOf('app-1', 'jobs', jobs, { records: 1 })).toEqual([]);
    const [share] = sharesOf('app-1', 'sync', sync, { records: 1 });
    expect(share?.budget).toMatchObject({ limit: 1, ceiling: 1 });
  });

  it('makes batches that use such a limit to its end', () => {
    const { jobs, sync } = reservingLimits('backfill');
    expect(maxRecordsOf(sync)).toBe(100);
    expect(maxRecordsOf(jobs)).toBe(98);
  });

  it('lets a person’s request through when history has used up its part', async () => {
    const budgets = createMemoryBudgets();
    const own = { sync: { recordsPerMinute: 400 } };
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
    // The fourth batch begins below the 392 where history stops, and fits into the 400.
    await send('backfill', 390);
    expect(await send('backfill', 8)).toHaveLength(8);
    await expect(send('backfill', 1)).rejects.toMatchObject({ code: 'budget_spent' });
    await expect(send('changes', 1)).rejects.toMatchObject({ code: 'budget_spent' });
    expect(await send('interactive', 2)).toHaveLength(2);
    await expect(send('interactive', 1)).rejects.toMatchObject({ code: 'budget_spent' });
  });
});
