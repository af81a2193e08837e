/** A store as its owner sees it. What is kept in it is read and written by other modules. */

export interface RotationOptions {
  /** Values read at a time; 100 if left out. */
  readonly batchSize?: number;
  /** Called after each batch with the number of values sealed anew so far. */
  readonly onProgress?: (resealed: number) => void;
  /** Ends the rotation after the batch under way. */
  readonly signal?: AbortSignal;
}

export interface RotationResult {
  /** Values sealed anew under the current key. */
  readonly resealed: number;
  /** Ids of former keys that no value needs any more: they may be taken away. */
  readonly retiredKeyIds: readonly string[];
}

export interface Store {
  readonly kind: 'pglite' | 'postgres';
  /** Version of the schema. */
  readonly version: number;
  /** Asks the database for a sign of life. @throws StoreError */
  ping(): Promise<void>;
  /**
   * Puts every secret under the current key of the keyring. Can be stopped and started again, and
   * runs beside everything else.
   * @throws StoreError for the first value that does not open, after all others are done
   */
  rotateKeys(options?: RotationOptions): Promise<RotationResult>;
  /**
   * Writes a copy of an embedded store to a file, a `.tar.gz` of its database folder. Secrets in it
   * are encrypted, ids of candidates are not. Statements wait meanwhile.
   * @param path must not exist yet
   * @throws TypeError on PostgreSQL, which has `pg_dump`
   */
  backup(path: string): Promise<void>;
  /** Lets everything go. May be called again. */
  close(): Promise<void>;
}
