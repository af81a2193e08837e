/**
 * LinkedIn's Middleware Platform on behalf of one customer: that customer's application, its token,
 * and the resources. Web standards only; runs wherever `fetch` does.
 */
import * as z from 'zod';
import { createCandidatesApi, type CandidatesApi, type SendBatch } from './candidates.ts';
import { codeOfStatus, LinkedInError } from './errors.ts';
import { createHttp } from './http.ts';
import { createTokenSource } from './oauth.ts';
import type { Generation } from './wire.ts';

export interface LinkedInClientOptions {
  /** Id of the customer's (child) application. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Unversioned `/v2` (default) or versioned `/rest`. */
  readonly generation?: Generation;
  /** `LinkedIn-Version` for `/rest`, `YYYYMM`. */
  readonly version?: string;
  /** Where LinkedIn is; the sandbox's addresses for development. */
  readonly baseUrls?: { readonly api?: string; readonly oauthToken?: string };
  readonly fetch?: typeof fetch;
  /** Until a request without an answer is given up. */
  readonly timeoutMs?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

export interface LinkedInClient {
  readonly candidates: CandidatesApi;
}

export const defaultBaseUrls = {
  api: 'https://api.linkedin.com',
  oauthToken: 'https://www.linkedin.com/oauth/v2/accessToken',
} as const;
/** Newest version seen in the documentation of RSC. */
export const defaultVersion = '202604';

const errorEnvelope = z.looseObject({
  message: z.string().optional(),
  serviceErrorCode: z.int().optional(),
});

/** Makes the client of one customer's application. */
export function createLinkedInClient(options: LinkedInClientOptions): LinkedInClient {
  const { clientId, clientSecret, generation = 'v2', version = defaultVersion } = options;
  const { clock = Date.now, timeoutMs = 30_000 } = options;
  const api = (options.baseUrls?.api ?? defaultBaseUrls.api).replace(/\/+$/, '');
  const tokenUrl = options.baseUrls?.oauthToken ?? defaultBaseUrls.oauthToken;
  const http = createHttp(options.fetch ?? ((input, init) => fetch(input, init)), timeoutMs);
  const tokens = createTokenSource({ tokenUrl, clientId, clientSecret, http, clock });

  const send: SendBatch = async (request) => {
    for (let attempt = 0; ; attempt += 1) {
      const token = await tokens.token();
      const answer = await http({
        method: request.method,
        url: `${api}${request.path}?${request.query}`,
        headers: {
          authorization: `Bearer ${token}`,
          ...(generation === 'rest' ? { 'linkedin-version': version } : {}),
          ...(request.protocolVersion === undefined
            ? {}
            : { 'x-restli-protocol-version': request.protocolVersion }),
          ...(request.restliMethod === undefined
            ? {}
            : { 'x-restli-method': request.restliMethod }),
          ...(request.entities === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(request.entities === undefined
          ? {}
          : { body: JSON.stringify({ entities: request.entities }) }),
      });
      if (answer.status < 400) return answer.body;
      // A token can be revoked before its time: one new token, one more try.
      if (answer.status === 401) tokens.discard(token);
      if (answer.status === 401 && attempt === 0) continue;
      throw failure(answer);
    }
  };

  return { candidates: createCandidatesApi(generation, api.length, send) };
}

function failure(answer: {
  status: number;
  body: unknown;
  retryAfterMs: number | undefined;
  requestId: string | undefined;
}): LinkedInError {
  const { status, retryAfterMs, requestId } = answer;
  const envelope = errorEnvelope.safeParse(answer.body);
  const serviceErrorCode = envelope.success ? envelope.data.serviceErrorCode : undefined;
  // LinkedIn's own message may quote what was sent, so it is not repeated.
  return new LinkedInError(codeOfStatus(status), `LinkedIn answered ${String(status)}`, {
    status,
    serviceErrorCode,
    retryAfterMs,
    requestId,
  });
}
