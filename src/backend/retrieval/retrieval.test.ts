/** What recruiters do in Recruiter, read back: everything once, also when it is late, changes or goes. */
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { sharedLinkedIn } from '../budgets/shared.ts';
import { contract, secondContract, useKit } from '../../../test/support/onboarding-kit.ts';
import { recruitingWorld, users, type RecruitingWorld } from '../../../test/support/recruiting.ts';
import { storedItems, truthOf } from '../../../test/support/recruiting-items.ts';

const test = useKit({
  retrieval: {
    historyDays: 2,
    everyMs: { busy: 60_000, quiet: 60_000 },
    findAtsUsers: (_tenant, { emails }) =>
      users.filter(({ id, email }) => id !== 'user-c' && emails.includes(email)),
  },
});
let world: RecruitingWorld;
// Each lets days pass, and workers work through them.
vi.setConfig({ testTimeout: 60_000 });

/** Lets time pass and the workers work. */
async function pass(minutes: number): Promise<void> {
  test().clock.advance(minutes * 60);
  await test().kit.workers.runUntilIdle();
}
const equalsTruth = async (): Promise<void> => {
  expect(await storedItems(test().store)).toEqual(truthOf(test().sandbox, world.seats));
};

beforeAll(async () => {
  world = await recruitingWorld(test());
  await test().kit.workers.runUntilIdle();
}, 60_000);
beforeEach(() => {
  test().fault = () => null;
  test().writesLeft = Number.POSITIVE_INFINITY;
});

describe('seats', () => {
  it('are read by contract, and mapped by e-mail where it is clear', async () => {
    const [a, b, c] = world.seats;
    expect(await test().kit.retrieval.seats.list('acme')).toMatchObject([
      { seat: a.urn, contract, state: 'ACTIVE', atsUserId: 'user-a', mappedBy: 'email' },
      { seat: b.urn, contract, name: `${b.firstName} ${b.lastName}`, atsUserId: 'user-b' },
      { seat: c.urn, contract: secondContract, email: 'c@acme.example', atsUserId: null },
    ]);
    const unmapped = await test().kit.retrieval.seats.list('acme', { unmapped: true });
    expect(unmapped.map(({ seat }) => seat)).toEqual([c.urn]);
  });

  it('are corrected by an administrator, whatever is suggested later', async () => {
    const { kit, sandbox } = test();
    const { seats } = kit.retrieval;
    const [a, , c] = world.seats;
    await seats.map('acme', c.urn, 'user-c', { actor: 'admin-1' });
    await seats.map('acme', a.urn, null, { actor: 'admin-1' });
    await kit.retrieval.readSeats('acme');
    await pass(0);
    const of = async (urn: string) => (await seats.list('acme')).find(({ seat }) => seat === urn);
    expect(await of(c.urn)).toMatchObject({ atsUserId: 'user-c', mappedBy: 'admin' });
    expect(await of(a.urn)).toMatchObject({ atsUserId: null, mappedBy: 'admin' });
    await seats.unmap('acme', a.urn);
    await pass(61);
    expect(await of(a.urn)).toMatchObject({ atsUserId: 'user-a', mappedBy: 'email' });
    await expect(seats.map('acme', 'urn:li:seat:0', 'user-a')).rejects.toMatchObject({
      code: 'store_not_found',
    });
    await expect(seats.map('acme', a.urn, '\u0000')).rejects.toBeInstanceOf(TypeError);
    sandbox.state.organizations.changeSeat(c.urn, { state: 'PARKED' });
    await pass(61);
    expect(await of(c.urn)).toMatchObject({ state: 'PARKED', atsUserId: 'user-c' });
    sandbox.state.organizations.changeSeat(c.urn, { state: 'ACTIVE' });
    await pass(61);
  });
});

describe('InMail, notes and stub profiles', () => {
  it('come as they are, of each kind and seat', async () => {
    const { state } = test().sandbox;
    const { clock } = test();
    const [a, b, c] = world.seats;
    const [first, second, third] = world.people;
    if (!first || !second || !third) throw new Error('there are no people');
    const thread = state.conversations.start(
      a,
      first.personUrn,
      { subject: 'Hello', text: 'A job' },
      clock(),
    );
    clock.advance(60);
    state.conversations.answer(thread, 'ACCEPTED', 'Tell me more', clock());
    state.mailStubs.add(thread, first, clock());
    clock.advance(60);
    state.conversations.reply(thread, a.urn, 'Gladly', clock());
    const declined = state.conversations.start(
      b,
      second.personUrn,
      { subject: 'Hi', text: '' },
      clock(),
    );
    state.conversations.answer(declined, 'DECLINED', '', clock());
    state.prospectNotes.add(
      a,
      { member: first.personUrn, text: 'Speaks \u{1F980}, \uD800 half', visibility: 'PRIVATE' },
      clock(),
    );
    state.prospectNotes.add(
      c,
      { member: third.personUrn, text: 'Public', visibility: 'PUBLIC' },
      clock(),
    );
    await pass(300);
    const stored = await storedItems(test().store);
    expect(stored).toHaveLength(8);
    expect(stored).toEqual(truthOf(test().sandbox, world.seats));
  });

  it('come once however often they are read', async () => {
    const before = await storedItems(test().store);
    for (let turn = 0; turn < 4; turn += 1) await pass(300);
    expect(await storedItems(test().store)).toEqual(before);
  });

  it('come late, into a time that has been read', async () => {
    const { sandbox, clock } = test();
    const person = world.people[3];
    if (person === undefined) throw new Error('there are no people');
    const lateMs = clock() - 50 * 60_000;
    const late = { subject: 'Late', text: 'by fifty minutes' };
    sandbox.state.conversations.start(world.seats[1], person.personUrn, late, lateMs);
    await pass(5);
    await equalsTruth();
    const daysLate = { subject: 'Very late', text: 'by three days' };
    sandbox.state.conversations.start(
      world.seats[1],
      person.personUrn,
      daysLate,
      clock() - 3 * 86_400_000,
    );
    // Weeks are looked through in turn.
    for (let turn = 0; turn < 16; turn += 1) await pass(30);
    await equalsTruth();
  });

  it('follow what is edited, hidden and deleted', async () => {
    const { state } = test().sandbox;
    const { clock } = test();
    const [a] = world.seats;
    const person = world.people[4]?.personUrn ?? '';
    const notes = ['one', 'two', 'three'].map((text) =>
      state.prospectNotes.add(a, { member: person, text, visibility: 'PUBLIC' }, clock()),
    );
    await pass(30);
    await equalsTruth();
    const [one, two, three] = notes;
    if (!one || !two || !three) throw new Error('there are no notes');
    clock.advance(20 * 3_600);
    state.prospectNotes.change(one, { text: 'edited' }, clock());
    state.prospectNotes.change(two, { active: false }, clock());
    state.prospectNotes.change(three, { visibility: 'PRIVATE' }, clock());
    await pass(30);
    await equalsTruth();
    expect((await storedItems(test().store)).filter((item) => item.includes(person))).toHaveLength(
      2,
    );
  });

  it('wait while the limits say so, and go on afterwards', async () => {
    const { state } = test().sandbox;
    const { clock, sandbox, log } = test();
    const person = world.people[5]?.personUrn ?? '';
    sandbox.controls.limits.configure('documented', [
      { resource: 'conversationEvents', callsPerMemberPerMinute: 1 },
    ]);
    log.length = 0;
    for (let index = 0; index < 5; index += 1) {
      clock.advance(11 * 3_600);
      const text = { subject: `s${String(index)}`, text: '' };
      state.conversations.start(world.seats[0], person, text, clock());
    }
    await pass(1);
    expect(await storedItems(test().store)).not.toEqual(truthOf(sandbox, world.seats));
    for (let turn = 0; turn < 30; turn += 1) await pass(1);
    sandbox.controls.limits.configure('documented', []);
    await pass(5);
    await equalsTruth();
    const failures = log.filter(
      (entry) => entry.event === 'worker' && entry.worker === 'retrieval',
    );
    expect(failures).toEqual([]);
  });

  it('are not asked for while CSA_API is switched off, and come when it is back', async () => {
    const { kit, sandbox, clock, requests } = test();
    test().switch(world.clientId, false);
    await kit.integrations.refresh('acme');
    const person = world.people[6]?.personUrn ?? '';
    clock.advance(3_600);
    const note = { member: person, text: 'while it was off', visibility: 'PUBLIC' } as const;
    sandbox.state.prospectNotes.add(world.seats[0], note, clock());
    requests.length = 0;
    await pass(30 * 60);
    expect(
      requests.filter(({ path }) => /seats|conversation|prospect|mailStubs/.test(path)),
    ).toEqual([]);
    test().switch(world.clientId, true);
    await kit.integrations.refresh('acme');
    await pass(1);
    await equalsTruth();
    await kit.customers.disable('acme');
    sandbox.state.prospectNotes.add(world.seats[0], { ...note, text: 'disabled' }, clock());
    requests.length = 0;
    await pass(30 * 60);
    expect(requests).toEqual([]);
    await kit.customers.enable('acme');
    await pass(1);
    await equalsTruth();
  });
});

describe('a crash', () => {
  it.each([
    ['before each of the writes', (left: number) => ({ writesLeft: left })],
    [
      'at each of the requests, unanswered',
      (left: number) => ({ requestsLeft: left, kind: 'down' as const }),
    ],
    [
      'at each of the requests, with the answer lost',
      (left: number) => ({ requestsLeft: left, kind: 'lost' as const }),
    ],
  ])('%s loses nothing and doubles nothing', async (_, planOf) => {
    const { sandbox, clock } = test();
    const { state } = sandbox;
    const person = world.people[7];
    if (person === undefined) throw new Error('there are no people');
    for (const left of [0, 1, 3, 5]) {
      clock.advance(3_600);
      for (const seat of world.seats) {
        const text = { subject: `${String(left)} ${seat.urn}`, text: 'x' };
        const thread = state.conversations.start(seat, person.personUrn, text, clock());
        state.mailStubs.add(thread, person, clock());
        const note = {
          member: person.personUrn,
          text: String(left),
          visibility: 'PUBLIC',
        } as const;
        state.prospectNotes.add(seat, note, clock());
      }
      const plan = planOf(left);
      if ('writesLeft' in plan) test().writesLeft = plan.writesLeft;
      else {
        let requestsLeft = plan.requestsLeft;
        test().fault = () => {
          requestsLeft -= 1;
          return requestsLeft < 0 ? plan.kind : null;
        };
      }
      await pass(30);
      test().writesLeft = Number.POSITIVE_INFINITY;
      test().fault = () => null;
      for (let turn = 0; turn < 3; turn += 1) await pass(30);
      await equalsTruth();
    }
  });
});

describe('refresh', () => {
  it('reads at once, but not again and again', async () => {
    const { kit, sandbox, clock, requests } = test();
    await pass(5);
    clock.advance(40);
    const person = world.people[8]?.personUrn ?? '';
    const note = { member: person, text: 'just now', visibility: 'PUBLIC' } as const;
    sandbox.state.prospectNotes.add(world.seats[1], note, clock());
    clock.advance(1);
    expect(await kit.retrieval.refresh('acme', 'c-8')).toEqual({
      state: 'done',
      seats: 3,
      changed: 1,
    });
    await equalsTruth();
    requests.length = 0;
    clock.advance(20);
    expect(await kit.retrieval.refresh('acme', 'c-8')).toMatchObject({ state: 'done', seats: 0 });
    expect(requests).toEqual([]);
  });

  it('leaves the rest of a day’s requests to what is read by itself', async () => {
    const { kit, clock, requests, store } = test();
    clock.advance(60);
    const key = `${world.clientId}/retrieval/requests`;
    const budget = { key, limit: 100_000, window: 'day' } as const;
    expect(
      await sharedLinkedIn(store).budgets.reserve([{ budget, amount: 76_000 }], clock()),
    ).toEqual({ ok: true });
    requests.length = 0;
    expect(await kit.retrieval.refresh('acme', 'c-8')).toEqual({
      state: 'limited',
      seats: 0,
      changed: 0,
    });
    expect(requests).toEqual([]);
    await kit.workers.runUntilIdle();
    expect(requests.length).toBeGreaterThan(0);
  });

  it('does nothing for a customer that is not there', async () => {
    expect(await test().kit.retrieval.refresh('nobody', 'c-8')).toMatchObject({ state: 'off' });
  });
});

describe('the purge of a customer', () => {
  it('deletes all of it, with numbers in the receipt', async () => {
    const items = (await storedItems(test().store)).length;
    const receipt = await test().kit.customers.leave('acme');
    expect(receipt.deletedHere).toMatchObject({
      retrieval_seats: 3,
      retrieval_contracts: 2,
      retrieval_tenants: 1,
    });
    expect(receipt.deletedHere['retrieval_items']).toBeGreaterThanOrEqual(items);
    expect(await storedItems(test().store)).toEqual([]);
  });
});
