import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal, scripted, seat, type Seen } from './scripted.test-support.ts';

const hour = { seat, fromMs: 0, toMs: 3_600_000 };
const placeOf = ({ query }: Seen) => {
  const parameters = new URLSearchParams(query);
  return { start: Number(parameters.get('start')), count: Number(parameters.get('count')) };
};
const next = (start: number) => ({
  rel: 'next',
  href: `/v2/conversationEvents?start=${start}&count=50`,
});
const event = (id: number | string) => ({ id: `e-${id}`, createdAt: 1 });
type Answer = (place: { start: number; count: number }, request: number) => unknown;

/** Reads InMail of an hour from a server that pages as it likes. */
async function read(answer: Answer, most = 1_000) {
  const { client, requests } = scripted({
    api: (seen, index) =>
      index > most ? refusal(404) : Response.json(answer(placeOf(seen), index)),
  });
  const ids: (string | undefined)[] = [];
  for await (const { id } of client().conversationEvents.list(hour)) ids.push(id);
  return { ids, requests };
}

/** How servers say that there is more. */
const ways = {
  links: (start: number, end: number, total: number) => ({
    links: end < total ? [{ rel: 'prev', href: 'x' }, next(end)] : [],
  }),
  total: (_start: number, _end: number, total: number) => ({ total }),
  both: (_start: number, end: number, total: number) => ({
    total,
    links: end < total ? [next(end)] : [],
  }),
  nothing: () => ({}),
};

describe.each(Object.entries(ways))('a collection that pages by %s', (_way, paging) => {
  it('is read whole, each element once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(230), fc.integer({ min: 1, max: 60 }), async (size, most) => {
        const all = Array.from({ length: size }, (_, index) => event(index));
        const { ids } = await read(({ start, count }) => {
          // A server may give fewer than it was asked for.
          const end = Math.min(start + Math.min(count, most), size);
          return {
            elements: all.slice(start, end),
            paging: { start, count, ...paging(start, end, size) },
          };
        });
        expect(ids).toEqual(all.map(({ id }) => id));
      }),
      { numRuns: 40 },
    );
  });

  it('asks with start and count on every page', async () => {
    const { requests } = await read(({ start, count }) => ({
      elements:
        start < 100 ? Array.from({ length: count }, (_, index) => event(start + index)) : [],
      paging: paging(start, start + count, 100),
    }));
    expect(requests.length).toBeGreaterThanOrEqual(2);
    for (const request of requests) {
      expect(request.query).toMatch(/&start=\d+&count=50$/);
    }
  });
});

describe('a collection that changes while it is read', () => {
  const changes = fc.array(fc.record({ at: fc.nat(300), isGone: fc.boolean() }), { maxLength: 6 });

  it('leaves out nothing that is there from beginning to end, and tells nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(300), changes, async (size, all) => {
        let list = Array.from({ length: size }, (_, index) => event(index));
        const original = new Set(list.map(({ id }) => id));
        const { ids } = await read(({ start, count }, request) => {
          const change = request === 0 ? undefined : all[request - 1];
          if (change?.isGone === true) list = list.filter((_, index) => index !== change.at);
          else if (change !== undefined) list = [event(`new-${request}`), ...list];
          const elements = list.slice(start, start + count);
          return { elements, paging: { start, count, total: list.length } };
        });
        const stayed = list.map(({ id }) => id).filter((id) => original.has(id));
        expect(ids).toEqual(expect.arrayContaining(stayed));
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 150 },
    );
  });

  it('may have empty pages where something was left out, and goes on behind them', async () => {
    const { ids } = await read(({ start, count }) => ({
      elements: start === 200 ? [event('last')] : start === 0 ? [event('first')] : [],
      paging: { total: 201, links: start < 200 ? [next(start + count)] : [] },
    }));
    expect(ids).toEqual(['e-first', 'e-last']);
  });
});

describe('a server that does not keep its word', () => {
  it.each([
    [
      'repeats a page for ever',
      () => ({ elements: [event(1), event(2)], paging: { total: 10_000 } }),
    ],
    [
      'repeats what has no id',
      () => ({ elements: [{ text: 'Hello' }], paging: { total: 10_000 } }),
    ],
    ['promises more for ever', () => ({ elements: [], paging: { total: 1_000_000 } })],
    ['links on for ever', ({ start }) => ({ elements: [], paging: { links: [next(start + 50)] } })],
    [
      'links to where one is',
      ({ start }) => ({ elements: [event(1)], paging: { links: [next(start)] } }),
    ],
    ['links back', () => ({ elements: [event(1)], paging: { links: [next(0)] } })],
    ['links nowhere', () => ({ elements: [event(1)], paging: { links: [{ rel: 'next' }] } })],
    [
      'forgets its total now and then',
      (_place, request) => ({ elements: [{ a: 1 }], paging: { total: request % 2 ? 40 : 900 } }),
    ],
  ] as readonly (readonly [string, Answer])[])(
    'and %s ends nevertheless',
    async (_what, answer) => {
      const { ids, requests } = await read(answer);
      expect(requests.length).toBeLessThanOrEqual(12);
      expect(ids.length).toBeLessThanOrEqual(2);
    },
  );

  it('cannot send the token to another host', async () => {
    const { requests, ids } = await read(({ start }) => ({
      elements: [event(start)],
      paging: {
        links:
          start < 100
            ? [{ rel: 'next', href: `https://evil.test/x?count=9&start=${start + 50}` }]
            : [],
      },
    }));
    expect(ids).toEqual(['e-0', 'e-50', 'e-100']);
    expect(requests.every(({ url }) => url.startsWith('https://api.test/v2/'))).toBe(true);
    expect(new Set(requests.map(({ query }) => query.replace(/&start.*/, ''))).size).toBe(1);
  });

  it('is read on when its next link has no start of its own', async () => {
    const { ids } = await read(({ start }) => ({
      elements: start > 2 ? [] : [event(start)],
      paging: { links: start < 2 ? [{ rel: 'next', href: '/v2/x?cursor=abc' }] : [] },
    }));
    expect(ids).toEqual(['e-0', 'e-1', 'e-2']);
  });

  it('may say odd things of its pages', async () => {
    for (const paging of [
      null,
      'x',
      [],
      { total: '3' },
      { total: -1 },
      { links: {} },
      { links: [7] },
    ]) {
      const { ids } = await read(({ start }) => ({
        elements: start < 2 ? [event(start)] : [],
        paging,
      }));
      expect(ids).toEqual(['e-0', 'e-1']);
    }
  });
});

describe('reading', () => {
  it('stops where the reader stops: no page is fetched that nobody wants', async () => {
    const { client, requests } = scripted({
      api: (seen) => {
        const { start, count } = placeOf(seen);
        return Response.json({
          elements: Array.from({ length: count }, (_, index) => event(start + index)),
          paging: { total: 1_000 },
        });
      },
    });
    let count = 0;
    for await (const _event of client().conversationEvents.list(hour)) {
      count += 1;
      if (count === 60) break;
    }
    expect(requests).toHaveLength(2);
  });

  it('ends with the signal between pages', async () => {
    const leaving = new AbortController();
    const { client, requests } = scripted({
      api: () => Response.json({ elements: [event(Math.random())], paging: { total: 1_000 } }),
    });
    const reading = async () => {
      const options = { signal: leaving.signal };
      for await (const _event of client().conversationEvents.list(hour, options)) leaving.abort();
    };
    await expect(reading()).rejects.toMatchObject({ code: 'aborted' });
    expect(requests).toHaveLength(1);
  });
});
