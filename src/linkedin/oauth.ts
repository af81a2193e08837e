/**
 * OAuth 2.0 client credentials (RFC 6749 section 4.4). A token lives 30 minutes; LinkedIn asks for
 * one token for all calls and a new one only when it expires [doc].
 */
import * as z from 'zod';
import { LinkedInError } from './errors.ts';
import type { Http, HttpAnswer } from './http.ts';
import { untilAborted } from './signals.ts';
import type { StartAttempt } from './telemetry.ts';

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  /** Seconds, some servers say them as text; left out nowhere we saw, 30 minutes by the documentation. */
  expires_in: z.coerce.number().positive().default(1_800),
});

export interface AccessToken {
  readonly token: string;
  /** Milliseconds since 1970 from which on it is not given out any more. */
  readonly renewAtMs: number;
}

/** Where processes of one application share its token. It is a secret: keep it encrypted. */
export interface TokenStore {
  read(clientId: string): Promise<AccessToken | null>;
  /** Replaces what there is. */
  write(clientId: string, token: AccessToken): Promise<void>;
}

export interface TokenSource {
  /**
   * The current token, or a new one. However many ask, one request is under way; a signal ends the
   * waiting of its caller only.
   * @throws LinkedInError
   */
  token(signal?: AbortSignal): Promise<string>;
  /** LinkedIn refused this token: it is not given out again. */
  discard(token: string): void;
}

export interface TokenSourceOptions {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly http: Http;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly store?: TokenStore | undefined;
  readonly startAttempt: StartAttempt;
}

/** A token is replaced this long before it expires, so that none runs out on its way. */
const earlyMs = 60_000;

export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { tokenUrl, clientId, clientSecret, http, clock, store } = options;
  const route = new URL(tokenUrl).pathname;
  let current: AccessToken | null = null;
  let pending: Promise<string> | null = null;
  /** The last token LinkedIn refused: the store may still have it. */
  let refused = '';

  const isGood = (known: AccessToken | null): known is AccessToken =>
    known !== null && known.token !== refused && clock() < known.renewAtMs;

  async function renew(): Promise<string> {
    // Another process may have renewed it already.
    const shared = store === undefined ? null : await asked(() => store.read(clientId));
    if (isGood(shared)) {
      current = shared;
    } else {
      current = await request();
      const token = current;
      if (store !== undefined) await asked(() => store.write(clientId, token));
    }
    return current.token;
  }

  async function request(): Promise<AccessToken> {
    const askedAtMs = clock();
    const told = options.startAttempt({ route, method: 'POST', attempt: 1, records: 0 });
    let answer: HttpAnswer | undefined;
    try {
      answer = await http({
        // GET is not allowed here [doc]; the secret goes into the body, never into a URL.
        method: 'POST',
        url: tokenUrl,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: clientId,
          client_secret: clientSecret,
        }).toString(),
      });
      const token = readToken(answer, askedAtMs);
      told.end({ status: answer.status, requestId: answer.requestId });
      return token;
    } catch (error) {
      const code = error instanceof LinkedInError ? error.code : undefined;
      told.end({ status: answer?.status ?? 0, code, requestId: answer?.requestId });
      throw error;
    }
  }

  return {
    token(signal) {
      if (isGood(current)) return Promise.resolve(current.token);
      pending ??= renew().finally(() => {
        pending = null;
      });
      return untilAborted(pending, signal);
    },
    discard(token) {
      refused = token;
      if (current?.token === token) current = null;
    },
  };
}

function readToken(answer: HttpAnswer, askedAtMs: number): AccessToken {
  const { status, retryAfterMs, requestId } = answer;
  if (status >= 400) {
    const facts = { status, retryAfterMs, requestId };
    const later = 'LinkedIn gives no access token now';
    if (status === 429) throw new LinkedInError('throttled', later, facts);
    if (status >= 500) throw new LinkedInError('unavailable', later, facts);
    // RFC 6749 lets servers answer wrong credentials with 400 or 401.
    throw new LinkedInError(
      'unauthorized',
      'LinkedIn refuses the client id and secret of this application',
      facts,
    );
  }
  const parsed = tokenAnswer.safeParse(answer.body);
  if (!parsed.success) {
    throw new LinkedInError('bad_answer', 'the token answer has no access_token', { status });
  }
  const { access_token: token, expires_in: seconds } = parsed.data;
  const lifeMs = seconds * 1000;
  return { token, renewAtMs: askedAtMs + Math.max(lifeMs - earlyMs, lifeMs / 2) };
}

/** @throws LinkedInError `store_failed` without its cause: databases put what they write into errors */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const kind = error instanceof Error ? error.name : typeof error;
    throw new LinkedInError('store_failed', `the store of access tokens failed (${kind})`);
  }
}
