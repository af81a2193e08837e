/**
 * How a backfill has ended: what the ATS has, what of it LinkedIn has, and why not the rest, with sums
 * that a person can check.
 */
import { sql } from 'drizzle-orm';
import * as z from 'zod';
import type { Connection } from '../../store/connections/connection.ts';
import type { AtsSource } from '../ports.ts';
import { resourceAt, syncResources } from '../resources.ts';
import type { BackfillRow, PartRow } from './scanning.ts';

const count = z.int().nonnegative();
const resourceReport = z.object({
  resource: z.enum(syncResources),
  /** Records of the ATS: as it counts them itself at the end, otherwise as many as it has named. */
  inAts: count,
  synced: count,
  /** By reason, such as `record_invalid`. */
  rejected: z.record(z.string(), count),
  /** Still to be sent. */
  waiting: count,
  /** Erased for good: the ATS has them, LinkedIn must not. */
  erased: count,
  /** Names that LinkedIn could not take. */
  invalid: count,
  /** Named, and deleted in the ATS since. */
  gone: count,
  /** Names that came more than once. */
  repeated: count,
  /** Whether `inAts` is the sum of `synced`, `rejected`, `waiting`, `erased` and `invalid`. */
  addsUp: z.boolean(),
});
export const backfillReport = z.object({
  resources: z.array(resourceReport),
  addsUp: z.boolean(),
});

export type ResourceReport = z.infer<typeof resourceReport>;
export type BackfillReport = z.infer<typeof backfillReport>;

const named = z.object({
  rows: z.array(
    z.object({
      state: z.string(),
      reason: z.string().nullable(),
      erased: z.boolean(),
      rows: z.coerce.number(),
    }),
  ),
});

/**
 * @throws StoreError
 * @internal
 */
export async function reportOf(
  { connection, source }: { readonly connection: Connection; readonly source: AtsSource },
  backfill: BackfillRow,
  parts: readonly PartRow[],
): Promise<BackfillReport> {
  const byResource = new Map<ResourceReport['resource'], ResourceReport>();
  for (const part of parts) {
    const own = await partReport(connection, source, backfill, part);
    const before = byResource.get(own.resource);
    byResource.set(own.resource, before === undefined ? own : together(before, own));
  }
  const resources = [...byResource.values()];
  return { resources, addsUp: resources.every(({ addsUp }) => addsUp) };
}

async function partReport(
  connection: Connection,
  source: AtsSource,
  { tenantId, number, since }: BackfillRow,
  { context, resource: rank, scanned, invalid, ...part }: PartRow,
): Promise<ResourceReport> {
  const resource = resourceAt(rank);
  const { rows } = named.parse(
    await connection.run((database) =>
      database.execute(sql`
        select state, reason, erased_at is not null as erased, count(*) as rows
        from rsc.sync_records
        where tenant_id = ${tenantId} and context = ${context} and resource = ${rank}
          and backfill = ${number}
        group by state, reason, erased_at is not null`),
    ),
  );
  const of = (...states: readonly string[]): number =>
    rows
      .filter((row) => !row.erased && states.includes(row.state))
      .reduce((sum, row) => sum + row.rows, 0);
  // Some were erased before they were named, and some after.
  const erased = part.erased + rows.reduce((sum, row) => sum + (row.erased ? row.rows : 0), 0);
  const rejected: Record<string, number> = {};
  for (const row of rows) {
    const { state, reason, rows: some } = row;
    if (row.erased || (state !== 'quarantined' && state !== 'blocked')) continue;
    const why = reason ?? state;
    rejected[why] = (rejected[why] ?? 0) + some;
  }
  const [synced, waiting, gone] = [of('sent'), of('pending', 'task'), of('deleted')];
  const distinct = rows.reduce((sum, row) => sum + row.rows, 0) + part.erased + invalid;
  const counted = await source
    .count?.(tenantId, resource, { sinceMs: since?.getTime(), integrationContext: context })
    // The records are through, whatever the ATS says now.
    .catch(() => undefined);
  const inAts = counted ?? distinct - gone;
  const refused = Object.values(rejected).reduce((sum, some) => sum + some, 0);
  return {
    resource,
    inAts,
    synced,
    rejected,
    waiting,
    erased,
    invalid,
    gone,
    repeated: Math.max(0, scanned - distinct),
    addsUp: inAts === synced + refused + waiting + erased + invalid,
  };
}

/** Of two organizations. */
function together(left: ResourceReport, right: ResourceReport): ResourceReport {
  const rejected = { ...left.rejected };
  for (const [why, some] of Object.entries(right.rejected)) {
    rejected[why] = (rejected[why] ?? 0) + some;
  }
  return {
    resource: left.resource,
    inAts: left.inAts + right.inAts,
    synced: left.synced + right.synced,
    rejected,
    waiting: left.waiting + right.waiting,
    erased: left.erased + right.erased,
    invalid: left.invalid + right.invalid,
    gone: left.gone + right.gone,
    repeated: left.repeated + right.repeated,
    addsUp: left.addsUp && right.addsUp,
  };
}
