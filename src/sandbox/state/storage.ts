/** Where a sandbox keeps what it remembers: nowhere but in memory, or a folder (`sqlite.ts`). */

export interface StoredChange {
  readonly collection: string;
  readonly key: string;
  /** The value as JSON; null if it is gone. */
  readonly json: string | null;
}

export interface SandboxStorage {
  /** Tells everything that is stored. */
  load(visit: (collection: string, key: string, json: string) => void): void;
  /** Stores all changes or none. When it returns, they survive the end of this process. */
  commit(changes: readonly StoredChange[]): void;
  close(): void;
}
