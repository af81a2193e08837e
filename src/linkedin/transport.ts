/**
 * Sends requests of one application: budget, token, attempts, telemetry. What a request means is its
 * caller's business.
 */
import * as z from 'zod';
import { sharesOf, type BudgetGroup, type BudgetStore, type GroupLimits } from './budgets.ts';
import { codeOfStatus, LinkedInError } from './errors.ts';
import type { Http, HttpAnswer } from './http.ts';
import type { TokenSource } from './oauth.ts';
import type { RetryPolicy } from './retry.ts';
import { pause, throwIfAborted } from './signals.ts';
import type { LinkedInWaitEntry, StartAttempt } from './telemetry.ts';
import { createTurns } from './turns.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with keys, percent-encoded. */
  readonly path: string;
  /** Path with `{key}` in their place, for logs. */
  readonly route: string;
  /** Without `?`; empty for none. */
  readonly query: string;
  readonly group: BudgetGroup;
  /** How many records it carries, for the limits by record. */
  readonly records: number;
  /** Recruiter seat it asks about, for the limit by seat. */
  readonly seat?: string | undefined;
  /** `X-RestLi-Method`, where LinkedIn's samples send it. */
  readonly restliMethod?: string | undefined;
  readonly protocolVersion?: string | undefined;
  /** JSON. */
  readonly body?: string | undefined;
  /** Whether it may be sent again when nobody knows if it has arrived (default true). */
  readonly repeatable?: boolean;
  /** Whether it waits for other requests that take turns (default false). */
  readonly inTurn?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends a request until it is answered well, and reads the answer.
 * @param read takes the answer apart; what it throws as `bad_answer` counts as a failed attempt
 * @throws LinkedInError
 */
export type Send = <T>(request: ApiRequest, read: (answer: HttpAnswer) => T) => Promise<T>;

export interface TransportOptions {
  readonly clientId: string;
  readonly apiUrl: string;
  /** `LinkedIn-Version` of requests to `/rest`. */
  readonly version: string;
  readonly http: Http;
  readonly tokens: TokenSource;
  readonly retry: RetryPolicy;
  readonly budgets: BudgetStore;
  readonly limits: Readonly<Record<BudgetGroup, GroupLimits>>;
  /** Longest wait for a budget in milliseconds. */
  readonly maxBudgetWaitMs: number;
  readonly startAttempt: StartAttempt;
  readonly log?: ((entry: LinkedInWaitEntry) => void) | undefined;
  readonly clock: () => number;
}

/** What became of an attempt: it is over, or there is to be another one. */
type Outcome<T> =
  | { readonly result: T }
  | { readonly error: LinkedInError; readonly waitMs: number }
  | { readonly renewed: true };

const errorEnvelope = z.looseObject({
  message: z.string().optional().catch(undefined),
  serviceErrorCode: z.int().optional().catch(undefined),
});

export function createTransport(options: TransportOptions): Send {
  const { apiUrl, clientId, http, tokens, retry, budgets, limits, clock } = options;
  const turns = createTurns();

  /** Takes the request's share of the budgets, and waits for it where that is short. */
  async function reserve({ group, records, seat, route, signal }: ApiRequest): Promise<void> {
    const shares = sharesOf(clientId, group, limits[group], { records, seat });
    for (let waitedMs = 0; shares.length > 0;) {
      throwIfAborted(signal);
      const reply = await asked(() => budgets.reserve(shares, clock()));
      if (reply.ok) return;
      const { retryAfterMs: waitMs, budget } = reply;
      const { limit, window } = budget;
      if (waitedMs + waitMs > options.maxBudgetWaitMs) {
        throw new LinkedInError(
          'budget_spent',
          `the limit of ${String(limit)} a ${window} is reached`,
          { retryAfterMs: waitMs },
        );
      }
      const entry = { event: 'linkedin_wait', level: 'info', application: clientId } as const;
      options.log?.({ ...entry, route, waitMs, limit, window });
      await pause(waitMs, signal);
      waitedMs += waitMs;
    }
  }

  async function once(request: ApiRequest, token: string): Promise<HttpAnswer> {
    const { method, path, query, restliMethod, protocolVersion, body, signal } = request;
    return http({
      method,
      url: query === '' ? `${apiUrl}${path}` : `${apiUrl}${path}?${query}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(path.startsWith('/rest/') ? { 'linkedin-version': options.version } : {}),
        ...(protocolVersion === undefined ? {} : { 'x-restli-protocol-version': protocolVersion }),
        ...(restliMethod === undefined ? {} : { 'x-restli-method': restliMethod }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body,
      signal,
    });
  }

  /** @throws LinkedInError when there is to be no other attempt */
  async function tryOnce<T>(
    request: ApiRequest,
    read: (answer: HttpAnswer) => T,
    attempt: number,
    mayRenew: boolean,
  ): Promise<Outcome<T>> {
    const { route, method, records, repeatable = true, signal } = request;
    const told = options.startAttempt({ route, method, attempt, records });
    let answer: HttpAnswer | undefined;
    let outcome: Outcome<T> | undefined;
    let failed: LinkedInError | undefined;
    let sent = false;
    try {
      const token = await tokens.token(signal);
      sent = true;
      answer = await once(request, token);
      // A token can be revoked before its time: one new token, one more try.
      if (answer.status === 401) {
        tokens.discard(token);
        if (mayRenew) return (outcome = { renewed: true });
      }
      return (outcome = { result: readAnswer(answer, read) });
    } catch (error) {
      if (!(error instanceof LinkedInError)) throw error;
      failed = error;
      // Of these it is known that nothing has happened.
      const untouched = error.code === 'throttled' || !sent;
      const waitMs = repeatable || untouched ? retry.waitAfter(error, attempt) : null;
      if (waitMs === null) throw error;
      return (outcome = { error, waitMs });
    } finally {
      told.end({
        status: answer?.status ?? 0,
        code: failed?.code ?? (outcome && 'renewed' in outcome ? 'unauthorized' : undefined),
        requestId: answer?.requestId,
        ...(outcome && 'waitMs' in outcome ? { retryInMs: Math.round(outcome.waitMs) } : {}),
      });
    }
  }

  async function attempts<T>(request: ApiRequest, read: (answer: HttpAnswer) => T): Promise<T> {
    let mayRenew = true;
    for (let attempt = 1; ; attempt += 1) {
      throwIfAborted(request.signal);
      await reserve(request);
      const outcome = await tryOnce(request, read, attempt, mayRenew);
      if ('result' in outcome) return outcome.result;
      if ('renewed' in outcome) {
        mayRenew = false;
        attempt -= 1;
      } else {
        await pause(outcome.waitMs, request.signal);
      }
    }
  }

  return (request, read) =>
    request.inTurn === true
      ? turns.take(() => attempts(request, read), request.signal)
      : attempts(request, read);
}

/** @throws LinkedInError `store_failed` */
async function asked<T>(ask: () => T | Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new LinkedInError('store_failed', 'the store of budgets failed', { cause });
  }
}

function readAnswer<T>(answer: HttpAnswer, read: (answer: HttpAnswer) => T): T {
  const { status, requestId } = answer;
  if (status >= 400) throw failure(answer);
  if (status < 200 || status >= 300) {
    throw new LinkedInError('bad_answer', 'LinkedIn redirects, which is not followed', {
      status,
      requestId,
    });
  }
  if (answer.garbled) {
    throw new LinkedInError('bad_answer', 'the answer is no JSON', { status, requestId });
  }
  return read(answer);
}

function failure({ status, body, retryAfterMs, requestId }: HttpAnswer): LinkedInError {
  const { data: envelope } = errorEnvelope.safeParse(body);
  // LinkedIn's own message may quote what was sent, so it is not part of ours.
  return new LinkedInError(codeOfStatus(status), `LinkedIn answered ${String(status)}`, {
    status,
    serviceErrorCode: envelope?.serviceErrorCode,
    said: envelope?.message,
    retryAfterMs,
    requestId,
  });
}

/**
 * Reads an answer with a schema.
 * @throws LinkedInError `bad_answer` that names the field, never its value
 */
export function parseAnswer<T>(schema: z.ZodType<T>, { body, requestId, status }: HttpAnswer): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue === undefined || issue.path.length === 0 ? 'body' : issue.path.join('.');
  throw new LinkedInError('bad_answer', `the answer cannot be read: ${field}`, {
    status,
    requestId,
  });
}
