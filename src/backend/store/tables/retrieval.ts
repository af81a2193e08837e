/** Tables of what comes back from Recruiter: seats, items of timelines, contacts, closed accounts. */
import { bigint, boolean, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, moment, rsc } from './columns.ts';

/** What is done for a tenant as a whole, and the counter that orders changes of its items. */
export const retrievalTenants = rsc.table('retrieval_tenants', {
  tenantId: text('tenant_id').primaryKey(),
  revision: bigint('revision', { mode: 'number' }).notNull().default(0),
  closedDueAt: moment('closed_due_at').notNull(),
  closedUntil: moment('closed_until'),
  closedAskedAt: moment('closed_asked_at'),
  closedErrorCode: text('closed_error_code'),
  retentionDueAt: moment('retention_due_at').notNull(),
});

/** When the seats of a contract are asked for. */
export const retrievalContracts = rsc.table(
  'retrieval_contracts',
  {
    tenantId: text('tenant_id').notNull(),
    contract: text('contract').notNull(),
    dueAt: moment('due_at').notNull(),
    readAt: moment('read_at'),
    attempts: integer('attempts').notNull().default(0),
    errorCode: text('error_code'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.contract] })],
);

/** Seats: who they are in the ATS, and how far they have been read. */
export const retrievalSeats = rsc.table(
  'retrieval_seats',
  {
    tenantId: text('tenant_id').notNull(),
    seat: text('seat').notNull(),
    contract: text('contract').notNull(),
    member: text('member'),
    state: text('state').notNull(),
    details: bytea('details').notNull(),
    detailsKeyId: text('details_key_id').notNull(),
    atsUserId: text('ats_user_id'),
    mappedBy: text('mapped_by'),
    mappedAt: moment('mapped_at'),
    dueAt: moment('due_at'),
    lease: bigint('lease', { mode: 'number' }).notNull().default(0),
    leasedUntil: moment('leased_until'),
    attempts: integer('attempts').notNull().default(0),
    errorCode: text('error_code'),
    inmailUntil: moment('inmail_until').notNull(),
    notesUntil: moment('notes_until').notNull(),
    stubsUntil: moment('stubs_until').notNull(),
    sweptAt: moment('swept_at').notNull(),
    pulledAt: moment('pulled_at'),
    activeAt: moment('active_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.seat] })],
);

/** InMail, notes and stub profiles. What was written stands sealed in `body`. */
export const retrievalItems = rsc.table(
  'retrieval_items',
  {
    tenantId: text('tenant_id').notNull(),
    item: bytea('item').notNull(),
    source: text('source').notNull(),
    kind: text('kind').notNull(),
    contract: text('contract').notNull(),
    seat: text('seat').notNull(),
    member: text('member'),
    thread: text('thread'),
    byMember: boolean('by_member').notNull(),
    isPrivate: boolean('is_private').notNull(),
    at: moment('at').notNull(),
    changedAt: moment('changed_at').notNull(),
    body: bytea('body'),
    bodyKeyId: text('body_key_id'),
    revision: bigint('revision', { mode: 'number' }).notNull(),
    removedAt: moment('removed_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.item] })],
);

/** Contact details on their way into the ATS. */
export const retrievalContacts = rsc.table(
  'retrieval_contacts',
  {
    tenantId: text('tenant_id').notNull(),
    item: bytea('item').notNull(),
    stubId: text('stub_id').notNull(),
    state: text('state').notNull(),
    dueAt: moment('due_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    errorCode: text('error_code'),
    consentedAt: moment('consented_at').notNull(),
    candidateId: text('candidate_id'),
    outcome: bytea('outcome'),
    outcomeKeyId: text('outcome_key_id'),
    doneAt: moment('done_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.item] })],
);

/** Which members candidates are. */
export const retrievalPeople = rsc.table(
  'retrieval_people',
  {
    tenantId: text('tenant_id').notNull(),
    candidateId: text('candidate_id').notNull(),
    member: text('member').notNull(),
    knownBy: text('known_by').notNull(),
    notedAt: moment('noted_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.candidateId, table.member] })],
);

/** Exported members who closed their accounts. */
export const closedProfiles = rsc.table(
  'closed_profiles',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull().defaultRandom(),
    context: text('context').notNull(),
    member: text('member').notNull(),
    profileUrl: bytea('profile_url'),
    profileUrlKeyId: text('profile_url_key_id'),
    closedAt: moment('closed_at').notNull(),
    foundAt: moment('found_at').notNull(),
    toldAt: moment('told_at'),
    deletedAt: moment('deleted_at'),
    receiptId: uuid('receipt_id'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.member] })],
);

/** What was deleted because accounts were closed, or because it was old. */
export const retrievalReceipts = rsc.table('retrieval_receipts', {
  id: uuid('id').primaryKey().defaultRandom(),
  tenantId: text('tenant_id').notNull(),
  reason: text('reason').notNull(),
  actor: text('actor').notNull(),
  at: moment('at').notNull(),
  deleted: jsonb('deleted').notNull(),
});
