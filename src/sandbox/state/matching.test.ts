import { describe, expect, it } from 'vitest';
import { candidate } from '../../../test/support/ats-records.ts';
import { SandboxState } from './store.ts';
import { syntheticPeople, type Person } from './people.ts';

const organization = 'urn:li:organization:1';
const people = syntheticPeople({ seed: 3, count: 300 });
const person = people[7]!;
const stateWith = (extra: readonly Person[] = []) =>
  new SandboxState({ people: [...people, ...extra], applications: [], accounts: [] });

const matchOf = (state: SandboxState, changes: Parameters<typeof candidate>[0]) => {
  state.putCandidate(organization, candidate({ emailAddresses: [], ...changes }));
  const match = state.matchOf(organization, 'c-1');
  return match.kind === 'none' ? null : match.person.personUrn;
};

describe('synthetic people', () => {
  it('are the same for the same seed, and the first ones do not depend on how many there are', () => {
    expect(syntheticPeople({ seed: 3, count: 5 })).toEqual(people.slice(0, 5));
    expect(syntheticPeople({ seed: 4, count: 5 })).not.toEqual(people.slice(0, 5));
  });

  it('have addresses and URNs of their own, and names that occur more than once', () => {
    expect(new Set(people.flatMap(({ emails }) => emails)).size).toBe(
      people.flatMap(({ emails }) => emails).length,
    );
    expect(new Set(people.map(({ personUrn }) => personUrn)).size).toBe(people.length);
    expect(
      new Set(people.map(({ firstName, lastName }) => `${firstName} ${lastName}`)).size,
    ).toBeLessThan(people.length);
  });
});

describe('matching', () => {
  it('finds a member by e-mail, whatever its case', () => {
    expect(matchOf(stateWith(), { emailAddresses: [person.emails[0]?.toUpperCase() ?? ''] })).toBe(
      person.personUrn,
    );
  });

  it('finds a member by profile address, with or without www, slash and query', () => {
    for (const url of [
      person.profileUrl,
      `${person.profileUrl}/?trk=x`,
      person.profileUrl.replace('www.', 'de.'),
    ]) {
      expect(matchOf(stateWith(), { linkedInProfileUrl: url })).toBe(person.personUrn);
    }
  });

  it('finds a member by phone and name, and by name, company and title', () => {
    const { firstName, lastName } = person;
    const number = (person.phones[0] ?? '').replaceAll(' ', '-');
    expect(matchOf(stateWith(), { firstName, lastName, phoneNumbers: [{ number }] })).toBe(
      person.personUrn,
    );
    expect(
      matchOf(stateWith(), {
        firstName: firstName.toUpperCase(),
        lastName,
        currentCompanyName: person.currentCompany,
        currentJobTitle: person.currentTitle,
      }),
    ).toBe(person.personUrn);
  });

  it('does not guess: a name alone, or two members that fit, are no match', () => {
    const { firstName, lastName, currentCompany, currentTitle } = person;
    expect(matchOf(stateWith(), { firstName, lastName })).toBeNull();
    const twin = {
      ...person,
      personUrn: 'urn:li:person:twin',
      emails: [],
      phones: [],
      profileUrl: 'https://www.linkedin.com/in/twin',
    };
    expect(
      matchOf(stateWith([twin]), {
        firstName,
        lastName,
        currentCompanyName: currentCompany,
        currentJobTitle: currentTitle,
      }),
    ).toBeNull();
  });

  it('gives way to what a person says, and does not come back after an unlink', () => {
    const state = stateWith();
    const other = people[9]?.personUrn ?? '';
    expect(matchOf(state, { emailAddresses: [person.emails[0] ?? ''] })).toBe(person.personUrn);
    expect(state.link(organization, 'c-1', other)).toBe(true);
    expect(state.matchOf(organization, 'c-1')).toMatchObject({
      kind: 'manual',
      person: { personUrn: other },
    });
    expect(state.unlink(organization, 'c-1')).toBe(other);
    expect(state.matchOf(organization, 'c-1')).toMatchObject({ kind: 'automatic' });
    expect(state.unlink(organization, 'c-1')).toBe(person.personUrn);
    expect(state.matchOf(organization, 'c-1')).toEqual({ kind: 'none' });
    expect(state.unlink(organization, 'c-1')).toBeNull();
    expect(state.link(organization, 'c-1', 'urn:li:person:nobody')).toBe(false);
  });

  it('finds members by words of name, title, company and place, accents or not', () => {
    const state = stateWith();
    const found = state.search({ text: `${person.lastName} ${person.currentCompany}` }, 50);
    expect(found.map(({ personUrn }) => personUrn)).toContain(person.personUrn);
    expect(state.search({ text: '  ' }, 10)).toEqual([]);
    expect(state.search({ text: 'a' }, 3)).toHaveLength(3);
  });
});
