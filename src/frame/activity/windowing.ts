/**
 * Which part of a long list is in the document: blocks of neighbours that are near what is looked at.
 * The others are as high as they were when they were last drawn, or as high as blocks usually are.
 */
export interface Block<T> {
  /** Stays the same while items come in above. */
  readonly key: string;
  /** Place of its first item in the list. */
  readonly start: number;
  readonly items: readonly T[];
}

const blockSize = 20;
const largestBlock = 40;
/** Height of an item nobody has measured yet. */
const usualItemPx = 96;
/** This much above and below what is looked at is drawn too. */
const marginPx = 800;

/**
 * Cuts a list into blocks. Where a block once ended one ends again, so that what comes in above or
 * below leaves the others as they are.
 *
 * @param ends ids that end a block; gets those of new blocks
 */
export function blocksOf<T extends { readonly id: string }>(
  items: readonly T[],
  ends: Set<string>,
): Block<T>[] {
  const blocks: Block<T>[] = [];
  let start = 0;
  for (const [index, { id }] of items.entries()) {
    const size = index + 1 - start;
    const isLast = index === items.length - 1;
    const isFull = size >= largestBlock || (size >= blockSize && !hasEndWithin(items, index, ends));
    if (!isLast && !isFull && !ends.has(id)) continue;
    ends.add(id);
    blocks.push({ key: id, start, items: items.slice(start, index + 1) });
    start = index + 1;
  }
  return blocks;
}

const hasEndWithin = (
  items: readonly { readonly id: string }[],
  from: number,
  ends: ReadonlySet<string>,
): boolean => items.slice(from, from + blockSize).some(({ id }) => ends.has(id));

/** Keys of the blocks that are near, by the heights that are known. */
export function nearBlocks(
  blocks: readonly Block<unknown>[],
  heights: ReadonlyMap<string, number>,
  topPx: number,
  heightPx: number,
): Set<string> {
  const near = new Set<string>();
  let at = 0;
  for (const block of blocks) {
    const end = at + heightOf(block, heights);
    if (end >= topPx - marginPx && at <= topPx + heightPx + marginPx) near.add(block.key);
    at = end;
  }
  return near;
}

export const heightOf = (
  { key, items }: Block<unknown>,
  heights: ReadonlyMap<string, number>,
): number => heights.get(key) ?? items.length * usualItemPx;
