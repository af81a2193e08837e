/** What may be said about a candidate, from what LinkedIn says and what we did ourselves. */
import type { CandidateActivity, CandidateStatus } from '../../protocol/routes.ts';
import type { CandidateView } from '../../linkedin/index.ts';
import type { Observation } from './reader.ts';
import type { CandidateHistory } from './store.ts';

const matchOf = (view: CandidateView | null): CandidateStatus['match'] => {
  if (view?.manualMatchedMember !== undefined) return 'manual';
  return (view?.matchedMembers.length ?? 0) > 0 ? 'automatic' : 'none';
};

/** The status of one candidate. */
export function statusOf(
  candidateId: string,
  { view, observedAtMs }: Observation,
  history: CandidateHistory | undefined,
): CandidateStatus {
  if (view === null) return { candidateId, synced: false, match: 'none', observedAtMs };
  return {
    candidateId,
    synced: true,
    // LinkedIn keeps no time of arrival. Without a record of our own, the version it holds is the
    // best there is: the record was sent at that time or later.
    syncedAtMs: history?.sentAtMs ?? view.atsLastModifiedAt,
    match: matchOf(view),
    observedAtMs,
  };
}

/**
 * What is known to have happened, newest first; what has no known time stands first, because it
 * describes the present. Nothing is listed that neither LinkedIn nor our own record tells.
 */
export function activitiesOf(
  { view }: Observation,
  history: CandidateHistory | undefined,
): CandidateActivity[] {
  if (view === null) return [];
  const links = history?.links ?? [];
  const match = matchOf(view);
  const undated: CandidateActivity[] = [];
  // Linked elsewhere, or before our record began.
  if (match === 'manual' && links[0]?.action !== 'linked') undated.push({ kind: 'linked' });
  if (match === 'automatic') undated.push({ kind: 'matched' });
  if (history?.sentAtMs === undefined) undated.push({ kind: 'synced' });
  return [...undated, ...datedActivitiesOf(view, history)];
}

export type DatedActivity = CandidateActivity & { readonly atMs: number };

/** What is known to have happened when, newest first, whether LinkedIn has the candidate or not. */
export function datedActivitiesOf(
  view: CandidateView | null,
  history: CandidateHistory | undefined,
): DatedActivity[] {
  const dated: DatedActivity[] = (history?.links ?? []).map(({ action, atMs }) => ({
    kind: action,
    atMs,
  }));
  if (history?.sentAtMs !== undefined) dated.push({ kind: 'synced', atMs: history.sentAtMs });
  if (view !== null) dated.push({ kind: 'created', atMs: view.atsCreatedAt });
  return dated.sort((a, b) => b.atMs - a.atMs);
}

/** Person URNs of the members a candidate is, as LinkedIn sees it. */
export function membersOf(view: CandidateView | null): readonly string[] {
  if (view === null) return [];
  return view.manualMatchedMember === undefined ? view.matchedMembers : [view.manualMatchedMember];
}
