/**
 * Limits of one request. At most 100 records [doc]; a query string of 4 KB and a URL of 8 KB,
 * beyond which LinkedIn answers 414 [doc for job posting status, taken as general: inferred]. A
 * hundred compound keys do not fit into 4 KB, so batches are split by bytes as well as by count.
 */
import type { KeyStyle } from './restli.ts';

export const maxRecords = 100;
export const maxQueryBytes = 4_096;
export const maxUrlBytes = 8_192;

/** Records that go into one request, by their indexes, with the query that names them. */
export interface Batch {
  readonly indexes: readonly number[];
  readonly query: string;
}

export interface BatchLimits {
  /** Most records of a batch. */
  readonly most: number;
  /** Bytes of the URL before the query, `?` included. */
  readonly fixedBytes: number;
  /** What the query says besides the keys, without `&`. */
  readonly extraQuery?: string;
}

/**
 * Splits records into batches whose query stays within the limits. Order is kept.
 * @param indexes of the records that are to be split
 * @param partOf writes the key of a record for a place in a query
 * @param onOversized told of a record whose own key does not fit; it is in no batch
 */
export function splitBatches(
  indexes: readonly number[],
  partOf: (index: number, place: number) => string,
  style: KeyStyle,
  { most, fixedBytes, extraQuery = '' }: BatchLimits,
  onOversized: (index: number) => void,
): Batch[] {
  const extraBytes = extraQuery === '' ? 0 : extraQuery.length + 1;
  const room = Math.min(maxQueryBytes, maxUrlBytes - fixedBytes) - style.queryBytes - extraBytes;
  const batches: Batch[] = [];
  let batch: number[] = [];
  let parts: string[] = [];
  let bytes = 0;
  const close = (): void => {
    const ids = style.query(parts);
    batches.push({ indexes: batch, query: extraQuery === '' ? ids : `${ids}&${extraQuery}` });
    batch = [];
    parts = [];
    bytes = 0;
  };
  for (const index of indexes) {
    // Percent-encoded, so one byte a character.
    let part = partOf(index, batch.length);
    if (batch.length === most || bytes + part.length > room) {
      part = partOf(index, 0);
      if (part.length > room) {
        onOversized(index);
        continue;
      }
      if (batch.length > 0) close();
    }
    batch.push(index);
    parts.push(part);
    // With the separator of the next one.
    bytes += part.length + 1;
  }
  if (batch.length > 0) close();
  return batches;
}

/**
 * Splits the values of a finder's list parameter so that each query stays within the limits.
 * @param otherBytes bytes of the rest of the query
 */
export function splitList(
  name: string,
  values: readonly string[],
  style: KeyStyle,
  otherBytes: number,
): string[] {
  const queries: string[] = [];
  let chunk: string[] = [];
  let query = '';
  for (const value of values) {
    const longer = style.list(name, [...chunk, value]);
    if (chunk.length > 0 && longer.length + otherBytes > maxQueryBytes) {
      queries.push(query);
      chunk = [value];
      query = style.list(name, chunk);
    } else {
      chunk.push(value);
      query = longer;
    }
  }
  if (chunk.length > 0) queries.push(query);
  return queries;
}
