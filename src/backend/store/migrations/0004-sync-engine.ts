/**
 * What the sync engine knows: each record of an ATS by name, whether LinkedIn has its newest version,
 * and why not; who of the customers is worked on when; and what an ATS has changed in transactions of
 * its own. Of a record's content there is nothing but a digest, except for job postings.
 */
export const syncEngine = {
  number: 4,
  name: 'sync-engine',
  sql: `
create sequence rsc.sync_versions;

create table rsc.sync_records (
  tenant_id text not null references rsc.tenants on delete cascade,
  context text not null,
  -- Place of its kind in the order of sending, from 1: what others hang on goes first.
  resource smallint not null constraint sync_records_resource_check check (resource between 1 and 10),
  parent_id text not null default '',
  record_id text not null,
  op text not null constraint sync_records_op_check check (op in ('upsert', 'delete')),
  -- Deletes go the other way round.
  turn smallint not null generated always as
    (case op when 'upsert' then resource else 100 - resource end) stored,
  state text not null constraint sync_records_state_check check
    (state in ('pending', 'task', 'blocked', 'quarantined', 'sent', 'deleted')),
  priority smallint not null,
  -- Of the newest change; rises over all records.
  version bigint not null,
  sent_version bigint,
  -- Of what LinkedIn was sent last; null: nothing, or nobody knows.
  digest bytea,
  due_at timestamptz not null,
  changed_at timestamptz not null,
  attempts integer not null default 0,
  first_failed_at timestamptz,
  last_failed_at timestamptz,
  reason text,
  problems jsonb,
  blocked_on text,
  task_id text,
  -- Of job postings: what LinkedIn was sent, to close them with when the ATS has them no longer.
  kept jsonb,
  candidate_id text,
  job_id text,
  sent_at timestamptz,
  -- Deleted for good: whatever the ATS says later, it is not sent again.
  erased_at timestamptz,
  constraint sync_records_pkey primary key (tenant_id, context, resource, parent_id, record_id)
);
create index sync_records_pending on rsc.sync_records
  (tenant_id, priority, turn, context, version) where state = 'pending';
create index sync_records_tasks on rsc.sync_records (tenant_id, due_at) where state = 'task';
create index sync_records_blocked on rsc.sync_records
  (tenant_id, context, blocked_on) where state = 'blocked';
create index sync_records_quarantined on rsc.sync_records
  (tenant_id, last_failed_at) where state = 'quarantined';
create index sync_records_candidate on rsc.sync_records
  (tenant_id, context, candidate_id) where candidate_id is not null;
create index sync_records_job on rsc.sync_records
  (tenant_id, context, job_id) where job_id is not null;

create table rsc.sync_tenants (
  tenant_id text constraint sync_tenants_pkey primary key references rsc.tenants on delete cascade,
  -- When it is worked on next; null: when something changes.
  due_at timestamptz,
  priority smallint not null default 2,
  lease_until timestamptz,
  lease bigint not null default 0,
  attempts integer not null default 0,
  error_code text,
  failing_since timestamptz,
  paused_at timestamptz
);
create index sync_tenants_due on rsc.sync_tenants (priority, due_at) where due_at is not null;

-- An ATS writes here in transactions of its own; what it rolls back never was.
create table rsc.sync_outbox (
  id bigint generated always as identity constraint sync_outbox_pkey primary key,
  tenant_id text not null,
  context text,
  resource text not null,
  parent_id text not null default '',
  record_id text not null,
  op text not null default 'upsert' constraint sync_outbox_op_check
    check (op in ('upsert', 'delete')),
  priority smallint not null default 1 constraint sync_outbox_priority_check
    check (priority between 0 and 2),
  changed_at timestamptz not null default now()
);

create function rsc.changed(
  tenant text, resource text, record_id text, parent_id text default '', op text default 'upsert')
  returns void language sql as $$
  insert into rsc.sync_outbox (tenant_id, resource, record_id, parent_id, op)
    values (tenant, resource, record_id, parent_id, op)
$$;

-- What was sent in each minute, for rates and metrics.
create table rsc.sync_minutes (
  tenant_id text not null references rsc.tenants on delete cascade,
  minute timestamptz not null,
  resource smallint not null,
  sent integer not null default 0,
  deleted integer not null default 0,
  unchanged integer not null default 0,
  refused integer not null default 0,
  retried integer not null default 0,
  constraint sync_minutes_pkey primary key (tenant_id, minute, resource)
);
`,
} as const;
