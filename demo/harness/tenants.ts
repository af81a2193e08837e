/**
 * Customers of the backend that the harness plays for elements about candidates. They differ in where
 * their LinkedIn pages come from (each sandbox host name has its own fixed login) and in one case in
 * their origins.
 */
import { generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import type { LinkedInSettings } from '../config/customer.ts';
import type { BackendFault, HarnessOptions, HarnessOrigins, PresetAccount } from './options.ts';

export const tenantNames = [
  'harness',
  'harness-no-seat',
  'harness-signed-out',
  'harness-elsewhere',
] as const;
export type TenantName = (typeof tenantNames)[number];

/** A customer as an entry of `configTenants`. */
export interface PlayedTenant {
  readonly id: string;
  readonly name: string;
  readonly origins: [string];
  readonly keys: [{ kid: string; alg: 'ES256'; jwk: JWK }];
  readonly linkedIn: LinkedInSettings;
}

export interface HarnessTenant {
  readonly config: PlayedTenant;
  readonly kid: string;
  readonly privateJwk: JWK;
}

/** Names of the sandbox's hosts, by who is always signed in there. */
export const loginLabels: Readonly<Record<PresetAccount, string>> = {
  recruiter: 'recruiter',
  administrator: 'admin',
  memberWithoutSeat: 'no-seat',
  nobody: 'signed-out',
};

const logins: Readonly<Record<TenantName, PresetAccount>> = {
  harness: 'recruiter',
  'harness-no-seat': 'memberWithoutSeat',
  'harness-signed-out': 'nobody',
  'harness-elsewhere': 'recruiter',
};

const titles: Readonly<Record<TenantName, string>> = {
  harness: 'Harness',
  'harness-no-seat': 'Harness, member without a seat',
  'harness-signed-out': 'Harness, signed out of LinkedIn',
  'harness-elsewhere': 'Harness, registered for another site',
};

/** Makes the customers with fresh keys; keys live as long as the process. */
export function createTenants(options: HarnessOptions): ReadonlyMap<TenantName, HarnessTenant> {
  return new Map(tenantNames.map((name) => [name, createTenant(name, options)]));
}

function createTenant(name: TenantName, { origins, linkedIn }: HarnessOptions): HarnessTenant {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = `${name}-1`;
  return {
    kid,
    privateJwk: pair.privateKey.export({ format: 'jwk' }),
    config: {
      id: name,
      name: titles[name],
      origins: [name === 'harness-elsewhere' ? 'https://ats.example.com' : origins.harness],
      keys: [{ kid, alg: 'ES256', jwk: pair.publicKey.export({ format: 'jwk' }) }],
      linkedIn: withHost(linkedIn, subdomain(origins.sandbox, loginLabels[logins[name]])),
    },
  };
}

const withHost = (linkedIn: LinkedInSettings, origin: string): LinkedInSettings => ({
  ...linkedIn,
  scriptUrl: moved(linkedIn.scriptUrl, origin),
  extensionUrl: moved(linkedIn.extensionUrl, origin),
});

function moved(address: string, origin: string): string {
  const url = new URL(address);
  return origin + url.pathname + url.search;
}

/** `http://partner.localhost:1` and `slow` give `http://slow.partner.localhost:1`. */
export function subdomain(origin: string, label: string): string {
  const url = new URL(origin);
  return `${url.protocol}//${label}.${url.host}`;
}

const hostOf = (origin: string): string => new URL(origin).host;

/** Host names (with port) of the backend's listener that fail on purpose. */
export const backendAliases = ({ backend }: HarnessOrigins): Record<string, BackendFault> => ({
  [hostOf(subdomain(backend, 'slow'))]: 'slow',
  [hostOf(subdomain(backend, 'down'))]: 'down',
});

/** Host names (with port) of the sandbox, each with the account that is always signed in there. */
export const presetSessions = ({ sandbox }: HarnessOrigins): Record<string, PresetAccount> =>
  Object.fromEntries(
    Object.entries(loginLabels).map(([account, label]) => [
      hostOf(subdomain(sandbox, label)),
      account as PresetAccount,
    ]),
  );
