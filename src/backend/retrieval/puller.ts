/**
 * Reads one seat: window by window from its marks to now, a little of what was read before once more
 * (for what came late or has changed), and a window of the last week in turn (for what was deleted).
 */
import { LinkedInError, type LinkedInClient } from '../../linkedin/index.ts';
import { windowsOf, type TimeRange } from '../../linkedin/windows.ts';
import { keyTextOf, type Items } from './items.ts';
import type { Lane } from './lanes.ts';
import type { PulledItem, Source } from './sources.ts';

export interface PullerOptions {
  readonly items: Items;
  readonly sources: readonly Source[];
  /** Whether the contract may be read now. */
  readonly isOpen: (lane: Lane) => Promise<boolean>;
  /** Nothing before is read. */
  readonly notBeforeMs: () => number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export interface PullResult {
  /** `more`: there are windows left; `closed`: it was switched off meanwhile. */
  readonly outcome: 'done' | 'more' | 'closed';
  readonly changed: number;
  /** Where the sweep goes on, once the turn is done. */
  readonly sweptAt: Date;
}

export interface Puller {
  /**
   * @param maxWindows of one turn, so that others have theirs
   * @throws LinkedInError, LeaseLost, StoreError; what was read before stays
   */
  pull(lane: Lane, client: LinkedInClient, maxWindows: number): Promise<PullResult>;
}

/** Read again each time: how late LinkedIn shows something is not documented [unknown]. */
export const overlapMs = 60 * 60_000;
export const sweepMs = 7 * 24 * 3_600_000;
const sweepWindowMs = 12 * 3_600_000;

export function createPuller(options: PullerOptions): Puller {
  const { items, sources, isOpen, notBeforeMs, clock } = options;

  async function read(
    source: Source,
    client: LinkedInClient,
    lane: Lane,
    range: TimeRange,
  ): Promise<PulledItem[]> {
    const found: PulledItem[] = [];
    for await (const item of source.read(client, lane, range)) found.push(item);
    return found;
  }

  /** @param until whether everything before its end has been read by then */
  async function window(
    source: Source,
    client: LinkedInClient,
    lane: Lane,
    range: TimeRange,
    until: boolean,
  ): Promise<number> {
    const before = await items.keysIn(lane, source.name, range);
    const found = await read(source, client, lane, range);
    for (const item of found) before.delete(keyTextOf(item));
    if (before.size > 0) {
      // Pages shift while they are read, and an item that changes moves on to now: what is missing
      // is looked for once more before it counts as deleted.
      const toMs = source.moves ? Math.max(range.toMs, clock() + 1) : range.toMs;
      const again = await read(source, client, lane, { fromMs: range.fromMs, toMs });
      for (const item of again) before.delete(keyTextOf(item));
      found.push(...again);
    }
    return items.commit(lane, {
      items: found,
      missing: [...before],
      ...(until ? { until: { mark: source.mark, at: new Date(range.toMs) } } : {}),
    });
  }

  return {
    async pull(lane, client, maxWindows) {
      const nowMs = clock();
      const leastMs = notBeforeMs();
      let left = maxWindows;
      let changed = 0;
      const result = (outcome: PullResult['outcome'], sweptAt = lane.sweptAt): PullResult => ({
        outcome,
        changed,
        sweptAt,
      });
      for (const source of sources) {
        const fromMs = Math.max(leastMs, lane[source.mark].getTime() - overlapMs);
        for (const range of windowsOf({ fromMs, toMs: Math.max(fromMs, nowMs) }, source.windowMs)) {
          if (!(await isOpen(lane))) return result('closed');
          if (left <= 0) return result('more');
          left -= 1;
          changed += await window(source, client, lane, range, true);
        }
      }
      const sweep = sweepOf(lane.sweptAt.getTime(), Math.max(leastMs, nowMs - sweepMs), nowMs);
      if (sweep === null) return result('done');
      for (const source of sources) {
        changed += await window(source, client, lane, sweep.range, false);
      }
      return result('done', new Date(sweep.nextMs));
    },
  };
}

/**
 * The window of the last week that is looked at again, and where it goes on after that: at the week's
 * end from its beginning. Null if there is nothing before the overlap.
 */
function sweepOf(
  sweptAtMs: number,
  leastMs: number,
  nowMs: number,
): { readonly range: TimeRange; readonly nextMs: number } | null {
  const lastMs = nowMs - overlapMs;
  if (leastMs >= lastMs) return null;
  const fromMs = sweptAtMs < leastMs || sweptAtMs >= lastMs ? leastMs : sweptAtMs;
  const toMs = Math.min(fromMs + sweepWindowMs, lastMs);
  return { range: { fromMs, toMs }, nextMs: toMs === lastMs ? 0 : toMs };
}

/** Whether LinkedIn asked to wait, or our own count of its limits does. */
export const isLimited = (error: unknown): error is LinkedInError =>
  error instanceof LinkedInError && (error.code === 'throttled' || error.code === 'budget_spent');
