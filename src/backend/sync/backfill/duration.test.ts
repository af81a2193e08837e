/** How long history takes under LinkedIn's limits. */
import { describe, expect, it } from 'vitest';
import { durationOf } from './duration.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Eighteen hours before the day ends. */
const nowMs = Date.parse('2026-03-02T06:00:00Z');
const limits = { recordsPerMinute: 10_000, requestsPerDay: 100_000, share: 1 };
const options = { limits, nowMs, left: {}, answerMs: 250 };

describe('durationOf', () => {
  it('is as long as the records a minute want it, or as the answers take', () => {
    expect(durationOf({ records: 0, requests: 0 }, options)).toBe(0);
    expect(durationOf({ records: 600_000, requests: 6_000 }, options)).toBe(hour);
    // One record a request: the answers are slower than the limit.
    expect(durationOf({ records: 7_200, requests: 7_200 }, options)).toBe(7_200 * 250);
    const slow = { ...options, limits: { ...limits, share: 0.5 } };
    expect(durationOf({ records: 600_000, requests: 6_000 }, slow)).toBe(2 * hour);
  });

  it('goes on the next day where the requests of a day are used up', () => {
    const quick = { ...options, answerMs: 1 };
    // Today 100,000, tomorrow 100,000, and a quarter of that on the day after.
    expect(durationOf({ records: 225_000, requests: 225_000 }, quick)).toBe(
      18 * hour + day + 2.5 * 60_000,
    );
    // Less is left of today: the rest moves on.
    const left = { ...quick, left: { requests: 75_000 } };
    expect(durationOf({ records: 225_000, requests: 225_000 }, left)).toBe(
      18 * hour + day + 5 * 60_000,
    );
    expect(durationOf({ records: 75_000, requests: 75_000 }, left)).toBe(7.5 * 60_000);
  });

  it('keeps to records a day, as job postings have them', () => {
    const jobs = { ...options, limits: { recordsPerMinute: 2_000, recordsPerDay: 60_000 } };
    expect(durationOf({ records: 90_000, requests: 900 }, jobs)).toBe(18 * hour + 15 * 60_000);
    const none = { ...jobs, left: { records: 0 } };
    expect(durationOf({ records: 60_000, requests: 600 }, none)).toBe(18 * hour + 30 * 60_000);
  });

  it('takes days where a day is too short', () => {
    // 100 hours of answers: 18 today, and 82 in the days after.
    const load = { records: 1_440_000, requests: 90_000 };
    expect(durationOf(load, { ...options, answerMs: 4_000 })).toBe(100 * hour);
  });
});
