/**
 * A candidate's timeline without its looks: pages, filter, search, whole texts, and what comes by
 * itself, through what can go wrong on the way and back.
 *
 * It has a session from whoever made it, and knows nothing of the DOM or of words.
 */
import { errorTable, RscError, type ErrorCode } from '../../protocol/errors.ts';
import {
  timelineAnswer,
  timelineItemAnswer,
  type TimelineAnswer,
  type TimelineNews,
  type TimelineRequest,
} from '../../protocol/timeline.ts';
import { mayKeepData, retryDelayMs } from '../backoff.ts';
import type { FrameSession } from '../session.ts';
import { kindsOf, type Group } from './groups.ts';
import { createLive } from './live.ts';
import { isWithin, withItems, withNewestPage, withoutItems } from './merge.ts';
import { initialTimeline, type TimelineState, type Whole } from './state.ts';

export type TimelineSession = Pick<FrameSession, 'call' | 'stream'>;

export interface TimelineStoreOptions {
  readonly session: TimelineSession;
  readonly candidateId: string;
  /** Which of the customer's integration contexts it is about; none means its first. */
  readonly integrationContext?: string | undefined;
  /** Called after each change. */
  readonly onChange: (state: TimelineState) => void;
  readonly clock?: (() => number) | undefined;
  readonly random?: (() => number) | undefined;
}

export interface TimelineStore {
  readonly state: TimelineState;
  /** Reads the newest page again; what is shown stays until it is there. */
  load(): void;
  /** The connection is back, or the timeline is looked at again. */
  wake(): void;
  /** The next older page. */
  more(): void;
  filter(group: Group): void;
  search(words: string): void;
  /** All of it again, whatever was filtered or searched. */
  clear(): void;
  /** The whole of an item's text. */
  whole(id: string): void;
  /** The person has seen what is at the top. */
  seen(): void;
  close(): void;
}

/** Old data stays on view for at most the life of an access token after news failed to come. */
const keepStaleMs = 300_000;
/** Coming back raises several events at once; one question serves them all. */
const freshForMs = 1_000;
const pageSize = 50;
const maxWords = 200;

export function createTimelineStore(options: TimelineStoreOptions): TimelineStore {
  const { session, candidateId, integrationContext, onChange } = options;
  const { clock = Date.now, random = Math.random } = options;
  const path = `/candidates/${encodeURIComponent(candidateId)}/timeline`;
  const headers: Record<string, string> =
    integrationContext === undefined ? {} : { 'rsc-integration-context': integrationContext };
  let state = initialTimeline;
  let run = 0;
  /** Changes with what of the timeline is shown. */
  let part = 0;
  let tries = 0;
  let isClosed = false;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let staleTimer: ReturnType<typeof setTimeout> | undefined;

  const live = createLive({
    session,
    path: `${path}/events`,
    headers,
    random,
    onNews,
    onPoll: () => {
      if (!state.busy) void load();
    },
  });

  function update(changes: Partial<TimelineState>): void {
    if (isClosed) return;
    state = { ...state, ...changes };
    onChange(state);
  }

  /** Words may be names, and go in a body; the rest stands in the address. */
  function ask(before: string | null): Promise<TimelineAnswer> {
    const { group, words } = state;
    const kinds = kindsOf(group);
    const place = before === null ? {} : { before };
    if (words !== '') {
      const request: TimelineRequest = {
        words,
        limit: pageSize,
        ...place,
        ...(kinds === undefined ? {} : { kinds: [...kinds] }),
      };
      return session.call(timelineAnswer, 'POST', path, request, headers);
    }
    const query = new URLSearchParams({ limit: String(pageSize), ...place });
    if (kinds !== undefined) query.set('kinds', kinds.join(','));
    return session.call(timelineAnswer, 'GET', `${path}?${query.toString()}`, undefined, headers);
  }

  async function load(): Promise<void> {
    run += 1;
    const mine = run;
    clearTimeout(retryTimer);
    update({ busy: true });
    try {
      const answer = await ask(null);
      if (mine === run) take(answer);
    } catch (error) {
      if (mine === run) fail(error);
    }
  }

  function take({ items, older, isPartial = false, revision }: TimelineAnswer): void {
    tries = 0;
    clearTimeout(staleTimer);
    const known = state.items ?? [];
    const all = withNewestPage(known, items);
    const had = new Set(known.map(({ id }) => id));
    const isFirst = state.items === null || all === null;
    const added = isFirst ? [] : items.filter(({ id }) => !had.has(id));
    // Where the page reaches further than what was known, its end is the end.
    const last = items.at(-1);
    const reaches = isFirst || last === undefined || all?.at(-1)?.id === last.id;
    update({
      phase: 'ready',
      code: null,
      busy: false,
      willRetry: false,
      items: all ?? items,
      ...(reaches ? { older, isPartial } : {}),
      ...(isFirst ? { more: 'idle', fresh: new Set() } : { fresh: freshWith(added) }),
      fetchedAtMs: clock(),
    });
    live.start(revision);
  }

  async function more(): Promise<void> {
    const { older, items } = state;
    if (older === null || items === null || state.more === 'loading') return;
    const mine = part;
    update({ more: 'loading' });
    try {
      const answer = await ask(older);
      // Another part is shown, or one that goes on elsewhere.
      if (mine !== part || older !== state.older) return;
      update({
        more: 'idle',
        items: withItems(state.items ?? [], answer.items),
        older: answer.older,
        isPartial: answer.isPartial ?? false,
      });
    } catch (error) {
      if (mine !== part) return;
      update({ more: isOver(error) ? 'idle' : asRscError(error).code });
    }
  }

  function freshWith(added: readonly { readonly id: string }[]): ReadonlySet<string> {
    return added.length === 0
      ? state.fresh
      : new Set([...state.fresh, ...added.map(({ id }) => id)]);
  }

  function onNews({ items: news, removed }: TimelineNews): void {
    const { items, group, words, older, wholes } = state;
    if (items === null) return;
    const kinds: readonly string[] | undefined = kindsOf(group);
    const known = new Set(items.map(({ id }) => id));
    const wanted = news.filter((item) => {
      if (known.has(item.id)) return true;
      // What a search would find only the backend knows; what is older comes with its page.
      if (words !== '' || kinds?.includes(item.kind) === false) return false;
      return older === null || isWithin(item, items);
    });
    const gone = new Set(removed);
    const changed = new Set([...wanted.map(({ id }) => id), ...removed]);
    const added = wanted.filter(({ id }) => !known.has(id));
    const fresh = [...freshWith(added)].filter((id) => !gone.has(id));
    update({
      items: withoutItems(withItems(items, wanted), gone),
      wholes: new Map([...wholes].filter(([id]) => !changed.has(id))),
      fresh: new Set(fresh),
      fetchedAtMs: clock(),
    });
  }

  function note(id: string, whole: Whole | null): void {
    const wholes = new Map(state.wholes);
    if (whole === null) wholes.delete(id);
    else wholes.set(id, whole);
    update({ wholes });
  }

  async function readWhole(id: string): Promise<void> {
    const present = state.wholes.get(id)?.state;
    if (present === 'loading' || present === 'here') return;
    const loading: Whole = { state: 'loading' };
    note(id, loading);
    try {
      const itemPath = `${path}/${encodeURIComponent(id)}`;
      const { item } = await session.call(timelineItemAnswer, 'GET', itemPath, undefined, headers);
      // Changed meanwhile: what was asked for is no longer there.
      if (state.wholes.get(id) !== loading) return;
      note(id, { state: 'here', text: item.text ?? '' });
    } catch (error) {
      if (state.wholes.get(id) !== loading) return;
      if (isOver(error)) note(id, null);
      else note(id, { state: 'failed', code: asRscError(error).code });
    }
  }

  function fail(cause: unknown): void {
    // The session moved on to another object or person, and has said so.
    if (isOver(cause)) {
      update({ busy: false });
      return;
    }
    const error = asRscError(cause);
    const delayMs = retryDelayMs(error, tries, random());
    if (delayMs !== null) {
      tries += 1;
      retryTimer = setTimeout(() => void load(), delayMs);
    }
    const keeps = state.items !== null && mayKeepData(error);
    const willRetry = delayMs !== null || error.code === 'offline';
    if (!keeps) {
      drop(error.code, { willRetry });
      return;
    }
    if (state.phase !== 'stale') {
      clearTimeout(staleTimer);
      staleTimer = setTimeout(() => {
        drop(state.code ?? error.code);
      }, keepStaleMs);
    }
    update({ phase: 'stale', code: error.code, busy: false, willRetry });
  }

  function drop(code: ErrorCode, changes: Partial<TimelineState> = {}): void {
    clearTimeout(staleTimer);
    live.stop();
    part += 1;
    const { group, words } = state;
    update({ ...initialTimeline, group, words, phase: errorTable[code].state, code, ...changes });
  }

  /** Another part of the timeline: nothing of the last one stays, and it is read from its top. */
  function turnTo(changes: Partial<TimelineState>): void {
    tries = 0;
    part += 1;
    update({
      ...changes,
      items: null,
      older: null,
      isPartial: false,
      more: 'idle',
      wholes: new Map(),
      fresh: new Set(),
    });
    void load();
  }

  return {
    get state() {
      return state;
    },

    load() {
      tries = 0;
      void load();
    },

    wake() {
      const { phase, code, fetchedAtMs, busy } = state;
      const failed = code !== null && errorTable[code].retryable;
      const old = fetchedAtMs !== null && clock() - fetchedAtMs > freshForMs;
      if ((failed || (phase === 'ready' && old)) && !busy) void load();
    },

    more: () => void more(),

    filter(group) {
      if (group !== state.group) turnTo({ group });
    },

    search(given) {
      const words = given.trim().slice(0, maxWords);
      if (words !== state.words) turnTo({ words });
    },

    clear() {
      if (state.group !== 'all' || state.words !== '') turnTo({ group: 'all', words: '' });
    },

    whole: (id) => void readWhole(id),

    seen() {
      if (state.fresh.size > 0) update({ fresh: new Set() });
    },

    close() {
      isClosed = true;
      run += 1;
      clearTimeout(retryTimer);
      clearTimeout(staleTimer);
      live.stop();
    },
  };
}

const isOver = (cause: unknown): boolean =>
  cause instanceof DOMException && cause.name === 'AbortError';

function asRscError(cause: unknown): RscError {
  if (cause instanceof RscError) return cause;
  reportError(cause);
  return new RscError('backend_error', 'unexpected', { cause });
}
