/**
 * The signed context (`ticket`): who is looking at which object through which element, for which
 * customer, on which origin, bound to one frame's key and to one handshake. The ATS's server
 * signs it (JWS, RFC 7515), the partner backend verifies it. All times are seconds since 1970
 * (RFC 7519 NumericDate).
 */
import * as z from 'zod/mini';
import { atsId, instanceId, localeTag, nonce128, tenantId, thumbprint, webOrigin } from './ids.ts';
import { maxLength, minLength } from './length.ts';

/** `typ` of each token. One endpoint accepts one of them, so that none passes for another. */
export const tokenTypes = {
  context: 'rsc-context+jwt',
  revocation: 'rsc-revoke+jwt',
  access: 'at+jwt',
  proof: 'dpop+jwt',
} as const;

/** Elements that take part in the handshake. */
export const widgets = [
  'profile-widget',
  'in-ats-indicator',
  'integration-settings',
  'export-panel',
  'activity',
  'rediscovered-candidates',
] as const;
export const widget = z.enum(widgets);
export type Widget = z.infer<typeof widget>;

/** Rights a context can grant, each over the object the context names. */
export const scopes = [
  'profile:read',
  'profile:link',
  'status:read',
  'integrations:manage',
  'exports:read',
  'exports:decide',
  'exports:all',
  'rediscovered:read',
  'rediscovered:decide',
] as const;
export const scope = z.enum(scopes);
export type Scope = z.infer<typeof scope>;

/**
 * What a context is about: one candidate (`candidate:{id}`), all candidates the person may see
 * (`candidates`; grants statuses only), the customer's integrations with LinkedIn (`integrations`; for
 * the ATS's administrators), one job (`job:{id}`: what was exported to it, and past applicants who fit
 * it), or all exports (`exports`; also needs `exports:all`).
 */
export const contextObject = z.string().check(
  maxLength(270),
  z.refine((text) => wholes.has(text) || candidateOf(text) !== null || jobOf(text) !== null),
);
const wholes: ReadonlySet<string> = new Set(['candidates', 'integrations', 'exports']);

/** Whether an element may have a context about that object: each kind has its own. */
export function objectFits(name: Widget, object: string): boolean {
  switch (name) {
    case 'profile-widget':
    case 'activity':
      return candidateOf(object) !== null;
    case 'in-ats-indicator':
      return object === 'candidates';
    case 'integration-settings':
      return object === 'integrations';
    case 'export-panel':
      return object === 'exports' || jobOf(object) !== null;
    case 'rediscovered-candidates':
      return jobOf(object) !== null;
  }
}

/** The candidate id inside a context object, or null if the object is not one candidate. */
export const candidateOf = (object: string): string | null => idOf('candidate:', object);

/** The job id inside a context object, or null if the object is not one job. */
export const jobOf = (object: string): string | null => idOf('job:', object);

function idOf(prefix: string, object: string): string | null {
  if (!object.startsWith(prefix)) return null;
  const id = object.slice(prefix.length);
  return atsId.safeParse(id).success ? id : null;
}

/** No later than 2100: above it somebody has counted milliseconds. */
export const maxNumericDate = 4_102_444_800;
const numericDate = z.int().check(z.gte(0), z.lte(maxNumericDate));

/** Protected header of a signed context; anything else in it (`jku`, `x5u`, `jwk`, `crit`) is refused. */
export const contextHeader = z.strictObject({
  alg: z.enum(['ES256', 'HS256']),
  typ: z.literal(tokenTypes.context),
  kid: z.string().check(minLength(1), maxLength(128)),
});

export const contextClaims = z.object({
  /** Id of the customer, as registered at the partner. */
  iss: tenantId,
  /** Origin of the frame, exactly. */
  aud: webOrigin,
  /** Opaque id of the ATS user. */
  sub: atsId,
  /** Opaque id of the ATS account the user works in. */
  org: atsId,
  wid: widget,
  obj: contextObject,
  scope: z.array(scope).check(minLength(1), maxLength(8)),
  /** Origin of the host page as the signer's configuration has it, never as a browser sent it. */
  origin: webOrigin,
  cnf: z.object({ jkt: thumbprint }),
  /** base64url(SHA-256(fn + "." + hn)). */
  nonce: thumbprint,
  inst: instanceId,
  /** Opaque hash of the ATS session, so that it can be revoked. */
  sid: atsId,
  jti: atsId,
  iat: numericDate,
  nbf: z.optional(numericDate),
  exp: numericDate,
  ver: z.optional(z.literal(1)),
  loc: z.optional(localeTag),
});
export type ContextClaims = z.infer<typeof contextClaims>;

/** What a host page asks its signer for, one entry an element. Everything else is ignored. */
export const contextRequest = z
  .array(
    z.object({
      inst: instanceId,
      jkt: thumbprint,
      fn: nonce128,
      hn: nonce128,
      widget,
      obj: contextObject,
    }),
  )
  .check(minLength(1), maxLength(50));
export type ContextRequest = z.infer<typeof contextRequest>;

/** The signer's answer: a ticket for each entry, or why there is none. */
export const contextAnswer = z
  .array(
    z.union([
      z.object({ inst: instanceId, ticket: z.string().check(minLength(1), maxLength(8192)) }),
      z.object({ inst: instanceId, status: z.int().check(z.gte(400), z.lte(599)) }),
    ]),
  )
  .check(maxLength(50));
export type ContextAnswer = z.infer<typeof contextAnswer>;

/** Claims of a revocation (`POST /rsc/revoke`): exactly one of sid, sub, org says what ends. */
export const revocationClaims = z
  .object({
    iss: tenantId,
    aud: webOrigin,
    iat: numericDate,
    jti: atsId,
    sid: z.optional(atsId),
    sub: z.optional(atsId),
    org: z.optional(atsId),
  })
  .check(
    z.refine(
      (claims) => [claims.sid, claims.sub, claims.org].filter((c) => c !== undefined).length === 1,
    ),
  );
export type RevocationClaims = z.infer<typeof revocationClaims>;
