/** Routes of the handshake: opening, ending and revoking sessions. */
import type { KeyLookup, Verifier } from '../../handshake/backend.ts';
import { revokeRequest, sessionRequest } from '../../protocol/routes.ts';
import { keyOfTenant, type TenantSource } from '../tenants/tenants.ts';
import { jsonAnswer, emptyAnswer, type Guard } from './guard.ts';
import { readJsonBody } from './body.ts';
import type { Exchange } from './exchange.ts';
import type { Route } from './router.ts';

export interface SessionRouteOptions {
  readonly tenants: TenantSource;
  readonly verifier: Verifier;
  readonly guard: Guard;
}

/** A ticket has 8 kB at the most; the nonces beside it are short. */
const maxBodyBytes = 16 * 1024;

/** Makes the routes. */
export function sessionRoutes({ tenants, verifier, guard }: SessionRouteOptions): readonly Route[] {
  const keyOf: KeyLookup = async (issuer, kid) => {
    const tenant = await tenants.byId(issuer);
    // A tenant goes by its application's id too, but signs under its own name only.
    return tenant?.id === issuer ? keyOfTenant(tenant, kid) : null;
  };

  async function open(exchange: Exchange): Promise<Response> {
    guard.assertOwnPage(exchange.request);
    const body = await readJsonBody(exchange.request, sessionRequest, maxBodyBytes);
    const { answer, nonce, tenant } = await verifier.session({
      request: exchange.request,
      body,
      keyOf,
      async isOriginRegistered(name, origin) {
        const found = await tenants.byId(name);
        return found?.origins.includes(origin) ?? false;
      },
    });
    exchange.tenant = tenant;
    return jsonAnswer(answer, nonce);
  }

  async function end(exchange: Exchange): Promise<Response> {
    const { claims, nonce } = await guard.admit(exchange);
    await verifier.end(claims);
    return emptyAnswer(nonce);
  }

  /** From the ATS's server; the signature says who sends it. */
  async function revoke(exchange: Exchange): Promise<Response> {
    const { revocation } = await readJsonBody(exchange.request, revokeRequest, maxBodyBytes);
    const { tenant } = await verifier.revoke(revocation, keyOf);
    exchange.tenant = tenant;
    return emptyAnswer();
  }

  return [
    { path: '/rsc/session', kind: 'api', site: 'frames', methods: { POST: open, DELETE: end } },
    { path: '/rsc/revoke', kind: 'api', site: 'frames', methods: { POST: revoke } },
  ];
}
