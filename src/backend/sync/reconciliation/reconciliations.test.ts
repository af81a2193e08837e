/** What the ATS has and what LinkedIn has, compared: each kind of difference is found and mended. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  application,
  candidate,
  candidateNote,
  jobPosting,
  stage,
} from '../../../../test/support/ats-records.ts';
import { atLinkedIn, canonical, createMemoryAts } from '../../../../test/support/memory-ats.ts';
import {
  acme,
  organization,
  requestedBy,
  useKit,
} from '../../../../test/support/onboarding-kit.ts';
import { internalsOf } from '../../store/internals.ts';
import { rowsOf } from '../../store/store.test-support.ts';
import type { SyncResource } from '../ports.ts';
import { syncResources } from '../resources.ts';
import type { ReconcileOptions } from './reconciliations.ts';

const ats = createMemoryAts();
const test = useKit({ source: ats });
const tenant = 'acme';
const minute = 60;
let clientId = '';

const rows = (query: string) => rowsOf(internalsOf(test().store).connection, query);
const work = () => test().kit.workers.runUntilIdle();
async function settle(rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await work();
    test().clock.advance(2 * minute);
  }
}
const linkedInHas = (resource: SyncResource) =>
  canonical(atLinkedIn(test().sandbox.state, resource, organization));
const expectSame = () => {
  for (const resource of syncResources) {
    if (resource === 'attachments') continue;
    const expected = canonical(ats.expected(resource, organization));
    expect([resource, linkedInHas(resource)]).toEqual([resource, expected]);
  }
};
async function reconciled(options: ReconcileOptions) {
  const { sync } = test().kit;
  const { id } = await sync.reconcile(tenant, options);
  await settle(2);
  return sync.reconciliation(tenant, id);
}
const drifted = async (options: ReconcileOptions) =>
  (await reconciled(options)).examples.map(({ ref, drift }) => [ref.id, drift]).sort();

beforeAll(async () => {
  const { kit } = test();
  await kit.customers.create(acme);
  clientId = await test().clientIdOf(tenant);
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
    ...Array.from({ length: 250 }, (_, index) =>
      ats.put('candidates', candidate({ id: `c-${String(index)}` })),
    ),
    ...Array.from({ length: 5 }, (_, index) =>
      ats.put(
        'applications',
        application({
          id: `a-${String(index)}`,
          candidateId: `c-${String(index)}`,
          jobPostingId: 'j',
        }),
      ),
    ),
    ats.put('candidateNotes', candidateNote({ candidateId: 'c-0', id: 'n' })),
    ats.put('stages', stage({ applicationId: 'a-2', id: 's' })),
    ats.put('entityAcls', { aclId: 'team', entityId: 'j' }),
    ats.put('aclAssignees', { aclId: 'team', assignee: 'urn:li:person:p1' }),
  ]);
  await settle();
  expectSame();
}, 60_000);
beforeEach(() => {
  test().fault = () => null;
});

describe('a full comparison', () => {
  it('finds nothing where nothing differs, page by page', async () => {
    const report = await reconciled({ mode: 'full' });
    expect(report.finishedAt).not.toBeNull();
    expect(report.examples).toEqual([]);
    expect(report.counts.candidates).toEqual({
      compared: 250,
      scanned: 250,
      unreadable: 0,
      drift: {},
      repaired: 0,
    });
    expect(report.counts.aclAssignees).toMatchObject({ compared: 1, scanned: 1 });
    expect((await test().kit.sync.reconciliations(tenant))[0]).toEqual(report);
  });

  it('finds each kind of difference, reports it, and mends it when told to', async () => {
    const { kit, sandbox, clock } = test();
    const { candidates, records } = sandbox.state;
    // Lost at LinkedIn, with what hung on it.
    candidates.delete(organization, 'c-0');
    const team = { aclId: 'team', entityId: 'j', entityType: 'JOB_POSTING' } as const;
    expect(records.delete('entityAcls', organization, team)).toBe(true);
    // Changed at LinkedIn, and in the ATS without a word.
    const stored = candidates.get(organization, 'c-10');
    if (stored === null) throw new Error('the candidate is not there');
    candidates.put({
      ...stored,
      record: { ...stored.record, atsLastModifiedAt: stored.record.atsLastModifiedAt + 1 },
    });
    ats.put('candidates', candidate({ id: 'c-11', firstName: 'Augusta' }));
    ats.put('stages', stage({ applicationId: 'a-2', id: 's', stage: 'Hired' }));
    // Gone from the ATS, new in the ATS, and unknown after an answer that got lost.
    ats.delete({ resource: 'candidates', id: 'c-12' });
    ats.put('candidates', candidate({ id: 'c-new' }));
    await rows(`update rsc.sync_records set digest = null where record_id = 'a-1'`);
    // Deleted, and at LinkedIn again; and an ACL of nobody's.
    await kit.sync.changed(tenant, ats.delete({ resource: 'candidates', id: 'c-13' }));
    await settle(1);
    candidates.put({ ...stored, record: candidate({ id: 'c-13' }) });
    records.put('entityAcls', {
      context: organization,
      record: { ...team, aclId: 'others' },
      sentBy: null,
      receivedAtMs: clock(),
    });
    // A match that LinkedIn has found meanwhile.
    const member = [...sandbox.state.members.values()][0]?.personUrn ?? '';
    clock.advance(20 * minute);
    await work();
    candidates.link(organization, 'c-14', member);

    const expected = [
      ['a-1', 'unknown'],
      ['c-0', 'missing'],
      ['c-10', 'stale'],
      ['c-11', 'stale'],
      ['c-12', 'gone'],
      ['c-13', 'undeleted'],
      ['c-14', 'match'],
      ['c-new', 'untold'],
      ['others', 'undeleted'],
      ['s', 'stale'],
      ['team', 'missing'],
    ];
    expect(await drifted({ mode: 'full', repair: false })).toEqual(expected);
    expect(linkedInHas('candidates')).not.toEqual(canonical(ats.expected('candidates', '')));

    // LinkedIn's word about the match has been taken over meanwhile.
    const left = expected.filter(([, drift]) => drift !== 'match');
    expect(await drifted({ mode: 'full' })).toEqual(left);
    await settle();
    // The match is LinkedIn's, and not of the ATS.
    candidates.clearManualMatch(organization, 'c-14');
    expectSame();
    expect(await kit.sync.match(tenant, 'c-14')).toMatchObject({ kind: 'manual' });
    clock.advance(24 * 60 * minute);
    await work();
    expect((await reconciled({ mode: 'full' })).examples).toEqual([]);
  }, 30_000);

  it('goes on where it stopped, also in another process, and waits while somebody is down', async () => {
    const { kit, clock } = test();
    const { id } = await kit.sync.reconcile(tenant, { mode: 'full' });
    test().fault = async ({ method, path }) => {
      if (method !== 'GET' || path !== '/v2/atsCandidates') return null;
      const { counts } = await kit.sync.reconciliation(tenant, id);
      return counts.candidates === undefined ? null : 'error';
    };
    await work();
    const half = await kit.sync.reconciliation(tenant, id);
    expect(half.finishedAt).toBeNull();
    expect(half.errorCode).toBe('unavailable');
    expect(half.counts.candidates?.compared).toBe(200);
    test().fault = () => null;
    ats.onRead = () => Promise.reject(new Error('the ATS is down'));
    clock.advance(minute);
    await work();
    expect((await kit.sync.reconciliation(tenant, id)).errorCode).toBe('source_failed');
    ats.onRead = () => undefined;
    // A crash of ours in the middle of a step.
    clock.advance(10 * minute);
    test().writesLeft = 2;
    await work();
    test().writesLeft = Number.POSITIVE_INFINITY;
    clock.advance(10 * minute);
    await test().newKit().workers.runUntilIdle();
    const whole = await kit.sync.reconciliation(tenant, id);
    expect(whole.finishedAt).not.toBeNull();
    expect(whole.errorCode).toBeNull();
    expect(whole.counts.candidates).toMatchObject({ compared: 251, scanned: 249 });
    expect(whole.examples).toEqual([]);
  });

  it('waits while the customer is switched off', async () => {
    const { kit, clock } = test();
    test().switch(clientId, false);
    await kit.integrations.refresh(tenant);
    const { id } = await kit.sync.reconcile(tenant, { mode: 'full' });
    await settle(1);
    expect(await kit.sync.reconciliation(tenant, id)).toMatchObject({
      finishedAt: null,
      errorCode: 'customer_off',
    });
    test().switch(clientId, true);
    await kit.integrations.refresh(tenant);
    clock.advance(61 * minute);
    await settle(1);
    expect((await kit.sync.reconciliation(tenant, id)).finishedAt).not.toBeNull();
  });
});

describe('samples', () => {
  it('are compared each week by themselves, and mend what they find', async () => {
    const { kit, clock } = test();
    clock.advance(8 * 24 * 60 * minute);
    // What is new in the ATS is looked for by the time of its change.
    ats.put('candidates', candidate({ id: 'c-late', atsLastModifiedAt: clock() }));
    ats.put('stages', stage({ applicationId: 'a-1', id: 'late' }));
    await settle();
    const [report] = await kit.sync.reconciliations(tenant, { limit: 1 });
    expect(report).toMatchObject({ mode: 'sample', requestedBy: 'schedule', repair: true });
    expect(report?.counts.candidates?.compared).toBe(200);
    expect(report?.counts.candidates?.drift).toEqual({ untold: 1 });
    expect(report?.counts.stages?.drift).toEqual({ untold: 1 });
    expectSame();
    await settle();
    const again = await kit.sync.reconciliations(tenant, { limit: 1 });
    expect(again[0]?.id).toBe(report?.id);
  });
});

describe('bad calls', () => {
  it('are refused', async () => {
    const { sync } = test().kit;
    await expect(sync.reconcile(tenant, { mode: 'some' as never })).rejects.toMatchObject({
      code: 'sync_input_invalid',
      field: 'options.mode',
    });
    await expect(sync.reconcile('nobody')).rejects.toMatchObject({ code: 'tenant_unknown' });
    await expect(sync.reconciliation(tenant, 'none')).rejects.toMatchObject({
      code: 'sync_unknown',
    });
    await expect(sync.reconciliations(tenant, { limit: 0 })).rejects.toMatchObject({
      field: 'page.limit',
    });
  });
});
