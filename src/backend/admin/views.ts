/** Rows as the admin API shows them: times as texts, and nothing that is secret. */
import type * as z from 'zod';
import type { CallbackRecord } from '../onboarding/callback-tokens.ts';
import { nextStepOf } from '../onboarding/integration-states.ts';
import type { PurgeReceipt } from '../onboarding/purge.ts';
import type { CreatedCustomer } from '../onboarding/renewals.ts';
import type { AuditEntry } from '../store/audit.ts';
import type { ConfigurationRecord, IntegrationRecord } from '../tenants/integration-records.ts';
import type { TenantRecord } from '../tenants/tenant-records.ts';
import type {
  auditList,
  callbackList,
  configurationList,
  createdCustomer,
  CustomerView,
  integrationAdminView,
  receiptView,
} from './schemas.ts';

const iso = (date: Date): string => date.toISOString();
const isoOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;

/** @param origin public origin of the backend, for the snippet */
export function customerViewOf(customer: TenantRecord, origin: string): CustomerView {
  const { application } = customer;
  return {
    id: customer.id,
    name: customer.name,
    uniqueForeignId: customer.uniqueForeignId,
    environment: customer.environment,
    status: customer.status,
    domains: [...customer.origins],
    contexts: customer.contexts.map(({ urn }) => urn),
    keys: customer.keys.map(({ kid, alg, activeFrom, retiredAt }) => ({
      kid,
      alg,
      activeFrom: iso(activeFrom),
      retiredAt: isoOrNull(retiredAt),
    })),
    application:
      application === null
        ? null
        : {
            developerApplicationUrn: application.developerApplicationUrn,
            clientId: application.clientId,
            hasClientSecret: application.hasClientSecret,
            jsSdkDomains: application.jsSdkDomains,
            provisionedAt: isoOrNull(application.provisionedAt),
          },
    jobAvailability: customer.jobAvailability,
    usesAcls: customer.usesAcls,
    pushSignature: customer.pushSignature,
    // Ids are letters, digits, "_", "." and "-": nothing that markup would take otherwise.
    embedSnippet: `<script async src="${origin}/rsc/embed.js" data-tenant="${customer.id}"></script>`,
    createdAt: iso(customer.createdAt),
    updatedAt: iso(customer.updatedAt),
  };
}

export function createdViewOf(
  { customer, privateKey }: CreatedCustomer,
  origin: string,
): z.infer<typeof createdCustomer> {
  return {
    customer: customerViewOf(customer, origin),
    privateKey:
      privateKey === null
        ? null
        : {
            kid: privateKey.kid,
            alg: privateKey.alg,
            jwk: JSON.parse(privateKey.jwk.reveal()) as NonNullable<
              z.infer<typeof createdCustomer>['privateKey']
            >['jwk'],
          },
  };
}

export const integrationViewOf = (
  integration: IntegrationRecord,
): z.infer<typeof integrationAdminView> => ({
  context: integration.context,
  type: integration.type,
  tenantType: integration.tenantType,
  name: integration.name,
  rawStatus: integration.rawStatus,
  state: integration.state,
  next: nextStepOf(integration),
  changedAt: iso(integration.changedAt),
  checkedAt: isoOrNull(integration.checkedAt),
});

export const configurationViewOf = (
  configuration: ConfigurationRecord,
): z.infer<typeof configurationList>['items'][number] => ({
  context: configuration.context,
  type: configuration.type,
  tenantType: configuration.tenantType,
  key: configuration.key,
  value: configuration.value,
  updatedAt: iso(configuration.updatedAt),
  confirmedAt: isoOrNull(configuration.confirmedAt),
});

export const callbackViewOf = (
  callback: CallbackRecord,
): z.infer<typeof callbackList>['items'][number] => ({
  shown: callback.shown,
  createdAt: iso(callback.createdAt),
  validatedAt: isoOrNull(callback.validatedAt),
  endsAt: isoOrNull(callback.endsAt),
});

export const receiptViewOf = (receipt: PurgeReceipt): z.infer<typeof receiptView> => ({
  id: receipt.id,
  tenantId: receipt.tenantId,
  requestedAt: iso(receipt.requestedAt),
  completedAt: isoOrNull(receipt.completedAt),
  deletedHere: { ...receipt.deletedHere },
  deletedAtLinkedIn: { ...receipt.deletedAtLinkedIn },
});

export const auditViewOf = ({
  id,
  at,
  actor,
  action,
  details,
}: AuditEntry): z.infer<typeof auditList>['items'][number] => ({
  id,
  at: iso(at),
  actor,
  action,
  details,
});
