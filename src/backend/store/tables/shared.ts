/** Tables of what several backend processes have to know together, and of the store itself. */
import { bigint, integer, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytea, moment, rsc } from './columns.ts';

/** When candidates were sent, linked and deleted. No profile data. */
export const candidates = rsc.table(
  'candidates',
  {
    tenantId: text('tenant_id').notNull(),
    integrationContext: text('integration_context').notNull(),
    candidateId: text('candidate_id').notNull(),
    sentAt: moment('sent_at'),
    deletedAt: moment('deleted_at'),
    /** `{ action, atMs }`, newest first. */
    links: jsonb('links').notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.integrationContext, table.candidateId] }),
  ],
);

/** Hashes of ids that must not be seen twice; ids themselves may name sessions. */
export const replayIds = rsc.table('replay_ids', {
  id: bytea('id').primaryKey(),
  expiresAt: moment('expires_at').notNull(),
});

/** Hashes of who was signed out, and when. */
export const revocations = rsc.table('revocations', {
  subject: bytea('subject').primaryKey(),
  epochSeconds: bigint('epoch_seconds', { mode: 'number' }).notNull(),
  forgetAt: moment('forget_at').notNull(),
});

/** Encryption keys in use, each with a known text sealed under it, to find a wrong key at start. */
export const storeKeys = rsc.table('store_keys', {
  keyId: text('key_id').primaryKey(),
  sealed: bytea('sealed').notNull(),
  firstUsedAt: moment('first_used_at').notNull().defaultNow(),
});

/** Who changed what. Never values that customers or people have entered, and never secrets. */
export const auditLog = rsc.table('audit_log', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  at: moment('at').notNull().defaultNow(),
  tenantId: text('tenant_id'),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  details: jsonb('details').notNull().default({}),
});

export const migrationsTable = rsc.table('migrations', {
  number: integer('number').primaryKey(),
  name: text('name').notNull(),
  checksum: text('checksum').notNull(),
  appliedAt: moment('applied_at').notNull().defaultNow(),
});
