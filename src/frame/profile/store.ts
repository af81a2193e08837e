/**
 * The profile widget without its looks: from the first message to the candidate's data, through
 * everything that can go wrong on the way and back.
 *
 * It knows the session and time. It knows nothing of the DOM, of words, or of LinkedIn's script;
 * what that does is reported to it.
 */
import { errorTable, RscError, type ErrorCode } from '../../protocol/errors.ts';
import type { FrameSettings, HostMessage } from '../../protocol/messages.ts';
import { candidateAnswer, type MatchRequest } from '../../protocol/routes.ts';
import type { ElementState } from '../../protocol/states.ts';
import type { ConnectSession, FrameSession, WipeReason } from '../session.ts';
import { mayKeepData, retryDelayMs } from '../backoff.ts';
import { createMatchSaver } from './match-saver.ts';
import { initialState, type ProfileState } from './state.ts';

export interface ProfileStoreOptions {
  readonly connect: ConnectSession;
  /** Starts the document over, where nothing less can help. */
  readonly reload: () => void;
  readonly clock?: () => number;
  readonly random?: () => number;
}

export interface ProfileStore {
  readonly state: ProfileState;
  /** For parts of the widget that read for themselves. */
  readonly session: Pick<FrameSession, 'call' | 'stream'>;
  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: (state: ProfileState) => void): () => void;
  /** Connects to the host page; what fails is in the state. */
  start(): Promise<void>;
  /** The person asks for another try. */
  retry(): void;
  /** The person or a timer asks for news; what is shown stays until they are there. */
  refresh(): void;
  /** The connection is back, or the frame is looked at again. */
  wake(): void;
  /** The person linked or unlinked the candidate in LinkedIn's plugin. */
  memberChanged(action: MatchRequest['action'], member: string): void;
  /** LinkedIn's plugin failed, or with null works. */
  pluginReported(code: ErrorCode | null): void;
  close(): void;
}

/** From here on we say that it takes long. */
const slowAfterMs = 3_000;
const defaultDeadlineMs = 15_000;
/** Old data stays on view for at most the life of an access token after news failed to come. */
const keepStaleMs = 300_000;
/**
 * Looked at again, data is worth a question: its reader may have signed out meanwhile, in another
 * tab. Coming back raises several events at once; within this time one question serves them all.
 */
const freshForMs = 1_000;

export function createProfileStore(options: ProfileStoreOptions): ProfileStore {
  const { clock = Date.now, random = Math.random } = options;
  const listeners = new Set<(state: ProfileState) => void>();
  let state = initialState;
  /** Which object and context the data is for; null before the host has said. */
  let subject: string | null = null;
  let run = 0;
  let tries = 0;
  let connected = false;
  let slowTimer: ReturnType<typeof setTimeout> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let staleTimer: ReturnType<typeof setTimeout> | undefined;
  let deadlineTimer: ReturnType<typeof setTimeout> | undefined;
  let told = '';

  const session = options.connect({ onSettings, onMessage, onWipe, onState });
  const saver = createMatchSaver({
    session,
    onChange: (unsaved) => {
      update({ unsaved });
    },
    onSaved: () => {
      void load();
    },
  });

  function update(changes: Partial<ProfileState>): void {
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

  function armSlow(): void {
    clearTimeout(slowTimer);
    slowTimer = setTimeout(() => {
      if (state.candidate === null && state.code === null) update({ slow: true });
    }, slowAfterMs);
  }

  function stopTimers(): void {
    for (const timer of [slowTimer, retryTimer, staleTimer, deadlineTimer]) clearTimeout(timer);
  }

  const candidatePath = (candidateId: string): string =>
    `/candidates/${encodeURIComponent(candidateId)}`;

  async function load(): Promise<void> {
    const { candidateId, integrationContext } = state.settings;
    if (candidateId === undefined) return;
    run += 1;
    const mine = run;
    clearTimeout(retryTimer);
    if (state.candidate === null && state.code === null) armSlow();
    update({ busy: true });
    try {
      const candidate = await session.call(
        candidateAnswer,
        'GET',
        candidatePath(candidateId),
        undefined,
        contextHeaders(integrationContext),
      );
      if (mine !== run) return;
      tries = 0;
      stopTimers();
      update({
        phase: 'ready',
        code: null,
        slow: false,
        busy: false,
        willRetry: false,
        candidate,
        fetchedAtMs: clock(),
      });
    } catch (error) {
      if (mine === run) fail(error);
    }
  }

  function fail(cause: unknown): void {
    // The session moved on to another object or person, and has said so.
    if (cause instanceof DOMException && cause.name === 'AbortError') {
      update({ busy: false });
      return;
    }
    if (!(cause instanceof RscError)) reportError(cause);
    const error =
      cause instanceof RscError ? cause : new RscError('backend_error', 'unexpected', { cause });
    clearTimeout(slowTimer);
    const delayMs = retryDelayMs(error, tries, random());
    if (delayMs !== null) {
      tries += 1;
      retryTimer = setTimeout(() => void load(), delayMs);
    }
    const keeps = state.candidate !== null && mayKeepData(error);
    if (keeps && state.phase !== 'stale') {
      clearTimeout(staleTimer);
      staleTimer = setTimeout(() => {
        dropData(state.code ?? error.code);
      }, keepStaleMs);
    }
    const common = { code: error.code, slow: false, busy: false };
    const willRetry = delayMs !== null || error.code === 'offline';
    if (keeps) update({ ...common, willRetry, phase: 'stale' });
    else dropData(error.code, { ...common, willRetry });
  }

  function dropData(code: ErrorCode, changes: Partial<ProfileState> = {}): void {
    clearTimeout(staleTimer);
    const hadData = state.candidate !== null;
    update({
      ...changes,
      phase: errorTable[code].state,
      code,
      candidate: null,
      fetchedAtMs: null,
      pluginCode: null,
      unsaved: null,
      incarnation: state.incarnation + (hadData ? 1 : 0),
    });
  }

  function startOver(changes: Partial<ProfileState> = {}): void {
    run += 1;
    tries = 0;
    stopTimers();
    saver.forget();
    update({
      ...initialState,
      settings: state.settings,
      incarnation: state.incarnation + 1,
      ...changes,
    });
  }

  function onSettings(settings: FrameSettings): void {
    const next = `${settings.candidateId ?? ''}\n${settings.integrationContext ?? ''}`;
    const changed = next !== subject;
    const first = subject === null;
    subject = next;
    if (changed && !first) startOver({ settings });
    else update({ settings });
    if (changed) void load();
  }

  function onMessage(message: HostMessage): void {
    if (message.t === 'resume') retry();
  }

  function onWipe(reason: WipeReason): void {
    if (reason === 'revoked') startOver({ phase: 'revoked', code: 'revoked' });
    else startOver(reason === 'bye' ? { phase: 'idle' } : {});
    if (reason === 'viewer_changed') void load();
    // After `object_changed` the new settings follow by themselves.
  }

  function onState(phase: ElementState, code?: ErrorCode): void {
    // Renewals behind data or behind a failure on view are nobody's business but ours.
    if (phase !== 'authorizing' || state.candidate !== null) return;
    if (code !== undefined) update({ phase, code, willRetry: true, slow: false });
    else if (state.code === null) update({ phase });
  }

  function retry(): void {
    if (state.unsaved !== null && state.phase === 'ready') {
      saver.retry();
      return;
    }
    if (!connected) {
      options.reload();
      return;
    }
    tries = 0;
    void load();
  }

  function wake(): void {
    const { phase, code, fetchedAtMs } = state;
    const failed = code !== null && errorTable[code].retryable && phase !== 'authorizing';
    const old = fetchedAtMs !== null && clock() - fetchedAtMs > freshForMs;
    if (failed || (phase === 'ready' && old)) {
      if (!state.busy) void load();
    }
  }

  return {
    session,

    get state() {
      return state;
    },

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async start() {
      armSlow();
      deadlineTimer = setTimeout(() => {
        if (!connected) dropData('no_response', { slow: false });
      }, defaultDeadlineMs);
      try {
        await session.start();
        clearTimeout(deadlineTimer);
        connected = true;
        // The host was late, but it is there: forget that we had given up.
        if (state.code === 'no_response' && !state.busy) startOver();
        tellHost();
      } catch (error) {
        clearTimeout(deadlineTimer);
        fail(error);
      }
    },

    // After a revocation the session waits for the host. Starting over asks it anew.
    retry() {
      if (state.phase === 'revoked') options.reload();
      else retry();
    },

    refresh() {
      if (!state.busy) void load();
    },

    wake,

    memberChanged(action: MatchRequest['action'], member: string) {
      const { candidateId } = state.settings;
      if (candidateId === undefined) return;
      saver.save(
        `${candidatePath(candidateId)}/match`,
        { action, member },
        contextHeaders(state.settings.integrationContext),
      );
    },

    pluginReported(code) {
      if (code !== state.pluginCode) update({ pluginCode: code });
    },

    close() {
      stopTimers();
      saver.forget();
      listeners.clear();
      session.close();
    },
  };
}

export type { ProfileState } from './state.ts';

/** Which of the customer's integration contexts a request is about; none means its first. */
const contextHeaders = (integrationContext: string | undefined): Record<string, string> =>
  integrationContext === undefined ? {} : { 'rsc-integration-context': integrationContext };
