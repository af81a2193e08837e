/** Exports as people see them. What LinkedIn and the ATS wrote is cut to size, never rewritten. */
import type { StubProfile } from '../../linkedin/index.ts';
import type { ExistingCandidate, ExportedPerson, ExportView } from '../../protocol/exports.ts';
import { atsId } from '../../protocol/ids.ts';
import type { ExportRow } from './export-rows.ts';
import type { SinkCandidate } from './ports.ts';
import { webUrl } from './profile-keys.ts';
import type { StoredProfile } from './stored-profile.ts';

const maxText = 2_000;
const maxSummary = 20_000;
const maxTexts = 100;

/** By code points, so that no character is cut in two. */
function cut(text: string, most = maxText): string {
  if (text.length <= most) return text;
  return [...text.slice(0, most * 2)].slice(0, most).join('').toWellFormed();
}
const textOf = (text: string | undefined): string | null =>
  text === undefined || text === '' ? null : cut(text);
const textsOf = (texts: readonly string[]): string[] =>
  texts.slice(0, maxTexts).map((text) => cut(text));
const idOf = (id: string | null): string | null =>
  id !== null && atsId.safeParse(id).success ? id : null;

/** @param stored what is kept of the member; null if nothing is */
export function exportViewOf(row: ExportRow, stored: StoredProfile | null): ExportView {
  const isFetched = stored !== null;
  return {
    id: row.id,
    cursor: row.cursor,
    state: row.state,
    receivedAtMs: row.receivedAt.getTime(),
    person: isFetched ? personOf(stored.profile) : null,
    job:
      row.jobId === null
        ? null
        : { id: row.jobId, title: textOf(stored?.jobTitle ?? undefined), state: row.jobState },
    exporter: isFetched
      ? { userId: idOf(row.exporterUser), name: textOf(stored.exporterName ?? undefined) }
      : null,
    outcome: row.outcome,
    reason: row.reason,
    candidateId: idOf(row.candidateId),
    applicationId: idOf(row.applicationId),
    hasResume: row.resumeKeyId !== null,
    suggestions: row.suggestions.filter(({ candidateId }) => idOf(candidateId) !== null),
    notices: [...row.notices],
    link: row.attachment,
    working: row.plan,
    decidedBy: idOf(row.decidedBy),
    canUndo: canUndo(row),
  };
}

export const canUndo = ({ state, plan }: ExportRow): boolean =>
  plan === null && (state === 'delivered' || state === 'dismissed');

function personOf(profile: StubProfile): ExportedPerson {
  const { firstName = '', lastName = '', summary } = profile;
  return {
    name: cut([firstName, lastName].filter((part) => part !== '').join(' ')),
    headline: textOf(profile.headline),
    location: textOf(profile.locationName),
    company: textOf(profile.employerNames[0]),
    title: textOf(profile.jobTitle),
    profileUrl: webUrl(profile.profileUrl),
    emailAddresses: textsOf(profile.emailAddresses),
    phoneNumbers: textsOf(profile.phoneNumbers),
    skills: textsOf(profile.skills),
    summary: summary === undefined || summary === '' ? null : cut(summary, maxSummary),
  };
}

/** @param member person URN of the exported member, if it is known */
export function existingOf(
  candidate: SinkCandidate,
  member: string | undefined,
): ExistingCandidate {
  const { personUrn } = candidate;
  const isKnown = personUrn !== undefined && member !== undefined;
  return {
    id: candidate.id,
    name: cut(candidate.name),
    headline: textOf(candidate.headline),
    location: textOf(candidate.location),
    company: textOf(candidate.company),
    title: textOf(candidate.title),
    profileUrl: webUrl(candidate.profileUrl),
    emailAddresses: textsOf(candidate.emailAddresses ?? []),
    phoneNumbers: textsOf(candidate.phoneNumbers ?? []),
    member: isKnown ? (personUrn === member ? 'same' : 'other') : 'unknown',
  };
}
