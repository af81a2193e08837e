/** Deletes what is older than a customer keeps, and what is left of items that are gone; once a day. */
import { and, eq, inArray, lt, lte, sql } from 'drizzle-orm';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { retrievalItems, retrievalTenants } from '../store/tables/index.ts';
import { writeReceipt } from './receipts.ts';

export interface Retention {
  /** Does what is due. @returns for how many customers */
  run(): Promise<number>;
}

const dayMs = 24 * 60 * 60_000;
/** Who watches has learned by then that an item is gone. */
const tombstoneMs = 30 * dayMs;

/** @param keepMs how long items are kept; null: for ever */
export function createRetention(store: Store, keepMs: number | null): Retention {
  const { connection, clock } = internalsOf(store);
  return {
    async run() {
      const now = new Date(clock());
      const due = await connection.run((database) => {
        const some = database
          .select({ tenantId: retrievalTenants.tenantId })
          .from(retrievalTenants)
          .where(lte(retrievalTenants.retentionDueAt, now))
          .limit(20)
          .for('update', { skipLocked: true });
        return database
          .update(retrievalTenants)
          .set({ retentionDueAt: new Date(now.getTime() + dayMs) })
          .where(inArray(retrievalTenants.tenantId, some))
          .returning({ tenantId: retrievalTenants.tenantId });
      });
      for (const { tenantId } of due) await keep(tenantId, now);
      return due.length;
    },
  };

  async function keep(tenantId: string, now: Date): Promise<void> {
    const gone = new Date(now.getTime() - tombstoneMs);
    await connection.transaction(async (database) => {
      await database
        .delete(retrievalItems)
        .where(and(eq(retrievalItems.tenantId, tenantId), lt(retrievalItems.removedAt, gone)));
      if (keepMs === null) return;
      const old = await database
        .delete(retrievalItems)
        .where(
          and(
            eq(retrievalItems.tenantId, tenantId),
            // A note that was changed lately is a new one to who reads it.
            lt(
              sql`greatest(${retrievalItems.at}, ${retrievalItems.changedAt})`,
              sql`${new Date(now.getTime() - keepMs).toISOString()}::timestamptz`,
            ),
          ),
        )
        .returning({ item: retrievalItems.item });
      if (old.length === 0) return;
      await writeReceipt(database, {
        tenantId,
        reason: 'retention',
        actor: 'kit',
        at: now,
        deleted: { retrieval_items: old.length },
      });
    });
  }
}
