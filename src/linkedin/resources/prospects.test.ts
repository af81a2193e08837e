import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseListParameter, parseRecordParameter } from '../restli.ts';
import { contract, scripted, seat, type Seen } from '../scripted.test-support.ts';
import { maxWindowMs } from '../windows.ts';

const dayMs = 86_400_000;
const startMs = Date.parse('2026-03-02T00:00:00Z');
const numberOf = ({ query }: Seen, name: string) => Number(new URLSearchParams(query).get(name));

async function all<T>(elements: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const element of elements) list.push(element);
  return list;
}

/** Things that happened, some at the very bounds of what will be asked for. */
const happenings = fc.uniqueArray(
  fc.oneof(
    fc.integer({ min: startMs - dayMs, max: startMs + 4 * dayMs }),
    fc.integer({ min: -2, max: 2 }).map((ms) => startMs + ms),
    fc.integer({ min: -2, max: 2 }).map((ms) => startMs + maxWindowMs + ms),
  ),
  { maxLength: 150 },
);
const range = fc
  .tuple(
    fc.oneof(fc.constant(startMs), fc.integer({ min: startMs, max: startMs + dayMs })),
    fc.oneof(fc.constant(maxWindowMs), fc.nat(3 * dayMs)),
  )
  .map(([fromMs, lengthMs]) => ({ fromMs, toMs: fromMs + lengthMs }));

/** LinkedIn with its documented bounds: a page of what happened, by the query's window. */
const withBounds = (
  atMs: readonly number[],
  windowOf: (seen: Seen) => { isWithin: (ms: number) => boolean; lengthMs: number },
) =>
  scripted({
    api: (seen) => {
      const { isWithin, lengthMs } = windowOf(seen);
      expect(lengthMs).toBeLessThanOrEqual(maxWindowMs);
      const found = atMs.filter(isWithin).sort((a, b) => a - b);
      const start = numberOf(seen, 'start');
      const elements = found
        .slice(start, start + numberOf(seen, 'count'))
        .map((ms) => ({ id: `x-${ms}`, createdAt: ms, lastModified: ms }));
      return Response.json({ elements, paging: { start, total: found.length, links: [] } });
    },
  });
const expected = (atMs: readonly number[], { fromMs, toMs }: { fromMs: number; toMs: number }) =>
  atMs
    .filter((ms) => ms >= fromMs && ms < toMs)
    .sort((a, b) => a - b)
    .map((ms) => `x-${ms}`);

describe.each(['v2', 'rest'] as const)('InMail over %s', (generation) => {
  it('of a time comes whole and once, oldest first, in windows of twelve hours', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, range, async (atMs, time) => {
        const { client, requests } = withBounds(atMs, ({ query }) => {
          const { start, end } = parseRecordParameter(query, 'timeRange');
          // Start inclusive, end exclusive [doc].
          const isWithin = (ms: number) => ms >= Number(start) && ms < Number(end);
          return { isWithin, lengthMs: Number(end) - Number(start) };
        });
        const { conversationEvents } = client({ generation });
        const found = await all(conversationEvents.list({ seat, ...time }));
        expect(found.map(({ id }) => id)).toEqual(expected(atMs, time));
        expect(requests.every(({ path }) => path === `/${generation}/conversationEvents`)).toBe(
          true,
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(['v2', 'rest'] as const)('notes over %s', (generation) => {
  it('changed in a time come whole and once, in windows of twelve hours', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, range, async (atMs, time) => {
        const { client } = withBounds(atMs, (seen) => {
          const after = numberOf(seen, 'cutoffDate');
          const until = numberOf(seen, 'beforeDate');
          // Lower bound exclusive, upper bound inclusive [doc].
          return { isWithin: (ms) => ms > after && ms <= until, lengthMs: until - after };
        });
        const { prospectNotes } = client({ generation });
        const found = await all(prospectNotes.list({ contract, owners: [seat], ...time }));
        expect(found.map(({ id }) => id)).toEqual(expected(atMs, time));
      }),
      { numRuns: 60 },
    );
  });

  it('of many authors are asked for in as many queries as fit', async () => {
    const owners = Array.from({ length: 500 }, (_, index) => `urn:li:seat:${1_000_000 + index}`);
    const { client, requests } = scripted({});
    await all(client({ generation }).prospectNotes.list({ contract, owners, fromMs: 5, toMs: 10 }));
    expect(requests.length).toBeGreaterThan(1);
    expect(requests.flatMap(({ query }) => parseListParameter(query, 'owners'))).toEqual(owners);
    expect(requests.every(({ query }) => query.length <= 4_096)).toBe(true);
  });

  it('of nobody are none, and of everybody need no list', async () => {
    const { client, requests } = scripted({});
    const { prospectNotes } = client({ generation });
    await all(prospectNotes.list({ contract, owners: [], fromMs: 5, toMs: 10 }));
    expect(requests).toEqual([]);
    await all(prospectNotes.list({ contract, fromMs: 5, toMs: 10 }));
    expect(requests.map(({ query }) => parseListParameter(query, 'owners'))).toEqual([[]]);
  });

  it('that change while they are read are told again', async () => {
    const { client } = scripted({
      api: (seen) => {
        const start = numberOf(seen, 'start');
        return Response.json({
          elements: [{ id: 7, lastModified: 1 + start }],
          paging: { total: 2 },
        });
      },
    });
    const list = client({ generation }).prospectNotes.list({ contract, fromMs: 0, toMs: 10 });
    expect((await all(list)).map(({ id, lastModifiedAtMs }) => [id, lastModifiedAtMs])).toEqual([
      ['7', 1],
      ['7', 2],
    ]);
  });
});

describe.each(['v2', 'rest'] as const)('stub profiles over %s', (generation) => {
  it('always go with their owners, in as many queries as fit', async () => {
    const owners = Array.from({ length: 300 }, (_, index) => `urn:li:seat:${1_000_000 + index}`);
    const { client, requests } = scripted({});
    await all(
      client({ generation }).mailStubs.list({ contract, owners, fromMs: 0, toMs: startMs }),
    );
    expect(requests.flatMap(({ query }) => parseListParameter(query, 'owners'))).toEqual(owners);
    for (const { query } of requests) {
      expect(query.length).toBeLessThanOrEqual(4_096);
      expect(query).toContain('createdDateStart=0&');
      expect(query).toContain(`createdDateEnd=${startMs}&`);
      expect(query).toMatch(/&start=0&count=50$/);
    }
  });

  it('are not asked for without owners', async () => {
    const { client, requests } = scripted({});
    const list = client({ generation }).mailStubs.list({
      contract,
      owners: [],
      fromMs: 0,
      toMs: 1,
    });
    await expect(all(list)).rejects.toMatchObject({
      code: 'invalid',
      message: 'owners: at least one seat URN is required',
    });
    expect(requests).toEqual([]);
  });
});

describe('what is read', () => {
  const { conversationEvents, prospectNotes, mailStubs, seats, purgedExports } = scripted(
    {},
  ).client();
  const time = { fromMs: 0, toMs: 1 };
  it.each([
    ['seat', () => conversationEvents.list({ seat: '9001', ...time })],
    ['seat', () => conversationEvents.list({ seat: contract, ...time })],
    ['contract', () => prospectNotes.list({ contract: 'urn:li:organization:1', ...time })],
    ['owners.1', () => prospectNotes.list({ contract, owners: [seat, '9002'], ...time })],
    ['owners.0', () => mailStubs.list({ contract, owners: ['x&y'], ...time })],
    ['contracts', () => seats.list({ contracts: [] })],
    ['contracts.0', () => seats.listOlder({ contracts: ['7001'] })],
    ['states.0', () => seats.list({ contracts: [contract], states: ['AWAY' as 'ACTIVE'] })],
    ['fromMs', () => conversationEvents.list({ seat, fromMs: -1, toMs: 1 })],
    ['fromMs', () => prospectNotes.list({ contract, fromMs: 0.5, toMs: 1 })],
    ['toMs', () => mailStubs.list({ contract, owners: [seat], fromMs: 0, toMs: Number.NaN })],
    ['toMs', () => purgedExports.list({ fromMs: 5, toMs: 4 })],
  ] as readonly (readonly [string, () => AsyncIterable<unknown>])[])(
    'is checked before anything is sent: %s',
    async (field, list) => {
      const error: unknown = await all(list()).catch((cause: unknown) => cause);
      expect(error).toMatchObject({ code: 'invalid' });
      expect((error as Error).message.startsWith(`${field}: `)).toBe(true);
    },
  );

  it('of an empty time is nothing, without a request', async () => {
    const { client, requests } = scripted({});
    const api = client();
    const none = { fromMs: 7, toMs: 7 };
    expect(await all(api.conversationEvents.list({ seat, ...none }))).toEqual([]);
    expect(await all(api.prospectNotes.list({ contract, ...none }))).toEqual([]);
    expect(await all(api.mailStubs.list({ contract, owners: [seat], ...none }))).toEqual([]);
    expect(requests).toEqual([]);
  });
});
