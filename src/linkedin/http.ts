/** One request to LinkedIn: deadline, JSON, and errors without URLs or bodies in them. */
import { createFetch, type FetchOptions } from 'ofetch';
import { LinkedInError } from './errors.ts';
import { abortedError, throwIfAborted } from './signals.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Parsed JSON; undefined if there is none. */
  readonly body: unknown;
  /** There was a body, but it was no JSON. */
  readonly garbled: boolean;
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | undefined;
  /** `x-restli-id`: the key of what was created. */
  readonly createdId: string | undefined;
}

export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * @param timeoutMs until a request without an answer, or with half a one, is given up
 * @param nowMs milliseconds since 1970, for `Retry-After` that names a date
 * @throws LinkedInError `unreachable`, `aborted` from the returned function; every answer is a
 * result
 */
export function createHttp(
  fetch: typeof globalThis.fetch,
  timeoutMs: number,
  nowMs: () => number = Date.now,
): Http {
  const ofetch = createFetch({ fetch, Headers, AbortController });
  const settings: FetchOptions<'text'> = {
    // Retries are a decision for callers, who know what may be repeated.
    retry: 0,
    ignoreResponseError: true,
    responseType: 'text',
    // A redirect would take the token elsewhere. Workers have no 'error'; what comes back of a
    // redirect is no JSON, or has no status (an opaque answer), and counts as bad.
    redirect: 'manual',
  };
  return async ({ method, url, headers, body, signal }) => {
    throwIfAborted(signal);
    // ofetch's own timeout ends with the headers, and a body may never end. Not `AbortSignal.any`:
    // it leaves a listener at the caller's signal, which may live for days.
    const deadline = new AbortController();
    let stop = (): void => undefined;
    // Raced as well, for a fetch of the caller's that does not listen to signals.
    const stopped = new Promise<never>((_resolve, reject) => {
      stop = () => {
        deadline.abort();
        reject(abortedError());
      };
    });
    const timer = setTimeout(stop, timeoutMs);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const request = ofetch.raw(url, {
        ...settings,
        method,
        headers: { accept: 'application/json', ...headers },
        signal: deadline.signal,
        ...(body === undefined ? {} : { body }),
      });
      const response = await Promise.race([request, stopped]);
      const parsed = parseJson(response._data);
      return {
        status: response.status,
        body: parsed,
        garbled: parsed === undefined && (response._data ?? '') !== '',
        retryAfterMs: retryAfterOf(response.headers.get('retry-after'), nowMs),
        requestId: response.headers.get('x-li-uuid') ?? undefined,
        createdId: response.headers.get('x-restli-id') ?? undefined,
      };
    } catch {
      throwIfAborted(signal);
      // ofetch's error holds the URL with the ids of candidates: it is not passed on as a cause.
      throw new LinkedInError('unreachable', 'LinkedIn could not be reached, or not in time');
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  };
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds or a date (RFC 9110 section 10.2.3); what is neither counts as not said. */
function retryAfterOf(text: string | null, nowMs: () => number): number | undefined {
  if (text === null) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  // `Date.parse` makes dates of much that is none.
  const atMs = /^[A-Z][a-z]+, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(atMs) ? Math.max(0, atMs - nowMs()) : undefined;
}
