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
  /** What to ask for now; may have changed since the waiter was added. */
  readonly entry: () => ContextEntry;
  readonly grant: (ticket: string) => void;
  readonly refuse: (failure: ContextFailure) => void;
}

export interface ContextQueueOptions {
  /** An answer that takes longer counts as none. */
  readonly timeoutMs?: number;
  readonly isOnline?: () => boolean;
  readonly random?: () => number;
  readonly clock?: () => number;
}

/** The first try and the ones after 1, 2, 4 and 8 s; then a person has to ask. */
const maxTries = 5;
const maxBackoffMs = 30_000;
const maxEntries = 50;
/** Looks like a wait nobody sits through; also the most that fits a timer and the protocol. */
const maxRetryAfterMs = 86_400_000;
const offlineRetryMs = 30_000;

export class ContextQueue {
  readonly #fetch: FetchContext;
  readonly #timeoutMs: number;
  readonly #isOnline: () => boolean;
  readonly #random: () => number;
  readonly #clock: () => number;
  readonly #waiting = new Map<string, ContextWaiter>();
  readonly #inFlight = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueMs = 0;
  #notBeforeMs = 0;
  #failures = 0;

  constructor(fetchContext: FetchContext, options: ContextQueueOptions = {}) {
    this.#fetch = fetchContext;
    this.#timeoutMs = options.timeoutMs ?? 10_000;
    this.#isOnline = options.isOnline ?? (() => navigator.onLine);
    this.#random = options.random ?? Math.random;
    this.#clock = options.clock ?? Date.now;
  }

  /**
   * Asks for a context; a second waiter of the same frame replaces the first.
   * @param delayMs how long others may still join; frames of one page do not speak in one tick
   */
  add(inst: string, waiter: ContextWaiter, delayMs: number): void {
    this.#waiting.set(inst, waiter);
    this.#schedule(delayMs);
  }

  /** Forgets the frame; an answer on its way to it is dropped. */
  remove(inst: string): void {
    this.#waiting.delete(inst);
  }

  /** Tries again at once, as the person or the host says that the cause is gone. */
  resume(): void {
    this.#failures = this.#notBeforeMs = 0;
    if (this.#waiting.size > 0) this.#schedule(0);
  }

  #schedule(delayMs: number): void {
    const dueMs = Math.max(this.#clock() + delayMs, this.#notBeforeMs);
    if (this.#timer !== undefined && this.#dueMs <= dueMs) return;
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, dueMs - this.#clock());
  }

  #flush(): void {
    const entries: ContextEntry[] = [];
    for (const [inst, waiter] of this.#waiting) {
      if (this.#inFlight.has(inst)) continue;
      if (entries.length === maxEntries) {
        this.#schedule(0);
        break;
      }
      this.#inFlight.add(inst);
      entries.push(waiter.entry());
    }
    if (entries.length > 0) void this.#ask(entries);
  }

  async #ask(entries: readonly ContextEntry[]): Promise<void> {
    let outcome: ContextAnswer | ContextFailure;
    if (!this.#isOnline()) {
      outcome = { status: 0, code: 'offline', retryAfterMs: offlineRetryMs };
    } else {
      outcome = await this.#request(entries);
    }
    for (const { inst } of entries) this.#inFlight.delete(inst);
    if (Array.isArray(outcome)) {
      this.#failures = 0;
      this.#deliver(entries, outcome as ContextAnswer);
    } else {
      this.#fail(entries, outcome as ContextFailure);
    }
  }

  async #request(entries: readonly ContextEntry[]): Promise<ContextAnswer | ContextFailure> {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error('late'));
        controller.abort();
      }, this.#timeoutMs);
    });
    try {
      const reply = this.#fetch(entries, controller.signal).then((answer) =>
        readReply(answer, this.#clock()),
      );
      return await Promise.race([reply, late]);
    } catch (error) {
      const status: unknown = (error as { status?: unknown } | null)?.status;
      return failureOf(typeof status === 'number' && status >= 400 && status < 600 ? status : 0);
    } finally {
      clearTimeout(timer);
    }
  }

  #deliver(entries: readonly ContextEntry[], answer: ContextAnswer): void {
    for (const sent of entries) {
      const waiter = this.#current(sent);
      if (waiter === undefined) continue;
      this.#waiting.delete(sent.inst);
      const item = answer.find(({ inst }) => inst === sent.inst);
      if (item === undefined) waiter.refuse({ status: 200, code: 'signer_bad_answer' });
      else if ('ticket' in item) waiter.grant(item.ticket);
      else waiter.refuse(failureOf(item.status));
    }
  }

  #fail(entries: readonly ContextEntry[], { status, code, retryAfterMs }: ContextFailure): void {
    let waitMs = retryAfterMs;
    if (code === 'signer_busy' || code === 'signer_unreachable') {
      this.#failures += 1;
      const baseMs = (code === 'signer_busy' ? 2_000 : 1_000) * 2 ** (this.#failures - 1);
      // Half as much again, more or less: pages that failed together must not return together.
      waitMs ??= Math.round(Math.min(baseMs, maxBackoffMs) * (0.5 + this.#random()));
      if (this.#failures >= maxTries) waitMs = undefined;
    }
    if (waitMs !== undefined) this.#notBeforeMs = this.#clock() + waitMs;
    for (const sent of entries) {
      const waiter = this.#current(sent);
      if (waiter === undefined) continue;
      if (waitMs === undefined) this.#waiting.delete(sent.inst);
      waiter.refuse({ status, code, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) });
    }
    if (this.#waiting.size > 0) this.#schedule(0);
  }

  /**
   * Who waits for what was sent. A frame that has meanwhile been reloaded, or been given another
   * object, could do nothing with the answer, so it is asked for again.
   */
  #current(sent: ContextEntry): ContextWaiter | undefined {
    const waiter = this.#waiting.get(sent.inst);
    const now = waiter?.entry();
    if (now?.fn === sent.fn && now.hn === sent.hn && now.obj === sent.obj) return waiter;
    if (waiter !== undefined) this.#schedule(0);
    return undefined;
  }
}

const codes: Readonly<Record<number, string>> = {
  401: 'signer_signed_out',
  403: 'signer_not_allowed',
  404: 'signer_not_found',
  429: 'signer_busy',
};

const failureOf = (status: number): ContextFailure => ({
  status,
  code:
    codes[status] ?? (status >= 400 && status < 500 ? 'signer_bad_request' : 'signer_unreachable'),
});

async function readReply(reply: unknown, nowMs: number): Promise<ContextAnswer | ContextFailure> {
  let body = reply;
  let status = 200;
  if (reply instanceof Response) {
    const isJson = /\bjson\b/i.test(reply.headers.get('content-type') ?? '');
    // A login page instead of an answer: redirected to, or about to be.
    if (reply.type === 'opaqueredirect' || (reply.redirected && !isJson)) return failureOf(401);
    status = reply.status;
    body = isJson && status < 500 ? await readJson(reply) : null;
    if (!reply.ok && !(status === 403 && Array.isArray(body))) {
      const waitMs = status === 429 ? retryAfter(reply.headers.get('retry-after'), nowMs) : null;
      const said = (body as { error?: { code?: unknown } } | null)?.error?.code;
      return {
        ...failureOf(status),
        ...(status < 429 && /^signer_\w{1,40}$/.test(String(said)) ? { code: String(said) } : {}),
        ...(waitMs === null ? {} : { retryAfterMs: waitMs }),
      };
    }
  }
  return parseContextAnswer(body) ?? { status, code: 'signer_bad_answer' };
}

const readJson = async (response: Response): Promise<unknown> => {
  try {
    return JSON.parse(await response.text());
  } catch {
    return null;
  }
};

/** `Retry-After` (RFC 9110 section 10.2.3) in milliseconds from now: seconds, or a date. */
function retryAfter(header: string | null, nowMs: number): number | null {
  if (!header) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return ms >= 0 ? Math.min(ms, maxRetryAfterMs) : null;
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
        cache: 'no-store',
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
