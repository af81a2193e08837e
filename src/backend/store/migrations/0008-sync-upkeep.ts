/**
 * What keeps LinkedIn as the ATS is, beside changes: records deleted for good, with receipts; which
 * members LinkedIn says candidates are; and comparisons of both sides.
 */
export const syncUpkeep = {
  number: 8,
  name: 'sync-upkeep',
  sql: `
create table rsc.sync_erasures (
  id uuid not null default gen_random_uuid() constraint sync_erasures_pkey primary key,
  tenant_id text not null references rsc.tenants on delete cascade,
  -- The ATS's name of what was asked for, such as "candidates/17".
  subject text not null,
  requested_by text not null,
  requested_at timestamptz not null,
  completed_at timestamptz,
  restored_at timestamptz,
  -- Rows by table.
  deleted_here jsonb not null default '{}',
  -- Records by kind, once it is completed.
  deleted_at_linkedin jsonb
);
create index sync_erasures_tenant on rsc.sync_erasures (tenant_id, requested_at desc, id);
create index sync_erasures_open on rsc.sync_erasures (requested_at)
  where completed_at is null and restored_at is null;

-- Which records each of them deletes, by the ATS's names.
create table rsc.sync_erased (
  erasure_id uuid not null references rsc.sync_erasures on delete cascade,
  tenant_id text not null references rsc.tenants on delete cascade,
  context text not null,
  resource smallint not null,
  parent_id text not null,
  record_id text not null,
  constraint sync_erased_pkey primary key (erasure_id, context, resource, parent_id, record_id)
);
create index sync_erased_record on rsc.sync_erased
  (tenant_id, context, resource, parent_id, record_id);

create table rsc.candidate_matches (
  tenant_id text not null references rsc.tenants on delete cascade,
  context text not null,
  candidate_id text not null,
  kind text not null default 'none' constraint candidate_matches_kind_check check
    (kind in ('manual', 'algorithmic', 'none')),
  -- Of a manual match the member; of an algorithmic one the first that LinkedIn names.
  person_urn text,
  -- All that LinkedIn names.
  members jsonb not null default '[]',
  -- Who somebody said it is, until LinkedIn says so too or the time is over.
  claimed_urn text,
  claimed_until timestamptz,
  -- As LinkedIn has them; null: it has no such candidate, or was not asked.
  ats_created_ms bigint,
  ats_modified_ms bigint,
  first_matched_at timestamptz,
  changed_at timestamptz,
  -- Null: what stands here is not to be used as LinkedIn's answer.
  checked_at timestamptz,
  due_at timestamptz,
  -- Since it was sent: the more, the rarer.
  checks smallint not null default 0,
  constraint candidate_matches_pkey primary key (tenant_id, context, candidate_id)
);
create index candidate_matches_due on rsc.candidate_matches (due_at) where due_at is not null;

create table rsc.sync_reconciliations (
  id uuid not null default gen_random_uuid() constraint sync_reconciliations_pkey primary key,
  tenant_id text not null references rsc.tenants on delete cascade,
  mode text not null constraint sync_reconciliations_mode_check check (mode in ('sample', 'full')),
  repair boolean not null,
  requested_by text not null,
  requested_at timestamptz not null,
  finished_at timestamptz,
  -- When it is worked on next; null once it is finished.
  due_at timestamptz,
  attempts integer not null default 0,
  error_code text,
  -- Where it goes on.
  place jsonb not null default '{}',
  counts jsonb not null default '{}',
  examples jsonb not null default '[]'
);
create index sync_reconciliations_due on rsc.sync_reconciliations (due_at)
  where due_at is not null;
create index sync_reconciliations_tenant on rsc.sync_reconciliations
  (tenant_id, requested_at desc, id);
`,
} as const;
