/** Who applies at the demo's customer: people whom the sandbox has among its members. */
import { syntheticPeople } from 'rsc-embed/sandbox';
import type { Person } from '../ats/index.ts';

export const candidateCount = 1_000;

const yearOf = (month: string): number => Number(month.slice(0, 4));

/** The same people on each start. */
export const createPeople = (): readonly Person[] =>
  syntheticPeople({ count: candidateCount }).map((person) => ({
    firstName: person.firstName,
    lastName: person.lastName,
    email: person.emails[0] ?? '',
    phone: person.phones[0],
    location: person.location,
    profileUrl: person.profileUrl,
    summary: person.summary,
    positions: person.experience.map(({ title, company, from, to }) => ({
      title,
      company,
      startYear: yearOf(from),
      endYear: to === null ? undefined : yearOf(to),
    })),
    schools: person.education.map(({ school, degree, to }) => ({ school, degree, endYear: to })),
    skills: person.skills,
  }));
