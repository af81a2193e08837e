/**
 * What the ATS tells the partner about who is looking: the endpoint that signs contexts, and the
 * word that a session has ended. This file is all the server code an integration needs.
 */
import { createContextSigner, type AuthorizationRequest, type Viewer } from 'rsc-embed/signer';
import { accountById, worksOn } from './accounts.ts';
import type { AtsOptions } from './options.ts';
import type { PositionStore } from './records/positions.ts';
import type { CandidateStore } from './records/store.ts';
import type { Session } from './sessions.ts';

export interface Contexts {
  /** Answers `POST /rsc/context`. */
  answer(request: Request, session: Session | null): Promise<Response>;
  /** Ends what was signed for a session, at once; a failure is told in the log only. */
  revoke(session: Session): Promise<void>;
}

const revocationTimeoutMs = 3_000;
/** Id of the customer's account in the ATS. */
const org = 'kestrel';

export interface ContextRecords {
  readonly candidates: CandidateStore;
  readonly positions: PositionStore;
}

export function createContexts(options: AtsOptions, records: ContextRecords): Contexts {
  const { candidates, positions } = records;
  const { origins, partner, signingKey, fetch: send = fetch, clock = Date.now } = options;
  const signer = createContextSigner({
    tenant: partner.tenant,
    origin: origins.ats,
    audience: origins.backend,
    key: { kid: signingKey.kid, alg: 'ES256', jwk: signingKey.jwk },
    clock,
  });

  /**
   * Recruiters see all candidates and exports of the account; hiring managers what came for positions
   * they fill and who would fit them; nobody else sees what LinkedIn knows.
   */
  function authorize({ sub }: Viewer, { widget, obj, candidateId, jobId }: AuthorizationRequest) {
    const account = accountById(sub);
    if (account === null) return null;
    const isKnown = candidateId !== null && candidates.byId(candidateId) !== null;
    if (jobId !== null) {
      if (positions.byId(jobId) === null || !worksOn(account, jobId)) return null;
      switch (widget) {
        case 'rediscovered-candidates':
          return ['rediscovered:read', 'rediscovered:decide'] as const;
        case 'export-panel':
          return ['exports:read', 'exports:decide'] as const;
        default:
          return null;
      }
    }
    if (account.role !== 'recruiter') return null;
    switch (widget) {
      case 'in-ats-indicator':
        return ['status:read'] as const;
      case 'export-panel':
        return obj === 'exports'
          ? (['exports:read', 'exports:decide', 'exports:all'] as const)
          : null;
      case 'activity':
        return isKnown ? (['profile:read'] as const) : null;
      case 'profile-widget':
        return isKnown ? (['profile:read', 'profile:link', 'status:read'] as const) : null;
      default:
        return null;
    }
  }

  const viewerOf = ({ account, sid }: Session): Viewer => ({ sub: account.id, org, sid });

  return {
    answer: (request, session) =>
      signer.handle(request, () => (session === null ? null : viewerOf(session)), authorize),

    async revoke({ sid }) {
      try {
        const { ok, status } = await send(partner.revocationUrl, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ revocation: await signer.revoke({ sid }) }),
          signal: AbortSignal.timeout(revocationTimeoutMs),
        });
        if (!ok) console.error(`The partner refused a revocation with status ${String(status)}.`);
      } catch {
        // Signing out must work without the partner. What it has issued ends within minutes.
        console.error('The partner could not be told that a session has ended.');
      }
    },
  };
}
