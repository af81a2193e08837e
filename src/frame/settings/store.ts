/**
 * The settings without their looks: from the first message to the customer's integrations, followed
 * as they change, through what can go wrong on the way and back.
 *
 * It knows the session and time. It knows nothing of the DOM, of words, or of LinkedIn's script;
 * what that does is reported to it.
 */
import { errorTable, RscError, type ErrorCode } from '../../protocol/errors.ts';
import {
  integrationsAnswer,
  type IntegrationChange,
  type IntegrationsAnswer,
  type SettingsRequest,
} from '../../protocol/integrations.ts';
import type { FrameSettings, HostMessage } from '../../protocol/messages.ts';
import type { RequestedIntegration } from '../../protocol/requested-integrations.ts';
import type { ElementState } from '../../protocol/states.ts';
import { mayKeepData, retryDelayMs } from '../backoff.ts';
import type { ConnectSession, WipeReason } from '../session.ts';
import { createLive } from './live.ts';
import { initialState, type SettingsState } from './state.ts';

export interface SettingsStoreOptions {
  readonly connect: ConnectSession;
  /** Starts the document over, where nothing less can help. */
  readonly reload: () => void;
  readonly clock?: () => number;
  readonly random?: () => number;
}

export interface SettingsStore {
  readonly state: SettingsState;
  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: (state: SettingsState) => void): () => void;
  /** Connects to the host page; what fails is in the state. */
  start(): Promise<void>;
  /** The person asks for another try. */
  retry(): void;
  /** The connection is back, or the frame is looked at again. */
  wake(): void;
  /** Somebody has requested integrations in LinkedIn's plugin. */
  integrated(integrations: readonly RequestedIntegration[]): void;
  /** The person chooses something. */
  choose(change: SettingsRequest): void;
  /** LinkedIn's plugin failed, or with null works. */
  pluginReported(code: ErrorCode | null): void;
  close(): void;
}

/** What could not be saved, to be tried again. */
interface Saving {
  readonly path: string;
  readonly body: unknown;
}

const choicesPath = '/integrations/settings';
const slowAfterMs = 3_000;
const defaultDeadlineMs = 15_000;
/** Old data stays on view for at most the life of an access token after news failed to come. */
const keepStaleMs = 300_000;
const freshForMs = 1_000;

export function createSettingsStore(options: SettingsStoreOptions): SettingsStore {
  const { clock = Date.now, random = Math.random } = options;
  const listeners = new Set<(state: SettingsState) => void>();
  const timers: Partial<Record<'slow' | 'retry' | 'stale' | 'deadline', number>> = {};
  let state = initialState;
  let run = 0;
  let tries = 0;
  let connected = false;
  let hasSettings = false;
  let failedSaving: Saving | null = null;
  let told = '';

  const session = options.connect({ onSettings, onMessage, onWipe, onState });
  const live = createLive({
    session,
    random,
    onChange,
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

  function update(changes: Partial<SettingsState>): void {
    state = { ...state, ...changes };
    for (const listener of listeners) listener(state);
    tellHost();
  }

  /** Phase and reason for the host page; LinkedIn's failure counts, although the rest is shown. */
  function tellHost(): void {
    if (!connected) return;
    const { phase, code, pluginCode } = state;
    const [shown, reason]: [ElementState, ErrorCode | null] =
      phase === 'ready' && pluginCode !== null
        ? [errorTable[pluginCode].state, pluginCode]
        : [phase, code];
    const text = `${shown} ${reason ?? ''}`;
    if (text === told) return;
    told = text;
    session.send({ t: 'state', state: shown, ...(reason === null ? {} : { code: reason }) });
  }

  function take(answer: IntegrationsAnswer): void {
    tries = 0;
    stopTimers();
    update({
      phase: 'ready',
      code: null,
      slow: false,
      busy: false,
      willRetry: false,
      answer,
      fetchedAtMs: clock(),
    });
    live.start(answer.lastEventId);
  }

  async function load(): Promise<void> {
    // What is being saved answers with what holds then; who asks meanwhile may hear of before.
    if (state.saving) return;
    run += 1;
    const mine = run;
    clearTimeout(timers.retry);
    if (state.answer === null && state.code === null) armSlow();
    update({ busy: true });
    try {
      const answer = await session.call(integrationsAnswer, 'GET', '/integrations');
      if (mine === run) take(answer);
    } catch (error) {
      if (mine === run) fail(error);
    }
  }

  function armSlow(): void {
    after('slow', slowAfterMs, () => {
      if (state.answer === null && state.code === null) update({ slow: true });
    });
  }

  /** Requests and choices go one after the other, and what comes back is what holds. */
  async function save(saving: Saving): Promise<void> {
    run += 1;
    const mine = run;
    failedSaving = null;
    update({ saving: true, saved: false, busy: false, unsaved: null });
    try {
      const answer = await session.call(integrationsAnswer, 'POST', saving.path, saving.body);
      update({ saving: false, saved: saving.path === choicesPath });
      if (mine === run) take(answer);
    } catch (error) {
      if (isOver(error)) {
        update({ saving: false });
        return;
      }
      const { code } = asRscError(error);
      if (!mayKeepData(asRscError(error)) && errorTable[code].state !== 'error') {
        update({ saving: false });
        fail(error);
        return;
      }
      failedSaving = saving;
      update({ saving: false, unsaved: code });
    }
  }

  function onChange(change: IntegrationChange): void {
    const { answer } = state;
    if (answer === null) return;
    const isSame = (one: { context: string; type: string; tenantType: string }): boolean =>
      one.context === change.context &&
      one.type === change.type &&
      one.tenantType === change.tenantType;
    const before = answer.integrations.find(isSame);
    const news = { name: null, ...before, ...change };
    // Events between a question and its answer come once more.
    const isNews = before?.state !== change.state || before.rawStatus !== change.rawStatus;
    const others = answer.integrations;
    const integrations =
      before === undefined ? [...others, news] : others.map((one) => (isSame(one) ? news : one));
    update({
      answer: { ...answer, integrations },
      fetchedAtMs: clock(),
      ...(isNews ? { news, saved: false } : {}),
    });
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

  function dropData(code: ErrorCode, changes: Partial<SettingsState> = {}): void {
    clearTimeout(timers.stale);
    live.stop();
    const hadData = state.answer !== null;
    update({
      ...changes,
      phase: errorTable[code].state,
      code,
      answer: null,
      fetchedAtMs: null,
      pluginCode: null,
      unsaved: null,
      saved: false,
      news: null,
      incarnation: state.incarnation + (hadData ? 1 : 0),
    });
  }

  function startOver(changes: Partial<SettingsState> = {}): void {
    run += 1;
    tries = 0;
    stopTimers();
    live.stop();
    failedSaving = null;
    const { settings, incarnation } = state;
    update({ ...initialState, settings, incarnation: incarnation + 1, ...changes });
  }

  function onSettings(settings: FrameSettings): void {
    update({ settings });
    if (!hasSettings) void load();
    hasSettings = true;
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
    if (failedSaving !== null && state.phase === 'ready') {
      void save(failedSaving);
      return;
    }
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
      const old = fetchedAtMs !== null && clock() - fetchedAtMs > freshForMs;
      if ((failed || (phase === 'ready' && old)) && !busy) void load();
    },

    integrated(integrations) {
      void save({ path: '/integrations', body: { payload: integrations } });
      session.send({
        t: 'event',
        name: 'rsc-integrate',
        detail: { integrations: [...integrations] },
      });
    },

    choose(change) {
      const { answer } = state;
      if (answer === null || state.saving) return;
      // At once as chosen; what the backend makes of it follows.
      const settings = {
        jobAvailability: change.jobAvailability ?? answer.settings.jobAvailability,
        viewers: change.viewers ?? answer.settings.viewers,
      };
      update({ answer: { ...answer, settings } });
      void save({ path: choicesPath, body: change });
    },

    pluginReported(code) {
      if (code !== state.pluginCode) update({ pluginCode: code });
    },

    close() {
      stopTimers();
      live.stop();
      listeners.clear();
      session.close();
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
