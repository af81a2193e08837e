/** How often a seat is read: by its activity, and never beyond what the day allows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPace, nextReadMs, nextTryMs } from './pace.ts';

const minuteMs = 60_000;
const nowMs = Date.parse('2026-03-02T10:00:00Z');
const wait = (restMinutes: number | null, seats = 1, isActive = true): number =>
  nextReadMs(
    {
      activeAtMs: restMinutes === null ? null : nowMs - restMinutes * minuteMs,
      nowMs,
      seats,
      isActive,
    },
    defaultPace,
    0.5,
  ) / minuteMs;

describe('nextReadMs', () => {
  it('is minutes where somebody has just written, and hours where nobody has for long', () => {
    expect(wait(1)).toBe(2);
    expect(wait(80)).toBe(10);
    expect(wait(8 * 60)).toBe(60);
    expect(wait(7 * 24 * 60)).toBe(240);
    expect(wait(null)).toBe(240);
    expect(wait(1, 1, false)).toBe(240);
  });

  it('stays under the limit of a day, however many seats are busy at once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 0, max: 100_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (seats, restMinutes, random) => {
          const activity = {
            activeAtMs: nowMs - restMinutes * minuteMs,
            nowMs,
            seats,
            isActive: true,
          };
          const waitMs = nextReadMs(activity, defaultPace, random);
          const requestsADay = (seats * 6 * 24 * 60 * minuteMs) / waitMs;
          // With its jitter: half of the 100,000, and a tenth of that.
          expect(requestsADay).toBeLessThan(56_000);
        },
      ),
    );
  });
});

describe('nextTryMs', () => {
  it('waits longer each time, an hour at the most, and as long as LinkedIn says', () => {
    expect([0, 1, 2, 20].map((attempts) => nextTryMs(attempts))).toEqual([
      15_000, 30_000, 60_000, 3_600_000,
    ]);
    expect(nextTryMs(0, 90 * minuteMs)).toBe(90 * minuteMs);
  });
});
