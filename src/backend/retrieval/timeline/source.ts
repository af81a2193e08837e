/**
 * Where items of timelines come from. Each source has its items in one order: newest first, and of
 * the same millisecond by id, in the order of their bytes. A page is asked for by a place in that
 * order and not by number, so that what is added meanwhile moves nothing.
 */
import type { TimelineItem, TimelineKind } from '../../../protocol/timeline.ts';

/** Whose timeline it is, and who looks. */
export interface TimelineScope {
  readonly tenant: string;
  readonly candidateId: string;
  readonly integrationContext: string;
  /** Person URNs of the members that the candidate is. */
  readonly members: readonly string[];
  readonly viewer: TimelineViewer;
}

export interface TimelineViewer {
  /** `sub` of the signed context: the user of the ATS. */
  readonly userId: string;
  /** Seats that the user holds now, and their contracts. */
  readonly seats: readonly string[];
  readonly contracts: readonly string[];
}

export type Direction = 'older' | 'newer';

/** Where a page begins, as one source sees it. */
export interface Boundary {
  readonly atMs: number;
  /** Items of `atMs` count from after this id on, in the direction of the page; null: see below. */
  readonly id: string | null;
  /** Where there is no id: whether the items of `atMs` are still wanted. */
  readonly isInclusive: boolean;
}

export interface SourcePage {
  readonly direction: Direction;
  /** Null: from the newest (or oldest) on. */
  readonly boundary: Boundary | null;
  /** Null: all. */
  readonly kinds: ReadonlySet<TimelineKind> | null;
  readonly limit: number;
}

/** An item with its whole text, as this person may see it. `id` is the source's own, without its name. */
export type SourceItem = TimelineItem;

export interface TimelineSource {
  /** Stands before the ids of its items: 1 to 20 letters from a to z, one for each source. */
  readonly name: string;
  readonly kinds: readonly TimelineKind[];
  /**
   * Items that the viewer may see, from the boundary on in the direction: newest first for `older`,
   * oldest first for `newer`. Ids are of A to Z, a to z, 0 to 9, `_` and `-`.
   */
  page(scope: TimelineScope, page: SourcePage): Promise<readonly SourceItem[]>;
  /** One item; null if there is none that the viewer may see. */
  item(scope: TimelineScope, id: string): Promise<SourceItem | null>;
}

/** A page of a source that has all of its items at hand. */
export function pageOf(
  items: readonly SourceItem[],
  { direction, boundary, kinds, limit }: SourcePage,
): SourceItem[] {
  const sign = direction === 'older' ? 1 : -1;
  const isBeyond = ({ atMs, id }: SourceItem): boolean => {
    if (boundary === null) return true;
    if (atMs !== boundary.atMs) return sign * (boundary.atMs - atMs) > 0;
    return boundary.id === null ? boundary.isInclusive : sign * compare(boundary.id, id) > 0;
  };
  return items
    .filter((item) => (kinds?.has(item.kind) ?? true) && isBeyond(item))
    .sort((a, b) => sign * (b.atMs - a.atMs || compare(b.id, a.id)))
    .slice(0, limit);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
