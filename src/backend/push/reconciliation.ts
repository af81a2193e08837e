/**
 * Asks LinkedIn how the integrations of each active customer stand, now and then, for what a push
 * does not tell; and tells LinkedIn what an earlier attempt could not. A customer costs one request a
 * turn, so the default of 15 minutes is some 100 of the 5,000 a day that an application has [doc].
 */
import { asc, eq, inArray, lte, and, sql } from 'drizzle-orm';
import { codeOf } from '../logging.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import type { Integrations } from '../onboarding/integrations.ts';
import type { Provisioning } from '../onboarding/provisioning.ts';
import type { SyncQueue } from '../onboarding/sync-queue.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { reconciliations } from '../store/tables/index.ts';

export interface ReconciliationOptions {
  readonly store: Store;
  readonly integrations: Integrations;
  readonly provisioning: Provisioning;
  readonly queue: SyncQueue;
  /** Milliseconds between two turns of a customer; 15 minutes if left out, 1 minute at the least. */
  readonly everyMs?: number | undefined;
  /** 0 to below 1; for tests. */
  readonly random?: () => number;
  readonly onFailure: (tenantId: string, code: string) => void;
}

export interface Reconciliation {
  /** Deals with customers that are due. @returns how many; rejects with StoreError only */
  run(): Promise<number>;
}

const batch = 10;
const leaseMs = 5 * 60_000;
const defaultEveryMs = 15 * 60_000;
/** 1,440 requests a day: under the limit with room for everything else. */
export const minEveryMs = 60_000;

export function createReconciliation(options: ReconciliationOptions): Reconciliation {
  const { store, integrations, provisioning, queue, random = Math.random, onFailure } = options;
  const { connection, clock } = internalsOf(store);
  const everyMs = Math.max(minEveryMs, options.everyMs ?? defaultEveryMs);

  async function take(): Promise<string[]> {
    const now = new Date(clock());
    const rows = await connection.run((database) => {
      const due = database
        .select({ tenantId: reconciliations.tenantId })
        .from(reconciliations)
        .where(
          and(
            lte(reconciliations.dueAt, now),
            sql`exists (select from rsc.tenants
              where tenants.id = ${reconciliations.tenantId} and tenants.status = 'active')`,
          ),
        )
        .orderBy(asc(reconciliations.dueAt))
        .limit(batch)
        .for('update', { skipLocked: true });
      return database
        .update(reconciliations)
        .set({ dueAt: new Date(now.getTime() + leaseMs) })
        .where(inArray(reconciliations.tenantId, due))
        .returning({ tenantId: reconciliations.tenantId });
    });
    return rows.map(({ tenantId }) => tenantId);
  }

  async function reconcile(tenantId: string): Promise<void> {
    let failure: unknown;
    for (const step of [
      () => integrations.refresh(tenantId),
      () => integrations.configure(tenantId),
      () => provisioning.settle(tenantId, 'reconciliation'),
    ]) {
      try {
        await step();
      } catch (error) {
        failure ??= error;
      }
    }
    await queue.wake(tenantId);
    // Jitter keeps customers that were onboarded together from asking together for ever.
    const waitMs = everyMs * (0.8 + 0.4 * random());
    const told = failure instanceof OnboardingError ? (failure.retryAfterMs ?? 0) : 0;
    const nowMs = clock();
    const dueAt = new Date(nowMs + Math.max(waitMs, told));
    if (failure !== undefined) onFailure(tenantId, codeOf(failure));
    await connection.run((database) =>
      database
        .update(reconciliations)
        .set(
          failure === undefined
            ? { dueAt, succeededAt: new Date(nowMs), errorCode: null }
            : { dueAt, errorCode: codeOf(failure) },
        )
        .where(eq(reconciliations.tenantId, tenantId)),
    );
  }

  return {
    async run() {
      const due = await take();
      await Promise.all(due.map(reconcile));
      return due.length;
    },
  };
}
