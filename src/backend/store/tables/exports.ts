/** Tables of exports: members that recruiters sent to the ATS, and what came of it. */
import { bigint, date, integer, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytea, moment, rsc } from './columns.ts';

/** How many pushes were refused, by customer, reason and UTC day. */
export const pushRefusals = rsc.table(
  'push_refusals',
  {
    /** Empty where nobody has the address. */
    tenantId: text('tenant_id').notNull(),
    reason: text('reason').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    refused: bigint('refused', { mode: 'number' }).notNull(),
    lastAt: moment('last_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.reason, table.day] })],
);

/** The number of a customer's newest change, and until when one process works on its exports. */
export const exportFeeds = rsc.table('export_feeds', {
  tenantId: text('tenant_id').primaryKey(),
  cursor: bigint('cursor', { mode: 'number' }).notNull().default(0),
  leasedUntil: moment('leased_until'),
});

/** One row for each member of each export; also for evaluations of applications. */
export const memberExports = rsc.table(
  'exports',
  {
    tenantId: text('tenant_id').notNull(),
    /** Hash of customer, kind, request and position: the same however often it is told. */
    id: text('id').notNull(),
    /** Set by trigger. */
    cursor: bigint('cursor', { mode: 'number' }).notNull(),
    kind: text('kind').notNull(),
    requestId: text('request_id').notNull(),
    position: integer('position').notNull().default(0),
    state: text('state').notNull(),
    receivedAt: moment('received_at').notNull(),
    fetchedAt: moment('fetched_at'),
    settledAt: moment('settled_at'),
    /** Integration context as LinkedIn said it; of another customer if quarantined. */
    context: text('context'),
    /** Null: the talent pool. */
    jobId: text('job_id'),
    jobState: text('job_state'),
    /** Seat URN. */
    exporter: text('exporter'),
    /** The ATS's id of the recruiter. */
    exporterUser: text('exporter_user'),
    member: bytea('member'),
    profile: bytea('profile'),
    profileKeyId: text('profile_key_id'),
    resume: bytea('resume'),
    resumeKeyId: text('resume_key_id'),
    suggestions: jsonb('suggestions').notNull().default([]),
    notices: jsonb('notices').notNull().default([]),
    /** What is being done with it; null when nothing is. */
    plan: text('plan'),
    reason: text('reason'),
    candidateId: text('candidate_id'),
    applicationId: text('application_id'),
    outcome: text('outcome'),
    attachment: text('attachment'),
    decidedBy: text('decided_by'),
    decidedAt: moment('decided_at'),
    dueAt: moment('due_at'),
    attempts: integer('attempts').notNull().default(0),
    errorCode: text('error_code'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

/** Exports of a Recruiter seat in a calendar month. */
export const exportSeats = rsc.table(
  'export_seats',
  {
    tenantId: text('tenant_id').notNull(),
    seat: text('seat').notNull(),
    month: text('month').notNull(),
    exports: integer('exports').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.seat, table.month] })],
);
