import { describe, expect, it } from 'vitest';
import { rscIntegrationTypes } from '../../linkedin/records/integration.ts';
import { SandboxState } from '../state/store.ts';
import { createStandardSeed, doublesOf } from './standard.ts';

describe('the standard seed', () => {
  it('has three customers, the first with two contracts, each with three seats and an administrator', () => {
    const seed = createStandardSeed({ members: 100 });
    const state = new SandboxState(seed);
    expect(seed.customers.map(({ contracts }) => contracts.length)).toEqual([2, 1, 1]);
    for (const { organization, contracts } of seed.customers) {
      const known = state.organizations.contractsOf(organization).map(({ urn }) => urn);
      expect(known).toEqual(contracts);
      for (const contract of contracts) {
        const seats = state.organizations.seatsOf(contract);
        expect(seats.map(({ roles }) => roles.includes('ADMIN_SEAT'))).toEqual([
          true,
          false,
          false,
        ]);
        for (const { personUrn } of seats) expect(state.members.has(personUrn)).toBe(true);
      }
    }
  });

  it('has everything switched on for two customers, and only asked for by the third', () => {
    const seed = createStandardSeed({ members: 100 });
    const state = new SandboxState(seed);
    const statuses = seed.customers.map(({ clientId }) =>
      state.integrations
        .of(clientId)
        .map(({ integrationType, onboardingStatus }) => [integrationType, onboardingStatus]),
    );
    const all = (status: string) => rscIntegrationTypes.map((type) => [type, status]);
    expect(statuses).toEqual([
      [...all('ENABLED'), ['CSA_API', 'ENABLED']],
      all('ENABLED'),
      all('REQUESTED'),
    ]);
  });

  it('has new secrets each time, and the same ids and people', () => {
    const [one, two] = [createStandardSeed({ seed: 4 }), createStandardSeed({ seed: 4 })];
    const secrets = [
      ...one.applications,
      ...one.partners,
      ...two.applications,
      ...two.partners,
    ].map(({ clientSecret }) => clientSecret);
    expect(new Set(secrets).size).toBe(8);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(one.accounts).toEqual(two.accounts);
    expect(one.extraMembers).toEqual(two.extraMembers);
    expect(one.organizations).toEqual(two.organizations);
    const other = createStandardSeed({ seed: 5 });
    expect(other.organizations).not.toEqual(one.organizations);
    expect(other.accounts).not.toEqual(one.accounts);
  });

  it.each([100, 1_000, 5_000])('has %i members in all, if asked for as many', (members) => {
    expect(new SandboxState(createStandardSeed({ members })).members.size).toBe(members);
  });

  it('has holders of seats even without other members', () => {
    expect(new SandboxState(createStandardSeed({ members: 0 })).members.size).toBe(12);
  });

  it('has members who cannot be told apart by what they share', () => {
    const state = new SandboxState(createStandardSeed({ members: 1_000 }));
    const groups = doublesOf(1, 1_000);
    expect(new Set(groups.map(({ likeness }) => likeness)).size).toBe(4);
    for (const { likeness, original, doubles } of groups) {
      const { firstName, lastName, currentCompany, currentTitle, emails, phones } = original;
      const known = { firstName, lastName, phoneNumbers: [] };
      const byShared = {
        job: { ...known, currentCompanyName: currentCompany, currentJobTitle: currentTitle },
        phone: { ...known, phoneNumbers: phones.map((number) => ({ number })) },
        email: { ...known, emailAddresses: emails },
        name: known,
      }[likeness];
      expect(state.members.match(byShared)).toBeNull();
      for (const person of [original, ...doubles]) {
        const byAddress = { ...known, linkedInProfileUrl: person.profileUrl };
        expect(state.members.match(byAddress)?.personUrn).toBe(person.personUrn);
      }
    }
  });
});
