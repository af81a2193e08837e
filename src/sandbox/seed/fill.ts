/** Fills a customer with records, as if its ATS and its recruiters had been busy. */
import type { Conversation } from '../state/conversations.ts';
import type { Seat } from '../state/organizations.ts';
import type { Person } from '../state/people.ts';
import type { RecordName } from '../state/records.ts';
import type { SandboxState } from '../state/store.ts';
import { createAtsRecords } from './ats-records.ts';
import { cyclic } from './cyclic.ts';

/** Kinds of records that an ATS has sent. */
export const atsKinds = [
  'candidates',
  'candidateNotes',
  'jobs',
  'applications',
  'applicationNotes',
  'stages',
  'interviewFeedback',
  'attachments',
  'entityAcls',
  'aclAssignees',
] as const;
/** Kinds of records that have come about in Recruiter. */
export const recruiterKinds = [
  'conversationEvents',
  'prospectNotes',
  'mailStubs',
  'exportedCandidates',
] as const;
export type FillKind = (typeof atsKinds)[number] | (typeof recruiterKinds)[number];
export type FillCounts = Partial<Readonly<Record<FillKind, number>>>;

/** Whom to fill. */
export interface FillTarget {
  readonly clientId: string;
  readonly organization: string;
  readonly contracts: readonly string[];
}

export interface FillOptions {
  readonly counts: FillCounts;
  readonly seed: number;
  /** What has come about in Recruiter is spread evenly from here … */
  readonly fromMs: number;
  /** … until here, exclusive. Milliseconds since 1970. */
  readonly untilMs: number;
}

/** So many members become candidates at most, so that not all have to be looked at. */
const mostPeople = 50_000;

/**
 * Records of an ATS go by ids that follow from seed and number: filling again replaces them. What
 * has come about in Recruiter is added each time.
 * @throws TypeError if there is nobody to be a candidate or to hold a seat
 */
export function fill(state: SandboxState, target: FillTarget, options: FillOptions): void {
  const { counts } = options;
  const people = membersOf(state, Math.max(1, ...Object.values(counts)));
  const seats = target.contracts.flatMap((contract) => state.organizations.seatsOf(contract));
  if (people.length === 0 || seats.length === 0) {
    throw new TypeError('there are no members or no seats to fill with');
  }
  fillAts(state, target, people, seats, options);
  fillRecruiter(state, target, people, seats, options);
}

function membersOf(state: SandboxState, count: number): Person[] {
  const people: Person[] = [];
  for (const person of state.members.values()) {
    if (people.length >= Math.min(count, mostPeople)) break;
    people.push(person);
  }
  return people;
}

function fillAts(
  state: SandboxState,
  { clientId, organization: context }: FillTarget,
  people: readonly Person[],
  seats: readonly Seat[],
  { counts, seed }: FillOptions,
): void {
  const records = createAtsRecords({
    seed,
    organization: context,
    people,
    candidates: counts.candidates ?? counts.applications ?? 1,
    jobs: counts.jobs ?? 1,
    applications: counts.applications ?? 1,
    users: [...new Set(seats.map(({ personUrn }) => personUrn))],
  });
  const receivedAtMs = state.now();
  const each = (kind: FillKind, put: (index: number) => void): void => {
    for (let index = 0; index < (counts[kind] ?? 0); index += 1) put(index);
  };
  const fromAts = { context, sentBy: clientId, receivedAtMs };
  each('jobs', (index) => {
    state.jobs.put(records.jobs(index), clientId, receivedAtMs);
  });
  each('candidates', (index) => {
    state.candidates.put({ ...fromAts, record: records.candidates(index) });
  });
  const others = atsKinds.filter((kind) => kind !== 'jobs' && kind !== 'candidates');
  for (const kind of others satisfies readonly RecordName[]) {
    each(kind, (index) => {
      // Kind and record go together, which a union cannot say.
      state.records.put<RecordName>(kind, { ...fromAts, record: records[kind](index) });
    });
  }
}

function fillRecruiter(
  state: SandboxState,
  { clientId, organization }: FillTarget,
  people: readonly Person[],
  seats: readonly Seat[],
  { counts, seed, fromMs, untilMs }: FillOptions,
): void {
  const seatAt = (index: number): Seat => cyclic(seats, index);
  const personAt = (index: number): Person => cyclic(people, index * 13 + seed);
  const each = (kind: FillKind, add: (index: number, atMs: number) => void): void => {
    const count = counts[kind] ?? 0;
    for (let index = 0; index < count; index += 1) {
      add(index, Math.floor(fromMs + ((untilMs - fromMs) * index) / count));
    }
  };

  let conversation: Conversation | null = null;
  each('conversationEvents', (index, atMs) => {
    const turn = index % 4;
    const number = Math.floor(index / 4);
    const seat = seatAt(number);
    if (turn === 0 || conversation === null) {
      conversation = state.conversations.start(
        seat,
        personAt(number).personUrn,
        { subject: 'A role for you', text: `Would you talk about it? (${String(number + 1)})` },
        atMs,
      );
    } else if (turn === 1) state.conversations.answer(conversation, 'ACCEPTED', 'Gladly.', atMs);
    else if (turn === 2) state.conversations.reply(conversation, seat.urn, 'Tuesday?', atMs);
    else state.conversations.reply(conversation, conversation.member, 'Tuesday it is.', atMs);
  });
  each('prospectNotes', (index, atMs) => {
    state.prospectNotes.add(
      seatAt(index),
      {
        member: personAt(index).personUrn,
        text: `Worth keeping in touch, note ${String(index + 1)}.`,
        visibility: index % 7 === 6 ? 'PRIVATE' : 'PUBLIC',
      },
      atMs,
    );
  });
  each('mailStubs', (index, atMs) => {
    const { urn, contract } = seatAt(index);
    const person = personAt(index);
    // A stub asks of a conversation only whose it was.
    const answered: Conversation = {
      thread: '',
      contract,
      seat: urn,
      member: person.personUrn,
      subject: '',
      state: 'ACCEPTED',
      createdAtMs: atMs,
    };
    state.mailStubs.add(answered, person, atMs);
  });
  const jobs = state.jobs.of(organization, state.now());
  each('exportedCandidates', (index, createdAtMs) => {
    state.exports.requests.add({
      clientId,
      integrationContext: organization,
      jobPostingId: jobs[index % jobs.length]?.record.id ?? null,
      exportType: 'PROFILE',
      member: personAt(index).personUrn,
      seat: seatAt(index).urn,
      createdAtMs,
    });
  });
}
