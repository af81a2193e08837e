/**
 * One process at a time in a folder. PGlite itself takes no lock: two processes on one folder lose
 * each other's rows and are not told.
 *
 * Claims are files with rising numbers, `lock/1.json`, `lock/2.json` …, created exclusively. Removing
 * the lock file of a dead holder and creating one's own would be two steps, and of two processes
 * doing both, the second removes the first one's new file. Here nothing is taken away before
 * somebody holds the folder:
 *
 * 1. If any claim belongs to a live process, the folder is held.
 * 2. Create the file after the highest number, and write into it who we are.
 * 3. List again. A higher number: somebody came after us, let go and start over. A lower claim of a
 *    live process: it holds the folder, or is still at this step; wait until it is clear.
 * 4. Otherwise the folder is ours. Remove the lower files.
 *
 * Two holders cannot be: of two claims, the higher one was created after the other had been written,
 * or else the lower one saw it in step 3. So its owner sees the lower one in step 3, and lets go. The
 * highest file is never removed, only marked as released; a number is therefore not used again by
 * somebody who counted long ago without that one seeing a higher file.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../errors.ts';
import {
  defaultHeartbeat,
  isAlive,
  ownIdentity,
  parseHolder,
  type Heartbeat,
  type Holder,
} from './holder.ts';

export interface FolderLock {
  /** Lets the folder go. May be called again. */
  release(): void;
}

export interface FolderLockOptions {
  readonly heartbeat?: Heartbeat;
  /**
   * Called when another process has taken the folder over, because this one stood still for so long
   * that it seemed dead (a suspended container, say). Nothing may be written any more.
   */
  readonly onLost?: () => void;
}

/**
 * Takes the lock of a folder, which is made if it is not there. Waits only where it cannot tell at
 * once whether a former holder lives: up to 20 s after a reboot or in another container.
 * @throws StoreError `store_locked` with folder, pid and host of the holder; `store_folder_unusable`
 */
export async function lockFolder(
  folder: string,
  { heartbeat = defaultHeartbeat, onLost }: FolderLockOptions = {},
): Promise<FolderLock> {
  const claims = openClaims(folder);
  for (;;) {
    await claims.assertFree(heartbeat);
    const number = claims.create();
    if (number === null) continue;
    const beat = setInterval(() => {
      claims.touch(number);
      if (!claims.seesHolderAbove(number)) return;
      clearInterval(beat);
      onLost?.();
    }, heartbeat.everyMs);
    beat.unref();
    const outcome = await claims.settle(number, heartbeat);
    if (outcome === 'ours') {
      return {
        release() {
          clearInterval(beat);
          claims.write(number, 'released');
        },
      };
    }
    clearInterval(beat);
    claims.write(number, 'released');
    // Two that let go for each other must not meet again at once.
    await delay(5 + Math.random() * 45);
  }
}

interface Claim {
  readonly number: number;
  readonly path: string;
  /** Null while its owner has not written it. */
  readonly holder: Holder | null;
}

function openClaims(dataDir: string) {
  const folder = resolve(dataDir);
  const lockFolderPath = join(folder, 'lock');
  const pathOf = (number: number): string => join(lockFolderPath, `${String(number)}.json`);
  usable(folder, () => mkdirSync(lockFolderPath, { recursive: true, mode: 0o700 }));

  const numbers = (): number[] =>
    usable(folder, () => readdirSync(lockFolderPath))
      .flatMap((name) => (/^[1-9]\d*\.json$/.test(name) ? [Number.parseInt(name, 10)] : []))
      .sort((a, b) => a - b);
  /** Without those whose file has gone meanwhile: only holders remove files, of those before them. */
  const read = (): Claim[] =>
    numbers().flatMap((number) => {
      const path = pathOf(number);
      const text = readText(path);
      return text === null ? [] : [{ number, path, holder: parseHolder(text) }];
    });
  const liveOf = async (claim: Claim, beat: Heartbeat): Promise<Holder | null> => {
    const holder = claim.holder ?? (await whenWritten(claim.path));
    if (holder === null || holder.state === 'released') return null;
    if (!(await isAlive(holder, claim.path, beat))) return null;
    // It may have let go while its heartbeat was watched.
    const now = parseHolder(readText(claim.path) ?? '');
    return now === null || now.state === 'released' ? null : now;
  };
  const write = (number: number, state: Holder['state']): void => {
    try {
      // One small write; who reads half of it takes it for one not written yet.
      writeFileSync(pathOf(number), holderText(state), { flag: 'r+' });
    } catch {
      // The folder has gone, or another holder has taken over: there is nothing to say there.
    }
  };
  /** Whether somebody after us holds the folder. */
  const heldAbove = (own: number): boolean =>
    read().some(({ number, holder }) => number > own && holder?.state === 'held');

  return {
    async assertFree(beat: Heartbeat): Promise<void> {
      const holders = await Promise.all(read().map((claim) => liveOf(claim, beat)));
      const holder = holders.find((found) => found !== null);
      if (holder !== undefined && holder !== null) throw locked(folder, holder);
    },

    /** Null if somebody else was quicker. */
    create(): number | null {
      const number = (numbers().at(-1) ?? 0) + 1;
      try {
        writeFileSync(pathOf(number), holderText('claiming'), { flag: 'wx', mode: 0o600 });
        return number;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
        throw unusable(folder, error);
      }
    },

    async settle(own: number, beat: Heartbeat): Promise<'ours' | 'not ours'> {
      for (;;) {
        const all = read();
        if (all.some(({ number }) => number > own)) return 'not ours';
        const lower = all.filter(({ number }) => number < own);
        const live = (await Promise.all(lower.map((claim) => liveOf(claim, beat)))).filter(
          (holder) => holder !== null,
        );
        if (live.some(({ state }) => state === 'held')) return 'not ours';
        if (live.length === 0) {
          // Watching heartbeats takes time, in which somebody may have come after us.
          if (numbers().some((number) => number > own)) return 'not ours';
          write(own, 'held');
          // If we stood still since, somebody may hold the folder who took us for dead.
          if (heldAbove(own)) return 'not ours';
          for (const { path } of lower) rmSync(path, { force: true });
          return 'ours';
        }
        await delay(10);
      }
    },

    touch(number: number): void {
      const now = new Date();
      try {
        utimesSync(pathOf(number), now, now);
      } catch {
        // See above.
      }
    },

    write,

    /** As far as one can look: a timer has nobody to tell that the folder cannot be read. */
    seesHolderAbove(own: number): boolean {
      try {
        return heldAbove(own);
      } catch {
        return false;
      }
    },
  };
}

/** All states take the same room, so that one written over another leaves nothing behind. */
const holderText = (state: Holder['state']): string =>
  `${JSON.stringify({ ...ownIdentity(), state })}${' '.repeat(8 - state.length)}\n`;

/** Its owner writes a claim right after creating it, unless it dies in between. */
async function whenWritten(path: string): Promise<Holder | null> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    await delay(25);
    const holder = parseHolder(readText(path) ?? '');
    if (holder !== null) return holder;
  }
  return null;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function usable<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unusable(folder, error);
  }
}

const unusable = (folder: string, error: unknown): StoreError =>
  new StoreError(
    'store_folder_unusable',
    `The folder ${folder} cannot be used (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    { folder },
  );

const locked = (folder: string, { pid, host }: Holder): StoreError =>
  new StoreError(
    'store_locked',
    `The store in ${folder} is in use by ` +
      (pid === process.pid ? 'this process' : `process ${String(pid)} on ${host}`),
    { folder, pid, host },
  );
