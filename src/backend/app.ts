/** The partner's backend as one fetch handler: it mounts wherever a `Request` can be had. */
import { createVerifier } from '../handshake/backend.ts';
import { createLinkedInGateway } from './candidates/linkedin-gateway.ts';
import { createCandidateReader } from './candidates/reader.ts';
import { createCandidateService, type CandidateService } from './candidates/service.ts';
import { createMemoryCandidateStore } from './candidates/store.ts';
import { candidateRoutes } from './http/candidate-routes.ts';
import { frameRoutes } from './http/frame-routes.ts';
import { createGuard, jsonAnswer } from './http/guard.ts';
import { createRouter, type Route } from './http/router.ts';
import { sessionRoutes } from './http/session-routes.ts';
import { quietLogger } from './logging.ts';
import { assertBackendOptions, type BackendOptions } from './options.ts';

export interface Backend {
  /**
   * Answers every request below `/rsc`, for both origins; the `Host` it came under tells which.
   * Never rejects.
   */
  fetch(request: Request): Promise<Response>;
  /** For the ATS's own server, within the process. */
  readonly candidates: CandidateService;
}

/**
 * Makes a backend.
 * @throws TypeError that names each option that is wrong
 */
export function createBackend(options: BackendOptions): Backend {
  assertBackendOptions(options);
  const { origin, pluginOrigin, tenants, assets, tokenSecret, replay, revocations } = options;
  const { clock = Date.now, logger = quietLogger } = options;
  const verifier = createVerifier({
    origin,
    tokenSecret,
    clock,
    ...(replay === undefined ? {} : { replay }),
    ...(revocations === undefined ? {} : { revocations }),
  });

  const gateway = createLinkedInGateway({
    logger,
    ...(options.linkedInFetch === undefined ? {} : { fetch: options.linkedInFetch }),
  });
  const reader = createCandidateReader({
    clock,
    async fetchViews({ tenant: id, integrationContext }, ids) {
      const tenant = await tenants.byId(id);
      return tenant === null ? new Map() : gateway.read(tenant, integrationContext, ids);
    },
    ...(options.statusCacheMs === undefined ? {} : { cacheMs: options.statusCacheMs }),
  });
  const { onMatch, candidateExists } = options;
  const candidates = createCandidateService({
    tenants,
    gateway,
    reader,
    store: options.candidateStore ?? createMemoryCandidateStore(),
    ports: {
      ...(onMatch === undefined ? {} : { onMatch }),
      ...(candidateExists === undefined ? {} : { candidateExists }),
    },
    clock,
  });

  const guard = createGuard({ origin, tenants, verifier });
  const health: Route = {
    path: '/rsc/health',
    kind: 'api',
    site: 'both',
    methods: { GET: () => jsonAnswer({ status: 'ok', version: assets.manifest.version }) },
  };
  const fetch = createRouter({
    routes: [
      ...frameRoutes({ origin, pluginOrigin, tenants, assets, verifier, clock }),
      ...sessionRoutes({ tenants, verifier, guard }),
      ...candidateRoutes({ pluginOrigin, guard, candidates }),
      health,
    ],
    pluginOrigin,
    logger,
    clock,
    renewNonce: (request) => verifier.renewNonce(request),
  });
  return {
    fetch,
    candidates: {
      statuses: (...input) => candidates.statuses(...input),
      sync: (...input) => candidates.sync(...input),
      remove: (...input) => candidates.remove(...input),
    },
  };
}
