/** Which members a search finds. */
import { fold } from '../../state/matching.ts';
import type { Seat } from '../../state/organizations.ts';
import type { Person } from '../../state/people.ts';
import type { SandboxState } from '../../state/store.ts';

export const inAtsFilters = ['any', 'in', 'out'] as const;
export type InAtsFilter = (typeof inAtsFilters)[number];

export interface MemberSearch {
  /** Words in name, headline, place or industry. */
  readonly text: string;
  readonly title: string;
  readonly company: string;
  readonly location: string;
  readonly inAts: InAtsFilter;
}

export const emptySearch: MemberSearch = {
  text: '',
  title: '',
  company: '',
  location: '',
  inAts: 'any',
};

const wordsOf = (text: string): string[] => fold(text).split(' ').filter(Boolean);

const hasAll = (text: string, words: readonly string[]): boolean => {
  if (words.length === 0) return true;
  const folded = fold(text);
  return words.every((word) => folded.includes(word));
};

/** Everybody who fits all that is given; everybody if nothing is. */
export function findMembers(state: SandboxState, viewer: Seat, search: MemberSearch): Person[] {
  const { text, inAts } = search;
  const title = wordsOf(search.title);
  const company = wordsOf(search.company);
  const location = wordsOf(search.location);
  const people =
    wordsOf(text).length === 0
      ? [...state.members.values()]
      : state.members.search(text, Number.POSITIVE_INFINITY);
  const context = viewer.organization;
  const isKnown = state.integrations.isEnabledAt(context, 'IN_ATS_INDICATOR');
  return people.filter(
    (person) =>
      hasAll(person.currentTitle, title) &&
      hasAll(person.currentCompany, company) &&
      hasAll(person.location, location) &&
      (inAts === 'any' ||
        !isKnown ||
        state.candidates.matchedWith(context, person.personUrn).length > 0 === (inAts === 'in')),
  );
}
