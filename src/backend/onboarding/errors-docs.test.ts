/** Documents name what there is: codes of errors, checks, and operations. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { onboardingErrorTable } from './errors.ts';

const read = (path: string): string =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('docs/onboarding.md', () => {
  it('has a row for each code, in the order of the table, and no other', () => {
    const [, errors = ''] = read('docs/onboarding.md').split('## Errors');
    const rows = [...errors.matchAll(/^\| `(\w+)` +\| (yes|no) /gm)].map(([, code, again]) => [
      code,
      again,
    ]);
    expect(rows).toEqual(
      Object.entries(onboardingErrorTable).map(([code, { retryable }]) => [
        code,
        retryable ? 'yes' : 'no',
      ]),
    );
  });
});

describe('docs/doctor.md', () => {
  it('has a row for each check, and no other', () => {
    const source = ['customer', 'deployment']
      .map((name) => read(`src/backend/onboarding/checks/${name}-checks.ts`))
      .join('');
    const checks = [...source.matchAll(/'((?:store|partner|origin|clock|queue|customer)\.\w+)'/g)];
    const [, table = ''] = read('docs/doctor.md').split('## Checks');
    const rows = [...table.matchAll(/`([a-z]+\.[a-z]+)`/g)].map(([, check]) => check);
    expect(rows.sort()).toEqual([...new Set(checks.map(([, check]) => check))].sort());
  });
});
