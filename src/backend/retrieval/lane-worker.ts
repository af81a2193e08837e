/** Works on seats that are due, several at a time, and says when each is due again. */
import { and, count, eq, isNotNull } from 'drizzle-orm';
import { LinkedInError } from '../../linkedin/index.ts';
import { codeOf } from '../logging.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import type { LinkedInAccess } from '../onboarding/linkedin-access.ts';
import { StoreError } from '../store/errors.ts';
import { internalsOf } from '../store/internals.ts';
import type { Store } from '../store/store.ts';
import { retrievalSeats } from '../store/tables/index.ts';
import { LeaseLost, type Lane, type Lanes } from './lanes.ts';
import type { ParsedRetrieval } from './options.ts';
import { nextReadMs, nextTryMs } from './pace.ts';
import { isLimited, type Puller } from './puller.ts';

export interface LaneWorkerOptions {
  readonly store: Store;
  readonly access: LinkedInAccess;
  readonly lanes: Lanes;
  readonly puller: Puller;
  readonly options: Pick<ParsedRetrieval, 'pace'>;
  readonly onFailure: (tenantId: string, code: string) => void;
  /** 0 to below 1; for tests. */
  readonly random?: () => number;
}

export interface LaneWorker {
  /** Reads seats that are due. @returns how many; rejects with StoreError only */
  run(): Promise<number>;
  /**
   * Reads a lane that was taken, and lets it go.
   * @returns how many items have changed, or why it could not be read; rejects with StoreError only
   */
  work(lane: Lane, maxWindows: number): Promise<number | Error>;
}

const concurrency = 4;
/** Windows of one turn: then others have theirs. */
const maxWindows = 40;

export function createLaneWorker(parts: LaneWorkerOptions): LaneWorker {
  const { store, access, lanes, puller, options, onFailure, random = Math.random } = parts;
  const { connection, clock } = internalsOf(store);

  async function seatsOf(tenantId: string): Promise<number> {
    const [row] = await connection.run((database) =>
      database
        .select({ seats: count() })
        .from(retrievalSeats)
        .where(and(eq(retrievalSeats.tenantId, tenantId), isNotNull(retrievalSeats.dueAt))),
    );
    return row?.seats ?? 1;
  }

  async function work(lane: Lane, windows: number): Promise<number | Error> {
    const { tenantId } = lane;
    const startedMs = clock();
    try {
      const { client } = await access.child(tenantId);
      const { outcome, changed, sweptAt } = await puller.pull(lane, client, windows);
      const nowMs = clock();
      const activity = {
        // What has just come is the newest activity there is, whenever it was written.
        activeAtMs: changed > 0 ? nowMs : (lane.activeAt?.getTime() ?? null),
        nowMs,
        seats: await seatsOf(tenantId),
        isActive: lane.state === 'ACTIVE',
      };
      const waitMs = outcome === 'done' ? nextReadMs(activity, options.pace, random()) : 0;
      await lanes.release(lane, {
        dueAt: new Date(nowMs + waitMs),
        ...(outcome === 'done' ? { pulledAt: new Date(startedMs), sweptAt } : {}),
      });
      return changed;
    } catch (error) {
      if (error instanceof LeaseLost) return error;
      const known =
        error instanceof LinkedInError ||
        error instanceof OnboardingError ||
        error instanceof StoreError;
      const told =
        error instanceof LinkedInError || error instanceof OnboardingError
          ? (error.retryAfterMs ?? 0)
          : 0;
      const code = codeOf(error);
      // To wait for a limit is not a failure.
      if (!isLimited(error)) onFailure(tenantId, code);
      await lanes.release(lane, {
        dueAt: new Date(clock() + nextTryMs(isLimited(error) ? 0 : lane.attempts, told)),
        errorCode: code.slice(0, 100),
      });
      if (error instanceof StoreError || !known) throw error;
      return error;
    }
  }

  return {
    work,
    async run() {
      const taken = await lanes.take(concurrency);
      await Promise.all(taken.map((lane) => work(lane, maxWindows)));
      return taken.length;
    },
  };
}
