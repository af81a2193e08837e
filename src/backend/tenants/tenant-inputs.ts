/** What may be said about a tenant when it is made or changed. Unknown fields are refused. */
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { explainIssues } from '../explain-issues.ts';
import {
  address,
  apiVersion,
  clientId,
  clientSecret,
  contextUrn,
  generation,
  origin,
  tenantIdField,
  tenantKey,
  tenantName,
} from './fields.ts';
import { Secret } from './secret.ts';
import { environments, jobAvailabilities, signatureRules } from './tenant-rows.ts';

const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

export const originList = z
  .array(origin)
  .max(100)
  .refine(unique, { error: 'must not list an origin twice' });

export const contextList = z
  .array(contextUrn)
  .max(100)
  .refine(unique, { error: 'must not list an integration context twice' });

export const newTenant = z.strictObject({
  /** Shown in script tags and signed contexts; made up if left out. */
  id: tenantIdField.default(() => `t${randomBytes(9).toString('hex')}`),
  partnerId: z.string().min(1).max(64).default('default'),
  name: tenantName,
  uniqueForeignId: z.string().min(1).max(255),
  environment: z.enum(environments),
  jobAvailability: z.enum(jobAvailabilities).default('PRIVATE_TO_ATS_INTEGRATION'),
  company: z.string().min(1).max(255).nullable().default(null),
  pushSignature: z.enum(signatureRules).default('if-present'),
  usesAcls: z.boolean().default(false),
  origins: originList.default([]),
  contexts: contextList.default([]),
});
export type NewTenant = z.input<typeof newTenant>;

export const tenantChange = z.strictObject({
  name: tenantName.exactOptional(),
  jobAvailability: z.enum(jobAvailabilities).exactOptional(),
  pushSignature: z.enum(signatureRules).exactOptional(),
  usesAcls: z.boolean().exactOptional(),
});
export type TenantChange = z.input<typeof tenantChange>;

export const signingKey = tenantKey;
export type SigningKey = z.input<typeof signingKey>;

const secret = z
  .union([z.instanceof(Secret), z.string().transform((text) => new Secret(text))])
  .refine((value) => clientSecret.safeParse(value.reveal()).success, {
    error: 'must be 1 to 500 characters',
  });

/** Null puts a field back to what LinkedIn's is by default, or to nothing. */
export const applicationChange = z.strictObject({
  developerApplicationUrn: z
    .string()
    .max(200)
    .regex(/^urn:li:[A-Za-z]+:[A-Za-z0-9_()-]+$/, { error: 'must be a URN' })
    .nullable()
    .exactOptional(),
  clientId: clientId.nullable().exactOptional(),
  clientSecret: secret.exactOptional(),
  generation: generation.exactOptional(),
  apiVersion: apiVersion.nullable().exactOptional(),
  apiBaseUrl: address.nullable().exactOptional(),
  oauthTokenUrl: address.nullable().exactOptional(),
  scriptUrl: address.nullable().exactOptional(),
  extensionUrl: address.nullable().exactOptional(),
  jsSdkDomains: z.array(origin).max(100).exactOptional(),
  callbackUrls: z.array(address).max(100).exactOptional(),
  provisionedAt: z.date().nullable().exactOptional(),
});
export type ApplicationChange = z.input<typeof applicationChange>;

/** @throws TypeError that names each field that is wrong, never its value */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new TypeError(`Not valid:\n${explainIssues(parsed.error)}`);
  return parsed.data;
}
