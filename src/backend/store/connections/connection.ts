/**
 * How the store talks to its database, whichever it is. All work goes through here, so that no
 * error of a driver gets out: they carry parameters, rows and addresses.
 */
import { setImmediate as immediate } from 'node:timers/promises';
import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { StoreError } from '../errors.ts';
import type * as tables from '../tables/index.ts';
import { asStoreError } from './failures.ts';

type Tables = typeof tables;

/** The part of drizzle that both drivers have. */
export type Database = PgDatabase<PgQueryResultHKT, Tables, ExtractTablesWithRelations<Tables>>;

/** What a statement that was written by others returns. */
export interface RawResult {
  readonly rows: unknown[];
}

export interface Connection {
  readonly kind: 'pglite' | 'postgres';
  /** Runs statements, each by itself. @throws StoreError */
  run<T>(work: (database: Database) => Promise<T>): Promise<T>;
  /**
   * Runs statements that all count or none of them does. Inside, use only the database handed in:
   * PGlite has one connection, and waits for the end of the transaction with everything else.
   * @throws StoreError, or what `work` throws if it is one
   */
  transaction<T>(work: (database: Database) => Promise<T>): Promise<T>;
  /**
   * Runs statements of a library that writes its own; without values several in one text. Errors are
   * the driver's, which whoever calls must not let out.
   * @throws StoreError once the connection is closed
   */
  raw(text: string, values?: readonly unknown[]): Promise<RawResult>;
  /** A copy of an embedded store as `.tar.gz`; null where there is a server to ask. */
  dump(): Promise<Uint8Array | null>;
  /** May be called again. Later work is refused with `store_closed`. */
  close(): Promise<void>;
}

/** What a driver has to bring. */
export interface Driver {
  readonly kind: Connection['kind'];
  readonly database: Database;
  raw(text: string, values?: readonly unknown[]): Promise<RawResult>;
  dump?(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A connection that refuses work once it is closed, or for the reason it was stopped for. */
export interface StoppableConnection extends Connection {
  /** From now on all work is refused with this error. */
  stop(reason: StoreError): void;
}

/**
 * An embedded database answers before anything else has had a turn: whoever asks it one thing after
 * the other would keep every request of others waiting until the last. After so many milliseconds
 * they get theirs.
 */
const turnMs = 4;

function createBreath(): () => Promise<void> {
  let turnedAt = performance.now();
  return async () => {
    if (performance.now() - turnedAt < turnMs) return;
    await immediate();
    turnedAt = performance.now();
  };
}

/** Makes a connection of a driver. */
export function createConnection(driver: Driver): StoppableConnection {
  const breathe = driver.kind === 'pglite' ? createBreath() : () => Promise.resolve();
  let stopped: StoreError | null = null;
  let closing: Promise<void> | null = null;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (stopped !== null) throw stopped;
    try {
      const result = await work();
      await breathe();
      return result;
    } catch (error) {
      // What was under way when the store was closed fails in ways of its own.
      throw error instanceof StoreError ? error : (stopped ?? asStoreError(error));
    }
  };
  return {
    kind: driver.kind,
    run: (work) => guarded(() => work(driver.database)),
    transaction: (work) => guarded(() => driver.database.transaction((inside) => work(inside))),
    raw: async (text, values) => {
      if (stopped !== null) throw stopped;
      const result = await driver.raw(text, values);
      await breathe();
      return result;
    },
    dump: async () => {
      const { dump } = driver;
      return dump === undefined ? null : guarded(() => dump());
    },
    stop(reason) {
      stopped ??= reason;
    },
    close() {
      stopped ??= new StoreError('store_closed', 'The store has been closed');
      closing ??= driver.close().catch(() => undefined);
      return closing;
    },
  };
}
