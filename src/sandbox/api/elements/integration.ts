/**
 * An integration as the API tells it. `onboardingStatus` is documented, its values are not, nor is
 * the time of the last change [unknown].
 */
import type { Generation } from '../../../linkedin/form.ts';
import type { Integration } from '../../state/integrations.ts';

export const integrationElement = (
  integration: Integration,
  generation: Generation,
): Record<string, unknown> => ({
  integrationContext: integration.integrationContext,
  integrationType: integration.integrationType,
  tenantType: integration.tenantType,
  ...(generation === 'v2' ? { dataProvider: 'ATS' } : {}),
  ...(integration.integrationName === null ? {} : { integrationName: integration.integrationName }),
  onboardingStatus: integration.onboardingStatus,
  createdAt: integration.requestedAtMs,
  lastModifiedAt: integration.changedAtMs,
});
