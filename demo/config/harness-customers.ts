/**
 * The harness's customers whose settings are shown: a company of their own, each with an application
 * and with integrations as far as they are to be. Made when somebody looks at them.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Kit } from 'rsc-embed/backend';
import { tenantRecords, type Store } from 'rsc-embed/backend/store';
import type { Sandbox, SandboxOrganization } from 'rsc-embed/sandbox';
import type { HarnessCustomer } from '../harness/index.ts';
import type { LinkedInSettings } from './customer.ts';
import { exportSome } from './harness-exports.ts';
import { requestedBy } from './onboard.ts';

const organization = 'urn:li:organization:4820990';
const contracts = [
  { urn: 'urn:li:contract:482099001', name: 'Harness Recruiter North' },
  { urn: 'urn:li:contract:482099002', name: 'Harness Recruiter South' },
] as const;

export const harnessCompany: SandboxOrganization = {
  urn: organization,
  name: 'Harness Works',
  contracts,
};

/** Administers all of it. */
export const harnessAdministrator = {
  id: 'b7d20e46',
  name: 'Hanne Lindqvist',
  email: 'hanne.lindqvist@example.com',
  seat: true,
  organization,
  contract: contracts[0].urn,
  otherContracts: [contracts[1].urn],
} as const;

export interface HarnessCustomersParts {
  readonly kit: Kit;
  readonly store: Store;
  readonly sandbox: Sandbox;
  readonly linkedIn: LinkedInSettings;
  readonly customers: readonly HarnessCustomer[];
}

/** @returns brings the customer of that id to where it has to stand; does nothing for others */
export function createPreparation(parts: HarnessCustomersParts): (id: string) => Promise<void> {
  const prepared = new Map<string, Promise<void>>();
  return async (id) => {
    const customer = parts.customers.find((one) => one.id === id);
    if (customer === undefined) return;
    const pending = prepared.get(id) ?? prepare(customer, parts);
    prepared.set(id, pending);
    try {
      await pending;
    } catch (error) {
      prepared.delete(id);
      throw error;
    }
  };
}

async function prepare(
  { id, name, origin, key, linkedIn: host, stands }: HarnessCustomer,
  { kit, store, sandbox, linkedIn }: HarnessCustomersParts,
): Promise<void> {
  const { customer } = await kit.customers.create({
    ...{ id, name, key },
    uniqueForeignId: id,
    environment: 'development',
    company: 'harness',
    domains: [origin],
  });
  const at = (address: string): string => host + new URL(address).pathname;
  await tenantRecords(store, { actor: 'harness' }).setApplication(id, {
    scriptUrl: at(linkedIn.scriptUrl),
    extensionUrl: at(linkedIn.extensionUrl),
  });
  await findApplicants(id, kit);
  if (stands === 'nothing') return;
  const { state, controls } = sandbox;
  const clientId = customer.application?.clientId ?? '';
  if (stands === 'refused') {
    state.applications.change(clientId, { validJsSdkDomains: [] });
    return;
  }
  if (stands === 'requested') {
    controls.faults.add({
      ...{ route: '/v2/atsIntegrations', method: 'POST', application: clientId },
      ...{ after: 0, times: null, probability: 1, seed: 1 },
      effect: { kind: 'status', status: 400, applied: false },
    });
  }
  // What the administrator does in LinkedIn's plugin, and then in Recruiter.
  const requested = requestedBy(organization, contracts);
  for (const one of requested) state.integrations.request(clientId, one, state.now());
  await kit.integrations.requested(id, requested);
  const all = () => state.integrations.of(clientId);
  if (stands === 'enabled' || stands === 'disabled') {
    state.integrations.switch(all(), true, state.now());
    await kit.integrations.refresh(id);
  }
  if (stands === 'enabled') {
    const [{ urn: own }] = contracts;
    await exportSome({ tenant: id, clientId, organization, contract: own, kit, sandbox });
  }
  if (stands === 'disabled') {
    state.integrations.switch(all(), false, state.now());
    await kit.integrations.refresh(id);
  }
}

/** Waits until the customer's past applicants can be found. */
async function findApplicants(id: string, { rediscovery }: Kit): Promise<void> {
  await rediscovery?.read(id);
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await rediscovery?.status(id))?.readUntil !== null) return;
    await delay(20);
  }
}
