/**
 * Which exports are shown, in which order, as changes come. A row keeps its place while it changes, and
 * what is new waits while somebody is at the list, so that nothing moves under pointer or focus.
 */
import type { ExportView } from '../../protocol/exports.ts';

export interface Listing {
  readonly shown: readonly ExportView[];
  /** Arrived while the list had to keep still; newest first. */
  readonly waiting: readonly ExportView[];
}

export const noExports: Listing = { shown: [], waiting: [] };

export interface Changed {
  readonly listing: Listing;
  /** Those of which nothing was known. */
  readonly arrived: readonly ExportView[];
}

/**
 * @param views oldest change first
 * @param isHeld the list keeps still
 */
export function withChanges(
  { shown, waiting }: Listing,
  views: readonly ExportView[],
  isHeld: boolean,
): Changed {
  const news = new Map<string, ExportView>();
  for (const view of views) news.set(view.id, newer(news.get(view.id), view));
  const renewed = (rows: readonly ExportView[]): ExportView[] =>
    rows.map((row) => newer(row, news.get(row.id)));
  const known = new Set([...shown, ...waiting].map(({ id }) => id));
  const arrived = [...news.values()].filter(({ id }) => !known.has(id)).reverse();
  const top = [...arrived, ...renewed(waiting)];
  return {
    listing: isHeld
      ? { shown: renewed(shown), waiting: top }
      : { shown: [...top, ...renewed(shown)], waiting: [] },
    arrived,
  };
}

/** A page of older exports below; those that are there already stay where they are. */
export function withOlder({ shown, waiting }: Listing, views: readonly ExportView[]): Listing {
  const known = new Set([...shown, ...waiting].map(({ id }) => id));
  return { shown: [...shown, ...views.filter(({ id }) => !known.has(id))], waiting };
}

/** What has waited comes in on top. */
export const withWaiting = ({ shown, waiting }: Listing): Listing => ({
  shown: [...waiting, ...shown],
  waiting: [],
});

export const withRow = ({ shown, waiting }: Listing, view: ExportView): Listing => ({
  shown: shown.map((row) => (row.id === view.id ? newer(row, view) : row)),
  waiting: waiting.map((row) => (row.id === view.id ? newer(row, view) : row)),
});

export const findExport = ({ shown, waiting }: Listing, id: string): ExportView | undefined =>
  shown.find((row) => row.id === id) ?? waiting.find((row) => row.id === id);

/** Of two states of one export the later one, in whichever order they came. */
function newer(one: ExportView, other: ExportView | undefined): ExportView;
function newer(one: ExportView | undefined, other: ExportView): ExportView;
function newer(one: ExportView | undefined, other: ExportView | undefined): ExportView | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.cursor >= one.cursor ? other : one;
}
