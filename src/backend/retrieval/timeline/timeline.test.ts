/** Merging sources: one order, both directions, stable, filtered and searched, whatever is tied. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  maxItemText,
  timelineAnswer,
  type TimelineItem,
  type TimelineKind,
} from '../../../protocol/timeline.ts';
import { pageOf, type SourceItem, type TimelineScope, type TimelineSource } from './source.ts';
import { createTimeline } from './timeline.ts';

const scope: TimelineScope = {
  tenant: 'acme',
  candidateId: '1',
  integrationContext: 'urn:li:organization:1',
  members: [],
  viewer: { userId: 'a', seats: [], contracts: [] },
};
const sourceOf = (
  name: string,
  items: SourceItem[],
  kinds: readonly TimelineKind[] = ['note', 'exported'],
): TimelineSource => ({
  name,
  kinds,
  page: async (_, page) => pageOf(items, page),
  item: async (_, id) => items.find((item) => item.id === id) ?? null,
});
const note = (id: string, atMs: number, text = ''): SourceItem => ({
  id,
  kind: 'note',
  atMs,
  text,
});

async function walk(
  timeline: ReturnType<typeof createTimeline>,
  direction: 'older' | 'newer',
  limit: number,
  onPage: () => void = () => undefined,
): Promise<TimelineItem[]> {
  const found: TimelineItem[] = [];
  let place: string | null = direction === 'older' ? '' : '0.a.0';
  for (let pages = 0; place !== null && pages < 1_000; pages += 1) {
    const at = place === '' ? {} : direction === 'older' ? { before: place } : { after: place };
    const answer = await timeline.page(scope, { limit, ...at });
    expect(timelineAnswer.safeParse({ ...answer, revision: 0 }).error).toBeUndefined();
    onPage();
    if (direction === 'older') {
      found.push(...answer.items);
      place = answer.older;
    } else {
      found.unshift(...answer.items);
      place = answer.items.length < limit ? null : answer.newer;
    }
  }
  return found;
}

describe('createTimeline', () => {
  it('has everything once and in order, in pages of any size, in both directions', async () => {
    const place = fc.record({
      at: fc.integer({ min: 1, max: 6 }),
      id: fc.integer({ min: 0, max: 9 }),
    });
    const places = fc.uniqueArray(place, {
      selector: ({ at, id }) => `${String(at)} ${String(id)}`,
    });
    await fc.assert(
      fc.asyncProperty(places, places, places, fc.integer({ min: 1, max: 7 }), async (...given) => {
        const [a, ab, b, limit] = given;
        const itemsOf = (list: typeof a) =>
          list.map(({ at, id }) => note(`${String(at)}-${String(id)}`, at));
        const timeline = createTimeline([
          sourceOf('a', itemsOf(a)),
          sourceOf('ab', itemsOf(ab)),
          sourceOf('b', itemsOf(b)),
        ]);
        const all = await walk(timeline, 'older', limit);
        expect(all).toHaveLength(a.length + ab.length + b.length);
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
        const sorted = [...all].sort((x, y) => y.atMs - x.atMs || (x.id < y.id ? 1 : -1));
        expect(all).toEqual(sorted);
        expect(await walk(timeline, 'newer', limit)).toEqual(all);
      }),
      { numRuns: 60 },
    );
  });

  it('moves nothing when something is added while it is read', async () => {
    const items = Array.from({ length: 30 }, (_, index) =>
      note(`n${String(index)}`, 1_000 + index),
    );
    const timeline = createTimeline([sourceOf('a', items)]);
    const before = items.map(({ id }) => `a.${id}`);
    let added = 0;
    const found = await walk(timeline, 'older', 4, () => {
      items.push(note(`new${String(added)}`, 5_000 + added));
      added += 1;
    });
    const known = found.map(({ id }) => id).filter((id) => !id.startsWith('a.new'));
    expect(known.sort()).toEqual(before.sort());
    const [first] = (await timeline.page(scope, { limit: 1 })).items;
    expect(first?.id).toBe(`a.new${String(added - 1)}`);
  });

  it('filters by kind, and asks only sources that have it', async () => {
    let asked = 0;
    const other = sourceOf('b', [note('1', 1)], ['note']);
    const timeline = createTimeline([
      sourceOf('a', [{ id: '1', kind: 'exported', atMs: 2 }, note('2', 3)]),
      {
        ...other,
        page: (...input) => {
          asked += 1;
          return other.page(...input);
        },
      },
    ]);
    const { items } = await timeline.page(scope, { kinds: ['exported'] });
    expect(items).toMatchObject([{ id: 'a.1' }]);
    expect(asked).toBe(0);
  });

  it('searches all words, in a bounded number of items at a time', async () => {
    const items = Array.from({ length: 5_000 }, (_, index) =>
      note(
        `n${String(index).padStart(5, '0')}`,
        1_000 + index,
        index === 10 ? 'Café Ⅻ straße' : 'x',
      ),
    );
    const timeline = createTimeline([sourceOf('a', items)]);
    let answer = await timeline.page(scope, { words: 'STRASSE' });
    expect(answer).toMatchObject({ items: [], isPartial: true });
    answer = await timeline.page(scope, { words: 'cafe\u0301 xii' });
    const partial: boolean[] = [];
    while (answer.items.length === 0 && answer.older !== null) {
      partial.push(answer.isPartial ?? false);
      answer = await timeline.page(scope, { words: 'cafe\u0301 xii', before: answer.older });
    }
    expect(partial).toEqual([true, true]);
    expect(answer).toMatchObject({ items: [{ id: 'a.n00010' }], older: null });
  });

  it('cuts a long text between characters, and has the whole of it for the item alone', async () => {
    const text = `${'x'.repeat(maxItemText - 1)}\u{1F600}${'y'.repeat(10)}`;
    const timeline = createTimeline([sourceOf('a', [note('1', 1, text)])]);
    const [item] = (await timeline.page(scope, {})).items;
    expect(item).toMatchObject({ isCut: true, text: 'x'.repeat(maxItemText - 1) });
    expect(await timeline.item(scope, 'a.1')).toEqual({ ...note('a.1', 1, text) });
    expect(await timeline.item(scope, 'a.2')).toBeNull();
    expect(await timeline.item(scope, 'none.1')).toBeNull();
  });

  it('refuses sources that cannot be told apart', () => {
    expect(() => createTimeline([sourceOf('a', []), sourceOf('a', [])])).toThrow(TypeError);
    expect(() => createTimeline([sourceOf('A.', [])])).toThrow(TypeError);
  });
});
