/**
 * History: what an ATS had before it told of changes, and all of it again whenever that is wanted. A
 * customer has one backfill at a time. It is a durable job: any process goes on with it.
 */
import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import * as z from 'zod';
import { jobQueues, type JobQueue } from '../../jobs/job-queues.ts';
import { recordChange, type AuditAction } from '../../store/audit.ts';
import type { Database } from '../../store/connections/connection.ts';
import { StoreError } from '../../store/errors.ts';
import { internalsOf } from '../../store/internals.ts';
import type { Store } from '../../store/store.ts';
import { syncBackfillParts, syncBackfills } from '../../store/tables/index.ts';
import { parseInput, SyncError } from '../errors.ts';
import { readOrganizations } from '../organizations.ts';
import type { AtsSource } from '../ports.ts';
import type { SyncRecordTable } from '../records.ts';
import { resourceKinds } from '../resources.ts';
import type { Senders } from '../senders.ts';
import { readTotals, sumOf, type SyncCounts } from '../totals.ts';
import {
  actingOptions,
  backfillOptions,
  resourcesOf,
  sinceOf,
  type BackfillOptions,
} from './options.ts';
import { progressOf, type BackfillProgress } from './progress.ts';
import { reportOf } from './report.ts';
import { createScanning, hasTasks, historyWaiting, type BackfillRow } from './scanning.ts';

export interface Backfills {
  /**
   * Starts to read the customer's history out of the ATS, and to send it.
   * @throws SyncError `sync_input_invalid`, `sync_backfill_open`; RscError `tenant_unknown`,
   *   `integration_context_unknown`; StoreError
   */
  backfill(tenantId: string, options?: BackfillOptions): Promise<BackfillProgress>;
  /** The customer's backfills, the newest first, at most 20. @throws StoreError */
  backfills(tenantId: string): Promise<BackfillProgress[]>;
  /**
   * Reads no further for now. What has been read is still sent: `historyAhead` records at the most.
   * @throws SyncError `sync_unknown` if none is open; StoreError
   */
  pauseBackfill(tenantId: string, options?: Acting): Promise<BackfillProgress>;
  /** Goes on where it was. @throws SyncError `sync_unknown` if none is open; StoreError */
  resumeBackfill(tenantId: string, options?: Acting): Promise<BackfillProgress>;
  /** Ends it. What has been read is still sent. @throws SyncError `sync_unknown`; StoreError */
  cancelBackfill(tenantId: string, options?: Acting): Promise<BackfillProgress>;
}

export type Acting = Pick<BackfillOptions, 'requestedBy'>;

/** @internal */
export interface BackfillsOptions {
  readonly store: Store;
  readonly source: AtsSource;
  readonly table: SyncRecordTable;
  readonly senders: Senders;
  /** Generation of LinkedIn's API that the customer uses. */
  readonly generation: (tenantId: string) => Promise<string>;
  /** History of a customer that waits to be sent, at the most; 5,000 if left out. */
  readonly ahead?: number | undefined;
  readonly onFailure: (tenantId: string, code: string) => void;
  readonly onWork: () => void;
}

/** Half a minute of what LinkedIn allows: nobody waits for pages, and a pause is soon a pause. */
const defaultAhead = 5_000;
const maxListed = 20;
/** How often it is made sure that what is open has a job. */
const ensureMs = 60_000;
const open = ['running', 'paused'];

const queue: JobQueue<{ backfillId: string }> = {
  name: 'sync-backfill',
  data: z.strictObject({ backfillId: z.uuid() }),
};

/**
 * @returns also the work that goes on by itself
 * @internal
 */
export function createBackfills(
  options: BackfillsOptions,
): Backfills & { readonly run: () => Promise<boolean> } {
  const { store, source, table, senders, onFailure, onWork } = options;
  const { ahead = defaultAhead } = options;
  const { connection, clock } = internalsOf(store);
  const jobs = jobQueues(store);
  let ensuredAt = Number.NEGATIVE_INFINITY;

  const partsOf = ({ id }: BackfillRow) =>
    connection.run((database) =>
      database
        .select()
        .from(syncBackfillParts)
        .where(eq(syncBackfillParts.backfillId, id))
        .orderBy(asc(syncBackfillParts.position)),
    );
  const shown = async (row: BackfillRow): Promise<BackfillProgress> =>
    progressOf(connection, row, await partsOf(row), clock());

  const sums = async (tenantId: string): Promise<SyncCounts> =>
    sumOf((await readTotals(connection, tenantId)).get(tenantId) ?? {});

  /** Everything has been named. It is over when nothing of it waits any more. */
  async function settle(backfill: BackfillRow): Promise<'done' | 'waits'> {
    const { id, tenantId } = backfill;
    if ((await historyWaiting(connection, tenantId, 1)) > 0) return 'waits';
    if (await hasTasks(connection, tenantId)) return 'waits';
    const report = await reportOf({ connection, source }, backfill, await partsOf(backfill));
    const after = await sums(tenantId);
    await connection.run((database) =>
      database
        .update(syncBackfills)
        .set({ state: 'finished', finishedAt: new Date(clock()), after, report })
        .where(and(eq(syncBackfills.id, id), eq(syncBackfills.state, 'running'))),
    );
    return 'done';
  }

  const slice = createScanning({
    store,
    connection,
    source,
    table,
    senders,
    clock,
    ahead,
    settle,
    onFailure,
    onWork,
  });

  /** The customer's backfill that is not over. @throws SyncError `sync_unknown` */
  async function openOf(tenantId: string): Promise<BackfillRow> {
    const [row] = await connection.run((database) =>
      database
        .select()
        .from(syncBackfills)
        .where(and(eq(syncBackfills.tenantId, tenantId), inArray(syncBackfills.state, open))),
    );
    if (row === undefined) throw new SyncError('sync_unknown', 'No backfill is under way');
    return row;
  }

  async function change(
    tenantId: string,
    given: Acting,
    to: {
      readonly state: 'running' | 'paused' | 'cancelled';
      readonly action: AuditAction;
      readonly set: Partial<typeof syncBackfills.$inferInsert>;
      readonly also?: (id: string, database: Database) => Promise<void>;
    },
  ): Promise<BackfillProgress> {
    const { requestedBy } = parseInput(actingOptions, given, 'options');
    const row = await openOf(tenantId);
    if (row.state === to.state) return shown(row);
    const changed = await connection.transaction(async (database) => {
      const [updated] = await database
        .update(syncBackfills)
        .set({ state: to.state, ...to.set })
        .where(and(eq(syncBackfills.id, row.id), eq(syncBackfills.state, row.state)))
        .returning();
      if (updated === undefined) throw new StoreError('store_transition', 'It has changed');
      await to.also?.(row.id, database);
      await recordChange(database, { actor: requestedBy, tenantId, action: to.action });
      return updated;
    });
    onWork();
    return shown(changed);
  }

  async function ensure(): Promise<void> {
    if (performance.now() - ensuredAt < ensureMs) return;
    const running = await connection.run((database) =>
      database
        .select({ id: syncBackfills.id })
        .from(syncBackfills)
        .where(eq(syncBackfills.state, 'running')),
    );
    for (const { id } of running) await jobs.add(queue, id, { backfillId: id });
    ensuredAt = performance.now();
  }

  return {
    async backfill(name, given = {}) {
      const { requestedBy, ...scope } = parseInput(backfillOptions, given, 'options');
      const { tenantId, contexts } = await readOrganizations(store, name, scope.integrationContext);
      const sinceMs = sinceOf(scope.sinceMs, clock());
      const resources = resourcesOf(scope.resources, await options.generation(tenantId));
      const parts = resources.flatMap((resource) =>
        contexts.map((context) => ({ context, resource })),
      );
      const expected: (number | null)[] = [];
      for (const { context, resource } of parts) {
        const counted = source.count?.(tenantId, resource, {
          sinceMs,
          integrationContext: context,
        });
        // Without it there is no estimate, and nothing else is missing.
        expected.push((await counted?.catch(() => null)) ?? null);
      }
      const before = await sums(tenantId);
      await jobs.prepare(queue);
      const row = await connection
        .transaction(async (database) => {
          const [made] = await database
            .insert(syncBackfills)
            .values({
              tenantId,
              state: 'running',
              since: sinceMs === undefined ? null : new Date(sinceMs),
              requestedBy,
              requestedAt: new Date(clock()),
              before,
            })
            .returning();
          if (made === undefined) throw new TypeError('an insert returned no row');
          await database.insert(syncBackfillParts).values(
            parts.map(({ context, resource }, position) => ({
              backfillId: made.id,
              tenantId,
              position,
              context,
              resource: resourceKinds[resource].rank,
              expected: expected[position] ?? null,
            })),
          );
          await jobs.add(queue, made.id, { backfillId: made.id }, database);
          const details = { fields: [...resources] };
          await recordChange(database, {
            actor: requestedBy,
            tenantId,
            action: 'backfill_requested',
            details,
          });
          return made;
        })
        .catch((error: unknown) => {
          if (!(error instanceof StoreError) || error.code !== 'store_conflict') throw error;
          throw new SyncError('sync_backfill_open', 'The customer has a backfill that is not over');
        });
      onWork();
      return shown(row);
    },

    async backfills(tenantId) {
      const rows = await connection.run((database) =>
        database
          .select()
          .from(syncBackfills)
          .where(eq(syncBackfills.tenantId, tenantId))
          .orderBy(desc(syncBackfills.requestedAt), desc(syncBackfills.number))
          .limit(maxListed),
      );
      const all: BackfillProgress[] = [];
      for (const row of rows) all.push(await shown(row));
      return all;
    },

    pauseBackfill: (tenantId, given = {}) =>
      change(tenantId, given, {
        state: 'paused',
        action: 'backfill_paused',
        set: { pausedAt: new Date(clock()) },
      }),

    async resumeBackfill(tenantId, given = {}) {
      await jobs.prepare(queue);
      return change(tenantId, given, {
        state: 'running',
        action: 'backfill_resumed',
        set: { pausedAt: null, attempts: 0, errorCode: null, failingSince: null },
        also: (backfillId, database) => jobs.add(queue, backfillId, { backfillId }, database),
      });
    },

    cancelBackfill: async (tenantId, given = {}) =>
      change(tenantId, given, {
        state: 'cancelled',
        action: 'backfill_cancelled',
        set: { finishedAt: new Date(clock()), after: await sums(tenantId) },
      }),

    async run() {
      // Most of the time nobody has one: the queue is not even looked at then.
      const [some] = await connection.run((database) =>
        database
          .select({ id: syncBackfills.id })
          .from(syncBackfills)
          .where(eq(syncBackfills.state, 'running'))
          .limit(1),
      );
      if (some === undefined) return false;
      await ensure();
      return jobs.work(queue, ({ backfillId }, signal) => slice(backfillId, signal));
    },
  };
}
