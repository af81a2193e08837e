/**
 * Tenants from a configuration object. Everything is judged before anything is used: a mistyped
 * field name, an origin with a path or a private key in the wrong place must stop a deployment, not
 * surface as a customer's riddle.
 */
import * as z from 'zod';
import { isWebOrigin } from '../../protocol/ids.ts';
import { explainIssues } from '../explain-issues.ts';
import { isSafeUrl, safeUrlRule } from '../origins.ts';
import type { Tenant, TenantSource } from './tenants.ts';

const origin = z
  .string()
  .max(300)
  .refine(isWebOrigin, {
    error:
      'must be an origin exactly as browsers print it, for example https://ats.example.com ' +
      '(lower case, no path, no trailing dot or slash, no default port)',
    abort: true,
  })
  .refine(isSafeUrl, { error: safeUrlRule });

const address = z.url().max(2_000).refine(isSafeUrl, { error: safeUrlRule });

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

const kid = z.string().min(1).max(128);
const tenantKey = z.discriminatedUnion('alg', [
  z.strictObject({
    kid,
    alg: z.literal('ES256'),
    jwk: z.strictObject({
      ...jwkNotes,
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: coordinate,
      y: coordinate,
      d: publicOnly.exactOptional(),
    }),
  }),
  z.strictObject({
    kid,
    alg: z.literal('HS256'),
    jwk: z.strictObject({
      ...jwkNotes,
      kty: z.literal('oct'),
      k: z
        .string()
        .regex(/^[A-Za-z0-9_-]{43,}$/, { error: 'must be at least 32 bytes in base64url' }),
    }),
  }),
]);

const linkedIn = z.strictObject({
  clientId: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, { error: 'must be a LinkedIn client id' }),
  clientSecret: z.string().min(1).max(500),
  generation: z.enum(['v2', 'rest']).default('v2'),
  version: z
    .string()
    .regex(/^\d{6}$/, { error: 'must be YYYYMM' })
    .optional(),
  apiBaseUrl: address.default('https://api.linkedin.com'),
  oauthTokenUrl: address.default('https://www.linkedin.com/oauth/v2/accessToken'),
  scriptUrl: address.default('https://platform.linkedin.com/xdoor/scripts/in.js'),
  extensionUrl: address.default('https://platform.linkedin.com/rsc/extensions/profile-widget'),
  organizations: z.tuple(
    [z.string().regex(/^urn:li:(?:organization|contract):[A-Za-z0-9_-]+$/)],
    z.string().regex(/^urn:li:(?:organization|contract):[A-Za-z0-9_-]+$/),
  ),
});

const tenant = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, {
      error: 'must be 1 to 64 letters, digits, "_", "." or "-"',
    }),
    name: z.string().min(1).max(200),
    origins: z.array(origin).min(1).max(100),
    keys: z.array(tenantKey).min(1).max(20),
    linkedIn,
  })
  .superRefine(({ origins, keys, linkedIn: { generation, version } }, context) => {
    reportDuplicates(context, origins, (index) => ['origins', index], 'is listed twice');
    const kids = keys.map((key) => key.kid);
    reportDuplicates(context, kids, (index) => ['keys', index, 'kid'], 'is used twice');
    if (generation === 'rest' && version === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['linkedIn', 'version'],
        message: 'is required for the rest generation (YYYYMM)',
      });
    }
  });

const tenantsConfig = z
  .strictObject({ tenants: z.array(tenant).min(1) })
  .superRefine(({ tenants }, context) => {
    const ids = tenants.map(({ id }) => id);
    reportDuplicates(context, ids, (index) => ['tenants', index, 'id'], 'is used twice');
    // Both names find a tenant, so neither may be taken by another tenant in either role.
    const taken = new Map(ids.map((id, index) => [id, index]));
    tenants.forEach(({ linkedIn: { clientId } }, index) => {
      const owner = taken.get(clientId);
      if (owner !== undefined && owner !== index) {
        context.addIssue({
          code: 'custom',
          path: ['tenants', index, 'linkedIn', 'clientId'],
          message: 'is the id or the clientId of another tenant',
        });
      }
      taken.set(clientId, index);
    });
  });

/** What `configTenants` accepts; fields with defaults may be left out. */
export type TenantsConfig = z.input<typeof tenantsConfig>;

export interface ConfigTenants extends TenantSource {
  byId(idOrApiKey: string): Tenant | null;
  /** All tenants, in the order of the configuration. */
  readonly all: readonly Tenant[];
  /**
   * Takes another configuration into use. If it is not valid, the old one stays.
   * @throws TypeError that names each field that is wrong
   */
  reload(config: unknown): void;
}

/**
 * Tenants from a configuration object, `{ tenants: [...] }`.
 * @throws TypeError that names each field that is wrong, never its value
 */
export function configTenants(config: unknown): ConfigTenants {
  let tenants = parseTenants(config);
  let byName = indexed(tenants);
  return {
    get all() {
      return tenants;
    },
    byId: (idOrApiKey) => byName.get(idOrApiKey) ?? null,
    reload(next) {
      tenants = parseTenants(next);
      byName = indexed(tenants);
    },
  };
}

function parseTenants(config: unknown): readonly Tenant[] {
  const parsed = tenantsConfig.safeParse(config);
  if (!parsed.success) {
    throw new TypeError(`The tenants' configuration is not valid.\n${explainIssues(parsed.error)}`);
  }
  return parsed.data.tenants;
}

function indexed(tenants: readonly Tenant[]): ReadonlyMap<string, Tenant> {
  return new Map(
    tenants.flatMap((entry) => [
      [entry.id, entry],
      [entry.linkedIn.clientId, entry],
    ]),
  );
}

function reportDuplicates(
  context: z.RefinementCtx,
  values: readonly string[],
  pathOf: (index: number) => PropertyKey[],
  message: string,
): void {
  values.forEach((value, index) => {
    if (values.indexOf(value) === index) return;
    context.addIssue({ code: 'custom', path: pathOf(index), message });
  });
}
