/**
 * Tables of the partner and its customers: who may embed where, whose signatures count, and which
 * LinkedIn. The migrations make them; a test holds the two against each other.
 */
import { relations } from 'drizzle-orm';
import { bigint, boolean, integer, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytea, moment, rsc } from './columns.ts';

export const partners = rsc.table('partners', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** The parent application, which provisions those of customers. */
  parentClientId: text('parent_client_id'),
  parentClientSecret: bytea('parent_client_secret'),
  parentClientSecretKeyId: text('parent_client_secret_key_id'),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
});

/** What a partner has chosen. Never secrets: these are in the clear. */
export const settings = rsc.table(
  'settings',
  {
    partnerId: text('partner_id').notNull(),
    name: text('name').notNull(),
    value: jsonb('value').notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.partnerId, table.name] })],
);

export const tenants = rsc.table('tenants', {
  id: text('id').primaryKey(),
  partnerId: text('partner_id').notNull().default('default'),
  name: text('name').notNull(),
  /** The ATS's own id of the customer; LinkedIn calls it `uniqueForeignId`. */
  uniqueForeignId: text('unique_foreign_id').notNull(),
  environment: text('environment').notNull(),
  status: text('status').notNull(),
  jobAvailability: text('job_availability').notNull().default('PRIVATE_TO_ATS_INTEGRATION'),
  /** Instances of one company may share its organization and contracts; null: it has one. */
  company: text('company'),
  /** Whether events have to be signed: `off`, `if-present`, `required`. */
  pushSignature: text('push_signature').notNull().default('if-present'),
  /** Whether ACLs say who sees jobs and applications, in place of the defaults for all. */
  usesAcls: boolean('uses_acls').notNull().default(false),
  /** Rises with every change of the tenant and of what belongs to it, by trigger. */
  revision: bigint('revision', { mode: 'number' }).notNull().default(1),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  disabledAt: moment('disabled_at'),
  purgedAt: moment('purged_at'),
});

/** Every name a tenant is found by, in one index: its id, and its client id. Kept by triggers. */
export const tenantNames = rsc.table('tenant_names', {
  name: text('name').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  kind: text('kind').notNull(),
});

export const tenantOrigins = rsc.table(
  'tenant_origins',
  {
    tenantId: text('tenant_id').notNull(),
    origin: text('origin').notNull(),
    position: integer('position').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.origin] })],
);

/** Keys of the handshake. A key is known under its tenant only. */
export const tenantKeys = rsc.table(
  'tenant_keys',
  {
    tenantId: text('tenant_id').notNull(),
    kid: text('kid').notNull(),
    alg: text('alg').notNull(),
    /** Of ES256 keys; public, and therefore in the clear. */
    publicJwk: jsonb('public_jwk'),
    /** Of HS256 keys. */
    secret: bytea('secret'),
    secretKeyId: text('secret_key_id'),
    activeFrom: moment('active_from').notNull(),
    /** From then on its signatures do not count; two keys overlap during a rotation. */
    retiredAt: moment('retired_at'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.kid] })],
);

/** The customer's own application at LinkedIn. Client id and secret come with its provisioning. */
export const linkedinApplications = rsc.table('linkedin_applications', {
  tenantId: text('tenant_id').primaryKey(),
  developerApplicationUrn: text('developer_application_urn'),
  clientId: text('client_id'),
  clientSecret: bytea('client_secret'),
  clientSecretKeyId: text('client_secret_key_id'),
  generation: text('generation').notNull(),
  apiVersion: text('api_version'),
  /** Null: where LinkedIn is by default. */
  apiBaseUrl: text('api_base_url'),
  oauthTokenUrl: text('oauth_token_url'),
  scriptUrl: text('script_url'),
  extensionUrl: text('extension_url'),
  /** `validJsSdkDomains` and `oauth2AuthorizedCallbackUrls`, as LinkedIn was last told. */
  jsSdkDomains: jsonb('js_sdk_domains').notNull().default([]),
  callbackUrls: jsonb('callback_urls').notNull().default([]),
  provisionedAt: moment('provisioned_at'),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
});

/** Organizations and contracts of a tenant: the integration contexts it may use. */
export const tenantContexts = rsc.table(
  'tenant_contexts',
  {
    tenantId: text('tenant_id').notNull(),
    urn: text('urn').notNull(),
    kind: text('kind').notNull(),
    name: text('name'),
    /** The first is used when a page names none. */
    position: integer('position').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.urn] })],
);

export const tenantsRelations = relations(tenants, ({ one, many }) => ({
  application: one(linkedinApplications, {
    fields: [tenants.id],
    references: [linkedinApplications.tenantId],
  }),
  origins: many(tenantOrigins),
  keys: many(tenantKeys),
  contexts: many(tenantContexts),
}));
export const originsRelations = relations(tenantOrigins, ({ one }) => ({
  tenant: one(tenants, { fields: [tenantOrigins.tenantId], references: [tenants.id] }),
}));
export const keysRelations = relations(tenantKeys, ({ one }) => ({
  tenant: one(tenants, { fields: [tenantKeys.tenantId], references: [tenants.id] }),
}));
export const contextsRelations = relations(tenantContexts, ({ one }) => ({
  tenant: one(tenants, { fields: [tenantContexts.tenantId], references: [tenants.id] }),
}));
