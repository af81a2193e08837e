/** Tables of onboarding: what LinkedIn has enabled for a tenant, how it is configured, who left. */
import { jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, moment, rsc } from './columns.ts';

/** One row for each key of LinkedIn's `atsIntegrations`. */
export const integrations = rsc.table(
  'integrations',
  {
    tenantId: text('tenant_id').notNull(),
    context: text('context').notNull(),
    /** As LinkedIn names it; types we do not know are kept. */
    type: text('type').notNull(),
    tenantType: text('tenant_type').notNull(),
    /** LinkedIn's own word, whatever it is: the list of them is not public. */
    rawStatus: text('raw_status'),
    /** What we make of it; what we do not know does not sync. */
    state: text('state').notNull(),
    name: text('name'),
    changedAt: moment('changed_at').notNull(),
    /** When LinkedIn was last asked. */
    checkedAt: moment('checked_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.context, table.type, table.tenantType] }),
  ],
);

/** One row for each configuration of an integration, `JOB_POSTING_VIEWERS` for example. */
export const configurations = rsc.table(
  'configurations',
  {
    tenantId: text('tenant_id').notNull(),
    context: text('context').notNull(),
    type: text('type').notNull(),
    tenantType: text('tenant_type').notNull(),
    key: text('key').notNull(),
    /** Never a secret: a callback address stands here without its token. */
    value: text('value').notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    /** When LinkedIn last confirmed it; null: it still has to be told. */
    confirmedAt: moment('confirmed_at'),
  },
  (table) => [
    primaryKey({
      columns: [table.tenantId, table.context, table.type, table.tenantType, table.key],
    }),
  ],
);

/**
 * Tokens in the addresses that LinkedIn pushes to. Requests are matched by hash; the token itself is
 * kept sealed because the address has to be told to LinkedIn again. Two overlap while one replaces
 * the other.
 */
export const callbackTokens = rsc.table('callback_tokens', {
  tokenHash: bytea('token_hash').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  token: bytea('token').notNull(),
  tokenKeyId: text('token_key_id').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  /** When LinkedIn has proved that it uses the address. */
  validatedAt: moment('validated_at'),
  retiredAt: moment('retired_at'),
});

/** What was deleted for a tenant that left, here and at LinkedIn. Outlives the tenant's rows. */
export const purgeReceipts = rsc.table('purge_receipts', {
  id: uuid('id').primaryKey().defaultRandom(),
  tenantId: text('tenant_id').notNull(),
  requestedAt: moment('requested_at').notNull(),
  completedAt: moment('completed_at'),
  /** Rows deleted by table; no contents. */
  deletedHere: jsonb('deleted_here').notNull().default({}),
  deletedAtLinkedIn: jsonb('deleted_at_linkedin').notNull().default({}),
});
