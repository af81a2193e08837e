/** Customers are made once, however often and wherever it fails on the way. */
import { beforeEach, describe, expect, it } from 'vitest';
import { inspect } from 'node:util';
import { origin, pluginOrigin } from '../backend.test-support.ts';
import { internalsOf } from '../store/internals.ts';
import { rowsOf } from '../store/store.test-support.ts';
import { OnboardingError } from './errors.ts';
import type { NewCustomer } from './inputs.ts';
import {
  acme,
  atsOrigin,
  useKit,
  type Fault,
  type LinkedInRequest,
} from '../../../test/support/onboarding-kit.ts';

const test = useKit();
let number = 0;
/** A customer that no other test has. */
const fresh = (change: Partial<NewCustomer> = {}): NewCustomer => {
  number += 1;
  const id = `customer-${String(number)}`;
  return { ...acme, id, name: `Customer ${String(number)}`, uniqueForeignId: id, ...change };
};
const applicationsOf = (uniqueForeignId: string) =>
  [...test().sandbox.state.applications.values()].filter(
    (application) => application.uniqueForeignId === uniqueForeignId,
  );

beforeEach(() => {
  test().fault = () => null;
  test().writesLeft = Number.POSITIVE_INFINITY;
  test().requests.length = 0;
});

describe('customers.create', () => {
  it('makes the application, keeps its credentials, and hands the private key out once', async () => {
    const input = fresh({ callbackUrls: ['https://ats.acme.example/oauth/callback'] });
    const { customer, privateKey } = await test().kit.customers.create(input);
    const [application, ...others] = applicationsOf(input.uniqueForeignId);
    expect(others).toEqual([]);
    expect(application).toMatchObject({
      name: `Example ATS - ${input.name}`,
      partner: 'parent',
      validJsSdkDomains: [atsOrigin, pluginOrigin],
      oauth2AuthorizedCallbackUrls: ['https://ats.acme.example/oauth/callback'],
    });
    expect(customer).toMatchObject({
      id: input.id,
      status: 'active',
      origins: [atsOrigin],
      application: {
        developerApplicationUrn: application?.urn,
        clientId: application?.clientId,
        hasClientSecret: true,
        jsSdkDomains: [atsOrigin, pluginOrigin],
      },
    });
    const jwk = JSON.parse(privateKey?.jwk.reveal() ?? '{}') as Record<string, string>;
    expect(customer.keys).toMatchObject([{ alg: 'ES256', publicJwk: { x: jwk['x'] } }]);
    expect(jwk['d']).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const shown = JSON.stringify([customer, privateKey]) + inspect([customer, privateKey]);
    expect(shown).not.toContain(jwk['d']);
    expect(shown).not.toContain(application?.clientSecret);

    test().requests.length = 0;
    const again = await test().kit.customers.create(input);
    expect(again.privateKey).toBeNull();
    expect(again.customer).toEqual(customer);
    expect(test().requests).toEqual([]);
  });

  it('takes a public key that the ATS has made', async () => {
    const jwk = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } as const;
    const { customer, privateKey } = await test().kit.customers.create(
      fresh({ key: { kid: 'own', jwk } }),
    );
    expect(privateKey).toBeNull();
    expect(customer.keys).toMatchObject([{ kid: 'own', publicJwk: jwk }]);
  });

  it('makes an application for each environment, told apart by name', async () => {
    const { kit } = test();
    const production = fresh({ name: 'Twofold' });
    const development = fresh({ name: 'Twofold', environment: 'development' });
    await kit.customers.create(production);
    await kit.customers.create(development);
    expect(applicationsOf(development.uniqueForeignId)).toMatchObject([
      { name: 'Example ATS - Twofold (dev)' },
    ]);
    expect(applicationsOf(production.uniqueForeignId)).toHaveLength(1);
  });

  it.each<[string, Partial<Record<keyof NewCustomer, unknown>>, string, RegExp]>([
    ['a domain with a path', { domains: ['https://a.example/x'] }, 'domains.0', /without path/],
    ['a domain with a slash', { domains: ['https://a.example/'] }, 'domains.0', /without path/],
    ['a wildcard', { domains: ['https://*.a.example'] }, 'domains.0', /wildcard/],
    ['plain http', { domains: ['http://a.example'] }, 'domains.0', /must be https/],
    ['no domain at all', { domains: [] }, 'domains', /at least one/],
    ['a domain twice', { domains: [atsOrigin, atsOrigin] }, 'domains', /twice/],
    ['the backend itself', { domains: [origin] }, 'domains.0', /origin of the backend/],
    ['a callback over http', { callbackUrls: ['http://a.example/c'] }, 'callbackUrls.0', /https/],
    ['a callback that is a path', { callbackUrls: ['/c'] }, 'callbackUrls.0', /full URL/],
    ['a long name', { name: 'n'.repeat(51) }, 'name', /at most 50/],
    ['a name too long with the ATS', { name: 'n'.repeat(45) }, 'name', /must be shorter/],
    ['LinkedIn in the name', { name: 'My LinkedIn' }, 'name', /must not contain/],
    ['an unknown environment', { environment: 'test' }, 'environment', /development/],
    ['an empty foreign id', { uniqueForeignId: '' }, 'uniqueForeignId', /1 to 255/],
    ['an unknown field', { domain: atsOrigin } as object, 'customer', /unknown fields/],
    ['a private key', { key: { jwk: { d: 'x' } } }, 'key.jwk.d', /private half/],
  ])('refuses %s, says which field and why, and does nothing', async (_, change, field, fix) => {
    const input = { ...fresh(), ...change } as NewCustomer;
    const failure: unknown = await test()
      .kit.customers.create(input)
      .catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(OnboardingError);
    const { code, problems } = failure as OnboardingError;
    expect(code).toBe('input_invalid');
    expect(problems).toContainEqual({ field, fix: expect.stringMatching(fix) as string });
    expect(test().requests).toEqual([]);
    expect(await test().kit.customers.find(input.id ?? '')).toBeNull();
  });

  it('names all fields that are wrong at once', async () => {
    const input = fresh({ name: '', domains: ['https://a.example/x'] });
    await expect(test().kit.customers.create(input)).rejects.toMatchObject({
      problems: [{ field: 'name' }, { field: 'domains.0' }],
    });
  });

  it('lets a callback of this machine do without TLS', async () => {
    const input = fresh({ callbackUrls: ['http://ats.localhost:4400/callback'] });
    await expect(test().kit.customers.create(input)).resolves.toBeDefined();
  });

  it('refuses a foreign id that another customer has', async () => {
    const input = fresh();
    await test().kit.customers.create(input);
    for (const change of [{ name: 'Other' }, { environment: 'development' as const }]) {
      const other = test().kit.customers.create({ ...input, ...change });
      await expect(other).rejects.toMatchObject({
        code: 'foreign_id_taken',
        problems: [{ field: 'uniqueForeignId' }],
      });
    }
    const sameId = test().kit.customers.create({ ...fresh(), id: input.id ?? '' });
    await expect(sameId).rejects.toMatchObject({ problems: [{ field: 'id' }] });
    expect(applicationsOf(input.uniqueForeignId)).toHaveLength(1);
  });

  it('makes one application when two ask at the same moment', async () => {
    const input = fresh();
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => test().kit.customers.create(input)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    const { privateKey } = await test().kit.customers.create(input);
    expect(privateKey).toBeNull();
    expect(applicationsOf(input.uniqueForeignId)).toHaveLength(1);
    const keys = results.flatMap((r) =>
      r.status === 'fulfilled' ? (r.value.privateKey ?? []) : [],
    );
    expect(keys).toHaveLength(1);
  });
});

/** Everything that a customer needs is there, once. */
async function expectWhole(input: NewCustomer): Promise<void> {
  const [application, ...others] = applicationsOf(input.uniqueForeignId);
  expect(others).toEqual([]);
  const customer = await test().kit.customers.findByForeignId(input.uniqueForeignId);
  expect(customer).toMatchObject({
    status: 'active',
    application: {
      developerApplicationUrn: application?.urn,
      clientId: application?.clientId,
      hasClientSecret: true,
      jsSdkDomains: application?.validJsSdkDomains,
    },
  });
  expect(application?.validJsSdkDomains).toEqual([atsOrigin, pluginOrigin]);
  expect(customer?.keys).toHaveLength(1);
}

describe('a failure on the way', () => {
  const faults: readonly Exclude<Fault, null>[] = ['down', 'error', 'lost'];
  const cases = [0, 1, 2].flatMap((at) => faults.map((fault) => [at, fault] as const));

  it.each(cases)(
    'of request %i to LinkedIn (%s) is told, and the next run completes',
    async (at, fault) => {
      const input = fresh();
      let seen = 0;
      test().fault = ({ path }: LinkedInRequest) =>
        path.startsWith('/v2/provisionedApplications') && seen++ === at ? fault : null;
      const first = await test()
        .kit.customers.create(input)
        .catch((error: unknown) => error);
      if (first instanceof Error) {
        expect(first).toMatchObject({ code: 'linkedin_unavailable', retryable: true });
        expect((first as OnboardingError).step).toMatch(/application|credentials/);
        expect(first.message).not.toContain(input.name);
        const half = await test().kit.customers.findByForeignId(input.uniqueForeignId);
        expect(half?.status).toBe('provisioning');
      }
      test().fault = () => null;
      const second = await test().kit.customers.create(input);
      const keys = [first, second].filter((each) => 'privateKey' in (each as object));
      expect(keys.map((each) => (each as typeof second).privateKey !== null)).toContain(true);
      await expectWhole(input);
    },
  );

  it.each([0, 1, 2, 3, 4])(
    'of write %i to the store is told, and the next run completes',
    async (writes) => {
      const input = fresh();
      test().writesLeft = writes;
      await expect(test().kit.customers.create(input)).rejects.toMatchObject({
        code: 'store_unreachable',
      });
      expect(applicationsOf(input.uniqueForeignId).length).toBe(writes === 0 ? 0 : 1);
      test().writesLeft = Number.POSITIVE_INFINITY;
      const { privateKey } = await test().kit.customers.create(input);
      expect(privateKey).not.toBeNull();
      await expectWhole(input);
    },
  );

  it('as long as LinkedIn is down, leaves a customer that nobody is served for', async () => {
    const input = fresh();
    test().fault = () => 'down';
    for (let run = 0; run < 3; run += 1) {
      await expect(test().kit.customers.create(input)).rejects.toMatchObject({
        code: 'linkedin_unavailable',
      });
    }
    const document = await test().kit.fetch(
      new Request(
        `${origin}/rsc/frame/profile-widget?p=${input.id ?? ''}&o=${atsOrigin}&i=instance-1`,
        { headers: { 'sec-fetch-dest': 'iframe' } },
      ),
    );
    expect(document.status).toBe(403);
  });
});

describe('customers.update', () => {
  it('tells LinkedIn the domains, and tells it later if it is down', async () => {
    const input = fresh();
    const { kit, clock } = test();
    await kit.customers.create(input);
    const id = input.id ?? '';
    const domains = ['https://new.acme.example', atsOrigin];
    await kit.customers.update(id, { domains });
    expect(applicationsOf(id)[0]?.validJsSdkDomains).toEqual([...domains, pluginOrigin]);

    test().fault = () => 'down';
    await expect(kit.customers.update(id, { domains: [atsOrigin] })).rejects.toMatchObject({
      code: 'linkedin_unavailable',
      step: 'domains',
    });
    expect((await kit.customers.find(id))?.origins).toEqual([atsOrigin]);
    test().fault = () => null;
    clock.advance(60);
    await kit.workers.runUntilIdle();
    expect(applicationsOf(id)[0]?.validJsSdkDomains).toEqual([atsOrigin, pluginOrigin]);
    expect((await kit.customers.find(id))?.application?.jsSdkDomains).toEqual([
      atsOrigin,
      pluginOrigin,
    ]);
  });

  it('keeps LinkedIn in step with origins that were changed by hand', async () => {
    const input = fresh();
    const { kit, clock, store } = test();
    await kit.customers.create(input);
    const id = input.id ?? '';
    await rowsOf(
      internalsOf(store).connection,
      `insert into rsc.tenant_origins (tenant_id, origin, position)
       values ('${id}', 'https://by-hand.example', 1)`,
    );
    const document = await kit.fetch(
      new Request(
        `${origin}/rsc/frame/profile-widget?p=${id}&o=https://by-hand.example&i=instance-1`,
        { headers: { 'sec-fetch-dest': 'iframe' } },
      ),
    );
    expect(document.status).toBe(200);
    expect((await kit.check(id)).find(({ check }) => check === 'customer.domains')).toMatchObject({
      outcome: 'fail',
    });
    clock.advance(20 * 60);
    await kit.workers.runUntilIdle();
    expect(applicationsOf(id)[0]?.validJsSdkDomains).toEqual([
      atsOrigin,
      'https://by-hand.example',
      pluginOrigin,
    ]);
  });

  it('refuses what create refuses, and customers there are not', async () => {
    const { customers } = test().kit;
    await expect(customers.update('nobody', { name: 'x' })).rejects.toMatchObject({
      code: 'customer_unknown',
    });
    await expect(customers.update('nobody', { domains: ['https://*.x'] })).rejects.toMatchObject({
      code: 'input_invalid',
    });
  });

  it('adds a key and retires one', async () => {
    const input = fresh();
    const { kit } = test();
    const { customer } = await kit.customers.create(input);
    test().clock.advance(1);
    const added = await kit.customers.addKey(customer.id);
    expect(added.privateKey).not.toBeNull();
    await kit.customers.retireKey(customer.id, customer.keys[0]?.kid ?? '');
    const keys = (await kit.customers.find(customer.id))?.keys ?? [];
    expect(keys.map(({ retiredAt }) => retiredAt !== null)).toEqual([true, false]);
  });
});
