/**
 * What `npm run sandbox` starts with: a partner, three of its customers with contracts, seats and
 * applications, and LinkedIn's members. Ids follow from the seed; secrets do not.
 */
import { rscIntegrationTypes } from '../../linkedin/records/integration.ts';
import type { PartnerApplication } from '../state/applications.ts';
import { syntheticPeople, type Person } from '../state/people.ts';
import type {
  SandboxAccount,
  SandboxApplication,
  SandboxOrganization,
  Seed,
} from '../state/seed.ts';
import { createDoubles, type Doubles } from './ambiguous-members.ts';

export interface StandardSeedOptions {
  /** Any whole number, 0 or more; the same number gives the same people and ids. */
  readonly seed?: number;
  /** Members of LinkedIn in all, 0 or more; holders of seats always come on top of none. */
  readonly members?: number;
}

export interface StandardSeed extends Required<Seed> {
  readonly seed: number;
  /** Members that are made from the seed, and are not among `extraMembers`. */
  readonly members: number;
  readonly customers: readonly StandardCustomer[];
}

/** A customer as the partner knows it. */
export interface StandardCustomer {
  readonly uniqueForeignId: string;
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly organization: string;
  readonly contracts: readonly string[];
}

interface Plan {
  readonly uniqueForeignId: string;
  readonly name: string;
  readonly contracts: readonly string[];
  readonly isEnabled: boolean;
}

const plans: readonly Plan[] = [
  {
    uniqueForeignId: 'halden',
    name: 'Halden Instruments',
    contracts: ['Halden Europe', 'Halden Americas'],
    isEnabled: true,
  },
  {
    uniqueForeignId: 'brightwater',
    name: 'Brightwater Foods',
    contracts: ['Brightwater Recruiting'],
    isEnabled: true,
  },
  // Provisioned and asked for, but nobody has switched anything on in Recruiter yet.
  {
    uniqueForeignId: 'quillon',
    name: 'Quillon Media',
    contracts: ['Quillon Recruiting'],
    isEnabled: false,
  },
];
const seatsPerContract = 3;
/** One in so many members has doubles. */
const peoplePerDouble = 200;
/** So many have doubles at least, if there are that many members at all. */
const fewestDoubles = 8;
/** Where plugins may be embedded until the partner says otherwise. */
const validJsSdkDomains = ['http://localhost:3000', 'http://localhost:8080'];

/** Makes a seed for `createSandbox`; each has secrets of its own. */
export function createStandardSeed(options: StandardSeedOptions = {}): StandardSeed {
  const { seed = 1, members = 5_000 } = options;
  const partner: PartnerApplication = {
    clientId: '77partnersandbox',
    clientSecret: secret(),
    name: 'Sandbox partner',
  };
  const organizations = plans.map((plan, index) => organizationOf(plan, seed, index));
  const recruiters = recruitersOf(organizations, seed);
  const doubles = doublesOf(seed, members - recruiters.length).flatMap((group) => group.doubles);
  const customers = plans.map((plan, index): StandardCustomer => {
    const { urn, contracts = [] } = organizations[index] ?? { urn: '' };
    return {
      uniqueForeignId: plan.uniqueForeignId,
      name: plan.name,
      clientId: `77${plan.uniqueForeignId}sandbox`,
      clientSecret: secret(),
      organization: urn,
      contracts: contracts.map((contract) => contract.urn),
    };
  });
  return {
    seed,
    members: Math.max(0, members - recruiters.length - doubles.length),
    partners: [partner],
    organizations,
    extraMembers: [...recruiters.map(({ person }) => person), ...doubles],
    applications: customers.map((customer, index) =>
      applicationOf(customer, partner, plans[index]?.isEnabled ?? false),
    ),
    accounts: recruiters.map(({ account }) => account),
    customers,
  };
}

/** Members of the population made by `seed` who have doubles, with those. */
export function doublesOf(seed: number, members: number): Doubles[] {
  const wanted = Math.max(fewestDoubles, Math.floor(members / peoplePerDouble));
  // With their doubles they must not be more than there are members, nor most of them.
  const count = Math.max(0, Math.min(wanted, Math.floor(members / 10)));
  return createDoubles(syntheticPeople({ seed, count }));
}

function organizationOf(
  { name, contracts }: Plan,
  seed: number,
  index: number,
): SandboxOrganization {
  const id = 5_100_000 + (seed % 10_000) * 10 + index + 1;
  return {
    urn: `urn:li:organization:${String(id)}`,
    name,
    contracts: contracts.map((contract, number) => ({
      urn: `urn:li:contract:${String(id)}0${String(number + 1)}`,
      name: contract,
    })),
  };
}

interface Recruiter {
  readonly person: Person;
  readonly account: SandboxAccount;
}

/** Holders of seats: members like others, with a seat in the order they come. */
function recruitersOf(organizations: readonly SandboxOrganization[], seed: number): Recruiter[] {
  const contracts = organizations.flatMap(({ urn, name, contracts: own = [] }) =>
    own.map((contract) => ({ contract: contract.urn, organization: urn, employer: name })),
  );
  // Of another seed than the population, so that nobody is both.
  const count = contracts.length * seatsPerContract;
  return syntheticPeople({ seed: seed + 500_009, count }).map((person, index) => {
    const { contract, organization, employer } = contracts[
      Math.floor(index / seatsPerContract)
    ] ?? { contract: '', organization: '', employer: '' };
    const isAdmin = index % seatsPerContract === 0;
    const title = isAdmin ? 'Head of Talent Acquisition' : 'Recruiter';
    return {
      person: {
        ...person,
        currentTitle: title,
        currentCompany: employer,
        headline: `${title} at ${employer}`,
        industry: 'Human Resources Services',
        experience: person.experience.map((position, place) =>
          place === 0 ? { ...position, title, company: employer } : position,
        ),
      },
      account: {
        id: person.id,
        name: `${person.firstName} ${person.lastName}`,
        email: `${person.id}@${employer.split(' ')[0]?.toLowerCase() ?? 'mail'}.example`,
        personUrn: person.personUrn,
        seat: true,
        organization,
        contract,
        roles: isAdmin ? ['ADMIN_SEAT', 'SOURCER_ADD_PROSPECT'] : ['SOURCER_ADD_PROSPECT'],
      },
    };
  });
}

const applicationOf = (
  { uniqueForeignId, name, clientId, clientSecret, organization, contracts }: StandardCustomer,
  partner: PartnerApplication,
  isEnabled: boolean,
): SandboxApplication => ({
  clientId,
  clientSecret,
  name: `Sandbox ATS - ${name}`,
  organizations: [organization],
  contracts,
  validJsSdkDomains,
  enabledIntegrations: isEnabled ? rscIntegrationTypes : [],
  requestedIntegrations: isEnabled ? [] : rscIntegrationTypes,
  partner: partner.clientId,
  uniqueForeignId,
});

/** 32 letters and digits nobody can guess. */
function secret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', 'A')
    .replaceAll('/', 'B');
}
