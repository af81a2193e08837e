import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinkedInError } from '../errors.ts';
import type { Paged } from '../pages.ts';
import type { TimeRange } from '../windows.ts';
import { readStubs } from './mail-stubs.ts';

const ceiling = 20;
interface Stub {
  readonly id: number;
  readonly atMs: number;
}
interface Manner {
  /** Whether a query's last millisecond belongs to it. */
  readonly isEndIncluded: boolean;
  readonly isTotalTold: boolean;
  readonly isNewestFirst: boolean;
  /** A query with too many results fails at once, or when it comes to what is too many. */
  readonly failsAtOnce: boolean;
}

function server(stubs: readonly Stub[], manner: Manner) {
  let queries = 0;
  async function* open({ fromMs, toMs }: TimeRange): AsyncGenerator<Paged<Stub>, void, undefined> {
    queries += 1;
    expect(toMs).toBeGreaterThan(fromMs);
    const endMs = manner.isEndIncluded ? toMs : toMs - 1;
    const found = stubs.filter(({ atMs }) => atMs >= fromMs && atMs <= endMs);
    if (manner.isNewestFirst) found.reverse();
    const total = manner.isTotalTold ? found.length : undefined;
    if (manner.failsAtOnce && found.length > ceiling) throw refused();
    for (const element of found.slice(0, ceiling)) {
      yield { element, name: String(element.id), total };
    }
    if (found.length > ceiling) throw refused();
  }
  return { open, queries: () => queries };
}
const refused = () => new LinkedInError('rejected', 'LinkedIn answered 400', { status: 400 });

async function idsOf(stubs: AsyncIterable<Stub>): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of stubs) ids.push(id);
  return ids;
}

const manner: fc.Arbitrary<Manner> = fc.record({
  isEndIncluded: fc.boolean(),
  isTotalTold: fc.boolean(),
  isNewestFirst: fc.boolean(),
  failsAtOnce: fc.constant(false),
});
/** Times in a day, often several stubs at one. */
const times = (most: number) =>
  fc
    .array(fc.oneof(fc.nat(86_400_000), fc.nat(50)), { maxLength: most })
    .map((all) => all.sort((a, b) => a - b).map((atMs, id) => ({ id, atMs })));
const day = { fromMs: 0, toMs: 86_400_001 };
const isReadable = (stubs: readonly Stub[]): boolean => {
  const counts = new Map<number, number>();
  for (const { atMs } of stubs) counts.set(atMs, (counts.get(atMs) ?? 0) + 1);
  // With an inclusive end a query of one millisecond holds two.
  return [...counts].every(([atMs, count]) => count + (counts.get(atMs + 1) ?? 0) <= ceiling);
};

describe('stub profiles above the ceiling', () => {
  it('are all told, each once, however LinkedIn means its bounds and says that it is too many', async () => {
    await fc.assert(
      fc.asyncProperty(times(200), manner, async (stubs, how) => {
        fc.pre(isReadable(stubs));
        const ids = await idsOf(readStubs(server(stubs, how).open, day, ceiling));
        expect([...ids].sort((a, b) => a - b)).toEqual(stubs.map(({ id }) => id));
      }),
      { numRuns: 300 },
    );
  });

  it('are all told when queries are refused from the start', async () => {
    const stubs = Array.from({ length: 300 }, (_, id) => ({ id, atMs: id * 288_000 }));
    const how = { isEndIncluded: true, isTotalTold: false, isNewestFirst: true, failsAtOnce: true };
    const ids = await idsOf(readStubs(server(stubs, how).open, day, ceiling));
    expect([...ids].sort((a, b) => a - b)).toEqual(stubs.map(({ id }) => id));
  });

  it('are not halved for ever when more of them are in one millisecond', async () => {
    const stubs = Array.from({ length: 30 }, (_, id) => ({ id, atMs: 5 }));
    const how = {
      isEndIncluded: false,
      isTotalTold: true,
      isNewestFirst: false,
      failsAtOnce: false,
    };
    const { open, queries } = server(stubs, how);
    await expect(idsOf(readStubs(open, day, ceiling))).rejects.toMatchObject({
      code: 'rejected',
      message: 'more than 20 stubs in one millisecond cannot be read',
    });
    expect(queries()).toBeLessThan(40);
  });

  it('are told to be wrong when the query is, soon', async () => {
    let queries = 0;
    async function* open(): AsyncGenerator<Paged<Stub>, void, undefined> {
      queries += 1;
      throw refused();
    }
    await expect(idsOf(readStubs(open, day, ceiling))).rejects.toMatchObject({ status: 400 });
    expect(queries).toBeLessThan(15);
  });

  it('are not mistaken for other failures', async () => {
    const open = () => {
      throw new LinkedInError('forbidden', 'no');
    };
    await expect(idsOf(readStubs(open, day, ceiling))).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('stub profiles below the ceiling', () => {
  it('take one query, also when they are exactly as many as it may have', async () => {
    const stubs = Array.from({ length: ceiling }, (_, id) => ({ id, atMs: id }));
    const how = {
      isEndIncluded: true,
      isTotalTold: true,
      isNewestFirst: false,
      failsAtOnce: false,
    };
    const { open, queries } = server(stubs, how);
    expect(await idsOf(readStubs(open, day, ceiling))).toHaveLength(ceiling);
    expect(queries()).toBe(1);
  });
});
