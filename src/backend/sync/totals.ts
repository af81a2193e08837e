/**
 * What was sent since a customer is there, by kind. Minutes are kept for a while, for rates, and go
 * into sums then.
 */
import { sql } from 'drizzle-orm';
import * as z from 'zod';
import type { Connection } from '../store/connections/connection.ts';
import type { SyncResource } from './ports.ts';
import { resourceAt } from './resources.ts';

/** How often each of these has happened to a record. */
export interface SyncCounts {
  readonly sent: number;
  readonly deleted: number;
  /** LinkedIn had it already as it was. */
  readonly unchanged: number;
  readonly refused: number;
  readonly retried: number;
}

export type SyncTotals = Readonly<Partial<Record<SyncResource, SyncCounts>>>;

export const noCounts: SyncCounts = { sent: 0, deleted: 0, unchanged: 0, refused: 0, retried: 0 };

/** Minutes that are kept. */
const keptMs = 2 * 60 * 60_000;
const number = z.coerce.number();
const countColumns = {
  sent: number,
  deleted: number,
  unchanged: number,
  refused: number,
  retried: number,
};
const rows = z.object({
  rows: z.array(z.object({ tenant_id: z.string(), resource: number, ...countColumns })),
});
const minuteRows = z.object({
  rows: z.array(z.object({ minute: z.coerce.date(), ...countColumns })),
});

/**
 * Sums of one customer, or of all. @throws StoreError
 * @internal
 */
export async function readTotals(
  connection: Connection,
  tenantId?: string,
): Promise<ReadonlyMap<string, SyncTotals>> {
  const own = tenantId === undefined ? sql`` : sql`where tenant_id = ${tenantId}`;
  const found = rows.parse(
    await connection.run((database) =>
      database.execute(sql`
        select tenant_id, resource, sum(sent) as sent, sum(deleted) as deleted,
          sum(unchanged) as unchanged, sum(refused) as refused, sum(retried) as retried
        from (
          select tenant_id, resource, sent, deleted, unchanged, refused, retried
            from rsc.sync_totals ${own}
          union all
          select tenant_id, resource, sent, deleted, unchanged, refused, retried
            from rsc.sync_minutes ${own}
        ) all_counts group by tenant_id, resource`),
    ),
  );
  const totals = new Map<string, Partial<Record<SyncResource, SyncCounts>>>();
  for (const { tenant_id: tenant, resource, ...counts } of found.rows) {
    const known = totals.get(tenant) ?? {};
    known[resourceAt(resource)] = counts;
    totals.set(tenant, known);
  }
  return totals;
}

/** All kinds together. */
export const sumOf = (totals: SyncTotals): SyncCounts =>
  Object.values(totals).reduce<SyncCounts>(add, noCounts);

const add = (left: SyncCounts, right: SyncCounts): SyncCounts => ({
  sent: left.sent + right.sent,
  deleted: left.deleted + right.deleted,
  unchanged: left.unchanged + right.unchanged,
  refused: left.refused + right.refused,
  retried: left.retried + right.retried,
});

/** What has happened since an earlier reading. */
export const since = (now: SyncCounts, before: SyncCounts): SyncCounts => ({
  sent: now.sent - before.sent,
  deleted: now.deleted - before.deleted,
  unchanged: now.unchanged - before.unchanged,
  refused: now.refused - before.refused,
  retried: now.retried - before.retried,
});

export interface SyncMinute extends SyncCounts {
  readonly minute: Date;
}

/**
 * A customer's minutes in which anything was sent, the oldest first. @throws StoreError
 * @internal
 */
export async function readMinutes(
  connection: Connection,
  tenantId: string,
  sinceMs: number,
): Promise<readonly SyncMinute[]> {
  return minuteRows.parse(
    await connection.run((database) =>
      database.execute(sql`
        select minute, sum(sent) as sent, sum(deleted) as deleted, sum(unchanged) as unchanged,
          sum(refused) as refused, sum(retried) as retried
        from rsc.sync_minutes
        where tenant_id = ${tenantId}
          and minute >= date_trunc('minute', ${new Date(sinceMs).toISOString()}::timestamptz)
        group by minute order by minute`),
    ),
  ).rows;
}

/** Records a minute that were through with, over the last minutes there are. */
export function rateOf(
  minutes: readonly SyncMinute[],
  nowMs: number,
  fromMs = nowMs - rateMs,
): number {
  const startMs = Math.max(fromMs, nowMs - rateMs);
  const done = minutes
    .filter(({ minute }) => minute.getTime() + 60_000 > startMs)
    .reduce((sum, { sent, deleted, unchanged, refused }) => {
      return sum + sent + deleted + unchanged + refused;
    }, 0);
  return done / (Math.max(nowMs - startMs, 1_000) / 60_000);
}

/** Time over which a rate is taken. */
export const rateMs = 5 * 60_000;

/**
 * Moves minutes that are over for long into the sums. @throws StoreError
 * @internal
 */
export async function rollUp(connection: Connection, nowMs: number): Promise<void> {
  await connection.run((database) =>
    database.execute(sql`
      with old as (
        delete from rsc.sync_minutes
        where minute < ${new Date(nowMs - keptMs).toISOString()}::timestamptz returning *
      )
      insert into rsc.sync_totals as t
        (tenant_id, resource, sent, deleted, unchanged, refused, retried)
      select tenant_id, resource, sum(sent), sum(deleted), sum(unchanged), sum(refused),
        sum(retried) from old group by tenant_id, resource
      on conflict (tenant_id, resource) do update set sent = t.sent + excluded.sent,
        deleted = t.deleted + excluded.deleted, unchanged = t.unchanged + excluded.unchanged,
        refused = t.refused + excluded.refused, retried = t.retried + excluded.retried`),
  );
}
