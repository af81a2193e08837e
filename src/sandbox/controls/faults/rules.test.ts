import { describe, expect, it } from 'vitest';
import { createFaults, type FaultRule } from './rules.ts';

const rule = (changes: Partial<FaultRule> = {}): FaultRule => ({
  after: 0,
  times: null,
  probability: 1,
  seed: 1,
  effect: { kind: 'status', status: 500, applied: false },
  ...changes,
});
const request = { method: 'PUT', path: '/v2/atsCandidates', application: 'app' };

describe('which requests a fault hits', () => {
  it.each([
    [{}, true],
    [{ route: '/v2/atsCandidates' }, true],
    [{ route: '/v2/*' }, true],
    [{ route: '/*/ats*' }, true],
    [{ route: '/v2/ats' }, false],
    [{ route: '/v2/atsCandidates.' }, false],
    [{ route: '/rest/*' }, false],
    [{ method: 'put' }, true],
    [{ method: 'GET' }, false],
    [{ application: 'app' }, true],
    [{ application: 'other' }, false],
    [{ route: '/v2/*', method: 'PUT', application: 'app' }, true],
  ])('is told by %o: %s', (changes, isHit) => {
    const faults = createFaults();
    faults.add(rule(changes));
    expect(faults.hits(request)).toHaveLength(isHit ? 1 : 0);
  });

  const pattern = (changes: Partial<FaultRule>, count = 10): string => {
    const faults = createFaults();
    faults.add(rule(changes));
    return Array.from({ length: count }, () => faults.hits(request).length).join('');
  };

  it('is the next few, or those after the next few', () => {
    expect(pattern({ times: 3 })).toBe('1110000000');
    expect(pattern({ after: 2, times: 3 })).toBe('0011100000');
    expect(pattern({ after: 8 })).toBe('0000000011');
  });

  it('is a share of them, the same ones each time for a seed', () => {
    const many = pattern({ probability: 0.3, seed: 5 }, 2_000);
    expect(many).toBe(pattern({ probability: 0.3, seed: 5 }, 2_000));
    expect(many).not.toBe(pattern({ probability: 0.3, seed: 6 }, 2_000));
    const share = [...many].filter((hit) => hit === '1').length / 2_000;
    expect(share).toBeGreaterThan(0.27);
    expect(share).toBeLessThan(0.33);
    expect(
      [...pattern({ probability: 0.5, times: 4 }, 100)].filter((hit) => hit === '1'),
    ).toHaveLength(4);
  });

  it('is told by the first that hits; delays before it add up', () => {
    const faults = createFaults();
    faults.add(rule({ times: 1, effect: { kind: 'cut', when: 'before' } }));
    faults.add(rule({ effect: { kind: 'delay', ms: 1 } }));
    faults.add(rule({ effect: { kind: 'delay', ms: 2 } }));
    faults.add(rule({ effect: { kind: 'lost' } }));
    faults.add(rule());
    expect(faults.hits(request).map(({ id }) => id)).toEqual(['f1']);
    expect(faults.hits(request).map(({ id }) => id)).toEqual(['f2', 'f3', 'f4']);
    expect(faults.list().map(({ matched, hit }) => [matched, hit])).toEqual([
      [2, 1],
      [1, 1],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
  });

  it('is none once it is removed', () => {
    const faults = createFaults();
    const { id } = faults.add(rule());
    faults.add(rule());
    expect(faults.remove(id)).toBe(true);
    expect(faults.remove(id)).toBe(false);
    expect(faults.size).toBe(1);
    faults.clear();
    expect(faults.hits(request)).toEqual([]);
  });
});
