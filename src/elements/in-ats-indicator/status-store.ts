/**
 * What is known about candidates, for all indicators of a page: asks in batches, remembers, shares
 * and refreshes. Knows neither elements nor frames; it is given the rows and a way to ask.
 */
import type { CandidateStatus } from '../../protocol/routes.ts';
import type { ElementState } from '../../protocol/states.ts';

/** A status, or why there is none, or both if a newer one could not be had. */
export interface Known {
  readonly status?: CandidateStatus;
  readonly code?: string;
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
   * The last question has failed.
   * @param retryAfterMs when to ask again; undefined for not before told to
   */
  fail(code: string, retryAfterMs?: number, state?: ElementState): void;
  /** Forgets failures, and that candidate if one is named, and asks again. */
  retry(id?: string | null): void;
  /** What has been asked for and not been answered. */
  readonly pending: readonly string[];
  /** State of an element that gets no answer; undefined while all is well. */
  readonly failing: ElementState | undefined;
}

const maxIds = 100;
/** Rows of one rendering arrive in several turns; one question serves them all. */
const gatherMs = 20;
const staleMs = 300_000;
const answerMs = 30_000;
const maxTries = 5;

export function createStatusStore({ rows, ask, onChange }: StatusSource): StatusStore {
  const known = new Map<string, Known>();
  let pending: readonly string[] = [];
  let failing: ElementState | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  /** The earliest plan counts, except that a failure overrules plans made before it. */
  function schedule(delayMs = gatherMs): void {
    timer ??= setTimeout(flush, delayMs);
  }

  function unschedule(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  function flush(): void {
    unschedule();
    if (pending.length) return;
    const all = rows();
    const near = all.filter(
      ({ id, isNear }) => isNear && Date.now() - (known.get(id)?.atMs ?? 0) > staleMs,
    );
    if (!near.length) return;
    // The rest of the question is for free: ask for others that nothing is known about.
    const others = all.filter(({ id }) => !known.has(id));
    pending = [...new Set([...near, ...others].map(({ id }) => id))].slice(0, maxIds);
    deadline = setTimeout(fail, answerMs, 'no_response', 2_000);
    ask();
  }

  function settle(entry: (id: string) => Known): void {
    for (const id of pending) known.set(id, entry(id));
    pending = [];
    clearTimeout(deadline);
    unschedule();
  }

  function fail(code: string, retryAfterMs?: number, state: ElementState = 'error'): void {
    failing = state;
    settle((id) => ({ ...known.get(id), code, atMs: 0 }));
    onChange();
    failures += 1;
    if (retryAfterMs !== undefined && failures < maxTries) {
      schedule(retryAfterMs * 2 ** (failures - 1));
    }
  }

  function recover(): void {
    failures = 0;
    failing = undefined;
    onChange();
    unschedule();
    schedule();
  }

  return {
    get: (id) => known.get(id),
    refresh() {
      if (!failing) schedule();
    },
    answer(items) {
      const atMs = Date.now();
      settle(() => ({ code: 'candidate_unknown', atMs }));
      for (const status of items) known.set(status.candidateId, { status, atMs });
      recover();
    },
    fail,
    retry(id) {
      if (id) known.delete(id);
      recover();
    },
    get pending() {
      return pending;
    },
    get failing() {
      return failing;
    },
  };
}
