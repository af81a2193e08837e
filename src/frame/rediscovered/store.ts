/**
 * Rediscovered candidates without their looks: from the first message to the list, page by page, and
 * what the person does with each, through what can go wrong on the way and back.
 *
 * It knows the session and time. It knows nothing of the DOM or of words.
 */
import { errorTable, RscError, type ErrorCode } from '../../protocol/errors.ts';
import {
  rediscoveredAnswer,
  rediscoveredDecision,
  type RediscoveredAction,
  type RediscoveredAnswer,
} from '../../protocol/rediscovered.ts';
import type { FrameSettings, HostMessage } from '../../protocol/messages.ts';
import type { ElementState } from '../../protocol/states.ts';
import { mayKeepData, retryDelayMs } from '../backoff.ts';
import type { ConnectSession, WipeReason } from '../session.ts';
import { initialState, type Deed, type RediscoveredState, type Shown } from './state.ts';

export interface RediscoveredStoreOptions {
  readonly connect: ConnectSession;
  /** Starts the document over, where nothing less can help. */
  readonly reload: () => void;
  readonly clock?: () => number;
  readonly random?: () => number;
}

export interface RediscoveredStore {
  readonly state: RediscoveredState;
  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: (state: RediscoveredState) => void): () => void;
  /** Connects to the host page; what fails is in the state. */
  start(): Promise<void>;
  /** The person asks for another try. */
  retry(): void;
  /** The connection is back, or the frame is looked at again. */
  wake(): void;
  /** Which part of the candidates is wanted. */
  show(shown: Shown): void;
  /** The next page. */
  more(): void;
  /** The host page is to open a candidate. */
  open(candidateId: string): void;
  decide(candidateId: string, action: RediscoveredAction): void;
  close(): void;
}

const slowAfterMs = 3_000;
const defaultDeadlineMs = 15_000;
/** Old data stays on view for at most the life of an access token after news failed to come. */
const keepStaleMs = 300_000;
/** Whoever comes back to the page after a while sees what is new; in between the list keeps still. */
const freshForMs = 60_000;
const pageSize = 10;

export function createRediscoveredStore(options: RediscoveredStoreOptions): RediscoveredStore {
  const { clock = Date.now, random = Math.random } = options;
  const listeners = new Set<(state: RediscoveredState) => void>();
  const timers: Partial<Record<'slow' | 'retry' | 'stale' | 'deadline', number>> = {};
  let state = initialState;
  let run = 0;
  let tries = 0;
  let connected = false;
  let subject: string | null = null;
  let told = '';

  const session = options.connect({ onSettings, onMessage, onWipe, onState });

  const after = (name: keyof typeof timers, ms: number, work: () => void): void => {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(work, ms) as unknown as number;
  };
  const stopTimers = (): void => {
    for (const timer of Object.values(timers)) clearTimeout(timer);
  };

  function update(changes: Partial<RediscoveredState>): void {
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

  const headers = (): Record<string, string> | undefined => {
    const { integrationContext } = state.settings;
    return integrationContext === undefined
      ? undefined
      : { 'rsc-integration-context': integrationContext };
  };
  const path = (jobId: string): string => `/jobs/${encodeURIComponent(jobId)}/rediscovered`;

  /** @param cursor place the page begins at; null for the first, which replaces what is shown */
  async function load(cursor: string | null = null): Promise<void> {
    const { jobId } = state.settings;
    if (jobId === undefined) {
      dropData('attribute_missing');
      return;
    }
    run += 1;
    const mine = run;
    clearTimeout(timers.retry);
    if (state.answer === null && state.code === null) armSlow();
    update({ busy: true });
    const query = new URLSearchParams({ limit: String(pageSize) });
    if (state.shown === 'dismissed') query.set('show', 'dismissed');
    if (cursor !== null) query.set('after', cursor);
    try {
      const answer = await session.call(
        rediscoveredAnswer,
        'GET',
        `${path(jobId)}?${query.toString()}`,
        undefined,
        headers(),
      );
      if (mine === run) take(answer, cursor !== null);
    } catch (error) {
      if (mine === run) fail(error);
    }
  }

  function take({ items, ...answer }: RediscoveredAnswer, goesOn: boolean): void {
    tries = 0;
    stopTimers();
    // Asked for before somebody began to work on the list: it does not move under their hands.
    if (!goesOn && state.deeds.size > 0) {
      update({ phase: 'ready', code: null, slow: false, busy: false, willRetry: false });
      return;
    }
    const shown = goesOn ? state.items : [];
    const known = new Set(shown.map(({ id }) => id));
    update({
      phase: 'ready',
      code: null,
      slow: false,
      busy: false,
      willRetry: false,
      answer,
      items: [...shown, ...items.filter(({ id }) => !known.has(id))],
      fetchedAtMs: clock(),
      ...(goesOn ? {} : { deeds: new Map(), lastId: null }),
    });
  }

  function armSlow(): void {
    after('slow', slowAfterMs, () => {
      if (state.answer === null && state.code === null) update({ slow: true });
    });
  }

  function note(candidateId: string, deed: Deed | null): void {
    const deeds = new Map(state.deeds);
    if (deed === null) deeds.delete(candidateId);
    else deeds.set(candidateId, deed);
    update({ deeds, lastId: candidateId });
  }

  async function decide(candidateId: string, action: RediscoveredAction): Promise<void> {
    const { settings, deeds, shown, incarnation } = state;
    const before = deeds.get(candidateId) ?? null;
    const { jobId } = settings;
    if (jobId === undefined || before?.state === 'doing') return;
    note(candidateId, { action, state: 'doing', code: null });
    try {
      const { applicationId } = await session.call(
        rediscoveredDecision,
        'POST',
        `${path(jobId)}/${encodeURIComponent(candidateId)}`,
        { action },
        headers(),
      );
      if (incarnation !== state.incarnation) return;
      // What undoes a deed leaves the candidate as the list had it.
      const isUndone = action === (shown === 'dismissed' ? 'dismiss' : 'restore');
      note(candidateId, isUndone ? null : { action, state: 'done', code: null });
      count(action);
      if (action === 'add') {
        const detail = { candidateId, jobId, ...(applicationId === null ? {} : { applicationId }) };
        session.send({ t: 'event', name: 'rsc-add', detail });
      }
    } catch (error) {
      if (incarnation !== state.incarnation) return;
      const cause = asRscError(error);
      // Rights that are gone are gone for all of it.
      if (isOver(error)) note(candidateId, before);
      else if (!mayKeepData(cause) && errorTable[cause.code].state !== 'error') fail(error);
      else note(candidateId, { action, state: 'failed', code: cause.code });
    }
  }

  function count(action: RediscoveredAction): void {
    const { answer } = state;
    if (answer === null || action === 'add') return;
    const dismissed = Math.max(0, answer.dismissed + (action === 'dismiss' ? 1 : -1));
    update({ answer: { ...answer, dismissed } });
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

  function dropData(code: ErrorCode, changes: Partial<RediscoveredState> = {}): void {
    clearTimeout(timers.stale);
    const hadData = state.answer !== null;
    update({
      ...changes,
      phase: errorTable[code].state,
      code,
      answer: null,
      items: [],
      deeds: new Map(),
      lastId: null,
      fetchedAtMs: null,
      incarnation: state.incarnation + (hadData ? 1 : 0),
    });
  }

  function startOver(changes: Partial<RediscoveredState> = {}): void {
    run += 1;
    tries = 0;
    stopTimers();
    const { settings, incarnation } = state;
    update({ ...initialState, settings, incarnation: incarnation + 1, ...changes });
  }

  function onSettings(settings: FrameSettings): void {
    const next = `${settings.jobId ?? ''}\n${settings.integrationContext ?? ''}`;
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
      const { phase, code, fetchedAtMs, busy, deeds } = state;
      const failed = code !== null && errorTable[code].retryable && phase !== 'authorizing';
      // A list somebody works on does not move under their hands.
      const old = fetchedAtMs !== null && clock() - fetchedAtMs > freshForMs && deeds.size === 0;
      if ((failed || (phase === 'ready' && old)) && !busy) void load();
    },

    show(shown) {
      if (shown === state.shown) return;
      update({ shown, items: [], deeds: new Map(), lastId: null });
      void load();
    },

    more() {
      const { answer, busy } = state;
      const next = answer?.next ?? null;
      if (next !== null && !busy) void load(next);
    },

    open(candidateId) {
      session.send({ t: 'open', name: 'rsc-open', detail: { candidateId } });
    },

    decide: (candidateId, action) => void decide(candidateId, action),

    close() {
      stopTimers();
      listeners.clear();
      session.close();
    },
  };
}

const isOver = (cause: unknown): boolean =>
  cause instanceof DOMException && cause.name === 'AbortError';

function asRscError(cause: unknown): RscError {
  if (cause instanceof RscError) return cause;
  if (!isOver(cause)) reportError(cause);
  return new RscError('backend_error', 'unexpected', { cause });
}
