/**
 * Events that LinkedIn pushes, in the store. They are written down before they are answered and
 * worked on afterwards; whoever takes one has it for a minute, and if it dies meanwhile another takes
 * it. Two deliveries of one event are one row.
 */
import { createHash } from 'node:crypto';
import { and, asc, count, eq, inArray, lte, min, sql } from 'drizzle-orm';
import type { PushEvent, PushKind } from '../../linkedin/index.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { pushEvents } from '../store/tables/index.ts';

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

export interface PushEvents {
  /** @returns false if the event is known already */
  add(tenantId: string, event: PushEvent, raw: string, signature: SignatureState): Promise<boolean>;
  /** Takes events that are due, of customers that are active. @param limit at the most */
  take(limit: number): Promise<StoredEvent[]>;
  done(id: number): Promise<void>;
  /** @param dueAt when it is tried again; null: never */
  failed(id: number, dueAt: Date | null, errorCode: string): Promise<void>;
  /** Events of a kind that wait for whoever deals with it, oldest first. */
  waiting(kind: PushKind, limit: number): Promise<StoredEvent[]>;
  backlog(tenantId: string): Promise<EventBacklog>;
}

const leaseMs = 60_000;
/** Of these the kit knows what to do. */
const handled: ReadonlySet<PushKind> = new Set(['integration_status']);

export function createPushEvents(store: Store): PushEvents {
  const { connection, clock } = internalsOf(store);
  return {
    async add(tenantId, { type, kind, requestId = null }, raw, signature) {
      const now = new Date(clock());
      const added = await connection.run((database) =>
        database
          .insert(pushEvents)
          .values({
            tenantId,
            requestKey: keyOf(type, requestId ?? raw),
            type,
            kind,
            requestId,
            state: handled.has(kind) ? 'received' : 'waiting',
            signature,
            raw,
            dueAt: now,
            receivedAt: now,
          })
          .onConflictDoNothing()
          .returning({ id: pushEvents.id }),
      );
      return added.length > 0;
    },

    async take(limit) {
      const now = new Date(clock());
      const dueAt = new Date(now.getTime() + leaseMs);
      const rows = await connection.run((database) => {
        const due = database
          .select({ id: pushEvents.id })
          .from(pushEvents)
          .where(
            and(
              eq(pushEvents.state, 'received'),
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

    async done(id) {
      await connection.run((database) =>
        database
          .update(pushEvents)
          .set({ state: 'done', processedAt: new Date(clock()), errorCode: null })
          .where(eq(pushEvents.id, id)),
      );
    },

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

/** An event without a request id is told from others by its whole body. */
const keyOf = (type: string, id: string): Uint8Array =>
  new Uint8Array(
    createHash('sha256')
      .update(JSON.stringify([type, id]))
      .digest(),
  );
