/**
 * The host page's queue of requests for signed contexts.
 *
 * All frames of a page share it: what they ask for within one tick goes to the ATS's signer in one
 * request. Waiting and trying again happens here too, once for the whole page, so that twenty
 * frames in front of a failing signer do not make twenty retry loops. Knows neither DOM nor ports.
 */
import type { ContextAnswer, Widget } from '../protocol/context.ts';
import { bare, isTicket } from './guards.ts';

/** What the signer is asked for, one entry a frame. */
export interface ContextEntry {
  readonly inst: string;
  readonly jkt: string;
  readonly fn: string;
  readonly hn: string;
  readonly widget: Widget;
  readonly obj: string;
}

/**
 * Gets signed contexts from the ATS's own server: by default `POST contextUrl`. A host with a
 * transport of its own hands in such a function; it answers with the signer's `Response`, or with
 * the parsed body. An error it throws may carry the HTTP `status`.
 */
export type FetchContext = (
  entries: readonly ContextEntry[],
  signal: AbortSignal,
) => Promise<Response | ContextAnswer>;

export interface ContextFailure {
  /** HTTP status of the signer's answer; 0 when there was none. */
  readonly status: number;
  readonly code: string;
  /** Until the queue's own next try; left out when the failure is final. */
  readonly retryAfterMs?: number;
}

export interface ContextWaiter {
  /** What to ask for now, or null once nobody waits any more. */
  readonly entry: () => ContextEntry | null;
  readonly grant: (ticket: string) => void;
  readonly refuse: (failure: ContextFailure) => void;
}

export interface ContextQueue {
  /**
   * Asks for a context; a second waiter of the same frame replaces the first.
   * @param delayMs how long others may still join; frames of one page do not speak in one tick
   */
  add(inst: string, waiter: ContextWaiter, delayMs: number): void;
  /** Tries again at once, as the person or the host says that the cause is gone. */
  resume(): void;
}

/** What the signer answers for a frame, if it does as it should. */
type Item = { readonly inst?: unknown; readonly ticket?: unknown } | null | undefined;

const timeoutMs = 10_000;
const maxEntries = 50;
/** Where not even the reason for a failure can be loaded. */
const blindRetryMs = 30_000;

export function createContextQueue(fetchContext: FetchContext): ContextQueue {
  const waiting = new Map<string, ContextWaiter>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let dueMs = Infinity;
  let notBeforeMs = 0;
  let failures = 0;

  function schedule(delayMs: number): void {
    const atMs = Math.max(Date.now() + delayMs, notBeforeMs);
    if (!waiting.size || dueMs <= atMs) return;
    clearTimeout(timer);
    dueMs = atMs;
    timer = setTimeout(() => {
      dueMs = Infinity;
      void flush();
    }, atMs - Date.now());
  }

  async function flush(): Promise<void> {
    const asked: (readonly [ContextEntry, ContextWaiter])[] = [];
    for (const [inst, waiter] of waiting) {
      if (asked.length === maxEntries) break;
      waiting.delete(inst);
      const entry = waiter.entry();
      if (entry) asked.push([entry, waiter]);
    }
    schedule(0);
    if (!asked.length) return;
    const outcome = await ask(asked.map(([entry]) => entry));
    const items = Array.isArray(outcome) ? (outcome as readonly unknown[]) : null;
    const failure = items ? null : (outcome as ContextFailure);
    failures = failure ? failures + 1 : 0;
    const retryAfterMs = failure?.retryAfterMs;
    if (retryAfterMs) notBeforeMs = Date.now() + retryAfterMs;
    for (const [{ inst, obj }, waiter] of asked) {
      const wanted = waiter.entry()?.obj;
      // Another object in the meantime: this answer would be of no use any more.
      const isOutdated = wanted !== obj;
      if (wanted && (isOutdated || retryAfterMs) && !waiting.has(inst)) waiting.set(inst, waiter);
      if (failure) waiter.refuse(failure);
      else if (!isOutdated)
        settle(
          waiter,
          items?.find((one) => (one as Item)?.inst === inst),
        );
    }
    schedule(0);
  }

  function settle(waiter: ContextWaiter, item: unknown): void {
    const ticket = (item as Item)?.ticket;
    if (isTicket(ticket)) waiter.grant(ticket);
    // The others have their contexts, so this one is not asked for again.
    else
      void explain(item).then(({ status, code }) => {
        waiter.refuse({ status, code });
      });
  }

  /** @returns what should be items, one for each entry, or why there are none */
  async function ask(
    entries: readonly ContextEntry[],
  ): Promise<readonly unknown[] | ContextFailure> {
    let reply: unknown;
    let body: unknown;
    try {
      // A function of the host that ignores the signal loses this frame's patience, nothing else.
      reply = body = await fetchContext(entries, AbortSignal.timeout(timeoutMs));
      if (reply instanceof Response) body = await reply.json().catch(() => null);
    } catch (error) {
      reply = error;
    }
    return Array.isArray(body) ? body : explain(reply, body);
  }

  /** What is known about failures comes when there is one. */
  const explain = (reply: unknown, body?: unknown): Promise<ContextFailure> =>
    import('./host-failures.ts').then(
      ({ failureOf }) => failureOf(reply, body, failures),
      () => ({
        status: 0,
        // Offline is the likeliest reason why that cannot be loaded either.
        code: navigator.onLine ? 'signer_unreachable' : 'offline',
        retryAfterMs: blindRetryMs,
      }),
    );

  return {
    add(inst, waiter, delayMs) {
      waiting.set(inst, waiter);
      schedule(delayMs);
    },
    resume() {
      failures = notBeforeMs = 0;
      schedule(0);
    },
  };
}

/** The default way to the signer. `contextUrl` is of the page's own origin. */
export const fetchFrom =
  (contextUrl: string): FetchContext =>
  (entries, signal) =>
    fetch(
      contextUrl,
      bare({
        method: 'POST',
        credentials: 'same-origin',
        redirect: 'manual',
        headers: [
          ['content-type', 'application/json'],
          ['x-rsc', '1'],
        ],
        // Joined by hand: old libraries give arrays a `toJSON` that turns them into strings.
        body: `[${entries.map((entry) => JSON.stringify(bare(entry))).join()}]`,
        signal,
      } satisfies RequestInit),
    );
