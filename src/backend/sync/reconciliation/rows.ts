/** Rows of records as a comparison reads them, and what repairs them. */
import { sql, type SQL } from 'drizzle-orm';
import * as z from 'zod';
import type { Connection, Database } from '../../store/connections/connection.ts';
import { tree, type Seed } from '../erasure-statements.ts';
import type { RecordRef, SyncResource } from '../ports.ts';
import { resourceKinds } from '../resources.ts';
import type { Finding } from './compare.ts';

export interface ComparedRow {
  readonly ref: RecordRef;
  readonly state: string;
  readonly version: number;
  /** Hex; null if nobody knows what LinkedIn has. */
  readonly digest: string | null;
}

/** Name of the last row of a page. */
export const rowName = z.object({ parent: z.string(), id: z.string() });
export type RowName = z.infer<typeof rowName>;

export interface RowScope {
  readonly tenantId: string;
  readonly context: string;
  readonly resource: SyncResource;
}

export interface ReconciliationRows {
  /** Rows whose records LinkedIn should have; of candidates also those that were deleted. */
  page(scope: RowScope, after: RowName | null, limit: number): Promise<ComparedRow[]>;
  /** The same by chance, other ones for each seed. */
  sample(scope: RowScope, seed: string, limit: number): Promise<ComparedRow[]>;
  /** Those that the engine has never sent, or has deleted and not erased. */
  untold(scope: RowScope, refs: readonly RecordRef[]): Promise<RecordRef[]>;
  /** Findings that still hold: nothing has happened to their records since they were compared. */
  standing(
    scope: RowScope,
    findings: readonly Finding[],
    database: Database,
  ): Promise<readonly Finding[]>;
  /** Records are sent again, or deleted, whichever their findings need. */
  repair(scope: RowScope, findings: readonly Finding[], database: Database): Promise<void>;
}

const comparedRow = z.object({
  parent_id: z.string(),
  record_id: z.string(),
  state: z.string(),
  version: z.coerce.number(),
  digest: z.string().nullable(),
});
const backfillPriority = 2;

export function createReconciliationRows(
  connection: Connection,
  clock: () => number,
): ReconciliationRows {
  const own = ({ tenantId, context, resource }: RowScope): SQL =>
    sql`r.tenant_id = ${tenantId} and r.context = ${context}
      and r.resource = ${resourceKinds[resource].rank}`;
  const ofInterest = ({ resource }: RowScope): SQL =>
    resource === 'candidates' ? sql`r.state in ('sent', 'deleted')` : sql`r.state = 'sent'`;
  const columns = sql`r.parent_id, r.record_id, r.state, r.version,
    encode(r.digest, 'hex') as digest`;
  const names = (refs: readonly RecordRef[]): SQL =>
    sql`jsonb_to_recordset(${JSON.stringify(
      refs.map(({ id, parentId = '' }) => ({ parent_id: parentId, record_id: id })),
    )}::jsonb) as d (parent_id text, record_id text)`;

  /** One by one in the index: joined as a table, the whole kind would be read past them. */
  const lookedUp = (scope: RowScope): SQL => sql`select * from rsc.sync_records r
    where ${own(scope)} and r.parent_id = d.parent_id and r.record_id = d.record_id limit 1`;

  const read = async (scope: RowScope, query: SQL, joined?: Database): Promise<ComparedRow[]> => {
    const run = (database: Database) => database.execute(query);
    const found = await (joined === undefined ? connection.run(run) : run(joined));
    return z
      .object({ rows: z.array(comparedRow) })
      .parse(found)
      .rows.map(({ parent_id: parentId, record_id: id, ...row }) => ({
        ...row,
        ref: refOf(scope.resource, parentId, id),
      }));
  };

  return {
    page(scope, after, limit) {
      const from =
        after === null
          ? sql``
          : sql`and (r.parent_id, r.record_id) > (${after.parent}, ${after.id})`;
      return read(
        scope,
        sql`select ${columns} from rsc.sync_records r
          where ${own(scope)} and ${ofInterest(scope)} ${from}
          order by r.parent_id, r.record_id limit ${limit}`,
      );
    },

    sample: (scope, seed, limit) =>
      read(
        scope,
        sql`select ${columns} from rsc.sync_records r
          where ${own(scope)} and ${ofInterest(scope)}
          order by md5(r.record_id || ${seed}) limit ${limit}`,
      ),

    async untold(scope, refs) {
      const rows = z
        .object({ rows: z.array(z.object({ parent_id: z.string(), record_id: z.string() })) })
        .parse(
          await connection.run((database) =>
            database.execute(sql`select d.parent_id, d.record_id from ${names(refs)}
              left join lateral (${lookedUp(scope)}) k on true
              where k.state is null or (k.state = 'deleted' and k.erased_at is null)`),
          ),
        ).rows;
      return rows.map((row) => refOf(scope.resource, row.parent_id, row.record_id));
    },

    async standing(scope, findings, database) {
      if (findings.length === 0) return [];
      const refs = findings.map(({ ref }) => ref);
      const rows = await read(
        scope,
        sql`select ${columns} from ${names(refs)} join lateral (${lookedUp(scope)}) r on true`,
        database,
      );
      const now = new Map(rows.map((row) => [nameOf(row.ref), row]));
      return findings.filter(({ ref, version, drift }) => {
        const row = now.get(nameOf(ref));
        if (version !== null) return row?.version === version;
        // Nobody has told of it until now, or LinkedIn has more than it should.
        return row === undefined || row.state === 'deleted' || drift === 'match';
      });
    },

    async repair(scope, findings, database) {
      const at = new Date(clock()).toISOString();
      const seedsOf = (...drifts: readonly Finding['drift'][]): Seed[] =>
        findings
          .filter(({ drift }) => drifts.includes(drift))
          .map(({ ref: { resource, id, parentId = '' } }) => ({
            context: scope.context,
            resource: resourceKinds[resource].rank,
            parent_id: parentId,
            record_id: id,
          }));
      const again = (seeds: SQL, lost: boolean): SQL => sql`
        update rsc.sync_records r set state = 'pending', op = 'upsert', digest = null,
          ${lost ? sql`sent_version = null,` : sql``} priority = ${backfillPriority}::smallint,
          version = nextval('rsc.sync_versions'), due_at = ${at}::timestamptz,
          changed_at = ${at}::timestamptz, attempts = 0
        from (${seeds}) d
        where r.tenant_id = ${scope.tenantId} and r.context = d.context
          and r.resource = d.resource and r.parent_id = d.parent_id
          and r.record_id = d.record_id and r.state = 'sent' and r.erased_at is null`;
      const asRows = (seeds: readonly Seed[]): SQL =>
        sql`select * from jsonb_to_recordset(${JSON.stringify(seeds)}::jsonb)
          as s (context text, resource smallint, parent_id text, record_id text)`;
      const missing = seedsOf('missing');
      // With a record that LinkedIn has lost, it has lost what hung on it.
      if (missing.length > 0) {
        await database.execute(again(tree(scope.tenantId, missing), true));
      }
      const older = seedsOf('stale', 'unknown', 'gone');
      if (older.length > 0) await database.execute(again(asRows(older), false));
      const undeleted = seedsOf('undeleted');
      if (undeleted.length > 0) {
        await database.execute(sql`
          insert into rsc.sync_records as r (tenant_id, context, resource, parent_id, record_id, op,
            state, priority, version, due_at, changed_at)
          select ${scope.tenantId}, d.*, 'delete', 'pending', ${backfillPriority}::smallint,
            nextval('rsc.sync_versions'), ${at}::timestamptz, ${at}::timestamptz
          from (${asRows(undeleted)}) d
          on conflict (tenant_id, context, resource, parent_id, record_id) do update set
            op = 'delete', state = 'pending', priority = excluded.priority,
            version = excluded.version, due_at = excluded.due_at, attempts = 0`);
      }
    },
  };
}

const refOf = (resource: SyncResource, parentId: string, id: string): RecordRef => ({
  resource,
  id,
  ...(resourceKinds[resource].parentField === null ? {} : { parentId }),
});

const nameOf = ({ id, parentId = '' }: RecordRef): string => JSON.stringify([parentId, id]);
