import { beforeAll, describe, expect, it } from 'vitest';
import { es256, tenantConfig } from '../backend.test-support.ts';
import { configTenants, type TenantsConfig } from './config.ts';

let key: TenantsConfig['tenants'][number]['keys'][number];
beforeAll(async () => {
  key = (await es256('key-1')).publicKey;
});

/** A valid configuration of one tenant, with changes. */
const configWith = (changes: Record<string, unknown>) => ({
  tenants: [{ ...tenantConfig(key), ...changes }],
});
const refusal = (config: unknown): string => {
  try {
    configTenants(config);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as TypeError).message;
  }
  return 'accepted';
};

describe('configTenants', () => {
  it('finds a tenant by its id and by the client id of its LinkedIn application', () => {
    const tenants = configTenants({ tenants: [tenantConfig(key), tenantConfig(key, 'globex')] });
    expect(tenants.byId('globex')?.id).toBe('globex');
    expect(tenants.byId('globex-client')?.id).toBe('globex');
    expect(tenants.byId('initech')).toBeNull();
    expect(tenants.byId('__proto__')).toBeNull();
    expect(tenants.all).toHaveLength(2);
  });

  it('fills in where LinkedIn is, as far as the configuration does not say', () => {
    const { linkedIn } = configTenants(configWith({})).byId('acme') ?? {};
    expect(linkedIn).toMatchObject({
      generation: 'v2',
      apiBaseUrl: 'https://api.linkedin.com',
      scriptUrl: 'https://platform.linkedin.com/xdoor/scripts/in.js',
      extensionUrl: 'https://platform.linkedin.com/rsc/extensions/profile-widget',
    });
  });

  it.each([
    ['upper case', 'https://CUSTOMER.example'],
    ['a path', 'https://customer.example/app'],
    ['a slash at its end', 'https://customer.example/'],
    ['a trailing dot', 'https://customer.example.'],
    ['the default port', 'https://customer.example:443'],
    ['a user name', 'https://user@customer.example'],
    ['Unicode instead of punycode', 'https://bücher.customer.example'],
    ['another scheme', 'ftp://customer.example'],
    ['an opaque origin', 'null'],
    ['a wildcard', 'https://*'],
    ['a wildcard for its subdomains', 'https://*.customer.example'],
    ['what would end a directive', 'https://customer.example;script-src'],
    ['no scheme', 'customer.example'],
    ['plain http', 'http://customer.example'],
  ])('refuses an origin with %s and names the field', (_what, origin) => {
    const message = refusal(configWith({ origins: ['https://ok.example', origin] }));
    expect(message).toContain('tenants[0].origins[1]: must be');
    expect(message).not.toContain('customer');
  });

  it.each(['http://localhost:4400', 'http://ats.localhost:4400', 'http://127.0.0.1:4400'])(
    'accepts %s, which never leaves the machine',
    (origin) => {
      expect(configTenants(configWith({ origins: [origin] })).byId('acme')?.origins).toEqual([
        origin,
      ]);
    },
  );

  it('refuses fields it does not know, in every object', () => {
    expect(refusal(configWith({ orgins: [] }))).toMatch(/tenants\[0\]: .*"orgins"/);
    expect(refusal({ tenants: [tenantConfig(key)], version: 1 })).toMatch(/top level: .*"version"/);
    const { linkedIn } = tenantConfig(key);
    expect(refusal(configWith({ linkedIn: { ...linkedIn, secret: 'x' } }))).toMatch(
      /tenants\[0\]\.linkedIn: .*"secret"/,
    );
  });

  it('refuses ids, client ids, key ids and origins that are there twice', () => {
    const twice = tenantConfig(key);
    expect(refusal({ tenants: [twice, twice] })).toContain('tenants[1].id: is used twice');
    const sameClient = { ...tenantConfig(key, 'globex'), linkedIn: twice.linkedIn };
    expect(refusal({ tenants: [twice, sameClient] })).toContain(
      'tenants[1].linkedIn.clientId: is the id or the clientId of another tenant',
    );
    const named = tenantConfig(key, 'acme-client');
    expect(refusal({ tenants: [named, twice] })).toContain('tenants[1].linkedIn.clientId');
    expect(refusal(configWith({ keys: [key, key] }))).toContain(
      'tenants[0].keys[1].kid: is used twice',
    );
    expect(refusal(configWith({ origins: ['https://a.example', 'https://a.example'] }))).toContain(
      'tenants[0].origins[1]: is listed twice',
    );
  });

  it('lets customers of one ATS share its origin', () => {
    const config = { tenants: [tenantConfig(key), tenantConfig(key, 'globex')] };
    expect(refusal(config)).toBe('accepted');
  });

  it('refuses a private key and a secret that is too short, and repeats neither', () => {
    const withPrivate = { ...key, jwk: { ...key.jwk, d: 'private-canary' } };
    const message = refusal(configWith({ keys: [withPrivate] }));
    expect(message).toContain('tenants[0].keys[0].jwk.d: is the private half');
    expect(message).not.toContain('private-canary');
    const weak = { kid: 'hmac', alg: 'HS256', jwk: { kty: 'oct', k: 'weak-canary' } };
    expect(refusal(configWith({ keys: [weak] }))).toMatch(/jwk\.k: must be at least 32 bytes/);
    expect(refusal(configWith({ keys: [weak] }))).not.toContain('weak-canary');
  });

  it('accepts a shared secret of 32 bytes', () => {
    const strong = { kid: 'hmac', alg: 'HS256', jwk: { kty: 'oct', k: 'A'.repeat(43) } };
    expect(refusal(configWith({ keys: [strong] }))).toBe('accepted');
  });

  it('refuses a key of the wrong kind for its algorithm', () => {
    expect(refusal(configWith({ keys: [{ ...key, alg: 'HS256' }] }))).toContain('keys[0].jwk.kty');
    expect(refusal(configWith({ keys: [{ ...key, alg: 'none' }] }))).toContain('keys[0].alg');
  });

  it('asks for the version where the rest generation needs one', () => {
    const { linkedIn } = tenantConfig(key);
    const rest = { ...linkedIn, generation: 'rest' };
    expect(refusal(configWith({ linkedIn: rest }))).toContain('linkedIn.version: is required');
    expect(refusal(configWith({ linkedIn: { ...rest, version: '202604' } }))).toBe('accepted');
  });

  it('refuses a tenant without origins, keys or integration contexts', () => {
    const { linkedIn } = tenantConfig(key);
    expect(refusal(configWith({ origins: [] }))).toContain('tenants[0].origins');
    expect(refusal(configWith({ keys: [] }))).toContain('tenants[0].keys');
    expect(refusal(configWith({ linkedIn: { ...linkedIn, organizations: [] } }))).toContain(
      'tenants[0].linkedIn.organizations',
    );
    expect(refusal({})).toContain('tenants');
    expect(refusal(null)).toContain('top level');
  });

  it('takes a new configuration into use, and keeps the old one if the new is not valid', () => {
    const tenants = configTenants(configWith({}));
    tenants.reload({ tenants: [tenantConfig(key, 'globex')] });
    expect(tenants.byId('acme')).toBeNull();
    expect(() => {
      tenants.reload({ tenants: [] });
    }).toThrow(TypeError);
    expect(tenants.byId('globex')?.id).toBe('globex');
  });
});
