/** One request to LinkedIn: deadline, JSON, and errors without URLs or bodies in them. */
import { createFetch, type FetchOptions } from 'ofetch';
import { LinkedInError } from './errors.ts';

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
 * @param timeoutMs until a request without an answer is given up
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
    timeout: timeoutMs,
    ignoreResponseError: true,
    responseType: 'text',
    redirect: 'error',
  };
  return async ({ method, url, headers, body, signal }) => {
    try {
      const response = await ofetch.raw(url, {
        ...settings,
        method,
        headers: { accept: 'application/json', ...headers },
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined
          ? {}
          : { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) }),
      });
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
      if (signal?.aborted === true) throw new LinkedInError('aborted', 'the call was aborted');
      // ofetch's error holds the URL with the ids of candidates: it is not passed on as a cause.
      throw new LinkedInError('unreachable', 'LinkedIn could not be reached, or not in time');
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

function retryAfterOf(text: string | null, nowMs: () => number): number | undefined {
  if (text === null) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
