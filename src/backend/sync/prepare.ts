/**
 * From rows to what is sent: the newest state out of the ATS, checked, with what it hangs on at
 * LinkedIn already. What cannot be sent yet, or at all, is settled with the reason.
 */
import type { AtsRecord, RecordRef, SyncResource } from './ports.ts';
import { checkRecord } from './problems.ts';
import { digestOf } from './digest.ts';
import { readRecords } from './reading.ts';
import type { AtsSource } from './ports.ts';
import type { SyncRecordTable } from './records.ts';
import type { Batch, KnownState, Picked, QueuedChange, Settled } from './rows.ts';
import { keyFieldsOf, refText, resourceKinds } from './resources.ts';
import type { Sendable } from './sending.ts';

export interface Writable {
  readonly row: Picked;
  readonly record: Sendable;
  readonly digest: string;
  readonly candidateId?: string | undefined;
  readonly jobId?: string | undefined;
}

export interface Prepared {
  readonly writes: readonly Writable[];
  /** Gone from the ATS, or never to be sent. */
  readonly deletes: readonly Picked[];
  readonly settled: readonly Settled[];
  /** What others hang on and nobody has told of. */
  readonly discovered: readonly QueuedChange[];
}

export interface PrepareOptions {
  readonly tenantId: string;
  readonly source: AtsSource;
  readonly table: SyncRecordTable;
  /** What the customer has chosen for job postings that say nothing of it. */
  readonly jobAvailability: string;
  /** Adds what the engine knows and the ATS does not say. */
  readonly enrich: (
    context: string,
    resource: SyncResource,
    records: readonly Sendable[],
  ) => Promise<readonly Sendable[]>;
  readonly nowMs: number;
  readonly signal: AbortSignal;
  /** Settles a row whose reading fails, or that it is not known of how. */
  readonly retry: (row: Picked, reason: string) => Settled;
}

interface Parent {
  readonly resource: SyncResource;
  readonly id: string;
}

/** @throws SourceDown */
export async function prepare(batch: Batch, options: PrepareOptions): Promise<Prepared> {
  const { context, resource, rows } = batch;
  const { tenantId, source, signal, nowMs } = options;
  if (batch.op === 'delete') return { writes: [], deletes: rows, settled: [], discovered: [] };
  const refs = rows.map(({ ref }) => ref);
  const read = await readRecords(source, tenantId, refs, { integrationContext: context, signal });
  const settled: Settled[] = [];
  const deletes: Picked[] = [];
  const found: { row: Picked; atsRecord: AtsRecord }[] = [];
  rows.forEach((row, index) => {
    const answer = read[index] ?? 'missing';
    if (answer === 'missing') deletes.push(row);
    else if (answer === 'failed') settled.push(options.retry(row, 'source_failed'));
    else found.push({ row, atsRecord: answer });
  });

  const checked: { row: Picked; record: Sendable }[] = [];
  const completed = await options.enrich(
    context,
    resource,
    found.map(({ row, atsRecord }) => complete(row.ref, atsRecord, context, options)),
  );
  found.forEach(({ row, atsRecord }, index) => {
    const own = atsRecord.problems ?? [];
    const result = checkRecord(resource, completed[index], nowMs);
    const problems = [...own, ...('problems' in result ? result.problems : [])];
    if ('record' in result && problems.length === 0) {
      checked.push({ row, record: result.record as Sendable });
    } else {
      settled.push({ row, state: 'quarantined', reason: 'record_invalid', problems });
    }
  });

  const standing = await parentsOf(context, checked, options);
  const writes: Writable[] = [];
  const discovered: QueuedChange[] = [];
  for (const { row, record } of checked) {
    const links = linksOf(resource, record);
    const digest = digestOf(record);
    const unmet = parents(row.ref, record).find((parent) => {
      const known = standing.get(parentKey(parent));
      return known?.isAtLinkedIn !== true || known.isErased;
    });
    if (unmet === undefined) {
      if (row.digest === digest && row.sentVersion !== null) {
        settled.push({ row, state: 'sent', digest, unchanged: true, ...links });
      } else {
        writes.push({ row, record, digest, ...links });
      }
      continue;
    }
    const parent = standing.get(parentKey(unmet));
    if (parent?.isErased === true) {
      deletes.push(row);
      continue;
    }
    const isGone = parent?.state === 'deleted';
    settled.push({
      row,
      state: 'blocked',
      blockedOn: parentKey(unmet),
      reason: isGone ? 'parent_missing' : 'parent_unsent',
      ...links,
    });
    // A row that waits and is less urgent is made as urgent; one nobody has told of is found here.
    if (parent === undefined || (parent.state === 'pending' && batch.priority < 2)) {
      discovered.push({
        context,
        ref: { resource: unmet.resource, id: unmet.id },
        op: 'upsert',
      });
    }
  }
  return { writes, deletes, settled, discovered };
}

/** The record as the client wants it. Names come from the row: a mapping cannot send under another. */
export function complete(
  ref: RecordRef,
  { record }: AtsRecord,
  context: string,
  { jobAvailability }: Pick<PrepareOptions, 'jobAvailability'>,
): Sendable {
  const named = { ...record, ...keyFieldsOf(ref) } as Sendable;
  if (ref.resource !== 'jobPostings') return named;
  return { availability: jobAvailability, ...named, integrationContext: context };
}

function parents({ resource, parentId }: RecordRef, record: Sendable): Parent[] {
  const { parent } = resourceKinds[resource];
  const found: Parent[] = [];
  if (parent !== null && parentId !== undefined) found.push({ resource: parent, id: parentId });
  if (resource === 'applications') {
    const { candidateId, jobPostingId } = record;
    if (typeof jobPostingId === 'string') found.push({ resource: 'jobPostings', id: jobPostingId });
    if (typeof candidateId === 'string') found.push({ resource: 'candidates', id: candidateId });
  }
  return found;
}

const parentKey = ({ resource, id }: Parent): string => refText({ resource, id });

function linksOf(
  resource: SyncResource,
  record: Sendable,
): { candidateId?: string; jobId?: string } {
  if (resource !== 'applications') return {};
  const { candidateId, jobPostingId } = record;
  return {
    ...(typeof candidateId === 'string' ? { candidateId } : {}),
    ...(typeof jobPostingId === 'string' ? { jobId: jobPostingId } : {}),
  };
}

async function parentsOf(
  context: string,
  checked: readonly { readonly row: Picked; readonly record: Sendable }[],
  { tenantId, table }: PrepareOptions,
): Promise<ReadonlyMap<string, KnownState>> {
  const wanted = new Map<SyncResource, Set<string>>();
  for (const { row, record } of checked) {
    for (const { resource, id } of parents(row.ref, record)) {
      const ids = wanted.get(resource) ?? new Set();
      wanted.set(resource, ids.add(id));
    }
  }
  const standing = new Map<string, KnownState>();
  for (const [resource, ids] of wanted) {
    const known = await table.known(tenantId, context, resource, [...ids]);
    for (const [id, state] of known) standing.set(parentKey({ resource, id }), state);
  }
  return standing;
}
