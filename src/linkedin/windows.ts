/**
 * Time windows of the retrieval calls: at most 12 hours each [doc]. A window of ours starts with its
 * first millisecond and ends before its last, whatever bounds a call has.
 */
import * as z from 'zod';
import { checked } from './checks.ts';

export const maxWindowMs = 12 * 3_600_000;

export interface TimeRange {
  /** Milliseconds since 1970, included. */
  readonly fromMs: number;
  /** Milliseconds since 1970, not included. */
  readonly toMs: number;
}

const timeRange = z
  .object({ fromMs: z.int().nonnegative(), toMs: z.int().nonnegative() })
  .refine(({ fromMs, toMs }) => fromMs <= toMs, {
    path: ['toMs'],
    error: 'must not be before fromMs',
  });

/** @throws LinkedInError `invalid` unless both are whole milliseconds since 1970, in order */
export const checkedRange = (range: TimeRange): TimeRange => checked(timeRange, range, 'range');

/**
 * Cuts a range into windows, oldest first; an empty range has none.
 * @throws LinkedInError `invalid`
 */
export function windowsOf(range: TimeRange, lengthMs = maxWindowMs): Iterable<TimeRange> {
  return cut(checkedRange(range), lengthMs);
}

function* cut({ fromMs, toMs }: TimeRange, lengthMs: number): Generator<TimeRange> {
  for (let start = fromMs; start < toMs; start += lengthMs) {
    yield { fromMs: start, toMs: Math.min(start + lengthMs, toMs) };
  }
}
