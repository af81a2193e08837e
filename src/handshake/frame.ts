/**
 * The frame's side of the handshake.
 *
 * A frame starts with nothing but the document it was served: one allowed host origin and a first
 * nonce. It makes a key, greets its parent (and only a parent of that origin can hear it), gets a
 * MessagePort, and from then on listens to that port alone. Whenever it needs to know who is
 * looking it asks the host for a signed context, exchanges it at its own backend for a token bound
 * to its key, and calls the API itself. Keys and tokens live in this closure and nowhere else:
 * storage is not there in a cross-site frame, and a message must never carry a key, because even a
 * non-extractable one can be used by whoever receives it.
 */
import type * as z from 'zod/mini';
import { RscError, isErrorCode, type ErrorCode } from '../protocol/errors.ts';
import type { contextReasons } from '../protocol/messages.ts';
import {
  hostMessage,
  portMessage,
  type FrameMessage,
  type FrameSettings,
  type HelloMessage,
  type HostMessage,
} from '../protocol/messages.ts';
import { sessionAnswer, type FrameBoot, type SessionAnswer } from '../protocol/routes.ts';
import type { ElementState } from '../protocol/states.ts';
import { createContextQueue } from './context-queue.ts';
import { createProof, createFrameKey, randomNonce, type FrameKey } from './keys.ts';
import { createTransport, type Transport } from './transport.ts';

export type WipeReason = 'revoked' | 'viewer_changed' | 'object_changed' | 'bye';
type ContextReason = (typeof contextReasons)[number];

export interface FrameSessionOptions {
  readonly boot: FrameBoot;
  /** New settings from the host; called for each change, with all settings so far. */
  readonly onSettings: (settings: FrameSettings) => void;
  /** Messages of the host that the session does not deal with itself. */
  readonly onMessage?: (message: HostMessage) => void;
  /** Everything shown so far has to go at once. */
  readonly onWipe: (reason: WipeReason) => void;
  /** What the session is doing or why it cannot go on. */
  readonly onState: (state: ElementState, code?: ErrorCode) => void;
  /** For tests: another window, fetch or clock. */
  readonly window?: Window;
  readonly fetch?: typeof fetch;
  readonly clock?: () => number;
}

export interface FrameSession {
  /**
   * Makes the key and the connection; settles when the host has answered.
   * @throws RscError `same_origin_frame` or `upgrade_required`
   */
  start(): Promise<void>;
  /**
   * Calls the backend as the person looking. Gets a context and token first if there is none,
   * renews them when they have run out, and repeats the call at most once for either reason.
   * @param path below `/rsc`, for example `/candidates/42`; no personal data
   * @throws RscError; `DOMException` `AbortError` when the host has moved on to another object
   */
  call<T extends z.ZodMiniType>(
    schema: T,
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<z.infer<T>>;
  /**
   * The same for a GET whose answer goes on. It ends when `signal` is aborted, or when the host has
   * moved on.
   */
  stream(
    path: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array>>;
  /** Tells the host something. */
  send(message: FrameMessage): void;
  /** Forgets token and key and stops listening. */
  close(): void;
}

/** Renewed at four fifths of a token's life, give or take a tenth, so that frames do not sync up. */
const renewAt = 0.8;
const renewJitter = 0.1;
/** A token with less than this left is renewed when the frame comes back into view. */
const renewWithinMs = 60_000;
const defaultDeadlineMs = 15_000;
/** The host may change the object while we ask about the last one; then ask again, not forever. */
const maxObjectRaces = 3;

interface Token {
  readonly value: string;
  readonly viewer: string;
  readonly obj: string;
  readonly expiresAtMs: number;
  readonly lifeMs: number;
}

/** Makes the session of one frame document. */
export function createFrameSession(options: FrameSessionOptions): FrameSession {
  const { boot, onSettings, onWipe, onState, clock = Date.now } = options;
  const win = options.window ?? window;
  const hostOrigin = boot.allow[0] ?? '';
  const fn = randomNonce();

  let key: FrameKey | null = null;
  let port: MessagePort | null = null;
  let hn = '';
  let token: Token | null = null;
  let viewer: string | null = null;
  let renewal: Promise<Token> | null = null;
  let renewTimer: ReturnType<typeof setTimeout> | undefined;
  let settings: FrameSettings = {};
  /** Calls of an object that is no longer shown must not deliver. */
  let generation = new AbortController();
  let closed = false;
  let revoked = false;

  const deadlineMs = (): number => settings.deadlineMs ?? defaultDeadlineMs;
  const transport: Transport = createTransport({
    fetch: options.fetch ?? ((input, init) => win.fetch(input, init)),
    isOnline: () => win.navigator.onLine,
    deadlineMs,
    clock,
    nonce: boot.sn,
    serverNowMs: boot.now,
    proof: (claims) => {
      if (key === null) throw new RscError('proof_missing', 'the frame has no key any more');
      return createProof(key, claims);
    },
    origin: win.location.origin,
  });
  const contexts = createContextQueue({
    send,
    deadlineMs,
    onWaiting: (code) => {
      onState('authorizing', code);
    },
  });

  function send(message: FrameMessage): void {
    port?.postMessage(message);
  }

  /** The object the host wants now, or null if it has not said. */
  const wantedObject = (): string | null => {
    const { candidateId, jobId } = settings;
    if (candidateId !== undefined) return `candidate:${candidateId}`;
    return jobId === undefined ? null : `job:${jobId}`;
  };

  const isWanted = ({ obj }: { readonly obj: string }): boolean => {
    const wanted = wantedObject();
    return wanted === null || obj === wanted;
  };

  async function obtainToken(reason: ContextReason): Promise<Token> {
    onState('authorizing');
    for (let race = 0; ; race += 1) {
      const ticket = await contexts.request(race === 0 ? reason : 'object');
      const sentAtMs = clock();
      const answer: SessionAnswer = await transport.request(sessionAnswer, {
        method: 'POST',
        path: '/session',
        body: { ticket, fn, hn },
      });
      if (!isWanted(answer)) {
        if (race < maxObjectRaces) continue;
        throw new RscError('object_mismatch', 'the context is about another object');
      }
      if (viewer !== null && viewer !== answer.viewer) {
        restartGeneration();
        onWipe('viewer_changed');
      }
      viewer = answer.viewer;
      const lifeMs = answer.expires_in * 1000;
      return {
        value: answer.access_token,
        viewer: answer.viewer,
        obj: answer.obj,
        lifeMs,
        expiresAtMs: sentAtMs + lifeMs,
      };
    }
  }

  function renew(reason: ContextReason): Promise<Token> {
    renewal ??= obtainToken(reason)
      .then((fresh) => {
        token = fresh;
        scheduleRenewal(fresh);
        return fresh;
      })
      .catch((error: unknown) => {
        if (error instanceof RscError && error.code === 'revoked') wipeRevoked();
        throw error;
      })
      .finally(() => {
        renewal = null;
      });
    return renewal;
  }

  function scheduleRenewal({ lifeMs }: Token): void {
    clearTimeout(renewTimer);
    const jitter = 1 + renewJitter * (2 * Math.random() - 1);
    renewTimer = setTimeout(
      () => {
        // A hidden page renews when it is looked at again: a hundred sleeping tabs must not.
        if (win.document.visibilityState === 'visible') renewQuietly('renew');
      },
      lifeMs * renewAt * jitter,
    );
  }

  /** Renews ahead of need. If that fails the next call tries again and tells. */
  function renewQuietly(reason: ContextReason): void {
    if (closed || revoked || port === null || token === null) return;
    renew(reason).catch(() => undefined);
  }

  function onBack(): void {
    if (token !== null && token.expiresAtMs - clock() < renewWithinMs) renewQuietly('renew');
  }

  function restartGeneration(): void {
    generation.abort();
    generation = new AbortController();
  }

  function wipeRevoked(): void {
    if (revoked) return;
    revoked = true;
    token = null;
    viewer = null;
    clearTimeout(renewTimer);
    restartGeneration();
    onWipe('revoked');
    onState('revoked', 'revoked');
  }

  function onSet(changes: FrameSettings): void {
    const before = wantedObject();
    settings = { ...settings, ...changes };
    const wanted = wantedObject();
    if (before !== null && before !== wanted) {
      token = null;
      restartGeneration();
      onWipe('object_changed');
    }
    onSettings(settings);
  }

  function onBye(): void {
    if (token !== null && key !== null) {
      // The session ends even if nobody waits for the answer; a lost request ends by its expiry.
      void transport.farewell('/session', token.value);
    }
    token = null;
    viewer = null;
    restartGeneration();
    onWipe('bye');
    close();
  }

  function onPortMessage(event: MessageEvent<unknown>): void {
    const parsed = hostMessage.safeParse(event.data);
    if (!parsed.success) return; // what a newer host says that we do not know
    const message = parsed.data;
    switch (message.t) {
      case 'context':
      case 'context-error':
        contexts.answer(message);
        return;
      case 'ping':
        send({ t: 'pong', id: message.id });
        return;
      case 'set':
        onSet(message.settings);
        return;
      case 'bye':
        onBye();
        return;
      case 'resume':
        revoked = false;
        contexts.retry();
        break;
      default:
    }
    options.onMessage?.(message);
  }

  function close(): void {
    closed = true;
    clearTimeout(renewTimer);
    generation.abort();
    contexts.close();
    port?.close();
    port = null;
    key = null;
    win.removeEventListener('online', onBack);
    win.removeEventListener('pageshow', onBack);
    win.document.removeEventListener('visibilitychange', onBack);
  }

  /** The first port from the one allowed parent; everything else on the window is ignored. */
  function receivePort(): Promise<void> {
    return new Promise((resolve, reject) => {
      const onWindowMessage = (event: MessageEvent<unknown>): void => {
        if (event.source !== win.parent || event.origin !== hostOrigin) return;
        const parsed = portMessage.safeParse(event.data);
        if (!parsed.success || parsed.data.inst !== boot.inst || parsed.data.fn !== fn) return;
        win.removeEventListener('message', onWindowMessage);
        const received = event.ports[0];
        if (parsed.data.v !== 1 || received === undefined || event.ports.length !== 1) {
          reject(new RscError('upgrade_required', 'host and frame share no protocol version'));
          return;
        }
        port = received;
        hn = parsed.data.hn;
        port.addEventListener('message', onPortMessage);
        port.start();
        resolve();
      };
      win.addEventListener('message', onWindowMessage);
    });
  }

  /** Runs a request with a token; renews it if it has lapsed, once. */
  async function asViewer<T>(
    work: (accessToken: string, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { signal } = generation;
    for (let attempt = 0; ; attempt += 1) {
      if (revoked) throw new RscError('revoked', 'the session was revoked by the ATS');
      if (token !== null && (token.expiresAtMs <= clock() || !isWanted(token))) token = null;
      if (token === null) await renew(viewer === null ? 'boot' : 'renew');
      signal.throwIfAborted();
      const current: Token | null = token;
      if (current === null) continue;
      try {
        const answer = await work(current.value, signal);
        signal.throwIfAborted();
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof RscError) || !isErrorCode(error.code)) throw error;
        if (error.code === 'revoked') wipeRevoked();
        const lapsed = error.code === 'token_expired' || error.code === 'token_invalid';
        if (!lapsed || attempt > 0) throw error;
        if (token === current) token = null;
      }
    }
  }

  return {
    send,
    close,

    async start() {
      if (win.location.origin === hostOrigin) {
        throw new RscError('same_origin_frame', 'frame and host page must not share an origin');
      }
      key = await createFrameKey();
      const connected = receivePort();
      const hello: HelloMessage = { rsc: 'hello', v: [1], inst: boot.inst, fn, jkt: key.jkt };
      win.parent.postMessage(hello, hostOrigin);
      win.addEventListener('online', onBack);
      win.addEventListener('pageshow', onBack);
      win.document.addEventListener('visibilitychange', onBack);
      await connected;
    },

    call: (schema, method, path, body, headers) =>
      asViewer((accessToken, signal) =>
        transport.request(schema, { method, path, body, headers, accessToken, signal }),
      ),

    stream: (path, headers, ended) =>
      asViewer((accessToken, signal) =>
        transport.open({
          method: 'GET',
          path,
          headers,
          accessToken,
          signal: AbortSignal.any([signal, ended]),
        }),
      ),
  };
}
