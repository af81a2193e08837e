/** What people see and steer of sync: history, where things stand, why a record is not there. */
import type { Job } from '../push/workers.ts';
import type { LinkedInAccess } from '../onboarding/linkedin-access.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import type { TenantRow } from '../tenants/tenant-rows.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { linkedInDefaults } from '../tenants/fields.ts';
import { createBackfills, type Backfills } from './backfill/backfills.ts';
import { createPlans, type PlannedApplication, type Plans } from './backfill/plan.ts';
import type { SyncEngine, SyncOptions } from './engine.ts';
import type { AtsSource } from './ports.ts';
import { rollUp } from './totals.ts';

export interface Oversight extends Plans, Backfills {}

export interface OversightParts {
  readonly store: Store;
  readonly source: AtsSource;
  readonly access: LinkedInAccess;
  readonly engine: SyncEngine;
  readonly onFailure: (tenantId: string, code: string) => void;
  readonly onWork: () => void;
}

const rollUpMs = 5 * 60_000;

/** @returns also the work that goes on by itself */
export function createOversight(
  parts: OversightParts,
  { limits, historyAhead }: SyncOptions = {},
): { readonly oversight: Oversight; readonly jobs: readonly Job[] } {
  const { store, source, access, engine, onFailure, onWork } = parts;
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
    oversight: { ...createPlans({ store, source, application, limits, clock }), ...backfills },
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
