/**
 * Delivers one batch: reads it from the ATS, sends it, and settles each row. Whoever calls decides which
 * batch, and what a failure of the whole means.
 */
import { LinkedInError, type LinkedInClient } from '../../linkedin/index.ts';
import { settleTask, submitted } from './job-tasks.ts';
import type { AtsSource, SyncResource } from './ports.ts';
import { prepare, type Writable } from './prepare.ts';
import { type SyncRecordTable } from './records.ts';
import { priorities, type Batch, type Picked, type Priority, type Settled } from './rows.ts';
import { keyFieldsOf, refText, resourceKinds } from './resources.ts';
import {
  deleteRecords,
  sendRecords,
  type Sendable,
  type SendingOutcome,
  type Sent,
  type Stopped,
} from './sending.ts';
import { putOff, refusedByLinkedIn } from './settling.ts';

/** A customer as its turn needs it. */
export interface SyncCustomer {
  readonly tenantId: string;
  /** Organizations whose records may be sent now. */
  readonly contexts: readonly string[];
  readonly jobAvailability: string;
  client(priority: Priority): LinkedInClient;
}

/** Told of records that LinkedIn has taken or deleted; those it had already are not among them. */
export type SettleListener = (
  tenantId: string,
  context: string,
  resource: SyncResource,
  sentIds: readonly string[],
  deletedIds: readonly string[],
) => Promise<void>;

/** Told of candidates that LinkedIn has taken, with the member whom their records say they are. */
export type MembersListener = (
  tenantId: string,
  context: string,
  members: ReadonlyMap<string, string>,
) => Promise<void>;

export interface DeliveryOptions {
  readonly table: SyncRecordTable;
  readonly source: AtsSource;
  readonly enrich: (
    tenantId: string,
    context: string,
    resource: SyncResource,
    records: readonly Sendable[],
  ) => Promise<readonly Sendable[]>;
  /** LinkedIn has answered. Called before that is written down, so that it comes at least once. */
  readonly onSettled?: SettleListener | undefined;
  readonly onMembersSent?: MembersListener | undefined;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Attempts after which a record is put aside. */
  readonly maxAttempts: number;
}

export interface DeliveryCall {
  /** Sends one by one, to find out which record makes a whole batch fail. */
  readonly isolate: boolean;
  readonly signal: AbortSignal;
}

export interface Delivery {
  /**
   * @returns what keeps the customer's records from being sent; null if nothing does
   * @throws SourceDown; StoreError
   */
  deliver(customer: SyncCustomer, batch: Batch, call: DeliveryCall): Promise<Stopped | null>;
  /** Asks what became of job postings that LinkedIn works on. @throws StoreError */
  askTasks(customer: SyncCustomer, signal: AbortSignal): Promise<Stopped | null>;
}

const maxTasks = 500;
/** What others hang on. */
const parents: ReadonlySet<SyncResource> = new Set(['jobPostings', 'candidates', 'applications']);

export function createDelivery(options: DeliveryOptions): Delivery {
  const { table, source, clock, maxAttempts } = options;
  const retry = (row: Picked, reason: string, said?: string): Settled =>
    putOff(row, reason, { nowMs: clock(), maxAttempts, said });

  async function write(
    customer: SyncCustomer,
    client: LinkedInClient,
    { context, resource }: Batch,
    writes: readonly Writable[],
    call: DeliveryCall,
  ): Promise<Stopped | null> {
    if (writes.length === 0) return null;
    const rows = writes.map(({ row }) => row);
    const { tenantId } = customer;
    await table.markUnknown(tenantId, context, resource, rows);
    const records = writes.map(({ record }) => record);
    const outcome = await sendRecords(client, resource, context, records, call);
    const lost = new Set<string>();
    const members = new Map<string, string>();
    const settled = settledOf(outcome, writes, ({ row, record, digest, ...links }, sent) => {
      if (sent.ok) {
        const { manualMatchedMember: member } = record;
        if (typeof member === 'string') members.set(row.ref.id, member);
        return resource === 'jobPostings'
          ? submitted(row, sent.taskId ?? '', clock(), { digest, kept: record })
          : { row, state: 'sent', digest, ...links };
      }
      if (sent.kind === 'lost' && row.ref.parentId !== undefined) lost.add(row.ref.parentId);
      return { ...failed(row, sent), ...links };
    });
    await settle(customer, context, resource, settled);
    if (members.size > 0) await options.onMembersSent?.(tenantId, context, members);
    const { parent } = resourceKinds[resource];
    if (parent !== null) await table.markLost(tenantId, context, parent, [...lost]);
    return outcome.stopped;
  }

  async function remove(
    customer: SyncCustomer,
    client: LinkedInClient,
    { context, resource }: Batch,
    rows: readonly Picked[],
    call: DeliveryCall,
  ): Promise<Stopped | null> {
    if (rows.length === 0) return null;
    if (resource === 'jobPostings') return close(customer, client, context, rows, call);
    await table.markUnknown(customer.tenantId, context, resource, rows);
    const keys = rows.map(({ ref }) => keyFieldsOf(ref));
    const outcome = await deleteRecords(client, resource, context, keys, call);
    const settled = settledOf(outcome, rows, (row, sent) =>
      sent.ok || sent.kind === 'absent' || sent.kind === 'lost'
        ? { row, state: 'deleted' }
        : failed(row, sent),
    );
    await settle(customer, context, resource, settled);
    return outcome.stopped;
  }

  /** There is no delete of job postings: they are closed [doc]. */
  async function close(
    customer: SyncCustomer,
    client: LinkedInClient,
    context: string,
    rows: readonly Picked[],
    call: DeliveryCall,
  ): Promise<Stopped | null> {
    // What LinkedIn never had needs no closing.
    const known = rows.filter(({ kept }) => isRecord(kept));
    const unknown = rows.filter(({ kept }) => !isRecord(kept));
    await settle(
      customer,
      context,
      'jobPostings',
      unknown.map((row) => ({ row, state: 'deleted' })),
    );
    if (known.length === 0) return null;
    const records = known.map(({ kept }) => ({
      ...(kept as Sendable),
      state: 'CLOSED',
      jobPostingOperationType: 'CLOSE',
    }));
    const outcome = await sendRecords(client, 'jobPostings', context, records, call);
    const settled = settledOf(outcome, known, (row, sent) =>
      sent.ok
        ? submitted({ ...row, op: 'delete' }, sent.taskId ?? '', clock(), {
            digest: row.digest ?? '',
            kept: row.kept as object,
          })
        : failed(row, sent),
    );
    await settle(customer, context, 'jobPostings', settled);
    return outcome.stopped;
  }

  const failed = (row: Picked, sent: Sent & { readonly ok: false }): Settled =>
    sent.kind === 'refused'
      ? refusedByLinkedIn(row, sent.code, sent.message)
      : retry(row, sent.kind === 'lost' ? 'parent_lost' : 'linkedin_failed', sent.code);

  async function settle(
    { tenantId }: SyncCustomer,
    context: string,
    resource: SyncResource,
    settled: readonly Settled[],
  ): Promise<void> {
    const ids = (state: Settled['state']): string[] =>
      settled.flatMap((one) => (one.state === state && !one.unchanged ? [one.row.ref.id] : []));
    const sent = ids('sent');
    const deleted = ids('deleted');
    if (options.onSettled !== undefined && sent.length + deleted.length > 0) {
      await options.onSettled(tenantId, context, resource, sent, deleted);
    }
    await table.settle(tenantId, context, resource, settled);
    if (!parents.has(resource)) return;
    const keys = sent.map((id) => refText({ resource, id }));
    await table.wakeBlocked(tenantId, context, keys);
    await table.reexamine(tenantId, context, resource, deleted);
  }

  return {
    async deliver(customer, batch, call) {
      const { context, resource } = batch;
      const { tenantId } = customer;
      const prepared = await prepare(batch, {
        tenantId,
        source,
        table,
        jobAvailability: customer.jobAvailability,
        enrich: (...input) => options.enrich(tenantId, ...input),
        nowMs: clock(),
        signal: call.signal,
        retry,
      });
      const priority = priorityOf(batch.priority);
      if (prepared.discovered.length > 0) {
        await table.enqueue(tenantId, prepared.discovered, priority);
      }
      await settle(customer, context, resource, prepared.settled);
      const client = customer.client(priority);
      return (
        (await write(customer, client, batch, prepared.writes, call)) ??
        (await remove(customer, client, batch, prepared.deletes, call))
      );
    },

    async askTasks(customer, signal) {
      const due = await table.tasksDue(customer.tenantId, maxTasks);
      if (due.length === 0) return null;
      const ids = due.flatMap(({ taskId }) => taskId ?? []);
      let told;
      try {
        told = await customer.client('change').jobPostings.tasks(ids, { signal });
      } catch (error) {
        if (!(error instanceof LinkedInError)) throw error;
        return { code: error.code, retryAfterMs: error.retryAfterMs };
      }
      for (const context of new Set(due.map((row) => row.context))) {
        const settled = due
          .filter((row) => row.context === context)
          .map((row) => settleTask(row, told.get(row.taskId ?? ''), clock(), retry));
        await settle(customer, context, 'jobPostings', settled);
      }
      return null;
    },
  };
}

/** The settlement of each item that something is known of. */
function settledOf<Item>(
  { sent }: SendingOutcome,
  items: readonly Item[],
  settle: (item: Item, sent: Sent) => Settled,
): Settled[] {
  return items.flatMap((item, index) => {
    const one = sent.get(index);
    return one === undefined ? [] : [settle(item, one)];
  });
}

const priorityOf = (priority: number): Priority =>
  priority === priorities.interactive
    ? 'interactive'
    : priority === priorities.change
      ? 'change'
      : 'backfill';

const isRecord = (kept: unknown): kept is Sendable => typeof kept === 'object' && kept !== null;
