/**
 * Decides which heights the host page hears of.
 *
 * Whole pixels, rounded up, so that nothing is cut off at any zoom. No more than ten a second, the
 * last one always. And an end to content whose height depends on the height it is given: when two
 * heights take turns the taller one stays, because cutting off is worse than a gap.
 */
export interface SizeReporterOptions {
  readonly send: (heightPx: number, user: boolean) => void;
  readonly clock?: () => number;
}

export interface SizeReporter {
  /**
   * Takes a measured height.
   *
   * @param heightPx in CSS pixels, fractions allowed
   * @param user the person has just acted in the frame, so that growth surprises nobody
   */
  report(heightPx: number, user: boolean): void;
  /** Says the height even if it was said before: the person asks for room. */
  insist(heightPx: number): void;
  close(): void;
}

const everyMs = 100;
const maxHeightPx = 20_000;
/** Layout gives fractions that come from adding up, not from content. */
const roundingPx = 0.02;
/** As many changes between the same two heights within the time are a loop. */
const maxFlips = 3;
const flipWindowMs = 3_000;

export function createSizeReporter({ send, clock = Date.now }: SizeReporterOptions): SizeReporter {
  let last: number | null = null;
  let beforeLast: number | null = null;
  let flips: number[] = [];
  let sentAtMs = -Infinity;
  let next: { height: number; user: boolean } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const whole = (heightPx: number): number =>
    Math.min(maxHeightPx, Math.max(0, Math.ceil(heightPx - roundingPx)));

  function isFlip(height: number, nowMs: number): boolean {
    if (height !== beforeLast) return false;
    flips = [...flips.filter((atMs) => nowMs - atMs < flipWindowMs), nowMs];
    return flips.length >= maxFlips;
  }

  function deliver(height: number, user: boolean): void {
    clearTimeout(timer);
    timer = undefined;
    next = null;
    const nowMs = clock();
    if (last !== null && height < last && !user && isFlip(height, nowMs)) return;
    beforeLast = last;
    last = height;
    sentAtMs = nowMs;
    send(height, user);
  }

  return {
    report(heightPx, user) {
      const height = whole(heightPx);
      if (next === null && height === last) return;
      const waitMs = sentAtMs + everyMs - clock();
      if (waitMs <= 0 && timer === undefined) {
        deliver(height, user);
        return;
      }
      next = { height, user: user || (next?.user ?? false) };
      timer ??= setTimeout(() => {
        timer = undefined;
        if (next !== null && next.height !== last) deliver(next.height, next.user);
        next = null;
      }, waitMs);
    },

    insist(heightPx) {
      deliver(whole(heightPx), true);
    },

    close() {
      clearTimeout(timer);
    },
  };
}
