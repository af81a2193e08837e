/** How long records take under limits: those of a minute set the pace, those of a day end the day. */
import type { GroupLimits } from '../../../linkedin/index.ts';

export interface Load {
  readonly records: number;
  readonly requests: number;
}

export interface DurationOptions {
  /** `share`: the part of each that may be used. */
  readonly limits: GroupLimits;
  readonly nowMs: number;
  /** What of a day's limits is left today; all of it if undefined. */
  readonly left: { readonly requests?: number | undefined; readonly records?: number | undefined };
  /** What a request takes: they go out one after the other. */
  readonly answerMs: number;
}

const dayMs = 24 * 60 * 60_000;

/** @returns milliseconds from now until all is sent */
export function durationOf({ records, requests }: Load, options: DurationOptions): number {
  const { limits, nowMs, left, answerMs } = options;
  if (records === 0) return 0;
  const { share = 1, recordsPerMinute = Infinity, requestsPerDay = Infinity } = limits;
  const { recordsPerDay = Infinity } = limits;
  const paceMs = Math.max((records / (recordsPerMinute * share)) * 60_000, requests * answerMs);
  /** The part of the load that a day takes; what others have used of today counts as used. */
  const partOf = (leftRequests: number, leftRecords: number): number =>
    Math.min(leftRequests / requests, leftRecords / records);
  const reserved = (limit: number, now: number | undefined): number =>
    now === undefined ? limit * share : Math.max(0, now - limit * (1 - share));
  const today = partOf(
    reserved(requestsPerDay, left.requests),
    reserved(recordsPerDay, left.records),
  );
  const untilMidnightMs = dayMs - (nowMs % dayMs);
  if (today >= 1 || paceMs <= 0) return paceMs;
  const perDay = partOf(requestsPerDay * share, recordsPerDay * share);
  const rest = 1 - Math.min(today, untilMidnightMs / paceMs);
  // What a whole day takes, by its limits or by the clock.
  const daily = Math.min(perDay, dayMs / paceMs);
  const wholeDays = Math.ceil(rest / daily) - 1;
  return untilMidnightMs + wholeDays * dayMs + (rest - wholeDays * daily) * paceMs;
}
