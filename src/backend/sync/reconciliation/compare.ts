/**
 * Compares what the ATS has with what LinkedIn has, some records at a time. LinkedIn tells of
 * candidates (when the ATS last changed them, who they are) and of ACLs (which there are) [doc]; of
 * all other kinds it tells nothing, and what it was sent last takes its place.
 */
import type { CandidateView, LinkedInClient } from '../../../linkedin/index.ts';
import type { MatchParts } from '../matches.ts';
import { digestOf } from '../digest.ts';
import type { AtsSource, RecordRef, SyncResource } from '../ports.ts';
import { complete } from '../prepare.ts';
import { checkRecord } from '../problems.ts';
import { readRecords } from '../reading.ts';
import type { Sendable } from '../sending.ts';
import { listedAcls } from './acls.ts';
import type { ComparedRow } from './rows.ts';

/**
 * - `missing`: LinkedIn does not have what it was sent
 * - `stale`: LinkedIn has an older version than the ATS
 * - `unknown`: nobody knows what LinkedIn has
 * - `gone`: LinkedIn has what the ATS has no longer
 * - `untold`: the ATS has it, and the engine was never told
 * - `undeleted`: LinkedIn has what was deleted, or what it was never sent
 * - `match`: LinkedIn says that a candidate is somebody else than is known here
 */
export const drifts = [
  'missing',
  'stale',
  'unknown',
  'gone',
  'untold',
  'undeleted',
  'match',
] as const;
export type Drift = (typeof drifts)[number];

export interface Finding {
  readonly ref: RecordRef;
  readonly drift: Drift;
  /** Of the row that was compared; null if there is none. */
  readonly version: number | null;
}

export interface Comparison {
  readonly compared: number;
  /** Records the ATS failed to read. */
  readonly unreadable: number;
  readonly findings: readonly Finding[];
}

/** @internal */
export interface CompareOptions {
  readonly tenantId: string;
  readonly context: string;
  readonly resource: SyncResource;
  readonly source: AtsSource;
  readonly matches: MatchParts;
  readonly client: LinkedInClient;
  readonly jobAvailability: string;
  /** Whether LinkedIn is asked for lists of ACLs, which takes a request for each. */
  readonly asksAcls: boolean;
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/** What LinkedIn tells of records; undefined of a kind that it tells nothing of. */
interface Told {
  has(ref: RecordRef): boolean | undefined;
  candidate(id: string): CandidateView | undefined;
  /** What it has and nobody asked for. */
  readonly others: readonly RecordRef[];
}

/**
 * @throws SourceDown, LinkedInError, StoreError
 * @internal
 */
export async function compareRows(
  rows: readonly ComparedRow[],
  options: CompareOptions,
): Promise<Comparison> {
  const { tenantId, context, source, signal } = options;
  const sent = rows.filter(({ state }) => state === 'sent');
  const refs = sent.map(({ ref }) => ref);
  const read = await readRecords(source, tenantId, refs, { integrationContext: context, signal });
  const told = await ask(rows, options);
  const found = sent.flatMap((row, index) => {
    const answer = read[index];
    return typeof answer === 'object' ? [{ row, answer }] : [];
  });
  const plain = found.map(({ row, answer }) => complete(row.ref, answer, context, options));
  const enriched = await options.matches.enrich(tenantId, context, options.resource, plain);

  const findings: Finding[] = told.others.map((ref) => ({
    ref,
    drift: 'undeleted',
    version: null,
  }));
  const add = ({ ref, version }: ComparedRow, drift: Drift | null): void => {
    if (drift !== null) findings.push({ ref, drift, version });
  };
  for (const row of rows) {
    if (row.state === 'deleted' && told.has(row.ref) === true) add(row, 'undeleted');
  }
  sent.forEach((row, index) => {
    if (read[index] === 'missing') add(row, 'gone');
  });
  found.forEach(({ row, answer }, index) => {
    if (answer.problems !== undefined && answer.problems.length > 0) add(row, 'stale');
    else add(row, driftOf(row, [enriched[index], plain[index]], told, options));
  });
  for (const id of await otherMatches(told, sent, options)) add(id, 'match');
  return {
    compared: rows.length,
    unreadable: read.filter((answer) => answer === 'failed').length,
    findings,
  };
}

/** @param forms the record as it would be sent now, and without what the kit adds to it */
function driftOf(
  { ref, digest }: ComparedRow,
  forms: readonly (Sendable | undefined)[],
  told: Told,
  { resource, nowMs }: CompareOptions,
): Drift | null {
  if (told.has(ref) === false) return 'missing';
  if (digest === null) return 'unknown';
  const digests = forms.map((form) => {
    const checked = checkRecord(resource, form, nowMs);
    return 'record' in checked ? digestOf(checked.record) : null;
  });
  if (!digests.includes(digest)) return 'stale';
  const view = told.candidate(ref.id);
  const [record] = forms;
  return view !== undefined &&
    (view.atsLastModifiedAt !== record?.['atsLastModifiedAt'] ||
      view.atsCreatedAt !== record['atsCreatedAt'])
    ? 'stale'
    : null;
}

async function ask(rows: readonly ComparedRow[], options: CompareOptions): Promise<Told> {
  const { resource, client, context, signal } = options;
  const nothing = { candidate: () => undefined, others: [] };
  if (resource === 'candidates') {
    const ids = rows.map(({ ref }) => ref.id);
    const views = await client.candidates.get(context, ids, { signal });
    return {
      ...nothing,
      has: ({ id }) => views.has(id),
      candidate: (id) => views.get(id),
    };
  }
  if ((resource === 'entityAcls' || resource === 'aclAssignees') && options.asksAcls) {
    return { ...nothing, ...(await listedAcls(resource, rows, options)) };
  }
  return { ...nothing, has: () => undefined };
}

/** Candidates LinkedIn knows as somebody else; it is asked again at once, and the ATS told. */
async function otherMatches(
  told: Told,
  sent: readonly ComparedRow[],
  { tenantId, context, resource, matches }: CompareOptions,
): Promise<ComparedRow[]> {
  if (resource !== 'candidates') return [];
  const views = new Map(
    sent.flatMap(({ ref: { id } }): [string, CandidateView][] => {
      const view = told.candidate(id);
      return view === undefined ? [] : [[id, view]];
    }),
  );
  const known = await matches.table.read({ tenantId, context }, [...views.keys()]);
  const others = new Set(
    known.flatMap(({ candidate_id: id, person_urn: person, checked_at: checkedAt }) => {
      const view = views.get(id);
      const named = view?.manualMatchedMember ?? view?.matchedMembers[0] ?? null;
      return checkedAt !== null && named !== person ? [id] : [];
    }),
  );
  await matches.stored.observed({ tenant: tenantId, integrationContext: context }, views);
  return sent.filter(({ ref }) => others.has(ref.id));
}
