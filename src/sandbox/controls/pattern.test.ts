import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternOf } from './pattern.ts';

describe('a pattern for paths', () => {
  it.each([
    ['/v2/a', '/v2/a', true],
    ['/v2/a', '/v2/ab', false],
    ['*', '', true],
    ['**', 'x', true],
    ['/v2/*', '/v2/', true],
    ['/v2/*', '/v2', false],
    ['*/notes', '/v2/a/notes', true],
    ['*/notes', '/v2/a/notes/1', false],
    ['/*/a*b', '/v2/aXb', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['.*', '.x', true],
    ['.*', 'xx', false],
    ['a*b*c', 'abbc', true],
    ['a*b*c', 'acb', false],
  ])('%s and %s: %s', (pattern, text, fits) => {
    expect(patternOf(pattern)(text)).toBe(fits);
  });

  it('fits what a regular expression says', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '*', '/', '.'), maxLength: 8 });
    fc.assert(
      fc.property(few, few, (pattern, text) => {
        const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*');
        expect(patternOf(pattern)(text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is done with at once, however many wildcards it has', () => {
    const startedAt = performance.now();
    expect(patternOf('*a'.repeat(500))('a'.repeat(20_000) + 'b')).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});
