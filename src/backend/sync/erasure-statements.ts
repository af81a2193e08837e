/** Statements of erasures: which records hang on what is erased, and what is written into their rows. */
import { sql, type SQL } from 'drizzle-orm';
import { resourceKinds, syncResources } from './resources.ts';

export interface Seed {
  readonly context: string;
  /** Place of its kind in the order of sending. */
  readonly resource: number;
  readonly parent_id: string;
  readonly record_id: string;
}

const rank = (resource: keyof typeof resourceKinds): SQL => sql`${resourceKinds[resource].rank}`;
/** Which kinds hang on which by the id of their parent. */
const hanging = sql.join(
  syncResources.flatMap((resource) => {
    const { parent } = resourceKinds[resource];
    return parent === null ? [] : [sql`(${rank(parent)}::smallint, ${rank(resource)}::smallint)`];
  }),
  sql`, `,
);

/** Names of records, and of all that hangs on them: applications of candidates, what those have. */
export const tree = (tenantId: string, seeds: readonly Seed[]): SQL => sql`
  with seeds as materialized (
    select context, resource, parent_id, record_id from jsonb_to_recordset(
      ${JSON.stringify(seeds)}::jsonb
    ) as s (context text, resource smallint, parent_id text, record_id text)
  ), roots as (
    select * from seeds
    union
    select r.context, r.resource, r.parent_id, r.record_id from seeds s
      join rsc.sync_records r on r.tenant_id = ${tenantId} and r.context = s.context
        and r.candidate_id = s.record_id and r.resource = ${rank('applications')}
      where s.resource = ${rank('candidates')}
  )
  select * from roots
  union
  select r.context, r.resource, r.parent_id, r.record_id from roots p
    join (values ${hanging}) as h (parent, child) on h.parent = p.resource
    join rsc.sync_records r on r.tenant_id = ${tenantId} and r.context = p.context
      and r.resource = h.child and r.parent_id = p.record_id`;

/** Writes down which records an erasure deletes. */
export const nameErased = (id: string, tenantId: string, seeds: readonly Seed[]): SQL => sql`
  insert into rsc.sync_erased (erasure_id, tenant_id, context, resource, parent_id, record_id)
  select ${id}::uuid, ${tenantId}, t.* from (${tree(tenantId, seeds)}) t`;

/** Records of an erasure are deleted next, and never sent again. Those nobody knew get a row. */
export const deleteErased = (id: string, tenantId: string, at: string): SQL => sql`
  insert into rsc.sync_records as r (tenant_id, context, resource, parent_id, record_id, op, state,
    priority, version, due_at, changed_at, erased_at)
  select ${tenantId}, e.context, e.resource, e.parent_id, e.record_id, 'delete', 'pending', 0,
    nextval('rsc.sync_versions'), ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz
  from rsc.sync_erased e where e.erasure_id = ${id}::uuid
  on conflict (tenant_id, context, resource, parent_id, record_id) do update set
    op = 'delete', state = 'pending', priority = 0, version = excluded.version,
    due_at = excluded.due_at, changed_at = excluded.changed_at, attempts = 0, task_id = null,
    blocked_on = null, first_failed_at = null, last_failed_at = null, reason = null,
    problems = null, erased_at = coalesce(r.erased_at, excluded.erased_at)`;

const ofErasure = sql`r.tenant_id = e.tenant_id and r.context = e.context
  and r.resource = e.resource and r.parent_id = e.parent_id and r.record_id = e.record_id`;

/** Records of an erasure may be sent again, except those that another erasure deletes as well. */
export const restoreErased = (id: string, at: string): SQL => sql`
  update rsc.sync_records r set erased_at = null, op = 'upsert', state = 'pending', priority = 0,
    version = nextval('rsc.sync_versions'), due_at = ${at}::timestamptz,
    changed_at = ${at}::timestamptz, attempts = 0, reason = null, problems = null
  from rsc.sync_erased e
  where e.erasure_id = ${id}::uuid and ${ofErasure} and r.erased_at is not null
    and not exists (
      select from rsc.sync_erased other join rsc.sync_erasures o on o.id = other.erasure_id
      where other.tenant_id = e.tenant_id and other.context = e.context
        and other.resource = e.resource and other.parent_id = e.parent_id
        and other.record_id = e.record_id and o.id <> ${id}::uuid and o.restored_at is null)`;

/** How the records of an erasure stand, by kind. */
export const standing = (id: string): SQL => sql`
  select e.resource, r.state, count(*)::int as rows,
    count(*) filter (where r.first_failed_at is not null and r.state <> 'deleted')::int as failing
  from rsc.sync_erased e join rsc.sync_records r on ${ofErasure}
  where e.erasure_id = ${id}::uuid group by e.resource, r.state`;

/** Records of an erasure that LinkedIn has not deleted at the first attempt. */
export const failing = (id: string, limit: number): SQL => sql`
  select e.resource, e.parent_id, e.record_id, r.reason, r.attempts,
    r.last_failed_at from rsc.sync_erased e join rsc.sync_records r on ${ofErasure}
  where e.erasure_id = ${id}::uuid and r.state <> 'deleted' and r.first_failed_at is not null
  order by e.resource, e.parent_id, e.record_id limit ${limit}`;

/** Notes which erasures are through. */
export const complete = (at: string): SQL => sql`
  update rsc.sync_erasures x set completed_at = ${at}::timestamptz, deleted_at_linkedin = (
    select coalesce(jsonb_object_agg(c.resource, c.rows), '{}'::jsonb) from (
      select e.resource, count(*) as rows from rsc.sync_erased e
      where e.erasure_id = x.id group by e.resource) c)
  where x.completed_at is null and x.restored_at is null and not exists (
    select from rsc.sync_erased e join rsc.sync_records r on ${ofErasure}
    where e.erasure_id = x.id and r.state <> 'deleted')`;

/** An erasure is never given up: what was put aside is tried again. @returns whose it is */
export const tryAgain = (before: string, at: string): SQL => sql`
  update rsc.sync_records r set state = 'pending', attempts = 0, due_at = ${at}::timestamptz
  from rsc.sync_erasures x join rsc.sync_erased e on e.erasure_id = x.id
  where x.completed_at is null and x.restored_at is null and ${ofErasure}
    and r.state = 'quarantined' and r.last_failed_at <= ${before}::timestamptz
  returning r.tenant_id`;
