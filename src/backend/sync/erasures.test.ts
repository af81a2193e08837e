/** Records deleted for good: at LinkedIn, here, and against everything that is told of them later. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  application,
  applicationNote,
  candidate,
  candidateNote,
  interviewFeedback,
  stage,
} from '../../../test/support/ats-records.ts';
import { atLinkedIn, createMemoryAts } from '../../../test/support/memory-ats.ts';
import { acme, organization, requestedBy, useKit } from '../../../test/support/onboarding-kit.ts';
import { jobPosting } from '../../../test/support/ats-records.ts';
import { internalsOf } from '../store/internals.ts';
import { rowsOf } from '../store/store.test-support.ts';
import type { RecordRef, SyncResource } from './ports.ts';

const ats = createMemoryAts();
const test = useKit({ source: ats });
const tenant = 'acme';

const rows = (query: string) => rowsOf(internalsOf(test().store).connection, query);
async function settle(rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await test().kit.workers.runUntilIdle();
    test().clock.advance(70_000);
  }
  await test().kit.workers.runUntilIdle();
}
const idsAt = (resource: SyncResource): string[] =>
  atLinkedIn(test().sandbox.state, resource, organization)
    .map((record) => (record as { id: string }).id)
    .sort();
const kinds = [
  'candidates',
  'candidateNotes',
  'applications',
  'applicationNotes',
  'stages',
  'interviewFeedback',
] as const;
/** What LinkedIn has whose id begins so. */
const left = (prefix: string): string[] =>
  kinds.flatMap((kind) => idsAt(kind).filter((id) => id.startsWith(prefix)));

/** A candidate with one of everything, all ids beginning with the candidate's. */
function person(id: string): RecordRef[] {
  const own = { applicationId: `${id}-a` };
  return [
    ats.put('candidates', candidate({ id })),
    ats.put('candidateNotes', candidateNote({ candidateId: id, id: `${id}-n` })),
    ats.put('applications', application({ id: `${id}-a`, candidateId: id, jobPostingId: 'j' })),
    ats.put('applicationNotes', applicationNote({ ...own, id: `${id}-an` })),
    ats.put('stages', stage({ ...own, id: `${id}-s` })),
    ats.put('interviewFeedback', interviewFeedback({ ...own, id: `${id}-f` })),
  ];
}

beforeAll(async () => {
  const { kit } = test();
  await kit.customers.create(acme);
  const clientId = await test().clientIdOf(tenant);
  test().request(clientId);
  await kit.integrations.requested(tenant, requestedBy());
  test().switch(clientId, true);
  await kit.integrations.refresh(tenant);
  const { integrationContext: _context, ...job } = jobPosting({
    id: 'j',
    integrationContext: organization,
  });
  await kit.sync.changed(tenant, [
    ats.put('jobPostings', job),
    ...['one', 'two', 'three', 'four', 'stays'].flatMap(person),
  ]);
  await settle();
  expect(left('one')).toHaveLength(6);
}, 60_000);
beforeEach(() => {
  test().fault = () => null;
});

describe('erasing a candidate', () => {
  it('deletes all that hangs on it, at LinkedIn and here, with a receipt', async () => {
    const { kit } = test();
    const asked = await kit.sync.erase(tenant, { candidateId: 'one' }, { requestedBy: 'user-7' });
    expect(asked).toMatchObject({
      subject: 'candidates/one',
      requestedBy: 'user-7',
      completedAt: null,
      deletedHere: { candidates: 1 },
      atLinkedIn: { candidates: { deleted: 0, waiting: 1 }, stages: { deleted: 0, waiting: 1 } },
    });
    await settle(1);
    expect(left('one')).toEqual([]);
    expect(left('stays')).toHaveLength(6);
    const receipt = await kit.sync.erasure(tenant, asked.id);
    expect(receipt.completedAt).not.toBeNull();
    expect(receipt.atLinkedIn).toEqual(
      Object.fromEntries(kinds.map((kind) => [kind, { deleted: 1, waiting: 0, failing: 0 }])),
    );
    expect((await kit.sync.erasures(tenant, { limit: 1 }))[0]).toEqual(receipt);
    expect(await rows(`select actor, action from rsc.audit_log order by id desc limit 1`)).toEqual([
      { actor: 'user-7', action: 'records_erased' },
    ]);
  });

  it('is not undone by what the ATS tells later, of records known or new', async () => {
    const { kit } = test();
    const late = [
      ats.put('stages', stage({ applicationId: 'one-a', id: 'one-late' })),
      ats.put('candidateNotes', candidateNote({ candidateId: 'one', id: 'one-late-note' })),
      ats.put('applications', application({ id: 'one-b', candidateId: 'one', jobPostingId: 'j' })),
    ];
    await kit.sync.changed(tenant, [...person('one'), ...late]);
    await rows(`select rsc.changed('acme', 'candidates', 'one')`);
    await settle();
    expect(left('one')).toEqual([]);
  });

  it('is not undone by sending the record itself', async () => {
    const { kit } = test();
    const results = await kit.candidates.sync(tenant, [
      candidate({ id: 'one' }),
      candidate({ id: 'direct' }),
    ]);
    expect(results).toMatchObject([
      { id: 'one', ok: false, error: { status: 410, code: 'erased' } },
      { id: 'direct', ok: true },
    ]);
    expect(left('one')).toEqual([]);
  });

  it('reaches LinkedIn before anything else, also while a batch with the candidate is under way', async () => {
    const { kit } = test();
    const refs = ats.put('candidates', candidate({ id: 'racing' }));
    await kit.sync.changed(tenant, refs);
    const erased: Promise<unknown>[] = [];
    test().fault = () => {
      if (erased.length === 0) erased.push(kit.sync.erase(tenant, { candidateId: 'racing' }));
      return null;
    };
    await settle(2);
    await Promise.all(erased);
    await settle(2);
    expect(left('racing')).toEqual([]);
  });

  it('that nobody here has heard of deletes it at LinkedIn all the same', async () => {
    const { kit, sandbox } = test();
    await kit.candidates.sync(tenant, [candidate({ id: 'unheard' })]);
    expect(sandbox.state.candidates.get(organization, 'unheard')).not.toBeNull();
    const { id } = await kit.sync.erase(tenant, { candidateId: 'unheard' });
    await settle(1);
    expect(left('unheard')).toEqual([]);
    expect((await kit.sync.erasure(tenant, id)).completedAt).not.toBeNull();
    expect(
      await rows(`select links, sent_at from rsc.candidates where candidate_id = 'unheard'`),
    ).toEqual([{ links: [], sent_at: null }]);
  });

  it('goes on after LinkedIn was down for days, and says so meanwhile', async () => {
    const { kit, clock } = test();
    const { id } = await kit.sync.erase(tenant, { candidateId: 'two' });
    // The candidate alone fails, each time it is tried.
    test().fault = ({ method, path }) =>
      method === 'DELETE' && path === '/v2/atsCandidates' ? 'error' : null;
    for (let round = 0; round < 4; round += 1) {
      await kit.workers.runUntilIdle();
      clock.advance(24 * 60 * 60);
    }
    const waiting = await kit.sync.erasure(tenant, id);
    expect(waiting.completedAt).toBeNull();
    expect(waiting.atLinkedIn.candidates).toMatchObject({ waiting: 1 });
    await rows(`update rsc.sync_records set state = 'quarantined', attempts = 12,
      first_failed_at = '2026-01-01Z', last_failed_at = '2026-01-01Z', reason = 'retries_exhausted'
      where record_id = 'two' and resource = 2`);
    expect((await kit.sync.erasure(tenant, id)).failing).toMatchObject([
      { ref: { resource: 'candidates', id: 'two' }, reason: 'retries_exhausted', attempts: 12 },
    ]);
    test().fault = () => null;
    clock.advance(24 * 60 * 60);
    await settle();
    expect(left('two')).toEqual([]);
    expect((await kit.sync.erasure(tenant, id)).completedAt).not.toBeNull();
  });

  it('counts with its receipt, both or neither', async () => {
    const { kit } = test();
    test().writesLeft = 0;
    await expect(kit.sync.erase(tenant, { candidateId: 'three' })).rejects.toMatchObject({
      code: 'store_unreachable',
    });
    test().writesLeft = Number.POSITIVE_INFINITY;
    await settle(1);
    expect(left('three')).toHaveLength(6);
    const before = (await kit.sync.erasures(tenant)).length;
    await kit.sync.erase(tenant, { candidateId: 'three' });
    // A crash of ours in the middle: what was deleted may be deleted again.
    test().writesLeft = 3;
    await kit.workers.runUntilIdle();
    test().writesLeft = Number.POSITIVE_INFINITY;
    await settle();
    expect(left('three')).toEqual([]);
    expect(await kit.sync.erasures(tenant)).toHaveLength(before + 1);
  });
});

describe('erasing records', () => {
  it('takes an application with what hangs on it, or records by name', async () => {
    const { kit } = test();
    await kit.sync.erase(tenant, { applicationId: 'four-a' });
    await settle(1);
    expect(left('four')).toEqual(['four', 'four-n']);
    await kit.sync.erase(tenant, {
      refs: [{ resource: 'candidateNotes', parentId: 'four', id: 'four-n' }],
    });
    await settle(1);
    expect(left('four')).toEqual(['four']);
  });
});

describe('restoring', () => {
  it('sends again what the ATS has', async () => {
    const { kit } = test();
    const [, note] = person('back');
    await kit.sync.changed(tenant, person('back'));
    await settle();
    const { id } = await kit.sync.erase(tenant, { candidateId: 'back' });
    await settle(1);
    expect(left('back')).toEqual([]);
    if (note !== undefined) ats.delete(note);
    const restored = await kit.sync.restore(tenant, id, { requestedBy: 'user-7' });
    expect(restored.restoredAt).not.toBeNull();
    await settle();
    expect(left('back')).toEqual(['back', 'back-a', 'back-an', 'back-s', 'back-f']);
    expect(await kit.sync.restore(tenant, id)).toEqual(restored);
  });

  it('keeps erased what another erasure has erased', async () => {
    const { kit } = test();
    await kit.sync.changed(tenant, person('both'));
    await settle();
    const first = await kit.sync.erase(tenant, {
      refs: [{ resource: 'candidateNotes', parentId: 'both', id: 'both-n' }],
    });
    const second = await kit.sync.erase(tenant, { candidateId: 'both' });
    await settle(1);
    await kit.sync.restore(tenant, second.id);
    await settle();
    expect(left('both')).toEqual(['both', 'both-a', 'both-an', 'both-s', 'both-f']);
    await kit.sync.restore(tenant, first.id);
    await settle();
    expect(left('both')).toHaveLength(6);
  });
});

describe('bad calls', () => {
  it.each([
    [{}, 'target'],
    [{ candidateId: '' }, 'target'],
    [{ refs: [] }, 'target'],
    [{ candidateId: '1', applicationId: '2' }, 'target'],
  ])('are refused: %j', async (target, field) => {
    await expect(test().kit.sync.erase(tenant, target as never)).rejects.toMatchObject({
      code: 'sync_input_invalid',
      field: expect.stringContaining(field) as unknown,
    });
  });

  it('of names there are not, or by persons with a name, are refused', async () => {
    const { sync } = test().kit;
    const target = { candidateId: '1' };
    await expect(sync.erase(tenant, target, { requestedBy: 'Ada Byron' })).rejects.toMatchObject({
      code: 'sync_input_invalid',
      field: 'options.requestedBy',
    });
    await expect(sync.erase('nobody', target)).rejects.toMatchObject({ code: 'tenant_unknown' });
    for (const id of ['none', '00000000-0000-4000-8000-000000000000']) {
      await expect(sync.erasure(tenant, id)).rejects.toMatchObject({ code: 'sync_unknown' });
      await expect(sync.restore(tenant, id)).rejects.toMatchObject({ code: 'sync_unknown' });
    }
  });
});
