import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BudgetShare, BudgetStore } from './budgets.ts';
import { createMemoryBudgets } from './memory-budgets.ts';
import { allDone, contract, organization, scripted, seat } from './scripted.test-support.ts';
import type { LinkedInLogEntry } from './telemetry.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-02T10:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const notes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    candidateId: 'c-1',
    id: `n-${index}`,
    atsCreatedAt: 1,
    note: 'Hello',
  }));

describe('the limits of an application', () => {
  it('are the documented ones, and can be asked for', async () => {
    const { left } = scripted({}).client();
    const known = await left();
    expect(known).toContainEqual({
      group: 'sync',
      what: 'requests',
      window: 'day',
      limit: 100_000,
      left: 100_000,
    });
    expect(known).toContainEqual({
      group: 'sync',
      what: 'records',
      window: 'minute',
      limit: 10_000,
      left: 10_000,
    });
    const limitOf = (group: string) => known.filter((one) => one.group === group);
    expect(limitOf('integrations')).toMatchObject([{ what: 'requests', limit: 5_000 }]);
    expect(limitOf('jobs').map(({ limit }) => limit)).toEqual([100_000, 60_000, 2_000]);
  });

  it('go down with every request and record', async () => {
    const { client } = scripted({ api: allDone });
    const { candidateNotes, left } = client();
    await candidateNotes.update(organization, notes(150));
    const [requests, records] = (await left()).filter(({ group }) => group === 'sync');
    expect(requests?.left).toBe(100_000 - 2);
    expect(records?.left).toBe(10_000 - 150);
  });

  it('are kept by waiting: no minute holds more records than it may', async () => {
    const { client, requests } = scripted({ api: allDone });
    const entries: LinkedInLogEntry[] = [];
    const { candidateNotes } = client({
      limits: { sync: { recordsPerMinute: 250 } },
      maxBudgetWaitMs: 100_000,
      log: (entry) => entries.push(entry),
    });
    const pending = candidateNotes.update(organization, notes(600));
    await vi.advanceTimersByTimeAsync(300_000);
    expect(await pending).toHaveLength(600);
    const sent = requests.map(({ atMs, query }) => ({
      atMs,
      count: query.split('ids=').length - 1,
    }));
    for (const { atMs } of sent) {
      const within = sent.filter((one) => one.atMs >= atMs && one.atMs < atMs + 60_000);
      expect(within.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(250);
    }
    const waits = entries.filter(({ event }) => event === 'linkedin_wait');
    expect(waits.length).toBeGreaterThan(0);
    expect(waits[0]).toMatchObject({ limit: 250, window: 'minute', application: 'app-1' });
  });

  it('smaller than a batch make smaller batches', async () => {
    const { client, requests } = scripted({ api: allDone });
    const { candidateNotes } = client({ limits: { sync: { recordsPerMinute: 40 } } });
    const pending = candidateNotes.update(organization, notes(80));
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await pending).toHaveLength(80);
    expect(requests).toHaveLength(2);
  });

  it('end a call that would have to wait too long: nothing is sent, and it says until when', async () => {
    const { client, requests } = scripted({ api: allDone });
    const { candidateNotes } = client({ limits: { sync: { requestsPerDay: 1 } } });
    await candidateNotes.update(organization, notes(1));
    await expect(candidateNotes.update(organization, notes(1))).rejects.toMatchObject({
      code: 'budget_spent',
      retryAfterMs: 14 * 3_600_000,
      message: 'the limit of 1 a day is reached',
    });
    expect(requests).toHaveLength(1);
  });

  it('of nothing let nothing through', async () => {
    const { client, requests } = scripted({ api: allDone });
    const { candidateNotes } = client({ limits: { sync: { recordsPerMinute: 0 } } });
    await expect(candidateNotes.update(organization, notes(1))).rejects.toMatchObject({
      code: 'budget_spent',
    });
    expect(requests).toEqual([]);
  });

  it('can be waited for with a signal', async () => {
    const leaving = new AbortController();
    const { client } = scripted({ api: allDone });
    const { candidateNotes } = client({ limits: { sync: { recordsPerMinute: 1 } } });
    const pending = candidateNotes.update(organization, notes(2), { signal: leaving.signal });
    await vi.advanceTimersByTimeAsync(1_000);
    leaving.abort();
    await expect(pending).rejects.toMatchObject({ code: 'aborted', results: [{ id: 'n-0' }] });
  });

  it('by seat are kept where they are set', async () => {
    const { client, requests } = scripted({});
    const { conversationEvents, mailStubs } = client({
      limits: { retrieval: { requestsPerSeatMinute: 2 } },
      maxBudgetWaitMs: 0,
    });
    const range = { fromMs: 0, toMs: 1_000 };
    const read = async (from: AsyncIterable<unknown>) => {
      for await (const _one of from) expect.fail('there is nothing to read');
    };
    await read(conversationEvents.list({ seat, ...range }));
    await read(conversationEvents.list({ seat, ...range }));
    await expect(read(conversationEvents.list({ seat, ...range }))).rejects.toMatchObject({
      code: 'budget_spent',
    });
    await read(conversationEvents.list({ seat: 'urn:li:seat:9002', ...range }));
    await read(mailStubs.list({ contract, owners: [seat], ...range }));
    expect(requests).toHaveLength(4);
  });
});

describe('a store of budgets that processes share', () => {
  it('is asked in one step for all a request needs, and counts for all of them', async () => {
    const memory = createMemoryBudgets();
    const asked: (readonly BudgetShare[])[] = [];
    const budgets: BudgetStore = {
      reserve: async (shares, nowMs) => {
        asked.push(shares);
        return memory.reserve(shares, nowMs);
      },
      left: async (budget, nowMs) => memory.left(budget, nowMs),
    };
    const linkedIn = scripted({ api: allDone });
    const first = linkedIn.client({ store: { budgets } });
    const second = linkedIn.client({ store: { budgets } });
    await first.candidateNotes.update(organization, notes(3));
    await second.candidateNotes.update(organization, notes(4));
    expect(asked.map((shares) => shares.map(({ amount }) => amount))).toEqual([
      [1, 3],
      [1, 4],
    ]);
    const [requests] = (await first.left()).filter(({ group }) => group === 'sync');
    expect(requests?.left).toBe(100_000 - 2);
  });

  it('that fails ends the call before anything is sent', async () => {
    const cause = new Error('the database is away');
    const budgets: BudgetStore = {
      reserve: async () => {
        throw cause;
      },
      left: async () => 0,
    };
    const { client, requests } = scripted({ api: allDone });
    await expect(
      client({ store: { budgets } }).candidateNotes.update(organization, notes(1)),
    ).rejects.toMatchObject({ code: 'store_failed', cause: { cause } });
    expect(requests).toEqual([]);
  });
});
