/**
 * Members who are easily taken for one another. In a population large enough they occur by
 * themselves; a small one needs them on purpose, since a match that is wrong or missing is what
 * systems around LinkedIn have to cope with.
 */
import type { Person } from '../state/people.ts';

/** What the members of a group have in common besides their name. */
export const likenesses = ['job', 'phone', 'email', 'name'] as const;
export type Likeness = (typeof likenesses)[number];

export interface Doubles {
  readonly likeness: Likeness;
  /** Taken from the population. */
  readonly original: Person;
  /** Members made to resemble the original. */
  readonly doubles: readonly Person[];
}

/**
 * Makes doubles of some people, one or two of each.
 * @param people whose doubles are made: each likeness in turn
 */
export const createDoubles = (people: readonly Person[]): Doubles[] =>
  people.map((original, index) => {
    const likeness = likenesses[index % likenesses.length] ?? 'name';
    const count = 1 + (Math.floor(index / likenesses.length) % 2);
    return {
      likeness,
      original,
      doubles: Array.from({ length: count }, (_, number) => double(original, likeness, number + 2)),
    };
  });

function double(original: Person, likeness: Likeness, number: number): Person {
  const id = `${original.id}-${String(number)}`;
  const own: Person = {
    ...original,
    id,
    personUrn: `${original.personUrn}_${String(number)}`,
    profileUrl: `https://www.linkedin.com/in/${id}`,
    emails: [`${id}@example.com`],
    phones: [`+1 555 01${String(number).padStart(2, '0')}`],
    connections: original.connections + number,
  };
  switch (likeness) {
    // As two engineers of one name in one company: name, company and title do not tell them apart.
    case 'job':
      return own;
    // As parent and child: one line at home.
    case 'phone':
      return { ...withOtherJob(own), phones: original.phones };
    // As a couple: one address for both.
    case 'email':
      return { ...withOtherJob(own), emails: original.emails };
    case 'name':
      return withOtherJob(own);
  }
}

function withOtherJob(person: Person): Person {
  const currentTitle = 'Volunteer Coordinator';
  const currentCompany = 'Open Table Network';
  return {
    ...person,
    currentTitle,
    currentCompany,
    headline: `${currentTitle} at ${currentCompany}`,
    industry: 'Non-profit Organizations',
    experience: person.experience.map((position, index) =>
      index === 0 ? { ...position, title: currentTitle, company: currentCompany } : position,
    ),
  };
}
