/**
 * What this process has taken ahead of one limit, a chunk at a time, so that most requests ask
 * nobody. A chunk is as large as what will be used of it: one request where they are rare.
 */
import type { Budget } from '../../linkedin/budgets.ts';
import { dayMs, windowOf, type Window } from './windows.ts';

/** What a process asks the ledger for. */
export interface Wish {
  readonly budget: Budget;
  readonly window: Window;
  /** How long what is granted may be used. */
  readonly holdMs: number;
  readonly needed: number;
  /** As much would be welcome. */
  readonly wanted: number;
  /** What is given back of an earlier grant, and the slice it counts in. */
  readonly back: Rest;
}

export interface Grant {
  readonly granted: number;
  readonly slice: number;
}

interface Rest {
  readonly slice: number;
  readonly amount: number;
}

/** A part of a chunk that was taken for a request. */
export interface Part {
  readonly amount: number;
  readonly slice: number;
  /** Until then the request may be sent. */
  readonly untilMs: number;
}

interface Chunk {
  readonly size: number;
  readonly slice: number;
  readonly fromMs: number;
  readonly untilMs: number;
  rest: number;
}

interface Refusal {
  readonly amount: number;
  readonly fromMs: number;
  readonly retryAtMs: number;
}

const none: Chunk = { size: 0, slice: 0, fromMs: 0, untilMs: 0, rest: 0 };
/** A refusal is believed that long: others may give back what they have not used. */
const believedMs = 250;
/** What was used in this time of a day's chunk says how large the next one is to be. */
const dayPaceMs = 2_000;
/** A chunk is at most this many times what the last one was used for. */
const growth = 4;

export class Allowance {
  readonly budget: Budget;
  /** While somebody asks the ledger; fails as that does. */
  filling: Promise<void> | null = null;
  /** What all want who ask or wait for that. */
  waiting = 0;
  #chunk: Chunk = none;
  #refusal: Refusal | null = null;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  /** What can be taken at this moment. */
  at(nowMs: number): number {
    return this.#isGood(nowMs) ? this.#chunk.rest : 0;
  }

  /** Takes a part of what `at` has said is there. */
  take(amount: number): Part {
    const { slice, untilMs } = this.#chunk;
    this.#chunk.rest -= amount;
    return { amount, slice, untilMs };
  }

  /** A part that was not used. If its chunk is gone, it counts as used. */
  putBack({ amount, slice }: Part): void {
    if (slice === this.#chunk.slice) this.#chunk.rest += amount;
  }

  /** When to ask again for as much; null if it is worth asking now. */
  refusedUntil(amount: number, nowMs: number): number | null {
    if (this.#refusal === null) return null;
    const { amount: refused, fromMs, retryAtMs } = this.#refusal;
    const untilMs = Math.min(retryAtMs, fromMs + believedMs);
    return amount >= refused && nowMs >= fromMs && nowMs < untilMs ? retryAtMs : null;
  }

  /** Ends the chunk, and says what to ask for. Nothing can be taken before the answer is told. */
  wish(needed: number, nowMs: number, holdMs: number): Wish {
    const window = windowOf(this.budget);
    const most = Math.floor(this.budget.limit * window.chunkPart);
    const expected = Math.max(this.#pace(nowMs, holdMs), this.waiting);
    // As many requests like this one as go into it: what is left of a chunk is in others' way.
    const wanted = needed * Math.max(1, Math.floor(Math.min(most, expected) / (needed || 1)));
    const back = this.#end(nowMs);
    return { budget: this.budget, window, holdMs: this.#hold(holdMs), needed, wanted, back };
  }

  /** The wish was granted. @returns the part that was needed */
  fill({ needed, holdMs }: Wish, { granted, slice }: Grant, nowMs: number): Part {
    const untilMs =
      this.budget.window === 'day' ? (Math.floor(nowMs / dayMs) + 1) * dayMs : nowMs + holdMs;
    this.#chunk = { size: granted, slice, fromMs: nowMs, untilMs, rest: granted };
    this.#refusal = null;
    return this.take(needed);
  }

  /** The wish was not granted, and this is why. */
  refuse(amount: number, nowMs: number, retryAfterMs: number): void {
    this.#refusal = { amount, fromMs: nowMs, retryAtMs: nowMs + retryAfterMs };
  }

  /** Whether it can be forgotten. */
  isIdle(nowMs: number): boolean {
    return this.filling === null && (nowMs >= this.#chunk.untilMs || nowMs < this.#chunk.fromMs);
  }

  #isGood(nowMs: number): boolean {
    return nowMs < this.#chunk.untilMs && nowMs >= this.#chunk.fromMs;
  }

  /** What will be used while the next chunk lasts, if it goes on as it went. */
  #pace(nowMs: number, holdMs: number): number {
    const spanMs = this.budget.window === 'day' ? dayPaceMs : holdMs;
    const { size, rest, fromMs } = this.#chunk;
    const pastMs = nowMs - fromMs;
    if (pastMs < 0 || pastMs > growth * spanMs) return 0;
    return ((size - rest) * spanMs) / Math.max(pastMs, spanMs / growth);
  }

  #hold(holdMs: number): number {
    return this.budget.window === 'day' ? 0 : holdMs;
  }

  /** @returns what is left of the chunk, used in time or not */
  #end(nowMs: number): Rest {
    const { slice, fromMs, rest } = this.#chunk;
    this.#chunk.rest = 0;
    // Where the clock went back, nobody knows any more what counts where: it stays used.
    return { slice, amount: nowMs < fromMs ? 0 : rest };
  }
}
