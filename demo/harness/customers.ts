/**
 * Customers that have to be in the backend's store, because the settings show how their integrations
 * stand. They differ in that, and in the sandbox host their LinkedIn pages come from.
 */
import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import type { JWK } from 'jose';
import type { HarnessOrigins } from './options.ts';
import { loginLabels, subdomain } from './tenants.ts';

export const customerNames = [
  'harness-new',
  'harness-new-markup',
  'harness-new-signed-out',
  'harness-new-no-seat',
  'harness-new-refused',
  'harness-new-down',
  'harness-requested',
  'harness-configured',
  'harness-enabled',
  'harness-disabled',
] as const;
export type CustomerName = (typeof customerNames)[number];

/**
 * How far a customer has come at LinkedIn: nothing is requested; the same, and its application names
 * no domains, so that LinkedIn's plugin refuses; requested, and LinkedIn takes no name of an
 * integration; waiting for the Recruiter administrator; switched on; switched on and off again.
 */
export type Standing = 'nothing' | 'refused' | 'requested' | 'configured' | 'enabled' | 'disabled';

/** What whoever starts the harness makes of a customer; see `index.ts`. */
export interface HarnessCustomer {
  readonly id: CustomerName;
  readonly name: string;
  /** Of the pages that embed elements. */
  readonly origin: string;
  readonly key: { readonly kid: string; readonly jwk: { kty: 'EC'; crv: 'P-256' } & Coordinates };
  /** Where its LinkedIn pages come from. */
  readonly linkedIn: string;
  readonly stands: Standing;
}

interface Coordinates {
  readonly x: string;
  readonly y: string;
}

export interface KeptCustomer {
  readonly customer: HarnessCustomer;
  readonly kid: string;
  readonly privateJwk: JWK;
}

const plans: Readonly<
  Record<CustomerName, { name: string; stands: Standing; host: keyof typeof loginLabels | 'down' }>
> = {
  'harness-new': { name: 'Harness, new', stands: 'nothing', host: 'administrator' },
  'harness-new-markup': { name: 'Harness, markup', stands: 'nothing', host: 'administrator' },
  'harness-new-signed-out': { name: 'Harness, signed out', stands: 'nothing', host: 'nobody' },
  'harness-new-no-seat': { name: 'Harness, no seat', stands: 'nothing', host: 'memberWithoutSeat' },
  'harness-new-refused': { name: 'Harness, refused', stands: 'refused', host: 'administrator' },
  'harness-new-down': { name: 'Harness, not reached', stands: 'nothing', host: 'down' },
  'harness-requested': { name: 'Harness, requested', stands: 'requested', host: 'administrator' },
  'harness-configured': { name: 'Harness, ready', stands: 'configured', host: 'administrator' },
  'harness-enabled': { name: 'Harness, on', stands: 'enabled', host: 'administrator' },
  'harness-disabled': { name: 'Harness, off', stands: 'disabled', host: 'administrator' },
};

/** Makes the customers with fresh keys. */
export function createCustomers(origins: HarnessOrigins): ReadonlyMap<CustomerName, KeptCustomer> {
  return new Map(customerNames.map((name) => [name, createCustomer(name, origins)]));
}

function createCustomer(id: CustomerName, origins: HarnessOrigins): KeptCustomer {
  const { name, stands, host } = plans[id];
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = `${id}-1`;
  const { x = '', y = '' }: JsonWebKey = pair.publicKey.export({ format: 'jwk' });
  return {
    kid,
    privateJwk: pair.privateKey.export({ format: 'jwk' }),
    customer: {
      ...{ id, name, stands },
      origin: origins.harness,
      key: { kid, jwk: { kty: 'EC', crv: 'P-256', x, y } },
      linkedIn: subdomain(origins.sandbox, host === 'down' ? host : loginLabels[host]),
    },
  };
}

/** Host name (with port) of the sandbox's listener that drops every connection. */
export const deadLinkedIn = ({ sandbox }: HarnessOrigins): string =>
  new URL(subdomain(sandbox, 'down')).host;
