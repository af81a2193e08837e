/** Records on their way from an ATS to LinkedIn: each as it is now, in order, whatever happens meanwhile. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  application,
  applicationNote,
  candidate,
  candidateNote,
  interviewFeedback,
  jobPosting,
  stage,
} from '../../../test/support/ats-records.ts';
import {
  acme,
  organization,
  requestedBy,
  useKit,
  type LinkedInRequest,
} from '../../../test/support/onboarding-kit.ts';
import { atLinkedIn, canonical, createMemoryAts } from '../../../test/support/memory-ats.ts';
import type { SyncResource } from './ports.ts';
import { syncResources } from './resources.ts';
import { internalsOf } from '../store/internals.ts';
import { rowsOf } from '../store/store.test-support.ts';

const ats = createMemoryAts();
const test = useKit({ source: ats });
let clientId = '';

const job = (id: string, changes = {}) => {
  const { integrationContext: _context, ...record } = jobPosting({
    id,
    integrationContext: organization,
    ...changes,
  });
  return record;
};
const rows = (query: string) => rowsOf(internalsOf(test().store).connection, query);
const stateOf = async (id: string) =>
  (
    await rows(
      `select state, reason, problems, blocked_on from rsc.sync_records where record_id = '${id}'`,
    )
  )[0];
/** Works until nothing is left, waiting out what has to be waited for. */
async function settle(rounds = 6): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await test().kit.workers.runUntilIdle();
    test().clock.advance(70_000);
  }
}
const linkedInHas = (resource: SyncResource) =>
  canonical(atLinkedIn(test().sandbox.state, resource, organization));
const expectSame = () => {
  for (const resource of syncResources) {
    if (resource === 'attachments') continue;
    expect([resource, linkedInHas(resource)]).toEqual([
      resource,
      canonical(ats.expected(resource, organization)),
    ]);
  }
};
const writes = (path: string) =>
  test().requests.filter(
    (seen: LinkedInRequest) => seen.method !== 'GET' && seen.path.includes(path),
  );

beforeAll(async () => {
  const { kit, request } = test();
  await kit.customers.create(acme);
  clientId = await test().clientIdOf('acme');
  request(clientId);
  await kit.integrations.requested('acme', requestedBy());
  test().switch(clientId, true);
  await kit.integrations.refresh('acme');
}, 60_000);

beforeEach(() => {
  test().fault = () => null;
  test().requests.length = 0;
});

describe('changes of an ATS', () => {
  it('arrive whole and in the order in which they hang on each other, told of in any order', async () => {
    const refs = [
      ats.put('stages', stage({ applicationId: 'a-1', id: 's-1' })),
      ats.put('interviewFeedback', interviewFeedback()),
      ats.put('applicationNotes', applicationNote()),
      ats.put('candidateNotes', candidateNote()),
      ats.put('applications', application()),
      ats.put('candidates', candidate()),
      ats.put('jobPostings', job('j-1')),
      ats.put('entityAcls', { aclId: 'recruiters', entityId: 'j-1' }),
      ats.put('aclAssignees', { aclId: 'recruiters', assignee: 'urn:li:person:p1' }),
    ];
    await test().kit.sync.changed('acme', refs);
    await settle();
    expectSame();
    expect(await rows(`select distinct state from rsc.sync_records`)).toEqual([{ state: 'sent' }]);
  });

  it('find what they hang on by themselves', async () => {
    ats.put('jobPostings', job('j-2'));
    ats.put('candidates', candidate({ id: 'c-2' }));
    const ref = ats.put(
      'applications',
      application({ id: 'a-2', candidateId: 'c-2', jobPostingId: 'j-2' }),
    );
    await test().kit.sync.changed('acme', ref);
    await settle();
    expectSame();
  });

  it('of one record become one request, with what it is at that time', async () => {
    const ref = ats.put('candidates', candidate({ id: 'c-3', firstName: 'First' }));
    for (let count = 0; count < 5; count += 1) {
      ats.put('candidates', candidate({ id: 'c-3', firstName: `Version${count}` }));
      await test().kit.sync.changed('acme', ref);
    }
    await settle(1);
    expect(writes('atsCandidates')).toHaveLength(1);
    expectSame();
  });

  it('that changed nothing send nothing', async () => {
    await test().kit.sync.changed('acme', { resource: 'candidates', id: 'c-3' });
    await settle(1);
    expect(writes('atsCandidates')).toHaveLength(0);
  });

  it('that come while a record is being sent are sent after it', async () => {
    const ref = ats.put('candidates', candidate({ id: 'c-4', firstName: 'Old' }));
    await test().kit.sync.changed('acme', ref);
    let changed = false;
    test().fault = () => {
      if (!changed) {
        changed = true;
        ats.put('candidates', candidate({ id: 'c-4', firstName: 'New' }));
        void test().kit.sync.changed('acme', ref);
      }
      return null;
    };
    await settle(2);
    expectSame();
  });

  it('are sent again when the answer got lost, also if the record is as it was before', async () => {
    const ref = ats.put('candidates', candidate({ id: 'c-5', firstName: 'One' }));
    await test().kit.sync.changed('acme', ref);
    await settle(1);
    ats.put('candidates', candidate({ id: 'c-5', firstName: 'Two' }));
    await test().kit.sync.changed('acme', ref);
    test().fault = ({ path }) => (path.includes('atsCandidates') ? 'lost' : null);
    await test().kit.workers.runUntilIdle();
    // LinkedIn has "Two", and nobody here knows.
    ats.put('candidates', candidate({ id: 'c-5', firstName: 'One' }));
    await test().kit.sync.changed('acme', ref);
    test().fault = () => null;
    await settle();
    expectSame();
  });

  it('of a thousand records arrive while every tenth request fails', async () => {
    const refs = Array.from({ length: 1_000 }, (_, index) =>
      ats.put('candidates', candidate({ id: `many-${index}` })),
    );
    await test().kit.sync.changed('acme', refs, { priority: 'backfill' });
    let count = 0;
    test().fault = () => ((count += 1) % 10 === 0 ? 'error' : null);
    await settle(4);
    expectSame();
  });
});

describe('deletes', () => {
  it('reach LinkedIn, with all that hangs on the record, and nothing brings it back', async () => {
    const { kit } = test();
    ats.put('candidates', candidate({ id: 'gone' }));
    const note = ats.put('candidateNotes', candidateNote({ candidateId: 'gone', id: 'n' }));
    const own = ats.put(
      'applications',
      application({ id: 'gone-a', candidateId: 'gone', jobPostingId: 'j-1' }),
    );
    const step = ats.put('stages', stage({ applicationId: 'gone-a', id: 's' }));
    await kit.sync.changed('acme', [note, own, step]);
    await settle();
    expectSame();
    for (const ref of [note, own, step]) ats.delete(ref);
    const ref = ats.delete({ resource: 'candidates', id: 'gone' });
    await kit.sync.changed('acme', ref, { op: 'delete' });
    await kit.sync.changed('acme', [ref, note], { op: 'upsert' });
    await settle();
    expectSame();
    for (const id of ['gone', 'gone-a', 'n', 's']) {
      expect(await stateOf(id)).toMatchObject({ state: 'deleted' });
    }
  });

  it('of a job posting close it', async () => {
    const { kit, sandbox, clock } = test();
    const ref = ats.put('jobPostings', job('j-9'));
    await kit.sync.changed('acme', ref);
    await settle();
    ats.delete(ref);
    await kit.sync.changed('acme', ref, { op: 'delete' });
    await settle();
    expect(sandbox.state.jobs.get(organization, 'j-9', clock())?.record.state).toBe('CLOSED');
    sandbox.state.jobs.delete(organization, 'j-9', clock());
  });
});

describe('records that LinkedIn cannot take', () => {
  it('are explained by field, and keep no other from being sent', async () => {
    const { kit } = test();
    const bad = [
      ats.put('candidates', { ...candidate({ id: 'bad-1' }), firstName: '' }),
      ats.put('candidates', { ...candidate({ id: 'bad-2' }), emailAddresses: ['nowhere'] }),
      ats.put('candidates', { ...candidate({ id: 'bad-3' }), atsCreatedAt: -5 }),
      ats.put('candidates', {
        ...candidate({ id: 'bad-4' }),
        atsLastModifiedAt: Date.parse('2199-01-01'),
      }),
      ats.put('candidateNotes', candidateNote({ id: 'bad-5', note: 'x'.repeat(10_000_000) })),
    ];
    const names = ['名前', 'שלום', '👩‍🚀 Ada', 'O’Neil & <b>Sons</b>'];
    const good = names.map((firstName, index) =>
      ats.put('candidates', candidate({ id: `odd/&=?,():'"${index}%20`, firstName })),
    );
    await kit.sync.changed('acme', [...bad, ...good]);
    await settle();
    const reasons = await rows(
      `select record_id, reason, problems->0->>'field' as field, problems->0->>'fix' as fix
       from rsc.sync_records where state = 'quarantined' order by record_id`,
    );
    expect(reasons.map(({ record_id: id, reason, field }) => [id, reason, field])).toEqual([
      ['bad-1', 'record_invalid', 'firstName'],
      ['bad-2', 'record_invalid', 'emailAddresses.0'],
      ['bad-3', 'record_invalid', 'atsCreatedAt'],
      ['bad-4', 'record_invalid', 'atsLastModifiedAt'],
      ['bad-5', 'record_invalid', 'note'],
    ]);
    expect(reasons.every(({ fix }) => String(fix).length > 20)).toBe(true);
    for (const ref of bad) ats.delete(ref);
    expectSame();
    await kit.sync.changed('acme', bad, { op: 'delete' });
    await settle(2);
  });

  it('hold back what hangs on them until they are put right', async () => {
    const { kit } = test();
    ats.put('candidates', { ...candidate({ id: 'c-6' }), firstName: '' });
    const own = ats.put('applications', application({ id: 'a-6', candidateId: 'c-6' }));
    await kit.sync.changed('acme', own);
    await settle(2);
    expect(await stateOf('a-6')).toMatchObject({ state: 'blocked', blocked_on: 'candidates/c-6' });
    const ref = ats.put('candidates', candidate({ id: 'c-6' }));
    await kit.sync.changed('acme', ref);
    await settle(2);
    expectSame();
  });
});

describe('a customer that is switched off', () => {
  it('is sent nothing, keeps what waits, and goes on when it is switched on', async () => {
    const { kit } = test();
    test().switch(clientId, false);
    await kit.integrations.refresh('acme');
    const ref = ats.put('candidates', candidate({ id: 'c-7' }));
    await kit.sync.changed('acme', ref);
    test().requests.length = 0;
    await settle(2);
    expect(writes('atsCandidates')).toHaveLength(0);
    expect(await stateOf('c-7')).toMatchObject({ state: 'pending' });
    test().switch(clientId, true);
    await kit.integrations.refresh('acme');
    await kit.workers.runUntilIdle();
    expectSame();
  });
});

describe('bad calls', () => {
  it.each([
    [[], 'refs'],
    [[{ resource: 'people', id: '1' }], 'refs.0.resource'],
    [[{ resource: 'candidates', id: 'a\u0000' }], 'refs.0.id'],
    [[{ resource: 'stages', id: '1' }], 'refs.0.parentId'],
    [[{ resource: 'candidates', id: '1', parentId: '2' }], 'refs.0.parentId'],
  ])('are refused by field: %j', async (refs, field) => {
    await expect(test().kit.sync.changed('acme', refs as never)).rejects.toMatchObject({
      code: 'sync_input_invalid',
      field,
    });
  });

  it('of an unknown customer are refused', async () => {
    const ref = { resource: 'candidates', id: '1' } as const;
    await expect(test().kit.sync.changed('nobody', ref)).rejects.toMatchObject({
      code: 'tenant_unknown',
    });
  });
});

describe('the outbox', () => {
  it('takes what the ATS writes in transactions of its own', async () => {
    ats.put('candidates', candidate({ id: 'c-8' }));
    await rows(`select rsc.changed('acme', 'candidates', 'c-8')`);
    await rows(`select rsc.changed('nobody', 'candidates', 'c-8')`);
    await rows(`select rsc.changed('acme', 'unicorns', 'c-8')`);
    await settle(1);
    expectSame();
    expect(await rows('select id from rsc.sync_outbox')).toEqual([]);
  });
});
