/** Brings customers to where the demo begins, by the same calls as any partner. */
import type { Kit } from 'rsc-embed/backend';
import { contracts, organization } from './customer.ts';
import type { NewInstance } from './instances.ts';

/** Makes a customer that has requested everything of Recruiter System Connect. */
export async function onboardConnected(kit: Kit, { customer }: NewInstance): Promise<void> {
  await kit.customers.create(customer);
  const { problem } = await kit.integrations.requested(
    customer.id,
    requestedBy(organization, contracts),
  );
  if (problem !== null) throw problem;
}

const ofCompany = ['IN_ATS_INDICATOR', 'ONE_CLICK_EXPORT', 'PROFILE_PLUGIN'] as const;

/** What LinkedIn's plugin delivers when somebody requests all of it for these contracts. */
export const requestedBy = (company: string, chosen: readonly { readonly urn: string }[]) => [
  ...ofCompany.map((type) => integration(company, type)),
  ...chosen.map(({ urn }) => integration(urn, 'CSA_API')),
];

const integration = (
  integrationContext: string,
  integrationType: (typeof ofCompany)[number] | 'CSA_API',
) => ({ integrationContext, integrationType, tenantType: 'RECRUITER', dataProvider: 'ATS' });
