/** What recruiters have done, read by the ATS: seats, InMail, notes, stubs. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  contract,
  createSandboxApi,
  otherContext,
  type SandboxApi,
} from '../../../../test/support/sandbox-api.ts';
import { generations } from '../../../linkedin/form.ts';
import type { Conversation } from '../../state/conversations.ts';
import type { Person } from '../../state/people.ts';

const hourMs = 3_600_000;
let api: SandboxApi;
let person: Person;
let startMs: number;
beforeEach(() => {
  api = createSandboxApi();
  startMs = api.clock.nowMs;
  const [first] = api.state.members.values();
  if (first === undefined) throw new Error('no members');
  person = first;
});

const rita = () => api.seat('rita');
const tom = () => api.seat('tom');
const start = (atMs: number, from = rita()): Conversation =>
  api.state.conversations.start(from, person.personUrn, { subject: 'S', text: 'T' }, atMs);

describe.each(generations)('under /%s', (generation) => {
  const get = (path: string, as = 'app') => api.call('GET', `/${generation}/${path}`, { as });
  const message = async (path: string) => (await get(path)).body['message'];

  describe('seats', () => {
    const query = `seatsV2?q=attributes&contracts=${contract}`;

    it('are those of the contracts, in the states asked for, ten at a time', async () => {
      for (let i = 0; i < 12; i += 1) {
        const { id: _i, urn: _u, organization: _o, createdAtMs: _c, ...seed } = tom();
        api.state.organizations.addSeat({ ...seed, state: i < 3 ? 'PARKED' : 'ACTIVE' }, startMs);
      }
      const { body } = await get(`${query}&start=0`);
      expect(body['elements']).toHaveLength(10);
      expect(body['paging']).toMatchObject({ start: 0, count: 10, total: 14 });
      const id = generation === 'v2' ? 'id' : 'seatId';
      expect(body['elements']?.[0]).toMatchObject({
        [id]: rita().id,
        firstName: 'Rita',
        member: rita().personUrn,
        contract,
        state: 'ACTIVE',
        seatRoles: expect.arrayContaining(['ADMIN_SEAT']) as string[],
        ...(generation === 'v2'
          ? { created: { time: startMs } }
          : { createdAt: { time: startMs, actor: rita().personUrn } }),
      });
      const parked = await get(`${query}&states=PARKED&states=INVITED&start=0&count=100`);
      expect(parked.body['elements']).toHaveLength(3);
      const both = `${query}&contracts=${contract}1&start=0&fields=firstName`;
      expect((await get(both)).body['elements']?.[0]).toEqual({ firstName: 'Rita' });
    });

    it('need start, a contract of the customer’s, and states there are', async () => {
      expect(await message(query)).toBe('start: is required');
      expect(await message('seatsV2?q=attributes&start=0')).toBe('contracts: is required');
      expect(await message('seatsV2?q=attributes&start=0&contracts=700')).toContain('contracts:');
      expect(await message(`${query}&start=0&states=ODD`)).toContain('states:');
      expect(await message(`${query}&start=x`)).toContain('start:');
      expect(await message(`${query}&start=0&count=0`)).toContain('count:');
      expect(await message(`${query}&start=0&count=1001`)).toContain('count:');
      expect((await get(`${query}&start=0`, 'other')).status).toBe(403);
      expect((await get(`${query}&start=0`, 'off')).status).toBe(403);
      expect(await message(`seatsV2?q=x&contracts=${contract}`)).toContain('q:');
    });

    it('are paged by links', async () => {
      const first = await get(`${query}&start=0&count=1`);
      const links = first.body['paging']?.['links'];
      expect(links).toEqual([
        {
          rel: 'next',
          href: `/${generation}/${query}&start=1&count=1`,
          type: 'application/json',
        },
      ]);
      const second = await api.call('GET', String(links?.[0]?.['href']));
      expect(second.body['paging']).toMatchObject({ start: 1, links: [{ rel: 'prev' }] });
    });
  });

  describe('InMail', () => {
    const query = (from: number, to: number, more = '') =>
      `conversationEvents?q=criteria&viewer=${rita().urn}&timeRange.start=${from}&timeRange.end=${to}${more}`;

    it('is that of one seat, in a window with its start and without its end', async () => {
      const conversation = start(startMs);
      start(startMs + 1, tom());
      api.state.conversations.reply(conversation, person.personUrn, 'Yes?', startMs + 10);
      api.state.conversations.answer(conversation, 'ACCEPTED', 'Fine', startMs + 20);
      const { body } = await get(query(startMs, startMs + 20));
      expect(body['elements']).toMatchObject([
        {
          thread: conversation.thread,
          eventType: 'SENT',
          author: rita().urn,
          createdAt: startMs,
          content: { subject: 'S', body: 'T' },
          participants: [rita().urn, person.personUrn],
        },
        { eventType: 'REPLIED', author: person.personUrn },
      ]);
      expect((await get(query(startMs + 1, startMs + 21))).body['elements']).toHaveLength(2);
      expect((await get(query(startMs, startMs))).body['elements']).toEqual([]);
      const other = start(startMs + 2);
      const one = await get(query(startMs, startMs + 21, `&threadUrn=${other.thread}`));
      expect(one.body['elements']).toMatchObject([{ thread: other.thread }]);
    });

    it('is read in windows of twelve hours, as either protocol writes them', async () => {
      start(startMs);
      const [from, to] = [startMs - 6 * hourMs, startMs + 6 * hourMs];
      expect((await get(query(from, to))).body['elements']).toHaveLength(1);
      expect(await message(query(from, to + 1))).toBe('timeRange: must be at most 12 hours long');
      expect(await message(query(to, from))).toContain('timeRange:');
      expect(await message(query(Number.NaN, to))).toContain('timeRange.start:');
      const range = `timeRange=(start:${from},end:${to})`;
      const record = `conversationEvents?q=criteria&viewer=${encodeURIComponent(rita().urn)}&${range}`;
      expect((await get(record)).body['elements']).toHaveLength(1);
      api.clock.nowMs += hourMs;
      const open = `conversationEvents?q=criteria&viewer=${rita().urn}`;
      expect((await get(open)).body['elements']).toHaveLength(1);
      expect(await message(`${open}&timeRange.start=1`)).toContain('timeRange:');
    });

    it('needs a viewer whose contract is the application’s', async () => {
      const seat = async (urn: string, as = 'app') => {
        const { status, body } = await get(`conversationEvents?q=criteria&viewer=${urn}`, as);
        return [status, String(body['message']).split(':')[0]];
      };
      expect(await seat('')).toEqual([400, 'viewer']);
      expect(await seat('urn:li:person:1')).toEqual([400, 'viewer']);
      expect(await seat('urn:li:seat:1')).toEqual([403, 'viewer']);
      expect(await seat(rita().urn, 'other')).toEqual([403, 'viewer']);
    });
  });

  describe('notes', () => {
    const query = (after: number, until: number, more = '') =>
      `prospectNotes?q=criteria&contract=${contract}&cutoffDate=${after}&beforeDate=${until}${more}`;
    const add = (owner = rita(), atMs = startMs) =>
      api.state.prospectNotes.add(
        owner,
        { member: person.personUrn, text: 'A note', visibility: 'PRIVATE' },
        atMs,
      );

    it('go by their last change, after the cut-off and up to the date', async () => {
      const note = add();
      expect((await get(query(startMs - 1, startMs))).body['elements']).toEqual([
        {
          id: note.id,
          active: true,
          contract,
          created: startMs,
          lastModified: startMs,
          owner: rita().urn,
          prospect: person.personUrn,
          note: 'A note',
          visibility: 'PRIVATE',
        },
      ]);
      expect((await get(query(startMs, startMs + 1))).body['elements']).toEqual([]);
      api.state.prospectNotes.change(note, { active: false }, startMs + 5);
      expect((await get(query(startMs - 1, startMs))).body['elements']).toEqual([]);
      const [gone] = (await get(query(startMs, startMs + 5))).body['elements'] ?? [];
      expect(gone).toMatchObject({ active: false, created: startMs });
      expect(gone).not.toHaveProperty('note');
    });

    it('are those of the owners, if any are named', async () => {
      add();
      add(tom(), startMs + 1);
      add(rita(), startMs + 2);
      const of = async (more: string) =>
        (await get(query(startMs - 1, startMs + 9, more))).body['elements']?.map(
          (note) => note['owner'],
        );
      expect(await of('')).toHaveLength(3);
      expect(await of(`&owners=${tom().urn}`)).toEqual([tom().urn]);
      const both = [rita().urn, tom().urn, rita().urn];
      expect(await of(`&owners=${rita().urn}&owners=${tom().urn}`)).toEqual(both);
      const list = `&owners=List(${[rita().urn, tom().urn].map(encodeURIComponent).join(',')})`;
      expect(await of(list)).toEqual(both);
      expect(await message(query(0, 1, '&owners=urn:li:seat:1'))).toContain('owners:');
      expect(await message(query(0, 1, '&owners=1'))).toContain('owners:');
    });

    it('need a contract and at most twelve hours', async () => {
      expect(await message('prospectNotes?q=criteria')).toBe('contract: is required');
      expect(await message(query(startMs, startMs + 12 * hourMs + 1))).toContain('beforeDate');
      expect(await message(query(2, 1))).toContain('cutoffDate');
      expect(await message(query(-1, 1))).toContain('cutoffDate');
      expect((await get(query(0, 1), 'other')).status).toBe(403);
    });
  });

  describe('stubs', () => {
    const query = (from: number, to: number, more = '') =>
      `mailStubs?q=contract&contract=${contract}&createdDateStart=${from}&createdDateEnd=${to}${more}`;

    it('have the contact details a member shared, and no end in the window', async () => {
      api.state.mailStubs.add(start(startMs), person, startMs);
      const { body } = await get(query(startMs, startMs + 1));
      expect(body['elements']).toMatchObject([
        {
          owner: rita().urn,
          contract,
          createdDate: startMs,
          member: person.personUrn,
          firstName: person.firstName,
          emailAddress: person.emails[0],
          phoneNumbers: [{ number: person.phones[0] }],
        },
      ]);
      expect((await get(query(0, startMs))).body['elements']).toEqual([]);
      const all = `mailStubs?q=contract&contract=${contract}`;
      expect((await get(all)).body['elements']).toHaveLength(1);
      expect((await get(`${all}&owners=${tom().urn}`)).body['elements']).toEqual([]);
      api.state.closeMember(person.personUrn);
      const [closed] = (await get(all)).body['elements'] ?? [];
      expect(closed).toMatchObject({ member: person.personUrn });
      expect(closed).not.toHaveProperty('firstName');
    });

    it('cannot be read beyond 20,000', async () => {
      expect((await get(query(0, 1, '&start=19900&count=100'))).status).toBe(200);
      const beyond = await get(query(0, 1, '&start=19901&count=100'));
      expect(beyond.status).toBe(400);
      for (const name of ['start', 'count', 'owners', 'createdDateStart', 'createdDateEnd']) {
        expect(beyond.body['message']).toContain(name);
      }
      expect(await message(query(2, 1))).toContain('createdDateStart');
    });
  });
});

describe('the older seats', () => {
  const query = `/v2/seats?q=seatsByAttributes&contracts=${contract}`;

  it('tell e-mail and who is administrator, and need no start', async () => {
    api.state.organizations.changeSeat(tom().urn, { state: 'INACTIVE' });
    const { body } = await api.call('GET', query);
    expect(body['elements']).toMatchObject([
      { id: rita().id, contractId: contract, email: 'rita@example.com', active: true, admin: true },
      { id: tom().id, active: false, admin: false },
    ]);
    expect((await api.call('GET', `${query}&active=false`)).body['elements']).toHaveLength(1);
    expect((await api.call('GET', `${query}&active=1`)).body['message']).toContain('active:');
    expect((await api.call('GET', query.replace('/v2/', '/rest/'))).status).toBe(404);
  });

  it('are refused for what belongs to others', async () => {
    expect((await api.call('GET', query, { as: 'other' })).status).toBe(403);
    const [own = ''] = api.state.organizations.contractsOf(otherContext).map(({ urn }) => urn);
    expect((await api.call('GET', query.replace(contract, own), { as: 'other' })).status).toBe(200);
  });
});
