/** Putting together what came in pages and what came by itself, in the order of the backend. */
import type { TimelineItem } from '../../protocol/timeline.ts';

/** Newest first, and of the same millisecond by id. */
const compare = (a: TimelineItem, b: TimelineItem): number =>
  b.atMs - a.atMs || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** Items with others added, which take the place of what has the same id. */
export function withItems(
  items: readonly TimelineItem[],
  others: readonly TimelineItem[],
): TimelineItem[] {
  const all = new Map(items.map((item) => [item.id, item]));
  for (const item of others) all.set(item.id, item);
  return [...all.values()].sort(compare);
}

export const withoutItems = (
  items: readonly TimelineItem[],
  ids: ReadonlySet<string>,
): readonly TimelineItem[] =>
  items.some(({ id }) => ids.has(id)) ? items.filter(({ id }) => !ids.has(id)) : items;

/**
 * The newest page read again, in the place of what was there.
 *
 * @returns null if nothing of it was known: what lies between is unknown as well
 */
export function withNewestPage(
  items: readonly TimelineItem[],
  page: readonly TimelineItem[],
): TimelineItem[] | null {
  const last = page.at(-1);
  const known = new Set(items.map(({ id }) => id));
  if (last === undefined || !page.some(({ id }) => known.has(id))) return null;
  const beyond = items.filter((item) => compare(item, last) > 0);
  return withItems(beyond, page);
}

/** Whether an item stands within what has been read, down to the oldest item of it. */
export const isWithin = (item: TimelineItem, items: readonly TimelineItem[]): boolean => {
  const last = items.at(-1);
  return last === undefined || compare(item, last) <= 0;
};
