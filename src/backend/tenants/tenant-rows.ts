/**
 * Tenants as they stand in the store. What is read is judged by the same rules as a configuration
 * file before anybody believes it: rows can be changed by hand, and by other versions.
 */
import * as z from 'zod';
import { StoreError } from '../store/errors.ts';
import {
  address,
  apiVersion,
  clientId,
  contextUrn,
  generation,
  kid,
  origin,
  publicJwk,
  tenantIdField,
  tenantName,
} from './fields.ts';

export const environments = ['development', 'production'] as const;
export type Environment = (typeof environments)[number];

/**
 * - `provisioning`: being set up; nothing is served
 * - `active`
 * - `disabled`: nothing is served, everything is kept
 * - `purged`: left for good; only its id is kept, so that nobody gets it again
 */
export const tenantStatuses = ['provisioning', 'active', 'disabled', 'purged'] as const;
export type TenantStatus = (typeof tenantStatuses)[number];

/** Who sees the jobs that are sent to LinkedIn; the customer chooses. */
export const jobAvailabilities = ['PUBLIC', 'PRIVATE_TO_ATS_INTEGRATION'] as const;
export type JobAvailability = (typeof jobAvailabilities)[number];

/** Whether an event that LinkedIn pushes has to be signed; the default is `if-present`. */
export const signatureRules = ['off', 'if-present', 'required'] as const;
export type SignatureRule = (typeof signatureRules)[number];

const bytes = z.instanceof(Uint8Array);
const validity = { kid, activeFrom: z.date(), retiredAt: z.date().nullable() };

const keyRow = z.discriminatedUnion('alg', [
  z.object({ ...validity, alg: z.literal('ES256'), publicJwk, secret: z.null() }),
  z.object({
    ...validity,
    alg: z.literal('HS256'),
    publicJwk: z.null(),
    secret: bytes,
    secretKeyId: z.string(),
  }),
]);

const applicationRow = z.object({
  developerApplicationUrn: z.string().nullable(),
  clientId: clientId.nullable(),
  clientSecret: bytes.nullable(),
  clientSecretKeyId: z.string().nullable(),
  generation,
  apiVersion: apiVersion.nullable(),
  apiBaseUrl: address.nullable(),
  oauthTokenUrl: address.nullable(),
  scriptUrl: address.nullable(),
  extensionUrl: address.nullable(),
  jsSdkDomains: z.array(z.string()),
  callbackUrls: z.array(z.string()),
  provisionedAt: z.date().nullable(),
});

const tenantRow = z.object({
  id: tenantIdField,
  partnerId: z.string(),
  name: tenantName,
  uniqueForeignId: z.string().min(1).max(255),
  environment: z.enum(environments),
  status: z.enum(tenantStatuses),
  jobAvailability: z.enum(jobAvailabilities),
  company: z.string().nullable(),
  pushSignature: z.enum(signatureRules),
  usesAcls: z.boolean(),
  revision: z.int().positive(),
  createdAt: z.date(),
  updatedAt: z.date(),
  disabledAt: z.date().nullable(),
  purgedAt: z.date().nullable(),
  application: applicationRow.nullable(),
  origins: z.array(z.object({ origin })),
  keys: z.array(keyRow),
  contexts: z.array(
    z.object({
      urn: contextUrn,
      kind: z.enum(['organization', 'contract']),
      name: z.string().nullable(),
    }),
  ),
});

/** A tenant with all that belongs to it; its secrets are still sealed. */
export type TenantRow = z.infer<typeof tenantRow>;

/** @throws StoreError `store_row_invalid`, which names the field and not what is in it */
export function parseTenantRow(found: unknown): TenantRow {
  const parsed = tenantRow.safeParse(found);
  if (parsed.success) return parsed.data;
  const field = `tenants.${(parsed.error.issues[0]?.path ?? []).map(String).join('.')}`;
  throw new StoreError('store_row_invalid', `A tenant in the store is not valid: ${field}`, {
    field,
  });
}
