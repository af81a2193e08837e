import type { LinkedInClient } from 'rsc-embed/linkedin';

/** With the partner's own application: one application for each instance of a customer. */
export async function provision(partner: LinkedInClient, uniqueForeignId: string) {
  const known = await partner.provisioning.credentials(uniqueForeignId);
  if (known !== null) return known;
  const urn = await partner.provisioning.create({
    uniqueForeignId,
    name: 'Fieldbook - Kestrel',
    description: 'Kestrel Instruments, production',
    validJsSdkDomains: ['https://plugin.partner.example.com'],
  });
  await partner.provisioning.update(urn, {
    validJsSdkDomains: ['https://plugin.partner.example.com', 'https://ats.example.com'],
  });
  return partner.provisioning.credentials(uniqueForeignId);
}

/** With the customer's application: names it, says where events go and who sees jobs. */
export async function configure(linkedIn: LinkedInClient, integrationContext: string) {
  const key = { integrationContext, integrationType: 'ONE_CLICK_EXPORT' } as const;
  await linkedIn.integrations.setName(key, 'Fieldbook, Kestrel Instruments');
  await linkedIn.integrations.configure(key, [
    { key: 'CALLBACK_URL', value: 'https://partner.example.com/rsc/push/r4nd0m' },
    { key: 'JOB_POSTING_VIEWERS', value: 'ALL_PRODUCT_USERS' },
  ]);
  const [integration] = await linkedIn.integrations.get([key]);
  return integration?.isEnabled ?? false;
}
