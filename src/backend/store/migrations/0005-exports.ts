/**
 * What recruiters export to the ATS, from the event to the candidate and back; how much of it each
 * seat has used; and how many pushes were refused, counted and not kept.
 */
export const exportsOfMembers = {
  number: 5,
  name: 'exports',
  sql: `
create table rsc.push_refusals (
  -- Empty where nobody has the address.
  tenant_id text not null,
  reason text not null constraint push_refusals_reason_check
    check (reason in ('unknown', 'forged', 'oversized', 'malformed', 'stale')),
  day date not null,
  refused bigint not null,
  last_at timestamptz not null,
  constraint push_refusals_pkey primary key (tenant_id, reason, day)
);
create index push_events_done on rsc.push_events (processed_at) where processed_at is not null;

-- One row for each customer with exports: the number of the newest change, and who works on them.
create table rsc.export_feeds (
  tenant_id text constraint export_feeds_pkey primary key
    references rsc.tenants on delete cascade,
  cursor bigint not null default 0,
  leased_until timestamptz
);

create table rsc.exports (
  tenant_id text not null references rsc.tenants on delete cascade,
  id text not null constraint exports_id_check check (id ~ '^[A-Za-z0-9_-]{32}$'),
  -- Rises with each change of an export of the customer, in the order of their commits.
  cursor bigint not null,
  kind text not null constraint exports_kind_check check (kind in ('candidate', 'evaluation')),
  request_id text not null,
  position integer not null default 0,
  state text not null constraint exports_state_check check (state in
    ('received', 'fetched', 'review', 'delivered', 'dismissed', 'quarantined', 'lost')),
  received_at timestamptz not null,
  fetched_at timestamptz,
  settled_at timestamptz,
  context text,
  job_id text,
  job_state text constraint exports_job_state_check
    check (job_state in ('open', 'closed', 'unknown')),
  exporter text,
  exporter_user text,
  -- Hash of customer and person URN: what makes two exports one person.
  member bytea constraint exports_member_check check (length(member) = 32),
  profile bytea,
  profile_key_id text,
  resume bytea,
  resume_key_id text,
  suggestions jsonb not null default '[]',
  notices jsonb not null default '[]',
  plan text constraint exports_plan_check check (plan in ('create', 'merge', 'undo')),
  reason text constraint exports_reason_check
    check (reason in ('person', 'profile_url', 'email', 'name_company', 'decision')),
  candidate_id text,
  application_id text,
  outcome text constraint exports_outcome_check check (outcome in ('created', 'merged')),
  attachment text constraint exports_attachment_check
    check (attachment in ('pending', 'attached', 'other_member', 'given_up')),
  decided_by text,
  decided_at timestamptz,
  -- When it is worked on next; null: when somebody decides, or never.
  due_at timestamptz,
  attempts integer not null default 0,
  error_code text,
  constraint exports_pkey primary key (tenant_id, id),
  constraint exports_profile_check check ((profile is null) = (profile_key_id is null)),
  constraint exports_resume_check check ((resume is null) = (resume_key_id is null))
);
create unique index exports_cursor on rsc.exports (tenant_id, cursor);
create index exports_job on rsc.exports (tenant_id, job_id, cursor);
create index exports_member on rsc.exports (tenant_id, member) where member is not null;
create index exports_due on rsc.exports (due_at) where due_at is not null;
create index exports_received on rsc.exports (received_at);
create index exports_profile_key_id on rsc.exports (profile_key_id)
  where profile_key_id is not null;
create index exports_resume_key_id on rsc.exports (resume_key_id) where resume_key_id is not null;

-- The customer's row in export_feeds stays locked until the change is committed, so that whoever
-- reads up to a number has seen everything below it.
create function rsc.number_export() returns trigger language plpgsql as $$
begin
  insert into rsc.export_feeds (tenant_id, cursor) values (new.tenant_id, 1)
    on conflict (tenant_id) do update set cursor = export_feeds.cursor + 1
    returning cursor into new.cursor;
  return new;
end $$;
create trigger exports_number before insert or update on rsc.exports
  for each row execute function rsc.number_export();

-- What a Recruiter seat has exported in a calendar month, UTC.
create table rsc.export_seats (
  tenant_id text not null references rsc.tenants on delete cascade,
  seat text not null,
  month text not null constraint export_seats_month_check check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  exports integer not null,
  constraint export_seats_pkey primary key (tenant_id, seat, month)
);
`,
} as const;
