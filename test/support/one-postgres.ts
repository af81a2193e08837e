/**
 * One PostgreSQL server for all test files of a run: to make one takes seconds, a database of its own
 * for each test a fraction of one.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../src/backend/store/postgres-server.test-support.ts';

const variable = 'RSC_TEST_DATABASE_URL';

/** Called by Vitest before the first file; what it returns, after the last. */
export default async function onePostgres(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'rsc-postgres-'));
  // The server may run as another user.
  chmodSync(folder, 0o755);
  const given = process.env[variable];
  const server = await startPostgres(() => folder);
  process.env[variable] = server.url;
  return async () => {
    if (given === undefined) Reflect.deleteProperty(process.env, variable);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
