/** Long lists in pages. */
import { html } from 'hono/html';
import type { Html } from '../pages/page.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** From 1. */
  readonly number: number;
  readonly pages: number;
  readonly total: number;
  /** Places of the first and last item, from 1; 0 if there are none. */
  readonly first: number;
  readonly last: number;
}

/** @param asked page number as it stands in an address; one that is not there gives the nearest */
export function pageOf<T>(all: readonly T[], asked: string | null, perPage: number): Page<T> {
  const pages = Math.max(1, Math.ceil(all.length / perPage));
  const wanted = Number.parseInt(asked ?? '', 10);
  const number = Math.min(pages, Math.max(1, Number.isNaN(wanted) ? 1 : wanted));
  const start = (number - 1) * perPage;
  const items = all.slice(start, start + perPage);
  return {
    items,
    number,
    pages,
    total: all.length,
    first: items.length === 0 ? 0 : start + 1,
    last: start + items.length,
  };
}

/** Links to the neighbouring pages; nothing if there is one page only. */
export const pagerView = (
  { number, pages }: Page<unknown>,
  linkOf: (page: number) => string,
  label: string,
): Html | '' =>
  pages === 1
    ? ''
    : html`<nav class="pager" aria-label="${label}">
        ${number > 1 ? html`<a class="button" href="${linkOf(number - 1)}" rel="prev">Previous</a>` : html`<span></span>`}
        <span>Page ${number} of ${pages}</span>
        ${number < pages ? html`<a class="button" href="${linkOf(number + 1)}" rel="next">Next</a>` : html`<span></span>`}
      </nav>`;
