/**
 * What comes back from Recruiter: seats and who of the ATS they are, InMail, notes and stub profiles
 * with marks up to which they have been read, what an ATS made of shared contact details, and members
 * who closed their accounts. Whatever people have written or shared is sealed.
 */
export const retrieval = {
  number: 6,
  name: 'retrieval',
  sql: `
create table rsc.retrieval_tenants (
  tenant_id text constraint retrieval_tenants_pkey primary key
    references rsc.tenants on delete cascade,
  -- Rises with each transaction that changes items, in the order in which they count.
  revision bigint not null default 0,
  closed_due_at timestamptz not null,
  -- Closed accounts before this moment have been asked for.
  closed_until timestamptz,
  closed_asked_at timestamptz,
  closed_error_code text,
  retention_due_at timestamptz not null
);
create index retrieval_tenants_closed on rsc.retrieval_tenants (closed_due_at);
create index retrieval_tenants_retention on rsc.retrieval_tenants (retention_due_at);

create table rsc.retrieval_contracts (
  tenant_id text not null references rsc.tenants on delete cascade,
  contract text not null,
  -- When its seats are asked for next.
  due_at timestamptz not null,
  read_at timestamptz,
  attempts integer not null default 0,
  error_code text,
  constraint retrieval_contracts_pkey primary key (tenant_id, contract)
);
create index retrieval_contracts_due on rsc.retrieval_contracts (due_at);

create table rsc.retrieval_seats (
  tenant_id text not null references rsc.tenants on delete cascade,
  seat text not null,
  contract text not null,
  member text,
  -- LinkedIn's word; GONE: it is not in the list any more.
  state text not null,
  -- Name and e-mail address, sealed.
  details bytea not null,
  details_key_id text not null,
  ats_user_id text,
  mapped_by text constraint retrieval_seats_mapped_check
    check (mapped_by in ('member', 'email', 'admin')),
  mapped_at timestamptz,
  due_at timestamptz,
  -- Rises each time somebody takes it: what an earlier one still writes does not count.
  lease bigint not null default 0,
  leased_until timestamptz,
  attempts integer not null default 0,
  error_code text,
  -- Everything before these moments is in the store.
  inmail_until timestamptz not null,
  notes_until timestamptz not null,
  stubs_until timestamptz not null,
  swept_at timestamptz not null,
  pulled_at timestamptz,
  -- Time of the newest item.
  active_at timestamptz,
  constraint retrieval_seats_pkey primary key (tenant_id, seat),
  constraint retrieval_seats_user_check check (ats_user_id is null or mapped_by is not null)
);
create index retrieval_seats_due on rsc.retrieval_seats (due_at) where due_at is not null;
create index retrieval_seats_user on rsc.retrieval_seats (tenant_id, ats_user_id)
  where ats_user_id is not null;

create table rsc.retrieval_items (
  tenant_id text not null references rsc.tenants on delete cascade,
  -- Hash of source, contract, seat and LinkedIn's id.
  item bytea not null constraint retrieval_items_item_check check (length(item) = 32),
  source text not null constraint retrieval_items_source_check
    check (source in ('inmail', 'note', 'stub')),
  kind text not null,
  contract text not null,
  -- Whose InMail, note or stub it is.
  seat text not null,
  -- Person URN; null: nothing says whom it is about.
  member text,
  thread text,
  by_member boolean not null,
  is_private boolean not null,
  -- Where it stands in a timeline.
  at timestamptz not null,
  -- By which LinkedIn finds it: of notes the last change.
  changed_at timestamptz not null,
  body bytea,
  body_key_id text,
  -- The tenant's revision that wrote it last.
  revision bigint not null,
  -- It is gone at LinkedIn: nothing is left of it but that.
  removed_at timestamptz,
  constraint retrieval_items_pkey primary key (tenant_id, item),
  constraint retrieval_items_body_check check (
    (body is null) = (body_key_id is null) and (removed_at is null or body is null))
);
create index retrieval_items_timeline on rsc.retrieval_items (tenant_id, member, at desc, item desc)
  where removed_at is null;
create index retrieval_items_window on rsc.retrieval_items (tenant_id, seat, source, changed_at)
  where removed_at is null;
create index retrieval_items_thread on rsc.retrieval_items (tenant_id, thread, at)
  where thread is not null;
create index retrieval_items_news on rsc.retrieval_items (tenant_id, member, revision);
create index retrieval_items_age on rsc.retrieval_items (tenant_id, at);
create index retrieval_items_key_id on rsc.retrieval_items (body_key_id)
  where body_key_id is not null;

-- Contact details on their way into the ATS, one row a stub profile.
create table rsc.retrieval_contacts (
  tenant_id text not null references rsc.tenants on delete cascade,
  item bytea not null,
  stub_id text not null,
  state text not null constraint retrieval_contacts_state_check
    check (state in ('waiting', 'done', 'failed')),
  due_at timestamptz not null,
  attempts integer not null default 0,
  error_code text,
  -- The member agreed to share then.
  consented_at timestamptz not null,
  candidate_id text,
  -- What was changed, sealed.
  outcome bytea,
  outcome_key_id text,
  done_at timestamptz,
  constraint retrieval_contacts_pkey primary key (tenant_id, item),
  constraint retrieval_contacts_item_fkey foreign key (tenant_id, item)
    references rsc.retrieval_items on delete cascade,
  constraint retrieval_contacts_outcome_check check (
    (outcome is null) = (outcome_key_id is null) and (state = 'done') = (outcome is not null))
);
create index retrieval_contacts_due on rsc.retrieval_contacts (due_at) where state = 'waiting';

-- Which members candidates are: as LinkedIn says, or as shared contact details have shown.
create table rsc.retrieval_people (
  tenant_id text not null references rsc.tenants on delete cascade,
  candidate_id text not null,
  member text not null,
  known_by text not null constraint retrieval_people_known_check
    check (known_by in ('linkedin', 'contact')),
  noted_at timestamptz not null,
  constraint retrieval_people_pkey primary key (tenant_id, candidate_id, member)
);
create index retrieval_people_member on rsc.retrieval_people (tenant_id, member);

create table rsc.closed_profiles (
  tenant_id text not null references rsc.tenants on delete cascade,
  id uuid not null default gen_random_uuid(),
  context text not null,
  member text not null,
  profile_url bytea,
  profile_url_key_id text,
  closed_at timestamptz not null,
  found_at timestamptz not null,
  -- When whoever listens has been told.
  told_at timestamptz,
  deleted_at timestamptz,
  receipt_id uuid,
  constraint closed_profiles_pkey primary key (tenant_id, member),
  constraint closed_profiles_id_key unique (id),
  constraint closed_profiles_url_check check (
    (profile_url is null) = (profile_url_key_id is null))
);
create index closed_profiles_untold on rsc.closed_profiles (tenant_id) where told_at is null;

create table rsc.retrieval_receipts (
  id uuid constraint retrieval_receipts_pkey primary key default gen_random_uuid(),
  tenant_id text not null references rsc.tenants on delete cascade,
  reason text not null constraint retrieval_receipts_reason_check
    check (reason in ('closed_profiles', 'retention')),
  actor text not null,
  at timestamptz not null,
  -- Numbers by table; no contents.
  deleted jsonb not null
);
create index retrieval_receipts_tenant on rsc.retrieval_receipts (tenant_id, at desc);
`,
} as const;
