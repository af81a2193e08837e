/** The Middleware Platform's HTTP interface, as far as the sandbox has it. */
import { Hono } from 'hono';
import type { Generation } from '../../linkedin/wire.ts';
import type { SandboxState } from '../state/store.ts';
import { answerCandidates } from './candidates.ts';
import { ApiRefusal, refusalResponse, serviceErrors } from './envelope.ts';
import { createTokenDesk } from './tokens.ts';

export interface ApiOptions {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** `/oauth/v2/accessToken`, `/v2/atsCandidates`, `/rest/candidates`. */
export function apiRoutes(state: SandboxState, { clock }: ApiOptions): Hono {
  const app = new Hono();
  const desk = createTokenDesk(state, clock);

  const answer = async (request: Request, generation: Generation): Promise<Response> => {
    const requestId = crypto.randomUUID();
    try {
      const application = desk.applicationOf(request);
      if (generation === 'rest') assertVersion(request);
      const response = await answerCandidates(state, application, generation, request);
      response.headers.set('x-li-uuid', requestId);
      return response;
    } catch (error) {
      if (error instanceof ApiRefusal) return refusalResponse(error, requestId);
      throw error;
    }
  };

  app.all('/oauth/v2/accessToken', (c) => desk.issue(c.req.raw));
  app.all('/v2/atsCandidates', (c) => answer(c.req.raw, 'v2'));
  app.all('/rest/candidates', (c) => answer(c.req.raw, 'rest'));
  for (const prefix of ['/v2/*', '/rest/*']) {
    app.all(prefix, () =>
      refusalResponse(
        new ApiRefusal(404, serviceErrors.unknownResource, 'There is no such resource here'),
        crypto.randomUUID(),
      ),
    );
  }
  return app;
}

/** The versioned API does not answer without a version it knows [doc]. */
function assertVersion(request: Request): void {
  const version = request.headers.get('linkedin-version') ?? '';
  if (/^20\d{2}(?:0[1-9]|1[0-2])$/.test(version)) return;
  throw new ApiRefusal(
    426,
    serviceErrors.malformed,
    'Header LinkedIn-Version is missing or not of the form YYYYMM',
  );
}
