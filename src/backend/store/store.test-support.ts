/**
 * Stores for tests. A PGlite folder takes seconds to make, so one is made for all test files and
 * runs, in `.cache`, and copied; a real PostgreSQL server is started once a test file.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import * as z from 'zod';
import { startPostgres } from './postgres-server.test-support.ts';
import { openPglite } from './connections/pglite.ts';
import { openPostgres } from './connections/postgres.ts';
import type { Connection } from './connections/connection.ts';
import { StoreError } from './errors.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openStore, type StoreLocation } from './open-store.ts';
import { localKeyring, type Keyring, type LocalKey } from './sealing/keyring.ts';
import type { Store } from './store.ts';

export const testKey = (id: string): LocalKey => ({ id, key: new Uint8Array(randomBytes(32)) });
const commonKey = testKey('test-1');
export const testKeyring = (): Keyring => localKeyring([commonKey]);

const projectRoot = new URL('../../../', import.meta.url);
const folders: string[] = [];

/** A folder that goes with the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rsc-store-'));
  // A server of another user works in it.
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** Removes what `temporaryFolder` has made; each test file that uses it registers this. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A folder with a database that holds nothing, of the newest version. */
export const emptyPgliteFolder = (): Promise<string> => copyOf(`schema-${schemaHash}`, migrate);

/** The same before the first migration. */
const bareFolder = (): Promise<string> => copyOf('empty', async () => undefined);

const schemaHash = createHash('sha256')
  .update(JSON.stringify(migrations))
  .digest('hex')
  .slice(0, 12);

async function copyOf(
  name: string,
  prepare: (connection: Connection) => Promise<unknown>,
): Promise<string> {
  const folder = join(temporaryFolder(), 'store');
  cpSync(await template(name, prepare), join(folder, 'database'), { recursive: true });
  return folder;
}

/** One test file makes it, the others wait. */
async function template(
  name: string,
  prepare: (connection: Connection) => Promise<unknown>,
): Promise<string> {
  const packageFile = new URL('node_modules/@electric-sql/pglite/package.json', projectRoot);
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  const folder = fileURLToPath(new URL(`.cache/store/pglite-${version}-${name}/`, projectRoot));
  const finished = join(folder, 'finished');
  while (!existsSync(finished)) {
    try {
      const connection = await openPglite(folder);
      await prepare(connection);
      await connection.close();
      writeFileSync(finished, '');
    } catch (error) {
      if (!(error instanceof StoreError && error.code === 'store_locked')) throw error;
      await delay(100);
    }
  }
  return join(folder, 'database');
}

/** A server for the test file, or that of `RSC_TEST_DATABASE_URL`. */
export interface TestServer {
  /** Makes an empty database. */
  createDatabase(): Promise<string>;
  /** Runs SQL on the server, as its owner. */
  query(databaseUrl: string, sql: string): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export async function startServer(): Promise<TestServer> {
  const { url, stop } = await startPostgres(temporaryFolder);
  const query: TestServer['query'] = async (databaseUrl, sql) => {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    async createDatabase() {
      const name = `rsc_${randomBytes(6).toString('hex')}`;
      await query(url, `create database ${name}`);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    query,
    stop,
  };
}

/** A kind of store, for suites that run over each. */
export interface Backing {
  readonly name: 'PGlite' | 'PostgreSQL';
  /** A database for a store; there may be the schema in it already, and nothing else. */
  location(): Promise<StoreLocation>;
  /** A database that nothing at all is in. */
  emptyLocation(): Promise<StoreLocation>;
  /** A connection below the store, with the schema of the version given, or of the newest. */
  connect(location: StoreLocation, version?: number): Promise<Connection>;
}

/** The kinds of stores. Registers what starts and ends them with the test file. */
export function backings(): readonly [Backing, Backing] {
  let server: TestServer | null = null;
  beforeAll(async () => {
    server = await startServer();
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    removeFolders();
  }, 60_000);
  const connect: Backing['connect'] = async (location, version = migrations.length) => {
    const connection = await (location.databaseUrl === undefined
      ? openPglite(location.dataDir)
      : openPostgres(location.databaseUrl));
    await migrate(connection, migrations.slice(0, version));
    return connection;
  };
  const onServer = async (): Promise<StoreLocation> => {
    if (server === null) throw new Error('the server has not been started');
    return { databaseUrl: await server.createDatabase() };
  };
  return [
    {
      name: 'PGlite',
      location: async () => ({ dataDir: await emptyPgliteFolder() }),
      emptyLocation: async () => ({ dataDir: await bareFolder() }),
      connect,
    },
    {
      name: 'PostgreSQL',
      location: onServer,
      emptyLocation: onServer,
      connect,
    },
  ];
}

/** Opens a store and closes it after the tests around. */
export function sharedStore(
  backing: Backing,
  options: { readonly clock?: () => number; readonly keyring?: Keyring } = {},
): () => Store {
  let store: Store | null = null;
  beforeAll(async () => {
    store = await openStore(await backing.location(), { keyring: testKeyring(), ...options });
  }, 60_000);
  afterAll(async () => {
    await store?.close();
  }, 60_000);
  return () => {
    if (store === null) throw new Error('the store is not open yet');
    return store;
  };
}

const result = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });

/** What a query finds, column by column. */
export const rowsOf = async (
  connection: Connection,
  query: string,
): Promise<readonly Record<string, unknown>[]> =>
  result.parse(await connection.run((database) => database.execute(sql.raw(query)))).rows;
