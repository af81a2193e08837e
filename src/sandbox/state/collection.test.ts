/** Indexes say what a look through everything would say, whatever was done before. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Collection } from './collection.ts';
import { joinKey } from './keys.ts';
import { Timeline } from './timeline.ts';

interface Thing {
  readonly group: string;
  readonly atMs: number;
}

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const group: fc.Arbitrary<string> = fc.constantFrom('x', 'y', 'z');
const changes = fc.array(
  fc.record({
    key,
    value: fc.option(fc.record<Thing>({ group, atMs: fc.nat(9) })),
  }),
);

const changed = (things: Collection<Thing>, all: { key: string; value: Thing | null }[]): void => {
  for (const { key, value } of all) {
    if (value === null) things.delete(key);
    else things.set(key, value);
  }
};

describe('a collection', () => {
  it('groups its values', () => {
    fc.assert(
      fc.property(changes, group, (all, group) => {
        const things = new Collection<Thing>('things');
        const grouping = things.groupBy((thing) => (thing.group === 'z' ? null : thing.group));
        changed(things, all);
        const expected = [...things.values()].filter(
          (thing) => thing.group === group && group !== 'z',
        );
        expect(new Set(grouping.values(group))).toEqual(new Set(expected));
        expect(grouping.count(group)).toBe(expected.length);
        expect(grouping.first(group) === undefined).toBe(expected.length === 0);
      }),
    );
  });

  it('has its values in windows of time, page by page, in order', () => {
    fc.assert(
      fc.property(
        changes,
        fc.array(group, { minLength: 1, maxLength: 3 }),
        fc.nat(9),
        fc.nat(9),
        fc.integer({ min: 1, max: 4 }),
        (all, groups, from, before, count) => {
          const things = new Collection<Thing>('things');
          const timeline = new Timeline<Thing>(
            things,
            ({ group }) => group,
            ({ atMs }) => atMs,
          );
          changed(things, all);
          const expected = [...things.values()]
            .filter(({ group, atMs }) => groups.includes(group) && atMs >= from && atMs < before)
            .map(({ atMs }) => atMs)
            .sort();
          const window = timeline.window(groups, from, before);
          const pages: number[] = [];
          for (let start = 0; start < window.total; start += count) {
            pages.push(...window.slice(start, count).map(({ atMs }) => atMs));
          }
          expect(pages).toEqual(expected);
          expect(window.total).toBe(expected.length);
          expect(window.slice(window.total, count)).toEqual([]);
        },
      ),
    );
  });

  it('is cleared with its indexes', () => {
    const things = new Collection<Thing>('things');
    const grouping = things.groupBy((thing) => thing.group);
    things.set('a', { group: 'x', atMs: 1 });
    things.clear();
    expect(grouping.count('x')).toBe(0);
    expect(things.size).toBe(0);
    expect(things.delete('a')).toBe(false);
  });
});

describe('joined keys', () => {
  it('are the same for the same parts only', () => {
    const parts = fc.array(fc.string({ unit: fc.constantFrom(':', '0', '1', 'a', '\n') }));
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(joinKey(...a) === joinKey(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });
});
