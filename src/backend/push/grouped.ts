/**
 * Work that costs a query each, done together: while one query is under way, what comes meanwhile
 * waits and goes with the next, and a moment longer for others. Without a crowd nothing waits; in a
 * crowd, whoever sent it, the database has few statements to do, and pauses between them.
 */

import { setImmediate as immediate, setTimeout as delay } from 'node:timers/promises';

export interface GroupOptions {
  /** Milliseconds between two queries, for more to come; 10 if left out. */
  readonly gatherMs?: number;
}

/** Most keys of one query. */
const maxKeys = 200;
/** With so many, nobody need wait for more. */
const enough = 100;

/**
 * @param work gives a result for each key, in their order
 * @returns the same for one key; fails as `work` has failed for it
 */
export function createGrouped<K, R>(
  work: (keys: readonly K[]) => Promise<readonly R[]>,
  { gatherMs = 10 }: GroupOptions = {},
): (key: K) => Promise<R> {
  interface Waiting {
    readonly key: K;
    readonly resolve: (result: R) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let isBusy = false;

  async function settle(group: readonly Waiting[]): Promise<void> {
    try {
      const results = await work(group.map(({ key }) => key));
      for (const [index, { resolve, reject }] of group.entries()) {
        if (index < results.length) resolve(results[index] as R);
        else reject(new TypeError('a key has no result'));
      }
    } catch (error) {
      const [only] = group;
      if (group.length === 1) only?.reject(error);
      // What is wrong with one must not be the others' misfortune.
      else for (const each of group) await settle([each]);
    }
  }

  async function run(): Promise<void> {
    isBusy = true;
    // An embedded database answers before the next request has even been read.
    await immediate();
    while (waiting.length > 0) {
      const group = waiting.slice(0, maxKeys);
      waiting = waiting.slice(maxKeys);
      await settle(group);
      // Whoever comes right after waits too: that is how a crowd is told from the next one.
      await (waiting.length < enough ? delay(gatherMs) : immediate());
    }
    isBusy = false;
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (!isBusy) void run();
    });
}
