/**
 * Rediscovered candidates: people who applied to the customer before and may fit a job now ("past
 * applicants" spotlight). How LinkedIn chooses them is not public; here words decide that the new
 * job's title shares with the job they applied for or the work they do [inferred].
 */
import type { Candidates } from './candidates.ts';
import type { StoredJob } from './jobs.ts';
import { joinKey } from './keys.ts';
import type { Seat } from './organizations.ts';
import type { Person } from './people.ts';
import type { AtsRecords, Stored } from './records.ts';
import type { Visibility } from './visibility.ts';

export interface RediscoveredCandidate {
  readonly person: Person;
  readonly candidateId: string;
  /** Words of the job's title that speak for the candidate, from what the viewer may see. */
  readonly sharedWords: readonly string[];
  /** Earlier applications for other jobs, which the viewer may see. */
  readonly applications: readonly Stored<'applications'>[];
}

export interface RediscoveryParts {
  readonly candidates: Candidates;
  readonly records: AtsRecords;
  readonly visibility: Visibility;
}

/** @param limit how many at most; those who share most words come first */
export function rediscover(
  { candidates, records, visibility }: RediscoveryParts,
  viewer: Seat,
  { context, record: job }: StoredJob,
  limit: number,
): RediscoveredCandidate[] {
  const wanted = [...wordsOf(job.title)];
  // Many people applied for the same jobs and hold the same titles.
  const sharedWith = new Map<string, readonly string[]>();
  const sharedOf = (text: string): readonly string[] => {
    const before = sharedWith.get(text);
    if (before !== undefined) return before;
    const known = wordsOf(text);
    const shared = wanted.filter((word) => known.has(word));
    sharedWith.set(text, shared);
    return shared;
  };
  const sharedByAll = (texts: readonly string[]): string[] => {
    const shared = new Set(texts.flatMap(sharedOf));
    return wanted.filter((word) => shared.has(word));
  };
  const scores = new Map<string, number>();
  for (const { record } of records.applicationsByContext.values(context)) {
    if (record.candidateId === undefined || record.jobPostingId === job.id) continue;
    const stored = candidates.get(context, record.candidateId);
    if (stored === null) continue;
    const { currentJobTitle = '' } = stored.record;
    const shared = sharedByAll([record.jobPostingName, currentJobTitle]).length;
    if (shared === 0) continue;
    scores.set(record.candidateId, Math.max(shared, scores.get(record.candidateId) ?? 0));
  }
  const found: RediscoveredCandidate[] = [];
  for (const [candidateId] of [...scores].sort(([, a], [, b]) => b - a)) {
    const applications = records.applicationsByCandidate.values(joinKey(context, candidateId));
    // Who has applied for this very job is an applicant, not rediscovered.
    if (applications.some(({ record }) => record.jobPostingId === job.id)) continue;
    const visible = applications.filter((stored) => visibility.maySeeApplication(viewer, stored));
    const match = candidates.matchOf(context, candidateId);
    if (visible.length === 0 || match.kind === 'none') continue;
    const title = candidates.get(context, candidateId)?.record.currentJobTitle ?? '';
    found.push({
      person: match.person,
      candidateId,
      sharedWords: sharedByAll([title, ...visible.map(({ record }) => record.jobPostingName)]),
      applications: visible,
    });
    if (found.length >= limit) break;
  }
  return found;
}

const wordsOf = (text: string): Set<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}+#]{3,}/gu) ?? []);
