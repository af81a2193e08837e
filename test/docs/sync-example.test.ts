/** The example of docs/sync.md does what the page says, and the page shows it as it is. */
import { readFileSync } from 'node:fs';
import type { Kit } from 'rsc-embed/backend';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  deleted,
  saved,
  sendHistory,
  sourceOf,
  toDo,
  why,
  type Person,
} from '../../docs/examples/sync.ts';
import { internalsOf } from '../../src/backend/store/internals.ts';
import { rowsOf } from '../../src/backend/store/store.test-support.ts';
import { acme, organization, requestedBy, useKit } from '../support/onboarding-kit.ts';

const at = new Date('2026-01-05T09:00:00Z');
const people = new Map<string, Person>();
const put = (id: string, changes: Partial<Person> = {}): void =>
  void people.set(id, {
    id,
    firstName: 'Ada',
    lastName: 'Byron',
    emails: [`${id}@example.com`],
    createdAt: at,
    updatedAt: at,
    ...changes,
  });
const sorted = (): Person[] => [...people.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
const source = sourceOf({
  byIds: async (_tenant, ids) => ids.flatMap((id) => people.get(id) ?? []),
  after: async (_tenant, id, since, limit) =>
    sorted()
      .filter((person) => person.id > id && person.updatedAt >= since)
      .slice(0, Math.min(limit, 1_000)),
  count: async (_tenant, since) => sorted().filter(({ updatedAt }) => updatedAt >= since).length,
});
const test = useKit({ source, sync: { reconcileEveryDays: 0 } });
/** The example sees the package as partners import it, this file its sources: one kit, typed twice. */
const kit = (): Kit => test().kit as unknown as Kit;
const work = () => test().kit.workers.runUntilIdle();
const isThere = (id: string) => test().sandbox.state.candidates.get(organization, id) !== null;

beforeAll(async () => {
  const { customers, integrations } = test().kit;
  await customers.create(acme);
  const clientId = await test().clientIdOf('acme');
  test().request(clientId);
  await integrations.requested('acme', requestedBy());
  test().switch(clientId, true);
  await integrations.refresh('acme');
  for (let index = 0; index < 1_200; index += 1) put(`p-${String(index)}`);
  put('bad', { firstName: null });
}, 60_000);

describe('docs/sync.md', () => {
  it('shows the example as it is run', () => {
    const read = (path: string): string =>
      readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');
    expect(read('sync.md')).toContain(`\`\`\`ts\n${read('examples/sync.ts')}\`\`\``);
  });

  it('shows SQL that the store understands', async () => {
    const page = readFileSync(new URL('../../docs/sync.md', import.meta.url), 'utf8');
    const { connection } = internalsOf(test().store);
    for (const [statement] of page.matchAll(/select rsc\.changed\([^;]*;/g)) {
      await rowsOf(connection, statement);
    }
    expect(
      await rowsOf(connection, 'select resource, parent_id, record_id, op from rsc.sync_outbox'),
    ).toEqual([
      { resource: 'candidates', parent_id: '', record_id: '17', op: 'upsert' },
      { resource: 'stages', parent_id: '900', record_id: '3', op: 'delete' },
    ]);
    await rowsOf(connection, 'delete from rsc.sync_outbox');
  });

  it('sends history, changes and deletes, and says what is to do', async () => {
    expect(await sendHistory(kit(), 'acme')).toMatchObject({ records: 1_201 });
    await work();
    expect(test().sandbox.state.candidates.count(organization)).toBe(1_200);
    expect(await toDo(kit(), 'acme')).toMatchObject([{ label: 'Byron' }]);
    expect(await why(kit(), 'acme', 'bad')).toMatch(/^Candidate bad was put aside: firstName /);
    put('bad');
    await saved(kit(), 'acme', 'bad');
    people.delete('p-1');
    await deleted(kit(), 'acme', 'p-1');
    await work();
    expect([isThere('bad'), isThere('p-1')]).toEqual([true, false]);
    expect(await why(kit(), 'acme', 'bad')).toMatch(/newest version/);
  }, 30_000);
});
