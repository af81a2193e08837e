/**
 * The embedded store: PostgreSQL inside this process, its files in a folder. Loaded only when it is
 * used: it is several megabytes of WebAssembly.
 */
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StoreError } from '../errors.ts';
import { lockFolder, type FolderLockOptions } from '../lock/folder-lock.ts';
import * as tables from '../tables/index.ts';
import { createConnection, type Connection } from './connection.ts';

/**
 * Opens the store in a folder, which is made if it is not there, and keeps others out of it.
 * @throws StoreError `store_locked`, `store_folder_unusable`
 */
export async function openPglite(
  dataDir: string,
  options: Pick<FolderLockOptions, 'heartbeat'> = {},
): Promise<Connection> {
  const folder = resolve(dataDir);
  let onLost: () => void = () => undefined;
  const lock = await lockFolder(folder, { ...options, onLost: () => onLost() });
  try {
    const [{ PGlite }, { drizzle }] = await Promise.all([
      import('@electric-sql/pglite'),
      import('drizzle-orm/pglite'),
    ]);
    const create = (dir: string) => PGlite.create(dir);
    await prepareFiles(folder, async (dir) => (await create(dir)).close());
    // A backup that was unpacked by hand may be open to everybody.
    chmodSync(databaseFolder(folder), 0o700);
    const lite = await create(databaseFolder(folder));
    const connection = createConnection({
      kind: 'pglite',
      database: drizzle(lite, { schema: tables }),
      async raw(text, values = []) {
        if (values.length > 0) return lite.query(text, [...values]);
        try {
          return { rows: (await lite.exec(text)).flatMap(({ rows }) => rows as unknown[]) };
        } catch (error) {
          // There is one connection: a transaction that failed half way must not stay open in it.
          await lite.exec('rollback').catch(() => undefined);
          throw error;
        }
      },
      async dump() {
        return new Uint8Array(await (await lite.dumpDataDir('gzip')).arrayBuffer());
      },
      async close() {
        await lite.close().finally(() => lock.release());
      },
    });
    onLost = () => {
      const what = `Another process has taken over ${folder}`;
      connection.stop(new StoreError('store_lock_lost', what, { folder }));
    };
    return connection;
  } catch {
    lock.release();
    throw new StoreError('store_folder_unusable', `The database in ${folder} does not open`, {
      folder,
    });
  }
}

const databaseFolder = (folder: string): string => join(folder, 'database');

/**
 * The first start writes a thousand files. It does so beside the place where they belong, so that
 * one that is killed leaves nothing that looks like a database and is none.
 */
async function prepareFiles(folder: string, make: (dir: string) => Promise<void>): Promise<void> {
  if (existsSync(databaseFolder(folder))) return;
  const unfinished = join(folder, 'database.unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  await make(unfinished);
  renameSync(unfinished, databaseFolder(folder));
}
