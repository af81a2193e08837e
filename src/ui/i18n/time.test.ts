import { describe, expect, it } from 'vitest';
import { formatAge, formatDay, groupByDay } from './time.ts';

const now = Date.parse('2026-03-02T10:00:00Z');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('formatAge', () => {
  it.each([
    [1 * minute, '1 min. ago'],
    [59 * minute + 59_999, '59 min. ago'],
    [hour, '1 hr. ago'],
    [23.9 * hour, '23 hr. ago'],
    [day, '1 day ago'],
    [8 * day, '1 wk. ago'],
    [30 * day, '1 mo. ago'],
    [364 * day, '11 mo. ago'],
    [365 * day, '1 yr. ago'],
    [800 * day, '2 yr. ago'],
  ])('says an age of %d ms as "%s"', (ageMs, text) => {
    expect(formatAge(now - ageMs, now, 'en')).toBe(text);
  });

  it('says nothing about less than a minute, nor about the future', () => {
    expect(formatAge(now - minute + 1, now, 'en')).toBeNull();
    expect(formatAge(now + day, now, 'en')).toBeNull();
  });

  it('speaks the locale', () => {
    expect(formatAge(now - 5 * minute, now, 'de')).toBe('vor 5 Min.');
    expect(formatAge(now - 5 * minute, now, 'ja')).toBe('5 分前');
  });
});

describe('formatDay', () => {
  it('names today and yesterday, and dates all others', () => {
    expect(formatDay(now - hour, now, 'en')).toBe('Today');
    expect(formatDay(now - day, now, 'de')).toBe('Gestern');
    expect(formatDay(now - 3 * day, now, 'en')).toBe('Friday, February 27, 2026');
  });

  it('goes by the calendar, not by 24 hours', () => {
    expect(formatDay(Date.parse('2026-03-01T23:59:00Z'), now, 'en')).toBe('Yesterday');
  });
});

describe('groupByDay', () => {
  it('keeps the order, joins what is of one day, and keeps what has no date together', () => {
    const groups = groupByDay(
      [{ atMs: now }, { atMs: now - hour }, { atMs: now - day }, {}, {}],
      (item: { atMs?: number }) => item.atMs,
    );
    expect(groups.map((group) => group.items.length)).toEqual([2, 1, 2]);
    expect(groups.at(-1)?.atMs).toBeUndefined();
  });

  it('makes nothing of nothing', () => {
    expect(groupByDay([], () => 0)).toEqual([]);
  });
});
