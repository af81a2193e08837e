/** Signs contexts for the page on which administrators connect the ATS with LinkedIn. */
import { createContextSigner, type ContextSigner } from 'rsc-embed/signer';
import type { Instance } from './instances.ts';
import type { AtsOptions } from './options.ts';
import type { Session } from './sessions.ts';

/** @returns answers the partner's element on an administrators' page about an instance */
export function integrationContexts({
  origins,
  clock = Date.now,
}: AtsOptions): (
  request: Request,
  session: Session | null,
  instance: Instance,
) => Promise<Response> {
  const signers = new Map<string, ContextSigner>();

  function signerOf({ tenant, signingKey }: Instance): ContextSigner {
    const { kid, jwk } = signingKey;
    const name = `${tenant} ${kid}`;
    const signer =
      signers.get(name) ??
      createContextSigner({
        tenant,
        origin: origins.ats,
        audience: origins.backend,
        key: { kid, jwk, alg: 'ES256' },
        clock,
      });
    signers.set(name, signer);
    return signer;
  }

  return (request, session, instance) =>
    signerOf(instance).handle(
      request,
      () =>
        session === null ? null : { sub: session.account.id, org: 'kestrel', sid: session.sid },
      (_, { widget }) =>
        widget === 'integration-settings' && session?.account.role === 'administrator'
          ? ['integrations:manage']
          : null,
    );
}
