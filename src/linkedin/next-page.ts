/** Where the next page of a collection starts, by what a page says of itself. */
import type { Paging } from './answers/page.ts';

/** A page that has been read. */
export interface ReadPage {
  readonly start: number;
  /** Elements that came. */
  readonly size: number;
  /** Elements that were asked for. */
  readonly pageSize: number;
  /** Elements in all, as the page before it said. */
  readonly lastTotal: number | undefined;
}

/** @returns null if there is no next page */
export function nextStart(
  { total, links }: Paging,
  { start, size, pageSize, lastTotal }: ReadPage,
): number | null {
  // Where elements have vanished since the page before, what was to come has moved up, past the start
  // of this one: back to what was jumped over. What comes again is known by its name.
  const vanished = (lastTotal ?? 0) - (total ?? lastTotal ?? 0);
  if (vanished > 0 && start > 0) return Math.max(0, start - vanished);
  const link = links?.find(({ rel }) => rel === 'next');
  if (link === undefined && !isMore(total, links !== undefined, start, size)) return null;
  // An empty page before the end: what was on it has been filtered out.
  return linkedStart(link?.href, start) ?? start + (size === 0 ? pageSize : size);
}

/** Whether there is more where no link says so: up to the total, or until a page is empty. */
function isMore(
  total: number | undefined,
  hasLinks: boolean,
  start: number,
  size: number,
): boolean {
  if (total !== undefined) return start + size < total;
  return !hasLinks && size > 0;
}

/**
 * `start` of the link to the next page. Only the number is taken: a link must not choose where a
 * token is sent. One that does not lead on is counted on from instead.
 */
function linkedStart(href: string | undefined, start: number): number | null {
  const found = /[?&]start=(\d{1,9})(?:&|$)/.exec(href ?? '')?.[1];
  return found !== undefined && Number(found) > start ? Number(found) : null;
}
