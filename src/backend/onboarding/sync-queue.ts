/**
 * Records that cannot be sent because the customer is disabled, here or in Recruiter. They wait in
 * the order in which they came, the newest version of each, and go on where they stopped.
 *
 * The record itself waits, sealed, and not only its id. An id alone would need a port to read the
 * record with, which not every ATS has, and without which a record that was accepted would be lost.
 * The price is personal data at rest: it is encrypted, bound to its row, replaced by the next version
 * and deleted with the customer. Later parts may queue ids alone: `record` is theirs to fill.
 */
import { createHash } from 'node:crypto';
import { and, asc, count, eq, inArray, isNull, lte, min, sql } from 'drizzle-orm';
import type { Connection, Database } from '../store/connections/connection.ts';
import { internalsOf } from '../store/internals.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import { syncLanes, syncQueue } from '../store/tables/index.ts';
import { Secret } from '../tenants/secret.ts';

export interface QueueScope {
  readonly tenantId: string;
  readonly context: string;
}

/** What is to happen to a record at LinkedIn. */
export type QueuedChange =
  | { readonly op: 'upsert'; readonly recordId: string; readonly record: unknown }
  | { readonly op: 'delete'; readonly recordId: string };

export type QueuedItem = QueuedChange & {
  readonly resource: string;
  /** Tells this version from a later one. */
  readonly position: number;
};

/** A lane that this process has taken; until `until` no other process does. */
export interface Lane extends QueueScope {
  readonly attempts: number;
  readonly until: Date;
}

export interface QueueDepth {
  readonly waiting: number;
  readonly oldestAt: Date | null;
}

export interface SyncQueue {
  add(scope: QueueScope, resource: string, changes: readonly QueuedChange[]): Promise<void>;
  hasAny(scope: QueueScope): Promise<boolean>;
  depth(tenantId: string): Promise<QueueDepth>;
  /** Takes a lane that is due; null if there is none. */
  take(): Promise<Lane | null>;
  /** The oldest items of a lane. @param limit 1 to 100 */
  items(scope: QueueScope, limit: number): Promise<QueuedItem[]>;
  /** Removes items that are done, unless a newer version has come. */
  done(scope: QueueScope, items: readonly QueuedItem[]): Promise<void>;
  /** Lets a lane go. @param dueAt when it is worked on next; null: when it is woken */
  release(lane: Lane, dueAt: Date | null, errorCode?: string): Promise<void>;
  /** Lanes of a customer that wait are worked on again. */
  wake(tenantId: string): Promise<void>;
}

const leaseMs = 120_000;
/** Rows of one statement: each takes nine parameters, of which there may be 65,535. */
const maxRows = 1_000;

export function createSyncQueue(store: Store): SyncQueue {
  const { connection, sealer, clock } = internalsOf(store);

  const rowOf = async (
    { tenantId, context }: QueueScope,
    resource: string,
    change: QueuedChange,
    queuedAt: Date,
  ) => {
    const { recordId, op } = change;
    const item = itemOf(context, resource, recordId);
    const row = { tenantId, item, context, resource, recordId, op, queuedAt };
    if (change.op === 'delete') return { ...row, record: null, recordKeyId: null };
    const text = new Secret(JSON.stringify(change.record));
    const { sealed, keyId } = await sealer.seal(places.queuedRecord(tenantId, item), text);
    return { ...row, record: sealed, recordKeyId: keyId };
  };

  return {
    async add(scope, resource, changes) {
      const queuedAt = new Date(clock());
      // Of two versions in one call the later one counts; in one order, so that nobody deadlocks.
      const latest = [...new Map(changes.map((change) => [change.recordId, change])).values()];
      for (let start = 0; start < latest.length; start += maxRows) {
        const batch = latest.slice(start, start + maxRows);
        const rows = await Promise.all(
          batch.map((change) => rowOf(scope, resource, change, queuedAt)),
        );
        await connection.transaction(async (database) => {
          await database
            .insert(syncLanes)
            .values({ ...scope, dueAt: queuedAt })
            .onConflictDoUpdate({
              target: [syncLanes.tenantId, syncLanes.context],
              set: { dueAt: queuedAt },
            });
          await database
            .insert(syncQueue)
            .values(rows)
            .onConflictDoUpdate({
              target: [syncQueue.tenantId, syncQueue.item],
              set: {
                op: sql`excluded.op`,
                record: sql`excluded.record`,
                recordKeyId: sql`excluded.record_key_id`,
                queuedAt,
                position: sql`default`,
              },
            });
        });
      }
    },

    async hasAny(scope) {
      const found = await connection.run((database) =>
        database.select({ item: syncQueue.item }).from(syncQueue).where(inScope(scope)).limit(1),
      );
      return found.length > 0;
    },

    async depth(tenantId) {
      const [found] = await connection.run((database) =>
        database
          .select({ waiting: count(), oldestAt: min(syncQueue.queuedAt) })
          .from(syncQueue)
          .where(eq(syncQueue.tenantId, tenantId)),
      );
      return { waiting: found?.waiting ?? 0, oldestAt: found?.oldestAt ?? null };
    },

    take: () => takeLane(connection, clock()),

    async items(scope, limit) {
      const rows = await connection.run((database) =>
        database
          .select()
          .from(syncQueue)
          .where(inScope(scope))
          .orderBy(asc(syncQueue.position))
          .limit(limit),
      );
      return Promise.all(
        rows.map(async ({ item, op, resource, recordId, position, record, recordKeyId }) => {
          if (record === null || recordKeyId === null || op === 'delete') {
            return { op: 'delete' as const, resource, recordId, position };
          }
          const place = places.queuedRecord(scope.tenantId, item);
          const text = await sealer.open(place, { sealed: record, keyId: recordKeyId });
          const opened: unknown = JSON.parse(text.reveal());
          return { op: 'upsert' as const, resource, recordId, position, record: opened };
        }),
      );
    },

    async done(scope, items) {
      if (items.length === 0) return;
      const positions = items.map(({ position }) => position);
      await connection.run((database) =>
        database
          .delete(syncQueue)
          .where(and(inScope(scope), inArray(syncQueue.position, positions))),
      );
    },

    async release({ tenantId, context, until, attempts }, dueAt, errorCode) {
      await connection.run((database) =>
        database
          .update(syncLanes)
          .set({
            dueAt,
            attempts: errorCode === undefined ? 0 : attempts + 1,
            errorCode: errorCode ?? null,
          })
          .where(
            and(
              eq(syncLanes.tenantId, tenantId),
              eq(syncLanes.context, context),
              // Whoever has added something meanwhile has made it due again.
              eq(syncLanes.dueAt, until),
            ),
          ),
      );
    },

    async wake(tenantId) {
      await connection.run((database) =>
        database
          .update(syncLanes)
          .set({ dueAt: new Date(clock()), attempts: 0 })
          .where(and(eq(syncLanes.tenantId, tenantId), isNull(syncLanes.dueAt))),
      );
    },
  };
}

async function takeLane(connection: Connection, nowMs: number): Promise<Lane | null> {
  const now = new Date(nowMs);
  const until = new Date(nowMs + leaseMs);
  return connection.transaction(async (database: Database) => {
    const [due] = await database
      .select()
      .from(syncLanes)
      .where(lte(syncLanes.dueAt, now))
      .orderBy(asc(syncLanes.dueAt))
      .limit(1)
      .for('update', { skipLocked: true });
    if (due === undefined) return null;
    const { tenantId, context, attempts } = due;
    await database
      .update(syncLanes)
      .set({ dueAt: until })
      .where(and(eq(syncLanes.tenantId, tenantId), eq(syncLanes.context, context)));
    return { tenantId, context, attempts, until };
  });
}

const inScope = ({ tenantId, context }: QueueScope) =>
  and(eq(syncQueue.tenantId, tenantId), eq(syncQueue.context, context));

const itemOf = (context: string, resource: string, recordId: string): Uint8Array =>
  new Uint8Array(
    createHash('sha256')
      .update(JSON.stringify([context, resource, recordId]))
      .digest(),
  );
