import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSizeReporter, type SizeReporter } from './size-reporter.ts';

let sent: [number, boolean][];
let reporter: SizeReporter;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  sent = [];
  reporter = createSizeReporter({ send: (height, user) => sent.push([height, user]) });
});
afterEach(() => {
  reporter.close();
  vi.useRealTimers();
});

describe('size reporter', () => {
  it('rounds up, but not what is a whole number but for rounding', () => {
    reporter.report(400.2, false);
    vi.advanceTimersByTime(1_000);
    reporter.report(500.01, false);
    expect(sent).toEqual([
      [401, false],
      [500, false],
    ]);
  });

  it('clamps', () => {
    reporter.report(1e9, false);
    vi.advanceTimersByTime(1_000);
    reporter.report(-5, false);
    expect(sent.map(([height]) => height)).toEqual([20_000, 0]);
  });

  it('does not repeat itself', () => {
    for (let time = 0; time < 10; time += 1) {
      reporter.report(400, false);
      vi.advanceTimersByTime(1_000);
    }
    expect(sent).toEqual([[400, false]]);
  });

  it('sends at most ten a second, and always the last one', () => {
    for (let step = 0; step <= 1_000; step += 1) {
      reporter.report(400 + step, false);
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(1_000);
    expect(sent.length).toBeLessThanOrEqual(12);
    expect(sent.at(-1)).toEqual([1_400, false]);
  });

  it('does not lose that the person acted while it waits', () => {
    reporter.report(400, false);
    reporter.report(500, true);
    reporter.report(510, false);
    vi.advanceTimersByTime(1_000);
    expect(sent).toEqual([
      [400, false],
      [510, true],
    ]);
  });

  it('says nothing when the height is back before its turn', () => {
    reporter.report(400, false);
    reporter.report(500, false);
    reporter.report(400, false);
    vi.advanceTimersByTime(1_000);
    expect(sent).toEqual([[400, false]]);
  });

  it('ends a loop of two heights at the taller one', () => {
    for (let turn = 0; turn < 40; turn += 1) {
      reporter.report(turn % 2 === 0 ? 400 : 420, false);
      vi.advanceTimersByTime(150);
    }
    expect(sent.length).toBeLessThanOrEqual(8);
    expect(sent.at(-1)).toEqual([420, false]);
  });

  it('takes it for no loop when it happens slowly or when the person does it', () => {
    for (let turn = 0; turn < 8; turn += 1) {
      reporter.report(turn % 2 === 0 ? 400 : 420, false);
      vi.advanceTimersByTime(5_000);
    }
    expect(sent).toHaveLength(8);
    for (let turn = 0; turn < 8; turn += 1) {
      reporter.report(turn % 2 === 0 ? 400 : 420, true);
      vi.advanceTimersByTime(200);
    }
    expect(sent).toHaveLength(16);
  });

  it('insists even on a height that was said before', () => {
    reporter.report(900, false);
    reporter.insist(900);
    expect(sent).toEqual([
      [900, false],
      [900, true],
    ]);
  });
});
