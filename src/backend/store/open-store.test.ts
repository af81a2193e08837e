/** Opening the embedded store: one process at a time, whatever happens to the one before. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { tenantRecords } from '../tenants/tenant-records.ts';
import { openPglite } from './connections/pglite.ts';
import { internalsOf } from './internals.ts';
import { ownIdentity } from './lock/holder.ts';
import { killHolders, startHolder } from './lock/processes.test-support.ts';
import { openStore, storeLocation } from './open-store.ts';
import { localKeyring } from './sealing/keyring.ts';
import {
  emptyPgliteFolder,
  removeFolders,
  rowsOf,
  temporaryFolder,
  testKey,
} from './store.test-support.ts';

afterEach(killHolders);
afterAll(removeFolders);

const key = testKey('k1');
const keyring = localKeyring([key]);
const environment = {
  RSC_STORE_KEYS: `k1:${Buffer.from(key.key).toString('base64')}`,
};
const errorOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'opened',
    (error: unknown) => error,
  );

describe('openStore in a folder', () => {
  it('refuses a second process, keeps every row, and lets the next one in after a kill', async () => {
    const dataDir = await emptyPgliteFolder();
    const store = await openStore({ dataDir }, { keyring });
    await tenantRecords(store, { actor: 'test' }).create({
      id: 'acme',
      name: 'Acme',
      uniqueForeignId: 'f-1',
      environment: 'production',
    });
    const second = startHolder(dataDir, environment);
    expect(await second.tell('take store')).toMatchObject({
      held: false,
      code: 'store_locked',
      details: { folder: dataDir, pid: process.pid },
    });
    await store.close();
    expect(await second.tell('take store')).toMatchObject({ held: true });
    expect(await errorOf(openStore({ dataDir }, { keyring }))).toMatchObject({
      code: 'store_locked',
      details: { pid: second.pid },
    });
    // Every write that was answered is there after a kill in the middle of another.
    for (let written = 0; written < 10; written += 1) await second.tell('write');
    second.tell('write').catch(() => undefined);
    await second.kill();
    const after = await openStore({ dataDir }, { keyring });
    const records = tenantRecords(after, { actor: 'test' });
    expect(await records.find('acme')).toMatchObject({ name: 'Acme' });
    const { items } = await records.list();
    expect(items.length - 1).toBeGreaterThanOrEqual(10);
    await after.close();
  }, 60_000);

  it('starts anew when the first start was killed half way through', async () => {
    const dataDir = await emptyPgliteFolder();
    // What a killed first start leaves: files that are not a database yet.
    rmSync(join(dataDir, 'database'), { recursive: true });
    mkdirSync(join(dataDir, 'database.unfinished'));
    writeFileSync(join(dataDir, 'database.unfinished', 'PG_VERSION'), '18');
    const process = startHolder(dataDir, environment);
    const opening = process.tell('take store');
    opening.catch(() => undefined);
    while (!existsSync(join(dataDir, 'database.unfinished', 'base'))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await process.kill();
    expect(existsSync(join(dataDir, 'database'))).toBe(false);
    const store = await openStore({ dataDir }, { keyring });
    await store.ping();
    await store.close();
    expect(readdirSync(dataDir).sort()).toEqual(['database', 'lock']);
  }, 120_000);

  it('says so when the files are no database of ours', async () => {
    const dataDir = temporaryFolder();
    mkdirSync(join(dataDir, 'database'));
    writeFileSync(join(dataDir, 'database', 'PG_VERSION'), '9.6\n');
    const error = await errorOf(openStore({ dataDir }, { keyring }));
    expect(error).toMatchObject({ code: 'store_folder_unusable', details: { folder: dataDir } });
    // And it does not keep the folder.
    expect(await errorOf(openStore({ dataDir }, { keyring }))).toMatchObject({
      code: 'store_folder_unusable',
    });
  }, 60_000);

  it('keeps its folder from other users, and is of no use once it is closed', async () => {
    const dataDir = await emptyPgliteFolder();
    chmodSync(join(dataDir, 'database'), 0o755);
    const store = await openStore({ dataDir }, { keyring });
    expect(statSync(join(dataDir, 'lock')).mode & 0o077).toBe(0);
    expect(statSync(join(dataDir, 'database')).mode & 0o077).toBe(0);
    await store.close();
    await store.close();
    expect(await errorOf(store.ping())).toMatchObject({ code: 'store_closed' });
  }, 60_000);

  it('writes nothing more once another process has taken its folder over', async () => {
    const dataDir = await emptyPgliteFolder();
    const connection = await openPglite(dataDir, { heartbeat: { everyMs: 30, silentMs: 300 } });
    const ask = () => connection.run((database) => database.execute(sql`select 1`));
    await ask();
    // As somebody would for whom this process seemed dead.
    const claim = { ...ownIdentity(), pid: 1, state: 'held' };
    writeFileSync(join(dataDir, 'lock', '2.json'), JSON.stringify(claim));
    await expect
      .poll(() => ask().catch((error: unknown) => error), { timeout: 10_000 })
      .toMatchObject({ code: 'store_lock_lost', details: { folder: dataDir } });
    await connection.close();
  }, 60_000);

  it('writes a backup that opens elsewhere', async () => {
    const dataDir = await emptyPgliteFolder();
    const store = await openStore({ dataDir }, { keyring });
    await internalsOf(store).connection.run((database) =>
      database.execute(sql`insert into rsc.settings values ('default', 'colour', '"blue"')`),
    );
    const copy = join(temporaryFolder(), 'backup.tar.gz');
    await store.backup(copy);
    expect(statSync(copy).mode & 0o077).toBe(0);
    expect(await errorOf(store.backup(copy))).toMatchObject({ code: 'EEXIST' });
    await store.close();

    const restored = temporaryFolder();
    mkdirSync(join(restored, 'database'));
    execFileSync('tar', ['-xzf', copy, '-C', join(restored, 'database')], {
      stdio: 'ignore',
    });
    const again = await openStore({ dataDir: restored }, { keyring });
    const { connection } = internalsOf(again);
    expect(await rowsOf(connection, 'select value from rsc.settings')).toEqual([{ value: 'blue' }]);
    await again.close();
  }, 60_000);
});

describe('openStore', () => {
  it('needs one place, and keys', async () => {
    const neither = {} as unknown as { dataDir: string };
    expect(await errorOf(openStore(neither, { keyring }))).toBeInstanceOf(TypeError);
    const dataDir = temporaryFolder();
    const error = await errorOf(openStore({ dataDir }));
    expect(error).toMatchObject({ code: 'store_keys_invalid' });
    expect((error as Error).message).toContain('RSC_STORE_KEYS is not set');
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('tells an unreachable server from an address that is none, and repeats neither', async () => {
    const unreachable = 'postgres://someone:password-canary@127.0.0.1:9/nothing';
    const error = await errorOf(openStore({ databaseUrl: unreachable }, { keyring }));
    expect(error).toMatchObject({ code: 'store_unreachable', retryable: true });
    expect(JSON.stringify(error) + (error as Error).message).not.toMatch(/canary|someone/);
    const wrong = await errorOf(openStore({ databaseUrl: 'mysql://canary@host/' }, { keyring }));
    expect(wrong).toBeInstanceOf(TypeError);
    expect((wrong as Error).message).not.toContain('canary');
  });

  it('loads PGlite only for folders and pg only for servers', () => {
    const script = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      const { openStore } = await import('./src/backend/store/open-store.ts');
      const count = () => ['/@electric-sql/pglite/', '/node_modules/pg/'].map((part) =>
        loaded.some((url) => url.includes(part)));
      const before = count();
      await openStore({ databaseUrl: 'postgres://127.0.0.1:9/none' }).catch(() => {});
      console.log(JSON.stringify([before, count()]));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, ...environment, NODE_OPTIONS: '' },
      encoding: 'utf8',
    });
    expect(JSON.parse(output)).toEqual([
      [false, false],
      [false, true],
    ]);
  }, 30_000);
});

describe('storeLocation', () => {
  it('prefers a server, then a folder of the environment, then the default', () => {
    const databaseUrl = 'postgres://db/rsc';
    expect(storeLocation('data', { DATABASE_URL: databaseUrl, RSC_STORE_DIR: 'x' })).toEqual({
      databaseUrl,
    });
    expect(storeLocation('data', { RSC_STORE_DIR: '/var/rsc' })).toEqual({ dataDir: '/var/rsc' });
    expect(storeLocation('data', { DATABASE_URL: '' })).toEqual({ dataDir: 'data' });
  });
});
