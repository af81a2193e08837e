/** Matches in the store: who candidates are by LinkedIn's word, and when it is asked again. */
import { sql, type SQL } from 'drizzle-orm';
import * as z from 'zod';
import type { Connection, Database } from '../store/connections/connection.ts';
import { list } from './statements.ts';

/** What LinkedIn calls a manual match somebody has chosen; the other its matching has found. */
export const matchKinds = ['manual', 'algorithmic', 'none'] as const;
export type MatchKind = (typeof matchKinds)[number];

export interface MatchScope {
  readonly tenantId: string;
  readonly context: string;
}

const moment = z.coerce.date().nullable();
const matchRow = z.object({
  tenant_id: z.string(),
  context: z.string(),
  candidate_id: z.string(),
  kind: z.enum(matchKinds),
  person_urn: z.string().nullable(),
  members: z.array(z.string()),
  /** Empty: nobody. */
  claimed_urn: z.string().nullable(),
  claimed_until: moment,
  ats_created_ms: z.coerce.number().nullable(),
  ats_modified_ms: z.coerce.number().nullable(),
  first_matched_at: moment,
  changed_at: moment,
  checked_at: moment,
  due_at: moment,
  checks: z.coerce.number(),
});
export type MatchRow = z.infer<typeof matchRow>;

/** What is written down of a candidate that LinkedIn was asked about. */
export interface MatchUpdate {
  readonly candidateId: string;
  readonly kind: MatchKind;
  readonly personUrn: string | null;
  readonly members: readonly string[];
  readonly claimedUrn: string | null;
  readonly claimedUntil: Date | null;
  readonly atsCreatedMs: number | null;
  readonly atsModifiedMs: number | null;
  readonly checkedAt: Date | null;
  readonly dueAt: Date;
  readonly checks: number;
}

/** What somebody says a candidate is: a member, or with null nobody. */
export interface Claim {
  readonly candidateId: string;
  readonly member: string | null;
  /** How long it counts without LinkedIn's word. */
  readonly until: Date;
  /** When LinkedIn is asked. */
  readonly dueAt: Date;
}

/** @internal */
export interface MatchTable {
  read(scope: MatchScope, ids: readonly string[]): Promise<readonly MatchRow[]>;
  /** Members that somebody has chosen, by candidate. */
  chosen(scope: MatchScope, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** LinkedIn has new records of these: it is asked soon who they are. */
  sent(scope: MatchScope, ids: readonly string[], dueAt: Date): Promise<void>;
  deleted(scope: MatchScope, ids: readonly string[]): Promise<void>;
  claim(scope: MatchScope, claim: Claim, database?: Database): Promise<void>;
  /** LinkedIn says the same as stands here, at this time. */
  confirm(scope: MatchScope, ids: readonly string[], at: Date): Promise<void>;
  /** LinkedIn may say something else: it is asked now. Those that have no row get one. */
  doubt(scope: MatchScope, ids: readonly string[], dueAt: Date): Promise<void>;
  /**
   * Takes candidates of one organization that are due; nobody else gets them before `until`.
   * @param without customers that have to wait
   */
  take(without: readonly string[], limit: number, until: Date): Promise<readonly MatchRow[]>;
  /** Writes down what LinkedIn said, of those that nobody has changed since they were taken. */
  settle(scope: MatchScope, updates: readonly MatchUpdate[], taken: Date): Promise<void>;
  /** These are asked about again then. */
  postpone(scope: MatchScope, ids: readonly string[], dueAt: Date): Promise<void>;
}

/** @internal */
export function createMatchTable(connection: Connection, clock: () => number): MatchTable {
  const now = (): string => new Date(clock()).toISOString();
  const run = async (query: SQL): Promise<void> => {
    await connection.run((database) => database.execute(query));
  };
  const rowsOf = async (query: SQL): Promise<MatchRow[]> =>
    z
      .object({ rows: z.array(matchRow) })
      .parse(await connection.run((database) => database.execute(query))).rows;
  const own = ({ tenantId, context }: MatchScope): SQL =>
    sql`tenant_id = ${tenantId} and context = ${context}`;
  /**
   * All as one parameter: a statement with one for each of them costs more than what it does. As an
   * array they are looked up in the index; as a table the whole customer would be read past them.
   */
  const among = (ids: readonly string[]): SQL =>
    sql`candidate_id = any (array(
      select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)))`;
  // In one order, so that two batches with the same candidates wait for each other only one way. The
  // customers may come from elsewhere: nothing is kept of those that the store does not have.
  const values = (
    { tenantId, context }: MatchScope,
    ids: readonly string[],
    dueAt: Date,
  ): SQL => sql`
    insert into rsc.candidate_matches as m (tenant_id, context, candidate_id, due_at)
    select ${tenantId}, ${context}, id, ${dueAt.toISOString()}::timestamptz
    from jsonb_array_elements_text(${JSON.stringify([...new Set(ids)].sort())}::jsonb) as t (id)
    where exists (select from rsc.tenants where id = ${tenantId})
    on conflict (tenant_id, context, candidate_id) do update set checked_at = null`;

  return {
    async read(scope, ids) {
      if (ids.length === 0) return [];
      return rowsOf(sql`select * from rsc.candidate_matches
        where ${own(scope)} and ${among(ids)}`);
    },

    async chosen(scope, ids) {
      if (ids.length === 0) return new Map();
      const { rows } = z
        .object({ rows: z.array(z.object({ candidate_id: z.string(), person_urn: z.string() })) })
        .parse(
          await connection.run((database) =>
            database.execute(sql`select candidate_id, person_urn from rsc.candidate_matches
              where ${own(scope)} and ${among(ids)} and kind = 'manual'
                and person_urn is not null`),
          ),
        );
      return new Map(rows.map(({ candidate_id: id, person_urn: person }) => [id, person]));
    },

    async sent(scope, ids, dueAt) {
      if (ids.length === 0) return;
      await run(sql`${values(scope, ids, dueAt)}, checks = 0,
        due_at = least(m.due_at, excluded.due_at)`);
    },

    async deleted(scope, ids) {
      if (ids.length === 0) return;
      await run(sql`delete from rsc.candidate_matches
        where ${own(scope)} and ${among(ids)}`);
    },

    async claim({ tenantId, context }, { candidateId, member, until, dueAt }, joined) {
      const kind: MatchKind = member === null ? 'none' : 'manual';
      const query = sql`
        insert into rsc.candidate_matches as m (tenant_id, context, candidate_id, kind, person_urn,
          claimed_urn, claimed_until, first_matched_at, changed_at, due_at)
        select ${tenantId}::text, ${context}::text, ${candidateId}::text, ${kind}::text,
          ${member}::text, ${member ?? ''}::text, ${until.toISOString()}::timestamptz,
          case when ${member}::text is null then null else ${now()}::timestamptz end,
          ${now()}::timestamptz, ${dueAt.toISOString()}::timestamptz
        where exists (select from rsc.tenants where id = ${tenantId})
        on conflict (tenant_id, context, candidate_id) do update set kind = excluded.kind,
          person_urn = excluded.person_urn, claimed_urn = excluded.claimed_urn,
          claimed_until = excluded.claimed_until,
          first_matched_at = coalesce(m.first_matched_at, excluded.first_matched_at),
          changed_at = case when m.kind = excluded.kind
              and m.person_urn is not distinct from excluded.person_urn then m.changed_at
            else excluded.changed_at end,
          checked_at = null, due_at = excluded.due_at, checks = 0`;
      await (joined === undefined ? run(query) : joined.execute(query));
    },

    async confirm(scope, ids, at) {
      if (ids.length === 0) return;
      await run(sql`update rsc.candidate_matches set checked_at = ${at.toISOString()}::timestamptz
        where ${own(scope)} and ${among(ids)}`);
    },

    async doubt(scope, ids, dueAt) {
      if (ids.length === 0) return;
      await run(sql`${values(scope, ids, dueAt)}, due_at = least(m.due_at, excluded.due_at)`);
    },

    async take(without, limit, until) {
      const allowed = without.length === 0 ? sql`` : sql`and tenant_id not in (${list(without)})`;
      return rowsOf(sql`
        with head as materialized (
          select tenant_id, context from rsc.candidate_matches
          where due_at <= ${now()}::timestamptz ${allowed} order by due_at limit 1
        ), due as (
          select d.* from head cross join lateral (
            select m.tenant_id, m.context, m.candidate_id from rsc.candidate_matches m
            where m.tenant_id = head.tenant_id and m.context = head.context
              and m.due_at <= ${now()}::timestamptz
            order by m.due_at limit ${limit} for update of m skip locked
          ) d
        )
        update rsc.candidate_matches m set due_at = ${until.toISOString()}::timestamptz
        from due where m.tenant_id = due.tenant_id and m.context = due.context
          and m.candidate_id = due.candidate_id
        returning m.*`);
    },

    async settle({ tenantId, context }, updates, taken) {
      if (updates.length === 0) return;
      const rows = updates.map((one) => ({
        candidate_id: one.candidateId,
        kind: one.kind,
        person_urn: one.personUrn,
        members: one.members,
        claimed_urn: one.claimedUrn,
        claimed_until: one.claimedUntil?.toISOString() ?? null,
        ats_created_ms: one.atsCreatedMs,
        ats_modified_ms: one.atsModifiedMs,
        checked_at: one.checkedAt?.toISOString() ?? null,
        due_at: one.dueAt.toISOString(),
        checks: one.checks,
      }));
      await run(sql`update rsc.candidate_matches m set kind = d.kind, person_urn = d.person_urn,
          members = d.members, claimed_urn = d.claimed_urn, claimed_until = d.claimed_until,
          ats_created_ms = d.ats_created_ms, ats_modified_ms = d.ats_modified_ms,
          first_matched_at = case when d.kind = 'none' then m.first_matched_at
            else coalesce(m.first_matched_at, ${now()}::timestamptz) end,
          changed_at = case when m.kind = d.kind
              and m.person_urn is not distinct from d.person_urn then m.changed_at
            else ${now()}::timestamptz end,
          checked_at = d.checked_at, due_at = d.due_at, checks = d.checks
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d (candidate_id text, kind text,
          person_urn text, members jsonb, claimed_urn text, claimed_until timestamptz,
          ats_created_ms bigint, ats_modified_ms bigint, checked_at timestamptz,
          due_at timestamptz, checks smallint)
        where m.tenant_id = ${tenantId} and m.context = ${context}
          and m.candidate_id = d.candidate_id
          and m.due_at = ${taken.toISOString()}::timestamptz`);
    },

    async postpone(scope, ids, dueAt) {
      if (ids.length === 0) return;
      await run(sql`update rsc.candidate_matches set due_at = ${dueAt.toISOString()}::timestamptz
        where ${own(scope)} and ${among(ids)}`);
    },
  };
}
