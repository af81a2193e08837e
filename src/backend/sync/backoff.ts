/** How long to wait before another attempt: twice as long each time, and never all at once. */

/**
 * @param attempts failures so far, from 0
 * @param random 0 to 1
 * @returns milliseconds: half of the wait is certain, half is chance
 */
export function backoffMs(
  attempts: number,
  { baseMs, maxMs }: { readonly baseMs: number; readonly maxMs: number },
  random: number = Math.random(),
): number {
  const whole = Math.min(maxMs, baseMs * 2 ** Math.min(attempts, 30));
  return Math.round(whole / 2 + (whole / 2) * random);
}
