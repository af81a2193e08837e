/** What a configuration file of customers knows, and what several processes have to share. */
export const tenants = {
  number: 1,
  name: 'tenants',
  sql: `
create table rsc.partners (
  id text constraint partners_pkey primary key,
  name text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
insert into rsc.partners (id, name) values ('default', 'Partner');

create table rsc.settings (
  partner_id text not null references rsc.partners,
  name text not null,
  value jsonb not null,
  updated_at timestamptz not null default now(),
  constraint settings_pkey primary key (partner_id, name)
);

create table rsc.tenants (
  id text constraint tenants_pkey primary key
    constraint tenants_id_check check (id ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$'),
  partner_id text not null default 'default' references rsc.partners,
  name text not null constraint tenants_name_check check (length(name) between 1 and 200),
  status text not null default 'active'
    constraint tenants_status_check check (status in ('active', 'disabled')),
  revision bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- A tenant is found by its id and by its client id. One index over both keeps anybody from taking
-- a name that another tenant has in the other role.
create table rsc.tenant_names (
  name text constraint tenant_names_pkey primary key,
  tenant_id text not null references rsc.tenants on delete cascade,
  kind text not null constraint tenant_names_kind_check check (kind in ('id', 'client_id')),
  constraint tenant_names_kind_key unique (tenant_id, kind)
);

create table rsc.tenant_origins (
  tenant_id text not null references rsc.tenants on delete cascade,
  origin text not null constraint tenant_origins_origin_check check (length(origin) <= 300),
  position integer not null default 0,
  created_at timestamptz not null default now(),
  constraint tenant_origins_pkey primary key (tenant_id, origin)
);

create table rsc.tenant_keys (
  tenant_id text not null references rsc.tenants on delete cascade,
  kid text not null constraint tenant_keys_kid_check check (length(kid) between 1 and 128),
  alg text not null,
  public_jwk jsonb,
  secret bytea,
  secret_key_id text,
  active_from timestamptz not null default now(),
  retired_at timestamptz,
  created_at timestamptz not null default now(),
  constraint tenant_keys_pkey primary key (tenant_id, kid),
  constraint tenant_keys_alg_check check (
    (alg = 'ES256' and public_jwk is not null and not public_jwk ? 'd'
      and secret is null and secret_key_id is null)
    or (alg = 'HS256' and public_jwk is null
      and secret is not null and secret_key_id is not null)
  )
);
create index tenant_keys_secret_key_id on rsc.tenant_keys (secret_key_id)
  where secret_key_id is not null;

create table rsc.linkedin_applications (
  tenant_id text constraint linkedin_applications_pkey primary key
    references rsc.tenants on delete cascade,
  client_id text not null constraint linkedin_applications_client_id_key unique,
  client_secret bytea not null,
  client_secret_key_id text not null,
  generation text not null default 'v2'
    constraint linkedin_applications_generation_check check (generation in ('v2', 'rest')),
  api_version text,
  api_base_url text,
  oauth_token_url text,
  script_url text,
  extension_url text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint linkedin_applications_version_check check (generation = 'v2' or api_version is not null)
);
create index linkedin_applications_key_id on rsc.linkedin_applications (client_secret_key_id);

create table rsc.tenant_contexts (
  tenant_id text not null references rsc.tenants on delete cascade,
  urn text not null,
  position integer not null default 0,
  constraint tenant_contexts_pkey primary key (tenant_id, urn)
);

create table rsc.candidates (
  tenant_id text not null,
  integration_context text not null,
  candidate_id text not null,
  sent_at timestamptz,
  deleted_at timestamptz,
  links jsonb not null default '[]',
  constraint candidates_pkey primary key (tenant_id, integration_context, candidate_id)
);

create table rsc.replay_ids (
  id bytea constraint replay_ids_pkey primary key,
  expires_at timestamptz not null
);
create index replay_ids_expires_at on rsc.replay_ids (expires_at);

create table rsc.revocations (
  subject bytea constraint revocations_pkey primary key,
  epoch_seconds bigint not null,
  forget_at timestamptz not null
);
create index revocations_forget_at on rsc.revocations (forget_at);

create table rsc.store_keys (
  key_id text constraint store_keys_pkey primary key,
  sealed bytea not null,
  first_used_at timestamptz not null default now()
);

create table rsc.audit_log (
  id bigint generated always as identity constraint audit_log_pkey primary key,
  at timestamptz not null default now(),
  tenant_id text,
  actor text not null,
  action text not null,
  details jsonb not null default '{}'
);
create index audit_log_tenant on rsc.audit_log (tenant_id, id);

-- Caches compare revisions, so that a change by hand counts as much as one by our code.
create function rsc.raise_revision() returns trigger language plpgsql as $$
begin
  new.revision := old.revision + 1;
  new.updated_at := now();
  return new;
end $$;
create trigger tenants_revision before update on rsc.tenants
  for each row execute function rsc.raise_revision();

create function rsc.touch_tenant() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    update rsc.tenants set updated_at = now() where id = old.tenant_id;
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.tenant_id <> old.tenant_id) then
    update rsc.tenants set updated_at = now() where id = new.tenant_id;
  end if;
  return null;
end $$;
create trigger tenant_origins_touch after insert or update or delete on rsc.tenant_origins
  for each row execute function rsc.touch_tenant();
create trigger tenant_keys_touch after insert or update or delete on rsc.tenant_keys
  for each row execute function rsc.touch_tenant();
create trigger linkedin_applications_touch
  after insert or update or delete on rsc.linkedin_applications
  for each row execute function rsc.touch_tenant();
create trigger tenant_contexts_touch after insert or update or delete on rsc.tenant_contexts
  for each row execute function rsc.touch_tenant();

create function rsc.name_tenant() returns trigger language plpgsql as $$
begin
  insert into rsc.tenant_names (name, tenant_id, kind) values (new.id, new.id, 'id');
  return null;
end $$;
create trigger tenants_name after insert on rsc.tenants
  for each row execute function rsc.name_tenant();

create function rsc.name_application() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    delete from rsc.tenant_names where tenant_id = old.tenant_id and kind = 'client_id';
  end if;
  if tg_op <> 'DELETE' then
    -- An application may have the same name as its own tenant, which then finds it already.
    if new.client_id is not null and new.client_id <> new.tenant_id then
      insert into rsc.tenant_names (name, tenant_id, kind)
        values (new.client_id, new.tenant_id, 'client_id');
    end if;
  end if;
  return null;
end $$;
create trigger linkedin_applications_name
  after insert or update of client_id or delete on rsc.linkedin_applications
  for each row execute function rsc.name_application();
`,
} as const;
