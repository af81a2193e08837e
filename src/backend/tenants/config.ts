/**
 * Tenants from a configuration object. Everything is judged before anything is used: a mistyped
 * field name, an origin with a path or a private key in the wrong place must stop a deployment, not
 * surface as a customer's riddle.
 */
import * as z from 'zod';
import { explainIssues } from '../explain-issues.ts';
import {
  address,
  apiVersion,
  clientId,
  clientSecret,
  contextUrn,
  generation,
  linkedInDefaults,
  origin,
  tenantIdField,
  tenantKey,
  tenantName,
} from './fields.ts';
import { Secret, secretJwk } from './secret.ts';
import type { Tenant, TenantSource } from './tenants.ts';

const linkedIn = z.strictObject({
  clientId,
  clientSecret,
  generation: generation.default('v2'),
  version: apiVersion.optional(),
  apiBaseUrl: address.default(linkedInDefaults.apiBaseUrl),
  oauthTokenUrl: address.default(linkedInDefaults.oauthTokenUrl),
  scriptUrl: address.default(linkedInDefaults.scriptUrl),
  extensionUrl: address.default(linkedInDefaults.extensionUrl),
  organizations: z.tuple([contextUrn], contextUrn),
});

const tenant = z
  .strictObject({
    id: tenantIdField,
    name: tenantName,
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
/** A configuration that has been judged; its secrets are still in the open. */
export type ParsedTenant = z.output<typeof tenant>;

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
  let tenants = parseTenantsConfig(config).map(tenantOf);
  let byName = indexed(tenants);
  return {
    get all() {
      return tenants;
    },
    byId: (idOrApiKey) => byName.get(idOrApiKey) ?? null,
    reload(next) {
      tenants = parseTenantsConfig(next).map(tenantOf);
      byName = indexed(tenants);
    },
  };
}

/** @throws TypeError that names each field that is wrong, never its value */
export function parseTenantsConfig(config: unknown): readonly ParsedTenant[] {
  const parsed = tenantsConfig.safeParse(config);
  if (!parsed.success) {
    throw new TypeError(`The tenants' configuration is not valid.\n${explainIssues(parsed.error)}`);
  }
  return parsed.data.tenants;
}

/** From here on secrets are wrapped. */
const tenantOf = ({ keys, linkedIn: application, ...rest }: ParsedTenant): Tenant => ({
  ...rest,
  keys: keys.map((key) =>
    key.alg === 'HS256' ? { ...key, jwk: secretJwk(new Secret(key.jwk.k)) } : key,
  ),
  linkedIn: { ...application, clientSecret: new Secret(application.clientSecret) },
});

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
