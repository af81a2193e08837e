/** Tells a worker of records, and waits until LinkedIn's stand-in has them. */
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordRef } from '../../src/backend/sync/ports.ts';
import { refText } from '../../src/backend/sync/resources.ts';
import type { Worker, World } from '../chaos/world.ts';

const atOnce = 2_000;

/**
 * @param ahead records that wait at the most before more are named; any number if left out
 * @returns seconds until LinkedIn has the records of all customers
 */
export async function send(
  world: Pick<World, 'tenants' | 'revisions'>,
  worker: Worker,
  refs: readonly RecordRef[],
  ahead = Infinity,
): Promise<number> {
  for (const { id } of world.tenants) {
    const own = world.revisions.get(id);
    for (const ref of refs) own?.set(refText(ref), 1);
  }
  const startedAt = performance.now();
  for (const { id } of world.tenants) {
    for (let start = 0; start < refs.length; start += atOnce) {
      await worker.changed(id, refs.slice(start, start + atOnce), { priority: 'backfill' });
      while (ahead < Infinity && (await worker.backlog()) > ahead) await delay(25);
    }
  }
  while ((await worker.backlog()) > 0) await delay(25);
  return (performance.now() - startedAt) / 1_000;
}
