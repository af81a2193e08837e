/** The store on a PostgreSQL server, which several processes share. Loaded only when it is used. */
import { StoreError } from '../errors.ts';
import * as tables from '../tables/index.ts';
import { createConnection, type Connection, type RawResult } from './connection.ts';

/** A statement of ours takes milliseconds; one that takes this long holds others up. */
const statementTimeoutMs = 15_000;
const connectTimeoutMs = 5_000;

/**
 * Opens a store on a server.
 * @param databaseUrl `postgres://user:password@host:port/database`
 * @param maxConnections connections of this process at the most
 * @throws TypeError if that is no such address; StoreError `store_unreachable`, `store_refused`
 */
export async function openPostgres(databaseUrl: string, maxConnections = 10): Promise<Connection> {
  if (!/^postgres(?:ql)?:\/\//.test(databaseUrl)) {
    throw new TypeError('databaseUrl must begin with postgres:// or postgresql://');
  }
  const [{ default: pg }, { drizzle }] = await Promise.all([
    import('pg'),
    import('drizzle-orm/node-postgres'),
  ]);
  let pool: InstanceType<typeof pg.Pool>;
  try {
    pool = new pg.Pool({
      connectionString: databaseUrl,
      max: maxConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs,
      keepAlive: true,
      application_name: 'rsc-embed',
      // A process that has nothing else to do may end without closing its store.
      allowExitOnIdle: true,
    });
  } catch {
    // The parser's message quotes the address, and with it the password.
    throw new TypeError('databaseUrl is not an address of a PostgreSQL database');
  }
  // Idle connections break when a server restarts. The pool replaces them; the next query tells.
  pool.on('error', () => undefined);
  // The pool listens to connections at rest only. One that breaks in the middle of a transaction would
  // end the process, where the statement's own rejection tells all there is to tell.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  const connection = createConnection({
    kind: 'postgres',
    database: drizzle(pool, { schema: tables }),
    async raw(text, values = []) {
      // Several statements have a result each, which the types of pg do not know.
      const result: RawResult | RawResult[] =
        values.length > 0 ? await pool.query(text, [...values]) : await pool.query(text);
      return Array.isArray(result)
        ? { rows: result.flatMap((each: RawResult) => each.rows) }
        : result;
    },
    close: () => pool.end(),
  });
  try {
    await connection.run((database) => database.execute('select 1'));
    return connection;
  } catch (error) {
    await connection.close();
    throw error instanceof StoreError
      ? error
      : new StoreError('store_failed', 'The store cannot be opened');
  }
}
