/** Opens a store: takes its lock or reaches its server, brings its schema up to date, tries its keys. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Connection } from './connections/connection.ts';
import { openPglite } from './connections/pglite.ts';
import { openPostgres } from './connections/postgres.ts';
import { registerStore } from './internals.ts';
import { migrate } from './migrate.ts';
import { checkKeys } from './sealing/key-checks.ts';
import { environmentKeyring, type Keyring } from './sealing/keyring.ts';
import { rotate } from './sealing/rotation.ts';
import { createSealer } from './sealing/sealer.ts';
import type { Store } from './store.ts';

/** A folder for the embedded store, or a PostgreSQL server. */
export type StoreLocation =
  | { readonly dataDir: string; readonly databaseUrl?: never }
  | { readonly databaseUrl: string; readonly dataDir?: never };

export interface StoreOptions {
  /** What secrets are encrypted with; that of `RSC_STORE_KEYS` if left out. */
  readonly keyring?: Keyring;
  /** Connections to a server at the most; 10 if left out. */
  readonly maxConnections?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/**
 * The location that the environment names: `DATABASE_URL`, else `RSC_STORE_DIR`, else a folder.
 * @param folder of the embedded store if the environment says nothing
 */
export function storeLocation(
  folder: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): StoreLocation {
  const { DATABASE_URL: databaseUrl, RSC_STORE_DIR: dataDir } = environment;
  if (databaseUrl !== undefined && databaseUrl !== '') return { databaseUrl };
  return { dataDir: dataDir === undefined || dataDir === '' ? folder : dataDir };
}

/**
 * Opens a store.
 * @throws StoreError: `store_locked`, `store_folder_unusable`, `store_unreachable`, `store_refused`,
 *   `store_newer`, `store_migration_…`, `store_keys_invalid`, `store_key_…`
 * @throws TypeError if the location is none
 */
export async function openStore(
  location: StoreLocation,
  options: StoreOptions = {},
): Promise<Store> {
  const { clock = Date.now } = options;
  // First of all: a process without keys must not wait for, or hold, anything.
  const sealer = createSealer(options.keyring ?? environmentKeyring());
  const connection = await connect(location, options.maxConnections);
  try {
    const { version } = await migrate(connection);
    await checkKeys(connection, sealer);
    const lastWorks: (() => Promise<void>)[] = [];
    const store: Store = {
      kind: connection.kind,
      version,
      async ping() {
        await connection.run((database) => database.execute(sql`select 1`));
      },
      rotateKeys: (rotation) => rotate(connection, sealer, rotation),
      async backup(path) {
        const copy = await connection.dump();
        if (copy === null) throw new TypeError('A PostgreSQL server is backed up with pg_dump');
        writeFileSync(resolve(path), copy, { flag: 'wx', mode: 0o600 });
      },
      async close() {
        await Promise.allSettled(lastWorks.splice(0).map((work) => work()));
        await connection.close();
      },
    };
    const beforeClose = (work: () => Promise<void>): void => void lastWorks.push(work);
    return registerStore(store, { connection, sealer, clock, beforeClose });
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function connect(location: StoreLocation, maxConnections?: number): Promise<Connection> {
  const { dataDir, databaseUrl } = location;
  if ((dataDir === undefined) === (databaseUrl === undefined)) {
    throw new TypeError('openStore needs either dataDir or databaseUrl');
  }
  return databaseUrl === undefined
    ? openPglite(dataDir)
    : openPostgres(databaseUrl, maxConnections);
}
