/**
 * The state of an integration. The documentation calls the field `onboardingStatus`, a third party
 * `status`; its values are not listed [unknown]. The raw text is kept, and only what plainly says
 * enabled counts as enabled.
 */
import { isRaw, msOf, pick, textOf, type Raw } from './tolerant.ts';

export interface Integration {
  readonly integrationContext: string | undefined;
  readonly integrationType: string | undefined;
  readonly tenantType: string | undefined;
  readonly integrationName: string | undefined;
  /** As LinkedIn said it. */
  readonly status: string | undefined;
  readonly isEnabled: boolean;
  readonly changedAtMs: number | undefined;
  readonly raw: Raw;
}

export function readIntegration(raw: unknown): Integration {
  const element = isRaw(raw) ? raw : {};
  const status = textOf(pick(element, 'onboardingStatus', 'status'));
  return {
    integrationContext: textOf(pick(element, 'integrationContext')),
    integrationType: textOf(pick(element, 'integrationType')),
    tenantType: textOf(pick(element, 'tenantType')),
    integrationName: textOf(pick(element, 'integrationName')),
    status,
    isEnabled: status?.toUpperCase() === 'ENABLED',
    changedAtMs: msOf(pick(element, 'lastModified', 'lastModifiedAt', 'changedAt')),
    raw: element,
  };
}
