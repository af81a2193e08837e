/**
 * History of an ATS on its way to LinkedIn: how far it was read, and what became of it; and sums of
 * what was sent, so that minutes need not be kept for ever.
 */
export const backfills = {
  number: 9,
  name: 'backfills',
  sql: `
create table rsc.sync_backfills (
  id uuid not null default gen_random_uuid() constraint sync_backfills_pkey primary key,
  -- What records say that it has named.
  number bigint generated always as identity
    constraint sync_backfills_number_key unique,
  tenant_id text not null references rsc.tenants on delete cascade,
  state text not null constraint sync_backfills_state_check check
    (state in ('running', 'paused', 'cancelled', 'finished')),
  -- Null: all there is.
  since timestamptz,
  requested_by text not null,
  requested_at timestamptz not null,
  paused_at timestamptz,
  finished_at timestamptz,
  attempts integer not null default 0,
  error_code text,
  failing_since timestamptz,
  -- Sums of what was sent before it began, and when it was over.
  before jsonb not null default '{}',
  after jsonb,
  -- What became of it, once it is over.
  report jsonb
);
create unique index sync_backfills_open on rsc.sync_backfills (tenant_id)
  where state in ('running', 'paused');
create index sync_backfills_tenant on rsc.sync_backfills (tenant_id, requested_at desc, id);

-- One kind of records of one organization, in the order in which they are read.
create table rsc.sync_backfill_parts (
  backfill_id uuid not null references rsc.sync_backfills on delete cascade,
  tenant_id text not null references rsc.tenants on delete cascade,
  position integer not null,
  context text not null,
  resource smallint not null,
  -- How many there are; null: the ATS does not say.
  expected bigint,
  -- Where the next page begins; null: at the beginning.
  cursor text,
  scanned bigint not null default 0,
  erased bigint not null default 0,
  invalid bigint not null default 0,
  finished_at timestamptz,
  constraint sync_backfill_parts_pkey primary key (backfill_id, position)
);

-- The backfill that has named the record last.
alter table rsc.sync_records add column backfill bigint;

-- Of minutes that are over, by kind.
create table rsc.sync_totals (
  tenant_id text not null references rsc.tenants on delete cascade,
  resource smallint not null,
  sent bigint not null default 0,
  deleted bigint not null default 0,
  unchanged bigint not null default 0,
  refused bigint not null default 0,
  retried bigint not null default 0,
  constraint sync_totals_pkey primary key (tenant_id, resource)
);
`,
} as const;
