/** Tables of history on its way to LinkedIn. */
import { bigint, integer, jsonb, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { moment, rsc } from './columns.ts';

export const syncBackfills = rsc.table('sync_backfills', {
  id: uuid('id').primaryKey().defaultRandom(),
  /** What records say that it has named. */
  number: bigint('number', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
  tenantId: text('tenant_id').notNull(),
  state: text('state').notNull(),
  since: moment('since'),
  requestedBy: text('requested_by').notNull(),
  requestedAt: moment('requested_at').notNull(),
  pausedAt: moment('paused_at'),
  finishedAt: moment('finished_at'),
  attempts: integer('attempts').notNull().default(0),
  errorCode: text('error_code'),
  failingSince: moment('failing_since'),
  before: jsonb('before').notNull().default({}),
  after: jsonb('after'),
  report: jsonb('report'),
});

/** One kind of records of one organization, in the order in which they are read. */
export const syncBackfillParts = rsc.table(
  'sync_backfill_parts',
  {
    backfillId: uuid('backfill_id').notNull(),
    tenantId: text('tenant_id').notNull(),
    position: integer('position').notNull(),
    context: text('context').notNull(),
    resource: smallint('resource').notNull(),
    expected: bigint('expected', { mode: 'number' }),
    cursor: text('cursor'),
    scanned: bigint('scanned', { mode: 'number' }).notNull().default(0),
    erased: bigint('erased', { mode: 'number' }).notNull().default(0),
    invalid: bigint('invalid', { mode: 'number' }).notNull().default(0),
    finishedAt: moment('finished_at'),
  },
  (table) => [primaryKey({ columns: [table.backfillId, table.position] })],
);

/** What was sent in minutes that are over. */
export const syncTotals = rsc.table(
  'sync_totals',
  {
    tenantId: text('tenant_id').notNull(),
    resource: smallint('resource').notNull(),
    sent: bigint('sent', { mode: 'number' }).notNull().default(0),
    deleted: bigint('deleted', { mode: 'number' }).notNull().default(0),
    unchanged: bigint('unchanged', { mode: 'number' }).notNull().default(0),
    refused: bigint('refused', { mode: 'number' }).notNull().default(0),
    retried: bigint('retried', { mode: 'number' }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.resource] })],
);
