/**
 * Finds the member a candidate is. LinkedIn documents e-mail as the main signal and phone, profile
 * URL, company and title as what improves the rate [doc]; how it weighs them is not public. Here:
 * a profile URL or an e-mail decides, then phone with name, then name with company and title; two
 * members that fit equally well are no match, because a wrong profile is worse than none [inferred].
 */
import type { CandidateRecord } from '../../linkedin/candidate.ts';
import type { Person } from './people.ts';

export interface Matcher {
  match(record: CandidateRecord): Person | null;
  search(text: string, limit: number): Person[];
}

/** Compares what people typed: case, accents, width and spacing do not count. */
const fold = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();

const digits = (text: string): string => text.replaceAll(/\D/g, '');

/** The part of a profile address that names the member: `…/in/{this}/…`. */
const profileKey = (url: string): string => /\/in\/([^/?#]+)/.exec(fold(url))?.[1] ?? '';

const nameKey = (first: string, last: string): string => `${fold(first)} ${fold(last)}`.trim();

type Index = Map<string, Person[]>;

function indexBy(people: readonly Person[], keysOf: (person: Person) => readonly string[]): Index {
  const index: Index = new Map();
  for (const person of people) {
    for (const key of keysOf(person)) {
      const there = index.get(key);
      if (there === undefined) index.set(key, [person]);
      else there.push(person);
    }
  }
  return index;
}

/** The one member all keys agree on, or null. */
function only(index: Index, keys: readonly string[]): Person | null {
  const found = new Set(keys.flatMap((key) => (key === '' ? [] : (index.get(key) ?? []))));
  const [person] = found;
  return found.size === 1 && person !== undefined ? person : null;
}

export function createMatcher(people: readonly Person[]): Matcher {
  const byProfile = indexBy(people, ({ profileUrl }) => [profileKey(profileUrl)]);
  const byEmail = indexBy(people, ({ emails }) => emails.map(fold));
  const byPhoneAndName = indexBy(people, (person) =>
    person.phones.map((phone) => `${digits(phone)} ${nameKey(person.firstName, person.lastName)}`),
  );
  const byNameAndJob = indexBy(people, (person) => [
    [
      nameKey(person.firstName, person.lastName),
      fold(person.currentCompany),
      fold(person.currentTitle),
    ].join('|'),
  ]);
  const texts = people.map((person) => {
    const { firstName, lastName, headline, location, industry } = person;
    // The first name stands on both sides, so that "last first" reads as well as "first last".
    const text = [firstName, lastName, firstName, headline, location, industry].join(' ');
    return { person, text: fold(text) };
  });

  return {
    match(record) {
      const name = nameKey(record.firstName, record.lastName ?? '');
      const job =
        record.currentCompanyName === undefined || record.currentJobTitle === undefined
          ? ''
          : [name, fold(record.currentCompanyName), fold(record.currentJobTitle)].join('|');
      return (
        only(byProfile, [profileKey(record.linkedInProfileUrl ?? '')]) ??
        only(byEmail, (record.emailAddresses ?? []).map(fold)) ??
        only(
          byPhoneAndName,
          record.phoneNumbers.map(({ number }) => `${digits(number)} ${name}`),
        ) ??
        only(byNameAndJob, [job])
      );
    },

    search(text, limit) {
      const terms = fold(text).split(' ').filter(Boolean);
      if (terms.length === 0) return [];
      const found: Person[] = [];
      for (const { person, text: haystack } of texts) {
        if (!terms.every((term) => haystack.includes(term))) continue;
        found.push(person);
        if (found.length >= limit) break;
      }
      return found;
    },
  };
}
