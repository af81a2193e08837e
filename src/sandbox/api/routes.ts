/**
 * The Middleware Platform's HTTP interface: `/oauth/v2/accessToken`, `/v2/…` and `/rest/…`. Whatever
 * comes in is answered, and everything that is wrong with LinkedIn's envelope.
 */
import { Hono } from 'hono';
import type { Generation } from '../../linkedin/form.ts';
import { maxQueryBytes, maxUrlBytes } from '../../linkedin/limits.ts';
import type { SandboxState } from '../state/store.ts';
import type { Answer, ApiMeter } from './call.ts';
import {
  ApiRefusal,
  forbidden,
  malformed,
  notFound,
  refusalResponse,
  serviceErrors,
} from './envelope.ts';
import { findResource } from './resources.ts';
import { createTokenDesk, type TokenDesk } from './tokens.ts';

export interface ApiOptions {
  readonly desk?: TokenDesk;
  readonly meter?: ApiMeter | null;
}

export function apiRoutes(
  state: SandboxState,
  { desk = createTokenDesk(state), meter = null }: ApiOptions = {},
): Hono {
  const app = new Hono();

  const answer = async (request: Request, generation: Generation): Promise<Response> => {
    const requestId = crypto.randomUUID();
    try {
      const response = responseTo(await handle(request, generation), requestId);
      // What an answer tells is stored before anybody has the answer.
      state.commit();
      return response;
    } catch (error) {
      if (error instanceof ApiRefusal) return refusalResponse(error, requestId);
      console.error('The sandbox failed to answer a request', error);
      const failure = new ApiRefusal(500, serviceErrors.internal, 'Internal error of the sandbox');
      return refusalResponse(failure, requestId);
    }
  };

  async function handle(request: Request, generation: Generation): Promise<Answer> {
    const bearer = desk.bearerOf(request);
    const { pathname, search, href } = new URL(request.url);
    const query = search.slice(1);
    if (query.length > maxQueryBytes || href.length > maxUrlBytes) {
      throw new ApiRefusal(
        414,
        serviceErrors.tooLong,
        `The request URI is too long: at most ${maxQueryBytes} bytes of query and ${maxUrlBytes} in all`,
      );
    }
    const found = findResource(pathname);
    if (found === null) throw notFound('There is no such resource here');
    if (generation === 'rest') assertVersion(request);
    const { resource, segments } = found;
    const call = {
      state,
      request,
      generation,
      segments,
      pathname,
      query,
      parameters: new URLSearchParams(query),
      nowMs: state.now(),
      meter,
    };
    if (resource.of === 'partner') {
      if (bearer.kind === 'partner') {
        return resource.handle({ ...call, application: bearer.application });
      }
      throw forbidden('Not enough permissions: this is for the partner application');
    }
    if (bearer.kind === 'application') {
      return resource.handle({ ...call, application: bearer.application });
    }
    throw forbidden('Not enough permissions: this is for applications of customers');
  }

  app.all('/oauth/v2/accessToken', async (c) => {
    const request = c.req.raw;
    try {
      const response = await desk.issue(request, (id) => meter?.application(request, id));
      state.commit();
      return response;
    } catch (error) {
      if (error instanceof ApiRefusal) return refusalResponse(error, crypto.randomUUID());
      throw error;
    }
  });
  for (const generation of ['v2', 'rest'] as const) {
    app.all(`/${generation}/*`, (c) => answer(c.req.raw, generation));
  }
  return app;
}

function responseTo({ status, body, headers = {} }: Answer, requestId: string): Response {
  const all = { ...headers, 'x-li-uuid': requestId };
  return body === undefined
    ? new Response(null, { status, headers: all })
    : Response.json(body, { status, headers: all });
}

/** The versioned API does not answer without a version it knows [doc]. */
function assertVersion(request: Request): void {
  const version = request.headers.get('linkedin-version') ?? '';
  if (/^20\d{2}(?:0[1-9]|1[0-2])$/.test(version)) return;
  throw malformed('Header LinkedIn-Version is missing or not of the form YYYYMM', 426);
}
