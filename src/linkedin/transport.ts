/**
 * Sends requests of one application: budget, token, attempts, telemetry. What a request means is its
 * caller's business.
 */
import * as z from 'zod';
import type { BudgetGroup, BudgetStore, GroupLimits } from './budgets.ts';
import { sharesOf } from './budgets.ts';
import { codeOfStatus, LinkedInError } from './errors.ts';
import type { Http, HttpAnswer } from './http.ts';
import type { TokenSource } from './oauth.ts';
import { pause, type RetryPolicy } from './retry.ts';
import type { AttemptFacts, createTelemetry } from './telemetry.ts';

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
  /** `X-RestLi-Method`, where LinkedIn's samples send it. */
  readonly restliMethod?: string | undefined;
  readonly protocolVersion?: string | undefined;
  /** What becomes JSON. */
  readonly body?: unknown;
  /** Whether it may be sent again when nobody knows if it has arrived (default true). */
  readonly repeatable?: boolean;
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
  readonly attempt: ReturnType<typeof createTelemetry>;
  readonly clock: () => number;
}

const errorEnvelope = z.looseObject({
  message: z.string().optional(),
  serviceErrorCode: z.int().optional(),
});

export function createTransport(options: TransportOptions): Send {
  const { apiUrl, clientId, http, tokens, retry, budgets, limits, clock } = options;

  /** Takes the request's share of the budgets, and waits for it where that is short. */
  async function reserve({ group, records, signal }: ApiRequest): Promise<void> {
    const shares = sharesOf(clientId, group, limits[group], records);
    for (let waitedMs = 0; shares.length > 0;) {
      const reply = await budgets.reserve(shares, clock());
      if (reply.ok) return;
      const { retryAfterMs } = reply;
      if (waitedMs + retryAfterMs > options.maxBudgetWaitMs) {
        throw new LinkedInError(
          'budget_spent',
          `the limit of ${String(reply.budget.limit)} a ${reply.budget.window} is reached`,
          { retryAfterMs },
        );
      }
      await pause(retryAfterMs, signal);
      waitedMs += retryAfterMs;
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
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  }

  return async (request, read) => {
    const { repeatable = true, signal } = request;
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      await reserve(request);
      const facts: AttemptFacts = {
        route: request.route,
        method: request.method,
        attempt,
        records: request.records,
      };
      const told = options.attempt(facts);
      let answer: HttpAnswer | undefined;
      let sent = false;
      try {
        const token = await tokens.token();
        sent = true;
        answer = await once(request, token);
        // A token can be revoked before its time: one new token, one more try.
        if (answer.status === 401) {
          tokens.discard(token);
          if (!renewed) {
            renewed = true;
            attempt -= 1;
            told.end({ status: 401, code: 'unauthorized', requestId: answer.requestId });
            continue;
          }
        }
        const result = readAnswer(answer, read);
        told.end({ status: answer.status, requestId: answer.requestId });
        return result;
      } catch (error) {
        if (!(error instanceof LinkedInError)) throw error;
        // Of these it is known that nothing has happened.
        const untouched = error.code === 'throttled' || !sent;
        const waitMs = repeatable || untouched ? retry.waitAfter(error, attempt) : null;
        told.end({
          status: answer?.status ?? 0,
          code: error.code,
          requestId: answer?.requestId,
          ...(waitMs === null ? {} : { retryInMs: Math.round(waitMs) }),
        });
        if (waitMs === null) throw error;
        await pause(waitMs, signal);
      }
    }
  };
}

function readAnswer<T>(answer: HttpAnswer, read: (answer: HttpAnswer) => T): T {
  if (answer.status >= 400) throw failure(answer);
  if (answer.garbled) {
    throw new LinkedInError('bad_answer', 'the answer is no JSON', {
      status: answer.status,
      requestId: answer.requestId,
    });
  }
  return read(answer);
}

function failure({ status, body, retryAfterMs, requestId }: HttpAnswer): LinkedInError {
  const envelope = errorEnvelope.safeParse(body);
  const serviceErrorCode = envelope.success ? envelope.data.serviceErrorCode : undefined;
  // LinkedIn's own message may quote what was sent, so it is not repeated.
  return new LinkedInError(codeOfStatus(status), `LinkedIn answered ${String(status)}`, {
    status,
    serviceErrorCode,
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
