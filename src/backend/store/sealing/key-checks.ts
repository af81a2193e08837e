/**
 * Looks at the keys when a store is opened: a missing or a wrong key is a start that fails, and not
 * some customer's riddle days later. A known text is kept sealed under each key that is in use.
 */
import { eq } from 'drizzle-orm';
import { Secret } from '../../tenants/secret.ts';
import type { Connection } from '../connections/connection.ts';
import { StoreError } from '../errors.ts';
import { storeKeys } from '../tables/index.ts';
import { sealedColumns } from './sealed-columns.ts';
import type { Sealer } from './sealer.ts';

const placeOf = (keyId: string) => ({ table: 'store_keys', column: 'sealed', row: [keyId] });
const knownText = 'this key opens what it has sealed';

/**
 * Checks every key that is in use, and registers the current one.
 * @throws StoreError `store_key_missing`, `store_key_wrong`, `store_key_service`
 */
export async function checkKeys(connection: Connection, sealer: Sealer): Promise<void> {
  const keyId = sealer.currentKeyId;
  const registered = await connection.run((database) => database.select().from(storeKeys));
  if (!registered.some((row) => row.keyId === keyId)) {
    const { sealed } = await sealer.seal(placeOf(keyId), new Secret(knownText));
    await connection.run((database) =>
      // Another process may do the same, with another key by mistake: what it wrote is checked too.
      database.insert(storeKeys).values({ keyId, sealed }).onConflictDoNothing(),
    );
  }
  for (const row of await connection.run((database) => database.select().from(storeKeys))) {
    await checkKey(connection, sealer, row);
  }
}

async function checkKey(
  connection: Connection,
  sealer: Sealer,
  row: { readonly keyId: string; readonly sealed: Uint8Array },
): Promise<void> {
  const { keyId } = row;
  try {
    await sealer.open(placeOf(keyId), row);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.code === 'store_key_missing' && !(await isKeyInUse(connection, keyId))) {
      await connection.run((database) =>
        database.delete(storeKeys).where(eq(storeKeys.keyId, keyId)),
      );
      return;
    }
    if (error.code !== 'store_value_altered') throw error;
    throw new StoreError('store_key_wrong', `The key "${keyId}" is not the one of the store`, {
      keyId,
    });
  }
}

/** Whether any secret of the store is sealed under this key. */
export async function isKeyInUse(connection: Connection, keyId: string): Promise<boolean> {
  for (const column of sealedColumns) {
    if (await connection.run((database) => column.uses(database, keyId))) return true;
  }
  return false;
}
