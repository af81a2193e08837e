/** Exports in the store: who works on which, what changed since a number, how long they are kept. */
import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  or,
  sql,
  type SQL,
} from 'drizzle-orm';
import type { ExportNotice, ExportState, MatchReason } from '../../protocol/exports.ts';
import { createGrouped } from '../push/grouped.ts';
import type { Database } from '../store/connections/connection.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { exportFeeds, exportSeats, memberExports } from '../store/tables/index.ts';
import { exportIdOf, monthOf } from './export-ids.ts';
import type { Suggestion } from './matching.ts';

export type ExportKind = 'candidate' | 'evaluation';
export type Attachment = 'pending' | 'attached' | 'other_member' | 'given_up';

/** A row without the bytes of its resume. */
export interface ExportRow {
  readonly tenantId: string;
  readonly id: string;
  readonly cursor: number;
  readonly kind: ExportKind;
  readonly requestId: string;
  readonly position: number;
  readonly state: ExportState;
  readonly receivedAt: Date;
  readonly fetchedAt: Date | null;
  readonly settledAt: Date | null;
  readonly context: string | null;
  readonly jobId: string | null;
  readonly jobState: 'open' | 'closed' | 'unknown' | null;
  readonly exporter: string | null;
  readonly exporterUser: string | null;
  readonly member: Uint8Array | null;
  readonly profile: Uint8Array | null;
  readonly profileKeyId: string | null;
  readonly resumeKeyId: string | null;
  readonly suggestions: readonly Suggestion[];
  readonly notices: readonly ExportNotice[];
  readonly plan: 'create' | 'merge' | 'undo' | null;
  readonly reason: MatchReason | null;
  readonly candidateId: string | null;
  readonly applicationId: string | null;
  readonly outcome: 'created' | 'merged' | null;
  readonly attachment: Attachment | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly dueAt: Date | null;
  readonly attempts: number;
  readonly errorCode: string | null;
}

/** @internal */
export type ExportChange = Partial<
  Omit<typeof memberExports.$inferInsert, 'tenantId' | 'id' | 'cursor' | 'kind' | 'requestId'>
>;
/** @internal */
export type NewExport = Omit<typeof memberExports.$inferInsert, 'cursor'>;

/** What a person may see: exports to one job, or all. */
export interface ExportScope {
  readonly tenantId: string;
  /** Null: all. */
  readonly jobId: string | null;
}

/** @internal */
export interface ExportRows {
  /** Remembers an export LinkedIn has told of. @returns whether it is new */
  receive(
    tenantId: string,
    kind: ExportKind,
    requestId: string,
    receivedAt: Date,
  ): Promise<boolean>;
  /**
   * Takes a customer with exports that are due, for this process alone.
   * @param tenantId this one only; any if left out
   * @returns null if there is none, or another process has it
   */
  takeLane(tenantId?: string): Promise<string | null>;
  releaseLane(tenantId: string): Promise<void>;
  /** Exports of a customer that are due, oldest first. */
  due(tenantId: string, limit: number): Promise<ExportRow[]>;
  find(tenantId: string, id: string): Promise<ExportRow | null>;
  /** Sealed resume of an export; null if it has none. */
  resume(tenantId: string, id: string): Promise<{ sealed: Uint8Array; keyId: string } | null>;
  /**
   * Changes an export, if it is as it was read.
   * @returns the export as it is now; null if somebody else has changed it meanwhile
   */
  change(row: ExportRow, change: ExportChange): Promise<ExportRow | null>;
  /**
   * Writes down what was fetched: the export itself, others of the same request, and what the seats
   * have used. @returns false if somebody else has changed the export meanwhile
   */
  fetched(
    row: ExportRow,
    change: ExportChange,
    others: readonly NewExport[],
    seats: ReadonlyMap<string, number>,
  ): Promise<boolean>;
  /** Exports of a person that are in the ATS, newest first, beside the one given. */
  delivered(row: ExportRow): Promise<ExportRow[]>;
  /** How many other exports rest on a candidate. */
  resting(row: ExportRow, candidateId: string): Promise<number>;
  /** Newest changes first, below a number. */
  list(scope: ExportScope, before: number | null, limit: number): Promise<ExportRow[]>;
  /** Changes after a number, oldest first. */
  since(scope: ExportScope, after: number, limit: number): Promise<ExportRow[]>;
  /** Of either kind and any state, newest changes first. */
  records(
    tenantId: string,
    kind: ExportKind | undefined,
    state: ExportState | undefined,
    limit: number,
  ): Promise<ExportRow[]>;
  /** Number of a customer's newest change; 0 if there is none. */
  cursor(tenantId: string): Promise<number>;
  seats(tenantId: string, month: string): Promise<{ seat: string; exports: number }[]>;
  counts(tenantId: string): Promise<{ kind: string; state: string; exports: number }[]>;
  /** Deletes what is older. @returns how many exports */
  forget(before: Date): Promise<number>;
}

const leaseMs = 5 * 60_000;
const { resume: _bytes, ...columns } = getTableColumns(memberExports);

/** @internal */
export function createExportRows(store: Store): ExportRows {
  const { connection, clock } = internalsOf(store);

  const select = async (
    where: SQL | undefined,
    order: SQL,
    limit: number,
  ): Promise<ExportRow[]> => {
    const rows = await connection.run((database) =>
      database.select(columns).from(memberExports).where(where).orderBy(order).limit(limit),
    );
    return rows.map((row) => row as ExportRow);
  };

  /** @returns undefined if the export is not any more as it was read */
  async function changeIn(database: Database, row: ExportRow, change: ExportChange) {
    const [changed] = await database
      .update(memberExports)
      .set(change)
      .where(and(isExport(row.tenantId, row.id), eq(memberExports.cursor, row.cursor)))
      .returning(columns);
    return changed as ExportRow | undefined;
  }

  /** Many at once are one statement. */
  const insert = createGrouped(async (given: readonly (typeof memberExports.$inferInsert)[]) => {
    // Customers in one order: each row locks its customer's number, and nobody may wait in a circle.
    const values = [...given].sort((a, b) =>
      a.tenantId < b.tenantId ? -1 : a.tenantId > b.tenantId ? 1 : 0,
    );
    const added = await connection.run((database) =>
      database
        .insert(memberExports)
        .values(values)
        .onConflictDoNothing()
        .returning({ tenantId: memberExports.tenantId, id: memberExports.id }),
    );
    const isNew = new Set(added.map(({ tenantId, id }) => `${tenantId} ${id}`));
    return given.map(({ tenantId, id }) => isNew.delete(`${tenantId} ${id}`));
  });

  return {
    receive: (tenantId, kind, requestId, receivedAt) =>
      insert({
        tenantId,
        id: exportIdOf(tenantId, kind, requestId, 0),
        cursor: 0,
        kind,
        requestId,
        state: 'received',
        receivedAt,
        dueAt: receivedAt,
      }),

    async takeLane(tenantId) {
      const now = new Date(clock());
      const [taken] = await connection.run((database) => {
        const free = database
          .select({ tenantId: exportFeeds.tenantId })
          .from(exportFeeds)
          .where(
            and(
              tenantId === undefined ? undefined : eq(exportFeeds.tenantId, tenantId),
              or(isNull(exportFeeds.leasedUntil), lte(exportFeeds.leasedUntil, now)),
              sql`exists (select from rsc.exports e where e.tenant_id = ${exportFeeds.tenantId}
                and e.due_at <= ${now.toISOString()}::timestamptz)`,
              sql`exists (select from rsc.tenants t where t.id = ${exportFeeds.tenantId}
                and t.status = 'active')`,
            ),
          )
          .limit(1)
          .for('update', { skipLocked: true });
        return database
          .update(exportFeeds)
          .set({ leasedUntil: new Date(now.getTime() + leaseMs) })
          .where(inArray(exportFeeds.tenantId, free))
          .returning({ tenantId: exportFeeds.tenantId });
      });
      return taken?.tenantId ?? null;
    },

    async releaseLane(tenantId) {
      await connection.run((database) =>
        database
          .update(exportFeeds)
          .set({ leasedUntil: null })
          .where(eq(exportFeeds.tenantId, tenantId)),
      );
    },

    due: (tenantId, limit) =>
      select(
        and(eq(memberExports.tenantId, tenantId), lte(memberExports.dueAt, new Date(clock()))),
        asc(memberExports.receivedAt),
        limit,
      ),

    async find(tenantId, id) {
      const [row] = await select(isExport(tenantId, id), asc(memberExports.id), 1);
      return row ?? null;
    },

    async resume(tenantId, id) {
      const [row] = await connection.run((database) =>
        database
          .select({ sealed: memberExports.resume, keyId: memberExports.resumeKeyId })
          .from(memberExports)
          .where(isExport(tenantId, id)),
      );
      if (row === undefined || row.sealed === null || row.keyId === null) return null;
      return { sealed: row.sealed, keyId: row.keyId };
    },

    async change(row, change) {
      const changed = await connection.run((database) => changeIn(database, row, change));
      return changed ?? null;
    },

    fetched: (row, change, others, seats) =>
      connection.transaction(async (database) => {
        if ((await changeIn(database, row, change)) === undefined) return false;
        for (const other of others) {
          await database
            .insert(memberExports)
            .values({ ...other, cursor: 0 })
            .onConflictDoNothing();
        }
        const month = monthOf(row.receivedAt.getTime());
        for (const [seat, exports] of seats) {
          await database
            .insert(exportSeats)
            .values({ tenantId: row.tenantId, seat, month, exports })
            .onConflictDoUpdate({
              target: [exportSeats.tenantId, exportSeats.seat, exportSeats.month],
              set: { exports: sql`${exportSeats.exports} + excluded.exports` },
            });
        }
        return true;
      }),

    delivered: (row) =>
      row.member === null
        ? Promise.resolve([])
        : select(
            and(
              eq(memberExports.tenantId, row.tenantId),
              eq(memberExports.member, row.member),
              ne(memberExports.id, row.id),
              eq(memberExports.state, 'delivered'),
            ),
            desc(memberExports.settledAt),
            10,
          ),

    async resting(row, candidateId) {
      const [found] = await connection.run((database) =>
        database
          .select({ exports: count() })
          .from(memberExports)
          .where(
            and(
              eq(memberExports.tenantId, row.tenantId),
              eq(memberExports.candidateId, candidateId),
              ne(memberExports.id, row.id),
              eq(memberExports.state, 'delivered'),
            ),
          ),
      );
      return found?.exports ?? 0;
    },

    list: (scope, before, limit) =>
      select(
        and(inScope(scope), before === null ? undefined : lt(memberExports.cursor, before)),
        desc(memberExports.cursor),
        limit,
      ),

    since: (scope, after, limit) =>
      select(
        and(inScope(scope), gt(memberExports.cursor, after)),
        asc(memberExports.cursor),
        limit,
      ),

    records: (tenantId, kind, state, limit) =>
      select(
        and(
          eq(memberExports.tenantId, tenantId),
          kind === undefined ? undefined : eq(memberExports.kind, kind),
          state === undefined ? undefined : eq(memberExports.state, state),
        ),
        desc(memberExports.cursor),
        limit,
      ),

    async cursor(tenantId) {
      const [row] = await connection.run((database) =>
        database
          .select({ cursor: exportFeeds.cursor })
          .from(exportFeeds)
          .where(eq(exportFeeds.tenantId, tenantId)),
      );
      return row?.cursor ?? 0;
    },

    seats: (tenantId, month) =>
      connection.run((database) =>
        database
          .select({ seat: exportSeats.seat, exports: exportSeats.exports })
          .from(exportSeats)
          .where(and(eq(exportSeats.tenantId, tenantId), eq(exportSeats.month, month)))
          .orderBy(asc(exportSeats.seat)),
      ),

    counts: (tenantId) =>
      connection.run((database) =>
        database
          .select({ kind: memberExports.kind, state: memberExports.state, exports: count() })
          .from(memberExports)
          .where(eq(memberExports.tenantId, tenantId))
          .groupBy(memberExports.kind, memberExports.state)
          .orderBy(asc(memberExports.kind), asc(memberExports.state)),
      ),

    async forget(before) {
      const gone = await connection.run((database) =>
        database
          .delete(memberExports)
          .where(lt(memberExports.receivedAt, before))
          .returning({ id: memberExports.id }),
      );
      await connection.run((database) =>
        database.delete(exportSeats).where(lt(exportSeats.month, monthOf(before.getTime()))),
      );
      return gone.length;
    },
  };
}

const isExport = (tenantId: string, id: string): SQL | undefined =>
  and(eq(memberExports.tenantId, tenantId), eq(memberExports.id, id));

/** Evaluations are kept, and are nothing that a recruiter exported. */
const inScope = ({ tenantId, jobId }: ExportScope): SQL | undefined =>
  and(
    eq(memberExports.tenantId, tenantId),
    eq(memberExports.kind, 'candidate'),
    // What LinkedIn says is somebody else's is an operator's business.
    ne(memberExports.state, 'quarantined'),
    jobId === null
      ? undefined
      : and(isNotNull(memberExports.jobId), eq(memberExports.jobId, jobId)),
  );
