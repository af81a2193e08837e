/** From a recruiter's click on Export to a candidate of the ATS, whatever fails on the way. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createTestAts,
  exportingCustomer,
  newestExport,
  type Exporter,
} from '../../../test/support/exporting.ts';
import {
  acme,
  foreignOrganization,
  organization,
  useKit,
} from '../../../test/support/onboarding-kit.ts';
import { syntheticPeople, type Person } from '../../sandbox/state/people.ts';
import { internalsOf } from '../store/internals.ts';
import { rowsOf } from '../store/store.test-support.ts';
import { normalProfileUrl } from './profile-keys.ts';

const ats = createTestAts();
const test = useKit({ sink: ats.sink });
let exporter: Exporter;
beforeAll(async () => {
  exporter = await exportingCustomer(test(), acme);
}, 60_000);
beforeEach(async () => {
  test().fault = () => null;
  ats.onCall = () => undefined;
  ats.onDone = () => undefined;
  test().clock.advance(60);
  await test().kit.workers.runUntilIdle();
  test().log.length = 0;
  ats.calls.length = 0;
  ats.candidates.clear();
  ats.applications.clear();
});

const run = () => test().kit.workers.runUntilIdle();
const newest = () => newestExport(test().kit, 'acme');
const people = syntheticPeople({ seed: 7, count: 60 });
const nextPerson = (): Person => {
  const person = people.pop();
  if (person === undefined) throw new Error('there are no people left');
  test().sandbox.state.members.join(person);
  return person;
};
const put = (id: string, fields: object): void => {
  ats.candidates.set(id, { id, name: 'Somebody', madeBy: null, resume: null, ...fields });
};
const memberOf = (id: string | null) =>
  test()
    .sandbox.state.candidates.of(organization)
    .find((candidate) => candidate.record.id === id)?.manualMatch;
const codes = () => test().log.flatMap((entry) => (entry.event === 'export' ? [entry.code] : []));

describe('an export', () => {
  it('makes a candidate under the job, and tells LinkedIn which member it is', async () => {
    const person = nextPerson();
    await exporter.export(person);
    await run();
    expect(await newest()).toMatchObject({
      state: 'delivered',
      outcome: 'created',
      reason: null,
      jobId: 'job-1',
      jobState: 'open',
      exporterUser: 'user-r',
      notices: [],
      attachment: 'attached',
      dueAt: null,
    });
    const { candidateId, applicationId } = await newest();
    expect(ats.candidates.get(candidateId ?? '')).toMatchObject({
      name: `${person.firstName} ${person.lastName}`,
      personUrn: person.personUrn,
    });
    expect(applicationId).toBe(`${candidateId ?? ''}/job-1`);
    expect(memberOf(candidateId)).toBe(person.personUrn);
  });

  it.each([
    ['person', (person: Person) => ({ personUrn: person.personUrn })],
    ['profile_url', (person: Person) => ({ profileUrl: normalProfileUrl(person.profileUrl) })],
    [
      'name_company',
      (person: Person) => ({
        name: `${person.firstName} ${person.lastName}`.toUpperCase(),
        company: person.currentCompany,
      }),
    ],
  ] as const)('finds who is there already by %s', async (reason, fields) => {
    const person = nextPerson();
    const id = `old-${reason}`;
    put(id, fields(person));
    await exporter.export(person);
    await run();
    expect(await newest()).toMatchObject({
      state: 'delivered',
      outcome: 'merged',
      reason,
      candidateId: id,
    });
    expect(ats.candidates.size).toBe(1);
    expect(memberOf(id)).toBe(person.personUrn);
  });

  it('twice to two jobs is one candidate with two applications, and to one job one', async () => {
    const person = nextPerson();
    await exporter.export(person);
    await exporter.export(person, { jobPostingId: 'job-2' });
    await run();
    expect(await newest()).toMatchObject({ outcome: 'merged', reason: 'person' });
    expect(ats.candidates.size).toBe(1);
    expect([...ats.applications.values()].map(({ jobId }) => jobId).sort()).toEqual([
      'job-1',
      'job-2',
    ]);
    expect((await newest()).notices).toContain('exported_before');

    await exporter.export(person);
    await run();
    expect(ats.applications.size).toBe(2);
    expect((await newest()).notices).toEqual(['exported_before', 'already_applied']);
  });

  it.each([
    ['job-closed', 'closed', 'job_closed'],
    ['job-gone', 'unknown', 'job_unknown'],
  ])('to %s is kept in the talent pool, and says why', async (jobPostingId, jobState, notice) => {
    await exporter.export(nextPerson(), { jobPostingId });
    await run();
    expect(await newest()).toMatchObject({
      state: 'delivered',
      jobId: jobPostingId,
      jobState,
      applicationId: null,
      notices: [notice],
    });
    expect(ats.calls.at(-1)).toMatch(/^link \S+ pool$/);
  });

  it('to the talent pool, by a recruiter whom the ATS does not know', async () => {
    await exporter.export(nextPerson(), { jobPostingId: null, seat: 'urn:li:seat:999' });
    await run();
    expect(await newest()).toMatchObject({
      state: 'delivered',
      jobId: null,
      exporter: 'urn:li:seat:999',
      exporterUser: null,
      notices: ['exporter_unknown'],
    });
  });

  it('brings its resume along, which stands nowhere in the clear', async () => {
    const person = nextPerson();
    await exporter.export(person, { exportType: 'RESUME' });
    await run();
    const { candidateId } = await newest();
    expect(ats.candidates.get(candidateId ?? '')?.resume).toBe('text/plain');
    const { connection } = internalsOf(test().store);
    const dump = JSON.stringify(await rowsOf(connection, 'select e::text from rsc.exports e'));
    for (const text of [person.lastName, person.profileUrl, person.personUrn]) {
      expect(dump).not.toContain(text);
      expect(dump).not.toContain(Buffer.from(text).toString('hex'));
    }
  });

  it('is delivered without a resume that LinkedIn does not give', async () => {
    test().fault = ({ path }) => (path.startsWith('/media/') ? 'down' : null);
    await exporter.export(nextPerson(), { exportType: 'RESUME' });
    for (let turn = 0; turn < 5; turn += 1) {
      await run();
      test().clock.advance(60);
    }
    expect(await newest()).toMatchObject({
      state: 'delivered',
      notices: ['resume_unavailable'],
    });
  });

  it('of another customer’s is quarantined, and nothing of it is kept or delivered', async () => {
    const person = nextPerson();
    await exporter.export(person, { integrationContext: foreignOrganization });
    await run();
    const found = await newest();
    expect(found).toMatchObject({ state: 'quarantined', context: foreignOrganization });
    expect(ats.calls).toEqual([]);
    expect(codes()).toEqual(['export_quarantined']);
    const { connection } = internalsOf(test().store);
    const query = `select profile, resume, member from rsc.exports where id = '${found.id}'`;
    expect(await rowsOf(connection, query)).toEqual([
      { profile: null, resume: null, member: null },
    ]);
    await test().kit.exports?.retry('acme', found.id);
    expect(await newest()).toMatchObject({ state: 'quarantined' });
  });

  it('that several candidates fit waits for a person', async () => {
    const person = nextPerson();
    const same = { name: `${person.firstName} ${person.lastName}`, company: person.currentCompany };
    put('one', same);
    put('two', same);
    put('else', { ...same, personUrn: 'urn:li:person:else' });
    await exporter.export(person);
    await run();
    expect(await newest()).toMatchObject({ state: 'review', notices: ['several_matches'] });
    expect(ats.calls).toEqual([]);
  });

  it('that the ATS refuses waits for a person', async () => {
    ats.onCall = (call) => {
      if (call === 'create') throw Object.assign(new Error('no'), { code: 'export_refused' });
    };
    await exporter.export(nextPerson());
    await run();
    expect(await newest()).toMatchObject({ state: 'review', notices: ['sink_refused'] });
  });

  it('leaves a candidate whom somebody has linked to another member as it is', async () => {
    const person = nextPerson();
    const name = { name: `${person.firstName} ${person.lastName}`, company: person.currentCompany };
    put('linked', name);
    const { kit } = test();
    const record = await ats.sink.record('acme', 'linked');
    if (record === null) throw new Error('no record');
    const other = nextPerson().personUrn;
    await kit.candidates.sync('acme', [{ ...record, manualMatchedMember: other }]);
    await exporter.export(person);
    await run();
    expect(await newest()).toMatchObject({
      attachment: 'other_member',
      notices: ['linked_elsewhere'],
    });
    expect(memberOf('linked')).toBe(other);
  });
});

describe('when something fails', () => {
  it('LinkedIn is asked again until it is back', async () => {
    test().fault = () => 'down';
    await exporter.export(nextPerson());
    await run();
    expect(await newest()).toMatchObject({ state: 'received', errorCode: 'unreachable' });
    test().fault = () => null;
    await run();
    expect((await newest()).state).toBe('received');
    test().clock.advance(10);
    await run();
    expect((await newest()).state).toBe('delivered');
  });

  it('an export is lost after a day, and somebody is told once', async () => {
    test().fault = () => 'down';
    await exporter.export(nextPerson());
    for (let hour = 0; hour < 30; hour += 1) {
      await run();
      test().clock.advance(60 * 60);
    }
    test().fault = () => null;
    await run();
    const lost = await newest();
    expect(lost).toMatchObject({ state: 'lost', dueAt: null });
    expect(codes()).toEqual(['export_lost']);
    expect(ats.lost).toEqual([lost.id]);
    expect(ats.calls).toEqual([]);
  });

  it.each(['create', 'link', 'merge'])(
    'the ATS is told the same again after an end during %s',
    async (step) => {
      const person = nextPerson();
      if (step === 'merge') put('old-merge', { personUrn: person.personUrn });
      let ends = 1;
      ats.onDone = (call) => {
        if (call.startsWith(step) && ends-- > 0) throw new Error('the process has ended');
      };
      await exporter.export(person);
      await run();
      expect((await newest()).state).toBe('fetched');
      test().clock.advance(10);
      await run();
      const outcome = step === 'merge' ? 'merged' : 'created';
      expect(await newest()).toMatchObject({ state: 'delivered', outcome, notices: [] });
      expect([ats.candidates.size, ats.applications.size]).toEqual([1, 1]);
    },
  );

  it('an event that comes again and again, in any order, is one export', async () => {
    const person = nextPerson();
    const requestId = await exporter.export(person);
    const other = await exporter.export(nextPerson());
    const push = (id: string) =>
      test().push(exporter.clientId, { eventType: 'EXPORT_CANDIDATE_PROFILE', requestId: id });
    await Promise.all([requestId, other, requestId, other].map(push));
    await run();
    await Promise.all([push(requestId), push(other)]);
    await run();
    expect(ats.calls.filter((call) => call === 'create')).toHaveLength(2);
    expect(ats.candidates.size).toBe(2);
  });

  it('two processes make one candidate of two exports of one person', async () => {
    const person = nextPerson();
    await exporter.export(person);
    await exporter.export(person, { jobPostingId: 'job-2' });
    const other = test().newKit();
    await Promise.all([run(), other.workers.runUntilIdle()]);
    await run();
    expect([ats.candidates.size, ats.applications.size]).toEqual([1, 2]);
  });

  it('the link is told when LinkedIn takes candidates again', async () => {
    test().switch(exporter.clientId, false);
    await test().kit.integrations.refresh('acme');
    const person = nextPerson();
    await exporter.export(person);
    await run();
    expect((await newest()).attachment).toBe('pending');
    test().switch(exporter.clientId, true);
    await test().kit.integrations.refresh('acme');
    test().clock.advance(20 * 60);
    await run();
    const { candidateId, attachment } = await newest();
    expect(attachment).toBe('attached');
    expect(memberOf(candidateId)).toBe(person.personUrn);
  });
});

describe('an evaluation', () => {
  const evaluate = async (): Promise<void> => {
    const id = test().sandbox.state.evaluations.add({
      clientId: exporter.clientId,
      integrationContext: organization,
      applicationId: 'a-1',
      jobPostingId: 'job-1',
      result: 'GOOD_FIT',
      explanation: 'explanation-canary',
      createdAtMs: test().clock(),
    });
    const type = 'EXPORT_APPLICATION_EVALUATION';
    await test().push(exporter.clientId, { type, id });
    await run();
  };
  const found = async () =>
    (await test().kit.exports?.list('acme', { kind: 'evaluation', limit: 1 }))?.[0];

  it('is fetched and kept, sealed, for an ATS that takes none', async () => {
    const { connection } = internalsOf(test().store);
    const useApi = (generation: string): Promise<unknown> =>
      rowsOf(
        connection,
        `update rsc.linkedin_applications
         set generation = '${generation}', api_version = '202604' where tenant_id = 'acme'`,
      );
    await useApi('rest');
    await evaluate();
    await useApi('v2');
    const state = { state: 'fetched', jobId: 'job-1', context: organization, dueAt: null };
    expect(await found()).toMatchObject(state);
    const dump = JSON.stringify(await rowsOf(connection, 'select e::text from rsc.exports e'));
    expect(dump).not.toContain(Buffer.from('explanation-canary').toString('hex'));
  });

  it('waits where the customer’s API has none, and is lost after a day', async () => {
    await evaluate();
    expect(await found()).toMatchObject({ state: 'received', errorCode: 'invalid' });
    test().clock.advance(25 * 60 * 60);
    await run();
    expect(await found()).toMatchObject({ state: 'lost' });
  });
});

describe('seats', () => {
  it('are counted by month, and told when they are near the documented limit', async () => {
    const { kit, clock, store } = test();
    const seat = 'urn:li:seat:777';
    const month = new Date(clock()).toISOString().slice(0, 7);
    await exporter.export(nextPerson(), { seat });
    await run();
    expect(await kit.exports?.seatUsage('acme', month)).toContainEqual({
      seat,
      exports: 1,
      limit: 300,
    });
    await rowsOf(
      internalsOf(store).connection,
      `update rsc.export_seats set exports = 299 where seat = '${seat}'`,
    );
    await exporter.export(nextPerson(), { seat });
    await run();
    expect((await newest()).notices).toContain('seat_limit_reached');
    expect(codes()).toContain('seat_limit_reached');
  });
});

describe('events that waited', () => {
  it('are taken up once the ATS has a sink', async () => {
    const { store } = test();
    const requestId = await exporter.export(nextPerson());
    const { connection } = internalsOf(store);
    const where = `where request_id = '${requestId}'`;
    await rowsOf(connection, `update rsc.push_events set state = 'waiting' ${where}`);
    await run();
    expect(ats.calls).toEqual([]);
    test().clock.advance(61);
    await run();
    expect((await newest()).state).toBe('delivered');
  });
});

describe('what is kept', () => {
  it('is deleted when its time is over', async () => {
    const { kit, clock } = test();
    expect((await kit.exports?.list('acme')) ?? []).not.toEqual([]);
    clock.advance(181 * 24 * 3_600);
    await run();
    expect(await kit.exports?.list('acme')).toEqual([]);
  });
});
