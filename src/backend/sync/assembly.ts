/** Puts the parts of the sync engine together: sending, and what keeps LinkedIn as the ATS is. */
import type { LinkedInAccess } from '../onboarding/linkedin-access.ts';
import type { Gate } from '../onboarding/gate.ts';
import type { Logger } from '../logging.ts';
import type { Job } from '../push/workers.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import type { CandidateScope, CandidateStore } from '../candidates/store.ts';
import { createSyncEngine, type SyncEngine, type SyncOptions } from './engine.ts';
import { createErasures, type Erasures } from './erasures.ts';
import { ownErasureSteps, type ErasureStep } from './erasure-steps.ts';
import type { AtsSource } from './ports.ts';

/** What elements are told of candidates; sending changes it. */
export interface CandidateMemory {
  readonly history: CandidateStore;
  /** What is remembered of these is read anew. */
  forget(scope: CandidateScope, ids: readonly string[]): void;
}

export interface SyncAssemblyParts {
  readonly store: Store;
  readonly source: AtsSource;
  readonly access: LinkedInAccess;
  readonly gate: Gate;
  readonly logger: Logger;
  readonly fetch?: typeof fetch | undefined;
  readonly candidates: CandidateMemory;
  /** Steps of parts of the kit that keep something of candidates, beside sync itself. */
  readonly erasureSteps: readonly ErasureStep[];
  readonly onWork: () => void;
}

export interface SyncAssembly {
  readonly engine: SyncEngine;
  readonly erasures: Erasures;
  readonly jobs: readonly Job[];
}

/** @throws SyncError `sync_input_invalid` that names the option that is wrong */
export function createSyncAssembly(
  parts: SyncAssemblyParts,
  options: SyncOptions = {},
): SyncAssembly {
  const { store, source, access, gate, logger, fetch, candidates, onWork } = parts;
  const { clock } = internalsOf(store);
  const engine = createSyncEngine(
    {
      store,
      source,
      access,
      gate,
      logger,
      fetch,
      onWork,
      async onSettled(tenant, integrationContext, resource, sentIds, deletedIds) {
        if (resource !== 'candidates') return;
        const scope = { tenant, integrationContext };
        if (sentIds.length > 0) await candidates.history.recordSent(scope, sentIds, clock());
        if (deletedIds.length > 0) {
          await candidates.history.recordDeleted(scope, deletedIds, clock());
        }
        candidates.forget(scope, [...sentIds, ...deletedIds]);
      },
    },
    options,
  );
  const erasures = createErasures({
    store,
    senders: engine.senders,
    steps: [...ownErasureSteps, ...parts.erasureSteps],
    onErased(tenant, contexts, ids) {
      for (const integrationContext of contexts) {
        candidates.forget({ tenant, integrationContext }, ids);
      }
    },
    onWork,
  });
  return {
    engine,
    erasures,
    jobs: [
      ...engine.jobs,
      {
        name: 'sync',
        idleMs: 5_000,
        run: async () => {
          await erasures.settle();
          return false;
        },
      },
    ],
  };
}
