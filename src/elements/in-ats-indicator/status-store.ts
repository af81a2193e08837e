/**
 * What is known about candidates, for all indicators of a page: asks in batches, remembers, shares
 * and refreshes. Knows neither elements nor frames; it is given the rows and a way to ask.
 */
import type { CandidateStatus } from '../../protocol/routes.ts';
import type { ElementState } from '../../protocol/states.ts';
import type { Problem } from '../problems.ts';

/** Why there is no answer. One object a cause, whichever candidates it concerns. */
export interface Failure extends Problem {
  /** State of elements that get no answer; left out where it is for the page to put it right. */
  state?: ElementState;
}

/** A status, or why there is none, or both if a newer one could not be had. */
export interface Known {
  readonly status?: CandidateStatus;
  readonly failure?: Failure;
  /** When it was learnt by our clock, milliseconds since 1970; 0 if it has to be asked again. */
  readonly atMs?: number;
}

export interface StatusRow {
  readonly id: string;
  /** Somebody may be looking at it, now or soon. */
  readonly isNear: boolean;
}

export interface StatusSource {
  /** Candidates on the page, in order. */
  readonly rows: () => readonly StatusRow[];
  /** Asks for what is pending; the answer comes through `answer` or `fail`. */
  readonly ask: () => void;
  readonly onChange: () => void;
}

export interface StatusStore {
  get(id: string): Known | undefined;
  /** Asks soon for what is missing or stale near the viewport. */
  refresh(): void;
  /** Takes statuses for the last question; ids left out of them are unknown there. */
  answer(items: readonly CandidateStatus[]): void;
  /**
   * There are no answers for now; what has been asked for has failed. Who answers tries again.
   * @param state left out if it has been told already, or nobody knows
   */
  fail(problem: Problem, state?: ElementState): void;
  /** Forgets failures and asks again: for that candidate, or for all when they are next looked at. */
  retry(id?: string | null): void;
  /** Forgets all that is known: nobody may see it any more, or somebody else looks. */
  forget(): void;
  /** What has been asked for and not been answered. */
  readonly pending: readonly string[];
  /** Why there are no answers; undefined while all is well. */
  readonly failure: Failure | undefined;
}

const maxIds = 100;
/** Rows of one rendering arrive in several turns; one question serves them all. */
const gatherMs = 20;
const staleMs = 300_000;
const answerMs = 30_000;

export function createStatusStore({ rows, ask, onChange }: StatusSource): StatusStore {
  const known = new Map<string, Known>();
  let pending: readonly string[] = [];
  let failure: Failure | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let retriedAtMs = 0;

  function schedule(): void {
    timer ??= setTimeout(flush, gatherMs);
  }

  function flush(): void {
    timer = undefined;
    if (pending.length || failure) return;
    const all = rows();
    const freshMs = Math.max(Date.now() - staleMs, retriedAtMs);
    const near = all.filter(({ id, isNear }) => isNear && (known.get(id)?.atMs ?? 0) < freshMs);
    if (!near.length) return;
    // The rest of the question is for free: ask for others that nothing is known about.
    const others = all.filter(({ id }) => !known.has(id));
    pending = [...new Set([...near, ...others].map(({ id }) => id))].slice(0, maxIds);
    deadline = setTimeout(fail, answerMs, { code: 'no_response' }, 'no_response');
    ask();
  }

  function settle(entry: (id: string) => Known): void {
    for (const id of pending) known.set(id, entry(id));
    pending = [];
    clearTimeout(deadline);
  }

  function fail(problem: Problem, state?: ElementState): void {
    // The same again is no other cause, even if it took another try to find out.
    if (failure?.code !== problem.code) failure = { ...problem, state: state ?? 'error' };
    else if (state) failure.state = state;
    const cause = failure;
    settle((id) => ({ ...known.get(id), failure: cause, atMs: 0 }));
    onChange();
  }

  function recover(): void {
    failure = undefined;
    onChange();
    schedule();
  }

  return {
    get: (id) => known.get(id) ?? (failure && { failure }),
    refresh: schedule,
    answer(items) {
      const atMs = Date.now();
      settle(() => ({ failure: { code: 'candidate_unknown', state: 'error' }, atMs }));
      for (const status of items) known.set(status.candidateId, { status, atMs });
      recover();
    },
    fail,
    retry(id) {
      if (id) known.delete(id);
      else retriedAtMs = Date.now();
      recover();
    },
    forget() {
      known.clear();
      onChange();
    },
    get pending() {
      return pending;
    },
    get failure() {
      return failure;
    },
  };
}
