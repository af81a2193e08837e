import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxQueryBytes, maxRecords, maxUrlBytes, splitBatches, splitList } from './limits.ts';
import {
  idsQuery,
  keyStyles,
  parseListParameter,
  parseQueryKeys,
  type Key,
  type KeyStyle,
} from './restli.ts';

const style = keyStyles['1.0'];
const limits = { most: maxRecords, fixedBytes: 60 };
const nothingIsOversized = (): never => expect.fail('an item does not fit');

const partOf =
  (keys: readonly Key[], by: KeyStyle = style) =>
  (index: number, place: number): string =>
    by.queryPart(keys[index] ?? '', place);

/** Ids as people and imports make them, up to the longest. */
const id = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
  fc.string({ minLength: 1, maxLength: 255, unit: fc.constantFrom(...'&=,():%\'" +/?#a1é候ش') }),
);

describe('a batch', () => {
  it('is as full as it can be, by count and by bytes', () => {
    const ids = Array.from({ length: 120 }, (_, index) => `c-${String(index)}`);
    const keys = ids.map((atsCandidateId) => ({ atsCandidateId }));
    const batches = splitBatches([...ids.keys()], partOf(keys), style, limits, nothingIsOversized);
    expect(batches.map(({ indexes }) => indexes.length)).toEqual([100, 20]);
    const long = keys.map(({ atsCandidateId }) => ({ atsCandidateId: atsCandidateId.padEnd(60) }));
    const [first, second] = splitBatches(
      [...ids.keys()],
      partOf(long),
      style,
      limits,
      nothingIsOversized,
    );
    const oneMore = idsQuery(style, long.slice(0, (first?.indexes.length ?? 0) + 1));
    expect(oneMore.length).toBeGreaterThan(maxQueryBytes);
    expect(second?.query.startsWith('ids[0].')).toBe(true);
  });

  it('is smaller where the limits of the application are', () => {
    const ids = ['1', '2', '3', '4', '5'];
    const some = { ...limits, most: 2 };
    const batches = splitBatches([...ids.keys()], partOf(ids), style, some, nothingIsOversized);
    expect(batches.map(({ indexes }) => indexes)).toEqual([[0, 1], [2, 3], [4]]);
  });

  it.each(['1.0', '2.0'] as const)(
    'of %s keys never exceeds the documented sizes, and keeps the order',
    (version) => {
      fc.assert(
        fc.property(
          fc.array(id, { maxLength: 300 }),
          fc.integer({ min: 30, max: 6_000 }),
          (ids, fixedBytes) => {
            const style = keyStyles[version];
            const keys = ids.map((one) => ({ atsCandidateId: one, dataProvider: 'ATS' }));
            const oversized: number[] = [];
            const batches = splitBatches(
              [...ids.keys()],
              partOf(keys, style),
              style,
              { most: maxRecords, fixedBytes, extraQuery: 'fields=a,b' },
              (index) => oversized.push(index),
            );
            const sent = batches.flatMap(({ indexes }) => indexes);
            expect(sent).toEqual([...ids.keys()].filter((one) => !oversized.includes(one)));
            for (const { indexes, query } of batches) {
              expect(indexes.length).toBeLessThanOrEqual(maxRecords);
              expect(query.length).toBeLessThanOrEqual(maxQueryBytes);
              expect(fixedBytes + query.length).toBeLessThanOrEqual(maxUrlBytes);
              expect(parseQueryKeys(query)).toEqual(indexes.map((index) => keys[index]));
            }
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it('leaves out what does not fit into a query even alone, and says so', () => {
    const keys = ['short', '候'.repeat(500), 'also short'];
    const oversized: number[] = [];
    const batches = splitBatches([0, 1, 2], partOf(keys), style, limits, (at) =>
      oversized.push(at),
    );
    expect(oversized).toEqual([1]);
    expect(batches.map(({ indexes }) => indexes)).toEqual([[0, 2]]);
  });
});

describe('a list of a finder', () => {
  it.each(['1.0', '2.0'] as const)(
    'of %s goes out in as many queries as its bytes need, each value once',
    (version) => {
      fc.assert(
        fc.property(
          fc.array(id, { minLength: 1, maxLength: 200 }),
          fc.nat(1_000),
          (values, otherBytes) => {
            const style = keyStyles[version];
            const queries = splitList('owners', values, style, otherBytes);
            expect(queries.flatMap((query) => parseListParameter(query, 'owners'))).toEqual(values);
            for (const query of queries) {
              expect(query.length + otherBytes).toBeLessThanOrEqual(maxQueryBytes);
            }
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  it('that is empty makes no query', () => {
    expect(splitList('owners', [], style, 0)).toEqual([]);
  });
});
