/** The example of docs/sync-erasure.md does what the page says, and the page shows it as it is. */
import { readFileSync } from 'node:fs';
import type { Kit } from 'rsc-embed/backend';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareAll, forget, link, proof, undo } from '../../docs/examples/sync-upkeep.ts';
import { candidate } from '../support/ats-records.ts';
import { createMemoryAts } from '../support/memory-ats.ts';
import { acme, organization, requestedBy, useKit } from '../support/onboarding-kit.ts';

const ats = createMemoryAts();
const test = useKit({ source: ats });
/** The example sees the package as partners import it, this file its sources: one kit, typed twice. */
const kit = (): Kit => test().kit as unknown as Kit;
const work = () => test().kit.workers.runUntilIdle();
const isThere = () => test().sandbox.state.candidates.get(organization, '1') !== null;

beforeAll(async () => {
  const { customers, integrations, sync } = test().kit;
  await customers.create(acme);
  const clientId = await test().clientIdOf('acme');
  test().request(clientId);
  await integrations.requested('acme', requestedBy());
  test().switch(clientId, true);
  await integrations.refresh('acme');
  await sync.changed('acme', ats.put('candidates', candidate({ id: '1' })));
  await work();
}, 60_000);

describe('docs/sync-erasure.md', () => {
  it('shows the example as it is run', () => {
    const read = (path: string): string =>
      readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');
    expect(read('sync-erasure.md')).toContain(`\`\`\`ts\n${read('examples/sync-upkeep.ts')}\`\`\``);
  });

  it('links, compares, forgets and takes it back', async () => {
    const person = [...test().sandbox.state.members.values()][0]?.personUrn ?? '';
    expect(await link(kit(), 'acme', '1', person)).toEqual({ outcome: 'attached', kind: 'manual' });
    const report = await compareAll(kit(), 'acme');
    await work();
    expect((await report())?.examples).toEqual([]);
    const id = await forget(kit(), 'acme', '1', 'user-7');
    await work();
    expect(isThere()).toBe(false);
    expect((await proof(kit(), 'acme', id)).atLinkedIn.candidates?.deleted).toBe(1);
    await undo(kit(), 'acme', id);
    await work();
    expect(isThere()).toBe(true);
  });
});
