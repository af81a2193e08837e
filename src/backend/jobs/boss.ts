/**
 * pg-boss on the store's own database, which keeps jobs in a schema of its own. It is loaded and
 * started when there is a first job: most processes never have one.
 */
import { sql } from 'drizzle-orm';
import type { Clock, Db, DrizzleTransactionLike, PgBoss } from 'pg-boss';
import type { Connection, Database } from '../store/connections/connection.ts';
import { asStoreError } from '../store/connections/failures.ts';

export const jobSchema = 'rsc_jobs';
/** How often jobs whose process has died are looked for, at the most. */
const monitorSeconds = 5;

/** A process that has nothing else to do may end. */
const clock: Clock = {
  now: Date.now,
  setTimeout: (work, ms) => setTimeout(work, ms).unref(),
  clearTimeout: (timer) => {
    clearTimeout(timer as NodeJS.Timeout);
  },
  setInterval: (work, ms) => setInterval(work, ms).unref(),
  clearInterval: (timer) => {
    clearInterval(timer as NodeJS.Timeout);
  },
};

export interface Boss {
  readonly pgBoss: PgBoss;
  /** The database of a transaction, as pg-boss wants it. */
  joined(database: Database): Db;
  stop(): Promise<void>;
}

/** Starts pg-boss, which makes or migrates its schema. @throws StoreError */
export function startBoss(connection: Connection): Promise<Boss> {
  return telling(async () => {
    const { PgBoss: Made, fromDrizzle } = await import('pg-boss');
    const pgBoss = new Made({
      db: { executeSql: (text, values) => connection.raw(text, values) },
      backend: connection.kind,
      schema: jobSchema,
      clock,
      monitorIntervalSeconds: monitorSeconds,
      // What it would do by timers is done by our workers, while there is something to do.
      supervise: false,
      schedule: false,
      registerInstance: false,
    });
    // Of what it does in the background, where nobody waits for it: the next call tells.
    pgBoss.on('error', () => undefined);
    await pgBoss.start();
    return {
      pgBoss,
      // Both drivers answer with rows; drizzle's type for what they have in common is unknown.
      joined: (database) => fromDrizzle(database as unknown as DrizzleTransactionLike, sql),
      async stop() {
        await pgBoss.stop({ graceful: false, close: false });
      },
    };
  });
}

/** Errors of the library and of drivers quote statements and rows. @throws StoreError */
export async function telling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStoreError(error);
  }
}
