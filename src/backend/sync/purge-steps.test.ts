/** A customer leaves: what the engine has sent is deleted at LinkedIn, whatever happens meanwhile. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  application,
  applicationNote,
  candidate,
  candidateNote,
  interviewFeedback,
  jobPosting,
  stage,
} from '../../../test/support/ats-records.ts';
import { atLinkedIn, createMemoryAts } from '../../../test/support/memory-ats.ts';
import { acme, organization, requestedBy, useKit } from '../../../test/support/onboarding-kit.ts';
import { countAll } from '../../sandbox/controls/dump.ts';
import { internalsOf } from '../store/internals.ts';
import { rowsOf } from '../store/store.test-support.ts';

const ats = createMemoryAts();
const test = useKit({ source: ats });
const people = 230;
const rows = (query: string) => rowsOf(internalsOf(test().store).connection, query);

async function settle(rounds = 3): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await test().kit.workers.runUntilIdle();
    test().clock.advance(70_000);
  }
}

beforeAll(async () => {
  const { kit } = test();
  await kit.customers.create(acme);
  const clientId = await test().clientIdOf('acme');
  test().request(clientId);
  await kit.integrations.requested('acme', requestedBy());
  test().switch(clientId, true);
  await kit.integrations.refresh('acme');
  const { integrationContext: _context, ...job } = jobPosting({
    id: 'j',
    integrationContext: organization,
  });
  const own = { applicationId: 'a-0' };
  await kit.sync.changed('acme', [
    ats.put('jobPostings', job),
    ...Array.from({ length: people }, (_, index) => {
      const id = String(index);
      return [
        ats.put('candidates', candidate({ id: `c-${id}` })),
        ats.put(
          'applications',
          application({ id: `a-${id}`, candidateId: `c-${id}`, jobPostingId: 'j' }),
        ),
      ];
    }).flat(),
    ats.put('candidateNotes', candidateNote({ candidateId: 'c-0', id: 'n' })),
    ats.put('applicationNotes', applicationNote({ ...own, id: 'an' })),
    ats.put('stages', stage({ ...own, id: 's' })),
    ats.put('interviewFeedback', interviewFeedback({ ...own, id: 'f' })),
    ats.put('entityAcls', { aclId: 'team', entityId: 'j' }),
    ats.put('aclAssignees', { aclId: 'team', assignee: 'urn:li:person:p1' }),
  ]);
  await settle();
  expect(atLinkedIn(test().sandbox.state, 'applications', organization)).toHaveLength(people);
}, 60_000);

describe('customers.leave with a sync engine', () => {
  it('waits for whoever sends, and stops where LinkedIn fails', async () => {
    const { kit, clock } = test();
    const until = new Date(clock() + 60_000).toISOString();
    await rows(`update rsc.sync_tenants set lease_until = '${until}'`);
    const leaving = kit.customers.leave('acme');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(atLinkedIn(test().sandbox.state, 'aclAssignees', organization)).toHaveLength(1);
    let deletes = 0;
    test().fault = ({ method, path }) =>
      method === 'DELETE' && path === '/v2/atsCandidates' && deletes++ > 1 ? 'down' : null;
    await rows('update rsc.sync_tenants set lease_until = null');
    await expect(leaving).rejects.toMatchObject({ code: 'linkedin_unavailable', step: 'purge' });
    expect(atLinkedIn(test().sandbox.state, 'applications', organization)).toEqual([]);
    expect(atLinkedIn(test().sandbox.state, 'candidates', organization)).not.toEqual([]);
    await kit.sync.changed('acme', { resource: 'applications', id: 'a-1' });
    test().fault = () => null;
    await settle(1);
    expect(atLinkedIn(test().sandbox.state, 'applications', organization)).toEqual([]);
  });

  it('goes on after a crash, closes jobs, and leaves nothing', async () => {
    const { kit, sandbox, clock } = test();
    test().writesLeft = 2;
    await expect(kit.customers.leave('acme')).rejects.toMatchObject({ code: 'store_unreachable' });
    test().writesLeft = Number.POSITIVE_INFINITY;
    const { deletedAtLinkedIn, deletedHere } = await kit.customers.leave('acme');
    expect(deletedAtLinkedIn).toMatchObject({
      aclAssignees: 1,
      entityAcls: 1,
      interviewFeedback: 1,
      stages: 1,
      applicationNotes: 1,
      candidateNotes: 1,
      applications: people,
      jobPostings: 1,
    });
    const { candidates = 0, candidates_absent: absent = 0 } = deletedAtLinkedIn;
    // What the ATS told of meanwhile was deleted once more, and was not there.
    expect(deletedAtLinkedIn['applications_absent']).toBe(1);
    expect(candidates + absent).toBe(people);
    expect(deletedHere).toMatchObject({ sync_records: 2 * people + 7 });
    clock.advance(600_000);
    const {
      integrations: _kept,
      seats: _seats,
      jobs,
      ...records
    } = countAll(sandbox.state, [organization]);
    expect(Object.entries(records).filter(([, count]) => count > 0)).toEqual([]);
    expect(jobs).toBe(1);
    expect(sandbox.state.jobs.get(organization, 'j', clock())?.record.state).toBe('CLOSED');
    for (const table of ['sync_records', 'sync_tenants', 'sync_minutes', 'candidate_matches']) {
      expect(await rows(`select 1 from rsc.${table}`)).toEqual([]);
    }
  });
});
