/** Keys, addresses and secrets of a customer are replaced without a gap, and told to nobody. */
import { inspect } from 'node:util';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostOrigin } from '../backend.test-support.ts';
import { internalsOf } from '../store/internals.ts';
import { rowsOf } from '../store/store.test-support.ts';
import { tenantRecords } from '../tenants/tenant-records.ts';
import {
  acme,
  frameOf,
  globex,
  organization,
  requestedBy,
  sign,
  testPartner,
  useKit,
} from '../../../test/support/onboarding-kit.ts';
import type { PrivateKey } from './signing-keys.ts';

const test = useKit();
let clientId: string;
let firstKey: PrivateKey;
beforeAll(async () => {
  const { kit } = test();
  const { privateKey } = await kit.customers.create({ ...acme, domains: [hostOrigin] });
  if (privateKey === null) throw new Error('no key');
  firstKey = privateKey;
  clientId = await test().clientIdOf('acme');
  test().request(clientId);
  await kit.integrations.requested('acme', requestedBy());
});
beforeEach(async () => {
  test().fault = () => null;
  test().clock.advance(1);
  await test().kit.workers.runUntilIdle();
  test().requests.length = 0;
});

const secretAtLinkedIn = (): string =>
  test().sandbox.state.applications.get(clientId)?.clientSecret ?? '';
let events = 0;
/** An event at an address, signed with the secret LinkedIn has. */
const pushTo = async (url: string): Promise<number> => {
  const body = JSON.stringify({ type: 'BRAND_NEW', id: `event-${String((events += 1))}` });
  const request = new Request(url, {
    method: 'POST',
    body,
    headers: sign(body, secretAtLinkedIn()),
  });
  return (await test().kit.fetch(request)).status;
};
const tokenOf = (url: string): string => url.split('/').at(-1) ?? '';

describe('customers.rotateCallback', () => {
  it('keeps the former address until LinkedIn has the new one, and a little longer', async () => {
    const { kit, clock } = test();
    const former = test().callbackOf(clientId);
    test().fault = () => 'down';
    await expect(kit.customers.rotateCallback('acme')).rejects.toMatchObject({
      code: 'linkedin_unavailable',
      step: 'configurations',
      retryable: true,
    });
    // Called again it goes on with the address it has made, and makes no further one.
    await expect(kit.customers.rotateCallback('acme')).rejects.toThrow();
    expect(await kit.customers.callbacks('acme')).toMatchObject([
      { endsAt: null },
      { endsAt: null },
    ]);
    expect(test().callbackOf(clientId)).toBe(former);
    clock.advance(24 * 60 * 60);
    expect(await pushTo(former)).toBe(200);

    test().fault = () => null;
    await kit.workers.runUntilIdle();
    const next = test().callbackOf(clientId);
    expect(next).not.toBe(former);
    expect([await pushTo(former), await pushTo(next)]).toEqual([200, 200]);
    const [newest, ended] = await kit.customers.callbacks('acme');
    expect(newest?.endsAt).toBeNull();
    expect(ended?.endsAt?.getTime()).toBeGreaterThan(clock());
    clock.advance(11 * 60);
    expect([await pushTo(former), await pushTo(next)]).toEqual([404, 200]);

    const told = JSON.stringify([
      await kit.customers.callbacks('acme'),
      await kit.integrations.configurations('acme'),
      test().log,
    ]);
    expect(told).not.toContain(tokenOf(former));
    expect(told).not.toContain(tokenOf(next));
  });

  it('changes every configuration that has the address, and nothing else', async () => {
    const { kit } = test();
    const other = requestedBy('urn:li:organization:7009', 'urn:li:contract:8009');
    test().request(clientId, other);
    await kit.integrations.requested('acme', other);
    test().requests.length = 0;
    const former = test().callbackOf(clientId);
    const [newest] = await kit.customers.rotateCallback('acme');
    expect(newest?.shown).toMatch(/^https:\/\/partner\.example\/rsc\/push\/\{[0-9a-f]{16}\}$/);
    expect(test().requests.filter(({ method }) => method === 'PUT')).toHaveLength(2);
    const addresses = test()
      .sandbox.state.integrations.of(clientId)
      .flatMap(({ configurations }) => configurations['CALLBACK_URL'] ?? []);
    expect(new Set(addresses).size).toBe(1);
    expect(addresses[0]).not.toBe(former);
  });

  it('ends no address that LinkedIn still has of one of two integrations', async () => {
    const { kit, clock } = test();
    const former = test().callbackOf(clientId);
    test().fault = ({ method, path }) =>
      method === 'PUT' && decodeURIComponent(path).includes(organization) ? 'error' : null;
    await expect(kit.customers.rotateCallback('acme')).rejects.toMatchObject({
      code: 'linkedin_unavailable',
    });
    clock.advance(60 * 60);
    expect(await pushTo(former)).toBe(200);
    test().fault = () => null;
    await kit.workers.runUntilIdle();
    clock.advance(11 * 60);
    expect(await pushTo(former)).toBe(404);
  });

  it('leaves LinkedIn with the newest address, whichever request arrives last', async () => {
    const { kit, clock } = test();
    const { connection } = internalsOf(test().store);
    await rowsOf(connection, 'update rsc.configurations set confirmed_at = null');
    const former = test().callbackOf(clientId);
    let isFirst = true;
    test().fault = async ({ method }) => {
      if (method !== 'PUT' || !isFirst) return null;
      isFirst = false;
      // The former address is on its way to LinkedIn, and that of another process overtakes it.
      await test().newKit().customers.rotateCallback('acme');
      expect(test().callbackOf(clientId)).not.toBe(former);
      return null;
    };
    await kit.integrations.configure('acme');
    clock.advance(11 * 60);
    const addresses = test()
      .sandbox.state.integrations.of(clientId)
      .flatMap(({ configurations }) => configurations['CALLBACK_URL'] ?? []);
    expect(addresses).toHaveLength(2);
    for (const url of addresses) expect(await pushTo(url)).toBe(200);
    expect(await pushTo(former)).toBe(404);
  });

  it('ends the former one at once if LinkedIn was never told', async () => {
    const { kit } = test();
    await kit.customers.create(globex);
    const addresses = await kit.customers.rotateCallback('globex');
    test().clock.advance(1);
    expect(addresses.map(({ endsAt }) => endsAt === null)).toEqual([true, false]);
    expect(addresses[1]?.endsAt?.getTime()).toBeLessThan(test().clock());
    expect(await kit.customers.rotateCallback('globex')).toHaveLength(2);
  });

  it('makes the callback a step of the journey again, until LinkedIn has validated it', async () => {
    const { kit } = test();
    const isValidated = async (): Promise<boolean | undefined> =>
      (await kit.journeys.of('acme')).steps.find(({ step }) => step === 'callback_validated')?.done;
    const challenge = '?challengeCode=3f2b6a1e-6a6b-4a6e-9d43-0d3b0c1f2a77';
    await kit.fetch(new Request(test().callbackOf(clientId) + challenge));
    expect(await isValidated()).toBe(true);
    await kit.customers.rotateCallback('acme');
    expect(await isValidated()).toBe(false);
    await kit.fetch(new Request(test().callbackOf(clientId) + challenge));
    expect(await isValidated()).toBe(true);
  });
});

describe('customers.replaceClientSecret', () => {
  const renewAtLinkedIn = (): string => {
    const clientSecret = `renewed-${crypto.randomUUID()}`;
    test().sandbox.state.applications.change(clientId, { clientSecret });
    return clientSecret;
  };

  it('takes the secret over that LinkedIn has now, asked for or given', async () => {
    const { kit } = test();
    for (const give of [false, true]) {
      const secret = renewAtLinkedIn();
      expect(await pushTo(test().callbackOf(clientId))).toBe(401);
      const customer = await kit.customers.replaceClientSecret('acme', give ? secret : undefined);
      expect(await pushTo(test().callbackOf(clientId))).toBe(200);
      await expect(kit.integrations.refresh('acme')).resolves.toBeTypeOf('number');
      const audit = await rowsOf(
        internalsOf(test().store).connection,
        "select * from rsc.audit_log where action = 'client_secret_changed'",
      );
      const told = inspect([customer, audit, test().log], { depth: 9 });
      expect(told + JSON.stringify([customer, audit])).not.toContain(secret);
      expect(customer.application).toMatchObject({ clientId, hasClientSecret: true });
    }
  });

  it.each<[string, () => string | undefined, string]>([
    ['LinkedIn refuses', () => 'not-the-secret', 'linkedin_refused'],
    ['is empty', () => ' ', 'input_invalid'],
    ['is too long', () => 'x'.repeat(501), 'input_invalid'],
    ['cannot be asked for', () => undefined, 'linkedin_unavailable'],
  ])('changes nothing if the secret %s', async (_, secretOf, code) => {
    const { kit } = test();
    renewAtLinkedIn();
    await kit.customers.replaceClientSecret('acme');
    const before = (await kit.customers.find('acme'))?.revision;
    if (code === 'linkedin_unavailable') test().fault = () => 'down';
    const given = secretOf();
    const failure: unknown = await kit.customers
      .replaceClientSecret('acme', given)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    if (given !== undefined && given !== ' ') expect(inspect(failure)).not.toContain(given);
    expect((await kit.customers.find('acme'))?.revision).toBe(before);
    test().fault = () => null;
    expect(await pushTo(test().callbackOf(clientId))).toBe(200);
  });

  it('says so if LinkedIn knows no application by the id of the ATS', async () => {
    const { kit, store } = test();
    // Set up by hand: its application was made in the developer portal, under no id of the ATS.
    const records = tenantRecords(store, { actor: 'test' });
    await records.create({
      id: 'by-hand',
      name: 'By hand',
      uniqueForeignId: 'nobody-at-linkedin',
      environment: 'production',
    });
    await expect(kit.customers.replaceClientSecret('by-hand')).rejects.toMatchObject({
      code: 'customer_not_ready',
    });
    const { apiBaseUrl, oauthTokenUrl } = testPartner.linkedIn;
    const application = {
      clientId: 'client-by-hand',
      clientSecret: 'old',
      apiBaseUrl,
      oauthTokenUrl,
    };
    await records.setApplication('by-hand', application);
    await expect(kit.customers.replaceClientSecret('by-hand')).rejects.toMatchObject({
      code: 'foreign_id_unknown',
      retryable: false,
      step: 'credentials',
    });
    await expect(
      kit.customers.replaceClientSecret('by-hand', 'a-secret-LinkedIn-refuses'),
    ).rejects.toMatchObject({ code: 'linkedin_refused' });
  });

  it('is what doctor asks for when LinkedIn refuses the one there is', async () => {
    const { kit } = test();
    renewAtLinkedIn();
    const tokenCheck = async () =>
      (await kit.check('acme')).find(({ check }) => check === 'customer.token');
    expect(await tokenCheck()).toMatchObject({
      outcome: 'fail',
      fix: expect.stringContaining('replaceClientSecret') as string,
    });
    await kit.customers.replaceClientSecret('acme');
    expect(await tokenCheck()).toMatchObject({ outcome: 'pass' });
  });
});

describe('keys of the signer', () => {
  it('count side by side until the former one ends', async () => {
    const { kit, clock } = test();
    const { privateKey: nextKey } = await kit.customers.addKey('acme');
    if (nextKey === null) throw new Error('no key');
    for (const key of [firstKey, nextKey]) {
      expect((await (await frameOf(test(), 'acme', key)).call('/rsc/integrations')).status).toBe(
        200,
      );
    }
    await kit.customers.retireKey('acme', firstKey.kid, { at: new Date(clock() + 60_000) });
    await expect(frameOf(test(), 'acme', firstKey)).resolves.toBeDefined();
    clock.advance(61);
    await expect(frameOf(test(), 'acme', firstKey)).rejects.toThrow(/ctx_/);
    await expect(frameOf(test(), 'acme', nextKey)).resolves.toBeDefined();
  });
});

describe('a customer that is not there, or is leaving', () => {
  it.each(['rotateCallback', 'callbacks', 'replaceClientSecret', 'addKey'] as const)(
    'has no %s',
    async (method) => {
      const { kit } = test();
      await expect(kit.customers[method]('nobody')).rejects.toMatchObject({
        code: 'customer_unknown',
      });
    },
  );

  it('is not set up at LinkedIn anew while it is being deleted', async () => {
    const { kit } = test();
    test().fault = () => 'down';
    await expect(kit.customers.leave('acme')).rejects.toMatchObject({ step: 'purge' });
    test().fault = () => null;
    test().requests.length = 0;
    for (const attempt of [
      () => kit.customers.rotateCallback('acme'),
      () => kit.customers.update('acme', { domains: ['https://new.acme.example'] }),
      () => kit.customers.create({ ...acme, domains: [hostOrigin] }),
      () => kit.customers.enable('acme'),
      () => kit.integrations.requested('acme', requestedBy()),
      () => kit.integrations.configure('acme'),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'customer_left' });
    }
    expect(test().requests).toEqual([]);
    await kit.customers.leave('acme');
  });
});
