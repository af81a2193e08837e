/** What people are told of sync: where it stands, why a record is not at LinkedIn, what to put right. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  application,
  applicationNote,
  candidate,
  jobPosting,
} from '../../../../test/support/ats-records.ts';
import {
  acme,
  globex,
  organization,
  requestedBy,
  useKit,
} from '../../../../test/support/onboarding-kit.ts';
import { createMemoryAts } from '../../../../test/support/memory-ats.ts';
import { internalsOf } from '../../store/internals.ts';
import { rowsOf } from '../../store/store.test-support.ts';
import type { RecordRef } from '../ports.ts';
import { readTotals, rollUp } from '../totals.ts';

const ats = createMemoryAts();
const source = { ...ats, label: (_tenant: string, { id }: RecordRef) => `Candidate no. ${id}` };
const test = useKit({
  source,
  sync: { limits: { sync: { recordsPerMinute: 100 } }, reconcileEveryDays: 0 },
});
let clientId = '';

const kit = () => test().kit;
const sync = () => kit().sync;
async function settle(rounds = 2): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await kit().workers.runUntilIdle();
    test().clock.advance(70_000);
  }
}
const person = (id: string, changes = {}): RecordRef =>
  ats.put('candidates', { ...candidate({ id }), ...changes });
const sentence = async (ref: RecordRef) => (await sync().explain('acme', ref)).sentence;

beforeAll(async () => {
  await kit().customers.create(acme);
  await kit().customers.create(globex);
  clientId = await test().clientIdOf('acme');
  test().request(clientId);
  await kit().integrations.requested('acme', requestedBy());
  test().switch(clientId, true);
  await kit().integrations.refresh('acme');
  const { integrationContext: _context, ...job } = jobPosting({
    id: 'j',
    integrationContext: organization,
  });
  await sync().changed('acme', [person('good'), ats.put('jobPostings', job)]);
  await settle();
}, 60_000);
beforeEach(() => {
  test().fault = () => null;
});

describe('explain', () => {
  it('says that a record is there, or that nobody has told of it', async () => {
    const ref = { resource: 'candidates', id: 'good' } as const;
    expect(await sync().explain('acme', ref)).toMatchObject({
      state: 'sent',
      isAtLinkedIn: true,
      label: 'Candidate no. good',
      problems: [],
      changedAt: null,
    });
    expect(await sentence(ref)).toMatch(
      /^LinkedIn has the newest version of candidate good since /,
    );
    const other = { resource: 'candidates', id: 'nobody' } as const;
    expect(await sync().explain('acme', other)).toMatchObject({ state: 'unknown' });
    expect(await sentence(other)).toMatch(/Nobody has told of candidate nobody/);
  });

  it('follows what a record waits for to the cause, and says what to do about it', async () => {
    person('bad', { firstName: '' });
    const own = ats.put(
      'applications',
      application({ id: 'a', candidateId: 'bad', jobPostingId: 'j' }),
    );
    const note = ats.put('applicationNotes', applicationNote({ applicationId: 'a', id: 'n' }));
    await sync().changed('acme', [note, own]);
    await settle();
    const told = await sync().explain('acme', note);
    expect(told).toMatchObject({
      state: 'blocked',
      isAtLinkedIn: false,
      blockedOn: [
        { ref: own, state: 'blocked' },
        { ref: { resource: 'candidates', id: 'bad' }, state: 'quarantined' },
      ],
    });
    expect(told.sentence).toMatch(
      /^Note n of a waits for application a, which waits for candidate bad, which was put aside: firstName .*Enter a first name/,
    );
  });

  it('says that a record is tried again, with how often it has failed and since when', async () => {
    const ref = person('later');
    await sync().changed('acme', ref);
    const fail = { ok: false };
    const read = source.read;
    source.read = async (tenant, refs, options) => {
      // Two of them, so that it is not the whole ATS that cannot be read.
      if (!fail.ok && refs.some(({ id }) => id === 'later')) throw new Error('of the test');
      return read(tenant, refs, options);
    };
    await sync().changed('acme', [person('fine-1'), person('fine-2')]);
    await kit().workers.runUntilIdle();
    const told = await sync().explain('acme', ref);
    expect(told).toMatchObject({ state: 'retrying', attempts: 1, reason: 'source_failed' });
    expect(told.firstFailedAt).toEqual(told.lastFailedAt);
    expect(told.sentence).toMatch(
      /waits to be sent: the ATS cannot be read; it is tried again at /,
    );
    source.read = read;
    await settle();
    expect(await sentence(ref)).toMatch(/newest version/);
  });

  it('says that LinkedIn fails, that the customer is off, and that no worker runs', async () => {
    const ref = person('waits');
    await sync().changed('acme', ref);
    test().fault = () => 'down';
    await kit().workers.runUntilIdle();
    expect(await sentence(ref)).toMatch(/waits to be sent: LinkedIn cannot be reached since /);
    test().fault = () => null;
    test().switch(clientId, false);
    await kit().integrations.refresh('acme');
    expect(await sentence(ref)).toMatch(/the customer is switched off/);
    expect((await sync().status('acme')).lane.state).toBe('off');
    test().switch(clientId, true);
    await kit().integrations.refresh('acme');
    test().clock.advance(120);
    expect(await sentence(ref)).toMatch(/no worker runs/);
    await settle();
    expect(await sentence(ref)).toMatch(/newest version/);
  });

  it('says that a record was deleted, or erased for good', async () => {
    const ref = person('gone');
    await sync().changed('acme', ref);
    await settle();
    ats.delete(ref);
    await sync().changed('acme', ref, { op: 'delete' });
    expect(await sentence(ref)).toMatch(/waits to be deleted: its turn comes next/);
    await settle();
    expect(await sentence(ref)).toMatch(/was deleted at LinkedIn/);
    await sync().erase('acme', { candidateId: 'gone' });
    expect(await sentence(ref)).toMatch(/was erased for good/);
  });
});

describe('status', () => {
  it('tells what waits, for how long, what is left of the limits, and that they are used up', async () => {
    const refs = Array.from({ length: 250 }, (_, index) => person(`many-${String(index)}`));
    await sync().changed('acme', refs, { priority: 'backfill' });
    const since = test().clock();
    await kit().workers.runUntilIdle();
    test().clock.advance(30);
    const status = await sync().status('acme');
    expect(status.lane).toMatchObject({ state: 'limited', errorCode: null });
    expect(status.backlog.byPriority).toEqual({
      interactive: 0,
      change: 0,
      backfill: status.backlog.total,
    });
    expect(status.backlog.byResource).toEqual({ candidates: status.backlog.total });
    expect(status.backlog.total).toBeGreaterThanOrEqual(150);
    expect(status.backlog.oldestAt?.getTime()).toBe(since);
    const records = status.left?.find(({ group, what }) => group === 'sync' && what === 'records');
    expect(records).toMatchObject({ limit: 100 });
    // What is left is less than the next request.
    expect(records?.left).toBeLessThan(50);
    expect(await sentence(refs.at(-1) ?? { resource: 'candidates', id: '' })).toMatch(
      /limits are used up until /,
    );
    expect(status.quarantined).toEqual({ record_invalid: 1 });
    expect(status.blocked).toEqual({ parent_unsent: 2 });
    expect(status.totals.candidates?.refused).toBeGreaterThan(0);
    expect(status.perMinute).toBeGreaterThan(0);
    expect(status.minutes.length).toBeGreaterThan(0);
    await settle(4);
    const after = await sync().status('acme');
    expect(after.backlog).toMatchObject({ total: 0, oldestAt: null });
    expect(after.lane.state).toBe('idle');
  }, 30_000);

  it('keeps its sums when minutes are no longer kept', async () => {
    const { connection } = internalsOf(test().store);
    const before = (await readTotals(connection, 'acme')).get('acme');
    for (let twice = 0; twice < 2; twice += 1) {
      await rollUp(connection, test().clock() + 24 * 60 * 60_000);
    }
    expect(await rowsOf(connection, 'select * from rsc.sync_minutes')).toEqual([]);
    expect((await readTotals(connection)).get('acme')).toEqual(before);
  });

  it('is of one customer', async () => {
    expect(await sync().status('globex')).toMatchObject({
      backlog: { total: 0 },
      quarantined: {},
      totals: {},
      lane: { state: 'off' },
    });
    await expect(sync().status('nobody')).rejects.toMatchObject({ code: 'tenant_unknown' });
  });
});

describe('what was put aside', () => {
  const bad = ['q-1', 'q-2', 'q-3', 'q-4', 'q-5'];

  it('is listed page by page with labels and what it holds back, the latest failure first', async () => {
    await sync().changed(
      'acme',
      bad.map((id) => person(id, { firstName: '' })),
    );
    await settle();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await sync().quarantine('acme', {
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.items.map(({ ref }) => ref.id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([...[...bad].reverse(), 'bad']);
    const { items } = await sync().quarantine('acme', { reason: 'record_invalid' });
    expect(items.at(-1)).toMatchObject({
      label: 'Candidate no. bad',
      holdsBack: 1,
      problems: [{ field: 'firstName' }],
    });
    expect(await sync().quarantine('acme', { reason: 'linkedin_refused' })).toEqual({
      items: [],
      next: null,
    });
    expect((await sync().quarantine('globex')).items).toEqual([]);
  });

  it('is sent on demand: by name, by reason, or all of it', async () => {
    for (const id of ['q-1', 'q-2', 'bad']) person(id);
    const [first] = bad;
    expect(await sync().retry('acme', [{ resource: 'candidates', id: first ?? '' }])).toBe(1);
    await settle();
    expect(await sentence({ resource: 'candidates', id: 'q-1' })).toMatch(/newest version/);
    expect(await sync().retry('globex', 'all')).toBe(0);
    expect(await sync().retry('acme', { reason: 'record_invalid' })).toBe(5);
    await settle();
    expect((await sync().status('acme')).quarantined).toEqual({ record_invalid: 3 });
    // What hung on it went along.
    expect(await sentence({ resource: 'applicationNotes', parentId: 'a', id: 'n' })).toMatch(
      /newest version/,
    );
    for (const id of bad) person(id);
    expect(await sync().retry('acme', 'all', { requestedBy: 'user-1' })).toBe(3);
    await settle();
    expect((await sync().status('acme')).quarantined).toEqual({});
    expect(await sync().retry('acme', [{ resource: 'candidates', id: 'q-1' }])).toBe(0);
  });

  it.each([
    ['quarantine', { limit: 0 }, 'options.limit'],
    ['quarantine', { cursor: 'x' }, 'options.cursor'],
    ['quarantine', { reason: 'Ada Byron' }, 'options.reason'],
    ['retry', [], 'target'],
    ['retry', 'some', 'target'],
    ['explain', { resource: 'people', id: '1' }, 'ref.resource'],
  ] as const)('and %s refuses by field: %j', async (call, input, field) => {
    const answer = sync()[call]('acme', input as never);
    await expect(answer).rejects.toMatchObject({ code: 'sync_input_invalid', field });
  });
});
