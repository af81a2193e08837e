/**
 * Candidates for LinkedIn, sent at once or kept until they may be. Once something of a customer waits,
 * what comes after it waits too: an older version must not overtake a newer one.
 */
import { candidateRecord, type CandidateRecord, type RecordResult } from '../../linkedin/index.ts';
import { RscError } from '../../protocol/errors.ts';
import type { CandidateService, ContextChoice } from '../candidates/service.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { erasedCandidates } from '../sync/tombstones.ts';
import { readTenantScope } from '../tenants/tenant-scope.ts';
import type { Gate } from './gate.ts';
import type { Lane, QueuedItem, SyncQueue } from './sync-queue.ts';

/** What became of a record that waited. */
export type SyncedListener = (
  tenantId: string,
  results: readonly RecordResult[],
) => void | Promise<void>;

export interface QueuedCandidatesOptions {
  readonly store: Store;
  readonly gate: Gate;
  readonly queue: SyncQueue;
  /** Sends at once. */
  readonly direct: CandidateService;
  readonly onSynced?: SyncedListener | undefined;
}

export interface QueuedCandidates extends CandidateService {
  /**
   * Works on one lane that is due, a batch.
   * @returns whether there was one
   * @throws what sending throws; the lane is tried again later
   */
  drain(): Promise<boolean>;
}

const resource = 'candidates';
/** Documented limit of a batch [doc, spec sync §1]. */
const maxBatch = 100;
const baseWaitMs = 5_000;
const maxWaitMs = 15 * 60_000;

export function createQueuedCandidates(options: QueuedCandidatesOptions): QueuedCandidates {
  const { store, gate, queue, direct, onSynced } = options;
  const { clock } = internalsOf(store);

  const mayPass = async (scope: { tenantId: string; context: string }): Promise<boolean> =>
    (await gate.maySync(scope.tenantId, scope.context)) && !(await queue.hasAny(scope));

  /** Sends or keeps a batch at a time: an administrator may switch off between two. */
  async function each<T>(
    tenantId: string,
    inputs: readonly T[],
    choice: ContextChoice | undefined,
    send: (
      batch: readonly T[],
      choice: ContextChoice,
      scope: { tenantId: string; context: string },
    ) => Promise<RecordResult[]>,
    keep: (
      scope: { tenantId: string; context: string },
      batch: readonly T[],
    ) => Promise<RecordResult[]>,
  ): Promise<RecordResult[]> {
    const scope = await readTenantScope(store, tenantId, choice?.integrationContext);
    const results: RecordResult[] = [];
    for (let start = 0; start < inputs.length; start += maxBatch) {
      const batch = inputs.slice(start, start + maxBatch);
      const outcome = (await mayPass(scope))
        ? await send(batch, { integrationContext: scope.context }, scope)
        : await keep(scope, batch);
      results.push(...outcome);
    }
    return results;
  }

  /** Leaves out what was erased: an ATS that sends it by mistake does not bring it back. */
  async function withoutErased(
    scope: { tenantId: string; context: string },
    batch: readonly CandidateRecord[],
    pass: (records: readonly CandidateRecord[]) => Promise<RecordResult[]>,
  ): Promise<RecordResult[]> {
    const ids = batch.map(({ id }) => id);
    const gone = await erasedCandidates(store, scope, ids);
    if (gone.size === 0) return pass(batch);
    const passed = (await pass(batch.filter(({ id }) => !gone.has(id)))).values();
    return ids.map((id) => (gone.has(id) ? erased(id) : (passed.next().value ?? erased(id))));
  }

  async function sendBatch(lane: Lane, items: readonly QueuedItem[]): Promise<RecordResult[]> {
    const choice = { integrationContext: lane.context };
    const records = items.flatMap((item) =>
      item.op === 'upsert' ? [item.record as CandidateRecord] : [],
    );
    const ids = items.flatMap(({ op, recordId }) => (op === 'delete' ? [recordId] : []));
    return [
      ...(records.length === 0 ? [] : await direct.sync(lane.tenantId, records, choice)),
      ...(ids.length === 0 ? [] : await direct.remove(lane.tenantId, ids, choice)),
    ];
  }

  return {
    statuses: (...input) => direct.statuses(...input),

    sync: (tenantId, records, choice) =>
      each(
        tenantId,
        records,
        choice,
        (batch, own, scope) =>
          withoutErased(scope, batch, (records) => direct.sync(tenantId, records, own)),
        (scope, batch) =>
          withoutErased(scope, batch, async (records) => {
            const checked = records.map((record) => ({ record, problem: problemOf(record) }));
            const good = checked.filter(({ problem }) => problem === null);
            await queue.add(
              scope,
              resource,
              good.map(({ record }) => ({ op: 'upsert', recordId: record.id, record })),
            );
            return checked.map(({ record, problem }) => problem ?? queued(record.id));
          }),
      ),

    remove: (tenantId, ids, choice) =>
      each(
        tenantId,
        ids,
        choice,
        (batch, own) => direct.remove(tenantId, batch, own),
        async (scope, batch) => {
          await queue.add(
            scope,
            resource,
            batch.map((recordId) => ({ op: 'delete', recordId })),
          );
          return batch.map(queued);
        },
      ),

    async drain() {
      const lane = await queue.take();
      if (lane === null) return false;
      if (!(await gate.maySync(lane.tenantId, lane.context))) {
        await queue.release(lane, null);
        return true;
      }
      const items = await queue.items(lane, maxBatch);
      if (items.length === 0) {
        await queue.release(lane, null);
        return true;
      }
      try {
        const results = await sendBatch(lane, items);
        // What LinkedIn refuses for good is told and let go: sending it again would not help.
        await onSynced?.(lane.tenantId, results);
        const later = new Set(results.flatMap((result) => (isPassing(result) ? [result.id] : [])));
        await queue.done(
          lane,
          items.filter(({ recordId }) => !later.has(recordId)),
        );
        await queue.release(lane, new Date(clock() + (later.size > 0 ? baseWaitMs : 0)));
      } catch (error) {
        const waitMs = Math.min(maxWaitMs, baseWaitMs * 2 ** Math.min(lane.attempts, 12));
        const told = error instanceof RscError ? (error.retryAfterMs ?? 0) : 0;
        const code = error instanceof RscError ? error.code : 'failed';
        await queue.release(lane, new Date(clock() + Math.max(waitMs, told)), code);
        throw error;
      }
      return true;
    },
  };
}

/** Accepted, and sent as soon as it may be. */
const queued = (id: string): RecordResult & { readonly queued: true } => ({
  id,
  ok: true,
  queued: true,
});

/** It was deleted for good: see `sync.erase`. */
const erased = (id: string): RecordResult => ({
  id,
  ok: false,
  error: { status: 410, code: 'erased', message: 'the candidate was erased' },
});

const isPassing = (result: RecordResult): boolean =>
  !result.ok && (result.error.status === 429 || result.error.status >= 500);

/** Why a record cannot be sent at all; null if it can. */
function problemOf(record: CandidateRecord): RecordResult | null {
  const parsed = candidateRecord.safeParse(record);
  if (parsed.success) return null;
  const { path, message } = parsed.error.issues[0] ?? { path: [], message: 'is not valid' };
  return {
    id: record.id,
    ok: false,
    error: { status: 0, code: 'invalid', message: `${path.join('.')}: ${message}` },
  };
}
