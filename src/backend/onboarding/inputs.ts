/**
 * What may be said about a customer, judged as a whole before anything is written or sent: whoever
 * onboards is told of all that is wrong at once, with the name of each field and what it has to be.
 */
import * as z from 'zod';
import { isLoopbackUrl } from '../../linkedin/records/integration.ts';
import { clientSecret, kid, origin, publicJwk, tenantIdField } from '../tenants/fields.ts';
import { Secret } from '../tenants/secret.ts';
import { environments, jobAvailabilities, signatureRules } from '../tenants/tenant-rows.ts';
import { OnboardingError } from './errors.ts';

/** LinkedIn's limit of the name of an application [doc, spec §1.2]. */
export const maxApplicationName = 50;

export const customerName = z
  .string({ error: 'must be a text' })
  .trim()
  .min(1, { error: 'must not be empty' })
  .max(maxApplicationName, { error: `must be at most ${String(maxApplicationName)} characters` })
  .refine((name) => !/linkedin/i.test(name), {
    error: 'must not contain "LinkedIn": LinkedIn does not allow it in names of applications',
  })
  .refine((name) => !/\p{Cc}/u.test(name) && name.isWellFormed(), {
    error: 'must not contain control characters',
  });

export const foreignId = z
  .string({ error: 'must be a text: the id that the ATS has for this instance' })
  .regex(/^(?!\.\.?$)[\x21-\x7e]{1,255}$/, {
    error: 'must be 1 to 255 printable ASCII characters without spaces',
  });

/** An origin exactly; what people enter instead gets a sentence of its own. */
const domain = z
  .string({ error: 'must be a text' })
  .refine((text) => !text.includes('*'), {
    error: 'must not have a wildcard: LinkedIn compares exactly, list each origin',
    abort: true,
  })
  .refine((text) => !URL.canParse(text) || !hasMoreThanOrigin(new URL(text), text), {
    error: 'must be an origin only, without path, query or slash at its end',
    abort: true,
  })
  .pipe(origin);

function hasMoreThanOrigin(url: URL, text: string): boolean {
  const more = url.pathname + url.search + url.hash + url.username + url.password;
  return (more !== '/' && more !== '') || text.endsWith('/');
}

const domains = z
  .array(domain, { error: 'must be a list of origins' })
  .min(1, { error: 'must name at least one origin: without it no frame may be embedded' })
  .max(99, { error: 'must be at most 99 origins' })
  .refine((values) => new Set(values).size === values.length, {
    error: 'must not list an origin twice',
  });

const callbackUrl = z
  .string({ error: 'must be a text' })
  .max(2_000, { error: 'must be at most 2,000 characters' })
  .refine((text) => URL.canParse(text), { error: 'must be a full URL', abort: true })
  .refine((text) => new URL(text).protocol === 'https:' || isPlainLoopback(text), {
    error: 'must be https, except on localhost',
  })
  .refine((text) => !/[#*\s]/.test(text) && new URL(text).username === '', {
    error: 'must have no fragment, wildcard or user',
  });

const isPlainLoopback = (text: string): boolean =>
  new URL(text).protocol === 'http:' && isLoopbackUrl(text);

const callbackUrls = z
  .array(callbackUrl, { error: 'must be a list of URLs' })
  .max(100, { error: 'must be at most 100 URLs' });

/** A public key of the ATS's signer. */
export const newKey = z.strictObject({ kid: kid.optional(), jwk: publicJwk });
export type NewKey = z.input<typeof newKey>;

/** The client secret of a customer's application, as LinkedIn's developer portal shows it. */
export const newClientSecret = z
  .union([z.instanceof(Secret), z.string().transform((text) => new Secret(text.trim()))], {
    error: 'must be a text',
  })
  .refine((secret) => clientSecret.safeParse(secret.reveal()).success, {
    error: 'must be 1 to 500 characters',
  });
export type NewClientSecret = z.input<typeof newClientSecret>;

export const newCustomer = z.strictObject({
  /** In script tags and signed contexts; made up if left out. */
  id: tenantIdField.optional(),
  name: customerName,
  /** The ATS's own id of this instance of the customer. */
  uniqueForeignId: foreignId,
  environment: z.enum(environments, { error: 'must be "development" or "production"' }),
  /** Origins of the pages that embed elements. */
  domains,
  /** Redirect URLs of three-legged login, which RSC itself does not need [doc, spec §1.2]. */
  callbackUrls: callbackUrls.default([]),
  /** Names the company where it has several instances: they may share organization and contracts. */
  company: z.string().min(1).max(255).optional(),
  jobAvailability: z.enum(jobAvailabilities).default('PRIVATE_TO_ATS_INTEGRATION'),
  /** Whether the ATS says by ACLs who sees what. */
  usesAcls: z.boolean().default(false),
  pushSignature: z.enum(signatureRules).default('if-present'),
  /** Public key of the ATS's signer; a pair is made if left out. */
  key: newKey.optional(),
});
export type NewCustomer = z.input<typeof newCustomer>;

export const customerChange = z
  .strictObject({
    name: customerName.exactOptional(),
    domains: domains.exactOptional(),
    callbackUrls: callbackUrls.exactOptional(),
    jobAvailability: z.enum(jobAvailabilities).exactOptional(),
    usesAcls: z.boolean().exactOptional(),
    pushSignature: z.enum(signatureRules).exactOptional(),
    /** Only where LinkedIn does not tell it; `application_urn_unknown` asks for it. */
    developerApplicationUrn: z
      .string()
      .regex(/^urn:li:developerApplication:[A-Za-z0-9_-]{1,100}$/, {
        error: 'must be urn:li:developerApplication:…',
      })
      .exactOptional(),
  })
  .refine((change) => Object.keys(change).length > 0, { error: 'must change something' });
export type CustomerChange = z.input<typeof customerChange>;

/** @throws OnboardingError `input_invalid`, naming fields and never their values */
export function parseOnboarding<T extends z.ZodType>(
  schema: T,
  input: unknown,
  what: string,
): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, 20).map((issue) => ({
    field: issue.path.length === 0 ? what : issue.path.map(String).join('.'),
    fix: issue.code === 'unrecognized_keys' ? 'has unknown fields' : issue.message,
  }));
  throw new OnboardingError('input_invalid', `The ${what} is not valid`, { problems });
}
