/** Fields of a customer, as a configuration file and a store have them: one rule for each. */
import * as z from 'zod';
import { isWebOrigin } from '../../protocol/ids.ts';
import { isSafeUrl, safeUrlRule } from '../origins.ts';

export const origin = z
  .string()
  .max(300)
  .refine(isWebOrigin, {
    error:
      'must be an origin exactly as browsers print it, for example https://ats.example.com ' +
      '(lower case, no path, no trailing dot or slash, no default port)',
    abort: true,
  })
  .refine(isSafeUrl, { error: safeUrlRule });

export const address = z.url().max(2_000).refine(isSafeUrl, { error: safeUrlRule });

const coordinate = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, { error: 'must be 32 bytes in base64url' });
const publicOnly = z.never({ error: 'is the private half of the key; register x and y only' });
const jwkNotes = {
  kid: z.string().exactOptional(),
  alg: z.string().exactOptional(),
  use: z.literal('sig').exactOptional(),
  key_ops: z.array(z.string()).exactOptional(),
  ext: z.boolean().exactOptional(),
};

export const kid = z.string().min(1).max(128);

/** A public key: the private half is refused by name, before it is kept anywhere. */
export const publicJwk = z.strictObject({
  ...jwkNotes,
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  d: publicOnly.exactOptional(),
});

/** Shared secrets of signers, in base64url. */
export const sharedSecret = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43,}$/, { error: 'must be at least 32 bytes in base64url' });

/** A key of a tenant's signer: the algorithm is pinned to it. */
export const tenantKey = z.discriminatedUnion('alg', [
  z.strictObject({ kid, alg: z.literal('ES256'), jwk: publicJwk }),
  z.strictObject({
    kid,
    alg: z.literal('HS256'),
    jwk: z.strictObject({ ...jwkNotes, kty: z.literal('oct'), k: sharedSecret }),
  }),
]);

export const tenantIdField = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, {
  error: 'must be 1 to 64 letters, digits, "_", "." or "-"',
});
export const tenantName = z.string().min(1).max(200);

export const clientId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, { error: 'must be a LinkedIn client id' });
export const clientSecret = z.string().min(1).max(500);
export const generation = z.enum(['v2', 'rest']);
export const apiVersion = z.string().regex(/^\d{6}$/, { error: 'must be YYYYMM' });

/** Organization or contract of a tenant. */
export const contextUrn = z
  .string()
  .max(200)
  .regex(/^urn:li:(?:organization|contract):[A-Za-z0-9_-]+$/);

/** Where LinkedIn is, unless a tenant says otherwise. */
export const linkedInDefaults = {
  apiBaseUrl: 'https://api.linkedin.com',
  oauthTokenUrl: 'https://www.linkedin.com/oauth/v2/accessToken',
  scriptUrl: 'https://platform.linkedin.com/xdoor/scripts/in.js',
  extensionUrl: 'https://platform.linkedin.com/rsc/extensions/profile-widget',
} as const;
