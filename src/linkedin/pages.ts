/**
 * Collections, page by page, as async iterators. LinkedIn's envelope names a next page by a link, or
 * a total to count up to [doc]; collections change while they are read. So a page may repeat what an
 * earlier one had, come short, or be followed by fewer than were promised.
 */
import * as z from 'zod';
import type { BudgetGroup } from './budgets.ts';
import type { KeyStyle } from './restli.ts';
import { parseAnswer, type Send } from './transport.ts';

const link = z.looseObject({ rel: z.string().optional(), href: z.string().optional() });

export const pageAnswer = z.looseObject({
  elements: z.array(z.unknown()),
  paging: z
    .looseObject({
      start: z.int().optional(),
      count: z.int().optional(),
      total: z.int().optional(),
      links: z.array(link).optional(),
    })
    .optional(),
});
export type PageAnswer = z.infer<typeof pageAnswer>;

export interface Collection {
  readonly path: string;
  /** Without `start` and `count`, which are always sent: some finders fail without. */
  readonly query: string;
  readonly group: BudgetGroup;
  readonly style: KeyStyle;
  /** Elements asked for at a time. */
  readonly pageSize: number;
  readonly signal?: AbortSignal | undefined;
}

/** An element and what its page said of the whole. */
export interface Paged<T> {
  readonly element: T;
  /** How many elements there are in all, if LinkedIn said so. */
  readonly total: number | undefined;
}

/** Pages in a row without anything new, after which a collection counts as read. */
const maxBarrenPages = 2;

/**
 * Reads a collection from its start to its end.
 * @param read takes an element apart
 * @param identify names an element, to leave out what has been seen; undefined if it has no name
 * @throws LinkedInError
 */
export async function* readCollection<T>(
  send: Send,
  collection: Collection,
  read: (raw: unknown) => T,
  identify: (element: T) => string | undefined,
): AsyncGenerator<Paged<T>, void, undefined> {
  const { path, query, group, style, pageSize, signal } = collection;
  const seen = new RecentNames(pageSize * 5);
  let start = 0;
  let lastTotal: number | undefined;
  let barren = 0;
  for (;;) {
    const place = `start=${String(start)}&count=${String(pageSize)}`;
    const page = await send(
      {
        method: 'GET',
        path,
        route: path,
        query: query === '' ? place : `${query}&${place}`,
        group,
        records: 0,
        protocolVersion: style.protocolVersion,
        signal,
      },
      (answer) => {
        const parsed = parseAnswer(pageAnswer, answer);
        return { ...parsed, elements: parsed.elements.map(read) };
      },
    );
    const total = page.paging?.total;
    let fresh = 0;
    for (const element of page.elements) {
      if (!seen.add(identify(element))) continue;
      fresh += 1;
      yield { element, total };
    }
    barren = fresh === 0 ? barren + 1 : 0;
    const next = nextStart(page, start, pageSize, lastTotal);
    if (next === null || barren >= maxBarrenPages) return;
    lastTotal = total;
    start = next;
  }
}

/** Where the next page starts; null if there is none. */
function nextStart(
  {
    elements,
    paging,
  }: { readonly elements: readonly unknown[]; readonly paging?: PageAnswer['paging'] },
  start: number,
  pageSize: number,
  lastTotal: number | undefined,
): number | null {
  const total = paging?.total;
  const linked = linkedStart(paging?.links, start);
  const isOver =
    linked === null &&
    (total === undefined
      ? paging?.links !== undefined || elements.length === 0
      : start + elements.length >= total);
  if (isOver) return null;
  // An empty page before the end: what was on it has been filtered out.
  const ahead = linked ?? start + (elements.length === 0 ? pageSize : elements.length);
  // Where elements vanish, later ones move forward into pages that have been read.
  const vanished = Math.max(0, (lastTotal ?? 0) - (total ?? lastTotal ?? 0));
  return Math.max(0, ahead - vanished);
}

/**
 * `start` of the link to the next page. Only the number is taken: a link must not choose where a
 * token is sent.
 */
function linkedStart(
  links: readonly z.infer<typeof link>[] | undefined,
  start: number,
): number | null {
  const href = links?.find(({ rel }) => rel === 'next')?.href;
  const found = /[?&]start=(\d{1,9})(?:&|$)/.exec(href ?? '')?.[1];
  return found !== undefined && Number(found) > start ? Number(found) : null;
}

/** The names of the last so many elements: enough for pages that overlap, and flat in memory. */
class RecentNames {
  readonly #names = new Set<string>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /** @returns false if the name is there already */
  add(name: string | undefined): boolean {
    if (name === undefined) return true;
    if (this.#names.has(name)) return false;
    this.#names.add(name);
    if (this.#names.size > this.#most) {
      const [oldest] = this.#names;
      if (oldest !== undefined) this.#names.delete(oldest);
    }
    return true;
  }
}
