/** Values of a collection by group and time, so that a window of a long history is found at once. */
import type { Collection } from './collection.ts';

interface Entry {
  readonly atMs: number;
  readonly key: string;
}

/** Values of a window, in order of time, read page by page. */
export interface Window<T> {
  readonly total: number;
  slice(start: number, count: number): T[];
}

const compare = (a: Entry, b: Entry): number =>
  a.atMs - b.atMs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

export class Timeline<T> {
  readonly #collection: Collection<T>;
  readonly #groups = new Map<string, Entry[]>();

  constructor(
    collection: Collection<T>,
    groupOf: (value: T) => string,
    timeOf: (value: T) => number,
  ) {
    this.#collection = collection;
    collection.observe((key, before, after) => {
      if (before !== undefined) this.#remove(groupOf(before), { atMs: timeOf(before), key });
      if (after !== undefined) this.#add(groupOf(after), { atMs: timeOf(after), key });
    });
  }

  /**
   * @param groups whose values to take together
   * @param fromMs first millisecond of the window
   * @param beforeMs first millisecond after it
   */
  window(groups: readonly string[], fromMs: number, beforeMs: number): Window<T> {
    const ranges = [...new Set(groups)].map((group) => {
      const entries = this.#groups.get(group) ?? [];
      return { entries, from: firstAt(entries, fromMs), to: firstAt(entries, beforeMs) };
    });
    const total = ranges.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);
    let merged: Entry[] | null = null;
    return {
      total,
      slice: (start, count) => {
        const [only] = ranges;
        const page =
          ranges.length === 1 && only !== undefined
            ? only.entries.slice(
                Math.min(only.to, only.from + start),
                Math.min(only.to, only.from + start + count),
              )
            : (merged ??= ranges
                .flatMap(({ entries, from, to }) => entries.slice(from, to))
                .sort(compare)).slice(start, start + count);
        return page.flatMap(({ key }) => {
          const value = this.#collection.get(key);
          return value === undefined ? [] : [value];
        });
      },
    };
  }

  #add(group: string, entry: Entry): void {
    const entries = this.#groups.get(group);
    if (entries === undefined) {
      this.#groups.set(group, [entry]);
      return;
    }
    // Mostly in order of time: then it goes to the end.
    const last = entries.at(-1);
    if (last === undefined || compare(last, entry) < 0) entries.push(entry);
    else entries.splice(placeOf(entries, entry), 0, entry);
  }

  #remove(group: string, entry: Entry): void {
    const entries = this.#groups.get(group) ?? [];
    const place = placeOf(entries, entry);
    if (entries[place]?.key === entry.key) entries.splice(place, 1);
  }
}

/** Index of the first entry for which a test holds, in an order where it holds from there on. */
function search(entries: readonly Entry[], holds: (entry: Entry) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && holds(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const firstAt = (entries: readonly Entry[], atMs: number): number =>
  search(entries, (entry) => entry.atMs >= atMs);

const placeOf = (entries: readonly Entry[], wanted: Entry): number =>
  search(entries, (entry) => compare(entry, wanted) >= 0);
