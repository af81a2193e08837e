/** What every source of tenants has to do, whatever is behind it. */
import { inspect } from 'node:util';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importKeyOnce } from '../../handshake/jws.ts';
import { es256, tenantConfig } from '../backend.test-support.ts';
import type { TenantsConfig } from './config.ts';
import { keyOfTenant, type Tenant, type TenantSource } from './tenants.ts';

type TenantConfig = TenantsConfig['tenants'][number];
type KeyConfig = TenantConfig['keys'][number];

export interface TenantSourceUnderTest {
  readonly source: () => TenantSource;
  /** Brings these tenants to what the configuration says. */
  put(config: TenantsConfig): Promise<void> | void;
}

const secretCanary = 'client-secret-canary';
const sharedCanary = Buffer.from('shared-secret-canary-of-32-bytes').toString('base64url');
const shared: KeyConfig = { kid: 'hmac', alg: 'HS256', jwk: { kty: 'oct', k: sharedCanary } };

const inOrder = <T extends { readonly kid: string }>(keys: readonly T[]): T[] =>
  [...keys].sort((a, b) => (a.kid < b.kid ? -1 : 1));

/** Everything of a tenant, secrets too, so that two can be compared. */
export const opened = (tenant: Tenant | null) =>
  tenant === null
    ? null
    : {
        ...tenant,
        keys: inOrder(tenant.keys).map(({ kid, alg, jwk: { kty, k, x, y } }) => ({
          kid,
          alg,
          kty,
          k,
          x,
          y,
        })),
        linkedIn: { ...tenant.linkedIn, clientSecret: tenant.linkedIn.clientSecret.reveal() },
      };

/** Registers the suite. */
export function describeTenantSource(name: string, { source, put }: TenantSourceUnderTest): void {
  describe(`tenants from ${name}`, () => {
    let key: KeyConfig;
    let otherKey: KeyConfig;
    let acme: TenantConfig;
    let globex: TenantConfig;
    beforeAll(async () => {
      key = (await es256('key-1')).publicKey;
      otherKey = (await es256('key-1')).publicKey;
    });
    beforeEach(async () => {
      acme = { ...tenantConfig(key), keys: [key, shared] };
      globex = { ...tenantConfig(otherKey, 'globex'), origins: ['https://globex.example'] };
      await put({ tenants: [acme, globex] });
    });

    it('finds a tenant by its id and by its client id, with all that belongs to it', async () => {
      const expected = {
        id: 'acme',
        name: 'Customer acme',
        origins: acme.origins,
        keys: [
          { kid: 'hmac', alg: 'HS256', kty: 'oct', k: sharedCanary },
          { kid: 'key-1', alg: 'ES256', kty: 'EC', x: key.jwk.kty === 'EC' ? key.jwk.x : '' },
        ],
        linkedIn: {
          clientId: 'acme-client',
          clientSecret: secretCanary,
          generation: 'v2',
          apiBaseUrl: 'https://api.linkedin.com',
          oauthTokenUrl: 'https://www.linkedin.com/oauth/v2/accessToken',
          scriptUrl: 'https://platform.linkedin.com/xdoor/scripts/in.js',
          extensionUrl: 'https://platform.linkedin.com/rsc/extensions/profile-widget',
          organizations: acme.linkedIn.organizations,
        },
      };
      expect(opened(await source().byId('acme'))).toMatchObject(expected);
      expect(opened(await source().byId('acme-client'))).toMatchObject(expected);
      expect((await source().byId('globex'))?.id).toBe('globex');
    });

    it.each([
      ['nobody has', 'initech'],
      ['is empty', ''],
      ['differs in case', 'ACME'],
      ['is only the beginning', 'acm'],
      ['every object has', '__proto__'],
      ['is too long', 'a'.repeat(5_000)],
      ['is SQL', "acme' or '1'='1"],
      ['is a pattern', 'acm%'],
      ['holds a zero', 'acme\u0000'],
      ['holds half a character', 'acme\ud800'],
    ])('finds nobody by a name that %s', async (_, id) => {
      expect(await source().byId(id)).toBeNull();
    });

    it('knows keys under their tenant only', async () => {
      const [first, second] = [await source().byId('acme'), await source().byId('globex')];
      expect(first && keyOfTenant(first, 'key-1')?.jwk.x).toBe((key.jwk as { x: string }).x);
      expect(second && keyOfTenant(second, 'key-1')?.jwk.x).toBe((otherKey.jwk as { x: string }).x);
      expect(second && keyOfTenant(second, 'hmac')).toBeNull();
    });

    it('gives keys that verify, the same objects each time, so that they are imported once', async () => {
      const first = await source().byId('acme');
      const again = await source().byId('acme-client');
      expect(again?.keys[0]?.jwk).toBe(first?.keys[0]?.jwk);
      const names = await Promise.all(
        inOrder(first?.keys ?? []).map(async (each) => (await importKeyOnce(each)).algorithm.name),
      );
      expect(names).toEqual(['HMAC', 'ECDSA']);
    });

    it('lets changes count at once', async () => {
      await source().byId('acme');
      const linkedIn = { ...acme.linkedIn, clientSecret: 'another', clientId: 'acme-client-2' };
      const origins = ['https://new.example'];
      await put({
        tenants: [{ ...acme, name: 'Renamed', keys: [shared], origins, linkedIn }, globex],
      });
      const changed = await source().byId('acme');
      expect(changed?.name).toBe('Renamed');
      expect(changed?.origins).toEqual(origins);
      expect(changed?.keys.map(({ kid }) => kid)).toEqual(['hmac']);
      expect(changed?.linkedIn.clientSecret.reveal()).toBe('another');
      expect(await source().byId('acme-client')).toBeNull();
      expect((await source().byId('acme-client-2'))?.id).toBe('acme');
    });

    it('shows no secret to what prints or serializes a tenant', async () => {
      const tenant = await source().byId('acme');
      const shown =
        JSON.stringify(tenant) + inspect(tenant, { depth: 9, showHidden: true, getters: false });
      expect(shown).toContain('acme-client');
      expect(shown).not.toContain('canary');
      expect(shown).not.toContain(sharedCanary);
    });
  });
}
