/**
 * Time windows of the retrieval calls: at most 12 hours each [doc]. A window of ours starts with its
 * first millisecond and ends before its last, whatever bounds a call has.
 */
import { LinkedInError } from './errors.ts';

export const maxWindowMs = 12 * 3_600_000;

export interface TimeRange {
  /** Milliseconds since 1970, included. */
  readonly fromMs: number;
  /** Milliseconds since 1970, not included. */
  readonly toMs: number;
}

/**
 * Cuts a range into windows, oldest first.
 * @throws LinkedInError `invalid`
 */
export function windowsOf({ fromMs, toMs }: TimeRange, lengthMs = maxWindowMs): TimeRange[] {
  for (const [name, ms] of Object.entries({ fromMs, toMs })) {
    if (!Number.isSafeInteger(ms) || ms < 0) {
      throw new LinkedInError('invalid', `${name} must be whole milliseconds since 1970`);
    }
  }
  if (toMs < fromMs) throw new LinkedInError('invalid', 'toMs must not be before fromMs');
  const windows: TimeRange[] = [];
  for (let start = fromMs; start < toMs; start += lengthMs) {
    windows.push({ fromMs: start, toMs: Math.min(start + lengthMs, toMs) });
  }
  return windows;
}
