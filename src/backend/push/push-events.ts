/**
 * Events that LinkedIn pushes, in the store. They are written down before they are answered and
 * worked on afterwards; whoever takes one has it for a minute, and if it dies meanwhile another takes
 * it. Two deliveries of one event are one row.
 */
import { createHash } from 'node:crypto';
import { and, asc, count, eq, inArray, lt, lte, max, min, sql } from 'drizzle-orm';
import type { PushEvent, PushKind } from '../../linkedin/index.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { pushEvents } from '../store/tables/index.ts';
import { createGrouped } from './grouped.ts';

/** What is known of an event's signature. */
export type SignatureState = 'valid' | 'absent' | 'unchecked';

export interface StoredEvent {
  readonly id: number;
  readonly tenantId: string;
  readonly type: string;
  readonly kind: PushKind;
  readonly requestId: string | null;
  /** How often it has been taken, this time included. */
  readonly attempts: number;
  readonly receivedAt: Date;
}

export interface EventBacklog {
  /** Events that are to be worked on. */
  readonly received: number;
  /** Events for a part of the kit that is not there. */
  readonly waiting: number;
  readonly failed: number;
  readonly oldestAt: Date | null;
}

export interface UnknownEvents {
  readonly type: string;
  readonly events: number;
  readonly lastAt: Date;
}

export interface PushEvents {
  /** @returns false if the event is known already */
  add(tenantId: string, event: PushEvent, raw: string, signature: SignatureState): Promise<boolean>;
  /**
   * Takes events that are due, of customers that are active.
   * @param limit at the most
   * @param kinds those the kit knows what to do with, if left out
   */
  take(limit: number, kinds?: readonly PushKind[]): Promise<StoredEvent[]>;
  /**
   * Makes events due that have waited for a part of the kit that is there now. @returns how many
   */
  takeUp(): Promise<number>;
  /** How many events of types that are not known are kept, by type. */
  unknown(tenantId: string): Promise<UnknownEvents[]>;
  /** Deletes what has been dealt with for a month, and what nobody has wanted for half a year. */
  forget(): Promise<void>;
  done(id: number): Promise<void>;
  /** @param dueAt when it is tried again; null: never */
  failed(id: number, dueAt: Date | null, errorCode: string): Promise<void>;
  /** Events of a kind that wait for whoever deals with it, oldest first. */
  waiting(kind: PushKind, limit: number): Promise<StoredEvent[]>;
  backlog(tenantId: string): Promise<EventBacklog>;
}

const leaseMs = 60_000;
const dayMs = 24 * 3_600_000;
/** An event has to be kept before it is answered, which there is time enough for. */
const crowd = { gatherMs: 15 };
/** Of these the kit always knows what to do. */
const ownKinds: readonly PushKind[] = ['integration_status'];

/** @param handled kinds that somebody deals with; others wait */
export function createPushEvents(
  store: Store,
  handled: readonly PushKind[] = ownKinds,
): PushEvents {
  const { connection, clock } = internalsOf(store);

  /** Many at once are one statement. Of two that are the same, the first is the new one. */
  const insert = createGrouped(async (values: readonly (typeof pushEvents.$inferInsert)[]) => {
    const added = await connection.run((database) =>
      database
        .insert(pushEvents)
        .values([...values])
        .onConflictDoNothing()
        .returning({ tenantId: pushEvents.tenantId, requestKey: pushEvents.requestKey }),
    );
    const isNew = new Set(added.map(nameOf));
    return values.map((value) => isNew.delete(nameOf(value)));
  }, crowd);

  const done = createGrouped(async (ids: readonly number[]) => {
    await connection.run((database) =>
      database
        .update(pushEvents)
        .set({ state: 'done', processedAt: new Date(clock()), errorCode: null })
        .where(inArray(pushEvents.id, [...ids])),
    );
    return ids.map(() => undefined);
  });

  return {
    add(tenantId, { type, kind, requestId = null }, raw, signature) {
      const now = new Date(clock());
      return insert({
        tenantId,
        requestKey: keyOf(type, requestId ?? raw),
        type,
        kind,
        requestId,
        state: handled.includes(kind) ? 'received' : 'waiting',
        signature,
        raw,
        dueAt: now,
        receivedAt: now,
      });
    },

    async takeUp() {
      const taken = await connection.run((database) =>
        database
          .update(pushEvents)
          .set({ state: 'received', dueAt: new Date(clock()) })
          .where(and(eq(pushEvents.state, 'waiting'), inArray(pushEvents.kind, [...handled])))
          .returning({ id: pushEvents.id }),
      );
      return taken.length;
    },

    async unknown(tenantId) {
      const rows = await connection.run((database) =>
        database
          .select({ type: pushEvents.type, events: count(), lastAt: max(pushEvents.receivedAt) })
          .from(pushEvents)
          .where(and(eq(pushEvents.tenantId, tenantId), eq(pushEvents.kind, 'unknown')))
          .groupBy(pushEvents.type)
          .orderBy(asc(pushEvents.type))
          .limit(100),
      );
      return rows.map(({ lastAt, ...row }) => ({ ...row, lastAt: lastAt ?? new Date(0) }));
    },

    async forget() {
      const now = clock();
      await connection.run((database) =>
        database.delete(pushEvents).where(lt(pushEvents.processedAt, new Date(now - 30 * dayMs))),
      );
      await connection.run((database) =>
        database
          .delete(pushEvents)
          .where(
            and(
              eq(pushEvents.state, 'waiting'),
              lt(pushEvents.receivedAt, new Date(now - 180 * dayMs)),
            ),
          ),
      );
    },

    async take(limit, kinds = handled) {
      const now = new Date(clock());
      const dueAt = new Date(now.getTime() + leaseMs);
      const rows = await connection.run((database) => {
        const due = database
          .select({ id: pushEvents.id })
          .from(pushEvents)
          .where(
            and(
              eq(pushEvents.state, 'received'),
              inArray(pushEvents.kind, [...kinds]),
              lte(pushEvents.dueAt, now),
              sql`exists (select from rsc.tenants
                where tenants.id = ${pushEvents.tenantId} and tenants.status = 'active')`,
            ),
          )
          .orderBy(asc(pushEvents.dueAt))
          .limit(limit)
          // Another process takes others.
          .for('update', { skipLocked: true });
        return database
          .update(pushEvents)
          .set({ dueAt, attempts: sql`${pushEvents.attempts} + 1` })
          .where(inArray(pushEvents.id, due))
          .returning();
      });
      return rows.map(eventOf).sort((a, b) => a.id - b.id);
    },

    done,

    async failed(id, dueAt, errorCode) {
      const set =
        dueAt === null
          ? { state: 'failed', errorCode, processedAt: new Date(clock()) }
          : { dueAt, errorCode };
      await connection.run((database) =>
        database.update(pushEvents).set(set).where(eq(pushEvents.id, id)),
      );
    },

    async waiting(kind, limit) {
      const rows = await connection.run((database) =>
        database
          .select()
          .from(pushEvents)
          .where(and(eq(pushEvents.kind, kind), eq(pushEvents.state, 'waiting')))
          .orderBy(asc(pushEvents.id))
          .limit(limit),
      );
      return rows.map(eventOf);
    },

    async backlog(tenantId) {
      const rows = await connection.run((database) =>
        database
          .select({
            state: pushEvents.state,
            events: count(),
            oldestAt: min(pushEvents.receivedAt),
          })
          .from(pushEvents)
          .where(eq(pushEvents.tenantId, tenantId))
          .groupBy(pushEvents.state),
      );
      const of = (state: string) => rows.find((row) => row.state === state);
      return {
        received: of('received')?.events ?? 0,
        waiting: of('waiting')?.events ?? 0,
        failed: of('failed')?.events ?? 0,
        oldestAt: of('received')?.oldestAt ?? null,
      };
    },
  };
}

type EventRow = typeof pushEvents.$inferSelect;

const eventOf = ({ id, tenantId, type, kind, requestId, attempts, receivedAt }: EventRow) => ({
  id,
  tenantId,
  type,
  kind: kind as PushKind,
  requestId,
  attempts,
  receivedAt,
});

const nameOf = (row: { readonly tenantId: string; readonly requestKey: Uint8Array }): string =>
  `${row.tenantId} ${Buffer.from(row.requestKey).toString('hex')}`;

/** An event without a request id is told from others by its whole body. */
const keyOf = (type: string, id: string): Uint8Array =>
  new Uint8Array(
    createHash('sha256')
      .update(JSON.stringify([type, id]))
      .digest(),
  );
