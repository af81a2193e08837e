/**
 * Puts every secret under the current key. What is done stands in the rows themselves, so that it
 * can be stopped anywhere and started again, and two can run at once. Each value is replaced only if
 * it is still the one that was read, without locks: key services take their time.
 */
import { and, eq, ne } from 'drizzle-orm';
import { recordChange } from '../audit.ts';
import type { Connection } from '../connections/connection.ts';
import { StoreError } from '../errors.ts';
import type { RotationOptions, RotationResult } from '../store.ts';
import { storeKeys } from '../tables/index.ts';
import { isKeyInUse } from './key-checks.ts';
import { sealedColumns, type SealedColumn } from './sealed-columns.ts';
import type { Sealer } from './sealer.ts';

/**
 * @throws StoreError for the first value that could not be opened, after all others are done; what
 *   the signal was aborted with
 */
export async function rotate(
  connection: Connection,
  sealer: Sealer,
  { batchSize = 100, onProgress, signal }: RotationOptions = {},
): Promise<RotationResult> {
  let resealed = 0;
  const failures: StoreError[] = [];
  for (const column of sealedColumns) {
    let failed = 0;
    for (;;) {
      signal?.throwIfAborted();
      const page = { limit: batchSize, offset: failed };
      const batch = await connection.run((database) =>
        column.stale(database, sealer.currentKeyId, page),
      );
      if (batch.length === 0) break;
      for (const value of batch) {
        const outcome = await reseal(connection, sealer, column, value);
        if (outcome instanceof StoreError) {
          failures.push(outcome);
          failed += 1;
        } else if (outcome) resealed += 1;
      }
      onProgress?.(resealed);
    }
  }
  const [failure] = failures;
  if (failure !== undefined) throw failure;
  const retiredKeyIds = await forgetUnusedKeys(connection, sealer.currentKeyId);
  if (resealed > 0) {
    await connection.run((database) =>
      recordChange(database, {
        actor: 'store',
        action: 'secrets_resealed',
        details: { keyId: sealer.currentKeyId, count: resealed },
      }),
    );
  }
  return { resealed, retiredKeyIds };
}

/** Whether it was replaced, or why this one value cannot be. What concerns all of them is thrown. */
async function reseal(
  connection: Connection,
  sealer: Sealer,
  column: SealedColumn,
  value: Parameters<SealedColumn['replace']>[1],
): Promise<boolean | StoreError> {
  try {
    const secret = await sealer.open(value.place, value);
    const next = await sealer.seal(value.place, secret);
    return await connection.run((database) => column.replace(database, value, next));
  } catch (error) {
    if (error instanceof StoreError && isAboutOneValue(error)) return error;
    throw error;
  }
}

const isAboutOneValue = ({ code }: StoreError): boolean =>
  code === 'store_value_altered' || code === 'store_key_missing';

async function forgetUnusedKeys(connection: Connection, current: string): Promise<string[]> {
  const former = await connection.run((database) =>
    database.select({ keyId: storeKeys.keyId }).from(storeKeys).where(ne(storeKeys.keyId, current)),
  );
  const retired: string[] = [];
  for (const { keyId } of former) {
    if (await isKeyInUse(connection, keyId)) continue;
    await connection.run((database) =>
      database
        .delete(storeKeys)
        .where(and(eq(storeKeys.keyId, keyId), ne(storeKeys.keyId, current))),
    );
    retired.push(keyId);
  }
  return retired;
}
