/**
 * The store of the demo's backend: as good as new at each start. A database takes seconds to make, and
 * its thousand files take one to copy. So an empty one is kept, and a copy of it lies ready: a start
 * takes that, and makes the next one once it has started.
 */
import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  localKeyring,
  openStore,
  StoreError,
  type Keyring,
  type Store,
} from 'rsc-embed/backend/store';

const cache = fileURLToPath(new URL('../../.cache/demo-store/', import.meta.url));
const template = join(cache, 'template');
/** There when the template is complete; holds the version of its schema. */
const finished = join(cache, 'finished');
/** Taken by renaming it, so that nobody else takes it too. */
const spare = join(cache, 'spare');
const spareAfterMs = 3_000;

/** Opens a store in a folder of its own, which goes when it is closed. */
export async function openDemoStore(): Promise<Store> {
  mkdirSync(cache, { recursive: true });
  removeLeftovers();
  const folder = ownFolder('demo');
  const store = await openCopy(join(folder, 'store'), demoKeyring());
  const timer = setTimeout(() => void makeSpare(), spareAfterMs);
  timer.unref();
  const close = store.close.bind(store);
  return Object.assign(store, {
    async close() {
      clearTimeout(timer);
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

async function openCopy(dataDir: string, keyring: Keyring): Promise<Store> {
  if (await hasTemplate(keyring)) {
    try {
      // At once, as nothing else can be done meanwhile; that takes half as long.
      if (!tookSpare(dataDir)) cpSync(template, dataDir, { recursive: true });
      const store = await openStore({ dataDir }, { keyring });
      // Made by an older version of the schema: brought up to date now, but not each time.
      if (String(store.version) !== readFileSync(finished, 'utf8')) dropTemplate();
      return store;
    } catch (error) {
      // Another demo may drop it meanwhile; and one of a newer schema is of no use.
      if (error instanceof StoreError && error.code !== 'store_newer') throw error;
      dropTemplate();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
  return openStore({ dataDir }, { keyring });
}

/** Kept, because the template knows it. It protects secrets of the sandbox only. */
function demoKeyring(): Keyring {
  const file = join(cache, 'key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return localKeyring([{ id: 'demo', key: new Uint8Array(readFileSync(file)) }]);
}

async function hasTemplate(keyring: Keyring): Promise<boolean> {
  if (existsSync(finished)) return true;
  try {
    const store = await openStore({ dataDir: template }, { keyring });
    await store.close();
    writeFileSync(finished, String(store.version));
    return true;
  } catch (error) {
    // Another demo is making it.
    if (error instanceof StoreError) return false;
    throw error;
  }
}

function dropTemplate(): void {
  for (const path of [finished, template, spare]) rmSync(path, { recursive: true, force: true });
}

function tookSpare(dataDir: string): boolean {
  try {
    renameSync(spare, dataDir);
    return true;
  } catch {
    return false; // there is none, or another demo was faster
  }
}

async function makeSpare(): Promise<void> {
  if (existsSync(spare) || !existsSync(finished)) return;
  const folder = ownFolder('spare');
  try {
    await cp(template, join(folder, 'store'), { recursive: true });
    renameSync(join(folder, 'store'), spare);
  } catch {
    // Another demo has made one, or drops the template; the next start copies by itself.
  }
  rmSync(folder, { recursive: true, force: true });
}

/** Named after this process, so that others see when nobody needs it any more. */
const ownFolder = (what: 'demo' | 'spare'): string =>
  mkdtempSync(join(cache, `${String(process.pid)}-${what}-`));

/** Folders of demos that could not take theirs with them. */
function removeLeftovers(): void {
  for (const name of readdirSync(cache)) {
    const pid = /^(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
