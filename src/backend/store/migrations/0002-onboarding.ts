/**
 * Onboarding: tenants have a life before they are active and after, an environment, and the id that
 * the ATS knows them by; LinkedIn's side of it is kept as well. Tenants that are there already were
 * set up by hand, for production, and LinkedIn knows them by our id.
 */
export const onboarding = {
  number: 2,
  name: 'onboarding',
  sql: `
alter table rsc.partners
  add column parent_client_id text,
  add column parent_client_secret bytea,
  add column parent_client_secret_key_id text,
  add constraint partners_secret_check
    check ((parent_client_secret is null) = (parent_client_secret_key_id is null));

alter table rsc.tenants
  add column unique_foreign_id text,
  add column environment text not null default 'production'
    constraint tenants_environment_check check (environment in ('development', 'production')),
  add column job_availability text not null default 'PRIVATE_TO_ATS_INTEGRATION'
    constraint tenants_job_availability_check
    check (job_availability in ('PUBLIC', 'PRIVATE_TO_ATS_INTEGRATION')),
  add column disabled_at timestamptz,
  add column purged_at timestamptz,
  drop constraint tenants_status_check,
  add constraint tenants_status_check
    check (status in ('provisioning', 'active', 'disabled', 'purged'));
update rsc.tenants set
  unique_foreign_id = id,
  disabled_at = case when status = 'disabled' then updated_at end;
alter table rsc.tenants
  alter column unique_foreign_id set not null,
  alter column environment drop default,
  alter column status drop default,
  add constraint tenants_foreign_id_check check (length(unique_foreign_id) between 1 and 255),
  add constraint tenants_foreign_id_key unique (partner_id, unique_foreign_id);

alter table rsc.linkedin_applications
  add column developer_application_urn text
    constraint linkedin_applications_urn_key unique,
  add column js_sdk_domains jsonb not null default '[]',
  add column callback_urls jsonb not null default '[]',
  add column provisioned_at timestamptz,
  alter column client_id drop not null,
  alter column client_secret drop not null,
  alter column client_secret_key_id drop not null,
  add constraint linkedin_applications_secret_check
    check ((client_secret is null) = (client_secret_key_id is null));
update rsc.linkedin_applications set provisioned_at = created_at;

alter table rsc.tenant_contexts
  add column kind text,
  add column name text,
  add column created_at timestamptz not null default now();
update rsc.tenant_contexts set kind = split_part(urn, ':', 3);
alter table rsc.tenant_contexts
  alter column kind set not null,
  add constraint tenant_contexts_kind_check
    check (kind in ('organization', 'contract') and urn like 'urn:li:' || kind || ':%');
create index tenant_contexts_urn on rsc.tenant_contexts (urn);

create table rsc.integrations (
  tenant_id text not null,
  context text not null,
  type text not null,
  tenant_type text not null,
  raw_status text,
  state text not null constraint integrations_state_check
    check (state in ('none', 'requested', 'configured', 'enabled', 'disabled', 'unknown')),
  name text,
  changed_at timestamptz not null,
  checked_at timestamptz,
  constraint integrations_pkey primary key (tenant_id, context, type, tenant_type),
  constraint integrations_context_fkey foreign key (tenant_id, context)
    references rsc.tenant_contexts (tenant_id, urn) on delete cascade
);

create table rsc.configurations (
  tenant_id text not null,
  context text not null,
  type text not null,
  tenant_type text not null,
  key text not null,
  value text not null,
  updated_at timestamptz not null default now(),
  confirmed_at timestamptz,
  constraint configurations_pkey primary key (tenant_id, context, type, tenant_type, key),
  constraint configurations_integration_fkey foreign key (tenant_id, context, type, tenant_type)
    references rsc.integrations (tenant_id, context, type, tenant_type) on delete cascade
);

create table rsc.callback_tokens (
  token_hash bytea constraint callback_tokens_pkey primary key
    constraint callback_tokens_hash_check check (length(token_hash) = 32),
  tenant_id text not null references rsc.tenants on delete cascade,
  token bytea not null,
  token_key_id text not null,
  created_at timestamptz not null default now(),
  validated_at timestamptz,
  retired_at timestamptz
);
create index callback_tokens_tenant on rsc.callback_tokens (tenant_id);

create table rsc.purge_receipts (
  id uuid constraint purge_receipts_pkey primary key default gen_random_uuid(),
  tenant_id text not null,
  requested_at timestamptz not null,
  completed_at timestamptz,
  deleted_here jsonb not null default '{}',
  deleted_at_linkedin jsonb not null default '{}'
);
create index purge_receipts_tenant on rsc.purge_receipts (tenant_id);
`,
} as const;
