/**
 * The inbox of exports without its looks: from the first message to the list, followed as it changes,
 * and what people decide, through what can go wrong on the way and back.
 *
 * It knows the session and time. It knows nothing of the DOM or of words.
 */
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import {
  exportAnswer,
  exportsAnswer,
  exportView,
  type DecisionRequest,
  type ExportView,
} from '../../protocol/exports.ts';
import type { FrameSettings, HostMessage } from '../../protocol/messages.ts';
import type { ElementState } from '../../protocol/states.ts';
import { mayKeepData, retryDelayMs } from '../backoff.ts';
import type { WipeReason } from '../session.ts';
import { asRscError, isOver } from './failures.ts';
import { findExport, withChanges, withOlder, withRow, withWaiting } from './listing.ts';
import type { ExportsStore, ExportsStoreOptions } from './inbox.ts';
import { createLive } from './live.ts';
import { initialState, type Deed, type ExportsState, type Opened } from './state.ts';
import { createTeller } from './telling.ts';

const slowAfterMs = 3_000;
const defaultDeadlineMs = 15_000;
/** Old data stays on view for at most the life of an access token after news failed to come. */
const keepStaleMs = 300_000;
/** Whoever comes back after a while is not kept waiting for the stream to notice. */
const freshForMs = 20_000;
const pageSize = 20;
/** What has changed meanwhile is asked for in pages of this size, and so many of them. */
const newsSize = 100;
const maxNewsPages = 5;

export function createExportsStore(options: ExportsStoreOptions): ExportsStore {
  const { clock = Date.now, random = Math.random } = options;
  const listeners = new Set<(state: ExportsState) => void>();
  const timers: Partial<Record<'slow' | 'retry' | 'stale' | 'deadline', number>> = {};
  let state = initialState;
  let run = 0;
  let tries = 0;
  let connected = false;
  let isHeld = false;
  let subject: string | null = null;
  let told = '';
  /** Up to here nothing is missing. */
  let cursor = 0;

  const session = options.connect({ onSettings, onMessage, onWipe, onState });
  const teller = createTeller(session);
  const live = createLive({
    session,
    clock,
    random,
    onChange(view) {
      cursor = Math.max(cursor, view.cursor);
      takeChanges([view]);
    },
    onPoll: () => {
      if (!state.busy) void load();
    },
  });

  const after = (name: keyof typeof timers, ms: number, work: () => void): void => {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(work, ms) as unknown as number;
  };
  const stopTimers = (): void => {
    for (const timer of Object.values(timers)) clearTimeout(timer);
  };

  function update(changes: Partial<ExportsState>): void {
    state = { ...state, ...changes };
    for (const listener of listeners) listener(state);
    tellHost();
  }

  function tellHost(): void {
    if (!connected) return;
    const { phase, code } = state;
    const text = `${phase} ${code ?? ''}`;
    if (text === told) return;
    told = text;
    session.send({ t: 'state', state: phase, ...(code === null ? {} : { code }) });
  }

  /** All of it, or where there is something already, what has changed since. */
  async function load(): Promise<void> {
    run += 1;
    const mine = run;
    const isMine = (): boolean => mine === run;
    clearTimeout(timers.retry);
    if (state.answer === null && state.code === null) armSlow();
    update({ busy: true });
    try {
      if (state.answer === null || !(await catchUp(isMine))) await begin(isMine);
    } catch (error) {
      if (isMine()) fail(error);
    }
  }

  async function begin(isMine: () => boolean): Promise<void> {
    const path = `/exports?limit=${String(pageSize)}`;
    const { items, next, mayDecide, ...answer } = await session.call(exportsAnswer, 'GET', path);
    if (!isMine()) return;
    ({ cursor } = answer);
    teller.begin(cursor);
    for (const view of items) teller.tell(view);
    settle();
    update({ answer: { mayDecide, next }, listing: { shown: items, waiting: [] } });
    live.stop();
    live.start(cursor);
  }

  /** @returns false where so much has changed that one better begins anew */
  async function catchUp(isMine: () => boolean): Promise<boolean> {
    for (let page = 0; page < maxNewsPages; page += 1) {
      const path = `/exports?since=${String(cursor)}&limit=${String(newsSize)}`;
      const news = await session.call(exportsAnswer, 'GET', path);
      if (!isMine() || state.answer === null) return true;
      cursor = Math.max(cursor, news.cursor);
      update({ answer: { ...state.answer, mayDecide: news.mayDecide } });
      takeChanges(news.items);
      if (news.next === null) {
        settle();
        live.start(cursor);
        return true;
      }
    }
    return false;
  }

  /** What is shown holds. */
  function settle(): void {
    tries = 0;
    stopTimers();
    const calm = { code: null, slow: false, busy: false, willRetry: false };
    update({ ...calm, phase: 'ready', fetchedAtMs: clock() });
  }

  function takeChanges(views: readonly ExportView[]): void {
    const { answer, opened, news: before } = state;
    if (answer === null || views.length === 0) return;
    const { listing, arrived } = withChanges(state.listing, views, isHeld);
    const count = arrived.length + (before?.kind === 'arrived' ? before.count : 0);
    update({ listing, ...(arrived.length === 0 ? {} : { news: { kind: 'arrived', count } }) });
    for (const view of views) teller.tell(view);
    // Whom it may be has changed with it.
    const changed = views.findLast(({ id }) => id === opened?.id);
    if (opened !== null && changed?.state === 'review') void compare(opened.id);
  }

  function showNew(): void {
    if (state.listing.waiting.length > 0) update({ listing: withWaiting(state.listing) });
  }

  function armSlow(): void {
    after('slow', slowAfterMs, () => {
      if (state.answer === null && state.code === null) update({ slow: true });
    });
  }

  async function more(): Promise<void> {
    const { answer, loadingMore, incarnation } = state;
    const before = answer?.next ?? null;
    if (before === null || loadingMore) return;
    update({ loadingMore: true });
    try {
      const path = `/exports?before=${String(before)}&limit=${String(pageSize)}`;
      const { items, next, mayDecide } = await session.call(exportsAnswer, 'GET', path);
      if (incarnation !== state.incarnation) return;
      for (const view of items) teller.tell(view);
      const listing = withOlder(state.listing, items);
      update({ listing, answer: { mayDecide, next }, loadingMore: false });
    } catch (error) {
      if (incarnation !== state.incarnation) return;
      update({ loadingMore: false });
      fail(error);
    }
  }

  async function compare(id: string): Promise<void> {
    const { incarnation } = state;
    const isMine = (): boolean => state.opened?.id === id && incarnation === state.incarnation;
    const show = (changes: Partial<Opened>): void => {
      if (state.opened !== null) update({ opened: { ...state.opened, ...changes } });
    };
    show({ code: null });
    try {
      const found = await session.call(exportAnswer, 'GET', `/exports/${id}`);
      if (!isMine()) return;
      show({ candidates: found.candidates });
      takeAnswer(found.export);
    } catch (error) {
      if (isMine() && !isOver(error))
        failAt(error, (code) => {
          show({ code });
        });
    }
  }

  function takeAnswer(view: ExportView): void {
    update({ listing: withRow(state.listing, view) });
    teller.tell(view);
  }

  function note(id: string, deed: Deed | null): void {
    const deeds = new Map(state.deeds);
    if (deed === null) deeds.delete(id);
    else deeds.set(id, deed);
    update({ deeds });
  }

  async function decide(id: string, decision: DecisionRequest): Promise<void> {
    const { incarnation, deeds, answer } = state;
    const row = findExport(state.listing, id);
    const isOpen = decision.action === 'undo' ? row?.canUndo === true : row?.state === 'review';
    const isBusy = deeds.get(id)?.state === 'doing' || row?.working !== null;
    if (answer?.mayDecide !== true || !isOpen || isBusy) return;
    note(id, { decision, state: 'doing', code: null });
    const isMine = (): boolean => incarnation === state.incarnation;
    try {
      const view = await session.call(exportView, 'POST', `/exports/${id}/decision`, decision);
      if (!isMine()) return;
      note(id, null);
      takeAnswer(view);
      const opened = state.opened?.id === id ? null : state.opened;
      update({ opened, news: { kind: 'decided', id, action: decision.action } });
    } catch (error) {
      if (!isMine()) return;
      if (isOver(error)) {
        note(id, null);
        return;
      }
      failAt(error, (code) => {
        note(id, { decision, state: 'failed', code });
        // Somebody else was first: what they did is shown.
        if (code === 'export_decided') void look(id);
      });
    }
  }

  /** How an export stands now; the stream tells if this does not come. */
  async function look(id: string): Promise<void> {
    const { incarnation } = state;
    try {
      const found = await session.call(exportAnswer, 'GET', `/exports/${id}`);
      if (incarnation === state.incarnation) takeAnswer(found.export);
    } catch (error) {
      asRscError(error);
    }
  }

  /** A failure of one thing is told there, unless it means that all of it has to go. */
  function failAt(cause: unknown, say: (code: ErrorCode) => void): void {
    const error = asRscError(cause);
    if (!mayKeepData(error) && errorTable[error.code].state !== 'error') fail(error);
    else say(error.code);
  }

  function fail(cause: unknown): void {
    // The session moved on to another person, and has said so.
    if (isOver(cause)) {
      update({ busy: false });
      return;
    }
    const error = asRscError(cause);
    clearTimeout(timers.slow);
    const delayMs = retryDelayMs(error, tries, random());
    if (delayMs !== null) {
      tries += 1;
      after('retry', delayMs, () => void load());
    }
    const keeps = state.answer !== null && mayKeepData(error);
    if (keeps && state.phase !== 'stale') {
      after('stale', keepStaleMs, () => {
        dropData(state.code ?? error.code);
      });
    }
    const common = { code: error.code, slow: false, busy: false };
    const willRetry = delayMs !== null || error.code === 'offline';
    if (keeps) update({ ...common, willRetry, phase: 'stale' });
    else dropData(error.code, { ...common, willRetry });
  }

  function dropData(code: ErrorCode, changes: Partial<ExportsState> = {}): void {
    clearTimeout(timers.stale);
    live.stop();
    const { settings, incarnation, answer, busy, willRetry } = state;
    update({
      ...initialState,
      settings,
      busy,
      willRetry,
      ...changes,
      phase: errorTable[code].state,
      code,
      incarnation: incarnation + (answer === null ? 0 : 1),
    });
  }

  function startOver(changes: Partial<ExportsState> = {}): void {
    run += 1;
    tries = 0;
    stopTimers();
    live.stop();
    teller.forget();
    const { settings, incarnation } = state;
    update({ ...initialState, settings, incarnation: incarnation + 1, ...changes });
  }

  function onSettings(settings: FrameSettings): void {
    const next = settings.jobId ?? '';
    const changed = next !== subject;
    if (changed && subject !== null) startOver({ settings });
    else update({ settings });
    subject = next;
    if (changed) void load();
  }

  function onMessage(message: HostMessage): void {
    if (message.t === 'resume') retry();
  }

  function onWipe(reason: WipeReason): void {
    if (reason === 'revoked') startOver({ phase: 'revoked', code: 'revoked' });
    else startOver(reason === 'bye' ? { phase: 'idle' } : {});
    if (reason === 'viewer_changed') void load();
  }

  function onState(phase: ElementState, code?: ErrorCode): void {
    // Renewals behind data or behind a failure on view are nobody's business but ours.
    if (phase !== 'authorizing' || state.answer !== null) return;
    if (code !== undefined) update({ phase, code, willRetry: true, slow: false });
    else if (state.code === null) update({ phase });
  }

  function retry(): void {
    if (!connected) {
      options.reload();
      return;
    }
    tries = 0;
    void load();
  }

  return {
    get state() {
      return state;
    },

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async start() {
      armSlow();
      after('deadline', defaultDeadlineMs, () => {
        if (!connected) dropData('no_response', { slow: false });
      });
      try {
        await session.start();
        clearTimeout(timers.deadline);
        connected = true;
        // The host was late, but it is there: forget that we had given up.
        if (state.code === 'no_response' && !state.busy) startOver();
        tellHost();
      } catch (error) {
        clearTimeout(timers.deadline);
        fail(error);
      }
    },

    // After a revocation the session waits for the host. Starting over asks it anew.
    retry() {
      if (state.phase === 'revoked') options.reload();
      else retry();
    },

    wake() {
      const { phase, code, fetchedAtMs, busy } = state;
      const failed = code !== null && errorTable[code].retryable && phase !== 'authorizing';
      const wasSilent = live.wake();
      const old = fetchedAtMs !== null && clock() - fetchedAtMs > freshForMs;
      if ((failed || (phase === 'ready' && (old || wasSilent))) && !busy) void load();
    },

    more: () => void more(),

    showNew,

    hold(held) {
      isHeld = held;
      if (!held) showNew();
    },

    toggle(id) {
      const row = findExport(state.listing, id);
      if (state.opened?.id === id || row === undefined) {
        update({ opened: null });
        return;
      }
      const isToCompare = row.state === 'review' && row.suggestions.length > 0;
      update({ opened: { id, candidates: isToCompare ? null : [], code: null } });
      if (isToCompare) void compare(id);
    },

    compareAgain() {
      if (state.opened !== null) void compare(state.opened.id);
    },

    decide: (id, decision) => void decide(id, decision),

    open(candidateId) {
      session.send({ t: 'open', name: 'rsc-open', detail: { candidateId } });
    },

    close() {
      stopTimers();
      live.stop();
      listeners.clear();
      session.close();
    },
  };
}
