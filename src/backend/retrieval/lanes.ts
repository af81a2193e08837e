/**
 * Who reads which seat. A lane is one seat of one contract of one customer; whoever takes it has it
 * for two minutes, and longer while it gets on. A lease has a number that rises each time somebody
 * takes the lane: writing asks for it, so that one who was thought dead and comes back writes nothing.
 */
import { and, asc, eq, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { Database } from '../store/connections/connection.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { retrievalSeats } from '../store/tables/index.ts';
import { isOpen } from './contracts.ts';

export interface Lane {
  readonly tenantId: string;
  readonly contract: string;
  readonly seat: string;
  /** Person URN of who holds the seat. */
  readonly member: string | null;
  readonly state: string;
  readonly lease: number;
  readonly attempts: number;
  /** Everything before is in the store. */
  readonly inmailUntil: Date;
  readonly notesUntil: Date;
  readonly stubsUntil: Date;
  /** Where the sweep goes on. */
  readonly sweptAt: Date;
  readonly activeAt: Date | null;
}

export interface Release {
  readonly dueAt: Date;
  /** It was read to its end. */
  readonly pulledAt?: Date;
  readonly sweptAt?: Date;
  readonly errorCode?: string;
}

export interface Lanes {
  /** Takes lanes that are due and open. */
  take(limit: number): Promise<Lane[]>;
  /** Takes those of these seats that nobody has, and that were not read since. */
  takeSeats(tenantId: string, seats: readonly string[], notSince: Date): Promise<Lane[]>;
  /** Lets a lane go, unless another has it by now. */
  release(lane: Lane, release: Release): Promise<void>;
}

/** Another has the lane now: what this one has read does not count. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export const leaseMs = 120_000;

export function createLanes(store: Store): Lanes {
  const { connection, clock } = internalsOf(store);
  const isFree = (now: Date) =>
    or(isNull(retrievalSeats.leasedUntil), lte(retrievalSeats.leasedUntil, now));
  const taken = (now: Date) => ({
    lease: sql`${retrievalSeats.lease} + 1`,
    leasedUntil: new Date(now.getTime() + leaseMs),
  });

  return {
    async take(limit) {
      const now = new Date(clock());
      return connection.run((database) => {
        const due = database
          .select({ tenantId: retrievalSeats.tenantId, seat: retrievalSeats.seat })
          .from(retrievalSeats)
          .where(
            and(
              lte(retrievalSeats.dueAt, now),
              isFree(now),
              isOpen(retrievalSeats.tenantId, retrievalSeats.contract),
            ),
          )
          .orderBy(asc(retrievalSeats.dueAt))
          .limit(limit)
          // Another process takes others.
          .for('update', { skipLocked: true });
        return database
          .update(retrievalSeats)
          .set(taken(now))
          .where(sql`(${retrievalSeats.tenantId}, ${retrievalSeats.seat}) in ${due}`)
          .returning();
      });
    },

    async takeSeats(tenantId, seats, notSince) {
      if (seats.length === 0) return [];
      const now = new Date(clock());
      return connection.run((database) =>
        database
          .update(retrievalSeats)
          .set(taken(now))
          .where(
            and(
              eq(retrievalSeats.tenantId, tenantId),
              inArray(retrievalSeats.seat, [...seats]),
              isFree(now),
              isNotNull(retrievalSeats.dueAt),
              // One that LinkedIn has told to wait waits.
              or(isNull(retrievalSeats.errorCode), lte(retrievalSeats.dueAt, now)),
              or(isNull(retrievalSeats.pulledAt), lte(retrievalSeats.pulledAt, notSince)),
              isOpen(retrievalSeats.tenantId, retrievalSeats.contract),
            ),
          )
          .returning(),
      );
    },

    async release(lane, { dueAt, pulledAt, sweptAt, errorCode }) {
      await connection.run((database) =>
        database
          .update(retrievalSeats)
          .set({
            // A seat that has gone meanwhile stays without.
            dueAt: sql`case when ${retrievalSeats.dueAt} is null then null
              else ${dueAt.toISOString()}::timestamptz end`,
            leasedUntil: null,
            attempts: errorCode === undefined ? 0 : lane.attempts + 1,
            errorCode: errorCode ?? null,
            ...(pulledAt === undefined ? {} : { pulledAt }),
            ...(sweptAt === undefined ? {} : { sweptAt }),
          })
          .where(holds(lane)),
      );
    },
  };
}

const holds = ({ tenantId, seat, lease }: Lane) =>
  and(
    eq(retrievalSeats.tenantId, tenantId),
    eq(retrievalSeats.seat, seat),
    eq(retrievalSeats.lease, lease),
  );

/**
 * Writes to a lane within a transaction, and holds it until its end.
 * @returns false if another has it now: then nothing may be written
 */
export async function fence(
  database: Database,
  lane: Lane,
  now: Date,
  set: Partial<typeof retrievalSeats.$inferInsert>,
  newest: Date | null,
): Promise<boolean> {
  const held = await database
    .update(retrievalSeats)
    .set({
      ...set,
      leasedUntil: new Date(now.getTime() + leaseMs),
      ...(newest === null
        ? {}
        : {
            activeAt: sql`greatest(${retrievalSeats.activeAt}, ${newest.toISOString()}::timestamptz)`,
          }),
    })
    .where(holds(lane))
    .returning({ seat: retrievalSeats.seat });
  return held.length > 0;
}
