/**
 * Finds the member a candidate is. LinkedIn documents e-mail as the main signal and phone, profile
 * URL, company and title as what improves the rate [doc]; how it weighs them is not public. Here:
 * a profile URL or an e-mail decides, then phone with name, then name with company and title; two
 * members that fit equally well are no match, because a wrong profile is worse than none [inferred].
 */
import type { Person } from './people.ts';

/** What a candidate's record says that matching looks at. */
export interface Matchable {
  readonly firstName: string;
  readonly lastName?: string | undefined;
  readonly emailAddresses?: readonly string[] | undefined;
  readonly phoneNumbers: readonly { readonly number: string }[];
  readonly linkedInProfileUrl?: string | undefined;
  readonly currentCompanyName?: string | undefined;
  readonly currentJobTitle?: string | undefined;
}

export interface Matcher {
  add(person: Person): void;
  remove(person: Person): void;
  match(candidate: Matchable): Person | null;
  search(text: string, limit: number): Person[];
}

/** Printable ASCII, its spaces single and inside. */
const isSimple = (text: string): boolean =>
  /^(?:[!-~]+ )*[!-~]*$/.test(text) && !text.endsWith(' ');

/** Compares what people typed: case, accents, width and spacing do not count. */
export const fold = (text: string): string =>
  // Most texts are simple, and there are a million of them for a large population.
  isSimple(text)
    ? text.toLowerCase()
    : text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();

const digits = (text: string): string => text.replaceAll(/\D/g, '');

/** The part of a profile address that names the member: `…/in/{this}/…`. */
const profileKey = (url: string): string => /\/in\/([^/?#]+)/.exec(fold(url))?.[1] ?? '';

const nameKey = (first: string, last: string): string => `${fold(first)} ${fold(last)}`.trim();

/** People by each of a few texts that point at them. */
class Index {
  /** A list only where there are several: most texts point at one person. */
  readonly #people = new Map<string, Person | readonly Person[]>();
  readonly #textsOf: (person: Person) => readonly string[];

  constructor(textsOf: (person: Person) => readonly string[]) {
    this.#textsOf = textsOf;
  }

  add(person: Person): void {
    for (const text of this.#textsOf(person)) {
      const there = this.#at(text);
      this.#people.set(text, there.length === 0 ? person : [...there, person]);
    }
  }

  remove(person: Person): void {
    for (const text of this.#textsOf(person)) {
      const left = this.#at(text).filter(({ personUrn }) => personUrn !== person.personUrn);
      if (left.length === 0) this.#people.delete(text);
      else this.#people.set(text, left);
    }
  }

  /** The one member all texts agree on, or null. */
  only(texts: readonly string[]): Person | null {
    let found: Person | null = null;
    for (const text of texts) {
      for (const person of text === '' ? [] : this.#at(text)) {
        if (found !== null && found !== person) return null;
        found = person;
      }
    }
    return found;
  }

  #at(text: string): readonly Person[] {
    const there = this.#people.get(text);
    if (there === undefined) return nobody;
    return 'personUrn' in there ? [there] : there;
  }
}

const nobody: readonly Person[] = [];

const jobKey = (name: string, company: string, title: string): string =>
  [name, fold(company), fold(title)].join('|');

/** The first name stands on both sides, so that "last first" reads as well as "first last". */
const textOf = ({ firstName, lastName, headline, location, industry }: Person): string =>
  fold([firstName, lastName, firstName, headline, location, industry].join(' '));

export function createMatcher(people: readonly Person[]): Matcher {
  const byProfile = new Index(({ profileUrl }) => [profileKey(profileUrl)]);
  const byEmail = new Index(({ emails }) => emails.map(fold));
  const byPhoneAndName = new Index(({ phones, firstName, lastName }) =>
    phones.map((phone) => `${digits(phone)} ${nameKey(firstName, lastName)}`),
  );
  const byNameAndJob = new Index(({ firstName, lastName, currentCompany, currentTitle }) => [
    jobKey(nameKey(firstName, lastName), currentCompany, currentTitle),
  ]);
  const indexes = [byProfile, byEmail, byPhoneAndName, byNameAndJob];
  const all = new Map<string, Person>();
  /** What `search` looks at, made when it is first asked. */
  const texts = new WeakMap<Person, string>();

  const matcher: Matcher = {
    add(person) {
      for (const index of indexes) index.add(person);
      all.set(person.personUrn, person);
    },

    remove(person) {
      for (const index of indexes) index.remove(person);
      all.delete(person.personUrn);
    },

    match(candidate) {
      const name = nameKey(candidate.firstName, candidate.lastName ?? '');
      const { currentCompanyName: company, currentJobTitle: title } = candidate;
      const job = company === undefined || title === undefined ? '' : jobKey(name, company, title);
      return (
        byProfile.only([profileKey(candidate.linkedInProfileUrl ?? '')]) ??
        byEmail.only((candidate.emailAddresses ?? []).map(fold)) ??
        byPhoneAndName.only(
          candidate.phoneNumbers.map(({ number }) => `${digits(number)} ${name}`),
        ) ??
        byNameAndJob.only([job])
      );
    },

    search(text, limit) {
      const terms = fold(text).split(' ').filter(Boolean);
      if (terms.length === 0) return [];
      const found: Person[] = [];
      for (const person of all.values()) {
        const haystack = texts.get(person) ?? textOf(person);
        if (!texts.has(person)) texts.set(person, haystack);
        if (!terms.every((term) => haystack.includes(term))) continue;
        found.push(person);
        if (found.length >= limit) break;
      }
      return found;
    },
  };
  for (const person of people) matcher.add(person);
  return matcher;
}
