/** Seats and items on both kinds of stores: leases, marks, and ten thousand items of one candidate. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { testClock } from '../backend.test-support.ts';
import { internalsOf } from '../store/internals.ts';
import { backings, rowsOf, sharedStore } from '../store/store.test-support.ts';
import { createItems } from './items.ts';
import { createLanes, leaseMs, type Lane } from './lanes.ts';
import { places } from '../store/sealing/sealed-columns.ts';
import { retrievalSeats } from '../store/tables/index.ts';
import { Secret } from '../tenants/secret.ts';
import type { PulledItem } from './sources.ts';
import { createRetrievedSource } from './timeline/retrieved-source.ts';
import type { TimelineScope } from './timeline/source.ts';
import { createTimeline } from './timeline/timeline.ts';

const contract = 'urn:li:contract:7';
const seats = ['urn:li:seat:1', 'urn:li:seat:2'] as const;
const member = 'urn:li:person:M';
const startMs = Date.parse('2026-03-01T00:00:00Z');

const itemOf = (id: number, seat: string, changes: Partial<PulledItem> = {}): PulledItem => ({
  item: new Uint8Array(
    createHash('sha256')
      .update(`${seat} ${String(id)}`)
      .digest(),
  ),
  source: 'note',
  kind: 'note',
  contract,
  seat,
  member,
  thread: null,
  byMember: false,
  isPrivate: false,
  at: new Date(startMs + id * 1_000),
  changedAt: new Date(startMs + id * 1_000),
  isDeleted: false,
  body: { text: `note ${String(id)}` },
  stubId: null,
  replaces: null,
  ...changes,
});

describe.each(backings())('retrieval on $name', (backing) => {
  const clock = testClock();
  const store = sharedStore(backing, { clock });
  const scope: TimelineScope = {
    tenant: 'acme',
    candidateId: '1',
    integrationContext: 'urn:li:organization:1',
    members: [member],
    viewer: { userId: 'a', seats: [seats[0]], contracts: [contract] },
  };

  beforeAll(async () => {
    const { connection, sealer } = internalsOf(store());
    await rowsOf(
      connection,
      `insert into rsc.tenants (id, name, unique_foreign_id, environment, status)
        values ('acme', 'Acme', 'acme', 'production', 'active')`,
    );
    await rowsOf(
      connection,
      `insert into rsc.tenant_contexts (tenant_id, urn, position, kind)
        values ('acme', '${contract}', 0, 'contract')`,
    );
    for (const seat of seats) {
      const place = places.seatDetails('acme', seat);
      const { sealed, keyId } = await sealer.seal(place, new Secret('{"firstName":"Ada"}'));
      const start = new Date(startMs);
      await connection.run((database) =>
        database.insert(retrievalSeats).values({
          tenantId: 'acme',
          seat,
          contract,
          state: 'ACTIVE',
          details: sealed,
          detailsKeyId: keyId,
          dueAt: start,
          inmailUntil: start,
          notesUntil: start,
          stubsUntil: start,
          sweptAt: start,
        }),
      );
    }
  });

  const laneOf = async (seat: string): Promise<Lane> => {
    const [lane] = await createLanes(store()).takeSeats('acme', [seat], new Date(clock()));
    if (lane === undefined) throw new Error('the seat is taken');
    return lane;
  };
  const release = (lane: Lane): Promise<void> =>
    createLanes(store()).release(lane, { dueAt: new Date(clock()) });

  it('gives a seat to one at a time, and to another once that one is dead', async () => {
    const lanes = createLanes(store());
    const taken = await Promise.all(Array.from({ length: 6 }, () => lanes.take(1)));
    expect(
      taken
        .flat()
        .map(({ seat }) => seat)
        .sort(),
    ).toEqual([...seats]);
    const [dead] = taken.flat();
    if (dead === undefined) throw new Error('nothing was taken');
    expect(await lanes.takeSeats('acme', seats, new Date(clock()))).toEqual([]);
    clock.advance(leaseMs / 1_000 + 1);
    const again = await lanes.take(10);
    expect(again).toHaveLength(2);
    // The dead one comes back: nothing of what it has read counts.
    const items = createItems(store());
    const window = {
      items: [itemOf(1, dead.seat)],
      missing: [],
      until: { mark: 'notesUntil', at: new Date(startMs + 5_000) },
    } as const;
    await expect(items.commit(dead, window)).rejects.toMatchObject({ name: 'LeaseLost' });
    await lanes.release(dead, { dueAt: new Date(0) });
    expect(await lanes.take(10)).toEqual([]);
    const { connection } = internalsOf(store());
    expect(await rowsOf(connection, 'select 1 as one from rsc.retrieval_items')).toEqual([]);
    await Promise.all(again.map(release));
    const rows = await rowsOf(
      connection,
      `select count(*)::int as n from rsc.retrieval_seats where notes_until > '2026-03-01T00:00:00Z'`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('moves a mark with the rows or not at all, and writes nothing twice', async () => {
    const lane = await laneOf(seats[0]);
    const items = createItems(store());
    const until = { mark: 'notesUntil', at: new Date(startMs + 9_000) } as const;
    const one = itemOf(1, seats[0]);
    expect(await items.commit(lane, { items: [one, one], missing: [], until })).toBe(1);
    expect(await items.commit(lane, { items: [one], missing: [], until })).toBe(0);
    const source = createRetrievedSource(store(), 'first-message');
    const before = await source.revision('acme');
    const edited = itemOf(1, seats[0], { body: { text: 'edited' } });
    expect(await items.commit(lane, { items: [edited], missing: [] })).toBe(1);
    expect(await source.revision('acme')).toBe(before + 1);
    const bad = { ...itemOf(2, seats[0]), source: 'nonsense' as 'note' };
    const later = { mark: 'notesUntil', at: new Date(startMs + 99_000) } as const;
    await expect(
      items.commit(lane, { items: [bad], missing: [], until: later }),
    ).rejects.toMatchObject({ name: 'StoreError' });
    await release(lane);
    expect((await laneOf(seats[0])).notesUntil).toEqual(until.at);
    clock.advance(leaseMs / 1_000 + 1);
  });

  it('shows of a thread its first message alone, whichever LinkedIn calls sent', async () => {
    const lane = await laneOf(seats[0]);
    const inMail = (id: number): PulledItem =>
      itemOf(id, seats[0], {
        source: 'inmail',
        kind: 'inmail_sent',
        thread: 'urn:li:messagingThread:1',
        body: { subject: 's', text: `message ${String(id)}` },
      });
    await createItems(store()).commit(lane, { items: [50, 51].map(inMail), missing: [] });
    await release(lane);
    const page = { direction: 'older', boundary: null, kinds: null, limit: 5 } as const;
    const kinds = new Set(['inmail_sent'] as const);
    const read = createRetrievedSource(store(), 'first-message').page(scope, { ...page, kinds });
    expect(await read).toMatchObject([{ isWithheld: true }, { text: 'message 50' }]);
    const own = createRetrievedSource(store(), 'own').page(scope, { ...page, kinds });
    expect(await own).toMatchObject([{ text: 'message 51' }, { text: 'message 50' }]);
  });

  it('reads any page of ten thousand items at once', async () => {
    const lane = await laneOf(seats[1]);
    const items = createItems(store());
    const all = Array.from({ length: 10_000 }, (_, index) => itemOf(100 + index, seats[1]));
    await items.commit(lane, { items: all, missing: [] });
    await release(lane);
    const { connection } = internalsOf(store());
    // Others have as many.
    await rowsOf(
      connection,
      `insert into rsc.retrieval_items select tenant_id, sha256(item || convert_to(n::text, 'UTF8')),
          source, kind, contract, seat, 'urn:li:person:N' || n, thread, by_member, is_private, at,
          changed_at, body, body_key_id, revision, removed_at
        from rsc.retrieval_items, generate_series(1, 4) n`,
    );
    await rowsOf(connection, 'analyze rsc.retrieval_items');
    const timeline = createTimeline([createRetrievedSource(store(), 'first-message')]);
    const middle = `${String(startMs + 5_000_000)}.recruiter.00`;
    const times: number[] = [];
    for (const place of [{}, { before: middle }, { after: middle }]) {
      const startedAt = performance.now();
      const { items: page } = await timeline.page(scope, { limit: 50, ...place });
      times.push(performance.now() - startedAt);
      expect(page).toHaveLength(50);
    }
    // Some milliseconds; with room for a machine that has other things to do.
    expect(Math.min(...times)).toBeLessThan(250);
    const plan = await rowsOf(
      connection,
      `explain select * from rsc.retrieval_items where tenant_id = 'acme' and member in ('${member}')
        and removed_at is null and (at, item) < ('2026-03-02', '\\x00')
        order by at desc, item desc limit 50`,
    );
    expect(JSON.stringify(plan)).toContain('retrieval_items_timeline');
    expect(JSON.stringify(plan)).not.toContain('Sort');
  }, 60_000);
});
