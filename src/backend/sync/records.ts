/**
 * The engine's memory: one row for each record of an ATS, which says what is wanted at LinkedIn and
 * what LinkedIn has. Changes of a record that has not been sent yet become one; what is sent is read
 * from the ATS at that moment, so a row needs no content.
 *
 * A row has the version of its newest change. What is settled is settled for the version that was
 * picked: a change that came meanwhile leaves the row to be sent again.
 */
import { sql, type SQL } from 'drizzle-orm';
import * as z from 'zod';
import type { Connection, Database } from '../store/connections/connection.ts';
import type { SyncResource } from './ports.ts';
import { resourceAt, resourceKinds, syncResources } from './resources.ts';
import {
  priorities,
  type Batch,
  type KnownState,
  type Picked,
  type Priority,
  type QueuedChange,
  type Settled,
} from './rows.ts';
import { countMinute, insert, list, update } from './statements.ts';

export interface SyncRecordTable {
  /**
   * Writes down changes; of two of one record the later counts. A record that was erased stays so.
   * @param database of a transaction to join
   * @param backfill number of the one that names the records
   */
  enqueue(
    tenantId: string,
    changes: readonly QueuedChange[],
    priority: Priority,
    database?: Database,
    backfill?: number,
  ): Promise<void>;
  /**
   * The next rows to be sent, of these organizations.
   * @param without kinds that have to wait
   * @returns null if nothing is due
   */
  pick(
    tenantId: string,
    contexts: readonly string[],
    limit: number,
    without?: readonly SyncResource[],
  ): Promise<Batch | null>;
  /** Rows whose task is to be asked for. */
  tasksDue(
    tenantId: string,
    limit: number,
  ): Promise<readonly (Picked & { readonly context: string })[]>;
  settle(
    tenantId: string,
    context: string,
    resource: SyncResource,
    settled: readonly Settled[],
  ): Promise<void>;
  /** What is known of records, by `refText`-like key of resource and id; parents only. */
  known(
    tenantId: string,
    context: string,
    resource: SyncResource,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, KnownState>>;
  /**
   * From now on nobody knows what LinkedIn has of these. Said before they are sent again: whether a
   * request has arrived whose answer got lost cannot be found out.
   */
  markUnknown(
    tenantId: string,
    context: string,
    resource: SyncResource,
    rows: readonly Picked[],
  ): Promise<void>;
  /** LinkedIn turns out not to have these: they are sent again. */
  markLost(
    tenantId: string,
    context: string,
    resource: SyncResource,
    ids: readonly string[],
  ): Promise<void>;
  /** What hangs on these is looked at again, as they are gone. */
  reexamine(
    tenantId: string,
    context: string,
    parent: SyncResource,
    ids: readonly string[],
  ): Promise<void>;
  /** Rows that wait for one of these go on. @param keys as `blockedOn` */
  wakeBlocked(tenantId: string, context: string, keys: readonly string[]): Promise<void>;
  /** When the next row is due; null if none waits. */
  nextDue(tenantId: string): Promise<{ dueAt: Date; priority: number } | null>;
}

/** Rows of one statement. */
const maxRows = 1_000;

const pickedRow = z.object({
  context: z.string(),
  resource: z.coerce.number(),
  op: z.enum(['upsert', 'delete']),
  priority: z.coerce.number(),
  parent_id: z.string(),
  record_id: z.string(),
  version: z.coerce.number(),
  sent_version: z.coerce.number().nullable(),
  digest: z.string().nullable(),
  attempts: z.coerce.number(),
  task_id: z.string().nullable(),
  kept: z.unknown(),
  candidate_id: z.string().nullable(),
  job_id: z.string().nullable(),
});
type PickedRow = z.infer<typeof pickedRow>;

const columns = sql`r.context, r.resource, r.op, r.priority, r.parent_id, r.record_id, r.version,
  r.sent_version, encode(r.digest, 'hex') as digest, r.attempts, r.task_id, r.kept, r.candidate_id,
  r.job_id`;

export function createSyncRecordTable(
  connection: Connection,
  clock: () => number,
): SyncRecordTable {
  const rowsOf = async <Row>(query: SQL, row: z.ZodType<Row>): Promise<Row[]> =>
    z
      .object({ rows: z.array(row) })
      .parse(await connection.run((database) => database.execute(query))).rows;
  const now = (): string => new Date(clock()).toISOString();

  return {
    async enqueue(tenantId, changes, priority, joined, backfill) {
      const latest = [...new Map(changes.map((change) => [keyOf(change), change])).values()];
      const run = async (database: Database): Promise<void> => {
        for (let start = 0; start < latest.length; start += maxRows) {
          const rows = latest.slice(start, start + maxRows).map(({ context, ref, op }) => ({
            context,
            resource: resourceKinds[ref.resource].rank,
            parent_id: ref.parentId ?? '',
            record_id: ref.id,
            op,
          }));
          await database.execute(insert(tenantId, rows, priorities[priority], now(), backfill));
        }
      };
      if (latest.length === 0) return;
      await (joined === undefined ? connection.run(run) : run(joined));
    },

    async pick(tenantId, contexts, limit, without = []) {
      const at = now();
      const allowed =
        without.length === 0
          ? sql``
          : sql` and resource not in (${sql.join(
              without.map((resource) => sql`${resourceKinds[resource].rank}`),
              sql`, `,
            )})`;
      const rows = await rowsOf(
        // Written so that there is one way to go, whatever the database believes of how many rows
        // there are: a queue fills and empties faster than statistics follow.
        sql`with head as materialized (
            select priority, turn, context from rsc.sync_records
            where tenant_id = ${tenantId} and state = 'pending' and due_at <= ${at}
              and context in (${list(contexts)})${allowed}
            order by priority, turn, context, version limit 1
          )
          select r.* from head cross join lateral (
            select ${columns} from rsc.sync_records r
            where r.tenant_id = ${tenantId} and r.state = 'pending' and r.due_at <= ${at}
              and r.priority = head.priority and r.turn = head.turn and r.context = head.context
            order by r.version limit ${limit}
          ) r order by r.version`,
        pickedRow,
      );
      const [first] = rows;
      if (first === undefined) return null;
      const { context, op, priority } = first;
      const resource = resourceAt(first.resource);
      return { context, op, priority, resource, rows: rows.map(pickedOf) };
    },

    async tasksDue(tenantId, limit) {
      const rows = await rowsOf(
        sql`select ${columns} from rsc.sync_records r
          where r.tenant_id = ${tenantId} and r.state = 'task' and r.due_at <= ${now()}
          order by r.due_at limit ${limit}`,
        pickedRow,
      );
      return rows.map((row) => ({ ...pickedOf(row), context: row.context }));
    },

    async settle(tenantId, context, resource, settled) {
      if (settled.length === 0) return;
      const at = now();
      await connection.transaction(async (database) => {
        await database.execute(update(tenantId, context, resource, settled, at));
        await database.execute(countMinute(tenantId, resource, settled, at));
      });
    },

    async known(tenantId, context, resource, ids) {
      if (ids.length === 0) return new Map();
      const rows = await rowsOf(
        sql`select record_id, state, sent_version is not null as sent,
            erased_at is not null as erased
          from rsc.sync_records
          where tenant_id = ${tenantId} and context = ${context}
            and resource = ${resourceKinds[resource].rank} and parent_id = ''
            and record_id in (${list(ids)})`,
        z.object({
          record_id: z.string(),
          state: z.string(),
          sent: z.boolean(),
          erased: z.boolean(),
        }),
      );
      return new Map(
        rows.map(({ record_id: id, state, sent, erased }) => [
          id,
          { state, isAtLinkedIn: sent, isErased: erased },
        ]),
      );
    },

    async markUnknown(tenantId, context, resource, rows) {
      const known = rows
        .filter(({ digest }) => digest !== null)
        .map(({ ref }) => ({ parent_id: ref.parentId ?? '', record_id: ref.id }));
      if (known.length === 0) return;
      await connection.run((database) =>
        database.execute(sql`update rsc.sync_records r set digest = null
          from jsonb_to_recordset(${JSON.stringify(known)}::jsonb) as
            d (parent_id text, record_id text)
          where r.tenant_id = ${tenantId} and r.context = ${context}
            and r.resource = ${resourceKinds[resource].rank} and r.parent_id = d.parent_id
            and r.record_id = d.record_id`),
      );
    },

    async markLost(tenantId, context, resource, ids) {
      if (ids.length === 0) return;
      await connection.run((database) =>
        database.execute(sql`update rsc.sync_records set digest = null, sent_version = null,
            state = 'pending', version = nextval('rsc.sync_versions'), due_at = ${now()}
          where tenant_id = ${tenantId} and context = ${context} and parent_id = ''
            and resource = ${resourceKinds[resource].rank} and state = 'sent'
            and record_id in (${list(ids)})`),
      );
    },

    async reexamine(tenantId, context, parent, ids) {
      if (ids.length === 0) return;
      const children = syncResources.filter((each) => resourceKinds[each].parent === parent);
      const ranks = children.map((each) => sql`${resourceKinds[each].rank}`);
      const hangsOn = [
        sql`(resource in (${sql.join(ranks, sql`, `)}) and parent_id in (${list(ids)}))`,
        ...(parent === 'candidates' ? [sql`candidate_id in (${list(ids)})`] : []),
        ...(parent === 'jobPostings' ? [sql`job_id in (${list(ids)})`] : []),
      ];
      for (const condition of hangsOn) {
        await connection.run((database) =>
          database.execute(sql`update rsc.sync_records set state = 'pending', attempts = 0,
              version = nextval('rsc.sync_versions'), due_at = ${now()}, changed_at = ${now()}
            where tenant_id = ${tenantId} and context = ${context} and ${condition}
              and state in ('sent', 'blocked', 'quarantined')`),
        );
      }
    },

    async wakeBlocked(tenantId, context, keys) {
      if (keys.length === 0) return;
      await connection.run((database) =>
        database.execute(sql`update rsc.sync_records
          set state = 'pending', due_at = ${now()}, blocked_on = null, reason = null
          where tenant_id = ${tenantId} and context = ${context} and state = 'blocked'
            and blocked_on in (${list(keys)})`),
      );
    },

    async nextDue(tenantId) {
      const at = now();
      const due = z.object({ due_at: z.coerce.date(), priority: z.coerce.number() });
      const own = sql`tenant_id = ${tenantId}`;
      const [ready] = await rowsOf(
        sql`select ${at}::timestamptz as due_at, priority from rsc.sync_records
          where ${own} and state = 'pending' and due_at <= ${at}
          order by priority, turn, context, version limit 1`,
        due,
      );
      const [later] =
        ready === undefined
          ? await rowsOf(
              sql`select due_at, priority from rsc.sync_records
                where ${own} and state = 'pending' order by due_at limit 1`,
              due,
            )
          : [ready];
      const [task] = await rowsOf(
        sql`select due_at, priority from rsc.sync_records
          where ${own} and state = 'task' order by due_at limit 1`,
        due,
      );
      const [next] = [later, task]
        .filter((row) => row !== undefined)
        .sort((a, b) => a.due_at.getTime() - b.due_at.getTime());
      return next === undefined ? null : { dueAt: next.due_at, priority: next.priority };
    },
  };
}

const keyOf = ({ context, ref: { resource, parentId, id } }: QueuedChange): string =>
  JSON.stringify([context, resource, parentId, id]);

const pickedOf = (row: PickedRow): Picked => ({
  ref: {
    resource: resourceAt(row.resource),
    id: row.record_id,
    ...(resourceKinds[resourceAt(row.resource)].parentField === null
      ? {}
      : { parentId: row.parent_id }),
  },
  op: row.op,
  version: row.version,
  sentVersion: row.sent_version,
  digest: row.digest,
  attempts: row.attempts,
  taskId: row.task_id,
  kept: row.kept,
  candidateId: row.candidate_id,
  jobId: row.job_id,
});
