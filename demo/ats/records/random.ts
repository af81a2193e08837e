/** Random choices that come out the same on each start. */
import { createHash, randomBytes } from 'node:crypto';

export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number from 0 to `count - 1`. */
  below(count: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  pick<T>(choices: readonly T[]): T | undefined;
}

/** Choices that depend on `seed` alone. */
export function createRandom(seed: string): Random {
  // mulberry32: small, fast, and good enough to look like life.
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count: number): number => Math.floor(next() * count);
  function pick<T>(choices: readonly [T, ...T[]]): T;
  function pick<T>(choices: readonly T[]): T | undefined;
  function pick<T>(choices: readonly T[]): T | undefined {
    return choices[below(choices.length)];
  }
  return { next, below, chance: (probability) => next() < probability, pick };
}

/** An id that says nothing about what it names: ten characters, the same on each start. */
export const opaqueId = (seed: string): string =>
  BigInt(`0x${createHash('sha256').update(seed).digest('hex').slice(0, 16)}`)
    .toString(36)
    .padStart(10, '0')
    .slice(-10);

/** The same in digits: among thousands of ids with letters, some look like names. */
export const opaqueNumber = (seed: string): string =>
  BigInt(`0x${createHash('sha256').update(seed).digest('hex').slice(0, 13)}`).toString();

/** An id for what is made while the ATS runs. */
export const randomId = (): string => randomBytes(8).toString('hex');
