/** The embedded database shares its process with everything else in it. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyPgliteFolder, removeFolders } from '../store.test-support.ts';
import type { Connection } from './connection.ts';
import { openPglite } from './pglite.ts';

describe('work on an embedded store', () => {
  let connection: Connection;

  beforeAll(async () => {
    connection = await openPglite(await emptyPgliteFolder());
  }, 60_000);
  afterAll(async () => {
    await connection.close();
    removeFolders();
  });

  it('lets others have their turn between two questions, however many are asked in a row', async () => {
    let turns = 0;
    let isOver = false;
    const take = (): void => {
      turns += 1;
      if (!isOver) setImmediate(take);
    };
    setImmediate(take);
    for (let asked = 0; asked < 200; asked += 1) {
      await connection.run((database) => database.execute(sql`select generate_series(1, 500)`));
    }
    isOver = true;
    // One every few milliseconds; there would be none, or one.
    expect(turns).toBeGreaterThan(5);
  });
});
