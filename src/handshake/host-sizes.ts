/**
 * Takes the heights a frame reports and hands on those worth a layout: at most ten a second, never
 * above the limit, and no more once a frame swings between two heights, as it does when its content
 * depends on the very height it asks for.
 */

/** Same as `maxFrameHeightPx` of the protocol, which cannot be imported without zod. */
export const maxHeightPx = 20_000;
const intervalMs = 100;
const maxFlips = 3;

export class SizeGate {
  readonly #apply: (heightPx: number, byPerson: boolean) => void;
  readonly #clock: () => number;
  #heights: readonly [number, number] = [-1, -1];
  #flips = 0;
  #lastMs = -intervalMs;
  #pending: { heightPx: number; byPerson: boolean } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    apply: (heightPx: number, byPerson: boolean) => void,
    clock: () => number = () => performance.now(),
  ) {
    this.#apply = apply;
    this.#clock = clock;
  }

  /**
   * @param height of the whole content in CSS pixels
   * @param byPerson whether somebody unfolded something
   */
  push(height: number, byPerson: boolean): void {
    const heightPx = Math.min(height, maxHeightPx);
    const [before, last] = this.#heights;
    if (heightPx === last && !byPerson) return;
    this.#flips = heightPx === before && !byPerson ? this.#flips + 1 : 0;
    this.#heights = [last, heightPx];
    // The larger of the two hides nothing.
    const settled = this.#flips > maxFlips;
    if (settled && this.#flips > maxFlips + 1) return;
    this.#pending = {
      heightPx: settled ? Math.max(heightPx, last) : heightPx,
      byPerson: byPerson || (this.#pending?.byPerson ?? false),
    };
    const waitMs = this.#lastMs + intervalMs - this.#clock();
    if (waitMs <= 0) this.#flush();
    else
      this.#timer ??= setTimeout(() => {
        this.#flush();
      }, waitMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = null;
  }

  #flush(): void {
    const pending = this.#pending;
    this.stop();
    this.#lastMs = this.#clock();
    if (pending !== null) this.#apply(pending.heightPx, pending.byPerson);
  }
}
