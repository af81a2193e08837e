/**
 * How often a seat is read: every few minutes where somebody has just written, every few hours where
 * nobody has for days, and never so often that the seats of a customer together come near the
 * application's limit of requests a day [doc].
 */

export interface Pace {
  /** Milliseconds; 2 minutes if left out. */
  readonly minMs: number;
  /** Milliseconds; 4 hours if left out. */
  readonly maxMs: number;
}

export const defaultPace: Pace = { minMs: 2 * 60_000, maxMs: 4 * 3_600_000 };

const dayMs = 24 * 3_600_000;
/** Requests of a turn: InMail, notes and stubs, each of them lately and a part of the sweep. */
const requestsPerTurn = 6;
/** Half of the 100,000 a day [doc]: the rest is for first readings and candidates that are opened. */
const requestsPerDay = 50_000;

/** A seat at rest for eight hours is read every hour. */
const share = 8;

export interface SeatActivity {
  /** Time of the newest item; null: none yet. */
  readonly activeAtMs: number | null;
  readonly nowMs: number;
  /** How many seats of the customer are read. */
  readonly seats: number;
  /** Whether its holder can write at all. */
  readonly isActive: boolean;
}

/** Milliseconds until a seat is read again. @param random 0 to below 1 */
export function nextReadMs(
  { activeAtMs, nowMs, seats, isActive }: SeatActivity,
  { minMs, maxMs }: Pace,
  random: number,
): number {
  const restMs = activeAtMs === null || !isActive ? Infinity : Math.max(0, nowMs - activeAtMs);
  const wantedMs = Math.min(maxMs, Math.max(minMs, restMs / share));
  const leastMs = (seats * requestsPerTurn * dayMs) / requestsPerDay;
  // Seats that were found together do not stay together.
  return Math.round(Math.max(wantedMs, leastMs) * (0.9 + 0.2 * random));
}

/** Milliseconds until a failed turn is tried again. */
export const nextTryMs = (attempts: number, toldMs = 0): number =>
  Math.max(toldMs, Math.min(60 * 60_000, 15_000 * 2 ** Math.min(attempts, 10)));
