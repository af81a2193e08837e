/**
 * How a limit is counted: in slices of time, each of which stops to count at its end. A day is one
 * slice, from midnight to midnight in UTC. A minute slides over six hundred.
 */
import type { Budget } from '../../linkedin/budgets.ts';

export interface Window {
  readonly sliceMs: number;
  /** How many count. */
  readonly slices: number;
  /** Slices beyond the current one: what is taken ahead counts where its use may end. */
  readonly ahead: number;
  /** What a process takes ahead at the most, as a part of the limit. */
  readonly chunkPart: number;
}

const minuteMs = 60_000;
export const dayMs = 86_400_000;
const sliceMs = 100;

/**
 * How much later one request may be on its way than another of a minute later, and how far clocks
 * of machines may be apart, without a minute at LinkedIn that holds more than ours.
 */
export const marginMs = 200;
/** The longest time that what was taken ahead may be used. */
export const longestHoldMs = 5_000;

const minute: Window = {
  sliceMs,
  slices: (minuteMs + sliceMs + marginMs) / sliceMs,
  ahead: longestHoldMs / sliceMs,
  chunkPart: 0.02,
};
/** Of a day little is taken ahead: what a killed process had is gone until midnight. */
const day: Window = { sliceMs: dayMs, slices: 1, ahead: 0, chunkPart: 0.001 };

export const windowOf = ({ window }: Budget): Window => (window === 'day' ? day : minute);
