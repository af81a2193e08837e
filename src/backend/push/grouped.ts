/**
 * Work that costs a query each, done together: while one query is under way, what comes meanwhile
 * waits and goes with the next. Without a crowd nothing waits; in a crowd, whoever sent it, the
 * database is asked no faster than it answers.
 */

/** Most keys of one query. */
const maxKeys = 200;

/**
 * @param work gives a result for each key, in their order
 * @returns the same for one key; fails as `work` has failed for it
 */
export function createGrouped<K, R>(
  work: (keys: readonly K[]) => Promise<readonly R[]>,
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
    while (waiting.length > 0) {
      const group = waiting.slice(0, maxKeys);
      waiting = waiting.slice(maxKeys);
      await settle(group);
    }
    isBusy = false;
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (!isBusy) void run();
    });
}
