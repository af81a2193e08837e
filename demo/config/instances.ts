/** Instances of the ATS: each is a customer of the partner by itself, with a key of its own. */
import { generateKeyPairSync } from 'node:crypto';
import type { NewCustomer } from 'rsc-embed/backend';
import type { Instance } from '../ats/index.ts';
import { customerId, testInstanceId } from './customer.ts';

export interface NewInstance {
  readonly instance: Instance;
  /** What the partner is told of it. */
  readonly customer: NewCustomer & { readonly id: string };
}

/** The one that people work with, and the one that nobody has connected yet. */
export const createInstances = (
  origin: string,
): { readonly main: NewInstance; readonly test: NewInstance } => ({
  main: createInstance(customerId, 'Kestrel Instruments', 'production', origin),
  test: createInstance(testInstanceId, 'Kestrel, test', 'development', origin),
});

function createInstance(
  tenant: string,
  name: string,
  environment: NewCustomer['environment'],
  origin: string,
): NewInstance {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = `${tenant}-1`;
  const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
  return {
    instance: { tenant, name, signingKey: { kid, jwk: pair.privateKey.export({ format: 'jwk' }) } },
    customer: {
      id: tenant,
      name,
      uniqueForeignId: tenant,
      environment,
      // Both belong to one company, which has its contracts at LinkedIn once.
      company: customerId,
      domains: [origin],
      key: { kid, jwk: { kty: 'EC', crv: 'P-256', x, y } },
    },
  };
}
