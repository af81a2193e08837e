/** `POST /oauth/v2/accessToken`: two-legged OAuth 2.0 (RFC 6749 section 4.4). */
import type { DeveloperApplication, PartnerApplication } from '../state/applications.ts';
import type { SandboxState } from '../state/store.ts';
import { readText } from './body.ts';
import { ApiRefusal, serviceErrors } from './envelope.ts';

/** Seconds a token lives [doc]. */
export const tokenLifeSeconds = 1_800;

/** Whose token it is: a customer's application, or the partner's own, which only provisions. */
export type Bearer =
  | { readonly kind: 'application'; readonly application: DeveloperApplication }
  | { readonly kind: 'partner'; readonly application: PartnerApplication };

export interface TokenDesk {
  /**
   * Answers a token request.
   * @param told is told whose request it is, right or wrong secret
   */
  issue(request: Request, told?: (clientId: string) => void): Promise<Response>;
  /**
   * The application behind a request's bearer token.
   * @throws ApiRefusal 401
   */
  bearerOf(request: Request): Bearer;
  /** Client id behind a request's bearer token, or null. */
  clientIdOf(request: Request): string | null;
}

export function createTokenDesk(state: SandboxState): TokenDesk {
  const { tokens, applications } = state;

  const oauthError = (status: number, error: string, description: string): Response =>
    Response.json(
      { error, error_description: description },
      { status, headers: { 'cache-control': 'no-store' } },
    );

  const bearerFor = (clientId: string): Bearer | null => {
    const application = applications.get(clientId);
    if (application !== undefined) return { kind: 'application', application };
    const partner = applications.partners.get(clientId);
    return partner === undefined ? null : { kind: 'partner', application: partner };
  };

  const tokenOf = (request: Request): string | undefined =>
    /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];

  const bearerOfToken = (token: string): Bearer | null => {
    const known = tokens.get(token);
    return known === undefined || known.expiresAtMs <= state.now()
      ? null
      : bearerFor(known.clientId);
  };

  /** Those that expired first came first, as all live equally long. */
  const forgetExpired = (nowMs: number): void => {
    for (const token of tokens.keys()) {
      if ((tokens.get(token)?.expiresAtMs ?? 0) > nowMs) return;
      tokens.delete(token);
    }
  };

  return {
    async issue(request, told) {
      if (request.method !== 'POST') {
        return oauthError(405, 'invalid_request', 'Use POST to request an access token');
      }
      // One of LinkedIn's own samples sends form data as text/plain [postman]: the body counts.
      const form = new URLSearchParams((await readText(request)).trim());
      const clientId = form.get('client_id') ?? '';
      if (clientId !== '') told?.(clientId);
      if (form.get('grant_type') !== 'client_credentials') {
        return oauthError(400, 'unsupported_grant_type', 'grant_type must be client_credentials');
      }
      for (const name of ['client_id', 'client_secret']) {
        if ((form.get(name) ?? '') === '') {
          return oauthError(400, 'invalid_request', `A required parameter "${name}" is missing`);
        }
      }
      const bearer = bearerFor(clientId);
      if (bearer?.application.clientSecret !== form.get('client_secret')) {
        return oauthError(401, 'invalid_client', 'Client authentication failed');
      }
      const nowMs = state.now();
      forgetExpired(nowMs);
      const token = `AQ${crypto.randomUUID().replaceAll('-', '')}`;
      tokens.set(token, { clientId, expiresAtMs: nowMs + tokenLifeSeconds * 1_000 });
      return Response.json(
        { access_token: token, expires_in: tokenLifeSeconds },
        { headers: { 'cache-control': 'no-store' } },
      );
    },

    bearerOf(request) {
      const token = tokenOf(request);
      if (token === undefined) {
        throw new ApiRefusal(401, serviceErrors.emptyToken, 'Empty oauth2_access_token');
      }
      const bearer = bearerOfToken(token);
      if (bearer === null) {
        throw new ApiRefusal(
          401,
          serviceErrors.invalidToken,
          'Invalid access token: it is unknown or has expired',
        );
      }
      return bearer;
    },

    clientIdOf(request) {
      const token = tokenOf(request);
      return token === undefined ? null : (bearerOfToken(token)?.application.clientId ?? null);
    },
  };
}
