import { describe, expect, it } from 'vitest';
import { holds, table } from './report.ts';
import { interleaved, median, throughput } from './statistics.ts';

describe('median', () => {
  it('is the middle, or the mean of both middles', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});

describe('interleaved', () => {
  it('runs each contestant once a round, in changing order, and leaves the warm-up out', async () => {
    const calls: string[] = [];
    const values = { a: [100, 1, 2, 3], b: [100, 2, 4, 12] };
    const next = (name: 'a' | 'b') => () => {
      calls.push(name);
      return Promise.resolve(values[name].shift() ?? 0);
    };
    const { medians, ratio } = await interleaved({ a: next('a'), b: next('b') }, { rounds: 3 });
    expect(medians).toEqual({ a: 2, b: 4 });
    expect(ratio('a', 'b')).toBe(0.5);
    expect(calls.join('')).toBe('baabbaab');
  });
});

describe('throughput', () => {
  it('runs everything once, with at most so many in flight', async () => {
    const seen: number[] = [];
    let inFlight = 0;
    let most = 0;
    await throughput(20, 4, async (index) => {
      seen.push(index);
      most = Math.max(most, (inFlight += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      inFlight -= 1;
    });
    expect(seen).toHaveLength(20);
    expect(new Set(seen).size).toBe(20);
    expect(most).toBe(4);
  });
});

describe('holds', () => {
  const row = { what: 'x', ours: 8, unit: '/s', against: { name: 'y', figure: 10, ratio: 0.8 } };

  it('judges the ratio or the figure, and nothing that is not asked', () => {
    expect(holds(row)).toBeUndefined();
    expect(holds({ ...row, asked: { of: 'ratio', atLeast: 0.8 } })).toBe(true);
    expect(holds({ ...row, asked: { of: 'ratio', atLeast: 0.81 } })).toBe(false);
    expect(holds({ ...row, asked: { of: 'figure', atMost: 7 } })).toBe(false);
  });

  it('says so in the table', () => {
    expect(table([{ ...row, asked: { of: 'ratio', atLeast: 0.9 } }])).toMatch(
      /0\.80 +>= 0\.9 x +MISSED$/m,
    );
  });
});
