/**
 * The sandbox's time. Real by default; a test sets it, lets it run faster so that a day's limits
 * pass in minutes, or stops it. Everything in the sandbox asks `now`, nothing asks the machine.
 */

/** How the clock runs and where it stands. */
export interface ClockView {
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** The same as ISO 8601, UTC. */
  readonly now: string;
  /** Sandbox seconds per real second; 0 while frozen. */
  readonly factor: number;
  readonly frozen: boolean;
  /** Sandbox time less real time, in milliseconds. */
  readonly offsetMs: number;
}

export interface SandboxClock {
  /** Milliseconds since 1970. Needs no `this`: pass it on as `clock`. */
  readonly now: () => number;
  /**
   * How long something that takes sandbox time takes a client's clock on the wall. While the clock
   * is frozen nothing ever comes to pass by itself: then sandbox time is all there is to tell.
   */
  realMs(sandboxMs: number): number;
  /** Puts the hands to a time, in milliseconds since 1970; they run on as they did. */
  set(nowMs: number): void;
  /** Moves the hands, in milliseconds; backwards if negative. */
  advance(ms: number): void;
  /** @param factor sandbox seconds per real second, 0 or more; 0 freezes */
  run(factor: number): void;
  /** Real time again. */
  reset(): void;
  view(): ClockView;
}

/** The range of ECMAScript's dates, less what nobody needs. */
export const latestMs = Date.UTC(9_999, 0);
export const highestFactor = 100_000;

/** @param realNow the machine's time, in milliseconds since 1970 */
export function createClock(realNow: () => number = Date.now): SandboxClock {
  // At the real time `anchorRealMs` the sandbox had `anchorMs`.
  let anchorRealMs = 0;
  let anchorMs = 0;
  let factor = 1;

  const now = (): number =>
    Math.max(0, Math.min(latestMs, Math.floor(anchorMs + (realNow() - anchorRealMs) * factor)));
  const anchor = (nowMs: number): void => {
    anchorRealMs = realNow();
    anchorMs = nowMs;
  };

  return {
    now,
    realMs: (sandboxMs) => (factor === 0 ? sandboxMs : sandboxMs / factor),
    set: anchor,
    advance(ms) {
      anchor(now() + ms);
    },
    run(newFactor) {
      anchor(now());
      factor = newFactor;
    },
    reset() {
      anchorRealMs = 0;
      anchorMs = 0;
      factor = 1;
    },
    view() {
      const nowMs = now();
      return {
        nowMs,
        now: new Date(nowMs).toISOString(),
        factor,
        frozen: factor === 0,
        offsetMs: nowMs - realNow(),
      };
    },
  };
}
