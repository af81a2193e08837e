/** Tables of what passes between LinkedIn and us and must not be lost: events, states, records. */
import { bigint, integer, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytea, moment, rsc } from './columns.ts';

/** Events that LinkedIn has pushed, kept before they are answered. */
export const pushEvents = rsc.table('push_events', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  tenantId: text('tenant_id').notNull(),
  /** Hash of type and request id: what makes two deliveries one event. */
  requestKey: bytea('request_key').notNull(),
  type: text('type').notNull(),
  kind: text('kind').notNull(),
  requestId: text('request_id'),
  /** `waiting`: for a part of the kit that knows what to do with it. */
  state: text('state').notNull(),
  signature: text('signature').notNull(),
  /** The body as it came: its form is not documented, and nothing of it may be lost. */
  raw: text('raw').notNull(),
  attempts: integer('attempts').notNull().default(0),
  /** When it may be taken; while somebody works on it, when others may. */
  dueAt: moment('due_at').notNull(),
  errorCode: text('error_code'),
  receivedAt: moment('received_at').notNull(),
  processedAt: moment('processed_at'),
});

/** Changes of integrations, in their order, for those who watch. */
export const integrationEvents = rsc.table('integration_events', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  tenantId: text('tenant_id').notNull(),
  context: text('context').notNull(),
  type: text('type').notNull(),
  tenantType: text('tenant_type').notNull(),
  state: text('state').notNull(),
  rawStatus: text('raw_status'),
  at: moment('at').notNull(),
});

/** When LinkedIn is asked next how a tenant's integrations stand. */
export const reconciliations = rsc.table('reconciliations', {
  tenantId: text('tenant_id').primaryKey(),
  dueAt: moment('due_at').notNull(),
  succeededAt: moment('succeeded_at'),
  errorCode: text('error_code'),
});

/** Queues of records, one for each organization of a tenant. */
export const syncLanes = rsc.table(
  'sync_lanes',
  {
    tenantId: text('tenant_id').notNull(),
    context: text('context').notNull(),
    /** When it is worked on next; null: when its integrations are enabled. */
    dueAt: moment('due_at'),
    attempts: integer('attempts').notNull().default(0),
    errorCode: text('error_code'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.context] })],
);

/** The newest version of each record that could not be sent yet, sealed. */
export const syncQueue = rsc.table(
  'sync_queue',
  {
    tenantId: text('tenant_id').notNull(),
    /** Hash of context, resource and record id. */
    item: bytea('item').notNull(),
    context: text('context').notNull(),
    resource: text('resource').notNull(),
    recordId: text('record_id').notNull(),
    op: text('op').notNull(),
    record: bytea('record'),
    recordKeyId: text('record_key_id'),
    position: bigint('position', { mode: 'number' }).notNull().generatedByDefaultAsIdentity(),
    queuedAt: moment('queued_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.item] })],
);
