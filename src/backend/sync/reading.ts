/** Reads records from the ATS, so that one that cannot be read does not keep others from being read. */
import { refText } from './resources.ts';
import type { AtsRecord, AtsSource, ReadOptions, RecordRef } from './ports.ts';

/** What the ATS says of a record; `missing`: it has it no longer; `failed`: reading it throws. */
export type Read = AtsRecord | 'missing' | 'failed';

/** The ATS cannot be read at all. */
export class SourceDown extends Error {
  override readonly name = 'SourceDown';
  readonly code = 'source_failed';
}

/** Most names of one call. */
const maxRefs = 100;
/** So many that fail one after the other, and none that does not: it is not the records. */
const maxFailures = 3;

/**
 * Reads records.
 * @returns one answer for each name, in their order
 * @throws SourceDown
 */
export async function readRecords(
  source: AtsSource,
  tenantId: string,
  refs: readonly RecordRef[],
  options: ReadOptions,
): Promise<Read[]> {
  const answers: Read[] = [];
  for (let start = 0; start < refs.length; start += maxRefs) {
    answers.push(
      ...(await readPage(source, tenantId, refs.slice(start, start + maxRefs), options)),
    );
  }
  return answers;
}

async function readPage(
  source: AtsSource,
  tenantId: string,
  refs: readonly RecordRef[],
  options: ReadOptions,
): Promise<Read[]> {
  try {
    return ordered(refs, await source.read(tenantId, refs, options));
  } catch (cause) {
    if (options.signal?.aborted === true) throw new SourceDown('reading took too long', { cause });
    return oneByOne(source, tenantId, refs, options);
  }
}

async function oneByOne(
  source: AtsSource,
  tenantId: string,
  refs: readonly RecordRef[],
  options: ReadOptions,
): Promise<Read[]> {
  const answers: Read[] = [];
  for (const ref of refs) {
    try {
      answers.push(...ordered([ref], await source.read(tenantId, [ref], options)));
    } catch (cause) {
      if (options.signal?.aborted === true)
        throw new SourceDown('reading took too long', { cause });
      answers.push('failed');
      if (answers.length >= maxFailures && answers.every((answer) => answer === 'failed')) {
        throw new SourceDown('the ATS cannot be read', { cause });
      }
    }
  }
  // A single record may just be the only one there is.
  return answers;
}

function ordered(refs: readonly RecordRef[], records: readonly AtsRecord[]): Read[] {
  const byName = new Map(records.map((record) => [refText(record.ref), record]));
  return refs.map((ref) => byName.get(refText(ref)) ?? 'missing');
}
