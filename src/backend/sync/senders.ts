/**
 * Who sends whose records: one process at a time for each customer, as LinkedIn wants batches one
 * after the other [doc], and as an older version of a record must not overtake a newer one.
 *
 * Whoever takes a customer has it for a while and not longer. A process that dies leaves it behind,
 * and when its time is over another takes it. Time that is nearly over is not begun anew with a
 * request that could still be under way when the next one begins.
 */
import { sql } from 'drizzle-orm';
import * as z from 'zod';
import type { Connection, Database } from '../store/connections/connection.ts';
import { priorities, type Priority } from './rows.ts';

/** A customer that this process may send records of, until `untilMs`. */
export interface Turn {
  readonly tenantId: string;
  readonly lease: number;
  /** Milliseconds since 1970. */
  readonly untilMs: number;
  /** Failures in a row. */
  readonly attempts: number;
}

export interface Senders {
  /** Something of a customer is to be sent. */
  wake(tenantId: string, priority: Priority, database?: Database): Promise<void>;
  /**
   * Takes a customer that is due, the most urgent first; null if there is none.
   * @param least only those at least as urgent
   */
  take(least?: Priority): Promise<Turn | null>;
  /**
   * Lets a customer go. Without effect if it has been taken over.
   * @param next when it is worked on next; null: when something changes
   * @param errorCode why it has to wait; undefined if it went well
   */
  release(
    turn: Turn,
    next: { readonly dueAt: Date; readonly priority: number } | null,
    errorCode?: string,
  ): Promise<void>;
  /** What a customer waited for has come: it is worked on now, whatever failed before. */
  retryNow(tenantId: string): Promise<void>;
  /** Wakes customers that have something due and are not due themselves. */
  sweep(): Promise<void>;
}

export function createSenders(
  connection: Connection,
  clock: () => number,
  leaseMs: number,
): Senders {
  const at = (ms = clock()): string => new Date(ms).toISOString();
  const taken = z.object({
    rows: z.array(
      z.object({
        tenant_id: z.string(),
        lease: z.coerce.number(),
        attempts: z.coerce.number(),
      }),
    ),
  });

  return {
    async wake(tenantId, priority, joined) {
      const run = async (database: Database): Promise<void> => {
        await database.execute(sql`
          insert into rsc.sync_tenants as t (tenant_id, due_at, priority)
          values (${tenantId}, ${at()}::timestamptz, ${priorities[priority]}::smallint)
          on conflict (tenant_id) do update set
            -- While LinkedIn or the ATS fails, more changes are no reason to ask again sooner.
            due_at = case when t.error_code is null then least(t.due_at, excluded.due_at)
              else t.due_at end,
            priority = least(case when t.due_at is null then 2 else t.priority end,
              excluded.priority)`);
      };
      await (joined === undefined ? connection.run(run) : run(joined));
    },

    async take(least = 'backfill') {
      const nowMs = clock();
      const untilMs = nowMs + leaseMs;
      const { rows } = taken.parse(
        await connection.run((database) =>
          database.execute(sql`
            update rsc.sync_tenants set lease_until = ${at(untilMs)}::timestamptz, lease = lease + 1
            where tenant_id = (
              select tenant_id from rsc.sync_tenants
              where due_at <= ${at(nowMs)}::timestamptz and priority <= ${priorities[least]}
                and (lease_until is null or lease_until <= ${at(nowMs)}::timestamptz)
              order by priority, due_at limit 1 for update skip locked)
            returning tenant_id, lease, attempts`),
        ),
      );
      const [row] = rows;
      return row === undefined
        ? null
        : { tenantId: row.tenant_id, lease: row.lease, attempts: row.attempts, untilMs };
    },

    async release(turn, next, errorCode) {
      const failed = errorCode !== undefined;
      await connection.run((database) =>
        database.execute(sql`
          update rsc.sync_tenants set
            lease_until = null,
            due_at = ${next === null ? null : next.dueAt.toISOString()}::timestamptz,
            priority = ${next?.priority ?? priorities.backfill}::smallint,
            attempts = ${failed ? turn.attempts + 1 : 0},
            error_code = ${errorCode ?? null},
            failing_since = ${failed ? sql`coalesce(failing_since, ${at()}::timestamptz)` : null}
          where tenant_id = ${turn.tenantId} and lease = ${turn.lease}`),
      );
    },

    async retryNow(tenantId) {
      await connection.run((database) =>
        database.execute(sql`
          insert into rsc.sync_tenants as t (tenant_id, due_at) values (${tenantId}, ${at()}::timestamptz)
          on conflict (tenant_id) do update set due_at = excluded.due_at, attempts = 0,
            error_code = null, failing_since = null`),
      );
    },

    async sweep() {
      const now = at();
      await connection.run((database) =>
        database.execute(sql`
          update rsc.sync_tenants t set due_at = ${now}::timestamptz
          where t.due_at is null and exists (
            select from rsc.tenants
            where tenants.id = t.tenant_id and tenants.status = 'active')
          and exists (
            select from rsc.sync_records r
            where r.tenant_id = t.tenant_id and r.state = 'pending'
              and r.due_at <= ${now}::timestamptz)`),
      );
    },
  };
}
