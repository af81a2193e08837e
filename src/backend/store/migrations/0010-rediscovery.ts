/**
 * Past applicants as far as they are searched for: words of skills and titles, how far they have come,
 * and when. No names, no texts, no feedback: those are read from the ATS for whoever looks. And whom a
 * user does not want to see for a job.
 */
export const rediscovery = {
  number: 10,
  name: 'rediscovery',
  sql: `
create table rsc.rediscovery_tenants (
  tenant_id text constraint rediscovery_tenants_pkey primary key
    references rsc.tenants on delete cascade,
  due_at timestamptz not null,
  -- Rises each time somebody takes it: what an earlier one still writes does not count.
  lease bigint not null default 0,
  -- A reading that is under way: when it began, what it asks for (null: everybody), and where its next
  -- page begins.
  started_at timestamptz,
  since timestamptz,
  cursor text,
  -- What changed before has been read; null: not everybody has been.
  read_until timestamptz,
  -- When everybody was read last.
  whole_at timestamptz,
  attempts integer not null default 0,
  error_code text
);
create index rediscovery_tenants_due on rsc.rediscovery_tenants (due_at);

-- Candidates that have changed since they were read.
create table rsc.rediscovery_changes (
  tenant_id text not null references rsc.tenants on delete cascade,
  candidate_id text not null,
  version bigint generated always as identity,
  due_at timestamptz not null,
  constraint rediscovery_changes_pkey primary key (tenant_id, candidate_id)
);
create index rediscovery_changes_due on rsc.rediscovery_changes (due_at);

create table rsc.rediscovery_applicants (
  tenant_id text not null references rsc.tenants on delete cascade,
  candidate_id text not null,
  -- Words of skills (A), of titles (B) and of titles of past jobs (C), and the customer.
  terms tsvector not null,
  -- Jobs applied to.
  jobs text[] not null,
  progress real not null,
  last_activity_at timestamptz not null,
  -- When reading it from the ATS began: an older reading does not overwrite a newer one.
  read_at timestamptz not null,
  constraint rediscovery_applicants_pkey primary key (tenant_id, candidate_id)
);
create index rediscovery_applicants_terms on rsc.rediscovery_applicants using gin (terms);

create table rsc.rediscovery_dismissals (
  tenant_id text not null references rsc.tenants on delete cascade,
  job_id text not null,
  user_id text not null,
  candidate_id text not null,
  dismissed_at timestamptz not null,
  constraint rediscovery_dismissals_pkey primary key (tenant_id, job_id, user_id, candidate_id)
);
create index rediscovery_dismissals_candidate
  on rsc.rediscovery_dismissals (tenant_id, candidate_id);
`,
} as const;
