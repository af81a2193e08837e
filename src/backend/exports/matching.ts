/** Whose candidate an exported member is, and by what that was recognised. */
import type { StubProfile } from '../../linkedin/index.ts';
import type { MatchReason } from '../../protocol/exports.ts';
import type { AtsSink, SinkCandidate } from './ports.ts';
import { keysOf } from './profile-keys.ts';

export interface Suggestion {
  readonly candidateId: string;
  readonly reason: MatchReason;
}

export type Match =
  | { readonly found: 'nobody' }
  | { readonly found: 'one'; readonly candidateId: string; readonly reason: MatchReason }
  | {
      readonly found: 'unsure';
      /** `other_member`: who fits is known to be somebody else at LinkedIn. */
      readonly why: 'several_matches' | 'other_member';
      readonly suggestions: readonly Suggestion[];
    };

const maxSuggestions = 20;

/**
 * Asks the ATS key by key. The first key that finds anybody decides: one candidate is the one, several
 * are a question for a person. Whoever the ATS knows to be another member is not the one; with the
 * same address or profile that is a contradiction, which a person has to look at, while of people with
 * the same name and company there may be two.
 * @param known candidate of an earlier export of the same member, if there is one
 */
export async function matchOf(
  sink: Pick<AtsSink, 'find' | 'candidate'>,
  tenant: string,
  profile: StubProfile,
  known: string | null,
): Promise<Match> {
  // The ATS may be slow to find what it has just been given.
  if (known !== null && (await sink.candidate(tenant, known)) !== null) {
    return { found: 'one', candidateId: known, reason: 'person' };
  }
  const contradictions: Suggestion[] = [];
  for (const key of keysOf(profile)) {
    const reason = key.by;
    const found = unique(await sink.find(tenant, key));
    const others = found.filter((candidate) => isOther(candidate, profile.member));
    const fits = found.filter((candidate) => !others.includes(candidate));
    const [first] = fits;
    if (first !== undefined && fits.length === 1) {
      return { found: 'one', candidateId: first.id, reason };
    }
    if (fits.length > 1) {
      return {
        found: 'unsure',
        why: 'several_matches',
        suggestions: fits.slice(0, maxSuggestions).map(({ id }) => ({ candidateId: id, reason })),
      };
    }
    if (reason === 'name_company') continue;
    for (const { id } of others) {
      if (contradictions.every(({ candidateId }) => candidateId !== id)) {
        contradictions.push({ candidateId: id, reason });
      }
    }
  }
  return contradictions.length === 0
    ? { found: 'nobody' }
    : {
        found: 'unsure',
        why: 'other_member',
        suggestions: contradictions.slice(0, maxSuggestions),
      };
}

const isOther = ({ personUrn }: SinkCandidate, member: string | undefined): boolean =>
  personUrn !== undefined && member !== undefined && personUrn !== member;

const unique = (candidates: readonly SinkCandidate[]): SinkCandidate[] => [
  ...new Map(candidates.map((candidate) => [candidate.id, candidate])).values(),
];
