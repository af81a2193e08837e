/**
 * One turn of a customer: delivers what is most urgent, batch by batch, for about a second. Then another
 * customer's turn comes, so that a small one need not wait until a large one has sent its history.
 */
import { backoffMs } from './backoff.ts';
import type { Delivery, SyncCustomer } from './deliver.ts';
import type { SyncResource } from './ports.ts';
import { SourceDown } from './reading.ts';
import type { SyncRecordTable } from './records.ts';

import { syncResources } from './resources.ts';
import type { Stopped } from './sending.ts';
import type { Senders, Turn } from './senders.ts';

export interface WorkOptions {
  readonly table: SyncRecordTable;
  readonly senders: Senders;
  readonly delivery: Delivery;
  /** @returns null if nothing of the customer may be sent now */
  readonly customer: (tenantId: string) => Promise<SyncCustomer | null>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** How long a turn lasts, if there is enough to do. */
  readonly turnMs: number;
  readonly onFailure: (tenantId: string, code: string) => void;
}

/** Small where somebody waits for what comes next, large where nobody does. */
const batchSizes: readonly number[] = [50, 100, 300];
const maxBatch = 300;
/** How long before the end of a lease nothing is begun any more. */
const marginMs = 2_000;
/** A customer that is switched off is woken when it is switched on; this is for what nobody told. */
const closedMs = 60_000;
const failedWait = { baseMs: 1_000, maxMs: 5 * 60_000 };
/** Credentials and rights come back when a person has done something. */
const refusedWait = { baseMs: 30_000, maxMs: 15 * 60_000 };
/** After so many failures of the customer, it is tried which record is at fault. */
const isolateAfter = 3;

/** When the customer is worked on next; null: when the next row is due. */
interface Ended {
  readonly waitMs: number;
  readonly errorCode?: string;
}

/** @returns runs a turn that was taken, and releases it; rejects with StoreError */
export function createWork(options: WorkOptions): (turn: Turn) => Promise<void> {
  const { table, senders, delivery, clock, turnMs } = options;

  async function run(turn: Turn, signal: AbortSignal): Promise<Ended | null> {
    const customer = await options.customer(turn.tenantId);
    if (customer === null || customer.contexts.length === 0) return { waitMs: closedMs };
    const endsAt = performance.now() + turnMs;
    const call = { isolate: turn.attempts >= isolateAfter, signal };
    /** Kinds whose limits are used up, and for how long. */
    const spent = new Map<SyncResource, number>();
    const asked = await delivery.askTasks(customer, signal);
    if (asked !== null && asked.code !== 'budget_spent') return endedBy(turn, asked);
    for (;;) {
      const without = [...spent.keys()];
      const picked = await table.pick(turn.tenantId, customer.contexts, maxBatch, without);
      if (picked === null) break;
      const size = batchSizes[picked.priority] ?? maxBatch;
      const batch = { ...picked, rows: picked.rows.slice(0, size) };
      const stopped = await delivery.deliver(customer, batch, call);
      if (stopped !== null) {
        if (stopped.code === 'aborted') return { waitMs: 0 };
        if (stopped.code !== 'budget_spent') return endedBy(turn, stopped);
        for (const resource of sharingLimits(batch.resource)) {
          spent.set(resource, stopped.retryAfterMs ?? 1_000);
        }
      }
      if (performance.now() >= endsAt || signal.aborted) return { waitMs: 0 };
    }
    return spent.size === 0 ? null : { waitMs: Math.min(...spent.values()) };
  }

  async function release(turn: Turn, ended: Ended | null): Promise<void> {
    if (ended?.errorCode !== undefined) options.onFailure(turn.tenantId, ended.errorCode);
    const next = await table.nextDue(turn.tenantId);
    if (next === null) return senders.release(turn, null, ended?.errorCode);
    const dueAt = ended === null ? next.dueAt : new Date(clock() + ended.waitMs);
    return senders.release(turn, { dueAt, priority: next.priority }, ended?.errorCode);
  }

  return async (turn) => {
    const controller = new AbortController();
    const leftMs = Math.max(0, turn.untilMs - clock() - marginMs);
    const timer = setTimeout(() => {
      controller.abort();
    }, leftMs);
    let ended: Ended | null;
    try {
      ended = await run(turn, controller.signal);
    } catch (error) {
      if (!(error instanceof SourceDown)) throw error;
      ended = { waitMs: backoffMs(turn.attempts, failedWait), errorCode: error.code };
    } finally {
      clearTimeout(timer);
    }
    await release(turn, ended);
  };
}

function endedBy({ attempts }: Turn, { code, retryAfterMs }: Stopped): Ended {
  const refused = code === 'unauthorized' || code === 'forbidden';
  const waitMs = backoffMs(attempts, refused ? refusedWait : failedWait);
  return { waitMs: Math.max(waitMs, retryAfterMs ?? 0), errorCode: code };
}

/** Job postings have limits of their own; all others share theirs [doc]. */
const sharingLimits = (resource: SyncResource): readonly SyncResource[] =>
  syncResources.filter((each) => (each === 'jobPostings') === (resource === 'jobPostings'));
