/**
 * One after the other, in the order of their coming: LinkedIn wants batches sent sequentially [doc],
 * and calls of one client may overlap.
 */
import { untilAborted } from './signals.ts';

export interface Turns {
  /**
   * Runs when everything that came earlier is over.
   * @throws LinkedInError `aborted` when the signal ends the waiting, then nothing is run
   */
  take<T>(run: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    take(run, signal) {
      const before = last;
      const turn = untilAborted(before, signal).then(run);
      // Whoever is next waits for both: an aborted one leaves while those before it still run. What
      // they came to is forgotten, or each turn would hold on to all before it.
      last = before.then(() => turn).then(nothing, nothing);
      return turn;
    },
  };
}

const nothing = (): void => undefined;
