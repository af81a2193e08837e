/**
 * Brings the schema of a store to the version of this code: once, in order, all or nothing, however
 * many processes start at the same moment.
 */
import { createHash } from 'node:crypto';
import { asc, sql } from 'drizzle-orm';
import * as z from 'zod';
import type { Connection, Database } from './connections/connection.ts';
import { StoreError } from './errors.ts';
import { migrations as allMigrations, type Migration } from './migrations/index.ts';
import { migrationsTable } from './tables/index.ts';

/** Any number will do that nobody else uses in this database. */
const lockId = 7_723_114_001n;
/** How long we wait for another process that migrates. */
const lockTimeoutMs = 60_000;

const applied = z.array(
  z.object({ number: z.int().positive(), name: z.string(), checksum: z.string() }),
);
type Applied = z.infer<typeof applied>;

/**
 * Applies what is missing.
 * @param migrations those that exist; tests leave the newest out to make an older store
 * @returns the version the store has now, and which versions were applied
 * @throws StoreError `store_newer`, `store_migration_changed`, `store_migration_failed`, and what
 *   reaching the database can throw
 */
export async function migrate(
  connection: Connection,
  migrations: readonly Migration[] = allMigrations,
): Promise<{ version: number; applied: readonly number[] }> {
  const newest = migrations.at(-1)?.number ?? 0;
  const before = await connection.run(readApplied);
  assertFits(before, migrations);
  if (before.length === migrations.length) return { version: newest, applied: [] };

  const done = await connection
    .transaction(async (database) => {
      await database.execute(sql.raw(`set local lock_timeout = ${String(lockTimeoutMs)}`));
      await database.execute(sql.raw('set local statement_timeout = 0'));
      await database.execute(sql`select pg_advisory_xact_lock(${lockId})`);
      // Another process may have done some or all of it while we waited.
      const present = await readApplied(database);
      assertFits(present, migrations);
      const missing = migrations.slice(present.length);
      if (present.length === 0) await createRecord(database);
      for (const migration of missing) await apply(database, migration);
      return missing.map(({ number }) => number);
    })
    .catch((error: unknown) => {
      throw inContext(error);
    });
  return { version: newest, applied: done };
}

async function apply(database: Database, migration: Migration): Promise<void> {
  for (const statement of statementsOf(migration.sql)) await database.execute(sql.raw(statement));
  const { number, name } = migration;
  await database.insert(migrationsTable).values({ number, name, checksum: checksumOf(migration) });
}

/** Not a migration itself: it has to be there before the first can be recorded. */
async function createRecord(database: Database): Promise<void> {
  await database.execute(sql`create schema if not exists rsc`);
  await database.execute(sql`
    create table if not exists rsc.migrations (
      number integer constraint migrations_pkey primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`);
}

async function readApplied(database: Database): Promise<Applied> {
  // Not `to_regclass`: it asks a cache, which may still say no after we have waited for another
  // process that made the table. A query of the catalogue brings that cache up to date as well.
  const exists = z.object({ rows: z.tuple([z.object({ there: z.boolean() })]) }).parse(
    await database.execute(sql`
      select exists (
        select from pg_catalog.pg_tables where schemaname = 'rsc' and tablename = 'migrations'
      ) as there`),
  );
  if (!exists.rows[0].there) return [];
  const { number, name, checksum } = migrationsTable;
  return applied.parse(
    await database
      .select({ number, name, checksum })
      .from(migrationsTable)
      .orderBy(asc(migrationsTable.number)),
  );
}

function assertFits(present: Applied, migrations: readonly Migration[]): void {
  const newest = migrations.length;
  const found = present.at(-1)?.number ?? 0;
  if (found > newest) {
    throw new StoreError(
      'store_newer',
      `The store has schema version ${String(found)}, and this code knows ${String(newest)}`,
      { version: found },
    );
  }
  for (const [index, { number, checksum }] of present.entries()) {
    const ours = migrations[index];
    if (ours?.number !== number || checksumOf(ours) !== checksum) {
      throw new StoreError(
        'store_migration_changed',
        `Schema version ${String(number)} of the store is not the one of this code`,
        { version: number },
      );
    }
  }
}

function inContext(error: unknown): unknown {
  if (!(error instanceof StoreError)) return error;
  if (error.code !== 'store_failed' && error.code !== 'store_conflict') return error;
  const { sqlState } = error.details;
  return new StoreError(
    'store_migration_failed',
    `The schema could not be brought up to date (${sqlState ?? 'no SQLSTATE'})`,
    error.details,
  );
}

const checksumOf = ({ sql: text }: Migration): string =>
  createHash('sha256').update(text).digest('hex');

/**
 * Statements one by one: with parameters, or prepared, a database takes only one at a time. They end
 * with a semicolon at the end of a line; bodies of functions stand between `$$`.
 */
export function statementsOf(text: string): string[] {
  return text
    .split('$$')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll(';\n', '\u0000') : part))
    .join('$$')
    .split('\u0000')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
