/** The export panel's API: who sees what, what is decided, and a stream without gaps. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createTestAts,
  exportingCustomer,
  newestExport,
  type Exporter,
} from '../../../test/support/exporting.ts';
import {
  acme,
  foreignContract,
  foreignOrganization,
  frameOf,
  globex,
  organization,
  useKit,
} from '../../../test/support/onboarding-kit.ts';
import {
  exportAnswer,
  exportsAnswer,
  exportView,
  type DecisionRequest,
  type ExportView,
} from '../../protocol/exports.ts';
import type { Scope } from '../../protocol/context.ts';
import { syntheticPeople, type Person } from '../../sandbox/state/people.ts';
import { expectRefusal, type TestFrame } from '../backend.test-support.ts';

const ats = createTestAts();
const test = useKit({ sink: ats.sink });
let exporter: Exporter;
let foreign: Exporter;
let all: TestFrame;
const people = syntheticPeople({ seed: 11, count: 40 });
const everything: readonly Scope[] = ['exports:read', 'exports:decide', 'exports:all'];
const panel = (obj: string, scopes = everything, from = exporter, tenant = 'acme') =>
  frameOf(test(), tenant, from.key, { widget: 'export-panel', obj, scopes });

beforeAll(async () => {
  exporter = await exportingCustomer(test(), acme);
  foreign = await exportingCustomer(test(), globex, foreignOrganization, foreignContract);
}, 60_000);
beforeEach(async () => {
  ats.onCall = () => undefined;
  test().clock.advance(60);
  all = await panel('exports');
});

const nextPerson = (): Person => {
  const person = people.pop();
  if (person === undefined) throw new Error('there are no people left');
  test().sandbox.state.members.join(person);
  return person;
};
const run = () => test().kit.workers.runUntilIdle();
const list = async (frame: TestFrame, query = '') =>
  exportsAnswer.parse(await (await frame.call(`/rsc/exports${query}`)).json());
const post = (frame: TestFrame, id: string, decision: unknown): Promise<Response> =>
  frame.call(`/rsc/exports/${id}/decision`, { method: 'POST', body: decision });
const decide = async (id: string, decision: DecisionRequest): Promise<ExportView> => {
  const response = await post(all, id, decision);
  expect(response.status, await response.clone().text()).toBe(200);
  return exportView.parse(await response.json());
};
/** Somebody whom two candidates of the ATS may be. */
const ambiguous = async (change = {}) => {
  const person = nextPerson();
  const name = `${person.firstName} ${person.lastName}`;
  const ids = [1, 2].map((index) => `${person.id}-${String(index)}`);
  for (const id of ids) {
    const company = person.currentCompany;
    ats.candidates.set(id, { id, name, company, madeBy: null, resume: null });
  }
  await exporter.export(person, change);
  await run();
  return { person, ids, id: (await newestExport(test().kit, 'acme')).id };
};

describe('GET /rsc/exports', () => {
  it('lists who was exported by whom for which job, newest change first, in pages', async () => {
    const first = nextPerson();
    await exporter.export(first);
    await run();
    const second = nextPerson();
    await exporter.export(second, { jobPostingId: 'job-2' });
    await run();
    const { items, mayDecide, next } = await list(all, '?limit=1');
    expect(mayDecide).toBe(true);
    expect(items).toMatchObject([
      {
        state: 'delivered',
        person: { name: `${second.firstName} ${second.lastName}`, company: second.currentCompany },
        job: { id: 'job-2', title: 'Gardener', state: 'open' },
        exporter: { userId: 'user-r', name: 'Rita Recruiter' },
        outcome: 'created',
        canUndo: true,
        link: 'attached',
      },
    ]);
    const older = await list(all, `?limit=1&before=${String(next)}`);
    expect(older.items[0]?.person?.name).toBe(`${first.firstName} ${first.lastName}`);
  });

  it('of one job knows no other, neither in lists nor by id', async () => {
    await exporter.export(nextPerson(), { jobPostingId: 'job-1' });
    await run();
    const { id } = await newestExport(test().kit, 'acme');
    const own = await panel('job:job-1', ['exports:read', 'exports:decide']);
    const other = await panel('job:job-2', ['exports:read', 'exports:decide']);
    expect((await list(own)).items.map((item) => item.id)).toContain(id);
    const seen = (await list(other)).items;
    expect(seen.every(({ job }) => job?.id === 'job-2')).toBe(true);
    expect((await own.call(`/rsc/exports/${id}`)).status).toBe(200);
    await expectRefusal(await other.call(`/rsc/exports/${id}`), 404, 'export_unknown');
    await expectRefusal(await post(other, id, { action: 'undo' }), 404, 'export_unknown');
  });

  it.each([
    ['exports', ['exports:read', 'exports:decide'], 'scope_missing'],
    ['exports', ['exports:all'], 'scope_missing'],
    ['job:job-1', ['exports:decide'], 'scope_missing'],
  ] as const)('about %s is refused with %s', async (obj, scopes, code) => {
    const frame = await panel(obj, scopes);
    for (const path of ['/rsc/exports', '/rsc/exports/events', `/rsc/exports/${'x'.repeat(32)}`]) {
      await expectRefusal(await frame.call(path), 403, code);
    }
  });

  it('is refused to tokens about something else, and decisions to those who may only see', async () => {
    const { id } = await newestExport(test().kit, 'acme');
    const profile = await frameOf(test(), 'acme', exporter.key, { obj: 'candidate:1' });
    expect((await profile.call('/rsc/exports')).status).toBe(403);
    const reader = await panel('exports', ['exports:read', 'exports:all']);
    expect((await list(reader)).mayDecide).toBe(false);
    await expectRefusal(await post(reader, id, { action: 'undo' }), 403, 'scope_missing');
  });

  it.each(['?since=x', '?before=-1', '?limit=0', '?limit=101', '?since='])(
    'refuses %s',
    async (query) => {
      await expectRefusal(await all.call(`/rsc/exports${query}`), 400, 'request_invalid');
    },
  );

  it('shows hostile text as it is, and no address that is none', async () => {
    const hostile = '<img src=x onerror=alert(1)>\u202e\u200b';
    const person = { ...nextPerson(), firstName: hostile, profileUrl: 'javascript:alert(1)' };
    test().sandbox.state.members.join({ ...person, summary: 'x'.repeat(1_000_000) });
    await exporter.export(person);
    await run();
    const { items } = await list(all, '?limit=1');
    expect(items[0]?.person?.name.startsWith(hostile)).toBe(true);
    expect(items[0]?.person?.profileUrl).toBeNull();
    expect(items[0]?.person?.summary).toHaveLength(20_000);
  });
});

describe('POST /rsc/exports/{id}/decision', () => {
  it('shows candidates side by side, and merges with the one chosen', async () => {
    const { id, ids, person } = await ambiguous();
    const beside = exportAnswer.parse(await (await all.call(`/rsc/exports/${id}`)).json());
    expect(beside.export).toMatchObject({
      state: 'review',
      notices: ['several_matches'],
      suggestions: ids.map((candidateId) => ({ candidateId, reason: 'name_company' })),
    });
    expect(beside.candidates).toMatchObject(
      ids.map((candidateId) => ({
        id: candidateId,
        company: person.currentCompany,
        member: 'unknown',
      })),
    );
    const merged = await decide(id, { action: 'merge', candidateId: ids[1] ?? '' });
    expect(merged).toMatchObject({
      state: 'delivered',
      outcome: 'merged',
      reason: 'decision',
      candidateId: ids[1],
      decidedBy: 'user-a',
      canUndo: true,
    });
    expect(ats.candidates.get(ids[1] ?? '')?.personUrn).toBe(person.personUrn);
  });

  it('takes a merge back, with what LinkedIn was told, and lets decide anew', async () => {
    const { id, ids } = await ambiguous();
    const [first = ''] = ids;
    const before = ats.candidates.get(first);
    await decide(id, { action: 'merge', candidateId: first });
    await run();
    const linked = () =>
      test()
        .sandbox.state.candidates.of(organization)
        .find(({ record }) => record.id === first)?.manualMatch;
    expect(linked()).not.toBeNull();
    const undone = await decide(id, { action: 'undo' });
    expect(undone).toMatchObject({ state: 'review', candidateId: null, canUndo: false });
    expect(undone.notices).toContain('undone');
    expect(ats.candidates.get(first)).toEqual(before);
    expect(linked()).toBeNull();
    const created = await decide(id, { action: 'create' });
    expect(created).toMatchObject({ state: 'delivered', outcome: 'created', reason: 'decision' });
  });

  it('takes a candidate back that an export has made, or leaves it to others that rest on it', async () => {
    const person = nextPerson();
    await exporter.export(person);
    await run();
    const first = await newestExport(test().kit, 'acme');
    await exporter.export(person, { jobPostingId: 'job-2' });
    await run();
    const second = await newestExport(test().kit, 'acme');
    const candidateId = first.candidateId ?? '';
    await decide(first.id, { action: 'undo' });
    expect(ats.candidates.has(candidateId)).toBe(true);
    expect(ats.applications.has(`${candidateId}/job-1`)).toBe(false);
    expect(ats.applications.has(`${candidateId}/job-2`)).toBe(true);
    expect((await decide(second.id, { action: 'undo' })).state).toBe('review');
  });

  it('says why the ATS does not take something back', async () => {
    await exporter.export(nextPerson());
    await run();
    const { id } = await newestExport(test().kit, 'acme');
    const { undo } = ats.sink;
    ats.sink.undo = async () => ({ ok: false, why: 'candidate_in_use' });
    try {
      const refused = await post(all, id, { action: 'undo' });
      expect(await refused.clone().text()).toContain('candidate_in_use');
      await expectRefusal(refused, 409, 'export_not_undoable');
    } finally {
      ats.sink.undo = undo;
    }
    const [item] = (await list(all, '?limit=1')).items;
    expect(item).toMatchObject({ id, state: 'delivered', canUndo: true });
    expect(item?.notices).toEqual(expect.arrayContaining(['undo_refused', 'candidate_in_use']));
  });

  it('dismisses, and takes that back', async () => {
    const { id } = await ambiguous();
    expect(await decide(id, { action: 'dismiss' })).toMatchObject({
      state: 'dismissed',
      canUndo: true,
    });
    expect((await decide(id, { action: 'undo' })).state).toBe('review');
  });

  it('of two that decide at once counts one', async () => {
    const { id, ids } = await ambiguous();
    const answers = await Promise.all([
      post(all, id, { action: 'merge', candidateId: ids[0] }),
      post(all, id, { action: 'dismiss' }),
      post(all, id, { action: 'create' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    for (const answer of answers) {
      if (answer.status === 409) await expectRefusal(answer, 409, 'export_decided');
    }
  });

  it('goes on by itself where the ATS does not answer now', async () => {
    const { id } = await ambiguous();
    ats.onCall = () => {
      throw new Error('down');
    };
    expect(await decide(id, { action: 'create' })).toMatchObject({
      state: 'fetched',
      working: 'create',
    });
    await expectRefusal(await post(all, id, { action: 'dismiss' }), 409, 'export_decided');
    ats.onCall = () => undefined;
    test().clock.advance(10);
    await run();
    expect((await list(all, '?limit=1')).items[0]).toMatchObject({ id, state: 'delivered' });
  });

  it.each([
    [{ action: 'merge', candidateId: 'nobody' }, 404, 'candidate_unknown'],
    [{ action: 'merge' }, 400, 'request_invalid'],
    [{ action: 'delete' }, 400, 'request_invalid'],
    ['no', 400, 'request_invalid'],
  ])('refuses %j', async (decision, status, code) => {
    const { id } = await ambiguous();
    await expectRefusal(await post(all, id, decision), status, code);
  });
});

describe('GET /rsc/exports/events', () => {
  /** Reads events until there are so many. */
  async function read(frame: TestFrame, headers: Record<string, string>, wanted: number) {
    const response = await frame.call('/rsc/exports/events', { headers });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const found: { id: number; view: ExportView }[] = [];
    let text = '';
    while (reader !== undefined && found.length < wanted) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const event = /^id: (\d+)\ndata: (.*)$/s.exec(text.slice(0, end));
        text = text.slice(end + 2);
        if (event === null) continue;
        const view = exportView.parse(JSON.parse(event[2] ?? ''));
        found.push({ id: Number(event[1]), view });
      }
    }
    await reader?.cancel();
    return found;
  }

  it('tells changes as they happen, and goes on after the last one seen without a gap', async () => {
    const { cursor } = await list(all);
    const reading = read(all, { 'last-event-id': String(cursor) }, 1);
    await exporter.export(nextPerson());
    await run();
    const [first] = await reading;
    expect(first?.id).toBeGreaterThan(cursor);
    // While nobody reads, more happens.
    await exporter.export(nextPerson());
    await exporter.export(nextPerson());
    await run();
    const wanted = (await test().kit.exports?.list('acme', { limit: 3 }))?.map(({ id }) => id);
    const rest = await read(all, { 'last-event-id': String(cursor) }, 3);
    expect(rest.map(({ view }) => view.id).sort()).toEqual([...(wanted ?? [])].sort());
    expect(rest.every(({ view }) => view.state === 'delivered')).toBe(true);
    const again = await list(all, `?since=${String(rest.at(-1)?.id)}`);
    expect(again.items).toEqual([]);
    expect(again.next).toBeNull();
  });

  it('of one job tells of that one only', async () => {
    const own = await panel('job:job-2', ['exports:read']);
    const { cursor } = await list(own);
    await exporter.export(nextPerson(), { jobPostingId: 'job-1' });
    await exporter.export(nextPerson(), { jobPostingId: 'job-2' });
    await run();
    const [event] = await read(own, { 'last-event-id': String(cursor) }, 1);
    expect(event?.view.job?.id).toBe('job-2');
  });
});

describe('another customer', () => {
  it('sees, changes and is told nothing, whatever it names', async () => {
    const { id } = await ambiguous();
    const before = await list(all, '?limit=100');
    const frame = await panel('exports', everything, foreign, 'globex');
    expect((await list(frame)).items).toEqual([]);
    await expectRefusal(await frame.call(`/rsc/exports/${id}`), 404, 'export_unknown');
    for (const action of ['create', 'dismiss', 'undo']) {
      await expectRefusal(await post(frame, id, { action }), 404, 'export_unknown');
    }
    const stolen = await frame.call('/rsc/exports', {
      headers: { authorization: `DPoP ${all.token}` },
    });
    expect(stolen.status).toBe(401);
    await run();
    expect(await list(all, '?limit=100')).toEqual(before);
  });
});
