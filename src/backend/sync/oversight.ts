/** What people see and steer of sync: history, where things stand, why a record is not there. */
import type { Job } from '../push/workers.ts';
import type { LinkedInAccess } from '../onboarding/linkedin-access.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import type { TenantRow } from '../tenants/tenant-rows.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { linkedInDefaults } from '../tenants/fields.ts';
import type { Gate } from '../onboarding/gate.ts';
import { createBackfills, type Backfills } from './backfill/backfills.ts';
import { createPlans, type PlannedApplication, type Plans } from './backfill/plan.ts';
import type { SyncEngine, SyncOptions } from './engine.ts';
import { createExplain, type Explanation, type ExplainOptions } from './insight/explain.ts';
import { createStatus, type SyncStatus } from './insight/status.ts';
import { createWorklist, type Worklist } from './insight/worklist.ts';
import type { AtsSource, RecordRef } from './ports.ts';
import { rollUp } from './totals.ts';

export interface Oversight extends Plans, Backfills, Worklist {
  /**
   * Where the customer's sync stands: what waits and for how long, how quickly it goes, and why not.
   * @throws RscError `tenant_unknown`; StoreError
   */
  status(tenantId: string): Promise<SyncStatus>;
  /**
   * Why a record is not at LinkedIn, or that it is.
   * @throws SyncError `sync_input_invalid`; RscError `tenant_unknown`,
   *   `integration_context_unknown`; StoreError
   */
  explain(tenantId: string, ref: RecordRef, options?: ExplainOptions): Promise<Explanation>;
}

/** @internal */
export interface OversightParts {
  readonly store: Store;
  readonly source: AtsSource;
  readonly access: LinkedInAccess;
  readonly gate: Gate;
  readonly engine: SyncEngine;
  readonly onFailure: (tenantId: string, code: string) => void;
  readonly onWork: () => void;
}

const rollUpMs = 5 * 60_000;

/**
 * @returns also the work that goes on by itself
 * @internal
 */
export function createOversight(
  parts: OversightParts,
  { limits, historyAhead }: SyncOptions = {},
): { readonly oversight: Oversight; readonly jobs: readonly Job[] } {
  const { store, source, access, gate, engine, onFailure, onWork } = parts;
  const { connection, clock } = internalsOf(store);
  const { table, senders } = engine;
  let rolledUpAt = Number.NEGATIVE_INFINITY;

  async function application(tenantId: string): Promise<PlannedApplication> {
    const child = await access.child(tenantId).catch((error: unknown) => {
      // Being set up: it can be planned nevertheless.
      if (error instanceof OnboardingError) return null;
      throw error;
    });
    return {
      clientId: child?.clientId ?? null,
      generation: generationOf(child?.row),
      apiBaseUrl: child?.row.application?.apiBaseUrl ?? linkedInDefaults.apiBaseUrl,
    };
  }

  const backfills = createBackfills({
    store,
    source,
    table,
    senders,
    generation: async (tenantId) => (await application(tenantId)).generation,
    ahead: historyAhead,
    onFailure,
    onWork,
  });
  return {
    oversight: {
      ...createPlans({ store, source, application, limits, clock }),
      ...createWorklist({ store, source, senders, onWork }),
      ...backfills,
      explain: createExplain({ store, source, gate }),
      status: createStatus({
        store,
        gate,
        limits,
        clientId: async (tenantId) => (await application(tenantId)).clientId,
        newestBackfill: async (tenantId) => (await backfills.backfills(tenantId))[0] ?? null,
      }),
    },
    jobs: [
      { name: 'sync', idleMs: 1_000, run: () => backfills.run() },
      {
        name: 'sync',
        idleMs: 60_000,
        async run() {
          if (performance.now() - rolledUpAt < rollUpMs) return false;
          rolledUpAt = performance.now();
          await rollUp(connection, clock());
          return false;
        },
      },
    ],
  };
}

const generationOf = (row: TenantRow | undefined): PlannedApplication['generation'] =>
  row?.application?.generation === 'rest' ? 'rest' : 'v2';
