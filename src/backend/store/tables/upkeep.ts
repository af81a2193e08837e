/** Tables of what keeps LinkedIn as the ATS is: erasures, matches, comparisons. */
import {
  bigint,
  boolean,
  integer,
  jsonb,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { moment, rsc } from './columns.ts';

/** Records deleted for good: the receipts. */
export const syncErasures = rsc.table('sync_erasures', {
  id: uuid('id').primaryKey().defaultRandom(),
  tenantId: text('tenant_id').notNull(),
  subject: text('subject').notNull(),
  requestedBy: text('requested_by').notNull(),
  requestedAt: moment('requested_at').notNull(),
  completedAt: moment('completed_at'),
  restoredAt: moment('restored_at'),
  deletedHere: jsonb('deleted_here').notNull().default({}),
  deletedAtLinkedIn: jsonb('deleted_at_linkedin'),
});

/** Which records an erasure deletes. */
export const syncErased = rsc.table(
  'sync_erased',
  {
    erasureId: uuid('erasure_id').notNull(),
    tenantId: text('tenant_id').notNull(),
    context: text('context').notNull(),
    resource: smallint('resource').notNull(),
    parentId: text('parent_id').notNull(),
    recordId: text('record_id').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.erasureId, table.context, table.resource, table.parentId, table.recordId],
    }),
  ],
);

/** Which members LinkedIn says candidates are. */
export const candidateMatches = rsc.table(
  'candidate_matches',
  {
    tenantId: text('tenant_id').notNull(),
    context: text('context').notNull(),
    candidateId: text('candidate_id').notNull(),
    kind: text('kind').notNull().default('none'),
    personUrn: text('person_urn'),
    members: jsonb('members').notNull().default([]),
    claimedUrn: text('claimed_urn'),
    claimedUntil: moment('claimed_until'),
    atsCreatedMs: bigint('ats_created_ms', { mode: 'number' }),
    atsModifiedMs: bigint('ats_modified_ms', { mode: 'number' }),
    firstMatchedAt: moment('first_matched_at'),
    changedAt: moment('changed_at'),
    checkedAt: moment('checked_at'),
    dueAt: moment('due_at'),
    checks: smallint('checks').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.context, table.candidateId] })],
);

/** Comparisons of the ATS with LinkedIn, and what they found. */
export const syncReconciliations = rsc.table('sync_reconciliations', {
  id: uuid('id').primaryKey().defaultRandom(),
  tenantId: text('tenant_id').notNull(),
  mode: text('mode').notNull(),
  repair: boolean('repair').notNull(),
  requestedBy: text('requested_by').notNull(),
  requestedAt: moment('requested_at').notNull(),
  finishedAt: moment('finished_at'),
  dueAt: moment('due_at'),
  attempts: integer('attempts').notNull().default(0),
  errorCode: text('error_code'),
  place: jsonb('place').notNull().default({}),
  counts: jsonb('counts').notNull().default({}),
  examples: jsonb('examples').notNull().default([]),
});
