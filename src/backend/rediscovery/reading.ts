/**
 * Keeps the search as the ATS is. Candidates that are told of are read again at once; besides, everybody
 * something has changed about is asked for every few minutes, and everybody at all once a week, so that
 * nothing has to be told and what is gone does not stay.
 */
import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { codeOf } from '../logging.ts';
import { StoreError } from '../store/errors.ts';
import type { Database } from '../store/connections/connection.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { textArray, type Applicants } from './applicants.ts';
import type { RediscoverySource } from './ports.ts';

export interface ReadingStatus {
  /** What changed before has been read; null: not everybody has been. */
  readonly readUntil: Date | null;
  /** Why the last reading failed; null if it did not. */
  readonly errorCode: string | null;
}

export interface Reading {
  /** Does a part of what is due. @returns whether there was anything; rejects with StoreError only */
  run(): Promise<boolean>;
  /** Candidates that have changed, in the transaction that says so, if there is one. */
  changed(tenantId: string, candidateIds: readonly string[], database?: Database): Promise<void>;
  /** Everybody of a customer is read again at the next turn. */
  restart(tenantId: string): Promise<void>;
  status(tenantId: string): Promise<ReadingStatus>;
}

export interface ReadingOptions {
  readonly store: Store;
  readonly applicants: Applicants;
  readonly source: Pick<RediscoverySource, 'scan' | 'read'>;
  /** Milliseconds between two readings of what has changed. */
  readonly everyMs: number;
  readonly onFailure: (tenantId: string, code: string) => void;
}

const pageSize = 500;
/** The port reads so many at once. */
const batch = 100;
const weekMs = 7 * 24 * 3_600_000;
/** Nobody else takes what is being worked on for this long. */
const leaseMs = 2 * 60_000;
/** Clocks differ, and transactions end later than they say. */
const overlapMs = 2 * 60_000;
const baseWaitMs = 5_000;
const maxWaitMs = 30 * 60_000;

const moment = z.coerce.date().nullable();
const tenantRows = z.object({
  rows: z.array(
    z.object({
      tenant_id: z.string(),
      lease: z.coerce.number(),
      started_at: moment,
      since: moment,
      cursor: z.string().nullable(),
      read_until: moment,
      whole_at: moment,
      attempts: z.coerce.number(),
      error_code: z.string().nullable(),
    }),
  ),
});
type TenantRow = z.infer<typeof tenantRows>['rows'][number];
const changeRows = z.object({
  rows: z.array(
    z.object({ tenant_id: z.string(), candidate_id: z.string(), version: z.coerce.number() }),
  ),
});

export function createReading(options: ReadingOptions): Reading {
  const { store, applicants, source, everyMs, onFailure } = options;
  const { connection, clock } = internalsOf(store);
  const at = (offsetMs = 0) => sql`${new Date(clock() + offsetMs).toISOString()}::timestamptz`;

  /** Reads people from the ATS and writes them down. */
  async function take(tenantId: string, ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += batch) {
      const some = ids.slice(start, start + batch);
      const readAt = new Date(clock());
      await applicants.write(tenantId, some, await source.read(tenantId, some, null), readAt);
    }
  }

  async function takeChanges(): Promise<boolean> {
    const { rows } = changeRows.parse(
      await connection.run((database) =>
        database.execute(sql`update rsc.rediscovery_changes c set due_at = ${at(leaseMs)}
          from (select tenant_id, candidate_id from rsc.rediscovery_changes
            where due_at <= ${at()} order by due_at limit ${batch} for update skip locked) d
          where c.tenant_id = d.tenant_id and c.candidate_id = d.candidate_id
          returning c.tenant_id, c.candidate_id, c.version`),
      ),
    );
    for (const [tenantId, own] of Map.groupBy(rows, (row) => row.tenant_id)) {
      const done = await told(tenantId, () =>
        take(
          tenantId,
          own.map((row) => row.candidate_id),
        ),
      );
      if (!done) continue;
      // Told again meanwhile, they are read again.
      await connection.run((database) =>
        database.execute(sql`delete from rsc.rediscovery_changes c
          using jsonb_to_recordset(${JSON.stringify(own)}::jsonb) as
            d (candidate_id text, version bigint)
          where c.tenant_id = ${tenantId} and c.candidate_id = d.candidate_id
            and c.version = d.version`),
      );
    }
    return rows.length > 0;
  }

  /** @returns whether it worked; what failed is told, and tried again when its lease is over */
  async function told(tenantId: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof StoreError) throw error;
      onFailure(tenantId, codeOf(error));
      return false;
    }
  }

  async function takeTenant(): Promise<TenantRow | null> {
    await connection.run((database) =>
      database.execute(sql`insert into rsc.rediscovery_tenants (tenant_id, due_at)
        select t.id, ${at()} from rsc.tenants t where t.status = 'active'
          and not exists (select from rsc.rediscovery_tenants r where r.tenant_id = t.id)
        on conflict do nothing`),
    );
    const { rows } = tenantRows.parse(
      await connection.run((database) =>
        database.execute(sql`update rsc.rediscovery_tenants r
          set due_at = ${at(leaseMs)}, lease = r.lease + 1
          from (select d.tenant_id from rsc.rediscovery_tenants d
            join rsc.tenants t on t.id = d.tenant_id and t.status = 'active'
            where d.due_at <= ${at()} order by d.due_at limit 1 for update of d skip locked) d
          where r.tenant_id = d.tenant_id returning r.*`),
      ),
    );
    return rows[0] ?? null;
  }

  /** Reads the next page of a customer. */
  async function scan(row: TenantRow): Promise<void> {
    const { tenant_id: tenantId, lease } = row;
    const begun = row.started_at ?? new Date(clock());
    const isWhole =
      row.started_at === null
        ? row.whole_at === null || begun.getTime() - row.whole_at.getTime() >= weekMs
        : row.since === null;
    const since =
      isWhole || row.read_until === null ? null : new Date(row.read_until.getTime() - overlapMs);
    const page = await source.scan(tenantId, {
      since: (row.started_at === null ? since : row.since) ?? undefined,
      cursor: row.cursor ?? undefined,
      limit: pageSize,
    });
    await take(tenantId, [...new Set(page.ids)]);
    const isLast = page.cursor === undefined;
    // Those it had once and has no longer.
    if (isLast && isWhole) await applicants.forgetOlder(tenantId, begun);
    const next = isLast
      ? sql`started_at = null, since = null, cursor = null, due_at = ${at(everyMs)},
          read_until = ${begun.toISOString()}::timestamptz,
          whole_at = ${isWhole ? sql`${begun.toISOString()}::timestamptz` : sql`whole_at`}`
      : sql`started_at = ${begun.toISOString()}::timestamptz, due_at = ${at()},
          since = ${(row.started_at === null ? since : row.since)?.toISOString() ?? null}::timestamptz,
          cursor = ${page.cursor}`;
    await connection.run((database) =>
      database.execute(sql`update rsc.rediscovery_tenants
        set ${next}, attempts = 0, error_code = null
        where tenant_id = ${tenantId} and lease = ${lease}`),
    );
  }

  return {
    async run() {
      const hadChanges = await takeChanges();
      const row = await takeTenant();
      if (row === null) return hadChanges;
      try {
        await scan(row);
      } catch (error) {
        if (error instanceof StoreError) throw error;
        const code = codeOf(error).slice(0, 100);
        onFailure(row.tenant_id, code);
        const waitMs = Math.min(maxWaitMs, baseWaitMs * 2 ** Math.min(row.attempts, 12));
        await connection.run((database) =>
          database.execute(sql`update rsc.rediscovery_tenants
            set due_at = ${at(waitMs)}, attempts = attempts + 1, error_code = ${code}
            where tenant_id = ${row.tenant_id} and lease = ${row.lease}`),
        );
      }
      return true;
    },

    async changed(tenantId, candidateIds, joined) {
      if (candidateIds.length === 0) return;
      // In one order, so that two who tell of the same candidates do not wait in a circle.
      const ids = [...new Set(candidateIds)].sort();
      const statement = sql`insert into rsc.rediscovery_changes as c (tenant_id, candidate_id, due_at)
        select ${tenantId}, id, ${at()} from unnest(${textArray(ids)}) as t (id)
        on conflict (tenant_id, candidate_id) do update set
          due_at = least(c.due_at, excluded.due_at), version = default`;
      if (joined === undefined) await connection.run((database) => database.execute(statement));
      else await joined.execute(statement);
    },

    async restart(tenantId) {
      await connection.run((database) =>
        database.execute(sql`insert into rsc.rediscovery_tenants as r (tenant_id, due_at)
          values (${tenantId}, ${at()})
          on conflict (tenant_id) do update set due_at = ${at()}, lease = r.lease + 1,
            started_at = null, since = null, cursor = null, whole_at = null`),
      );
    },

    async status(tenantId) {
      const { rows } = tenantRows.parse(
        await connection.run((database) =>
          database.execute(
            sql`select * from rsc.rediscovery_tenants where tenant_id = ${tenantId}`,
          ),
        ),
      );
      const [row] = rows;
      return { readUntil: row?.read_until ?? null, errorCode: row?.error_code ?? null };
    },
  };
}
