/** What the backend answers about a customer's integrations, for tests. */
import type { IntegrationsAnswer, IntegrationView } from '../../protocol/integrations.ts';

const changedAtMs = Date.parse('2026-03-02T10:00:00Z');

export const integrationOf = (changes: Partial<IntegrationView> = {}): IntegrationView => ({
  context: 'urn:li:organization:5',
  type: 'PROFILE_PLUGIN',
  tenantType: 'RECRUITER',
  name: 'Fieldbook - Acme: Profile widget',
  rawStatus: 'ENABLED',
  state: 'enabled',
  next: { action: 'none', by: 'nobody' },
  changedAtMs,
  ...changes,
});

const enable = { action: 'enable_in_recruiter', by: 'recruiter_admin' } as const;

/** One integration in each state. */
const integrations: IntegrationView[] = [
  integrationOf(),
  integrationOf({
    type: 'IN_ATS_INDICATOR',
    rawStatus: 'CONFIGURED',
    state: 'configured',
    next: enable,
  }),
  integrationOf({
    type: 'ONE_CLICK_EXPORT',
    name: null,
    rawStatus: 'REQUESTED',
    state: 'requested',
    next: { action: 'wait_for_configuration', by: 'partner' },
  }),
  integrationOf({
    type: 'CSA_API',
    context: 'urn:li:contract:77',
    rawStatus: 'DISABLED',
    state: 'disabled',
    next: { action: 'enable_again', by: 'recruiter_admin' },
  }),
  integrationOf({
    type: 'APPLY_CONNECT',
    name: null,
    rawStatus: null,
    state: 'none',
    next: { action: 'request', by: 'customer_admin' },
  }),
  integrationOf({
    type: 'BRAND_NEW_TYPE',
    rawStatus: 'ON_HOLD',
    state: 'unknown',
    next: { action: 'ask_partner', by: 'partner' },
  }),
];

export const answerOf = (changes: Partial<IntegrationsAnswer> = {}): IntegrationsAnswer => ({
  integrations,
  settings: { jobAvailability: 'PRIVATE_TO_ATS_INTEGRATION', viewers: 'all' },
  problem: null,
  lastEventId: 7,
  plugin: {
    // Nothing listens there, so LinkedIn's part stays in its outlines.
    url: 'http://127.0.0.1:9/plugin',
    apiKey: '77abc',
    supportedBundledIntegrationTypes: ['RECRUITER_SYSTEM_CONNECT_COMPANY'],
  },
  ...changes,
});
