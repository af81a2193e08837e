/** The candidates of the ATS, in memory: found, sorted, changed. */
import type { Application, Candidate, Feedback, Note, Opening, StageId } from './candidate.ts';
import { fullName, stagesOf } from './candidate.ts';
import { talentPool, waiting } from './openings.ts';

export const sortKeys = ['applied', 'name', 'position', 'stage'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Query {
  /** Words that all have to occur somewhere in name, job, company, place, position or e-mail. */
  readonly text: string;
  readonly openingId: string;
  readonly stage: StageId | '';
  readonly sort: SortKey;
  readonly descending: boolean;
}

export interface CandidateStore {
  readonly size: number;
  /** @param listener is told of each candidate before and after a change; null: there is none */
  onChange(listener: (before: Candidate | null, after: Candidate | null) => void): void;
  all(): readonly Candidate[];
  byId(id: string): Candidate | null;
  find(query: Query): readonly Candidate[];
  /** Adds a candidate, or puts another state in place of one. */
  put(candidate: Candidate): void;
  /** Deletes a candidate with everything that hangs on it. */
  remove(id: string): void;
  addNote(id: string, note: Note): void;
  addFeedback(id: string, feedback: Feedback): void;
  removeNote(id: string, noteId: string, atMs: number): void;
  removeFeedback(id: string, feedbackId: string, atMs: number): void;
  /** Deletes the stages an application has gone through: it is where it began. */
  removeStages(id: string, applicationId: string, atMs: number): void;
  /** Deletes an application with what is about it; whoever has no other is in the talent pool then. */
  removeApplication(id: string, applicationId: string, atMs: number): void;
  /** Moves the candidate's latest application. */
  move(id: string, stage: StageId, atMs: number): void;
  /**
   * Makes an application of the candidate to a position; one that is there is left as it is.
   * @returns the application's id, or null if there is no such candidate
   */
  apply(id: string, opening: Opening, atMs: number): string | null;
  /** Remembers whom a recruiter has linked, or that the link is gone. */
  setLinkedMember(id: string, urn: string | null, atMs: number): void;
}

const collator = new Intl.Collator('en', { sensitivity: 'base' });

/** Text for searching: small letters without accents, so that `jose` finds `José`. */
export const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** What a search looks through. */
export const searchText = (candidate: Candidate): string => {
  const { title, company, location, email, applications } = candidate;
  const [{ opening }] = applications;
  return folded(
    [fullName(candidate), title, company, location, opening.title, email ?? ''].join(' '),
  );
};

type Listener = (before: Candidate | null, after: Candidate | null) => void;

export function createCandidateStore(candidates: readonly Candidate[]): CandidateStore {
  const listeners: Listener[] = [];
  const records = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const texts = new Map(candidates.map((candidate) => [candidate.id, searchText(candidate)]));
  const stageOrder = new Map<StageId, number>(
    (['applied', 'screening', 'interview', 'final', 'offer', 'hired', 'rejected'] as const).map(
      (id, index) => [id, index],
    ),
  );

  const comparisons: Record<SortKey, (one: Candidate, other: Candidate) => number> = {
    applied: (one, other) => one.applications[0].appliedAtMs - other.applications[0].appliedAtMs,
    name: (one, other) =>
      collator.compare(one.lastName, other.lastName) ||
      collator.compare(one.firstName, other.firstName),
    position: (one, other) =>
      collator.compare(one.applications[0].opening.title, other.applications[0].opening.title),
    stage: (one, other) =>
      (stageOrder.get(one.applications[0].stage) ?? 0) -
      (stageOrder.get(other.applications[0].stage) ?? 0),
  };

  function change(id: string, edit: (candidate: Candidate) => Partial<Candidate>): void {
    const candidate = records.get(id);
    if (candidate !== undefined) put({ ...candidate, ...edit(candidate) });
  }

  function put(candidate: Candidate): void {
    const before = records.get(candidate.id) ?? null;
    records.set(candidate.id, candidate);
    texts.set(candidate.id, searchText(candidate));
    for (const listener of listeners) listener(before, candidate);
  }

  return {
    get size() {
      return records.size;
    },
    onChange: (listener) => void listeners.push(listener),
    all: () => [...records.values()],
    byId: (id) => records.get(id) ?? null,

    find({ text, openingId, stage, sort, descending }) {
      const words = folded(text).split(/\s+/).filter(Boolean);
      const found = [...records.values()].filter((candidate) => {
        const [application] = candidate.applications;
        const own = texts.get(candidate.id) ?? '';
        return (
          (openingId === '' || application.opening.id === openingId) &&
          (stage === '' || application.stage === stage) &&
          words.every((word) => own.includes(word))
        );
      });
      const compare = comparisons[sort];
      const sign = descending ? -1 : 1;
      return found.sort((one, other) => sign * compare(one, other) || comparisons.name(one, other));
    },

    put,

    remove(id) {
      const before = records.get(id) ?? null;
      if (before === null) return;
      records.delete(id);
      texts.delete(id);
      for (const listener of listeners) listener(before, null);
    },

    addFeedback(id, feedback) {
      change(id, (candidate) => ({
        feedback: [feedback, ...candidate.feedback],
        updatedAtMs: feedback.atMs,
      }));
    },

    removeNote(id, noteId, atMs) {
      change(id, ({ notes }) => ({
        notes: notes.filter((note) => note.id !== noteId),
        updatedAtMs: atMs,
      }));
    },

    removeFeedback(id, feedbackId, atMs) {
      change(id, ({ feedback }) => ({
        feedback: feedback.filter((one) => one.id !== feedbackId),
        updatedAtMs: atMs,
      }));
    },

    removeStages(id, applicationId, atMs) {
      change(id, ({ applications: [latest, ...earlier] }) => {
        const begun = (one: Application): Application =>
          one.id === applicationId
            ? { ...one, stage: 'applied', movedAtMs: atMs, passed: [] }
            : one;
        return { applications: [begun(latest), ...earlier.map(begun)], updatedAtMs: atMs };
      });
    },

    removeApplication(id, applicationId, atMs) {
      change(id, ({ applications, notes, feedback }) => {
        const [first = waiting(id, atMs), ...more] = applications.filter(
          (application) => application.id !== applicationId,
        );
        return {
          applications: [first, ...more],
          notes: notes.filter((note) => note.applicationId !== applicationId),
          feedback: feedback.filter((one) => one.applicationId !== applicationId),
          updatedAtMs: atMs,
        };
      });
    },

    addNote(id, note) {
      change(id, ({ notes }) => ({ notes: [note, ...notes], updatedAtMs: note.atMs }));
    },

    move(id, stage, atMs) {
      if (records.get(id)?.applications[0].stage === stage) return;
      change(id, ({ applications: [latest, ...earlier] }) => ({
        applications: [moved(latest, stage, atMs), ...earlier],
        updatedAtMs: atMs,
      }));
    },

    apply(id, opening, atMs) {
      const candidate = records.get(id);
      if (candidate === undefined) return null;
      const known = candidate.applications.find((one) => one.opening.id === opening.id);
      if (known !== undefined) return known.id;
      const made: Application = {
        id: `${id}-${opening.id}`,
        opening,
        stage: 'applied',
        appliedAtMs: atMs,
        movedAtMs: atMs,
      };
      change(id, ({ applications }) => ({
        // Whoever applies leaves the talent pool.
        applications: [made, ...applications.filter((one) => one.opening.id !== talentPool.id)],
        updatedAtMs: atMs,
      }));
      return made.id;
    },

    setLinkedMember(id, urn, atMs) {
      change(id, () => ({ linkedMember: urn === null ? null : { urn, atMs } }));
    },
  };
}

/** An application in another stage; the one it was in is remembered, unless it is the first. */
function moved(application: Application, stage: StageId, atMs: number): Application {
  const [, ...passed] = stagesOf(application);
  return { ...application, stage, movedAtMs: atMs, passed };
}
