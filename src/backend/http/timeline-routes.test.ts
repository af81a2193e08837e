/** A candidate's timeline over HTTP: who sees what of it, by Recruiter's rules, and how it stays new. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  timelineAnswer,
  timelineItemAnswer,
  timelineNews,
  type TimelineAnswer,
  type TimelineItem,
} from '../../protocol/timeline.ts';
import { useKit } from '../../../test/support/onboarding-kit.ts';
import {
  candidateFrame,
  recruitingWorld,
  settled,
  syncAs,
  users,
  type RecruitingWorld,
} from '../../../test/support/recruiting.ts';
import { expectRefusal, type TestFrame } from '../backend.test-support.ts';
import type { Person } from '../../sandbox/state/people.ts';

const test = useKit({
  retrieval: {
    historyDays: 2,
    everyMs: { busy: 60_000, quiet: 60_000 },
    findAtsUsers: (_tenant, { emails }) => users.filter(({ email }) => emails.includes(email)),
  },
});
let world: RecruitingWorld;
vi.setConfig({ testTimeout: 30_000 });
let person: Person;

const path = '/rsc/candidates/c-1/timeline';
/** What a user has open, with a token of its own. */
const as = (name: 'a' | 'b' | 'c' | 'nobody'): Promise<TestFrame> =>
  candidateFrame(test(), world, 'c-1', `user-${name}`);
async function read(frame: TestFrame, query = '', body?: unknown): Promise<TimelineAnswer> {
  const response = await frame.call(
    path + query,
    body === undefined ? {} : { method: 'POST', body },
  );
  return timelineAnswer.parse(await response.json());
}
const recruited = async (frame: TestFrame, query = ''): Promise<TimelineItem[]> =>
  (await read(frame, query)).items.filter(({ author }) => author?.role !== 'ats');
async function work(minutes = 5): Promise<void> {
  // A timeline that was opened may have a seat read just now: then its turn is the second time.
  for (const part of [1, 2]) {
    await settled(test().store);
    test().clock.advance((minutes * 60 * part) / 3);
    await test().kit.workers.runUntilIdle();
  }
}

beforeAll(async () => {
  world = await recruitingWorld(test());
  const { sandbox, clock, kit } = test();
  const { state } = sandbox;
  const [a, b, c] = world.seats;
  const [first] = world.people;
  if (first === undefined) throw new Error('there are no people');
  person = first;
  await syncAs(kit, 'c-1', person);
  const text = { subject: 'About a job', text: 'Dear member' };
  const thread = state.conversations.start(a, person.personUrn, text, clock());
  clock.advance(60);
  state.conversations.answer(thread, 'ACCEPTED', 'With pleasure', clock());
  state.mailStubs.add(thread, person, clock());
  clock.advance(60);
  state.conversations.reply(thread, a.urn, 'Then on Monday', clock());
  clock.advance(60);
  const noted = { member: person.personUrn, visibility: 'PUBLIC' } as const;
  state.prospectNotes.add(a, { ...noted, text: 'mine', visibility: 'PRIVATE' }, clock());
  clock.advance(60);
  state.prospectNotes.add(b, { ...noted, text: 'for all' }, clock());
  clock.advance(60);
  state.prospectNotes.add(c, { ...noted, text: 'elsewhere' }, clock());
  await work();
}, 60_000);

describe('GET /rsc/candidates/{id}/timeline', () => {
  it('shows of one’s own InMail subject and first message, and of later ones only that they were', async () => {
    const items = await recruited(await as('a'));
    expect(items.map(({ kind }) => kind)).toEqual([
      'note',
      'note',
      'inmail_replied',
      ...items.slice(3, 5).map(({ kind }) => kind),
      'inmail_sent',
    ]);
    // Both at the same moment, in whatever order their ids have.
    expect(new Set(items.slice(3, 5).map(({ kind }) => kind))).toEqual(
      new Set(['contact_shared', 'inmail_accepted']),
    );
    const of = (kind: string) => items.find((item) => item.kind === kind);
    const [{ firstName, lastName }] = world.seats;
    expect(of('inmail_sent')).toMatchObject({
      subject: 'About a job',
      text: 'Dear member',
      author: { role: 'recruiter', name: `${firstName} ${lastName}`, isViewer: true },
    });
    expect(of('inmail_replied')).toMatchObject({ subject: 'About a job', isWithheld: true });
    expect(of('inmail_accepted')).toMatchObject({
      isWithheld: true,
      author: { role: 'candidate' },
    });
    expect(JSON.stringify(items)).not.toMatch(/With pleasure|on Monday/);
  });

  it('shows of a colleague’s InMail who and when, and nothing of what was written', async () => {
    const items = await recruited(await as('b'));
    const sent = items.find(({ kind }) => kind === 'inmail_sent');
    expect(sent).toMatchObject({ isWithheld: true, author: { isViewer: false } });
    expect(sent).not.toHaveProperty('subject');
    expect(items.map(({ kind }) => kind)).toContain('inmail_accepted');
    expect(JSON.stringify(items)).not.toMatch(/About a job|Dear member/);
  });

  it('shows a private note to its author alone, and finds it for nobody else', async () => {
    expect((await recruited(await as('a'))).find(({ text }) => text === 'mine')).toMatchObject({
      isPrivate: true,
    });
    for (const name of ['b', 'c', 'nobody'] as const) {
      const frame = await as(name);
      expect(JSON.stringify(await read(frame))).not.toContain('mine');
      expect((await read(frame, '', { words: 'mine' })).items).toEqual([]);
    }
    expect((await read(await as('a'), '', { words: 'MINE' })).items).toHaveLength(1);
    const [note] = (await read(await as('a'), '', { words: 'mine' })).items;
    const alone = `${path}/${note?.id ?? ''}`;
    expect(timelineItemAnswer.parse(await (await (await as('a')).call(alone)).json()).item).toEqual(
      note,
    );
    await expectRefusal(await (await as('b')).call(alone), 404, 'not_found');
  });

  it('shows nothing of a contract to who has no seat on it', async () => {
    expect((await recruited(await as('c'))).map(({ text }) => text)).toEqual(['elsewhere']);
    expect(await recruited(await as('nobody'))).toEqual([]);
    expect((await recruited(await as('a'))).map(({ text }) => text)).not.toContain('elsewhere');
    const { organizations } = test().sandbox.state;
    organizations.changeSeat(world.seats[1].urn, { state: 'INACTIVE' });
    await work(61);
    expect(await recruited(await as('b'))).toEqual([]);
    organizations.changeSeat(world.seats[1].urn, { state: 'ACTIVE' });
    await work(61);
    expect(await recruited(await as('b'))).not.toEqual([]);
  });

  it('has what the kit has done as well, and pages and filters', async () => {
    const { items } = await read(await as('nobody'));
    expect(items.map(({ kind }) => kind)).toEqual(['synced', 'created']);
    const all = (await read(await as('a'))).items;
    const found: TimelineItem[] = [];
    for (let before = ''; ;) {
      const page = await read(await as('a'), `?limit=3${before}`);
      found.push(...page.items);
      if (page.older === null) break;
      before = `&before=${page.older}`;
    }
    expect(found).toEqual(all);
    const some = await read(await as('a'), '?kinds=note,contact_shared');
    expect(new Set(some.items.map(({ kind }) => kind))).toEqual(
      new Set(['note', 'contact_shared']),
    );
  });

  it('passes hostile text on as it is, and a long one in part', async () => {
    const hostile =
      '<img src=x onerror=alert(1)>\u202E\u200B{{x}} javascript:alert(1) \u0430pple </script>&amp;';
    const long = 'z'.repeat(1_000_000);
    const { state } = test().sandbox;
    for (const text of [hostile, long]) {
      const note = { member: person.personUrn, text, visibility: 'PUBLIC' } as const;
      state.prospectNotes.add(world.seats[0], note, test().clock());
      test().clock.advance(1);
    }
    await work();
    const [cut, whole] = await recruited(await as('b'), '?kinds=note&limit=2');
    expect(whole?.text).toBe(hostile);
    expect(cut).toMatchObject({ isCut: true, text: 'z'.repeat(2_000) });
    const alone: unknown = await (await (await as('b')).call(`${path}/${cut?.id ?? ''}`)).json();
    expect(timelineItemAnswer.parse(alone).item.text).toBe(long);
  });

  it.each([
    ['?words=ada', 'request_invalid'],
    ['?limit=0', 'request_invalid'],
    ['?limit=1e2', 'request_invalid'],
    ['?kinds=secret', 'request_invalid'],
    ['?before=x', 'request_invalid'],
    ['?before=1.a.1&after=1.a.1', 'request_invalid'],
    ['?other=1&before=../..', 'request_invalid'],
    ['/recruiter.zz%2F', 'request_invalid'],
    ['/events?since=-1', 'request_invalid'],
  ])('refuses %s', async (query, code) => {
    await expectRefusal(await (await as('a')).call(path + query), 400, code);
  });

  it('is for the candidate of the token, with its scope', async () => {
    await expectRefusal(
      await (await as('a')).call('/rsc/candidates/c-2/timeline'),
      403,
      'object_mismatch',
    );
    const linker = await candidateFrame(test(), world, 'c-1', 'user-a', ['profile:link']);
    await expectRefusal(await linker.call(path), 403, 'scope_missing');
    await expectRefusal(
      await (await as('a')).call(path, { headers: { origin: 'https://evil.example' } }),
      400,
      'request_invalid',
    );
  });

  it('remembers who a candidate is while LinkedIn does not answer, and forgets it after an unlink', async () => {
    const before = await recruited(await as('a'));
    test().clock.advance(70);
    test().fault = () => 'down';
    expect(await recruited(await as('a'))).toEqual(before);
    test().fault = () => null;
    const context = 'urn:li:organization:7001';
    test().sandbox.state.unlink(context, 'c-1');
    test().clock.advance(70);
    expect(await recruited(await as('a'))).toEqual([]);
    test().sandbox.state.link(context, 'c-1', person.personUrn);
    test().clock.advance(70);
    expect(await recruited(await as('a'))).toEqual(before);
  });
});

describe('GET /rsc/candidates/{id}/timeline/events', () => {
  it('tells what is new, changed and gone, to who may see it', async () => {
    const { state } = test().sandbox;
    const { clock } = test();
    const { revision } = await read(await as('b'));
    // The page has opened the candidate, which reads it anew.
    await settled(test().store);
    const noted = { member: person.personUrn, visibility: 'PUBLIC' } as const;
    state.prospectNotes.add(
      world.seats[0],
      { ...noted, visibility: 'PRIVATE', text: 'hush' },
      clock(),
    );
    const note = state.prospectNotes.add(world.seats[0], { ...noted, text: 'news' }, clock());
    await work();
    const toB = await firstEvent(await as('b'), revision);
    expect(toB.news).toMatchObject({ items: [{ text: 'news' }], removed: [] });
    const toA = await firstEvent(await as('a'), revision);
    expect(toA.news.items.map(({ text }) => text).sort()).toEqual(['hush', 'news']);
    state.prospectNotes.change(note, { visibility: 'PRIVATE' }, clock());
    await work();
    const hidden = await firstEvent(await as('b'), toB.id);
    expect(hidden.news).toEqual({ items: [], removed: [toB.news.items[0]?.id] });
    const stillA = await firstEvent(await as('a'), toB.id);
    expect(stillA.news.items).toMatchObject([{ text: 'news', isPrivate: true }]);
    const long = 'l'.repeat(3_000);
    state.prospectNotes.add(world.seats[0], { ...noted, text: long }, clock());
    await work();
    const [cut] = (await firstEvent(await as('b'), hidden.id)).news.items;
    expect(cut).toMatchObject({ isCut: true, text: long.slice(0, 2_000) });
  });

  async function firstEvent(frame: TestFrame, since: number) {
    const response = await frame.call(`${path}/events?since=${String(since)}`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body?.getReader();
    let text = '';
    while (!/id: \d+\ndata: .*\n\n/.test(text)) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) throw new Error('the stream has ended');
      text += new TextDecoder().decode(value);
    }
    await reader?.cancel();
    const [, id = '', data = ''] = /id: (\d+)\ndata: (.*)\n\n/.exec(text) ?? [];
    return { id: Number(id), news: timelineNews.parse(JSON.parse(data)) };
  }
});
