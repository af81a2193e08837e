/**
 * Collections and where they are stored. All changes made between two commits are stored together.
 * Who answers a request makes its changes without waiting in between and commits before answering:
 * so a request is stored whole or not at all, and what was answered is stored.
 */
import { Collection } from './collection.ts';
import type { SandboxStorage, StoredChange } from './storage.ts';

export class Database {
  readonly #storage: SandboxStorage | null;
  readonly #collections = new Map<string, Collection<unknown>>();
  #changed = new Map<Collection<unknown>, Set<string>>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** @param storage null keeps everything in memory only */
  constructor(storage: SandboxStorage | null) {
    this.#storage = storage;
  }

  /** Makes a collection; all are made before anything is loaded. */
  collection<T>(name: string): Collection<T> {
    if (this.#collections.has(name)) throw new TypeError(`collection ${name} exists twice`);
    const collection: Collection<T> = new Collection<T>(
      name,
      this.#storage === null
        ? null
        : (key) => {
            this.#note(collection as Collection<unknown>, key);
          },
    );
    this.#collections.set(name, collection as Collection<unknown>);
    return collection;
  }

  /** @returns whether anything was stored */
  load(): boolean {
    let found = false;
    this.#storage?.load((name, key, json) => {
      found = true;
      this.#collections.get(name)?.load(key, JSON.parse(json) as unknown);
    });
    return found;
  }

  /**
   * Stores what has changed since the last time.
   * @throws what the storage throws; the changes are then tried again with the next ones
   */
  commit(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#changed.size === 0 || this.#storage === null) return;
    const changes: StoredChange[] = [];
    for (const [collection, keys] of this.#changed) {
      for (const key of keys) {
        const value = collection.get(key);
        const json = value === undefined ? null : JSON.stringify(value);
        changes.push({ collection: collection.name, key, json });
      }
    }
    this.#storage.commit(changes);
    this.#changed = new Map();
  }

  clear(): void {
    for (const collection of this.#collections.values()) collection.clear();
  }

  close(): void {
    this.commit();
    this.#storage?.close();
  }

  #note(collection: Collection<unknown>, key: string): void {
    const keys = this.#changed.get(collection);
    if (keys === undefined) this.#changed.set(collection, new Set([key]));
    else keys.add(key);
    // For changes nobody commits, such as those of timers and tests.
    this.#timer ??= setTimeout(() => {
      this.commit();
    }, 0);
  }
}
