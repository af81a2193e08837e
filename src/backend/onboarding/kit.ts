/** Puts the parts of onboarding together, around one store and one partner. */
import type { AdminOptions } from '../admin/access.ts';
import type { CandidateService } from '../candidates/service.ts';
import { forgetExports } from '../exports/erasure.ts';
import { createExports, type ExportOptions, type ExportParts } from '../exports/exports.ts';
import type { AtsSink } from '../exports/ports.ts';
import type { Route } from '../http/router.ts';
import type { Logger, WorkerEntry } from '../logging.ts';
import { createPushEvents, type PushEvents } from '../push/push-events.ts';
import { createPushRoutes, type PushCounts } from '../push/push-routes.ts';
import { createPushWorker } from '../push/push-worker.ts';
import { createRefusalCounts, type RefusalCounts } from '../push/refusal-counts.ts';
import { createReconciliation } from '../push/reconciliation.ts';
import { createWorkers, type Workers } from '../push/workers.ts';
import { forgetApplicant } from '../rediscovery/erasure.ts';
import {
  createRediscovery,
  type RediscoveryOptions,
  type RediscoveryParts,
} from '../rediscovery/rediscovery.ts';
import type { RetrievalOptions } from '../retrieval/options.ts';
import { forgetRetrieval } from '../retrieval/erasure.ts';
import { createRetrieval, type RetrievalParts } from '../retrieval/retrieval.ts';
import { holdersOf } from '../retrieval/seats.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import {
  createSyncAssembly,
  type CandidateMemory,
  type SyncAssembly,
  type SyncKitOptions,
} from '../sync/assembly.ts';
import type { SyncEngine } from '../sync/engine.ts';
import type { ErasureStep } from '../sync/erasure-steps.ts';
import { engineAttachments } from '../sync/export-attachments.ts';
import type { MatchedListener } from '../sync/match-refresh.ts';
import type { AtsSource } from '../sync/ports.ts';
import { createCallbackTokens, type CallbackTokens } from './callback-tokens.ts';
import { createConfiguring, type Configuring } from './configuring.ts';
import { createCustomers, type Customers } from './customers.ts';
import type { Gate } from './gate.ts';
import { createIntegrations, type Integrations } from './integrations.ts';
import { createJourneys, type Journeys } from './journey.ts';
import { createLinkedInAccess, type LinkedInAccess } from './linkedin-access.ts';
import { parsePartner, type Partner, type PartnerOptions } from './partner.ts';
import { createProvisioning, type Provisioning } from './provisioning.ts';
import { createPurge } from './purge.ts';
import type { PurgeStep } from './purge-step.ts';
import { createQueuedCandidates, type SyncedListener } from './queued-candidates.ts';
import { createSyncQueue, type SyncQueue } from './sync-queue.ts';

export interface OnboardingOptions {
  readonly store: Store;
  readonly partner: PartnerOptions;
  /** Where the sync engine reads the ATS's records from; without it nothing is synced by itself. */
  readonly source?: AtsSource;
  readonly sync?: SyncKitOptions;
  /** Where members go that recruiters export; without it, exports wait. */
  readonly sink?: AtsSink;
  readonly exports?: ExportOptions;
  /** Reads seats, InMail, notes and stub profiles back; without it nothing is read. */
  readonly retrieval?: RetrievalOptions;
  /** Where past applicants come from who fit open jobs; without it nobody is rediscovered. */
  readonly rediscovery?: RediscoveryOptions;
  /** Told of records that waited and were sent, or refused for good. */
  readonly onSynced?: SyncedListener;
  /** Told who LinkedIn says candidates are, where that is new. */
  readonly onMatched?: MatchedListener;
  /** Kinds of records that are deleted at LinkedIn when a customer leaves, beside candidates. */
  readonly purgeSteps?: readonly PurgeStep[];
  /** Serves `/rsc/admin/v1` to whoever holds one of these tokens; nobody if left out. */
  readonly admin?: AdminOptions;
  /**
   * Serves `/rsc/metrics` without a token: whoever reaches the backend can read it, so keep it from
   * the outside. If left out, it asks for a token of `admin`.
   */
  readonly serveMetrics?: boolean;
  /** How checks reach the deployment from outside; the global `fetch` if left out. */
  readonly outsideFetch?: typeof fetch;
  /** Milliseconds between two questions to LinkedIn how a customer stands; 15 minutes if left out. */
  readonly reconcileEveryMs?: number;
}

/** @internal */
export interface OnboardingParts {
  readonly origin: string;
  readonly pluginOrigin: string;
  readonly logger: Logger;
  readonly fetch?: typeof fetch | undefined;
  /** Sends candidates at once. */
  readonly direct: CandidateService;
  /** What elements are told of candidates. */
  readonly memory: CandidateMemory;
  readonly gate: Gate;
}

/**
 * What the rest of the backend uses of onboarding.
 * @internal
 */
export interface Onboarding {
  readonly store: Store;
  readonly partner: Partner;
  readonly access: LinkedInAccess;
  readonly callbacks: CallbackTokens;
  readonly provisioning: Provisioning;
  readonly configuring: Configuring;
  readonly customers: Customers;
  readonly integrations: Integrations;
  readonly candidates: CandidateService;
  readonly queue: SyncQueue;
  readonly events: PushEvents;
  readonly refused: RefusalCounts;
  /** Null without `sink`. */
  readonly exports: ExportParts | null;
  readonly journeys: Journeys;
  /** Null without `source`. */
  readonly sync: SyncEngine | null;
  /** The engine and what keeps LinkedIn as the ATS is; null without `source`. */
  readonly upkeep: SyncAssembly | null;
  readonly retrieval: RetrievalParts;
  /** Null without `rediscovery`. */
  readonly rediscovery: RediscoveryParts | null;
  readonly workers: Workers;
  readonly routes: readonly Route[];
  pushCounts(): PushCounts;
}

/**
 * @throws TypeError that names each option of the partner that is wrong
 * @internal
 */
export function createOnboarding(options: OnboardingOptions, parts: OnboardingParts): Onboarding {
  const { store, onSynced, purgeSteps, reconcileEveryMs } = options;
  const { origin, pluginOrigin, logger, fetch, direct, gate } = parts;
  const { clock } = internalsOf(store);
  const partner = parsePartner(options.partner);
  const access = createLinkedInAccess({ store, partner, fetch, clock });
  const callbacks = createCallbackTokens(store, origin);
  const provisioning = createProvisioning({ store, partner, access, pluginOrigin });
  const configuring = createConfiguring({ store, partner, access, callbacks, clock });
  const queue = createSyncQueue(store);
  const { sink } = options;
  const events = createPushEvents(
    store,
    sink === undefined ? undefined : ['integration_status', 'export', 'evaluation'],
  );
  const refused = createRefusalCounts(store);
  const failed = (worker: WorkerEntry['worker'], code: string, tenant?: string): void => {
    const entry = { event: 'worker', level: 'warn', worker, code } as const;
    logger.log(tenant === undefined ? entry : { ...entry, tenant });
  };
  const onEnabled = async (tenantId: string): Promise<void> => {
    await queue.wake(tenantId);
    await sync?.resume(tenantId);
    workers.nudge();
  };
  const { source } = options;
  // Each part that keeps something of candidates brings a step for when one is erased.
  const erasureSteps: readonly ErasureStep[] = [forgetExports, forgetRetrieval, forgetApplicant];
  const rediscovery =
    options.rediscovery === undefined
      ? null
      : createRediscovery(
          {
            store,
            onFailure: (tenant, code) => {
              failed('rediscovery', code, tenant);
            },
            onWork: () => {
              workers.nudge('rediscovery');
            },
          },
          options.rediscovery,
        );
  const upkeep =
    source === undefined
      ? null
      : createSyncAssembly(
          {
            store,
            source,
            access,
            gate,
            logger,
            fetch,
            candidates: parts.memory,
            erasureSteps,
            onMatched: options.onMatched,
            onCandidates: rediscovery?.synced,
            onWork: () => workers.nudge(),
          },
          options.sync,
        );
  const sync = upkeep?.engine ?? null;
  const retrieval = createRetrieval(
    {
      store,
      access,
      onFailure: (tenant, code) => {
        failed('retrieval', code, tenant);
      },
    },
    options.retrieval,
  );
  const purge = createPurge({ store, access, provisioning, steps: purgeSteps });
  const integrations = createIntegrations({
    store,
    access,
    configuring,
    purge,
    onChange: onEnabled,
  });
  const candidates = createQueuedCandidates({ store, gate, queue, direct, onSynced });
  const customers = createCustomers({
    store,
    partner,
    access,
    provisioning,
    configuring,
    callbacks,
    purge,
    ownOrigins: [origin, pluginOrigin],
    onEnabled,
  });
  const exports =
    sink === undefined
      ? null
      : createExports(
          {
            store,
            sink,
            access,
            events,
            candidates,
            attachments: upkeep === null ? undefined : engineAttachments(upkeep.memberLinks),
            holderOf: async (tenantId, seat) =>
              (await holdersOf(store, tenantId, [seat])).get(seat)?.atsUserId ?? null,
            fetch,
            logger,
            onFailure: (tenant, code) => {
              failed('exports', code, tenant);
            },
          },
          options.exports,
        );
  const pushWorker = createPushWorker({
    events,
    refused,
    integrations,
    clock,
    onFailure: (tenant, code) => {
      failed('push', code, tenant);
    },
  });
  const reconciliation = createReconciliation({
    store,
    integrations,
    provisioning,
    queue,
    everyMs: reconcileEveryMs,
    onFailure: (tenant, code) => {
      failed('reconciliation', code, tenant);
    },
  });
  const workers: Workers = createWorkers(
    [
      { name: 'push', idleMs: 1_000, run: async () => (await pushWorker.run()) > 0 },
      { name: 'reconciliation', idleMs: 5_000, run: async () => (await reconciliation.run()) > 0 },
      { name: 'queue', idleMs: 1_000, run: () => candidates.drain() },
      ...(exports === null ? [] : [exports.job]),
      ...(upkeep?.jobs ?? []),
      ...retrieval.jobs,
      ...(rediscovery === null ? [] : [rediscovery.job]),
    ],
    failed,
  );
  const journeys = createJourneys({ store, customers, integrations, provisioning });
  const push = createPushRoutes({
    access,
    callbacks,
    events,
    refused,
    onAccepted(kinds) {
      if (kinds.has('integration_status')) workers.nudge('push');
      if (kinds.has('export') || kinds.has('evaluation')) workers.nudge('exports');
    },
    onUnknown: (tenant, type) => {
      const entry = { event: 'push', level: 'warn', tenant, code: 'unknown_kind' } as const;
      logger.log(/^[A-Z][A-Z0-9_]{0,63}$/.test(type) ? { ...entry, type } : entry);
    },
  });
  return {
    store,
    partner,
    access,
    callbacks,
    provisioning,
    configuring,
    customers,
    integrations,
    candidates,
    queue,
    events,
    refused,
    exports,
    journeys,
    sync,
    upkeep,
    retrieval,
    rediscovery,
    workers,
    routes: push.routes,
    pushCounts: push.counts,
  };
}
