/** Who may call the API: a frame of this backend, with a token, about the object it names. */
import type { AccessClaims, Verifier } from '../../handshake/backend.ts';
import type { Scope } from '../../protocol/context.ts';
import { RscError } from '../../protocol/errors.ts';
import type { Tenant, TenantSource } from '../tenants/tenants.ts';
import { noteTenant, type Exchange } from './exchange.ts';
import { apiHeaders } from './refusals.ts';

export interface Admission {
  readonly claims: AccessClaims;
  readonly tenant: Tenant;
  readonly nonce: string;
}

export interface Guard {
  /**
   * Refuses what a page of another origin has sent.
   * @throws RscError `request_invalid`
   */
  assertOwnPage(request: Request): void;
  /**
   * Verifies token and proof, and that the customer and its page are still registered.
   * @throws RscError `request_invalid`, `tenant_unknown`, `origin_unregistered` or any code of
   * the verifier's `authenticate`
   */
  admit(exchange: Exchange): Promise<Admission>;
}

export interface GuardOptions {
  readonly origin: string;
  readonly tenants: TenantSource;
  readonly verifier: Verifier;
}

/** Makes the guard of one backend. */
export function createGuard({ origin, tenants, verifier }: GuardOptions): Guard {
  /**
   * Proofs protect the API already; this keeps other origins from even trying. Browsers send one of
   * the two headers with every request that frames make, and no script can set either.
   */
  function assertOwnPage(request: Request): void {
    const site = request.headers.get('sec-fetch-site');
    const sender = request.headers.get('origin');
    const foreign = sender !== null && sender !== origin;
    if (foreign || (site === null ? sender === null : site !== 'same-origin')) {
      throw new RscError('request_invalid', 'the request does not come from a page of this origin');
    }
  }

  return {
    assertOwnPage,
    async admit(exchange) {
      assertOwnPage(exchange.request);
      const { claims, nonce } = await verifier.authenticate(exchange.request);
      const tenant = await tenants.byId(claims.tenant);
      if (tenant?.id !== claims.tenant) {
        throw new RscError('tenant_unknown', 'the customer is no longer registered');
      }
      noteTenant(exchange, tenant);
      if (!tenant.origins.includes(claims.origin)) {
        throw new RscError('origin_unregistered', 'the page is no longer registered');
      }
      return { claims, tenant, nonce };
    },
  };
}

/**
 * Refuses a token that does not grant `scope` over `object`.
 * @throws RscError `scope_missing`, `object_mismatch`
 */
export function assertGrant(claims: AccessClaims, scope: Scope, object: string): void {
  if (!claims.scope.includes(scope)) {
    throw new RscError('scope_missing', `the token does not grant ${scope}`);
  }
  if (claims.obj !== object) {
    throw new RscError('object_mismatch', 'the token is about another object');
  }
}

/** Answers with JSON and the next nonce. */
export function jsonAnswer(body: unknown, nonce?: string): Response {
  const headers = apiHeaders();
  if (nonce !== undefined) headers.set('dpop-nonce', nonce);
  return new Response(JSON.stringify(body), { headers });
}

/** Answers without a body. */
export function emptyAnswer(nonce?: string): Response {
  const headers = apiHeaders();
  headers.delete('content-type');
  if (nonce !== undefined) headers.set('dpop-nonce', nonce);
  return new Response(null, { status: 204, headers });
}
