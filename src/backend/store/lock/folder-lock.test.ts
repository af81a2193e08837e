import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { StoreError } from '../errors.ts';
import { removeFolders, temporaryFolder } from '../store.test-support.ts';
import { lockFolder, type FolderLock } from './folder-lock.ts';
import { ownIdentity, type Holder } from './holder.ts';
import { killHolders, startHolder } from './processes.test-support.ts';

afterEach(killHolders);
afterAll(removeFolders);

/** Short enough for a test, with the proportions of the real one. */
const heartbeat = { everyMs: 40, silentMs: 400 };

async function refusalOf(attempt: Promise<FolderLock>): Promise<StoreError> {
  const error: unknown = await attempt.then(
    () => 'taken',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(StoreError);
  return error as StoreError;
}

function claims(folder: string): Record<string, Holder> {
  return Object.fromEntries(
    readdirSync(join(folder, 'lock')).map((name) => [
      name,
      JSON.parse(readFileSync(join(folder, 'lock', name), 'utf8')) as Holder,
    ]),
  );
}

/** Leaves a claim behind, as some other process would. */
function leaveClaim(folder: string, changes: Partial<Holder>, number = 1): void {
  const claim: Holder = { ...ownIdentity(), state: 'held', ...changes };
  writeFileSync(join(folder, 'lock', `${String(number)}.json`), JSON.stringify(claim));
}

async function folderWithoutHolder(): Promise<string> {
  const folder = temporaryFolder();
  (await lockFolder(folder)).release();
  return folder;
}

describe('lockFolder', { timeout: 30_000 }, () => {
  it('keeps this process from taking a folder twice, and says so', async () => {
    const folder = temporaryFolder();
    const lock = await lockFolder(folder);
    const error = await refusalOf(lockFolder(folder));
    expect(error).toMatchObject({ code: 'store_locked', details: { folder, pid: process.pid } });
    expect(error.message).toContain(`The store in ${folder} is in use by this process.`);
    lock.release();
    (await lockFolder(folder)).release();
  });

  it('names the process that holds a folder and what to do', async () => {
    const folder = temporaryFolder();
    const holder = startHolder(folder);
    expect(await holder.tell('take')).toMatchObject({ held: true });
    const error = await refusalOf(lockFolder(folder));
    expect(error.code).toBe('store_locked');
    expect(error.details).toMatchObject({ folder, pid: holder.pid });
    expect(error.message).toContain(`process ${String(holder.pid)}`);
    expect(error.message).toContain('Stop the process that has it open');
    expect(error.retryable).toBe(false);
    await holder.end();
    (await lockFolder(folder)).release();
  });

  it('takes a folder over at once when its holder was killed', async () => {
    const folder = temporaryFolder();
    const holder = startHolder(folder);
    expect(await holder.tell('take')).toMatchObject({ held: true });
    await holder.kill();
    expect(Object.values(claims(folder))).toMatchObject([{ state: 'held', pid: holder.pid }]);
    const startedAt = performance.now();
    const lock = await lockFolder(folder);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(Object.values(claims(folder))).toMatchObject([{ state: 'held', pid: process.pid }]);
    lock.release();
  });

  it('lets exactly one of several processes in, after a release as after a kill', async () => {
    const folder = temporaryFolder();
    const racers = Array.from({ length: 6 }, () => startHolder(folder));
    while (racers.length > 1) {
      const answers = await Promise.all(racers.map((racer) => racer.tell('take')));
      expect(answers.map(({ code }) => code ?? 'held').sort()).toEqual([
        'held',
        ...racers.slice(1).map(() => 'store_locked'),
      ]);
      const winner = answers.findIndex(({ held }) => held);
      for (let round = 0; round < 20; round += 1) {
        await racers[winner]?.tell('release');
        const again = await Promise.all(racers.map((racer) => racer.tell('take')));
        const holders = racers.filter((_, index) => again[index]?.held);
        expect(holders).toHaveLength(1);
        await holders[0]?.tell('release');
        await racers[winner]?.tell('take');
      }
      // The rest races for what a dead process has left.
      await racers[winner]?.kill();
      racers.splice(winner, 1);
    }
  });

  it('never lets two in, however they interleave within a process', async () => {
    const folder = await folderWithoutHolder();
    let inside = 0;
    let entered = 0;
    const enter = async (): Promise<void> => {
      try {
        const lock = await lockFolder(folder);
        inside += 1;
        entered += 1;
        expect(inside).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
        inside -= 1;
        lock.release();
      } catch (error) {
        expect(error).toMatchObject({ code: 'store_locked' });
      }
    };
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 6 }, enter));
    }
    expect(entered).toBeGreaterThanOrEqual(20);
    expect(Object.keys(claims(folder))).toHaveLength(1);
  });

  it('is not fooled by a process that has the pid of a dead holder', async () => {
    const folder = await folderWithoutHolder();
    leaveClaim(folder, { startedAt: '1' }, 2);
    (await lockFolder(folder)).release();
    leaveClaim(folder, {}, 9);
    expect((await refusalOf(lockFolder(folder))).code).toBe('store_locked');
  });

  it.each([
    ['before a reboot', { bootId: 'another' }],
    ['in another container', { pidNamespace: 'pid:[1]', pid: 1 }],
    ['on another machine', { bootId: 'another', host: 'elsewhere', pid: 1 }],
  ])(
    'waits for the heartbeat of a holder %s, and takes over when there is none',
    async (_, who) => {
      const folder = await folderWithoutHolder();
      leaveClaim(folder, who, 5);
      const beating = setInterval(() => {
        leaveClaim(folder, who, 5);
      }, heartbeat.everyMs);
      const error = await refusalOf(lockFolder(folder, { heartbeat }));
      clearInterval(beating);
      expect(error).toMatchObject({ code: 'store_locked' });
      const lock = await lockFolder(folder, { heartbeat });
      expect(Object.keys(claims(folder))).toEqual(['6.json']);
      lock.release();
    },
  );

  it('beats while it holds', async () => {
    const folder = temporaryFolder();
    const lock = await lockFolder(folder, { heartbeat });
    // Somebody in another container can only watch the file.
    const own = claims(folder)['1.json'];
    leaveClaim(folder, { ...own, pidNamespace: 'pid:[1]' });
    expect((await refusalOf(lockFolder(folder, { heartbeat }))).code).toBe('store_locked');
    lock.release();
  });

  it('tells a holder that was taken for dead that it has lost the folder', async () => {
    const folder = temporaryFolder();
    const lost = new Promise<void>((resolve) => {
      void lockFolder(folder, { heartbeat, onLost: resolve });
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    leaveClaim(folder, { pid: 1 }, 2);
    await lost;
  });

  it('passes over files that are no claims, and claims that were never written', async () => {
    const folder = await folderWithoutHolder();
    writeFileSync(join(folder, 'lock', 'notes.txt'), 'hello');
    writeFileSync(join(folder, 'lock', '7.json'), '');
    const lock = await lockFolder(folder);
    expect(readdirSync(join(folder, 'lock')).sort()).toEqual(['8.json', 'notes.txt']);
    lock.release();
  });

  it('says which folder it cannot use', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const error = await refusalOf(lockFolder(file));
    expect(error).toMatchObject({ code: 'store_folder_unusable', details: { folder: file } });
    expect(error.message).toMatch(/ENOTDIR|EEXIST/);
  });
});
