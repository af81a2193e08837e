/**
 * Collections, page by page, as async iterators. LinkedIn's envelope names a next page by a link, or
 * a total to count up to [doc]; collections change while they are read. So a page may repeat what an
 * earlier one had, come short, or be followed by fewer than were promised.
 */
import { pageAnswer } from './answers/page.ts';
import type { BudgetGroup } from './budgets.ts';
import { nextStart } from './next-page.ts';
import { RecentNames } from './recent-names.ts';
import type { KeyStyle } from './restli.ts';
import { parseAnswer, type Send } from './transport.ts';

export interface Collection<T> {
  readonly path: string;
  /** Without `start` and `count`, which are always sent: some finders fail without. */
  readonly query: string;
  readonly group: BudgetGroup;
  /** Recruiter seat it is about, if it is about one. */
  readonly seat?: string | undefined;
  readonly style: KeyStyle;
  /** Elements asked for at a time. */
  readonly pageSize: number;
  readonly signal?: AbortSignal | undefined;
  /** Takes an element apart. */
  readonly read: (raw: unknown) => T;
  /** Names an element, to leave out what has been seen; the element itself does if it has no name. */
  readonly identify?: (element: T) => string | undefined;
}

/** An element and what its page said of the whole. */
export interface Paged<T> {
  readonly element: T;
  readonly name: string;
  /** How many elements there are in all, if LinkedIn said so. */
  readonly total: number | undefined;
}

/**
 * Pages in a row without anything new, after which a collection counts as read: pages may be empty
 * because what was on them is not for us, but a server may also promise more for ever.
 */
const maxBarrenPages = 10;

/**
 * Reads a collection from its start to its end.
 * @throws LinkedInError
 */
export async function* readCollection<T>(
  send: Send,
  collection: Collection<T>,
): AsyncGenerator<Paged<T>, void, undefined> {
  const { path, query, group, seat, style, pageSize, signal, read, identify } = collection;
  const request = {
    method: 'GET',
    path,
    route: path,
    group,
    records: 0,
    seat,
    protocolVersion: style.protocolVersion,
    signal,
  } as const;
  const seen = new RecentNames(pageSize * 5);
  let start = 0;
  let lastTotal: number | undefined;
  let barren = 0;
  for (;;) {
    const place = `start=${String(start)}&count=${String(pageSize)}`;
    const page = await send(
      { ...request, query: query === '' ? place : `${query}&${place}` },
      (answer) => parseAnswer(pageAnswer, answer),
    );
    const { elements, paging = {} } = page;
    let fresh = 0;
    for (const raw of elements) {
      const element = read(raw);
      // Elements without a name of their own are told apart by all they hold.
      const name = identify?.(element) ?? JSON.stringify(raw) ?? '';
      if (!seen.add(name)) continue;
      fresh += 1;
      yield { element, name, total: paging.total };
    }
    barren = fresh === 0 ? barren + 1 : 0;
    const next = nextStart(paging, { start, size: elements.length, pageSize, lastTotal });
    if (next === null || barren >= maxBarrenPages) return;
    lastTotal = paging.total;
    start = next;
  }
}
