import { describe, expect, it } from 'vitest';
import { fails, holds, outcomeOfFindings, outcomeOfRunner, sumOf } from './outcome.ts';

describe('outcomeOfRunner', () => {
  it('takes the counts of a good run', () => {
    const counts = { passed: 3, failed: 0, skipped: 1 };
    expect(outcomeOfRunner(counts, 0, '')).toMatchObject(counts);
  });

  it('keeps the number of failures', () => {
    expect(outcomeOfRunner({ passed: 3, failed: 2, skipped: 0 }, 1, '').failed).toBe(2);
  });

  it('counts a crash as a failure', () => {
    expect(outcomeOfRunner(null, 1, 'boom')).toMatchObject({ failed: 1, output: 'boom' });
    expect(outcomeOfRunner({ passed: 3, failed: 0, skipped: 0 }, 1, '').failed).toBe(1);
  });

  it('counts a run without tests as a failure', () => {
    expect(outcomeOfRunner({ passed: 0, failed: 0, skipped: 0 }, 0, '').failed).toBe(1);
    expect(outcomeOfRunner({ passed: 0, failed: 0, skipped: 4 }, 0, '').failed).toBe(1);
  });
});

describe('sumOf', () => {
  it('adds counts and keeps what is to be told', () => {
    expect(sumOf([holds(), fails('a'), fails('b')])).toEqual({
      passed: 1,
      failed: 2,
      skipped: 0,
      output: 'a\nb',
    });
  });
});

describe('outcomeOfFindings', () => {
  it('is one check, whatever the number of findings', () => {
    expect(outcomeOfFindings([])).toMatchObject({ passed: 1, failed: 0 });
    expect(outcomeOfFindings(['a', 'b'])).toMatchObject({ passed: 0, failed: 1, output: 'a\nb' });
  });
});
