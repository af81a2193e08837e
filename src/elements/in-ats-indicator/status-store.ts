/**
 * What is known about candidates, for all indicators of a page: asks in batches, remembers, shares
 * and refreshes. Knows neither elements nor frames; it is given the ids that count and a way to ask.
 */
import type { CandidateStatus } from '../../protocol/routes.ts';

/** A status, or why there is none, or both if a newer one could not be had. */
export interface Known {
  readonly status?: CandidateStatus;
  readonly code?: string;
  /** When it was learnt by our clock, milliseconds since 1970; 0 if it has to be asked again. */
  readonly atMs: number;
}

export interface StatusSource {
  /** Ids that somebody may be looking at, in order. */
  readonly near: () => Iterable<string>;
  /** All ids on the page, in order. */
  readonly all: () => Iterable<string>;
  /** Asks for these; the answer comes through `answer` or `fail`. */
  readonly ask: (ids: readonly string[]) => void;
  readonly onChange: (ids: Iterable<string>) => void;
}

export interface StatusStore {
  get(id: string): Known | undefined;
  /** Asks soon for what is missing or stale among the ids that count. */
  refresh(): void;
  /** Takes statuses for the last question; ids left out of them are unknown there. */
  answer(items: readonly CandidateStatus[]): void;
  /**
   * The last question has failed.
   * @param retryAfterMs when to ask again; undefined for never, until told to
   */
  fail(code: string, retryAfterMs?: number): void;
  /** Forgets failures, and that candidate if one is named, and asks again. */
  retry(id?: string | null): void;
  /** What has been asked for and not been answered. */
  readonly pending: readonly string[];
}

const maxIds = 100;
/** Rows of one rendering arrive in several turns; one question serves them all. */
const gatherMs = 20;
const staleMs = 300_000;
const answerMs = 30_000;
const maxTries = 5;

export function createStatusStore({ near, all, ask, onChange }: StatusSource): StatusStore {
  const known = new Map<string, Known>();
  let pending: readonly string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let notBeforeMs = 0;

  const isWanted = (id: string): boolean => Date.now() - (known.get(id)?.atMs ?? 0) > staleMs;

  function schedule(delayMs = gatherMs): void {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        flush();
      },
      Math.max(delayMs, Math.min(notBeforeMs - Date.now(), 2 ** 31 - 1)),
    );
  }

  function flush(): void {
    if (pending.length > 0 || Date.now() < notBeforeMs) return;
    const batch = new Set<string>();
    let first: string | undefined;
    for (const id of near()) {
      first ??= id;
      if (batch.size < maxIds && isWanted(id)) batch.add(id);
    }
    if (batch.size === 0) return;
    // The rest of the question is for free: ask for what comes next, then for what came before.
    const ids = [...all()];
    const start = ids.indexOf(first ?? '');
    for (const id of [...ids.slice(start), ...ids.slice(0, start)]) {
      if (batch.size < maxIds && !known.has(id)) batch.add(id);
    }
    pending = [...batch];
    deadline = setTimeout(() => {
      fail('no_response', 2_000);
    }, answerMs);
    ask(pending);
  }

  function settle(): readonly string[] {
    const ids = pending;
    pending = [];
    clearTimeout(deadline);
    return ids;
  }

  function fail(code: string, retryAfterMs?: number): void {
    const ids = settle();
    failures += 1;
    const goesOn = retryAfterMs !== undefined && failures < maxTries;
    notBeforeMs = goesOn ? Date.now() + retryAfterMs * 2 ** (failures - 1) : Infinity;
    for (const id of ids) known.set(id, { ...known.get(id), code, atMs: 0 });
    onChange(ids);
    if (goesOn) schedule();
  }

  return {
    get: (id) => known.get(id),
    refresh() {
      if (notBeforeMs < Infinity) schedule();
    },
    answer(items) {
      const atMs = Date.now();
      const ids = new Set(settle());
      for (const id of ids) known.set(id, { code: 'candidate_unknown', atMs });
      for (const status of items) {
        known.set(status.candidateId, { status, atMs });
        ids.add(status.candidateId);
      }
      failures = notBeforeMs = 0;
      onChange(ids);
      schedule();
    },
    fail,
    retry(id) {
      if (id) known.delete(id);
      failures = notBeforeMs = 0;
      clearTimeout(timer);
      timer = undefined;
      schedule();
    },
    get pending() {
      return pending;
    },
  };
}
