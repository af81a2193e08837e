/**
 * The frame of a timeline alone, without its looks: from the first message to the candidate's
 * timeline, and on to another candidate or another person.
 */
import type { ErrorCode } from '../../protocol/errors.ts';
import { errorTable, RscError } from '../../protocol/errors.ts';
import type { FrameSettings, HostMessage } from '../../protocol/messages.ts';
import type { ElementState } from '../../protocol/states.ts';
import type { ConnectSession, WipeReason } from '../session.ts';
import { initialState, initialTimeline, type ActivityState } from './state.ts';
import { createTimelineStore, type TimelineStore } from './timeline-store.ts';

export interface ActivityStoreOptions {
  readonly connect: ConnectSession;
  /** Starts the document over, where nothing less can help. */
  readonly reload: () => void;
  readonly clock?: () => number;
  readonly random?: () => number;
}

export interface ActivityStore {
  readonly state: ActivityState;
  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: (state: ActivityState) => void): () => void;
  /** Connects to the host page; what fails is in the state. */
  start(): Promise<void>;
  /** The person asks for another try. */
  retry(): void;
  /** The connection is back, or the frame is looked at again. */
  wake(): void;
  /** The timeline of the candidate; null before the host has said whose. */
  readonly timeline: TimelineStore | null;
  close(): void;
}

const slowAfterMs = 3_000;
const defaultDeadlineMs = 15_000;

export function createActivityStore(options: ActivityStoreOptions): ActivityStore {
  const { clock, random } = options;
  const listeners = new Set<(state: ActivityState) => void>();
  let state = initialState;
  let timeline: TimelineStore | null = null;
  let subject: string | null = null;
  let connected = false;
  let told = '';
  let slowTimer: ReturnType<typeof setTimeout> | undefined;
  let deadlineTimer: ReturnType<typeof setTimeout> | undefined;

  const session = options.connect({ onSettings, onMessage, onWipe, onState });

  function update(changes: Partial<ActivityState>): void {
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

  function armSlow(): void {
    clearTimeout(slowTimer);
    slowTimer = setTimeout(() => {
      if (state.items === null && state.code === null) update({ slow: true });
    }, slowAfterMs);
  }

  /** Nothing shown so far stays. */
  function startOver(changes: Partial<ActivityState> = {}): void {
    timeline?.close();
    timeline = null;
    const { settings, incarnation } = state;
    update({ ...initialState, settings, incarnation: incarnation + 1, ...changes });
  }

  function open(): void {
    const { candidateId, integrationContext } = state.settings;
    if (candidateId === undefined) {
      update({ phase: errorTable.attribute_missing.state, code: 'attribute_missing' });
      return;
    }
    timeline?.close();
    armSlow();
    timeline = createTimelineStore({
      session,
      candidateId,
      integrationContext,
      clock,
      random,
      onChange(shown) {
        const isStarting = shown.phase === 'loading' && state.phase === 'authorizing';
        update({
          ...shown,
          ...(isStarting ? { phase: state.phase, code: state.code } : {}),
          ...(shown.items !== null || shown.code !== null ? { slow: false } : {}),
        });
      },
    });
    timeline.load();
  }

  function onSettings(settings: FrameSettings): void {
    const next = `${settings.candidateId ?? ''}\n${settings.integrationContext ?? ''}`;
    const changed = next !== subject;
    if (changed && subject !== null) startOver({ settings });
    else update({ settings });
    subject = next;
    if (changed) open();
  }

  function onMessage(message: HostMessage): void {
    if (message.t === 'resume') retry();
  }

  function onWipe(reason: WipeReason): void {
    if (reason === 'revoked') startOver({ phase: 'revoked', code: 'revoked' });
    else startOver(reason === 'bye' ? { phase: 'idle' } : {});
    if (reason === 'viewer_changed') open();
    // After `object_changed` the new settings follow by themselves.
  }

  function onState(phase: ElementState, code?: ErrorCode): void {
    // Renewals behind data or behind a failure on view are nobody's business but ours.
    if (phase !== 'authorizing' || state.items !== null) return;
    if (code !== undefined) update({ phase, code, willRetry: true, slow: false });
    else if (state.code === null) update({ phase });
  }

  function retry(): void {
    if (!connected) {
      options.reload();
      return;
    }
    if (timeline === null) open();
    else timeline.load();
  }

  function fail(code: ErrorCode): void {
    update({ ...initialTimeline, phase: errorTable[code].state, code, slow: false });
  }

  return {
    get state() {
      return state;
    },

    get timeline() {
      return timeline;
    },

    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async start() {
      armSlow();
      deadlineTimer = setTimeout(() => {
        if (!connected) fail('no_response');
      }, defaultDeadlineMs);
      try {
        await session.start();
        clearTimeout(deadlineTimer);
        connected = true;
        // The host was late, but it is there: forget that we had given up.
        if (state.code === 'no_response' && !state.busy) {
          startOver();
          if (subject !== null) open();
        }
        tellHost();
      } catch (error) {
        clearTimeout(deadlineTimer);
        if (!(error instanceof RscError)) reportError(error);
        fail(error instanceof RscError ? error.code : 'backend_error');
      }
    },

    // After a revocation the session waits for the host. Starting over asks it anew.
    retry() {
      if (state.phase === 'revoked') options.reload();
      else retry();
    },

    wake() {
      timeline?.wake();
    },

    close() {
      clearTimeout(slowTimer);
      clearTimeout(deadlineTimer);
      timeline?.close();
      listeners.clear();
      session.close();
    },
  };
}
