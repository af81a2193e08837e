/** The demo's customer as partner and LinkedIn know it; keys and secrets are new on each start. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import { serverAddress, type Addresses } from './addresses.ts';

export const customerId = 'kestrel';
export const organization = 'urn:li:organization:4820915';

export interface Customer {
  /** How the partner's backend knows the customer: an entry of `configTenants`. */
  readonly tenant: {
    readonly id: string;
    readonly name: string;
    readonly origins: [string];
    readonly keys: [{ kid: string; alg: 'ES256'; jwk: JWK }];
    readonly linkedIn: LinkedInSettings;
  };
  /** What the ATS signs contexts with. */
  readonly signingKey: { readonly kid: string; readonly jwk: JWK };
}

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

export function createCustomer({ origins, ports }: Addresses): Customer {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = `${customerId}-1`;
  const api = serverAddress(ports.sandbox);
  const publicJwk = pair.publicKey.export({ format: 'jwk' });
  return {
    signingKey: { kid, jwk: pair.privateKey.export({ format: 'jwk' }) },
    tenant: {
      id: customerId,
      name: 'Kestrel Instruments',
      origins: [origins.ats],
      keys: [{ kid, alg: 'ES256', jwk: publicJwk }],
      linkedIn: {
        clientId: '77kestreldemo',
        clientSecret: randomBytes(18).toString('base64url'),
        generation: 'v2',
        apiBaseUrl: api,
        oauthTokenUrl: `${api}/oauth/v2/accessToken`,
        scriptUrl: `${origins.sandbox}/xdoor/scripts/in.js`,
        extensionUrl: `${origins.sandbox}/rsc/extensions/profile-widget`,
        organizations: [organization],
      },
    },
  };
}

/** Who can sign in at LinkedIn's stand-in. Ids are opaque: they stand in addresses. */
export const linkedInAccounts = {
  recruiter: {
    id: 'a4f81c07',
    name: 'Ingrid Solberg',
    email: 'ingrid.solberg@example.com',
    seat: true,
    organization,
  },
  secondRecruiter: {
    id: 'c93e5d2b',
    name: 'Daniel Achterberg',
    email: 'daniel.achterberg@example.com',
    seat: true,
    organization,
  },
  memberWithoutSeat: {
    id: 'e17b60fa',
    name: 'Yusuf Demir',
    email: 'yusuf.demir@example.com',
    seat: false,
    organization,
  },
} as const;
