/**
 * A process of its own that takes and releases a folder, for tests that let several race and kill
 * them. Reads a command a line (`take`, `take store`, `write`,
 * `release`), answers each with a line of JSON,
 * and ends with its input.
 *
 * `node holder-process.test-support.ts <folder>`
 */
import { createInterface } from 'node:readline';
import { StoreError } from '../errors.ts';
import { lockFolder } from './folder-lock.ts';

const [, , folder = ''] = process.argv;
let release: () => unknown = () => undefined;
let write: () => Promise<void> = () => Promise.reject(new Error('there is no store'));

async function takeStore(): Promise<() => Promise<void>> {
  // Only here: it takes longer to load than a lock takes to take.
  const [{ openStore }, { tenantRecords }] = await Promise.all([
    import('../open-store.ts'),
    import('../../tenants/tenant-records.ts'),
  ]);
  const store = await openStore({ dataDir: folder });
  const records = tenantRecords(store, { actor: 'test' });
  let written = 0;
  write = async () => {
    const uniqueForeignId = `${String(process.pid)}-${String((written += 1))}`;
    await records.create({ name: 'Written', uniqueForeignId, environment: 'development' });
  };
  return () => store.close();
}

async function obey(command: string): Promise<object> {
  if (command === 'release') {
    await release();
    return { held: false };
  }
  if (command === 'write') {
    await write();
    return { held: true };
  }
  try {
    release = command === 'take store' ? await takeStore() : (await lockFolder(folder)).release;
    return { held: true };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { held: false, code: error.code, details: error.details };
  }
}

for await (const command of createInterface(process.stdin)) {
  process.stdout.write(`${JSON.stringify(await obey(command))}\n`);
}
await release();
