/** Comparisons and what they have found, in the store. */
import { and, desc, eq, lt, lte, sql } from 'drizzle-orm';
import * as z from 'zod';
import type { Connection, Database } from '../../store/connections/connection.ts';
import { syncReconciliations } from '../../store/tables/index.ts';
import { recordRef, syncResources } from '../resources.ts';
import type { RecordRef, SyncResource } from '../ports.ts';
import { drifts, type Drift } from './compare.ts';
import { rowName } from './rows.ts';

export type ReconcileMode = 'sample' | 'full';

export interface ReconciliationCounts {
  /** Records that were compared; those that wait to be sent are not. */
  readonly compared: number;
  /** Names that the ATS gave and that were looked up. */
  readonly scanned: number;
  /** Records the ATS failed to read. */
  readonly unreadable: number;
  readonly drift: Readonly<Partial<Record<Drift, number>>>;
  /** Differences that were put right: their records are sent again, or deleted. */
  readonly repaired: number;
}

/** One difference, by name. */
export interface DriftExample {
  readonly ref: RecordRef;
  readonly integrationContext: string;
  readonly drift: Drift;
}

export interface ReconciliationReport {
  readonly id: string;
  readonly tenantId: string;
  readonly mode: ReconcileMode;
  readonly repair: boolean;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  /** Null while it is under way. */
  readonly finishedAt: Date | null;
  /** Why it does not get on; it is tried again. */
  readonly errorCode: string | null;
  readonly counts: Readonly<Partial<Record<SyncResource, ReconciliationCounts>>>;
  /** At most ten of each kind of record and difference. */
  readonly examples: readonly DriftExample[];
}

/** Where a comparison goes on. */
export const place = z.object({
  /** Organizations, in their order; none before the first step. */
  contexts: z.array(z.string()).default([]),
  /** Counts steps: of each organization each kind, rows and then names. */
  step: z.int().nonnegative().default(0),
  after: rowName.nullable().default(null),
  cursor: z.string().nullable().default(null),
  /** Requests for lists of ACLs, of which there are only so many. */
  aclReads: z.int().nonnegative().default(0),
});
export type Place = z.infer<typeof place>;

const count = z.int().nonnegative();
const counts = z.partialRecord(
  z.enum(syncResources),
  z.object({
    compared: count,
    scanned: count,
    unreadable: count,
    drift: z.partialRecord(z.enum(drifts), count),
    repaired: count,
  }),
);
const examples = z.array(
  z.object({ ref: recordRef, integrationContext: z.string(), drift: z.enum(drifts) }),
);
const maxExamples = 10;

/** @internal */
export type ReconciliationRow = typeof syncReconciliations.$inferSelect;

/** @internal */
export const reportOf = (row: ReconciliationRow): ReconciliationReport => ({
  id: row.id,
  tenantId: row.tenantId,
  mode: row.mode === 'full' ? 'full' : 'sample',
  repair: row.repair,
  requestedBy: row.requestedBy,
  requestedAt: row.requestedAt,
  finishedAt: row.finishedAt,
  errorCode: row.errorCode,
  counts: counts.parse(row.counts),
  examples: examples.parse(row.examples),
});

/** Adds what one step has found. */
export function added(
  report: ReconciliationReport,
  resource: SyncResource,
  more: Omit<ReconciliationCounts, 'drift'>,
  found: readonly DriftExample[],
): Pick<ReconciliationReport, 'counts' | 'examples'> {
  const before = report.counts[resource];
  const drift: Partial<Record<Drift, number>> = { ...before?.drift };
  for (const one of found) drift[one.drift] = (drift[one.drift] ?? 0) + 1;
  const shown = [...report.examples];
  for (const one of found) {
    const same = shown.filter(
      ({ ref, drift: kind }) => ref.resource === resource && kind === one.drift,
    );
    if (same.length < maxExamples) shown.push(one);
  }
  return {
    counts: {
      ...report.counts,
      [resource]: {
        compared: (before?.compared ?? 0) + more.compared,
        scanned: (before?.scanned ?? 0) + more.scanned,
        unreadable: (before?.unreadable ?? 0) + more.unreadable,
        drift,
        repaired: (before?.repaired ?? 0) + more.repaired,
      },
    },
    examples: shown,
  };
}

/** @internal */
export interface ReportTable {
  add(
    database: Database,
    input: {
      readonly tenantId: string;
      readonly mode: ReconcileMode;
      readonly repair: boolean;
      readonly requestedBy: string;
    },
  ): Promise<ReconciliationRow>;
  find(tenantId: string, id: string): Promise<ReconciliationRow | null>;
  list(tenantId: string, before: Date | undefined, limit: number): Promise<ReconciliationRow[]>;
  /** Takes a comparison that is due; nobody else gets it before `until`. */
  take(until: Date): Promise<ReconciliationRow | null>;
  /** Writes a step down, unless somebody else has taken over since `until`. @returns whether it did */
  save(
    database: Database,
    row: ReconciliationRow,
    until: Date,
    values: Partial<ReconciliationRow>,
  ): Promise<boolean>;
  /** Of each customer one sample is to come, at about this time from the last; 0: none. */
  schedule(everyMs: number): Promise<void>;
}

/** @internal */
export function createReportTable(connection: Connection, clock: () => number): ReportTable {
  const now = (): Date => new Date(clock());
  const table = syncReconciliations;
  return {
    async add(database, input) {
      const [row] = await database
        .insert(table)
        .values({ ...input, requestedAt: now(), dueAt: now() })
        .returning();
      if (row === undefined) throw new TypeError('an insert returned no row');
      return row;
    },

    async find(tenantId, id) {
      if (!z.uuid().safeParse(id).success) return null;
      const [row] = await connection.run((database) =>
        database
          .select()
          .from(table)
          .where(and(eq(table.tenantId, tenantId), eq(table.id, id))),
      );
      return row ?? null;
    },

    list: (tenantId, before, limit) =>
      connection.run((database) =>
        database
          .select()
          .from(table)
          .where(
            and(
              eq(table.tenantId, tenantId),
              // The next of the schedule stands there already.
              lte(table.requestedAt, now()),
              before === undefined ? undefined : lt(table.requestedAt, before),
            ),
          )
          .orderBy(desc(table.requestedAt), table.id)
          .limit(limit),
      ),

    async take(until) {
      const [row] = await connection.run((database) =>
        database
          .update(table)
          .set({ dueAt: until })
          .where(
            eq(
              table.id,
              sql`(select r.id from rsc.sync_reconciliations r
                join rsc.tenants t on t.id = r.tenant_id and t.status = 'active'
                where r.due_at <= ${now().toISOString()}::timestamptz
                order by r.due_at limit 1 for update of r skip locked)`,
            ),
          )
          .returning(),
      );
      return row ?? null;
    },

    async save(database, { id }, until, values) {
      const rows = await database
        .update(table)
        .set(values)
        .where(and(eq(table.id, id), eq(table.dueAt, until)))
        .returning({ id: table.id });
      return rows.length > 0;
    },

    async schedule(everyMs) {
      const at = now().toISOString();
      await connection.run((database) =>
        database.execute(
          everyMs === 0
            ? sql`delete from rsc.sync_reconciliations
                where requested_by = 'schedule' and requested_at > ${at}::timestamptz`
            : sql`
              insert into rsc.sync_reconciliations
                (tenant_id, mode, repair, requested_by, requested_at, due_at)
              select tenant_id, 'sample', true, 'schedule', due, due from (
                -- Jitter keeps customers that were onboarded together from being compared together.
                select s.tenant_id, ${at}::timestamptz
                  + ${everyMs / 1_000} * (0.9 + 0.2 * random()) * interval '1 second' as due
                from rsc.sync_tenants s
                join rsc.tenants t on t.id = s.tenant_id and t.status = 'active'
                where not exists (select from rsc.sync_reconciliations r
                  where r.tenant_id = s.tenant_id and r.requested_by = 'schedule'
                    and r.due_at is not null)
                for update of s skip locked) d`,
        ),
      );
    },
  };
}
