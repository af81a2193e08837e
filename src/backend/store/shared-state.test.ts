/** What backend processes share: the same cases in memory, on PGlite and on PostgreSQL. */
import { describe, expect, it } from 'vitest';
import {
  createMemoryReplayStore,
  createMemoryRevocationStore,
  type ReplayStore,
  type RevocationStore,
} from '../../handshake/replay.ts';
import { createMemoryCandidateStore, type CandidateStore } from '../candidates/store.ts';
import { internalsOf } from './internals.ts';
import { openStore } from './open-store.ts';
import { storeCandidates } from './store-candidates.ts';
import { storeReplay, storeRevocations } from './store-replay.ts';
import { backings, rowsOf, sharedStore, testKeyring } from './store.test-support.ts';

let nowMs = Date.parse('2026-03-02T10:00:00Z');
const clock = (): number => nowMs;

interface Shared {
  readonly name: string;
  readonly candidates: () => CandidateStore;
  readonly replay: () => ReplayStore;
  readonly revocations: () => RevocationStore;
}

const inMemory: Shared = {
  name: 'memory',
  candidates: createMemoryCandidateStore,
  replay: () => createMemoryReplayStore({ clock }),
  revocations: () => createMemoryRevocationStore({ clock }),
};
const stores = backings();

/** So that cases do not meet: stores are kept for the whole file. */
let cases = 0;
const unique = (name: string): string => `${name}-${String((cases += 1))}`;
const newScope = () => ({
  tenant: unique('tenant'),
  integrationContext: 'urn:li:organization:1001',
});

function describeShared({ name, candidates, replay, revocations }: Shared): void {
  describe(`candidates in ${name}`, () => {
    it('knows nothing of candidates that nothing has happened to', async () => {
      expect(await candidates().read(newScope(), ['1', '2'])).toEqual(new Map());
      expect(await candidates().read(newScope(), [])).toEqual(new Map());
    });

    it('remembers sends, links, newest first, and deletions', async () => {
      const store = candidates();
      const scope = newScope();
      const of = async (id: string) => (await store.read(scope, [id, id])).get(id);
      await store.recordSent(scope, ['1', '2', '1'], 1_000);
      await store.recordLink(scope, '1', { action: 'linked', atMs: 2_000 });
      await store.recordLink(scope, '1', { action: 'unlinked', atMs: 3_000 });
      const links = [
        { action: 'unlinked', atMs: 3_000 },
        { action: 'linked', atMs: 2_000 },
      ];
      expect(await of('1')).toEqual({ sentAtMs: 1_000, links });
      expect(await of('2')).toEqual({ sentAtMs: 1_000, links: [] });
      await store.recordSent(scope, ['1'], 4_000);
      expect(await of('1')).toEqual({ sentAtMs: 4_000, links });
      await store.recordDeleted(scope, ['1', '3'], 5_000);
      expect(await of('1')).toEqual({ deletedAtMs: 5_000, links: [] });
      expect(await of('3')).toEqual({ deletedAtMs: 5_000, links: [] });
      await store.recordSent(scope, ['1'], 6_000);
      expect(await of('1')).toEqual({ sentAtMs: 6_000, links: [] });
      await store.recordLink(scope, '4', { action: 'linked', atMs: 7_000 });
      expect(await of('4')).toEqual({ links: [{ action: 'linked', atMs: 7_000 }] });
      expect((await store.read(scope, ['1', '2', '9'])).size).toBe(2);
    });

    it('keeps tenants and integration contexts apart', async () => {
      const store = candidates();
      const scope = newScope();
      await store.recordSent(scope, ['1'], 1_000);
      const others = [
        { ...scope, tenant: unique('tenant') },
        { ...scope, integrationContext: 'urn:li:organization:1002' },
      ];
      for (const other of others) {
        expect((await store.read(other, ['1'])).size).toBe(0);
        await store.recordDeleted(other, ['1'], 2_000);
      }
      expect((await store.read(scope, ['1'])).get('1')).toEqual({ sentAtMs: 1_000, links: [] });
    });

    it('loses none of several links at the same moment, and keeps the newest fifty', async () => {
      const store = candidates();
      const scope = newScope();
      const link = (atMs: number) => store.recordLink(scope, '1', { action: 'linked', atMs });
      await Promise.all(Array.from({ length: 30 }, (_, index) => link(index)));
      expect((await store.read(scope, ['1'])).get('1')?.links).toHaveLength(30);
      for (let atMs = 100; atMs < 130; atMs += 1) await link(atMs);
      const links = (await store.read(scope, ['1'])).get('1')?.links ?? [];
      expect(links).toHaveLength(50);
      expect(links[0]?.atMs).toBe(129);
      expect(links[29]?.atMs).toBe(100);
    });

    it('takes ids of any characters, and many at once', async () => {
      const store = candidates();
      const scope = newScope();
      const ids = [
        "o'brien",
        '100%',
        'ü💼',
        '"',
        '\\',
        ...Array.from({ length: 6_000 }, (_, n) => String(n)),
      ];
      await store.recordSent(scope, ids, 1_000);
      const found = await store.read(scope, ids);
      expect(found.size).toBe(ids.length);
      expect(found.get('ü💼')?.sentAtMs).toBe(1_000);
    }, 30_000);
  });

  describe(`ids not to be seen twice, in ${name}`, () => {
    it('takes each once until it expires, and says whether it is there', async () => {
      const store = replay();
      const id = unique('ctx:acme:');
      expect(await store.has(id)).toBe(false);
      expect(await store.remember(id, nowMs + 1_000)).toBe(true);
      expect(await store.has(id)).toBe(true);
      expect(await store.remember(id, nowMs + 9_000)).toBe(false);
      nowMs += 999;
      expect(await store.remember(id, nowMs + 9_000)).toBe(false);
      nowMs += 1;
      expect(await store.has(id)).toBe(false);
      expect(await store.remember(id, nowMs + 9_000)).toBe(true);
      expect(await store.remember(id, nowMs + 9_000)).toBe(false);
    });

    it('lets one of many at the same moment through', async () => {
      const store = replay();
      const id = unique('proof:');
      const answers = await Promise.all(
        Array.from({ length: 20 }, async () => store.remember(id, nowMs + 1_000)),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
    });
  });

  describe(`sign-outs in ${name}`, () => {
    it('knows the latest of any of the subjects, and never goes back', async () => {
      const store = revocations();
      const [sid, sub] = [unique('acme:sid:'), unique('acme:sub:')];
      expect(await store.epochOf([sid, sub])).toBe(-1);
      expect(await store.epochOf([])).toBe(-1);
      await store.revoke(sid, 1_000);
      await store.revoke(sub, 2_000);
      await store.revoke(sid, 500);
      expect(await store.epochOf([sid])).toBe(1_000);
      expect(await store.epochOf([sid, sub, unique('acme:org:')])).toBe(2_000);
    });
  });
}

describeShared(inMemory);

describe.each(stores)('on $name', { timeout: 30_000 }, (backing) => {
  const store = sharedStore(backing, { clock });
  describeShared({
    name: backing.name,
    candidates: () => storeCandidates(store()),
    replay: () => storeReplay(store()),
    revocations: () => storeRevocations(store()),
  });

  it('removes what has expired, and keeps no id in the clear', async () => {
    const { connection } = internalsOf(store());
    const count = async (table: string): Promise<unknown> =>
      (await rowsOf(connection, `select count(*)::int as count from rsc.${table}`))[0]?.['count'];
    const ids = storeReplay(store());
    const signOuts = storeRevocations(store());
    await ids.remember('replay-canary', nowMs + 1_000);
    await signOuts.revoke('revocation-canary', 1);
    const rows = await rowsOf(
      connection,
      `select encode(id, 'escape') as text from rsc.replay_ids
       union all select encode(subject, 'escape') from rsc.revocations`,
    );
    expect(JSON.stringify(rows)).not.toContain('canary');
    nowMs += 24 * 3_600_000;
    await ids.remember('other', nowMs + 1_000);
    await signOuts.revoke('other', 1);
    await expect.poll(() => count('replay_ids'), { timeout: 10_000 }).toBe(1);
    await expect.poll(() => count('revocations'), { timeout: 10_000 }).toBe(1);
  });
});

describe('several processes on PostgreSQL', () => {
  it('let an id through at one of them only, and learn of a sign-out', async () => {
    const location = await stores[1].location();
    const opened = await Promise.all(
      [1, 2, 3].map(() => openStore(location, { keyring: testKeyring(), clock })),
    );
    const answers = await Promise.all(
      opened.flatMap((store) =>
        Array.from({ length: 5 }, async () => storeReplay(store).remember('one', nowMs + 5_000)),
      ),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    const [first, second] = opened.map((store) => storeRevocations(store));
    await first?.revoke('acme:sid:1', 7);
    expect(await second?.epochOf(['acme:sid:1'])).toBe(7);
    for (const store of opened) await store.close();
  }, 60_000);
});
