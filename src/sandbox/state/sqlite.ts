/**
 * A folder as storage: one SQLite file, by Node's own module. With a write-ahead log a commit is in
 * the operating system's hands when it returns: it survives the end of this process, however it
 * ends, and costs no wait for the disk. A power failure may lose the last moments.
 */
import type { SandboxStorage } from './storage.ts';

/** A folder is in use by another sandbox. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

/**
 * Opens a folder, which is made if it is missing. Only one sandbox may have it open.
 * @throws FolderInUseError
 */
export async function openStorage(folder: string): Promise<SandboxStorage> {
  // Loaded here, so that a sandbox in memory runs wherever there is no SQLite.
  const [{ DatabaseSync }, { mkdirSync }, { join }] = await Promise.all([
    import('node:sqlite'),
    import('node:fs'),
    import('node:path'),
  ]);
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'sandbox.sqlite'), { timeout: 500 });
  try {
    // The exclusive mode keeps a second process out, which would overwrite what the first knows.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = NORMAL');
    database.exec(
      'CREATE TABLE IF NOT EXISTS items (collection TEXT NOT NULL, key TEXT NOT NULL, ' +
        'json TEXT NOT NULL, UNIQUE (collection, key))',
    );
    // Takes the lock now rather than with the first change.
    database.exec('BEGIN IMMEDIATE; COMMIT');
  } catch (cause) {
    database.close();
    if (!String((cause as Error).message).includes('locked')) throw cause;
    throw new FolderInUseError(`Another sandbox has the folder open: ${folder}`, { cause });
  }
  const put = database.prepare(
    'INSERT INTO items (collection, key, json) VALUES (?, ?, ?) ' +
      'ON CONFLICT (collection, key) DO UPDATE SET json = excluded.json',
  );
  const remove = database.prepare('DELETE FROM items WHERE collection = ? AND key = ?');

  return {
    load(visit) {
      const rows = database
        .prepare('SELECT collection, key, json FROM items ORDER BY rowid')
        .iterate();
      for (const { collection, key, json } of rows) {
        visit(String(collection), JSON.parse(String(key)) as string, String(json));
      }
    },
    commit(changes) {
      database.exec('BEGIN');
      try {
        for (const { collection, key, json } of changes) {
          // As JSON, keys keep what SQLite's text would not: lone surrogates and zero characters.
          const text = JSON.stringify(key);
          if (json === null) remove.run(collection, text);
          else put.run(collection, text, json);
        }
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    close() {
      database.close();
    },
  };
}
