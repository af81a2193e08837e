/** Things of one kind by key, with indexes that follow each change. */

export type Observer<T> = (key: string, before: T | undefined, after: T | undefined) => void;

/** Values are JSON: plain, and never changed in place. */
export class Collection<T> {
  readonly name: string;
  readonly #items = new Map<string, T>();
  readonly #observers: Observer<T>[] = [];
  readonly #changed: ((key: string) => void) | null;

  /** @param changed is told each key that has to be stored; null if nothing is */
  constructor(name: string, changed: ((key: string) => void) | null = null) {
    this.name = name;
    this.#changed = changed;
  }

  get size(): number {
    return this.#items.size;
  }

  get(key: string): T | undefined {
    return this.#items.get(key);
  }

  has(key: string): boolean {
    return this.#items.has(key);
  }

  keys(): MapIterator<string> {
    return this.#items.keys();
  }

  values(): MapIterator<T> {
    return this.#items.values();
  }

  set(key: string, value: T): void {
    this.load(key, value);
    this.#changed?.(key);
  }

  /** @returns false if there was none */
  delete(key: string): boolean {
    const before = this.#items.get(key);
    if (before === undefined) return false;
    this.#items.delete(key);
    for (const observer of this.#observers) observer(key, before, undefined);
    this.#changed?.(key);
    return true;
  }

  clear(): void {
    for (const key of [...this.#items.keys()]) this.delete(key);
  }

  /** Takes over a value that is stored already. */
  load(key: string, value: T): void {
    const before = this.#items.get(key);
    this.#items.set(key, value);
    for (const observer of this.#observers) observer(key, before, value);
  }

  /** Is told each change after it; must be added while the collection is empty. */
  observe(observer: Observer<T>): void {
    this.#observers.push(observer);
  }

  /** Groups values by what a function says of them; null is no group. */
  groupBy(groupOf: (value: T) => string | null): Grouping<T> {
    const grouping = new Grouping<T>(this);
    this.observe((key, before, after) => {
      const from = before === undefined ? null : groupOf(before);
      const to = after === undefined ? null : groupOf(after);
      if (from !== to) grouping.move(key, from, to);
    });
    return grouping;
  }
}

const nothing: ReadonlySet<string> = new Set();

/** Keys of a collection by group, in the order they came. */
export class Grouping<T> {
  readonly #collection: Collection<T>;
  readonly #groups = new Map<string, Set<string>>();

  constructor(collection: Collection<T>) {
    this.#collection = collection;
  }

  keys(group: string): ReadonlySet<string> {
    return this.#groups.get(group) ?? nothing;
  }

  count(group: string): number {
    return this.keys(group).size;
  }

  values(group: string): T[] {
    const values: T[] = [];
    for (const key of this.keys(group)) {
      const value = this.#collection.get(key);
      if (value !== undefined) values.push(value);
    }
    return values;
  }

  first(group: string): T | undefined {
    for (const key of this.keys(group)) return this.#collection.get(key);
    return undefined;
  }

  /** For collections. */
  move(key: string, from: string | null, to: string | null): void {
    if (from !== null) {
      const group = this.#groups.get(from);
      group?.delete(key);
      if (group?.size === 0) this.#groups.delete(from);
    }
    if (to === null) return;
    const group = this.#groups.get(to);
    if (group === undefined) this.#groups.set(to, new Set([key]));
    else group.add(key);
  }
}
