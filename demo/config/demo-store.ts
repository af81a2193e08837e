/**
 * The store of the demo's onboarding backend: as good as new at each start. A database takes seconds
 * to make, so the first start keeps an empty one, of which later ones open a copy.
 */
import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
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
const finished = join(cache, 'finished');

/** Opens a store in a folder of its own, which goes when it is closed. */
export async function openDemoStore(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'rsc-demo-'));
  const dataDir = join(folder, 'store');
  const keyring = demoKeyring();
  if (await hasTemplate(keyring)) cpSync(template, dataDir, { recursive: true });
  const store = await openStore({ dataDir }, { keyring });
  const close = store.close.bind(store);
  return Object.assign(store, {
    async close() {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

/** Kept, because the empty database knows it. It protects secrets of the sandbox only. */
function demoKeyring(): Keyring {
  const file = join(cache, 'key');
  mkdirSync(cache, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return localKeyring([{ id: 'demo', key: new Uint8Array(readFileSync(file)) }]);
}

async function hasTemplate(keyring: Keyring): Promise<boolean> {
  if (existsSync(finished)) return true;
  try {
    const store = await openStore({ dataDir: template }, { keyring });
    await store.close();
    writeFileSync(finished, '');
    return true;
  } catch (error) {
    // Another demo is making it.
    if (error instanceof StoreError) return false;
    throw error;
  }
}
