/** Integrations of a customer, their configurations, and the applications they run under [doc]. */
import * as z from 'zod';
import { contractUrn, externalId, integrationContextUrn, line, webUrl } from './common.ts';

/** Integration types the documentation names; those of RSC first [doc integration-types]. */
export const integrationTypes = [
  'IN_ATS_INDICATOR',
  'ONE_CLICK_EXPORT',
  'PROFILE_PLUGIN',
  'CSA_API',
  'RECOMMENDED_MATCHES',
  'UNIFIED_SEARCH',
  'APPLY_CONNECT',
  'APPLY_WITH_LINKEDIN',
  'CRM_CSA_API',
  'CRM_ONE_CLICK_EXPORT',
  'IN_CRM_INDICATOR',
  'PREMIUM_JOB_POSTING',
] as const;
export const integrationType = z.enum(integrationTypes);
export type IntegrationType = z.infer<typeof integrationType>;

/** The four that make Recruiter System Connect [postman]. */
export const rscIntegrationTypes = [
  'IN_ATS_INDICATOR',
  'ONE_CLICK_EXPORT',
  'PROFILE_PLUGIN',
  'CSA_API',
] as const satisfies readonly IntegrationType[];

export const tenantType = z.enum(['RECRUITER', 'JOBS']);

/** Types whose context is a contract rather than an organization [doc]. */
const contractTypes: ReadonlySet<string> = new Set([
  'CSA_API',
  'CRM_CSA_API',
  'PREMIUM_JOB_POSTING',
]);
export const isContractType = (type: string): boolean => contractTypes.has(type);

/** Names one integration. */
export const integrationKey = z
  .strictObject({
    integrationContext: integrationContextUrn,
    integrationType,
    tenantType: tenantType.default('RECRUITER'),
  })
  .refine(
    (key) =>
      isContractType(key.integrationType) === contractUrn.safeParse(key.integrationContext).success,
    {
      path: ['integrationContext'],
      error: 'must be a contract URN for contract-level types and an organization URN for others',
    },
  );
export type IntegrationKey = z.input<typeof integrationKey>;

/** Shown to the customer's Recruiter administrator, so it must tell ATS and instance apart. */
export const integrationName = line;

export const configurationKeys = [
  'CALLBACK_URL',
  'JOB_POSTING_VIEWERS',
  'APPLICATION_VIEWERS',
] as const;
export const configurationKey = z.enum(configurationKeys);
export type ConfigurationKey = z.infer<typeof configurationKey>;

/** Names of this machine: `[::1]` as URLs write it. */
const loopback = /^(?:localhost|(?:[a-z0-9-]+\.)+localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Whether a URL names this machine, where a callback may do without TLS: LinkedIn's stand-in calls
 * it there while one develops. LinkedIn itself could not reach such an address.
 */
export const isLoopbackUrl = (url: string): boolean =>
  URL.canParse(url) && loopback.test(new URL(url).hostname);

/**
 * A value for one configuration: `CALLBACK_URL` is an https address, unique for the customer; the
 * viewers have one valid value [doc].
 */
export const configurationRecord = z.discriminatedUnion('key', [
  z.strictObject({
    key: z.literal('CALLBACK_URL'),
    value: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .refine((url) => /^https:/i.test(url) || isLoopbackUrl(url), 'must be an https address'),
  }),
  z.strictObject({ key: z.literal('JOB_POSTING_VIEWERS'), value: z.literal('ALL_PRODUCT_USERS') }),
  z.strictObject({ key: z.literal('APPLICATION_VIEWERS'), value: z.literal('ALL_PRODUCT_USERS') }),
]);
export type ConfigurationRecord = z.infer<typeof configurationRecord>;

const isOrigin = (text: string): boolean =>
  /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
const origin = z
  .string()
  .max(300)
  .refine(isOrigin, 'must be an origin, without a slash at its end');

/** A customer's own application, as the parent application provisions it [doc]. */
export const provisionedApplicationRecord = z.strictObject({
  /** The ATS's id of the customer's instance; unique among the parent's applications. */
  uniqueForeignId: externalId,
  /** `{ATS} - {customer}`, at most 50 characters, without "LinkedIn" [doc]. */
  name: z
    .string()
    .min(1)
    .max(50)
    .refine((name) => !/linkedin/i.test(name), 'must not contain "LinkedIn"'),
  description: z.string().min(1).max(1_000),
  /** Only needed for three-legged login. */
  oauth2AuthorizedCallbackUrls: z.array(webUrl).max(100).optional(),
  /** Origins where LinkedIn's plugins may load, with scheme and non-standard port [doc]. */
  validJsSdkDomains: z.array(origin).max(100).optional(),
});
export type ProvisionedApplicationRecord = z.infer<typeof provisionedApplicationRecord>;

/** What can be changed later; lists are replaced whole [inferred]. */
export const provisionedApplicationPatch = provisionedApplicationRecord
  .omit({ uniqueForeignId: true })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must change something');
export type ProvisionedApplicationPatch = z.infer<typeof provisionedApplicationPatch>;
