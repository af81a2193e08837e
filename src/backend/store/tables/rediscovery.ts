/** Tables of rediscovery: past applicants as far as they are searched for, and who was dismissed. */
import { bigint, customType, integer, primaryKey, real, text } from 'drizzle-orm/pg-core';
import { moment, rsc } from './columns.ts';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/** How far a customer's past applicants have been read. */
export const rediscoveryTenants = rsc.table('rediscovery_tenants', {
  tenantId: text('tenant_id').primaryKey(),
  dueAt: moment('due_at').notNull(),
  lease: bigint('lease', { mode: 'number' }).notNull().default(0),
  startedAt: moment('started_at'),
  since: moment('since'),
  cursor: text('cursor'),
  readUntil: moment('read_until'),
  wholeAt: moment('whole_at'),
  attempts: integer('attempts').notNull().default(0),
  errorCode: text('error_code'),
});

/** Candidates that have changed since they were read. */
export const rediscoveryChanges = rsc.table(
  'rediscovery_changes',
  {
    tenantId: text('tenant_id').notNull(),
    candidateId: text('candidate_id').notNull(),
    version: bigint('version', { mode: 'number' }).generatedAlwaysAsIdentity(),
    dueAt: moment('due_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.candidateId] })],
);

/** Past applicants, as words and numbers. */
export const rediscoveryApplicants = rsc.table(
  'rediscovery_applicants',
  {
    tenantId: text('tenant_id').notNull(),
    candidateId: text('candidate_id').notNull(),
    terms: tsvector('terms').notNull(),
    jobs: text('jobs').array().notNull(),
    progress: real('progress').notNull(),
    lastActivityAt: moment('last_activity_at').notNull(),
    readAt: moment('read_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.candidateId] })],
);

/** Whom a user does not want to see for a job. */
export const rediscoveryDismissals = rsc.table(
  'rediscovery_dismissals',
  {
    tenantId: text('tenant_id').notNull(),
    jobId: text('job_id').notNull(),
    userId: text('user_id').notNull(),
    candidateId: text('candidate_id').notNull(),
    dismissedAt: moment('dismissed_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.jobId, table.userId, table.candidateId] }),
  ],
);
