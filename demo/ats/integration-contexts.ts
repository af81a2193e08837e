/** Signs contexts for the page on which an administrator connects the ATS with LinkedIn. */
import { createContextSigner } from 'rsc-embed/signer';
import type { AtsOptions } from './options.ts';
import type { Session } from './sessions.ts';

/** @returns answers the partner's elements on the administrators' pages */
export function integrationContexts(
  { origins, clock = Date.now }: AtsOptions,
  { origin, tenant, signingKey }: NonNullable<AtsOptions['onboarding']>,
): (request: Request, session: Session | null) => Promise<Response> {
  const signer = createContextSigner({
    tenant,
    origin: origins.ats,
    audience: origin,
    key: { ...signingKey, alg: 'ES256' },
    clock,
  });
  return (request, session) =>
    signer.handle(
      request,
      () =>
        session === null ? null : { sub: session.account.id, org: 'kestrel', sid: session.sid },
      (_, { widget }) =>
        widget === 'integration-settings' && session?.account.role === 'administrator'
          ? ['integrations:manage']
          : null,
    );
}
