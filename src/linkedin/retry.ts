/** When a failed request is tried again, and how long it waits. */
import type { LinkedInError, LinkedInErrorCode } from './errors.ts';

export interface RetryOptions {
  /** How often a request is sent at most, 1 or more (default 5). */
  readonly attempts?: number;
  /** Longest first wait in milliseconds; it doubles with each attempt (default 500). */
  readonly baseMs?: number;
  /** Longest wait of ours in milliseconds (default 30,000). */
  readonly maxMs?: number;
  /** Longest `Retry-After` that is waited for; a longer one ends the call (default 60,000). */
  readonly maxRetryAfterMs?: number;
  /** 0 to below 1; for tests. */
  readonly random?: () => number;
}

/** What passes by itself. */
const passing: ReadonlySet<LinkedInErrorCode> = new Set([
  'throttled',
  'unavailable',
  'unreachable',
  'bad_answer',
]);

export interface RetryPolicy {
  /** Milliseconds to wait before the next attempt; null if there is to be none. */
  waitAfter(error: LinkedInError, attempt: number): number | null;
}

/**
 * Full jitter: a random wait up to a ceiling that doubles, so that many workers do not come back
 * together. `Retry-After` is a floor, never cut short.
 */
export function createRetryPolicy(options: RetryOptions = {}): RetryPolicy {
  const { attempts = 5, baseMs = 500, maxMs = 30_000, maxRetryAfterMs = 60_000 } = options;
  const { random = Math.random } = options;
  return {
    waitAfter(error, attempt) {
      if (attempt >= attempts || !passing.has(error.code)) return null;
      const jitter = random() * Math.min(maxMs, baseMs * 2 ** (attempt - 1));
      const { retryAfterMs } = error;
      if (retryAfterMs === undefined) return jitter;
      return retryAfterMs > maxRetryAfterMs ? null : retryAfterMs + jitter;
    },
  };
}
