/** Brings customers to where the demo begins, by the same calls as any partner. */
import type { Kit } from 'rsc-embed/backend';
import { contracts, organization } from './customer.ts';
import type { NewInstance } from './instances.ts';

/** Makes a customer that has requested everything of Recruiter System Connect. */
export async function onboardConnected(kit: Kit, { customer }: NewInstance): Promise<void> {
  await kit.customers.create(customer);
  const { problem } = await kit.integrations.requested(customer.id, requested);
  if (problem !== null) throw problem;
}

/** What LinkedIn's plugin delivers when somebody requests all there is. */
const requested = [
  ...['IN_ATS_INDICATOR', 'ONE_CLICK_EXPORT', 'PROFILE_PLUGIN'].map((integrationType) => ({
    integrationContext: organization,
    integrationType,
    tenantType: 'RECRUITER',
    dataProvider: 'ATS',
  })),
  ...contracts.map(({ urn }) => ({
    integrationContext: urn,
    integrationType: 'CSA_API',
    tenantType: 'RECRUITER',
    dataProvider: 'ATS',
  })),
];
