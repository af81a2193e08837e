/**
 * OAuth 2.0 client credentials (RFC 6749 section 4.4). A token lives 30 minutes; LinkedIn asks for
 * one token for all calls and a new one only when it expires [doc].
 */
import * as z from 'zod';
import { LinkedInError } from './errors.ts';
import type { Http } from './http.ts';

const tokenAnswer = z.looseObject({
  access_token: z.string().min(1),
  /** Seconds; left out nowhere we saw, 30 minutes by the documentation. */
  expires_in: z.number().positive().default(1_800),
});

export interface AccessToken {
  readonly token: string;
  /** Milliseconds since 1970 from which on it is not given out any more. */
  readonly renewAtMs: number;
}

/** Where processes of one application share its token. It is a secret: keep it encrypted. */
export interface TokenStore {
  read(clientId: string): Promise<AccessToken | null>;
  /** With null the token is no good any more. */
  write(clientId: string, token: AccessToken | null): Promise<void>;
}

export interface TokenSource {
  /** The current token, or a new one. However many ask, one request is under way. */
  token(): Promise<string>;
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
}

/** A token is replaced this long before it expires, so that none runs out on its way. */
const earlyMs = 60_000;

export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { tokenUrl, clientId, clientSecret, http, clock, store } = options;
  let current: AccessToken | null = null;
  let pending: Promise<string> | null = null;
  /** The last token LinkedIn refused: the store may still have it. */
  let refused = '';

  const isGood = (known: AccessToken | null): known is AccessToken =>
    known !== null && known.token !== refused && clock() < known.renewAtMs;

  async function renew(): Promise<string> {
    const shared = (await store?.read(clientId)) ?? null;
    current = isGood(shared) ? shared : await request();
    if (current !== shared) await store?.write(clientId, current);
    return current.token;
  }

  async function request(): Promise<AccessToken> {
    const askedAtMs = clock();
    const answer = await http({
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
    if (answer.status >= 400) {
      const isRefusal = answer.status < 500 && answer.status !== 429;
      // RFC 6749 lets servers answer wrong credentials with 400 or 401.
      throw new LinkedInError(
        isRefusal ? 'unauthorized' : answer.status === 429 ? 'throttled' : 'unavailable',
        isRefusal
          ? 'LinkedIn refuses the client id and secret of this application'
          : 'LinkedIn gives no access token now',
        { status: answer.status, retryAfterMs: answer.retryAfterMs, requestId: answer.requestId },
      );
    }
    const parsed = tokenAnswer.safeParse(answer.body);
    if (!parsed.success) {
      throw new LinkedInError('bad_answer', 'the token answer has no access_token', {
        status: answer.status,
      });
    }
    const { access_token: token, expires_in: seconds } = parsed.data;
    const lifeMs = seconds * 1000;
    return { token, renewAtMs: askedAtMs + Math.max(lifeMs - earlyMs, lifeMs / 2) };
  }

  return {
    token() {
      if (isGood(current)) return Promise.resolve(current.token);
      pending ??= renew().finally(() => {
        pending = null;
      });
      return pending;
    },
    discard(token) {
      refused = token;
      if (current?.token === token) current = null;
    },
  };
}
