/**
 * The host page's side of the handshake: one link between an element of ours and its frame.
 *
 * What happens, in order: the frame is put into the page; its document greets with `hello` on the
 * window; we check source, origin and instance and answer with a MessagePort, over which everything
 * else goes. Nothing a browser reports proves that a frame came up (`load` fires for refusals and
 * error pages too), so only a `hello` counts as success, and when none comes we look for the cause:
 * a CSP violation of this page, no network, a backend that does not answer, or one that does but
 * refuses to be framed. A `hello` that comes late, or again because the frame was reloaded, is
 * always welcome.
 *
 * Trusted: the page we are in. Not trusted: everything that arrives in messages, even from our own
 * origin, because a frame can be compromised or outdated.
 */
import type {
  FrameMessage,
  FrameSettings,
  HelloMessage,
  HostMessage,
} from '../protocol/messages.ts';
import type { ElementState } from '../protocol/states.ts';
import { bare, createParser, parseHello, type Rule } from './guards.ts';
import type { ContextQueue } from './host-contexts.ts';
import { createFrame, nonce, type FrameAddress } from './host-frame.ts';

/** Why an element cannot go on, as far as the host page can tell. */
export interface LinkProblem {
  readonly code: string;
  /** For developers: the directive, status or attribute concerned. No personal data. */
  readonly detail?: string;
}

export interface LinkOptions extends FrameAddress {
  readonly contexts: ContextQueue;
  /** Accessible name of the frame. */
  readonly title: () => string;
  /** Puts the frame element into the page. */
  readonly place: (frame: HTMLIFrameElement) => void;
  /** What contexts are asked for: `candidate:{id}` or `candidates`. */
  readonly obj: () => string;
  readonly settings: () => FrameSettings;
  /**
   * What the link, or the frame, is doing, or why it cannot go on.
   * @param isLinked whether the frame is there to say it itself
   */
  readonly onState: (
    state: ElementState,
    problem: LinkProblem | undefined,
    isLinked: boolean,
  ) => void;
  /** Messages that only frames of this kind send, with the checks of their fields. */
  readonly messages: Readonly<Record<string, Rule>>;
  /** Gets those messages; everything else is dealt with here. */
  readonly onMessage: (message: FrameMessage) => void;
  /** Somebody looks again, or the cause of a failure may be gone; the frame knows. */
  readonly onBack?: () => void;
  /** After so many milliseconds without a greeting the cause is looked for. */
  readonly deadlineMs?: number | undefined;
}

export interface Link {
  /** Sends a message; without a connection it is dropped. */
  send(message: HostMessage): void;
  /** Tells the frame the settings as they are now. */
  update(): void;
  /** Starts over, because the person pressed the button or asked for it. */
  retry(): void;
  /** The cause of a failure may be gone: goes on where it can, starts over where it must. */
  resume(): void;
  /** The element was moved in the page, which has reloaded the frame. */
  moved(): void;
  /** Says goodbye and removes the frame. */
  close(): void;
}

const protocolVersion = 1;
const hardDeadlineMs = 15_000;
/** How long the cause is looked for before something is said. */
const lookMs = 3_000;
/** A document that has loaded and not greeted within this time may be none of ours. */
const afterLoadMs = 2_000;
const pongMs = 2_000;
/** Until a lost frame is loaded once more; a slow one must get the time to greet after all. */
const remountMs = 2_000;
const remountSlowMs = 15_000;
const maxRemounts = 5;
/** Contexts of frames that boot together are asked for together; renewals can wait longer. */
const bootGatherMs = 4;
const renewGatherMs = 40;
/** Messages a second that are believed, pings aside; the rest is dropped. */
const maxPerSecond = 100;

/** States that are not called by the code of the failure. */
const states: Readonly<Record<string, ElementState>> = bare({
  upgrade_required: 'incompatible',
  backend_unreachable: 'no_response',
});

/** States in which nothing is wrong, even if a code comes along. */
const isFine = /^(idle|loading|authorizing|ready)$/;

const links = new Set<Link>();

/** Resumes every link of the page. */
export function resumeAll(): void {
  for (const link of links) link.resume();
}

/** Puts a frame into the page and connects with it. */
export function createLink(options: LinkOptions): Link {
  const { endpoint, contexts, widget } = options;
  const { origin } = new URL(endpoint);
  const parse = createParser(options.messages);
  const listening = new AbortController();
  const timers: Record<string, ReturnType<typeof setTimeout>> = {};
  let phase: 'waiting' | 'linked' | 'failed' = 'waiting';
  let state: ElementState = 'idle';
  let frame: HTMLIFrameElement | undefined;
  let port: MessagePort | undefined;
  let hello: HelloMessage;
  let inst: string;
  let hn: string;
  let remounts = 0;
  let pingId = 0;
  let isIsolated = crossOriginIsolated;

  const after = (name: string, delayMs: number, run: () => void): void => {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(run, delayMs);
  };
  const clearTimers = (): void => {
    for (const timer of Object.values(timers)) clearTimeout(timer);
  };
  const send = (message: HostMessage): void => port?.postMessage(message);
  const tell = (next: ElementState, problem?: LinkProblem): void => {
    state = next;
    options.onState(next, problem, phase === 'linked');
  };
  const isLookedAt = (): boolean => !document.hidden;
  const update = (): void => {
    if (frame) frame.title = options.title();
    send({ t: 'set', settings: options.settings() });
  };

  // Mounting and waiting

  const drop = (): void => {
    clearTimers();
    if (port) port.onmessage = null;
    port?.close();
    port = undefined;
  };

  function mount(): void {
    drop();
    frame?.remove();
    inst = nonce();
    const mounted = createFrame(options, inst, isIsolated);
    mounted.onload = onLoad;
    frame = mounted;
    update();
    wait();
    options.place(mounted);
  }

  function wait(): void {
    drop();
    // A try behind an error message stays there until it has succeeded.
    const isSilent = phase === 'failed' && remounts;
    phase = 'waiting';
    if (!isSilent) tell('loading');
    diagnose('silent', (options.deadlineMs ?? hardDeadlineMs) - lookMs, false);
  }

  /** `load` says that the frame shows something, which may be an error page of the browser. */
  function onLoad(): void {
    ping();
    // Being offline explains a failure; it is no reason to expect one, browsers get it wrong.
    if (phase === 'waiting') diagnose('load', navigator.onLine ? afterLoadMs : 0, true);
  }

  /** Looks for the cause if there is no greeting by then. */
  function diagnose(name: string, delayMs: number, hasLoaded: boolean): void {
    after(name, delayMs, () => {
      let problem: LinkProblem | undefined;
      void import('./host-diagnosis.ts')
        .then(({ causeOf }) => causeOf(options, hasLoaded))
        .then(
          (cause) => (problem = cause),
          () => undefined, // the backend does not even answer that
        );
      after(name, navigator.onLine ? lookMs : 500, () => {
        fail(problem ?? { code: navigator.onLine ? 'backend_unreachable' : 'offline' });
      });
    });
  }

  function fail(problem: LinkProblem): void {
    const { code } = problem;
    phase = 'failed';
    clearTimers();
    // A page may demand isolated frames without being isolated itself, and cannot see that.
    if (/_(refused|client)$/.test(code) && !crossOriginIsolated) isIsolated = !isIsolated;
    tell(states[code] ?? (code as ElementState), problem);
    // A policy of the page changes with the page; everything else may pass by itself.
    if (/^(blocked_csp|upgrade|offline)/.test(code) || remounts >= maxRemounts) return;
    const baseMs = code === 'no_response' ? remountSlowMs : remountMs;
    remount(baseMs * 2 ** remounts * (0.75 + Math.random() / 2));
  }

  function remount(delayMs: number): void {
    after('remount', delayMs, () => {
      if (!isLookedAt()) return; // goes on when looked at again
      remounts += 1;
      mount();
    });
  }

  // Greeting

  function onWindowMessage(event: MessageEvent<unknown>): void {
    const target = frame?.contentWindow;
    if (!target || event.source !== target) return;
    const greeting = parseHello(event.data);
    if (event.origin !== origin || greeting?.inst !== inst || !admits('hello')) return;
    drop();
    hello = greeting;
    hn = nonce();
    const { fn, v } = hello;
    const answer = { rsc: 'port', v: protocolVersion, inst, fn, hn };
    if (!v.includes(protocolVersion)) {
      // The frame waits for this answer, and would not know why none comes.
      target.postMessage({ ...answer, v: 0 }, origin);
      fail({ code: 'upgrade_required', detail: `page ${protocolVersion}, frame ${v.join()}` });
      return;
    }
    const channel = new MessageChannel();
    target.postMessage(answer, origin, [channel.port2]);
    port = channel.port1;
    port.onmessage = onPortMessage;
    phase = 'linked';
    update();
    tell('authorizing');
  }

  // Port

  let count = 0;
  let countedUntilMs = 0;

  /** Whether there have not been too many in the last second. */
  function admits(type: string): boolean {
    const nowMs = performance.now();
    if (nowMs > countedUntilMs) {
      countedUntilMs = nowMs + 1_000;
      count = 0;
    }
    if (/^p[io]ng/.test(type)) return true;
    count += 1;
    return count <= maxPerSecond;
  }

  function onPortMessage({ data }: MessageEvent<unknown>): void {
    const message = parse(data);
    // Malformed, unknown, or too many.
    if (!message || !admits(message.t)) return;
    switch (message.t) {
      case 'need-context':
        requestContext(message.id, message.reason === 'boot' ? bootGatherMs : renewGatherMs);
        break;
      case 'ping':
        send({ t: 'pong', id: message.id });
        break;
      case 'pong':
        if (message.id === pingId) clearTimeout(timers['pong']);
        break;
      case 'state':
        if (message.state === 'ready') remounts = 0;
        // A frame that starts says so again, after it has been admitted.
        if (message.state === 'loading' && state === 'authorizing') break;
        // Why the frame is still at it is nobody's problem yet.
        tell(
          message.state,
          isFine.test(message.state) || !message.code ? undefined : { code: message.code },
        );
        break;
      default:
        options.onMessage(message);
    }
  }

  function requestContext(id: number, gatherMs: number): void {
    const asking = port;
    const { jkt, fn } = hello;
    const entry = { inst, jkt, fn, hn, widget };
    contexts.add(
      inst,
      {
        entry: () => (asking === port ? { ...entry, obj: options.obj() } : null),
        grant: (ticket) => {
          send({ t: 'context', id, ticket });
        },
        refuse: (failure) => {
          if (asking === port) send({ t: 'context-error', id, ...failure });
        },
      },
      gatherMs,
    );
  }

  /** A port does not tell when its other end is gone, so we ask. */
  function ping(): void {
    if (phase !== 'linked') return;
    pingId += 1;
    send({ t: 'ping', id: pingId });
    after('pong', pongMs, mount);
  }

  // The page

  const on = (target: EventTarget, type: string, listener: (event: never) => void): void => {
    target.addEventListener(
      type,
      listener as (event: Event) => void,
      bare({ signal: listening.signal }),
    );
  };
  const resume = (): void => {
    contexts.resume();
    if (phase === 'failed') {
      remounts = 0;
      remount(0);
    } else if (phase === 'linked') {
      send({ t: 'resume' });
      options.onBack?.();
    }
  };
  const onShown = ({ type }: Event): void => {
    if (!isLookedAt()) return;
    // Somebody may have signed in again in the tab they come from, or out.
    if (phase === 'failed' || /^(signed_out|revoked)$/.test(state)) resume();
    else if (type !== 'pageshow') options.onBack?.();
    ping();
  };
  on(window, 'message', onWindowMessage);
  on(window, 'online', () => {
    if (state !== 'ready') resume();
  });
  // No `unload`, which would keep the page out of the back/forward cache.
  on(window, 'pageshow', onShown);
  on(document, 'visibilitychange', onShown);
  on(document, 'securitypolicyviolation', (event: SecurityPolicyViolationEvent) => {
    const { disposition, effectiveDirective: directive, blockedURI } = event;
    if (phase !== 'waiting' || disposition !== 'enforce' || !/^frame-|^child-/.test(directive))
      return;
    if (blockedURI.startsWith(origin))
      fail({ code: 'blocked_csp', detail: `${directive} must allow ${origin}` });
  });

  const link: Link = {
    send,
    update,
    resume,
    retry() {
      remounts = 0;
      mount();
    },
    moved: wait,
    close() {
      send({ t: 'bye' });
      listening.abort();
      drop();
      frame?.remove();
      frame = undefined;
      links.delete(link);
    },
  };
  links.add(link);
  mount();
  return link;
}
