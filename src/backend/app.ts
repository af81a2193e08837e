/** The partner's backend as one fetch handler: it mounts wherever a `Request` can be had. */
import { createVerifier } from '../handshake/backend.ts';
import { createAdminAccess } from './admin/access.ts';
import { adminRoutes } from './admin/admin-routes.ts';
import { adminOperations } from './admin/operations.ts';
import { sharedLinkedIn } from './budgets/shared.ts';
import { createLinkedInGateway } from './candidates/linkedin-gateway.ts';
import { createCandidateReader } from './candidates/reader.ts';
import {
  createCandidateService,
  type CandidateService,
  type MatchEvent,
} from './candidates/service.ts';
import { createMemoryCandidateStore } from './candidates/store.ts';
import { exportOperations } from './exports/export-operations.ts';
import { exportRoutes } from './exports/export-routes.ts';
import type { Exports } from './exports/exports.ts';
import { candidateRoutes } from './http/candidate-routes.ts';
import { frameRoutes } from './http/frame-routes.ts';
import { createGuard, jsonAnswer } from './http/guard.ts';
import { integrationRoutes } from './http/integration-routes.ts';
import { createRouter, type Route } from './http/router.ts';
import { sessionRoutes } from './http/session-routes.ts';
import { timelineRoutes } from './http/timeline-routes.ts';
import { codeOf, quietLogger } from './logging.ts';
import { createGate } from './onboarding/gate.ts';
import type { Customers } from './onboarding/customers.ts';
import type { Integrations } from './onboarding/integrations.ts';
import { metricsRoute } from './metrics/metrics-route.ts';
import { createOnboarding, type Onboarding } from './onboarding/kit.ts';
import { assertBackendOptions, type BackendOptions, type KitOptions } from './options.ts';
import { checkCustomer } from './onboarding/checks/customer-checks.ts';
import { checkDeployment } from './onboarding/checks/deployment-checks.ts';
import type { CheckResult } from './onboarding/checks/check.ts';
import type { Journeys } from './onboarding/journey.ts';
import type { PushCounts } from './push/push-routes.ts';
import type { Workers } from './push/workers.ts';
import { createRediscoveryDesk } from './rediscovery/desk.ts';
import { rediscoveryRoutes } from './rediscovery/rediscovery-routes.ts';
import type { Rediscovery } from './rediscovery/rediscovery.ts';
import type { Retrieval } from './retrieval/retrieval.ts';
import { storeCandidates } from './store/store-candidates.ts';
import { storeReplay, storeRevocations } from './store/store-replay.ts';
import type { SyncAssembly } from './sync/assembly.ts';
import { createSync, type Sync } from './sync/sync.ts';
import { storeTenants } from './tenants/store-tenants.ts';

/** How long what LinkedIn said to one process is used by others, if nothing else is asked for. */
const storedFreshMs = 5 * 60_000;

export interface Backend {
  /**
   * Answers every request below `/rsc`, for both origins; the `Host` it came under tells which.
   * Never rejects.
   */
  fetch(request: Request): Promise<Response>;
  /** For the ATS's own server, within the process. */
  readonly candidates: CandidateService;
}

/** A backend that also onboards customers. */
export interface Kit extends Backend {
  readonly customers: Customers;
  readonly integrations: Integrations;
  /** How far customers and partner have come, from facts only. */
  readonly journeys: Journeys;
  /** Runs the checks of `rsc doctor`, for the deployment or for one customer. */
  check(customerId?: string): Promise<CheckResult[]>;
  /** Records of the ATS on their way to LinkedIn. */
  readonly sync: Sync;
  /** What recruiters exported to the ATS; null without `sink`. */
  readonly exports: Exports | null;
  /** What comes back from Recruiter: seats, InMail, notes, contact details, closed accounts. */
  readonly retrieval: Retrieval;
  /** Past applicants who fit open jobs; null without `rediscovery`. */
  readonly rediscovery: Rediscovery | null;
  /** Work beside requests: start it in at least one process. */
  readonly workers: Workers;
  /** What LinkedIn, and whoever pretends to be it, has sent to this process. */
  pushCounts(): PushCounts;
}

/**
 * Makes a backend; with a store and a partner, one that onboards customers.
 * @throws TypeError that names each option that is wrong
 */
export function createBackend(options: KitOptions): Kit;
export function createBackend(options: BackendOptions): Backend;
export function createBackend(options: BackendOptions | KitOptions): Backend | Kit {
  assertBackendOptions(options);
  return 'partner' in options ? assemble(withStore(options), options) : assemble(options);
}

/** What is not given comes from the store, so that all processes share it. */
const withStore = (options: KitOptions): BackendOptions => ({
  tenants: storeTenants(options.store),
  replay: storeReplay(options.store),
  revocations: storeRevocations(options.store),
  candidateStore: storeCandidates(options.store),
  ...options,
});

function assemble(options: BackendOptions, kit?: KitOptions): Backend | Kit {
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
    clock,
    ...(kit === undefined ? {} : { shared: sharedLinkedIn(kit.store) }),
    ...(options.linkedInFetch === undefined ? {} : { fetch: options.linkedInFetch }),
  });
  /** Who candidates are, where a sync engine keeps it; there once onboarding is. */
  const stored = (): SyncAssembly['matches'] | undefined => onboarding?.upkeep?.matches;
  const reader = createCandidateReader({
    clock,
    ...(kit?.source === undefined
      ? {}
      : {
          stored: {
            read: async (...input) => (await stored()?.stored.read(...input)) ?? new Map(),
            observed: async (...input) => stored()?.stored.observed(...input),
          },
        }),
    async fetchViews({ tenant: id, integrationContext }, ids) {
      const tenant = await tenants.byId(id);
      return tenant === null ? new Map() : gateway.read(tenant, integrationContext, ids);
    },
    ...(options.statusCacheMs === undefined ? {} : { cacheMs: options.statusCacheMs }),
  });
  const { onMatch, candidateExists } = options;
  const unlinkAgain = async (event: MatchEvent): Promise<void> => {
    const { tenant, candidateId, member, integrationContext } = event;
    try {
      const links = onboarding?.upkeep?.memberLinks;
      await links?.detachMember(tenant, candidateId, member, { integrationContext });
    } catch (error) {
      // It counts here all the same, and LinkedIn is asked about it again.
      const code = codeOf(error);
      logger.log({ event: 'worker', level: 'warn', worker: 'sync', code, tenant });
    }
  };
  const history = options.candidateStore ?? createMemoryCandidateStore();
  const candidates = createCandidateService({
    tenants,
    gateway,
    reader,
    store: history,
    ports: {
      ...(onMatch === undefined && kit?.source === undefined
        ? {}
        : {
            async onMatch(event) {
              await stored()?.noted(event);
              // A record that was under way when somebody unlinked has linked again.
              if (event.action === 'unlinked' && !event.confirmed) await unlinkAgain(event);
              await onMatch?.(event);
            },
          }),
      ...(candidateExists === undefined ? {} : { candidateExists }),
    },
    clock,
  });

  const guard = createGuard({ origin, tenants, verifier });
  const gate = kit === undefined ? undefined : createGate(kit.store);
  const onboarding: Onboarding | undefined =
    kit === undefined || gate === undefined
      ? undefined
      : createOnboarding(kit, {
          origin,
          pluginOrigin,
          logger,
          fetch: options.linkedInFetch,
          direct: candidates,
          memory: {
            history,
            // The sync engine keeps the store up to date itself.
            forget: (scope, ids) => {
              reader.forget(scope, ids, 'current');
            },
            freshMs: options.statusCacheMs ?? storedFreshMs,
          },
          gate,
        });
  const check = async (customerId?: string): Promise<CheckResult[]> => {
    if (onboarding === undefined) return [];
    const outside = kit?.outsideFetch ?? globalThis.fetch;
    const parts = { onboarding, origin, pluginOrigin, fetch: outside, clock };
    return customerId === undefined
      ? checkDeployment({ ...parts, linkedInFetch: options.linkedInFetch ?? globalThis.fetch })
      : checkCustomer(parts, customerId);
  };
  const operators = kit?.admin === undefined ? undefined : createAdminAccess(kit.admin, clock);
  const health: Route = {
    path: '/rsc/health',
    kind: 'api',
    site: 'both',
    methods: { GET: () => jsonAnswer({ status: 'ok', version: assets.manifest.version }) },
  };
  const fetch = createRouter({
    routes: [
      ...frameRoutes({
        origin,
        pluginOrigin,
        tenants,
        assets,
        verifier,
        settingsExtensionUrl: onboarding?.partner.linkedIn.settingsExtensionUrl,
        clock,
      }),
      ...sessionRoutes({ tenants, verifier, guard }),
      ...candidateRoutes({ pluginOrigin, guard, candidates, gate }),
      ...(onboarding?.routes ?? []),
      ...(onboarding === undefined
        ? []
        : [
            ...integrationRoutes({ pluginOrigin, guard, onboarding, clock }),
            ...timelineRoutes({
              guard,
              tenants,
              candidates,
              retrieval: onboarding.retrieval,
              store: onboarding.store,
              clock,
            }),
          ]),
      ...(onboarding === undefined || onboarding.exports === null
        ? []
        : exportRoutes({
            guard,
            tenants,
            desk: onboarding.exports.desk,
            feed: onboarding.exports.feed,
            clock,
          })),
      ...(onboarding === undefined || onboarding.rediscovery === null
        ? []
        : rediscoveryRoutes({
            guard,
            desk: createRediscoveryDesk({ parts: onboarding.rediscovery, candidates, clock }),
          })),
      ...(onboarding === undefined || operators === undefined
        ? []
        : adminRoutes({
            access: operators,
            operations: [
              ...adminOperations({ onboarding, origin, check }),
              ...exportOperations(onboarding, onboarding.exports),
            ],
            origin,
            version: assets.manifest.version,
          })),
      ...(onboarding === undefined || (operators === undefined && kit?.serveMetrics !== true)
        ? []
        : [
            metricsRoute({
              store: onboarding.store,
              limits: kit?.sync?.limits,
              pushCounts: onboarding.pushCounts,
              access: kit?.serveMetrics === true ? null : (operators ?? null),
            }),
          ]),
      health,
    ],
    pluginOrigin,
    logger,
    clock,
    renewNonce: (request) => verifier.renewNonce(request),
  });
  const service = onboarding?.candidates ?? candidates;
  const backend: Backend = {
    fetch,
    candidates: {
      statuses: (...input) => service.statuses(...input),
      sync: (...input) => service.sync(...input),
      remove: (...input) => service.remove(...input),
    },
  };
  if (onboarding === undefined) return backend;
  const { customers, integrations, journeys, workers, pushCounts } = onboarding;
  const sync = createSync(onboarding.upkeep);
  const inbox = onboarding.exports;
  const exports: Exports | null =
    inbox === null
      ? null
      : {
          list: (...input) => inbox.list(...input),
          find: (...input) => inbox.find(...input),
          retry: (...input) => inbox.retry(...input),
          seatUsage: (...input) => inbox.seatUsage(...input),
        };
  const { seats, closedProfiles, ...reading } = onboarding.retrieval;
  const retrieval: Retrieval = {
    seats,
    closedProfiles,
    refresh: (...input) => reading.refresh(...input),
    readSeats: (...input) => reading.readSeats(...input),
    receipts: (...input) => reading.receipts(...input),
  };
  const found = onboarding.rediscovery;
  const rediscovery: Rediscovery | null =
    found === null
      ? null
      : {
          changed: (...input) => found.changed(...input),
          read: (...input) => found.read(...input),
          status: (...input) => found.status(...input),
        };
  return {
    ...backend,
    customers,
    integrations,
    journeys,
    sync,
    exports,
    retrieval,
    rediscovery,
    workers,
    pushCounts,
    check,
  };
}
