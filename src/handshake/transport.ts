/**
 * Requests of a frame to its own backend, each with a DPoP proof.
 *
 * Clock and nonce are the backend's: the nonce proves freshness, and `iat` is computed from the
 * difference between the backend's time and our own clock, so a browser that is hours off works. A
 * request is repeated once if the backend hands out another nonce or finds the time wrong, never
 * for the same nonce twice.
 *
 * Bare `fetch`, because what a request library adds (retries, URLs in messages) is what must not
 * happen here.
 */
import type * as z from 'zod/mini';
import { RscError, isErrorCode, type ErrorCode } from '../protocol/errors.ts';
import { errorAnswer } from '../protocol/routes.ts';
import type { ProofClaims } from './keys.ts';

export interface TransportOptions {
  readonly fetch: typeof fetch;
  readonly isOnline: () => boolean;
  readonly deadlineMs: () => number;
  readonly clock: () => number;
  /** First DPoP nonce. */
  readonly nonce: string;
  /** The backend's time when the document was made, milliseconds since 1970. */
  readonly serverNowMs: number;
  readonly proof: (claims: ProofClaims) => Promise<string>;
  /** Origin of frame and backend. */
  readonly origin: string;
}

export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/rsc`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly accessToken?: string;
  readonly signal?: AbortSignal;
}

export interface Transport {
  /**
   * Sends a request and parses the answer.
   * @throws RscError with the backend's code, or `offline`, `backend_unreachable`, `no_response`,
   * `backend_busy`, `backend_error`, `backend_bad_answer`
   */
  request<T extends z.ZodMiniType>(schema: T, request: TransportRequest): Promise<z.infer<T>>;
  /**
   * Sends a request whose answer goes on; it ends with `signal`.
   * @throws RscError as `request` does
   */
  open(request: TransportRequest): Promise<ReadableStream<Uint8Array>>;
  /** Deletes a resource in passing, while the document goes away; never fails. */
  farewell(path: string, accessToken: string): Promise<void>;
}

/** A difference below this is the travel time of an answer, not a wrong clock. */
const clockToleranceMs = 2_000;

export function createTransport(options: TransportOptions): Transport {
  let { nonce } = options;
  let offsetMs = options.serverNowMs - options.clock();
  const base = `${options.origin}/rsc`;

  /** Takes nonce and time from an answer; tells whether either is news. */
  function learn(response: Response): boolean {
    const fresh = response.headers.get('dpop-nonce');
    const date = Date.parse(response.headers.get('date') ?? '');
    const drift = Number.isNaN(date) ? 0 : date - options.clock() - offsetMs;
    const clockNews = Math.abs(drift) > clockToleranceMs;
    if (clockNews) offsetMs += drift;
    const nonceNews = fresh !== null && fresh !== nonce;
    if (nonceNews) nonce = fresh;
    return nonceNews || clockNews;
  }

  async function headersOf(request: TransportRequest): Promise<Headers> {
    const { method, path, accessToken, body } = request;
    const headers = new Headers(request.headers ?? {});
    const iat = Math.floor((options.clock() + offsetMs) / 1000);
    headers.set(
      'dpop',
      await options.proof({ htm: method, htu: base + path, nonce, iat, accessToken }),
    );
    if (accessToken !== undefined) headers.set('authorization', `DPoP ${accessToken}`);
    if (body !== undefined) headers.set('content-type', 'application/json');
    return headers;
  }

  async function send(request: TransportRequest, timeout: AbortSignal): Promise<Response> {
    const { signal } = request;
    try {
      return await options.fetch(base + request.path, {
        method: request.method,
        headers: await headersOf(request),
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      });
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof RscError) throw cause;
      if (timeout.aborted) throw new RscError('no_response', 'the backend did not answer in time');
      if (!options.isOnline()) throw new RscError('offline', 'the browser is offline', { cause });
      throw new RscError('backend_unreachable', 'the backend could not be reached', { cause });
    }
  }

  /** The answer, if it is 2xx; asks once more where the backend wants another proof. */
  async function answerTo(
    request: TransportRequest,
    limit: (ms: number) => AbortSignal,
  ): Promise<Response> {
    for (let attempt = 0; ; attempt += 1) {
      const response = await send(request, limit(options.deadlineMs()));
      const news = learn(response);
      if (response.ok) return response;
      const error = refusalOf(response, await readJson(response));
      const repeatable = error.code === 'use_dpop_nonce' || error.code === 'proof_iat';
      if (!(repeatable && news && attempt === 0)) throw error;
    }
  }

  return {
    async request(schema, request) {
      const response = await answerTo(request, (ms) => AbortSignal.timeout(ms));
      const parsed = schema.safeParse(await readJson(response));
      if (parsed.success) return parsed.data;
      const field = parsed.error.issues[0]?.path.join('.') ?? '';
      throw new RscError('backend_bad_answer', `the answer is not valid at "${field}"`);
    },

    async open(request) {
      // Only for the answer to begin: what goes on is not cut off.
      let timer: ReturnType<typeof setTimeout> | undefined;
      try {
        const response = await answerTo(request, (ms) => {
          const slow = new AbortController();
          clearTimeout(timer);
          timer = setTimeout(() => {
            slow.abort();
          }, ms);
          return slow.signal;
        });
        if (response.body !== null) return response.body;
        throw new RscError('backend_bad_answer', 'the answer has nothing in it');
      } finally {
        clearTimeout(timer);
      }
    },

    async farewell(path, accessToken) {
      try {
        const headers = await headersOf({ method: 'DELETE', path, accessToken });
        await options.fetch(base + path, {
          method: 'DELETE',
          headers,
          credentials: 'omit',
          keepalive: true,
        });
      } catch {
        // Nobody is left to tell; the token ends by its expiry.
      }
    },
  };
}

async function readJson(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    return undefined; // HTML of a proxy or a captive portal, or cut off half way
  }
}

/** The error behind a status that is not 2xx, whoever sent it. */
function refusalOf(response: Response, body: unknown): RscError {
  const parsed = errorAnswer.safeParse(body);
  const retryAfterMs = retryAfterOf(response);
  if (parsed.success && isErrorCode(parsed.data.error.code)) {
    const { code, message, signer_ahead_ms: signerAheadMs } = parsed.data.error;
    return new RscError(code, message, { retryAfterMs, signerAheadMs });
  }
  const code: ErrorCode =
    response.status === 429
      ? 'backend_busy'
      : response.status >= 500
        ? 'backend_error'
        : 'backend_bad_answer';
  const message = `the backend answered ${String(response.status)} without an error of ours`;
  return new RscError(code, message, { retryAfterMs });
}

/** `Retry-After` in milliseconds, as seconds or as a date (RFC 9110 section 10.2.3). */
export function retryAfterOf(response: Response): number | undefined {
  const text = response.headers.get('retry-after');
  if (text === null) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), 86_400_000) : undefined;
}
