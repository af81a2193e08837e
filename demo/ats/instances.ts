/**
 * Instances of the ATS that the customer runs. To the partner each is a customer by itself, with an
 * application of its own at LinkedIn, and to the ATS each has a key of its own for contexts.
 */
import type { JWK } from 'jose';

export interface Instance {
  /** Id of the customer at the partner. */
  readonly tenant: string;
  readonly name: string;
  /** Private key that signs contexts. */
  readonly signingKey: { readonly kid: string; readonly jwk: JWK };
}

export interface Instances {
  /** In the order in which they came; the first is the one that people work with. */
  all(): readonly Instance[];
  byTenant(tenant: string): Instance | null;
  add(instance: Instance): void;
}

export function createInstances(known: readonly Instance[]): Instances {
  const instances = new Map(known.map((instance) => [instance.tenant, instance]));
  return {
    all: () => [...instances.values()],
    byTenant: (tenant) => instances.get(tenant) ?? null,
    add(instance) {
      instances.set(instance.tenant, instance);
    },
  };
}
