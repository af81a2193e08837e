/**
 * Takes the heights a frame reports and hands on those worth a layout: at most ten a second, never
 * above the limit, and no more once a frame swings between two heights, as it does when its content
 * depends on the very height it asks for.
 */

/** Same as `maxFrameHeightPx` of the protocol, which cannot be imported without zod. */
export const maxHeightPx = 20_000;
const intervalMs = 100;
const maxFlips = 3;

/**
 * @param apply is given the height in CSS pixels, and whether somebody unfolded something
 * @returns takes a reported height in the same way
 */
export function createSizeGate(
  apply: (heightPx: number, byPerson: boolean) => void,
): (height: number, byPerson: boolean) => void {
  let before = -1;
  let last = -1;
  let flips = 0;
  let freeAtMs = 0;
  let pending: readonly [number, boolean] | null = null;

  function flush(): void {
    freeAtMs = Date.now() + intervalMs;
    if (pending) apply(...pending);
    pending = null;
  }

  return (height, byPerson) => {
    let heightPx = Math.min(height, maxHeightPx);
    if (heightPx === last && !byPerson) return;
    flips = heightPx === before && !byPerson ? flips + 1 : 0;
    before = last;
    last = heightPx;
    if (flips > maxFlips + 1) return;
    // The larger of the two hides nothing.
    if (flips > maxFlips) heightPx = Math.max(heightPx, before);
    const isScheduled = pending !== null;
    pending = [heightPx, byPerson || (pending?.[1] ?? false)];
    const waitMs = freeAtMs - Date.now();
    if (waitMs <= 0) flush();
    else if (!isScheduled) setTimeout(flush, waitMs);
  };
}
