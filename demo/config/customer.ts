/** The demo's customer as partner and LinkedIn know it; secrets are new on each start. */
import { randomBytes } from 'node:crypto';
import type { SandboxApplication, SandboxOrganization } from 'rsc-embed/sandbox';
import { serverAddress, type Addresses } from './addresses.ts';

/** The instance that people work with, and the one that nobody has connected yet. */
export const customerId = 'kestrel';
export const testInstanceId = 'kestrel-test';

export const organization = 'urn:li:organization:4820915';
export const contracts = [
  { urn: 'urn:li:contract:482091501', name: 'Kestrel Recruiter Europe' },
  { urn: 'urn:li:contract:482091502', name: 'Kestrel Recruiter Americas' },
] as const;

export const company: SandboxOrganization = {
  urn: organization,
  name: 'Kestrel Instruments',
  contracts,
};

/** One application of the customer at LinkedIn, as a backend has to know it. */
export interface LinkedInSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly generation: 'v2';
  readonly apiBaseUrl: string;
  readonly oauthTokenUrl: string;
  readonly scriptUrl: string;
  readonly extensionUrl: string;
  readonly organizations: readonly [string];
}

/** The partner's own application, which provisions those of customers. */
export interface ParentApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
}

export const atsName = 'Fieldbook';

export const createParentApplication = (): ParentApplication => ({
  clientId: '77fieldbookparent',
  clientSecret: secret(),
  name: atsName,
});

export function createLinkedInSettings({ origins, ports }: Addresses): LinkedInSettings {
  const api = serverAddress(ports.sandbox);
  return {
    clientId: '77kestreldemo',
    clientSecret: secret(),
    generation: 'v2',
    apiBaseUrl: api,
    oauthTokenUrl: `${api}/oauth/v2/accessToken`,
    scriptUrl: `${origins.sandbox}/xdoor/scripts/in.js`,
    extensionUrl: `${origins.sandbox}/rsc/extensions/profile-widget`,
    organizations: [organization],
  };
}

/**
 * LinkedIn has known this application since before the demo starts, with everything switched on: the
 * customer is an old one, and its client id stands in pages it has written for LinkedIn's `in.js`.
 */
export const knownApplication = (
  { clientId, clientSecret }: LinkedInSettings,
  parent: ParentApplication,
): SandboxApplication => ({
  clientId,
  clientSecret,
  name: `${atsName} - ${company.name}`,
  organizations: [organization],
  // The backend tells them.
  validJsSdkDomains: [],
  partner: parent.clientId,
  uniqueForeignId: customerId,
});

/** Who can sign in at LinkedIn's stand-in. Ids are opaque: they stand in addresses. */
export const linkedInAccounts = {
  recruiter: {
    id: 'a4f81c07',
    name: 'Ingrid Solberg',
    email: 'ingrid@kestrel.example',
    seat: true,
    organization,
    contract: contracts[0].urn,
    otherContracts: [contracts[1].urn],
  },
  secondRecruiter: {
    id: 'c93e5d2b',
    name: 'Daniel Achterberg',
    email: 'daniel@kestrel.example',
    seat: true,
    organization,
    contract: contracts[0].urn,
  },
  memberWithoutSeat: {
    id: 'e17b60fa',
    name: 'Yusuf Demir',
    email: 'yusuf@kestrel.example',
    seat: false,
    organization,
  },
} as const;

function secret(): string {
  return randomBytes(18).toString('base64url');
}
