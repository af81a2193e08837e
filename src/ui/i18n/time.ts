/** Times as people say them, by `Intl` alone. All instants are milliseconds since 1970. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number, number])[] = [
  // unit, its length, and the age up to which it is the one to use
  ['minute', minuteMs, hourMs],
  ['hour', hourMs, dayMs],
  ['day', dayMs, 7 * dayMs],
  ['week', 7 * dayMs, 30 * dayMs],
  ['month', 30.44 * dayMs, 365 * dayMs],
  ['year', 365.25 * dayMs, Infinity],
];

/**
 * The age of an instant in few letters: "5 min. ago".
 *
 * @returns null when it is less than a minute ago, or in the future by a clock that is off
 */
export function formatAge(atMs: number, nowMs: number, locale: string): string | null {
  const ageMs = nowMs - atMs;
  if (ageMs < minuteMs) return null;
  const [unit, lengthMs] = steps.find(([, , upToMs]) => ageMs < upToMs) ?? ['year', 365.25 * dayMs];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' }).format(
    -Math.max(1, Math.floor(ageMs / lengthMs)),
    unit,
  );
}

/** Date and time in full, for titles. */
export const formatInstant = (atMs: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(atMs);

/** Time of day. */
export const formatTimeOfDay = (atMs: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(atMs);

/** Days between two instants, as the calendar of this device counts them. */
function calendarDaysBetween(fromMs: number, toMs: number): number {
  const startOfDay = (ms: number): number => {
    const date = new Date(ms);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((startOfDay(toMs) - startOfDay(fromMs)) / dayMs);
}

/** Names a day: "Today", "Yesterday", or its date. */
export function formatDay(atMs: number, nowMs: number, locale: string): string {
  const daysAgo = calendarDaysBetween(atMs, nowMs);
  if (daysAgo === 0 || daysAgo === 1) {
    const word = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-daysAgo, 'day');
    return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
  }
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full' }).format(atMs);
}

/** Groups what is sorted by time into calendar days; keeps the order. */
export function groupByDay<T>(
  items: readonly T[],
  atMsOf: (item: T) => number | undefined,
): { readonly atMs: number | undefined; readonly items: readonly T[] }[] {
  const groups: { atMs: number | undefined; items: T[] }[] = [];
  for (const item of items) {
    const atMs = atMsOf(item);
    const last = groups.at(-1);
    const sameDay =
      last !== undefined &&
      (last.atMs === undefined || atMs === undefined
        ? last.atMs === atMs
        : calendarDaysBetween(last.atMs, atMs) === 0);
    if (sameDay) last.items.push(item);
    else groups.push({ atMs, items: [item] });
  }
  return groups;
}
