/** Exports in the store, on both: one worker a customer, changes numbered without a gap. */
import { setImmediate as immediate } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPushEvents } from '../push/push-events.ts';
import { internalsOf } from '../store/internals.ts';
import { backings, rowsOf, sharedStore } from '../store/store.test-support.ts';
import { createExportRows, type ExportRow } from './export-rows.ts';

describe.each(backings())('exports on $name', (backing) => {
  let nowMs = Date.parse('2026-03-02T10:00:00Z');
  const store = sharedStore(backing, { clock: () => nowMs });
  const all = (tenantId: string) => ({ tenantId, jobId: null });
  beforeAll(async () => {
    await rowsOf(
      internalsOf(store()).connection,
      `insert into rsc.tenants (id, name, unique_foreign_id, environment, status) values
       ('acme', 'Acme', 'acme', 'production', 'active'),
       ('busy', 'Busy', 'busy', 'production', 'active'),
       ('off', 'Off', 'off', 'production', 'disabled')`,
    );
  }, 60_000);
  const fresh = async (tenantId: string, requestId: string): Promise<ExportRow> => {
    const rows = createExportRows(store());
    expect(await rows.receive(tenantId, 'candidate', requestId, new Date(nowMs))).toBe(true);
    expect(await rows.receive(tenantId, 'candidate', requestId, new Date(nowMs))).toBe(false);
    const [found] = await rows.list(all(tenantId), null, 1);
    if (found === undefined) throw new Error('it was not kept');
    return found;
  };

  it('belong to one process a customer, until its time is over', async () => {
    const rows = createExportRows(store());
    await fresh('acme', 'lane-1');
    await fresh('off', 'lane-1');
    expect(await rows.takeLane()).toBe('acme');
    expect(await rows.takeLane()).toBeNull();
    expect(await rows.takeLane('acme')).toBeNull();
    nowMs += 6 * 60_000;
    expect(await rows.takeLane('acme')).toBe('acme');
    await rows.releaseLane('acme');
    expect(await rows.takeLane('off')).toBeNull();
  });

  it('change only as they were read', async () => {
    const rows = createExportRows(store());
    const row = await fresh('acme', 'change-1');
    const changed = await rows.change(row, { state: 'review' });
    expect(changed?.cursor).toBeGreaterThan(row.cursor);
    expect(await rows.change(row, { state: 'dismissed' })).toBeNull();
    expect((await rows.find('acme', row.id))?.state).toBe('review');
    expect(await rows.find('busy', row.id)).toBeNull();
  });

  it('are numbered so that whoever reads on misses none, however many write', async () => {
    const rows = createExportRows(store());
    const seen = new Map<string, number>();
    let cursor = await rows.cursor('busy');
    let isWriting = true;
    const read = async (): Promise<void> => {
      for (const row of await rows.since(all('busy'), cursor, 7)) {
        expect(row.cursor).toBeGreaterThan(cursor);
        cursor = row.cursor;
        seen.set(row.id, row.cursor);
      }
    };
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let index = 0; index < 15; index += 1) {
        const requestId = `${String(writer)}-${String(index)}`;
        await rows.receive('busy', 'candidate', requestId, new Date(nowMs));
      }
    });
    const reader = (async () => {
      while (isWriting) {
        await read();
        // An embedded database answers at once: others have to get a turn.
        await immediate();
      }
    })();
    await Promise.all(writers);
    isWriting = false;
    await reader;
    for (let size = -1; size !== seen.size;) {
      size = seen.size;
      await read();
    }
    expect(seen.size).toBe(90);
    expect(new Set(seen.values()).size).toBe(90);
  });

  it('count for their seats with what was fetched, both or neither', async () => {
    const rows = createExportRows(store());
    const row = await fresh('acme', 'seat-1');
    const seats = new Map([['urn:li:seat:1', 2]]);
    const change = { state: 'fetched' };
    expect(await rows.fetched(row, change, [], seats)).toBe(true);
    // Another process has fetched it meanwhile.
    expect(await rows.fetched(row, change, [], seats)).toBe(false);
    expect(await rows.seats('acme', '2026-03')).toEqual([{ seat: 'urn:li:seat:1', exports: 2 }]);
    expect(await rows.seats('acme', '2026-04')).toEqual([]);
  });

  it('of events that came together in a crowd are each kept once', async () => {
    const events = createPushEvents(store(), ['integration_status', 'export']);
    const event = (requestId: string) => ({
      kind: 'export' as const,
      type: 'EXPORT_CANDIDATE_PROFILE',
      requestId,
      notificationId: undefined,
      further: [],
      raw: {},
    });
    const ids = Array.from({ length: 300 }, (_, index) => `crowd-${String(index % 100)}`);
    const added = await Promise.all(ids.map((id) => events.add('acme', event(id), '{}', 'valid')));
    expect(added.filter((isNew) => isNew)).toHaveLength(100);
    // One that cannot be kept is not the others' misfortune.
    const mixed = await Promise.allSettled([
      events.add('acme', event('after-1'), '{}', 'valid'),
      events.add('nobody', event('after-2'), '{}', 'valid'),
      events.add('acme', event('after-3'), '{}', 'valid'),
    ]);
    expect(mixed.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await events.take(500, ['integration_status'])).toEqual([]);
    expect(await events.take(500, ['export'])).toHaveLength(102);
  });

  it('are deleted by age', async () => {
    const rows = createExportRows(store());
    const { id } = await fresh('acme', 'old-1');
    await rows.forget(new Date(nowMs));
    expect(await rows.find('acme', id)).not.toBeNull();
    expect(await rows.forget(new Date(nowMs + 1))).toBeGreaterThan(90);
    expect(await rows.list(all('acme'), null, 10)).toEqual([]);
  });
});
