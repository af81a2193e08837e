/**
 * Reads history out of the ATS: names only, page by page, in the order in which records are sent. A
 * page's names, and where the next one begins, are written down in one transaction: a crash anywhere
 * continues from there, and no page is skipped. The engine sends what is named.
 */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import * as z from 'zod';
import { RscError } from '../../../protocol/errors.ts';
import type { Connection, Database } from '../../store/connections/connection.ts';
import type { Store } from '../../store/store.ts';
import { syncBackfillParts, syncBackfills } from '../../store/tables/index.ts';
import { readTenantScope } from '../../tenants/tenant-scope.ts';
import { backoffMs } from '../backoff.ts';
import type { AtsSource, RecordRef, ScanPage } from '../ports.ts';
import { SourceDown } from '../reading.ts';
import type { SyncRecordTable } from '../records.ts';
import { recordRef, resourceAt, resourceKinds } from '../resources.ts';
import { priorities } from '../rows.ts';
import type { Senders } from '../senders.ts';
import type { JobOutcome } from '../../jobs/job-queues.ts';

export interface ScanningOptions {
  readonly store: Store;
  readonly connection: Connection;
  readonly source: AtsSource;
  readonly table: SyncRecordTable;
  readonly senders: Senders;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** History of a customer that waits to be sent, at the most. */
  readonly ahead: number;
  /** Everything has been named: how it ended is written down, if it has. */
  readonly settle: (backfill: BackfillRow) => Promise<'done' | 'waits'>;
  readonly onFailure: (tenantId: string, code: string) => void;
  readonly onWork: () => void;
}

export type BackfillRow = typeof syncBackfills.$inferSelect;
export type PartRow = typeof syncBackfillParts.$inferSelect;

/** Names of a page. */
const pageSize = 1_000;
/** How long a part of the job takes, if pages come quickly. */
const sliceMs = 1_000;
/** A page that takes longer does not come. */
const pageTimeoutMs = 60_000;
/** The engine sends what waits; until then nothing is read. */
const fullMs = 1_000;
/** What is left are records that are tried again. */
const endMs = 2_000;
const failedWait = { baseMs: 1_000, maxMs: 5 * 60_000 };

/** @returns does a part of a backfill; rejects with StoreError */
export function createScanning(
  options: ScanningOptions,
): (backfillId: string, signal: AbortSignal) => Promise<JobOutcome> {
  const { store, connection, source, table, senders, clock, ahead } = options;

  async function read(id: string): Promise<BackfillRow | null> {
    const [row] = await connection.run((database) =>
      database.select().from(syncBackfills).where(eq(syncBackfills.id, id)),
    );
    return row ?? null;
  }

  async function nextPart({ id }: BackfillRow): Promise<PartRow | null> {
    const [part] = await connection.run((database) =>
      database
        .select()
        .from(syncBackfillParts)
        .where(and(eq(syncBackfillParts.backfillId, id), isNull(syncBackfillParts.finishedAt)))
        .orderBy(asc(syncBackfillParts.position))
        .limit(1),
    );
    return part ?? null;
  }

  /** Asks for a page. @throws SourceDown */
  async function scan(
    { tenantId, since }: BackfillRow,
    { context, resource, cursor }: PartRow,
    signal: AbortSignal,
  ): Promise<ScanPage> {
    let page: ScanPage;
    try {
      page = await source.scan(tenantId, resourceAt(resource), {
        sinceMs: since?.getTime(),
        cursor: cursor ?? undefined,
        limit: pageSize,
        integrationContext: context,
        signal: AbortSignal.any([signal, AbortSignal.timeout(pageTimeoutMs)]),
      });
    } catch (cause) {
      throw new SourceDown('a page of history cannot be read', { cause });
    }
    // It would be read for ever.
    if (page.cursor !== undefined && page.cursor === cursor) {
      throw new SourceDown('a page of history ends where it began');
    }
    return page;
  }

  /** @returns false if another process has written the page down, or the backfill was stopped */
  function keep(backfill: BackfillRow, part: PartRow, page: ScanPage): Promise<boolean> {
    const { tenantId, number } = backfill;
    const { context } = part;
    const refs = page.refs.filter((ref) => isNameOf(ref, part.resource));
    const at = new Date(clock());
    return connection.transaction(async (database) => {
      const erased = await erasedOf(database, part, tenantId, refs);
      const kept = await database
        .update(syncBackfillParts)
        .set({
          cursor: page.cursor ?? null,
          scanned: sql`${syncBackfillParts.scanned} + ${page.refs.length}`,
          erased: sql`${syncBackfillParts.erased} + ${erased}`,
          invalid: sql`${syncBackfillParts.invalid} + ${page.refs.length - refs.length}`,
          ...(page.cursor === undefined ? { finishedAt: at } : {}),
        })
        .where(
          and(
            eq(syncBackfillParts.backfillId, backfill.id),
            eq(syncBackfillParts.position, part.position),
            isNull(syncBackfillParts.finishedAt),
            sql`${syncBackfillParts.cursor} is not distinct from ${part.cursor}`,
            sql`exists (select from rsc.sync_backfills b
              where b.id = ${backfill.id} and b.state = 'running')`,
          ),
        )
        .returning({ position: syncBackfillParts.position });
      if (kept.length === 0) return false;
      await database
        .update(syncBackfills)
        .set({ attempts: 0, errorCode: null, failingSince: null })
        .where(eq(syncBackfills.id, backfill.id));
      if (refs.length === 0) return true;
      const changes = refs.map((ref) => ({ context, ref, op: 'upsert' as const }));
      await table.enqueue(tenantId, changes, 'backfill', database, number);
      await senders.wake(tenantId, 'backfill', database);
      return true;
    });
  }

  async function failed(backfill: BackfillRow, error: SourceDown): Promise<JobOutcome> {
    const { id, tenantId, attempts, failingSince } = backfill;
    options.onFailure(tenantId, error.code);
    await connection.run((database) =>
      database
        .update(syncBackfills)
        .set({
          attempts: attempts + 1,
          errorCode: error.code,
          failingSince: failingSince ?? new Date(clock()),
        })
        .where(eq(syncBackfills.id, id)),
    );
    return { againMs: backoffMs(attempts, failedWait) };
  }

  return async (id, signal) => {
    const backfill = await read(id);
    if (backfill?.state !== 'running' || (await hasLeft(store, backfill.tenantId))) return 'done';
    const { tenantId } = backfill;
    const endsAt = performance.now() + sliceMs;
    let room = ahead - (await historyWaiting(connection, tenantId, ahead));
    while (performance.now() < endsAt) {
      if (room <= 0) return { againMs: fullMs };
      const part = await nextPart(backfill);
      if (part === null) {
        return (await options.settle(backfill)) === 'done' ? 'done' : { againMs: endMs };
      }
      let page: ScanPage;
      try {
        page = await scan(backfill, part, signal);
      } catch (error) {
        if (!(error instanceof SourceDown)) throw error;
        // Taken over by another process: what it says counts.
        return signal.aborted ? 'done' : failed(backfill, error);
      }
      if (!(await keep(backfill, part, page))) return { againMs: 0 };
      room -= page.refs.length;
      options.onWork();
    }
    return { againMs: 0 };
  };
}

/** History of a customer that waits to be sent. @param most is not counted beyond */
export async function historyWaiting(
  connection: Connection,
  tenantId: string,
  most: number,
): Promise<number> {
  const { rows } = z.object({ rows: z.array(z.object({ waiting: z.coerce.number() })) }).parse(
    await connection.run((database) =>
      database.execute(sql`select count(*) as waiting from (
        select from rsc.sync_records where tenant_id = ${tenantId} and state = 'pending'
          and priority = ${priorities.backfill} limit ${most}) waits`),
    ),
  );
  return rows[0]?.waiting ?? 0;
}

/** Whether there are job postings that LinkedIn still works on. */
export async function hasTasks(connection: Connection, tenantId: string): Promise<boolean> {
  const { rows } = z.object({ rows: z.array(z.unknown()) }).parse(
    await connection.run((database) =>
      database.execute(sql`select from rsc.sync_records
        where tenant_id = ${tenantId} and state = 'task' limit 1`),
    ),
  );
  return rows.length > 0;
}

const isNameOf = (ref: RecordRef, rank: number): boolean =>
  recordRef.safeParse(ref).success && resourceKinds[ref.resource].rank === rank;

/** How many of these were erased, and are not sent again. */
async function erasedOf(
  database: Database,
  { context, resource }: PartRow,
  tenantId: string,
  refs: readonly RecordRef[],
): Promise<number> {
  if (refs.length === 0) return 0;
  const names = refs.map(({ id, parentId }) => ({ parent_id: parentId ?? '', record_id: id }));
  const { rows } = z.object({ rows: z.array(z.object({ erased: z.coerce.number() })) }).parse(
    await database.execute(sql`
      select count(*) as erased from rsc.sync_records r
        join jsonb_to_recordset(${JSON.stringify(names)}::jsonb)
          as d (parent_id text, record_id text)
          on r.parent_id = d.parent_id and r.record_id = d.record_id
      where r.tenant_id = ${tenantId} and r.context = ${context} and r.resource = ${resource}
        and r.erased_at is not null`),
  );
  return rows[0]?.erased ?? 0;
}

async function hasLeft(store: Store, tenantId: string): Promise<boolean> {
  try {
    await readTenantScope(store, tenantId);
    return false;
  } catch (error) {
    if (error instanceof RscError) return error.code === 'tenant_unknown';
    throw error;
  }
}
