/**
 * Limits of one request. At most 100 records [doc]; a query string of 4 KB and a URL of 8 KB,
 * beyond which LinkedIn answers 414 [doc for job posting status, taken as general: inferred]. A
 * hundred compound keys do not fit into 4 KB, so batches are split by bytes as well as by count.
 */
import type { Key, KeyStyle } from './restli.ts';

export const maxRecords = 100;
export const maxQueryBytes = 4_096;
export const maxUrlBytes = 8_192;

/** Records that go into one request, with the query that names them. */
export interface Batch<T> {
  readonly items: readonly T[];
  readonly query: string;
}

/**
 * Splits items into batches whose query stays within the limits. Order is kept. An item whose own
 * key does not fit is alone in its batch, and LinkedIn says so.
 * @param keys key of each item
 * @param extraQuery what the query says besides, without `&`
 * @param fixedBytes bytes of the URL before the query, `?` included
 */
export function splitBatches<T>(
  items: readonly T[],
  keys: readonly Key[],
  style: KeyStyle,
  extraQuery: string,
  fixedBytes: number,
): Batch<T>[] {
  const extraBytes = extraQuery === '' ? 0 : extraQuery.length + 1;
  const room = Math.min(maxQueryBytes, maxUrlBytes - fixedBytes) - style.queryBytes - extraBytes;
  const batches: Batch<T>[] = [];
  let batch: T[] = [];
  let parts: string[] = [];
  let bytes = 0;
  const close = (): void => {
    const ids = style.query(parts);
    batches.push({ items: batch, query: extraQuery === '' ? ids : `${ids}&${extraQuery}` });
    batch = [];
    parts = [];
    bytes = 0;
  };
  items.forEach((item, index) => {
    const key = keys[index] ?? '';
    // Percent-encoded, so one byte a character.
    let part = style.queryPart(key, batch.length);
    const isFull = batch.length === maxRecords || bytes + part.length + 1 > room + 1;
    if (isFull && batch.length > 0) {
      close();
      part = style.queryPart(key, 0);
    }
    batch.push(item);
    parts.push(part);
    bytes += part.length + 1;
  });
  if (batch.length > 0) close();
  return batches;
}
