/** Statements over many rows at once: their number does not change the text, so that a plan is kept. */
import { sql, type SQL } from 'drizzle-orm';
import type { SyncResource } from './ports.ts';
import { resourceKinds } from './resources.ts';
import type { Settled } from './rows.ts';

/** Values of `in (…)`; none is never in it. */
export const list = (values: readonly string[]): SQL =>
  values.length === 0
    ? sql`null`
    : sql.join(
        values.map((value) => sql`${value}`),
        sql`, `,
      );

/**
 * Writes changes down; rows that were erased stay as they are.
 * @param backfill number of the one that names them; null if none does
 */
export const insert = (
  tenantId: string,
  rows: readonly object[],
  priority: number,
  at: string,
  backfill: number | null = null,
): SQL => sql`
  insert into rsc.sync_records as r (tenant_id, context, resource, parent_id, record_id, op, state,
    priority, version, due_at, changed_at, backfill)
  select ${tenantId}, d.context, d.resource, d.parent_id, d.record_id, d.op, 'pending',
    ${priority}::smallint, nextval('rsc.sync_versions'), ${at}::timestamptz, ${at}::timestamptz,
    ${backfill}::bigint
  from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as
    d (context text, resource smallint, parent_id text, record_id text, op text)
  on conflict (tenant_id, context, resource, parent_id, record_id) do update set
    op = excluded.op,
    state = 'pending',
    version = excluded.version,
    priority = case when r.state in ('pending', 'task', 'blocked')
      then least(r.priority, excluded.priority) else excluded.priority end,
    due_at = excluded.due_at,
    changed_at = case when r.state in ('sent', 'deleted') then excluded.changed_at
      else r.changed_at end,
    attempts = 0,
    blocked_on = null,
    backfill = coalesce(excluded.backfill, r.backfill)
  where r.erased_at is null`;

/** Settles rows, each for the version that was picked. */
export const update = (
  tenantId: string,
  context: string,
  resource: SyncResource,
  settled: readonly Settled[],
  at: string,
): SQL => {
  const rows = settled.map(({ row, state, dueAt, ...rest }) => ({
    parent_id: row.ref.parentId ?? '',
    record_id: row.ref.id,
    version: row.version,
    state,
    due_at: dueAt?.toISOString() ?? at,
    digest: rest.digest ?? null,
    reason: rest.reason ?? null,
    problems: rest.problems ?? null,
    blocked_on: rest.blockedOn ?? null,
    task_id: rest.taskId ?? null,
    kept: rest.kept ?? null,
    candidate_id: rest.candidateId ?? null,
    job_id: rest.jobId ?? null,
  }));
  return sql`update rsc.sync_records as r set
    state = case when r.version > d.version then 'pending' else d.state end,
    sent_version = case d.state when 'sent' then d.version when 'deleted' then null
      else r.sent_version end,
    digest = case d.state when 'sent' then decode(d.digest, 'hex') when 'blocked' then r.digest
      when 'task' then decode(d.digest, 'hex') end,
    due_at = case when r.version > d.version then r.due_at else d.due_at end,
    attempts = case when d.state in ('pending', 'quarantined') and r.version = d.version
      then r.attempts + 1 when d.state = 'task' and r.state = 'task' then r.attempts + 1
      else 0 end,
    first_failed_at = case when d.state in ('pending', 'quarantined')
      then coalesce(r.first_failed_at, ${at}::timestamptz) when d.state = 'blocked'
      then r.first_failed_at end,
    last_failed_at = case when d.state in ('pending', 'quarantined')
      then ${at}::timestamptz when d.state = 'blocked' then r.last_failed_at end,
    reason = d.reason,
    problems = d.problems,
    blocked_on = case when r.version > d.version then null else d.blocked_on end,
    task_id = d.task_id,
    kept = case d.state when 'deleted' then null else coalesce(d.kept, r.kept) end,
    candidate_id = coalesce(d.candidate_id, r.candidate_id),
    job_id = coalesce(d.job_id, r.job_id),
    sent_at = case when d.state in ('sent', 'deleted') then ${at}::timestamptz else r.sent_at end
  from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d (parent_id text, record_id text,
    version bigint, state text, due_at timestamptz, digest text, reason text, problems jsonb,
    blocked_on text, task_id text, kept jsonb, candidate_id text, job_id text)
  where r.tenant_id = ${tenantId} and r.context = ${context}
    and r.resource = ${resourceKinds[resource].rank} and r.parent_id = d.parent_id
    and r.record_id = d.record_id`;
};

/** Adds to what was sent in this minute. */
export const countMinute = (
  tenantId: string,
  resource: SyncResource,
  settled: readonly Settled[],
  at: string,
): SQL => {
  const of = (test: (one: Settled) => boolean): number => settled.filter(test).length;
  const unchanged = of((one) => one.unchanged === true);
  const sent = of(({ state }) => state === 'sent') - unchanged;
  const deleted = of(({ state }) => state === 'deleted');
  const refused = of(({ state }) => state === 'quarantined');
  const retried = of(({ state }) => state === 'pending');
  return sql`insert into rsc.sync_minutes as m
      (tenant_id, minute, resource, sent, deleted, unchanged, refused, retried)
    values (${tenantId}, date_trunc('minute', ${at}::timestamptz), ${resourceKinds[resource].rank},
      ${sent}, ${deleted}, ${unchanged}, ${refused}, ${retried})
    on conflict (tenant_id, minute, resource) do update set sent = m.sent + excluded.sent,
      deleted = m.deleted + excluded.deleted, unchanged = m.unchanged + excluded.unchanged,
      refused = m.refused + excluded.refused, retried = m.retried + excluded.retried`;
};
