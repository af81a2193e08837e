/**
 * LinkedIn's members: synthetic people, which are made anew at each start from the same seed, and
 * those who came later, such as holders of seats. A member can close the account.
 */
import type { Collection } from './collection.ts';
import type { Database } from './database.ts';
import { createMatcher, type Matchable, type Matcher } from './matching.ts';
import type { Person } from './people.ts';

export class Members {
  /** Members that are not stored, made when they are first needed. */
  readonly #makePopulation: () => readonly Person[];
  #population: ReadonlyMap<string, Person> | null = null;
  readonly #joined: Collection<Person>;
  /** When members closed their account, by person URN. */
  readonly #closed: Collection<number>;
  #matcher: Matcher | null = null;

  constructor(database: Database, makePopulation: () => readonly Person[]) {
    this.#makePopulation = makePopulation;
    this.#joined = database.collection<Person>('members');
    this.#joined.observe((_urn, before, after) => {
      if (before !== undefined) this.#matcher?.remove(before);
      if (after !== undefined) this.#matcher?.add(after);
    });
    this.#closed = database.collection<number>('closedMembers');
    this.#closed.observe((urn, _before, closedAtMs) => {
      if (this.#matcher === null) return;
      const person = this.#people().get(urn) ?? this.#joined.get(urn);
      if (person === undefined) return;
      if (closedAtMs === undefined) this.#matcher.add(person);
      else this.#matcher.remove(person);
    });
  }

  /** How many accounts are open. */
  get size(): number {
    return this.#people().size + this.#joined.size - this.#closed.size;
  }

  /** The member with an open account, or undefined. */
  get(personUrn: string): Person | undefined {
    if (this.#closed.has(personUrn)) return undefined;
    return this.#people().get(personUrn) ?? this.#joined.get(personUrn);
  }

  has(personUrn: string): boolean {
    return this.get(personUrn) !== undefined;
  }

  /** When a member closed the account, or undefined. */
  closedAtMs(personUrn: string): number | undefined {
    return this.#closed.get(personUrn);
  }

  /** Whether there is or was such a member. */
  isKnown(personUrn: string): boolean {
    return this.#people().has(personUrn) || this.#joined.has(personUrn);
  }

  /** Everybody with an open account. */
  *values(): Generator<Person, undefined> {
    for (const people of [this.#people().values(), this.#joined.values()]) {
      for (const person of people) if (!this.#closed.has(person.personUrn)) yield person;
    }
  }

  /** Adds a member, or changes one that was added before. */
  join(person: Person): void {
    this.#joined.set(person.personUrn, person);
  }

  /** For `SandboxState`, where more depends on it. */
  close(personUrn: string, nowMs: number): void {
    if (this.has(personUrn)) this.#closed.set(personUrn, nowMs);
  }

  /** The one member a candidate must be, or null. */
  match(candidate: Matchable): Person | null {
    return this.#matching().match(candidate);
  }

  /** Members whose name, title, company or place contains every word of a text. */
  search(text: string, limit: number): Person[] {
    return this.#matching().search(text, limit);
  }

  #people(): ReadonlyMap<string, Person> {
    this.#population ??= new Map(
      this.#makePopulation().map((person) => [person.personUrn, person]),
    );
    return this.#population;
  }

  #matching(): Matcher {
    this.#matcher ??= createMatcher([...this.values()]);
    return this.#matcher;
  }
}
