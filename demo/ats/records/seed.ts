/**
 * Candidates made from people, the same on each start: who applied for what, how far they have
 * come, and how well the ATS knows them. Records go stale in an ATS and people apply with other
 * addresses than they use on LinkedIn, so some will not be matched and some will look different.
 */
import type { Application, Candidate, Resume, StageId } from './candidate.ts';
import { seedFeedback, seedNotes } from './notes.ts';
import { openingsFor } from './openings.ts';
import type { Person, Position } from './person.ts';
import { createRandom, opaqueId, type Random } from './random.ts';

export interface SeedOptions {
  /** Candidates differ with it. */
  readonly seed: string;
  /** Midnight of the day on which the demo is looked at, milliseconds since 1970. */
  readonly todayMs: number;
  /** Names of those who write notes. */
  readonly authors: readonly [string, ...string[]];
}

const dayMs = 86_400_000;

/**
 * How well a record fits the member of LinkedIn: `same`; `stale`, the job before the current one;
 * `private`, known by another address, so that only a person can find the member.
 */
export type Fit = 'same' | 'stale' | 'private';

export const fitOf = (index: number): Fit => {
  if (index % 11 === 7) return 'private';
  return index % 6 === 2 ? 'stale' : 'same';
};

/** Few people object to being sent to LinkedIn, but some do. */
export const isShared = (index: number): boolean => index % 125 !== 60;

const sources = [
  ...['Careers site', 'Careers site', 'Careers site', 'LinkedIn job post', 'LinkedIn job post'],
  ...['Referral', 'Agency', 'Job fair', 'Sourced'],
] as const;

/** How many of a hundred are where, by the days since they applied; older ones are decided. */
const funnels: readonly {
  readonly untilDays: number;
  readonly shares: readonly (readonly [StageId, number])[];
}[] = [
  { untilDays: 1, shares: [['applied', 100]] },
  {
    untilDays: 21,
    shares: [
      ['applied', 36],
      ['screening', 30],
      ['interview', 20],
      ['final', 4],
      ['rejected', 10],
    ],
  },
  {
    untilDays: 75,
    shares: [
      ['applied', 5],
      ['screening', 15],
      ['interview', 28],
      ['final', 12],
      ['offer', 8],
      ['hired', 7],
      ['rejected', 25],
    ],
  },
  {
    untilDays: Infinity,
    shares: [
      ['interview', 4],
      ['final', 3],
      ['offer', 2],
      ['hired', 21],
      ['rejected', 70],
    ],
  },
];

function seedStage(random: Random, ageDays: number): StageId {
  const { shares = [] } = funnels.find(({ untilDays }) => ageDays < untilDays) ?? {};
  let left = random.below(100);
  return shares.find(([, share]) => (left -= share) < 0)?.[0] ?? 'applied';
}

/** Makes a candidate of each person. */
export const seedCandidates = (
  people: readonly Person[],
  options: SeedOptions,
): readonly Candidate[] =>
  people.map((person, index) => seedCandidate(person, index, people.length, options));

function seedCandidate(
  person: Person,
  index: number,
  count: number,
  { seed, todayMs, authors }: SeedOptions,
): Candidate {
  const own = `${seed}/${String(index)}`;
  const random = createRandom(own);
  const fit = fitOf(index);
  const { firstName, lastName, location } = person;
  // Denser towards today: a year of applications, most of them of the last months.
  const ageDays = Math.floor(365 * (index / count) ** 1.25);
  const createdAtMs = todayMs - ageDays * dayMs + (7 * 60 + random.below(720)) * 60_000 - dayMs;
  const positions = knownPositions(person.positions, fit);
  const current = positions[0];
  const applications = seedApplications(random, own, current, createdAtMs, ageDays);
  const [{ stage, movedAtMs }] = applications;
  const hidden = fit === 'private';
  return {
    id: `c${opaqueId(own)}`,
    firstName,
    lastName,
    email: hidden ? privateEmail(person, index) : person.email,
    phone: hidden ? null : (person.phone ?? null),
    location,
    title: current?.title ?? '',
    company: current?.company ?? '',
    linkedInUrl: hidden || random.chance(0.35) ? null : (person.profileUrl ?? null),
    source: random.pick(sources) ?? 'Careers site',
    createdAtMs,
    updatedAtMs: movedAtMs,
    sharedWithLinkedIn: isShared(index),
    linkedMember: null,
    applications,
    notes: seedNotes(random, own, stage, authors, movedAtMs, applications[0].id),
    feedback: seedFeedback(own, applications[0], authors),
    provenance: [],
    resume: seedResume(person, positions),
    documents: [],
  };
}

/** Nobody tells an ATS about a new job. Whoever hides behind another address has moved on as well. */
function knownPositions(positions: readonly Position[], fit: Fit): readonly Position[] {
  if (fit === 'same') return positions;
  if (positions.length > 1) return positions.slice(1);
  return fit === 'stale'
    ? positions
    : positions.map((position) => ({ ...position, company: 'Freelance' }));
}

function seedApplications(
  random: Random,
  own: string,
  current: Position | undefined,
  createdAtMs: number,
  ageDays: number,
): readonly [Application, ...Application[]] {
  const fitting = openingsFor(current?.title ?? '');
  const first = random.pick(fitting as readonly [(typeof fitting)[number]]);
  const stage = seedStage(random, ageDays);
  const movedAtMs =
    stage === 'applied'
      ? createdAtMs
      : createdAtMs + Math.floor(Math.min(ageDays, 1 + random.below(18)) * 0.8 * dayMs);
  const latest: Application = {
    id: `a${opaqueId(`${own}/application/0`)}`,
    opening: first,
    stage,
    appliedAtMs: createdAtMs,
    movedAtMs,
  };
  const another = fitting.find(({ id }) => id !== first.id);
  if (another === undefined || !random.chance(0.12)) return [latest];
  const earlierMs = createdAtMs - (90 + random.below(300)) * dayMs;
  return [
    latest,
    {
      id: `a${opaqueId(`${own}/application/1`)}`,
      opening: another,
      stage: 'rejected',
      appliedAtMs: earlierMs,
      movedAtMs: earlierMs + (3 + random.below(20)) * dayMs,
    },
  ];
}

function seedResume(person: Person, positions: readonly Position[]): Resume {
  return {
    summary: person.summary,
    experience: positions.map(({ title, company, startYear, endYear }, index) => ({
      title,
      place: company,
      period: `${String(startYear)} – ${index === 0 ? 'today' : String(endYear ?? startYear)}`,
    })),
    education: person.schools.map(({ school, degree, endYear }) => ({
      title: degree,
      place: school,
      period: endYear === undefined ? '' : String(endYear),
    })),
    skills: person.skills,
  };
}

/** An address as people make them up for letters to strangers. `.example` is nobody's. */
function privateEmail({ firstName, lastName }: Person, index: number): string {
  const name = [lastName, firstName].map(plain).filter(Boolean).join('.') || 'mail';
  return `${name}${String(60 + (index % 40))}@mailbox.example`;
}

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
