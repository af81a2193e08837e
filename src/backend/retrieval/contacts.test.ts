/** Contact details on their way into the ATS, closed accounts, and what is kept how long. */
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { useKit } from '../../../test/support/onboarding-kit.ts';
import {
  candidateFrame,
  recruitingWorld,
  settled,
  syncAs,
  users,
  type RecruitingWorld,
} from '../../../test/support/recruiting.ts';
import { storedItems } from '../../../test/support/recruiting-items.ts';
import { timelineAnswer } from '../../protocol/timeline.ts';
import type { Person } from '../../sandbox/state/people.ts';
import type { CandidateKey, SinkCandidate } from '../exports/ports.ts';
import { internalsOf } from '../store/internals.ts';
import { rowsOf } from '../store/store.test-support.ts';
import type { ClosedProfile, ContactArrival, ContactSink } from './ports.ts';

/** An ATS that keeps what it is told. */
const ats = {
  candidates: new Map<string, SinkCandidate>(),
  arrivals: [] as ContactArrival[],
  byStub: new Map<string, string>(),
  fails: 0,
};
const lower = (text: string | undefined): string => (text ?? '').toLowerCase();
function fits(candidate: SinkCandidate, key: CandidateKey): boolean {
  switch (key.by) {
    case 'person':
      return candidate.personUrn === key.personUrn;
    case 'profile_url':
      return lower(candidate.profileUrl) === key.profileUrl;
    case 'email':
      return (candidate.emailAddresses ?? []).some((email) => lower(email) === key.email);
    case 'name_company':
      return (
        lower(candidate.name) === lower(`${key.firstName} ${key.lastName}`) &&
        lower(candidate.company) === lower(key.company)
      );
  }
}
const sink: ContactSink = {
  find: async (_tenant, key) => [...ats.candidates.values()].filter((each) => fits(each, key)),
  candidate: async (_tenant, id) => ats.candidates.get(id) ?? null,
  shared: async (arrival) => {
    ats.arrivals.push(arrival);
    const { stubId, profile } = arrival.contact;
    const id =
      ats.byStub.get(stubId) ??
      (arrival.kind === 'enrich' ? arrival.candidateId : `lead-${stubId}`);
    ats.byStub.set(stubId, id);
    const name = `${profile.firstName ?? ''} ${profile.lastName ?? ''}`;
    const known = ats.candidates.get(id) ?? { id, name };
    ats.candidates.set(id, { ...known, emailAddresses: profile.emailAddresses });
    if (ats.fails > 0) {
      ats.fails -= 1;
      throw new Error('the ATS was cut off after it had done it');
    }
    return { candidateId: id };
  },
};
const told: (readonly ClosedProfile[])[] = [];
const deleted: string[] = [];
const closing = { listenerFails: 0 };
const test = useKit({
  retrieval: {
    historyDays: 2,
    everyMs: { busy: 60_000, quiet: 60_000 },
    keepDays: 30,
    findAtsUsers: (_tenant, { emails }) => users.filter(({ email }) => emails.includes(email)),
    contacts: sink,
    closedProfiles: {
      onClosed: (_tenant, profiles) => {
        if (closing.listenerFails > 0) {
          closing.listenerFails -= 1;
          throw new Error('nobody listens');
        }
        told.push(profiles);
      },
      deleteClosed: ({ member, candidateIds }) => {
        deleted.push(member);
        return candidateIds.length;
      },
    },
  },
});
let world: RecruitingWorld;
// Some let weeks pass, and workers work through them.
vi.setConfig({ testTimeout: 30_000 });

async function work(minutes = 5): Promise<void> {
  // A timeline that was opened may have a seat read just now: then its turn is the second time.
  for (const part of [1, 2]) {
    await settled(test().store);
    test().clock.advance((minutes * 60 * part) / 3);
    await test().kit.workers.runUntilIdle();
  }
}
const personAt = (index: number): Person => {
  const person = world.people[index];
  if (person === undefined) throw new Error('there are not so many people');
  return person;
};
/** A member accepts an InMail and shares contact details. */
function share(person: Person, seat = world.seats[0]): string {
  const { state } = test().sandbox;
  const nowMs = test().clock();
  const thread = state.conversations.start(
    seat,
    person.personUrn,
    { subject: 's', text: 't' },
    nowMs,
  );
  state.conversations.answer(thread, 'ACCEPTED', '', nowMs);
  return String(state.mailStubs.add(thread, person, nowMs).id);
}
const contactOf = async (candidateId: string) => {
  const frame = await candidateFrame(test(), world, candidateId, 'user-a');
  const path = `/rsc/candidates/${candidateId}/timeline?kinds=contact_shared`;
  const { items } = timelineAnswer.parse(await (await frame.call(path)).json());
  await settled(test().store);
  return items;
};

beforeAll(async () => {
  world = await recruitingWorld(test());
  await test().kit.workers.runUntilIdle();
}, 60_000);
beforeEach(() => {
  ats.arrivals.length = 0;
  test().fault = () => null;
  test().writesLeft = Number.POSITIVE_INFINITY;
});

describe('contact details that a member has shared', () => {
  it('enrich the candidate that is the member, with the differences, source and consent', async () => {
    const person = personAt(0);
    ats.candidates.set('c-1', {
      id: 'c-1',
      name: 'Somebody',
      personUrn: person.personUrn,
      headline: 'Something else',
      location: person.location,
    });
    const sharedAtMs = test().clock();
    const stubId = share(person);
    await work();
    expect(ats.arrivals).toMatchObject([
      {
        kind: 'enrich',
        candidateId: 'c-1',
        by: 'person',
        source: 'linkedin_inmail',
        contact: {
          tenant: 'acme',
          stubId,
          profile: { member: person.personUrn, emailAddresses: [person.emails[0]] },
          consent: {
            via: 'inmail',
            at: new Date(sharedAtMs),
            seat: world.seats[0].urn,
            atsUserId: 'user-a',
          },
        },
      },
    ]);
    const [arrival] = ats.arrivals;
    if (arrival?.kind !== 'enrich') throw new Error('not enriched');
    expect(arrival.changes).toContainEqual({
      field: 'headline',
      action: 'differ',
      old: 'Something else',
      new: person.headline,
    });
    expect(arrival.changes).toContainEqual({
      field: 'emailAddresses',
      action: 'add',
      old: null,
      new: person.emails[0],
    });
    expect(arrival.changes.map(({ field }) => field)).not.toContain('location');
    await syncAs(test().kit, 'c-1', person);
    test().clock.advance(70);
    expect(await contactOf('c-1')).toMatchObject([
      {
        contact: {
          state: 'enriched',
          candidateId: 'c-1',
          emailAddresses: [person.emails[0]],
          consentAtMs: sharedAtMs,
          source: 'linkedin_inmail',
          changes: arrival.changes,
        },
      },
    ]);
  });

  it.each([
    ['profile_url', (person: Person) => ({ profileUrl: person.profileUrl })],
    ['email', (person: Person) => ({ emailAddresses: [person.emails[0]?.toUpperCase() ?? ''] })],
    [
      'name_company',
      (person: Person) => ({
        name: `${person.firstName} ${person.lastName}`,
        company: person.currentCompany,
      }),
    ],
  ])('find the candidate by %s, as exports do', async (by, partOf) => {
    const person = personAt(['profile_url', 'email', 'name_company'].indexOf(by) + 1);
    const id = `c-${by}`;
    ats.candidates.set(id, { id, name: 'Nobody', ...partOf(person) });
    share(person);
    await work();
    expect(ats.arrivals).toMatchObject([{ kind: 'enrich', candidateId: id, by }]);
  });

  it('make a lead where nobody is the member, or several may be, and are tied to it', async () => {
    const person = personAt(4);
    for (const id of ['twin-1', 'twin-2']) {
      ats.candidates.set(id, { id, name: 'Twin', emailAddresses: [person.emails[0] ?? ''] });
    }
    const stubId = share(person);
    await work();
    expect(ats.arrivals).toMatchObject([{ kind: 'lead', possible: ['twin-1', 'twin-2'] }]);
    // LinkedIn has never heard of the lead: the kit remembers whose it is.
    expect(await contactOf(`lead-${stubId}`)).toMatchObject([
      { contact: { state: 'lead', candidateId: `lead-${stubId}` } },
    ]);
    share(person, world.seats[1]);
    await work();
    expect(ats.arrivals.at(-1)).toMatchObject({ kind: 'enrich', candidateId: `lead-${stubId}` });
  });

  it('are told again after a failure, under the same id, until they are taken', async () => {
    ats.fails = 2;
    const stubId = share(personAt(5));
    await work();
    await work();
    await work();
    expect(ats.arrivals.map(({ contact }) => contact.stubId)).toEqual([stubId, stubId, stubId]);
    // However often it was told, it is one candidate.
    expect(ats.byStub.get(stubId)).toBe(`lead-${stubId}`);
    await work();
    expect(ats.arrivals).toHaveLength(3);
  });

  it('are nowhere in the clear', async () => {
    const { connection } = internalsOf(test().store);
    const tables = ['retrieval_items', 'retrieval_contacts', 'retrieval_seats', 'retrieval_people'];
    const dumps = await Promise.all(
      tables.map((table) => rowsOf(connection, `select t::text as row from rsc.${table} t`)),
    );
    const bytes = dumps.flat().map(({ row }) => {
      const text = String(row);
      const decoded = [...text.matchAll(/\\\\?x([0-9a-f]{8,})/g)].map(([, hex = '']) =>
        Buffer.from(hex, 'hex').toString('latin1'),
      );
      return [text, ...decoded].join('\n');
    });
    expect(bytes.length).toBeGreaterThan(10);
    for (const clear of [personAt(0).emails[0] ?? '', 'Something else', 'a@acme.example']) {
      expect(bytes.filter((text) => text.includes(clear))).toEqual([]);
    }
  });
});

describe('closed accounts', () => {
  it('are asked for within 30 days, and the customer is told until somebody listens', async () => {
    const { kit, sandbox, clock } = test();
    const { state } = sandbox;
    for (const index of [0, 1]) {
      const [context] = state.integrations
        .of(world.clientId)
        .flatMap((one) =>
          one.integrationType === 'ONE_CLICK_EXPORT' ? [one.integrationContext] : [],
        );
      state.exports.requests.add({
        clientId: world.clientId,
        integrationContext: context ?? '',
        jobPostingId: null,
        exportType: 'PROFILE',
        member: personAt(index).personUrn,
        seat: world.seats[0].urn,
        createdAtMs: clock(),
      });
    }
    const schedule = await kit.retrieval.closedProfiles.schedule('acme');
    const askedAt = schedule?.askedAt?.getTime() ?? 0;
    expect((schedule?.dueAt.getTime() ?? Infinity) - askedAt).toBeLessThanOrEqual(30 * 86_400_000);
    state.closeMember(personAt(0).personUrn);
    state.closeMember(personAt(1).personUrn);
    closing.listenerFails = 1;
    await work(7 * 24 * 60 + 1);
    expect(told).toEqual([]);
    await work(61);
    await work(61);
    expect(told).toHaveLength(1);
    const members = told[0]?.map(({ member }) => member) ?? [];
    expect(members.sort()).toEqual([0, 1].map((index) => personAt(index).personUrn).sort());
    expect(told[0]?.find(({ member }) => member === personAt(0).personUrn)).toMatchObject({
      candidateIds: ['c-1'],
      profileUrl: personAt(0).profileUrl,
      deletedAt: null,
    });
    await work(7 * 24 * 60 + 1);
    expect(told).toHaveLength(1);
  });

  it('are deleted one by one or all, in the ATS and here, with receipts, and do not come back', async () => {
    const { closedProfiles, receipts } = test().kit.retrieval;
    const ofMember = async (index: number) =>
      (await storedItems(test().store)).filter((item) => item.includes(personAt(index).personUrn));
    expect(await ofMember(0)).not.toEqual([]);
    const first = (await closedProfiles.list('acme')).find(
      ({ member }) => member === personAt(0).personUrn,
    );
    await expect(
      closedProfiles.delete('acme', ['00000000-0000-4000-8000-000000000000']),
    ).rejects.toMatchObject({ code: 'store_not_found' });
    const receipt = await closedProfiles.delete('acme', [first?.id ?? ''], { actor: 'admin-1' });
    expect(receipt).toMatchObject({
      tenantId: 'acme',
      reason: 'closed_profiles',
      actor: 'admin-1',
      deleted: { ats: 1, closed_profiles: 1, retrieval_items: 3, retrieval_people: 1 },
    });
    expect(deleted).toEqual([personAt(0).personUrn]);
    expect(await ofMember(0)).toEqual([]);
    expect(await closedProfiles.list('acme')).toMatchObject([{ member: personAt(1).personUrn }]);
    const all = await closedProfiles.delete('acme', 'all');
    expect(all.deleted).toMatchObject({ closed_profiles: 1 });
    expect(await closedProfiles.list('acme')).toEqual([]);
    const withDeleted = await closedProfiles.list('acme', { withDeleted: true });
    expect(withDeleted.map(({ profileUrl }) => profileUrl)).toEqual([null, null]);
    // LinkedIn still tells of them.
    const late = { member: personAt(0).personUrn, text: 'late', visibility: 'PUBLIC' } as const;
    test().sandbox.state.prospectNotes.add(world.seats[0], late, test().clock());
    await work();
    expect(await ofMember(0)).toEqual([]);
    expect((await receipts('acme')).map(({ reason }) => reason)).toEqual([
      'closed_profiles',
      'closed_profiles',
    ]);
  });
});

describe('what is older than is kept', () => {
  it('is deleted with a receipt, also while nothing is read', async () => {
    expect(await storedItems(test().store)).not.toEqual([]);
    test().switch(world.clientId, false);
    await test().kit.integrations.refresh('acme');
    await work(40 * 24 * 60);
    expect(await storedItems(test().store)).toEqual([]);
    const [receipt] = await test().kit.retrieval.receipts('acme');
    expect(receipt).toMatchObject({ reason: 'retention' });
    expect(receipt?.deleted['retrieval_items']).toBeGreaterThan(0);
  });
});
