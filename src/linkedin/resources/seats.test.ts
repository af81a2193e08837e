import { describe, expect, it } from 'vitest';
import { parseListParameter } from '../restli.ts';
import { contract, scripted } from '../scripted.test-support.ts';
import type { Seat } from '../answers/seat.ts';

async function all(list: AsyncIterable<Seat>): Promise<Seat[]> {
  const seats: Seat[] = [];
  for await (const seat of list) seats.push(seat);
  return seats;
}

describe('seats', () => {
  it('are read whatever generation names their fields', async () => {
    const element = { firstName: 'Rita', member: 'urn:li:person:abc', contract, state: 'ACTIVE' };
    const { client } = scripted({
      api: ({ path }) =>
        Response.json({
          elements: [
            path.startsWith('/rest')
              ? {
                  ...element,
                  seatId: 9,
                  createdAt: { actor: 'x', time: 5 },
                  seatRoles: ['ADMIN_SEAT'],
                }
              : { ...element, id: 9, created: { time: 5 }, seatRoles: ['ADMIN_SEAT'] },
            { firstName: 'nobody' },
          ],
          paging: { links: [] },
        }),
    });
    for (const generation of ['v2', 'rest'] as const) {
      expect(await all(client({ generation }).seats.list({ contracts: [contract] }))).toMatchObject(
        [
          {
            urn: 'urn:li:seat:9',
            member: 'urn:li:person:abc',
            state: 'ACTIVE',
            roles: ['ADMIN_SEAT'],
            createdAtMs: 5,
          },
        ],
      );
    }
  });

  it('are asked for by state, and always with start', async () => {
    const { client, requests } = scripted({});
    await all(client().seats.list({ contracts: [contract], states: ['ACTIVE', 'PARKED'] }));
    await all(
      client({ generation: 'rest' }).seats.listOlder({ contracts: [contract], active: true }),
    );
    const urn = encodeURIComponent(contract);
    expect(requests.map(({ path, query }) => `${path}?${query}`)).toEqual([
      `/v2/seatsV2?q=attributes&contracts=${urn}&states=ACTIVE&states=PARKED&start=0&count=100`,
      `/v2/seats?q=seatsByAttributes&contracts=${urn}&active=true&start=0&count=100`,
    ]);
  });

  it('of more contracts than fit into a query take several', async () => {
    const contracts = Array.from({ length: 200 }, (_, index) => `urn:li:contract:${9_000 + index}`);
    const { client, requests } = scripted({});
    await all(client().seats.list({ contracts }));
    expect(requests.length).toBeGreaterThan(1);
    expect(requests.flatMap(({ query }) => parseListParameter(query, 'contracts'))).toEqual(
      contracts,
    );
  });
});
