/** The partner: the ATS that onboards customers, with its own (parent) application at LinkedIn. */
import * as z from 'zod';
import { explainIssues } from '../explain-issues.ts';
import { address, apiVersion, clientId, clientSecret, generation } from '../tenants/fields.ts';
import { Secret } from '../tenants/secret.ts';

export interface PartnerOptions {
  /** Stands before the customer in names that LinkedIn shows: `{ATS} - {customer}`. */
  readonly atsName: string;
  /** The parent application, to which LinkedIn has granted provisioning. */
  readonly clientId: string;
  readonly clientSecret: string | Secret;
  /** Internal to LinkedIn's administration; made from `atsName` if left out. */
  readonly description?: string;
  /** Which LinkedIn customers get; the real one if left out, the sandbox for development. */
  readonly linkedIn?: {
    readonly generation?: 'v2' | 'rest';
    /** YYYYMM; for `rest`. */
    readonly version?: string;
    readonly apiBaseUrl?: string;
    readonly oauthTokenUrl?: string;
    readonly scriptUrl?: string;
    readonly extensionUrl?: string;
    /** LinkedIn's configuration plugin; beside the customer's `in.js` if left out. */
    readonly settingsExtensionUrl?: string;
  };
}

const partnerOptions = z.strictObject({
  atsName: z
    .string()
    .trim()
    .min(1)
    .max(30)
    .refine((name) => !/linkedin/i.test(name), { error: 'must not contain "LinkedIn"' }),
  clientId,
  clientSecret: z
    .union([z.instanceof(Secret), z.string().transform((text) => new Secret(text))])
    .refine((secret) => clientSecret.safeParse(secret.reveal()).success, {
      error: 'must be 1 to 500 characters',
    }),
  description: z.string().min(1).max(1_000).optional(),
  linkedIn: z
    .strictObject({
      generation: generation.default('v2'),
      version: apiVersion.optional(),
      apiBaseUrl: address.optional(),
      oauthTokenUrl: address.optional(),
      scriptUrl: address.optional(),
      extensionUrl: address.optional(),
      settingsExtensionUrl: address.optional(),
    })
    .refine(({ generation: own, version }) => own === 'v2' || version !== undefined, {
      path: ['version'],
      error: 'is needed for generation rest',
    })
    .default({ generation: 'v2' }),
});
export type Partner = z.output<typeof partnerOptions>;

/** @throws TypeError that names each option that is wrong, never its value */
export function parsePartner(options: PartnerOptions): Partner {
  const parsed = partnerOptions.safeParse(options);
  if (!parsed.success) throw new TypeError(`partner:\n${explainIssues(parsed.error)}`);
  return parsed.data;
}

/**
 * What LinkedIn shows on its consent screen [doc, spec §1.2]. Applications for development say so:
 * an administrator sees both.
 */
export const applicationName = (
  { atsName }: Pick<Partner, 'atsName'>,
  { name, environment }: { readonly name: string; readonly environment: string },
): string => `${atsName} - ${name}${environment === 'development' ? ' (dev)' : ''}`;
