/**
 * Every way in which the store can fail, in one table: whether the same call can succeed later, and
 * what somebody has to do. Codes are stable; `docs/store.md` has a row for each.
 *
 * What a database or its driver says is not passed on: their messages and fields quote rows,
 * parameters and addresses, and secrets stand in all three. Kept are the SQLSTATE and the name of a
 * constraint, which are ours or the standard's.
 */

interface StoreErrorFacts {
  /** Whether the same call can succeed a little later. */
  readonly retryable: boolean;
  /** What to do, for whoever operates the backend. */
  readonly help: string;
}

const row = (retryable: boolean, help: string): StoreErrorFacts => ({ retryable, help });

/** The table. A test keeps it in step with `docs/store.md`. */
export const storeErrorTable = {
  // Opening.
  store_locked: row(
    false,
    'Stop the process that has it open, or give this one a folder of its own; several processes ' +
      'share a store on a PostgreSQL server (DATABASE_URL).',
  ),
  store_lock_lost: row(
    false,
    'Restart this process, and find out why it stood still: another one has taken its folder over.',
  ),
  store_folder_unusable: row(
    false,
    'Check that the folder exists, belongs to this user, is not full, and was written by this ' +
      'version of PGlite; otherwise restore a backup into a new folder.',
  ),
  store_newer: row(false, 'Run the version of RSC Embed that wrote the store, or a newer one.'),
  store_migration_changed: row(
    false,
    'The store was made by another build of RSC Embed. Use the build that made it, or a release.',
  ),
  store_migration_failed: row(
    false,
    'Nothing was changed. Check that the database user may create schemas and tables, then look ' +
      'at the SQLSTATE.',
  ),

  // Reaching it.
  store_unreachable: row(
    true,
    'Check that the PostgreSQL server of DATABASE_URL runs and can be reached from here.',
  ),
  store_refused: row(
    false,
    'Check user, password and database name of DATABASE_URL, and the rights of that user.',
  ),
  store_busy: row(true, 'Try again; if it stays, look for long transactions in the database.'),
  store_read_only: row(true, 'Point DATABASE_URL at the primary server, not at a replica.'),
  store_full: row(true, 'Make room on the disk of the store.'),
  store_closed: row(false, 'The store was closed; do not use it after close().'),
  store_failed: row(false, 'Look the SQLSTATE up, and report it: this should not happen.'),

  // Keys and secrets.
  store_keys_invalid: row(
    false,
    'Set RSC_STORE_KEYS to id:base64 of 32 random bytes (several separated by commas, the current ' +
      'one first), or to JSON {"id": "base64", …}.',
  ),
  store_key_missing: row(
    false,
    'Add the key of this id to RSC_STORE_KEYS (behind the current one), or to the key service.',
  ),
  store_key_wrong: row(
    false,
    'RSC_STORE_KEYS holds another key under this id than the one that was used. Put the right one ' +
      'back; give a new key a new id.',
  ),
  store_key_service: row(
    true,
    'Check that the key service can be reached and lets us use the key.',
  ),
  store_value_altered: row(
    false,
    'An encrypted value was changed or moved between rows. Restore the row from a backup, or set ' +
      'the secret anew.',
  ),

  // What is asked of it.
  store_conflict: row(false, 'Choose another value: it is taken already.'),
  store_not_found: row(false, 'Check the id: there is no such row.'),
  store_transition: row(false, 'Read the state again: it does not allow this change.'),
  store_row_invalid: row(
    false,
    'A row was changed by hand or by another version and is not valid; correct the field named.',
  ),
} as const satisfies Record<string, StoreErrorFacts>;

/** Stable identifier of a failure of the store. */
export type StoreErrorCode = keyof typeof storeErrorTable;

/** Facts about a failure that are safe to log: nothing a customer or a person has entered. */
export interface StoreErrorDetails {
  /** Folder of an embedded store. */
  readonly folder?: string;
  /** Process that holds the folder. */
  readonly pid?: number;
  /** Machine of that process. */
  readonly host?: string;
  /** Id of an encryption key. */
  readonly keyId?: string;
  /** Number of a schema version. */
  readonly version?: number;
  /** What the database said, as a code of the SQL standard or PostgreSQL. */
  readonly sqlState?: string;
  /** Constraint that was violated. */
  readonly constraint?: string;
  /** Table and column, or the field of a request. */
  readonly field?: string;
}

/** A failure of the store. `message` says what happened and what to do, and never holds a value. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  readonly details: StoreErrorDetails;

  /** @param what what happened, as a sentence without its full stop */
  constructor(code: StoreErrorCode, what: string, details: StoreErrorDetails = {}) {
    super(`${what}. ${storeErrorTable[code].help}`);
    this.code = code;
    this.details = details;
  }

  /** What to do. */
  get help(): string {
    return storeErrorTable[this.code].help;
  }

  /** Whether the same call can succeed a little later. */
  get retryable(): boolean {
    return storeErrorTable[this.code].retryable;
  }
}
