/** `POST /oauth/v2/accessToken`: two-legged OAuth 2.0 (RFC 6749 section 4.4). */
import type { SandboxApplication, SandboxState } from '../state/store.ts';
import { ApiRefusal, serviceErrors } from './envelope.ts';

/** Seconds a token lives [doc]. */
export const tokenLifeSeconds = 1_800;

export interface TokenDesk {
  /** Answers a token request. */
  issue(request: Request): Promise<Response>;
  /**
   * The application behind a request's bearer token.
   * @throws ApiRefusal 401
   */
  applicationOf(request: Request): SandboxApplication;
}

export function createTokenDesk(state: SandboxState, clock: () => number): TokenDesk {
  const tokens = new Map<string, { clientId: string; expiresAtMs: number }>();

  const oauthError = (status: number, error: string, description: string): Response =>
    Response.json(
      { error, error_description: description },
      { status, headers: { 'cache-control': 'no-store' } },
    );

  return {
    async issue(request) {
      if (request.method !== 'POST') {
        return oauthError(405, 'invalid_request', 'Use POST to request an access token');
      }
      // One of LinkedIn's own samples sends form data as text/plain [postman]: the body counts.
      const form = new URLSearchParams((await request.text()).trim());
      if (form.get('grant_type') !== 'client_credentials') {
        return oauthError(400, 'unsupported_grant_type', 'grant_type must be client_credentials');
      }
      for (const name of ['client_id', 'client_secret']) {
        if ((form.get(name) ?? '') === '') {
          return oauthError(400, 'invalid_request', `A required parameter "${name}" is missing`);
        }
      }
      const application = state.applications.get(form.get('client_id') ?? '');
      if (application?.clientSecret !== form.get('client_secret') || application === undefined) {
        return oauthError(401, 'invalid_client', 'Client authentication failed');
      }
      const nowMs = clock();
      for (const [token, { expiresAtMs }] of tokens) if (expiresAtMs <= nowMs) tokens.delete(token);
      const token = `AQ${crypto.randomUUID().replaceAll('-', '')}`;
      tokens.set(token, {
        clientId: application.clientId,
        expiresAtMs: nowMs + tokenLifeSeconds * 1_000,
      });
      return Response.json(
        { access_token: token, expires_in: tokenLifeSeconds },
        { headers: { 'cache-control': 'no-store' } },
      );
    },

    applicationOf(request) {
      const header = request.headers.get('authorization') ?? '';
      const token = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
      if (token === undefined) {
        throw new ApiRefusal(401, serviceErrors.emptyToken, 'Empty oauth2_access_token');
      }
      const known = tokens.get(token);
      const application =
        known === undefined || known.expiresAtMs <= clock()
          ? undefined
          : state.applications.get(known.clientId);
      if (application === undefined) {
        throw new ApiRefusal(
          401,
          serviceErrors.invalidToken,
          'Invalid access token: it is unknown or has expired',
        );
      }
      return application;
    },
  };
}
