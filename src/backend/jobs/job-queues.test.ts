/** Jobs on the store's own database: one of a key, one process at a time, none that is lost. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { internalsOf } from '../store/internals.ts';
import { openStore } from '../store/open-store.ts';
import { backings, rowsOf, sharedStore, testKeyring } from '../store/store.test-support.ts';
import { jobQueues, type JobOutcome, type JobQueue } from './job-queues.ts';

let queues = 0;
/** A queue of its own for each case. */
const newQueue = (): JobQueue<{ id: string }> => ({
  name: `test-${String((queues += 1))}`,
  data: z.strictObject({ id: z.string() }),
});

describe.each(backings())('jobs on $name', (backing) => {
  const store = sharedStore(backing);
  const rows = (query: string) => rowsOf(internalsOf(store()).connection, query);
  let queue = newQueue();
  const seen: string[] = [];
  const work = (outcome: JobOutcome | (() => JobOutcome)) =>
    jobQueues(store()).work(queue, async ({ id }) => {
      seen.push(id);
      return typeof outcome === 'function' ? outcome() : outcome;
    });

  beforeAll(async () => {
    expect(await rows(`select from pg_namespace where nspname = 'rsc_jobs'`)).toEqual([]);
  });
  afterEach(() => {
    queue = newQueue();
    seen.length = 0;
  });

  it('are done once each, and of one key there is one', async () => {
    const jobs = jobQueues(store());
    await jobs.add(queue, 'a', { id: 'first' });
    await jobs.add(queue, 'a', { id: 'second' });
    await jobs.add(queue, 'b', { id: 'other' });
    expect(await work('done')).toBe(false);
    expect(await work('done')).toBe(false);
    expect(await work('done')).toBe(false);
    expect(seen).toEqual(['first', 'other']);
    await jobs.add(queue, 'a', { id: 'third' });
    await work('done');
    expect(seen).toEqual(['first', 'other', 'third']);
  });

  it('go on part by part, at once or after a while', async () => {
    await jobQueues(store()).add(queue, 'a', { id: 'long' });
    expect(await work({ againMs: 0 })).toBe(true);
    expect(await work({ againMs: 0 })).toBe(true);
    expect(await work({ againMs: 60_000 })).toBe(false);
    expect(await work('done')).toBe(false);
    expect(seen).toEqual(['long', 'long', 'long']);
  });

  it('that join a transaction are there only if it is', async () => {
    const jobs = jobQueues(store());
    const { connection } = internalsOf(store());
    await jobs.prepare(queue);
    const rolledBack = connection.transaction(async (database) => {
      await jobs.add(queue, 'a', { id: 'never' }, database);
      await database.execute(sql`select 1 / 0`);
    });
    await expect(rolledBack).rejects.toMatchObject({ code: 'store_failed' });
    await connection.transaction((database) => jobs.add(queue, 'b', { id: 'kept' }, database));
    await work('done');
    await work('done');
    expect(seen).toEqual(['kept']);
  });

  it('that fail are done again', async () => {
    await jobQueues(store()).add(queue, 'a', { id: 'failing' });
    const failing = work(() => {
      throw new RangeError('of the test');
    });
    await expect(failing).rejects.toBeInstanceOf(RangeError);
    await rows(`update rsc_jobs.job set start_after = now() where name = '${queue.name}'`);
    await work('done');
    expect(seen).toEqual(['failing', 'failing']);
  });

  it('are taken up again when the process that did them is gone, which then has no say', async () => {
    const jobs = jobQueues(store());
    await jobs.add(queue, 'a', { id: 'orphan' });
    let wake: (outcome: JobOutcome) => void = () => undefined;
    let begun: () => void = () => undefined;
    const atWork = new Promise<void>((resolve) => (begun = resolve));
    const stalled = jobs.work(queue, () => {
      begun();
      return new Promise((resolve) => (wake = resolve));
    });
    await atWork;
    await work('done');
    expect(seen).toEqual([]);
    // As if it had given no sign of life for eleven seconds, and the next look at it were due.
    await rows(`update rsc_jobs.job set heartbeat_on = now() - interval '11 s'
      where name = '${queue.name}'`);
    await rows(`update rsc_jobs.queue set monitor_on = null where name = '${queue.name}'`);
    const other = await otherProcess();
    await other.supervised(queue);
    await rows(`update rsc_jobs.job set start_after = now() where name = '${queue.name}'`);
    await work({ againMs: 60_000 });
    expect(seen).toEqual(['orphan']);
    wake('done');
    expect(await stalled).toBe(false);
    expect(
      await rows(
        `select state from rsc_jobs.job where name = '${queue.name}' and state < 'active'`,
      ),
    ).toEqual([{ state: 'created' }]);
  });

  /** Looks after orphans as the workers of another process do, however lately this one did. */
  async function otherProcess() {
    const { startBoss } = await import('./boss.ts');
    const boss = await startBoss(internalsOf(store()).connection);
    return {
      async supervised({ name }: JobQueue<object>) {
        await boss.pgBoss.supervise(name);
        await boss.stop();
      },
    };
  }

  it('fail with the store, in words of ours', async () => {
    const own = await openStore(await backing.location(), { keyring: testKeyring() });
    const jobs = jobQueues(own);
    await jobs.add(queue, 'a', { id: 'late' });
    await own.close();
    await expect(jobs.add(queue, 'b', { id: 'later' })).rejects.toMatchObject({
      code: 'store_closed',
    });
  });
});
