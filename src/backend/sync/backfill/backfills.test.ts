/** History on its way to LinkedIn: planned, read page by page, gone on with, and added up at the end. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  application,
  candidate,
  candidateNote,
  jobPosting,
  stage,
} from '../../../../test/support/ats-records.ts';
import {
  acme,
  globex,
  organization,
  requestedBy,
  useKit,
} from '../../../../test/support/onboarding-kit.ts';
import { atLinkedIn, canonical, createMemoryAts } from '../../../../test/support/memory-ats.ts';
import { internalsOf } from '../../store/internals.ts';
import { rowsOf } from '../../store/store.test-support.ts';
import type { SyncResource } from '../ports.ts';
import type { BackfillProgress } from './progress.ts';

const ats = createMemoryAts();
const memoryScan = ats.scan.bind(ats);
/** Called before each page. */
let onScan: (resource: SyncResource, cursor: string | undefined) => void | Promise<void>;
/** What the ATS says it has, where that is not the truth. */
let miscounted: number | null = null;
const source = {
  ...ats,
  count: async (...input: Parameters<NonNullable<typeof ats.count>>) =>
    miscounted ?? (await ats.count?.(...input)) ?? 0,
  async scan(...[tenant, resource, options]: Parameters<typeof memoryScan>) {
    await onScan(resource, options.cursor);
    return memoryScan(tenant, resource, { ...options, limit: Math.min(options.limit, 100) });
  },
};
const test = useKit({ source, sync: { historyAhead: 150, reconcileEveryDays: 0 } });

const rows = (query: string) => rowsOf(internalsOf(test().store).connection, query);
const kit = () => test().kit;
const current = async (): Promise<BackfillProgress> => {
  const [newest] = await kit().sync.backfills('acme');
  if (newest === undefined) throw new Error('there is none');
  return newest;
};
/** Works until the backfill is over. Its job waits by the database's own clock. */
async function finish(): Promise<BackfillProgress> {
  for (let round = 0; round < 60; round += 1) {
    await kit().workers.runUntilIdle();
    const progress = await current();
    if (progress.state !== 'running') return progress;
    test().clock.advance(5_000);
    await rows(`update rsc_jobs.job set start_after = now() where state < 'active'`);
  }
  throw new Error('it does not end');
}
const linkedInHas = (resource: SyncResource) =>
  canonical(atLinkedIn(test().sandbox.state, resource, organization));

beforeAll(async () => {
  await kit().customers.create(acme);
  await kit().customers.create(globex);
  const clientId = await test().clientIdOf('acme');
  test().request(clientId);
  await kit().integrations.requested('acme', requestedBy());
  test().switch(clientId, true);
  await kit().integrations.refresh('acme');
  const { integrationContext: _context, ...job } = jobPosting({
    id: 'j',
    integrationContext: organization,
  });
  ats.put('jobPostings', job);
  for (let index = 0; index < 250; index += 1) {
    const id = `c-${String(index)}`;
    ats.put('candidates', candidate({ id }));
    ats.put('candidateNotes', candidateNote({ candidateId: id, id: `${id}-n` }));
  }
  ats.put('applications', application({ id: 'a', candidateId: 'c-1', jobPostingId: 'j' }));
  ats.put('stages', stage({ applicationId: 'a', id: 's' }));
  ats.put('candidates', { ...candidate({ id: 'bad' }), firstName: '' });
  ats.put('candidateNotes', candidateNote({ candidateId: 'bad', id: 'bad-n' }));
}, 60_000);
beforeEach(() => {
  onScan = () => undefined;
  test().fault = () => null;
});

describe('a plan', () => {
  it('counts records and requests by kind, as they will be made, and says how long it takes', async () => {
    const plan = await kit().sync.plan('acme', { sinceMs: 0 });
    const of = (resource: SyncResource) =>
      plan.resources.find((each) => each.resource === resource);
    expect(of('jobPostings')).toMatchObject({ records: 1, requests: 2 });
    // About 35 keys fit into a query of 4 KB.
    expect(of('candidates')).toMatchObject({ records: 251, sampled: 251 });
    expect(of('candidates')?.requests).toBeGreaterThan(4);
    expect(of('candidates')?.requests).toBeLessThan(20);
    // Each note has a candidate of its own.
    expect(of('candidateNotes')).toMatchObject({ records: 251, requests: 251 });
    expect(of('stages')).toMatchObject({ records: 1, requests: 1 });
    expect(of('attachments')).toBeUndefined();
    expect(plan.records).toBe(505);
    expect(plan.durationMs).toBeGreaterThanOrEqual(251 * plan.answerMs);
    expect(plan.left?.find(({ group }) => group === 'jobs')).toMatchObject({ limit: 100_000 });
    expect(plan.since).toBeNull();
  });

  it('is of two years where nothing else is said, and of the kinds that are named', async () => {
    const plan = await kit().sync.plan('acme', { resources: ['candidates'] });
    expect(plan.resources.map(({ resource }) => resource)).toEqual(['candidates']);
    expect(test().clock() - (plan.since?.getTime() ?? 0)).toBe(2 * 365 * 86_400_000);
  });

  it('of an ATS that cannot be asked says so', async () => {
    onScan = () => {
      throw new Error('the ATS is down');
    };
    await expect(kit().sync.plan('acme')).rejects.toMatchObject({ code: 'sync_source_failed' });
  });
});

describe('a backfill', () => {
  it('reads no further ahead than what is sent, pauses, goes on after a crash, and adds up', async () => {
    const pages: string[] = [];
    onScan = (resource, cursor) => void pages.push(`${resource} ${cursor ?? ''}`.trim());
    const begun = await kit().sync.backfill('acme', { sinceMs: 0, requestedBy: 'user-1' });
    expect(begun).toMatchObject({ state: 'running', scanned: 0, expected: 505, etaMs: null });
    await expect(kit().sync.backfill('acme')).rejects.toMatchObject({
      code: 'sync_backfill_open',
    });
    // Nothing is sent: what is read waits.
    test().fault = () => 'down';
    await kit().workers.runUntilIdle();
    const full = await current();
    expect(full.scanned).toBe(201);
    expect(full.waiting).toBe(201);
    expect(pages).toEqual(['jobPostings', 'candidates', 'candidates 100']);

    expect(await kit().sync.pauseBackfill('acme')).toMatchObject({ state: 'paused' });
    test().fault = () => null;
    for (let round = 0; round < 3; round += 1) {
      test().clock.advance(300_000);
      await kit().workers.runUntilIdle();
    }
    expect(await current()).toMatchObject({ scanned: 201, waiting: 0, state: 'paused' });

    await kit().sync.resumeBackfill('acme');
    // A page is not counted before it is written down: the next run reads it again.
    let crashed = false;
    onScan = (resource, cursor) => {
      pages.push(`${resource} ${cursor ?? ''}`.trim());
      if (crashed) return;
      crashed = true;
      test().writesLeft = 0;
    };
    await rows(`update rsc_jobs.job set start_after = now() where state < 'active'`);
    await kit().workers.runUntilIdle();
    expect(crashed).toBe(true);
    test().writesLeft = Number.POSITIVE_INFINITY;
    expect((await current()).scanned).toBe(201);

    const { state, report, counts, scanned } = await finish();
    expect([state, scanned]).toEqual(['finished', 505]);
    expect(pages.filter((page) => page === 'candidates 200')).toHaveLength(2);
    expect(pages.filter((page) => page === 'candidates 100')).toHaveLength(1);
    expect(report?.addsUp).toBe(true);
    expect(report?.resources.filter(({ inAts }) => inAts > 0)).toMatchObject([
      { resource: 'jobPostings', inAts: 1, synced: 1 },
      { resource: 'candidates', inAts: 251, synced: 250, rejected: { record_invalid: 1 } },
      { resource: 'applications', inAts: 1, synced: 1 },
      { resource: 'candidateNotes', inAts: 251, synced: 250, rejected: { parent_unsent: 1 } },
      { resource: 'stages', inAts: 1, synced: 1 },
    ]);
    expect(counts).toMatchObject({ sent: 503, refused: 1, deleted: 0 });
    expect(linkedInHas('candidates')).toHaveLength(250);
    expect(linkedInHas('candidateNotes')).toHaveLength(250);
  }, 60_000);

  it('done again sends nothing that LinkedIn has, and counts it', async () => {
    test().requests.length = 0;
    await kit().sync.backfill('acme', { sinceMs: 0, resources: ['candidates'] });
    const { counts, report } = await finish();
    expect(counts).toMatchObject({ sent: 0, unchanged: 250 });
    expect(report).toMatchObject({ addsUp: true, resources: [{ synced: 250 }] });
    expect(test().requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('says what is gone, erased or named twice, and what does not add up', async () => {
    await kit().sync.erase('acme', { candidateId: 'c-2' });
    await kit().workers.runUntilIdle();
    let removed = false;
    source.scan = async (...input) => {
      const page = await memoryScan(...input);
      if (removed) return page;
      removed = true;
      ats.delete({ resource: 'candidates', id: 'c-3' });
      return { ...page, refs: [...page.refs, { resource: 'candidates', id: 'c-4' }] };
    };
    await kit().sync.backfill('acme', { sinceMs: 0, resources: ['candidates'] });
    const { report } = await finish();
    expect(report?.resources).toMatchObject([
      { inAts: 250, synced: 248, erased: 1, gone: 1, repeated: 1, addsUp: true },
    ]);
    miscounted = 999;
    await kit().sync.backfill('acme', { sinceMs: 0, resources: ['candidates'] });
    expect((await finish()).report).toMatchObject({ addsUp: false });
    miscounted = null;
  }, 30_000);

  it('waits while the ATS cannot be read, says since when, and ends if it is told to', async () => {
    source.scan = () => Promise.reject(new Error('down'));
    await kit().sync.backfill('acme', { sinceMs: 0 });
    await kit().workers.runUntilIdle();
    expect(await current()).toMatchObject({ state: 'running', errorCode: 'source_failed' });
    expect((await current()).failingSince).not.toBeNull();
    // A page that ends where it began would be read for ever.
    source.scan = async () => ({ refs: [], cursor: 'same' });
    for (let round = 0; round < 2; round += 1) {
      await rows(`update rsc_jobs.job set start_after = now() where state < 'active'`);
      await kit().workers.runUntilIdle();
    }
    expect(await current()).toMatchObject({ state: 'running', errorCode: 'source_failed' });
    expect(await kit().sync.cancelBackfill('acme')).toMatchObject({ state: 'cancelled' });
    await expect(kit().sync.pauseBackfill('acme')).rejects.toMatchObject({ code: 'sync_unknown' });
    expect(await kit().sync.backfills('globex')).toEqual([]);
  });

  it.each([
    [{ sinceMs: -1 }, 'options.sinceMs'],
    [{ resources: [] }, 'options.resources'],
    [{ resources: ['people'] }, 'options.resources.0'],
    [{ requestedBy: 'Ada Byron' }, 'options.requestedBy'],
  ])('is refused by field: %j', async (options, field) => {
    await expect(kit().sync.backfill('acme', options as never)).rejects.toMatchObject({
      code: 'sync_input_invalid',
      field,
    });
  });
});
