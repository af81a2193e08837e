/** Tables of the sync engine. */
import { sql } from 'drizzle-orm';
import { bigint, integer, jsonb, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { bytea, moment, rsc } from './columns.ts';

/** Every record of an ATS by name: what is wanted of it at LinkedIn, and what LinkedIn has. */
export const syncRecords = rsc.table(
  'sync_records',
  {
    tenantId: text('tenant_id').notNull(),
    context: text('context').notNull(),
    /** Place of its kind in the order of sending. */
    resource: smallint('resource').notNull(),
    /** What it hangs on; empty if its own id names it. */
    parentId: text('parent_id').notNull().default(''),
    recordId: text('record_id').notNull(),
    op: text('op').notNull(),
    turn: smallint('turn')
      .notNull()
      .generatedAlwaysAs(sql`(case op when 'upsert' then resource else 100 - resource end)`),
    state: text('state').notNull(),
    priority: smallint('priority').notNull(),
    version: bigint('version', { mode: 'number' }).notNull(),
    sentVersion: bigint('sent_version', { mode: 'number' }),
    digest: bytea('digest'),
    dueAt: moment('due_at').notNull(),
    /** Oldest change that has not been sent. */
    changedAt: moment('changed_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    firstFailedAt: moment('first_failed_at'),
    lastFailedAt: moment('last_failed_at'),
    reason: text('reason'),
    problems: jsonb('problems'),
    blockedOn: text('blocked_on'),
    taskId: text('task_id'),
    kept: jsonb('kept'),
    candidateId: text('candidate_id'),
    jobId: text('job_id'),
    sentAt: moment('sent_at'),
    erasedAt: moment('erased_at'),
    /** Number of the backfill that has named it last. */
    backfill: bigint('backfill', { mode: 'number' }),
  },
  (table) => [
    primaryKey({
      columns: [table.tenantId, table.context, table.resource, table.parentId, table.recordId],
    }),
  ],
);

/** Who is worked on when, and by whom: one process at a time sends a customer's records. */
export const syncTenants = rsc.table('sync_tenants', {
  tenantId: text('tenant_id').primaryKey(),
  /** Null: when something changes. */
  dueAt: moment('due_at'),
  priority: smallint('priority').notNull().default(2),
  leaseUntil: moment('lease_until'),
  /** Rises with each lease: whoever holds an older one has lost it. */
  lease: bigint('lease', { mode: 'number' }).notNull().default(0),
  attempts: integer('attempts').notNull().default(0),
  errorCode: text('error_code'),
  failingSince: moment('failing_since'),
  pausedAt: moment('paused_at'),
});

/** Changes an ATS has written down in transactions of its own. */
export const syncOutbox = rsc.table('sync_outbox', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  tenantId: text('tenant_id').notNull(),
  context: text('context'),
  resource: text('resource').notNull(),
  parentId: text('parent_id').notNull().default(''),
  recordId: text('record_id').notNull(),
  op: text('op').notNull().default('upsert'),
  priority: smallint('priority').notNull().default(1),
  changedAt: moment('changed_at').notNull().defaultNow(),
});

/** What was sent in each minute. */
export const syncMinutes = rsc.table(
  'sync_minutes',
  {
    tenantId: text('tenant_id').notNull(),
    minute: moment('minute').notNull(),
    resource: smallint('resource').notNull(),
    sent: integer('sent').notNull().default(0),
    deleted: integer('deleted').notNull().default(0),
    unchanged: integer('unchanged').notNull().default(0),
    refused: integer('refused').notNull().default(0),
    retried: integer('retried').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.minute, table.resource] })],
);
