/**
 * Limits of one request. At most 100 records [doc]; a query string of 4 KB and a URL of 8 KB,
 * beyond which LinkedIn answers 414 [doc for job posting status, taken as general: inferred]. A
 * hundred compound keys do not fit into 4 KB, so batches are split by bytes as well as by count.
 */
export const maxRecords = 100;
export const maxQueryBytes = 4_096;
export const maxUrlBytes = 8_192;

/**
 * Splits items into batches whose query stays within the limits. Order is kept.
 * @param queryOf writes the query for a batch
 * @param fixedBytes bytes of the URL that are there anyway, without the query
 */
export function splitBatches<T>(
  items: readonly T[],
  queryOf: (batch: readonly T[]) => string,
  fixedBytes: number,
): T[][] {
  const fits = (batch: readonly T[]): boolean => {
    const bytes = queryOf(batch).length; // percent-encoded, so one byte a character
    return (
      batch.length <= maxRecords && bytes <= maxQueryBytes && fixedBytes + bytes <= maxUrlBytes
    );
  };
  const batches: T[][] = [];
  let batch: T[] = [];
  for (const item of items) {
    if (batch.length > 0 && !fits([...batch, item])) {
      batches.push(batch);
      batch = [];
    }
    batch.push(item);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
