/** Numbers LinkedIn gives its things, one row for each kind. */
import type { Collection } from './collection.ts';
import type { Database } from './database.ts';

export class Counters {
  readonly #last: Collection<number>;

  constructor(database: Database) {
    this.#last = database.collection<number>('counters');
  }

  /** The next number of a kind, which is never given again. */
  next(kind: string, first: number): number {
    const number = (this.#last.get(kind) ?? first - 1) + 1;
    this.#last.set(kind, number);
    return number;
  }
}
