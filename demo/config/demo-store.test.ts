import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tenantRecords } from 'rsc-embed/backend/store';
import { describe, expect, it } from 'vitest';
import { openDemoStore } from './demo-store.ts';

const cache = fileURLToPath(new URL('../../.cache/demo-store/', import.meta.url));
const ownFolders = (): string[] =>
  readdirSync(cache).filter((name) => name.startsWith(`${String(process.pid)}-demo-`));

describe('the store of the demo', () => {
  it('is empty and its own for each demo, and gone with it', { timeout: 60_000 }, async () => {
    const first = await openDemoStore();
    const records = tenantRecords(first, { actor: 'test' });
    await records.create({
      id: 'acme',
      name: 'Acme',
      uniqueForeignId: 'acme',
      environment: 'development',
    });
    const second = await openDemoStore();
    expect(await tenantRecords(second, { actor: 'test' }).find('acme')).toBeNull();
    expect(ownFolders()).toHaveLength(2);
    await Promise.all([first.close(), second.close()]);
    expect(ownFolders()).toEqual([]);
  });

  it('takes away what demos have left that are gone', { timeout: 60_000 }, async () => {
    // No process has a number as large as that.
    const leftover = `${cache}999999999-left`;
    const ofRunning = `${cache}${String(process.ppid)}-kept`;
    mkdirSync(leftover, { recursive: true });
    mkdirSync(ofRunning, { recursive: true });
    const store = await openDemoStore();
    expect([existsSync(leftover), existsSync(ofRunning)]).toEqual([false, true]);
    await store.close();
    rmSync(ofRunning, { recursive: true });
  });
});
