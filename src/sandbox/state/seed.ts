/** What a new sandbox starts with: the partner, customers with their applications, and accounts. */
import {
  isContractType,
  rscIntegrationTypes,
  type IntegrationType,
} from '../../linkedin/records/integration.ts';
import type { PartnerApplication } from './applications.ts';
import type { IntegrationRef } from './integrations.ts';
import type { Person } from './people.ts';
import type { SandboxState } from './store.ts';

/** A customer of LinkedIn; those whom an application or account names come by themselves. */
export interface SandboxOrganization {
  /** `urn:li:organization:…` */
  readonly urn: string;
  readonly name: string;
  /** One contract, if none are named. */
  readonly contracts?: readonly { readonly urn: string; readonly name: string }[];
}

/** A customer's (child) application. */
export interface SandboxApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  /** Integration contexts, `urn:li:organization:…`. */
  readonly organizations: readonly string[];
  /** All contracts of the organizations unless told otherwise. */
  readonly contracts?: readonly string[];
  /** Origins on which the plugins may be embedded; compared exactly. */
  readonly validJsSdkDomains: readonly string[];
  /** All of RSC's unless told otherwise. */
  readonly enabledIntegrations?: readonly IntegrationType[];
  /** What the customer has asked for and nobody has switched on yet; nothing unless told. */
  readonly requestedIntegrations?: readonly IntegrationType[];
  /** Client id of the partner's application it belongs to. */
  readonly partner?: string;
  readonly uniqueForeignId?: string;
}

/** Somebody who can sign in to the sandbox. */
export interface SandboxAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** A member of this URN is made if there is none. */
  readonly personUrn?: string;
  /** Whether the person holds a Recruiter seat. */
  readonly seat: boolean;
  readonly organization: string;
  /** Contract of the seat; the organization's first one unless told otherwise. */
  readonly contract?: string;
  /** Contracts of the organization on which the person has a seat as well. */
  readonly otherContracts?: readonly string[];
  /** The first of a contract is its administrator unless told otherwise. */
  readonly roles?: readonly string[];
}

/** An account as the sandbox keeps it. */
export interface StoredAccount extends SandboxAccount {
  readonly personUrn: string;
  /** URN of the seat, or null. */
  readonly seatUrn: string | null;
}

export interface Seed {
  readonly partners?: readonly PartnerApplication[];
  readonly organizations?: readonly SandboxOrganization[];
  /** Members besides the population. */
  readonly extraMembers?: readonly Person[];
  readonly applications: readonly SandboxApplication[];
  readonly accounts: readonly SandboxAccount[];
}

/** Puts a seed into an empty state. */
export function plant(state: SandboxState, seed: Seed): void {
  for (const partner of seed.partners ?? []) {
    state.applications.partners.set(partner.clientId, partner);
  }
  for (const organization of seed.organizations ?? []) addOrganization(state, organization);
  for (const person of seed.extraMembers ?? []) state.members.join(person);
  for (const application of seed.applications) addApplication(state, application);
  for (const account of seed.accounts) addAccount(state, account);
}

/** Adds a customer, with a contract if it names none. */
export function addOrganization(state: SandboxState, organization: SandboxOrganization): void {
  const { urn, name } = organization;
  const id = urn.slice(urn.lastIndexOf(':') + 1);
  const contracts = organization.contracts ?? [
    { urn: `urn:li:contract:${id}01`, name: `${name} Recruiter` },
  ];
  state.organizations.add({ urn, name });
  for (const contract of contracts) {
    state.organizations.addContract({ ...contract, organization: urn });
  }
}

function needOrganization(state: SandboxState, urn: string, name: string): void {
  if (state.organizations.get(urn) === undefined) addOrganization(state, { urn, name });
}

/** Adds a customer's application with its integrations switched on. */
export function addApplication(state: SandboxState, application: SandboxApplication): void {
  const { organizations, contracts, enabledIntegrations, requestedIntegrations, ...seed } =
    application;
  for (const urn of organizations) needOrganization(state, urn, application.name);
  const { clientId } = state.applications.create(
    { ...seed, partner: seed.partner ?? null, uniqueForeignId: seed.uniqueForeignId ?? null },
    state.now(),
  );
  const contractUrns =
    contracts ??
    organizations.flatMap((urn) => state.organizations.contractsOf(urn).map(({ urn }) => urn));
  const refsOf = (types: readonly IntegrationType[]): IntegrationRef[] =>
    types.flatMap((integrationType) =>
      (isContractType(integrationType) ? contractUrns : organizations).map(
        (integrationContext) => ({
          integrationContext,
          integrationType,
          tenantType: integrationType === 'PREMIUM_JOB_POSTING' ? 'JOBS' : 'RECRUITER',
        }),
      ),
    );
  for (const ref of refsOf(enabledIntegrations ?? rscIntegrationTypes)) {
    state.integrations.enable(clientId, ref, application.name, state.now());
  }
  for (const ref of refsOf(requestedIntegrations ?? [])) {
    state.integrations.request(clientId, ref, state.now());
  }
}

/** Adds somebody who can sign in, as a member and with a seat if the account has one. */
export function addAccount(state: SandboxState, account: SandboxAccount): StoredAccount {
  needOrganization(state, account.organization, account.name);
  const personUrn = account.personUrn ?? `urn:li:person:${memberId(account.id)}`;
  const [firstName = account.name, ...others] = account.name.split(' ');
  const lastName = others.join(' ');
  if (!state.members.has(personUrn)) {
    state.members.join(colleague(account, personUrn, firstName, lastName));
  }
  const first =
    account.contract ?? state.organizations.contractsOf(account.organization)[0]?.urn ?? '';
  const seats = (account.seat ? [first, ...(account.otherContracts ?? [])] : []).map((contract) => {
    const isFirst = state.organizations.seatsOf(contract).length === 0;
    return state.organizations.addSeat(
      {
        contract,
        personUrn,
        firstName,
        lastName,
        email: account.email,
        roles:
          account.roles ??
          (isFirst ? ['ADMIN_SEAT', 'SOURCER_ADD_PROSPECT'] : ['SOURCER_ADD_PROSPECT']),
      },
      state.now(),
    );
  });
  const seatUrn = seats[0]?.urn ?? null;
  const stored: StoredAccount = { ...account, personUrn, seatUrn };
  state.accounts.set(account.id, stored);
  return stored;
}

/** Ids of accounts may hold what a URN must not. */
const memberId = (id: string): string => `seat_${id.replaceAll(/[^A-Za-z0-9_-]/g, '_')}`;

function colleague(
  { email }: SandboxAccount,
  personUrn: string,
  firstName: string,
  lastName: string,
): Person {
  const id = personUrn.slice(personUrn.lastIndexOf(':') + 1);
  return {
    id,
    personUrn,
    firstName,
    lastName,
    headline: 'Recruiter',
    currentTitle: 'Recruiter',
    currentCompany: '',
    location: '',
    country: '',
    industry: 'Human Resources',
    connections: 500,
    emails: [email],
    phones: [],
    profileUrl: `https://www.linkedin.com/in/${id}`,
    summary: '',
    experience: [],
    education: [],
    skills: [],
    locale: 'en',
  };
}
