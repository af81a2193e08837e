/** Windows of time, of which LinkedIn takes at most twelve hours a call [doc]. */
import { malformed } from '../envelope.ts';

export const maxWindowMs = 12 * 3_600_000;

/**
 * Completes and checks a window. Without an end it reaches to now, without a start it is as long as
 * it may be [unknown: both are optional, and the length is limited].
 * @param name of the parameters, for the message
 * @throws ApiRefusal 400
 */
export function windowOf(
  name: string,
  startMs: number | null,
  endMs: number | null,
  nowMs: number,
): { readonly startMs: number; readonly endMs: number } {
  const end = endMs ?? Math.max(nowMs, startMs ?? 0);
  const start = startMs ?? Math.max(0, end - maxWindowMs);
  if (start > end) throw malformed(`${name}: must not end before it starts`);
  if (end - start > maxWindowMs) throw malformed(`${name}: must be at most 12 hours long`);
  return { startMs: start, endMs: end };
}
