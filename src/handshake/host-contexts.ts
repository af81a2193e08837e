/**
 * The host page's queue of requests for signed contexts.
 *
 * All frames of a page share it: what they ask for within one tick goes to the ATS's signer in one
 * request. Waiting and trying again happens here too, once for the whole page, so that twenty
 * frames in front of a failing signer do not make twenty retry loops. Knows neither DOM nor ports.
 */
import type { ContextAnswer, Widget } from '../protocol/context.ts';
import { parseContextAnswer } from './guards.ts';

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

/** The first try and the ones after 1, 2, 4 and 8 s; then a person has to ask. */
const maxTries = 5;
const timeoutMs = 10_000;
const maxEntries = 50;
/** What nobody sits through; also the most that fits a timer and the protocol. */
const maxRetryAfterMs = 86_400_000;
const offlineRetryMs = 30_000;

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
    if (asked.length === 0) return;
    const outcome = await ask(asked.map(([entry]) => entry));
    const failure = 'code' in outcome ? paced(outcome) : null;
    if (!failure) failures = 0;
    for (const [{ inst, obj }, waiter] of asked) {
      const isOpen = waiter.entry()?.obj;
      const item = 'code' in outcome ? null : outcome.find((one) => one.inst === inst);
      // Another object in the meantime: this answer would be of no use any more.
      const asksAgain = isOpen !== obj || failure?.retryAfterMs !== undefined;
      if (isOpen && asksAgain && !waiting.has(inst)) waiting.set(inst, waiter);
      if (failure) waiter.refuse(failure);
      else if (isOpen !== obj) continue;
      else if (!item) waiter.refuse({ status: 200, code: 'signer_bad_answer' });
      else if ('ticket' in item) waiter.grant(item.ticket);
      else waiter.refuse(failureOf(item.status));
    }
    schedule(0);
  }

  async function ask(entries: readonly ContextEntry[]): Promise<ContextAnswer | ContextFailure> {
    const signal = AbortSignal.timeout(timeoutMs);
    const late = new Promise<never>((_, reject) => {
      signal.onabort = reject;
    });
    try {
      return await Promise.race([
        late,
        Promise.resolve(fetchContext(entries, signal)).then(readReply),
      ]);
    } catch (error) {
      if (!navigator.onLine) return { status: 0, code: 'offline', retryAfterMs: offlineRetryMs };
      const { status } = Object(error) as { status?: unknown };
      return failureOf(Number(status) >= 400 ? Number(status) : 0);
    }
  }

  /** Decides when to try again, for all. */
  function paced(failure: ContextFailure): ContextFailure {
    const { status, code } = failure;
    let { retryAfterMs } = failure;
    const isBusy = code === 'signer_busy';
    if (isBusy || code === 'signer_unreachable') {
      // Half as much again, more or less: pages that failed together must not return together.
      retryAfterMs ??= Math.round((isBusy ? 2_000 : 1_000) * 2 ** failures * (0.5 + Math.random()));
      failures += 1;
      if (failures >= maxTries) return { status, code };
    }
    if (retryAfterMs !== undefined) notBeforeMs = Date.now() + retryAfterMs;
    return bare({ ...failure, retryAfterMs }) as ContextFailure;
  }

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

const codes: Readonly<Record<number, string>> = {
  401: 'signer_signed_out',
  403: 'signer_not_allowed',
  404: 'signer_not_found',
  429: 'signer_busy',
};

const failureOf = (status: number): ContextFailure => ({
  status: status < 600 ? status : 0,
  code: codes[status] ?? (status && status < 500 ? 'signer_bad_request' : 'signer_unreachable'),
});

async function readReply(reply: unknown): Promise<ContextAnswer | ContextFailure> {
  if (!(reply instanceof Response)) {
    return parseContextAnswer(reply) ?? { status: 200, code: 'signer_bad_answer' };
  }
  const { headers, ok, redirected, status, type } = reply;
  const body: unknown = await reply.json().catch(() => null);
  // A login page instead of an answer: about to be redirected to, or redirected to already.
  if (type === 'opaqueredirect' || (redirected && !body)) return failureOf(401);
  const answer = parseContextAnswer(body);
  if (answer && (ok || status === 403)) return answer;
  if (ok) return { status, code: 'signer_bad_answer' };
  const failure = failureOf(status);
  const retryAfterMs = status === 429 ? retryAfter(headers.get('retry-after')) : undefined;
  if (retryAfterMs !== undefined) return { ...failure, retryAfterMs };
  const code = 'signer_cross_site';
  return (body as { error?: { code?: unknown } } | null)?.error?.code === code
    ? { status, code }
    : failure;
}

/** `Retry-After` (RFC 9110 section 10.2.3) in milliseconds from now: seconds, or a date. */
function retryAfter(header: string | null): number | undefined {
  const ms = Number(header) >= 0 ? Number(header) * 1000 : Date.parse(header ?? '') - Date.now();
  return header && ms >= 0 ? Math.min(Math.round(ms), maxRetryAfterMs) : undefined;
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

/** A copy without a prototype, which nothing a page adds to `Object.prototype` can reach. */
export const bare = <T extends object>(value: T): T =>
  Object.assign(Object.create(null) as T, value);
