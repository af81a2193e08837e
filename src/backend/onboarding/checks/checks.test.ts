/** Each check finds what it is for, from outside, and passes again once that is repaired. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostOrigin, origin, pluginOrigin } from '../../backend.test-support.ts';
import { internalsOf } from '../../store/internals.ts';
import { rowsOf } from '../../store/store.test-support.ts';
import {
  acme,
  candidateRecord,
  requestedBy,
  sign,
  useKit,
} from '../../../../test/support/onboarding-kit.ts';
import type { CheckResult } from './check.ts';

/** What stands between the world and the backend. */
type Proxy = (request: Request, pass: (request: Request) => Promise<Response>) => Promise<Response>;
const straight: Proxy = (request, pass) => pass(request);
let proxy = straight;
const test = useKit({
  outsideFetch: (input, init) =>
    proxy(new Request(input, init), (request) => test().kit.fetch(request)),
});
const run = (sql: string) => rowsOf(internalsOf(test().store).connection, sql);
let clientId: string;

beforeAll(async () => {
  const { kit } = test();
  await kit.customers.create({ ...acme, domains: [hostOrigin] });
  clientId = await test().clientIdOf('acme');
  test().request(clientId);
  await kit.integrations.requested('acme', requestedBy());
  test().switch(clientId, true);
  await kit.integrations.refresh('acme');
  await kit.workers.runUntilIdle();
  const code = '3f2b6a1e-6a6b-4a6e-9d43-0d3b0c1f2a77';
  await kit.fetch(new Request(`${test().callbackOf(clientId)}?challengeCode=${code}`));
});
beforeEach(async () => {
  proxy = straight;
  test().fault = () => null;
  await run('delete from rsc.push_refusals');
});

const bad = (results: readonly CheckResult[]): string[] =>
  results
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ check, outcome }) => `${check} ${outcome}`);

/** Answers with headers changed on their way. */
const rewriting =
  (change: (headers: Headers) => void): Proxy =>
  async (request, pass) => {
    const answer = await pass(request);
    const headers = new Headers(answer.headers);
    change(headers);
    return new Response(answer.body, { status: answer.status, headers });
  };
const only =
  (path: string, broken: Proxy): Proxy =>
  (request, pass) =>
    request.url.startsWith(path) ? broken(request, pass) : pass(request);
const down: Proxy = () => Promise.reject(new TypeError('fetch failed'));
const another: Proxy = () => Promise.resolve(new Response('<h1>It works!</h1>'));

describe('checks of a customer', () => {
  const checks = () => test().kit.check('acme');

  it('pass when all is well', async () => {
    expect(bad(await checks())).toEqual([]);
  });

  it.each<[string, Proxy, string[]]>([
    ['nothing answers', down, ['customer.callback fail', 'customer.frame fail']],
    ['another server answers', another, ['customer.callback fail', 'customer.frame fail']],
    ['events are led elsewhere', only(`${origin}/rsc/push/`, another), ['customer.callback fail']],
    [
      'queries get lost',
      only(`${origin}/rsc/push/`, ({ url }, pass) => pass(new Request(url.replace(/\?.*/, '')))),
      ['customer.callback fail', 'customer.push warn'],
    ],
    [
      'a proxy forbids framing',
      rewriting((headers) => {
        headers.set('x-frame-options', 'SAMEORIGIN');
      }),
      ['customer.frame fail'],
    ],
    [
      'a proxy drops the policy',
      rewriting((headers) => {
        headers.delete('content-security-policy');
      }),
      ['customer.frame fail'],
    ],
    [
      'a proxy has a policy of its own',
      rewriting((headers) => {
        headers.set('content-security-policy', `frame-ancestors ${hostOrigin}`);
      }),
      ['customer.frame fail'],
    ],
    [
      'a proxy keeps documents',
      rewriting((headers) => {
        headers.set('cache-control', 'public, max-age=60');
      }),
      ['customer.frame fail'],
    ],
  ])('find that %s', async (_, broken, found) => {
    proxy = broken;
    const results = await checks();
    expect(bad(results)).toEqual(found);
    for (const { outcome, fix } of results) expect(fix === '').toBe(outcome === 'pass');
  });

  it.each<[string, string, string, string[]]>([
    [
      'LinkedIn was told other domains',
      `update rsc.linkedin_applications set js_sdk_domains = '[]'`,
      `update rsc.linkedin_applications
        set js_sdk_domains = '["${hostOrigin}", "${pluginOrigin}"]'`,
      ['customer.domains fail'],
    ],
    [
      'no key counts',
      `update rsc.tenant_keys set retired_at = '2020-01-01Z'`,
      'update rsc.tenant_keys set retired_at = null',
      ['customer.keys fail'],
    ],
    [
      'the secret does not open',
      "update rsc.linkedin_applications set client_secret = client_secret || '\\x00'",
      `update rsc.linkedin_applications
        set client_secret = substring(client_secret for length(client_secret) - 1)`,
      [
        'customer.secret fail',
        'customer.token fail',
        'customer.integrations fail',
        'customer.configurations fail',
        'customer.callback fail',
        // The customer cannot be loaded, and so is not served.
        'customer.frame fail',
      ],
    ],
    [
      'what is known of an integration is old',
      `update rsc.integrations set raw_status = 'REQUESTED' where type = 'CSA_API'`,
      `update rsc.integrations set raw_status = 'ENABLED' where type = 'CSA_API'`,
      ['customer.integrations warn'],
    ],
    [
      'a name is another one',
      `update rsc.integrations set name = 'x' where type = 'CSA_API'`,
      `update rsc.integrations set name = 'Example ATS Acme InMail and Notes'
        where type = 'CSA_API'`,
      ['customer.configurations fail'],
    ],
  ])('find that %s', async (_, breakIt, repair, found) => {
    await run(breakIt);
    const results = await checks();
    await run(repair);
    expect(bad(results)).toEqual(found);
    expect(bad(await checks())).toEqual([]);
  });

  it('find that the last key ends soon', async () => {
    await run(
      `update rsc.tenant_keys set retired_at = '${new Date(test().clock() + 3_600_000).toISOString()}'`,
    );
    expect(bad(await checks())).toEqual(['customer.keys warn']);
    await run('update rsc.tenant_keys set retired_at = null');
  });

  it('find that LinkedIn has another configuration, is down, or refuses', async () => {
    const { integrations } = test().sandbox.state;
    const one = integrations
      .of(clientId)
      .find((each) => each.integrationType === 'ONE_CLICK_EXPORT');
    if (one === undefined) throw new Error('not there');
    const { CALLBACK_URL: address = null } = one.configurations;
    integrations.configure(one, 'CALLBACK_URL', 'https://elsewhere.example/', test().clock());
    expect(bad(await checks())).toEqual(['customer.configurations fail']);
    integrations.configure(one, 'CALLBACK_URL', address, test().clock());
    test().fault = () => 'down';
    expect(bad(await checks())).toEqual([
      'customer.integrations fail',
      'customer.configurations fail',
    ]);
  });

  it('find that events were refused, and that work is late', async () => {
    const { kit, clock } = test();
    const body = JSON.stringify({ type: 'INTEGRATION_STATUS_CHANGE', id: 'forged' });
    await test().push(clientId, body, sign(body, 'another secret'));
    expect(bad(await checks())).toEqual(['customer.push warn']);
    clock.advance(25 * 3_600);
    await kit.workers.runUntilIdle();
    expect(bad(await checks())).toEqual([]);
    await test().push(clientId, { type: 'INTEGRATION_STATUS_CHANGE', id: 'late' });
    clock.advance(2 * 3_600);
    expect(bad(await checks())).toEqual(['customer.queue fail']);
    expect(bad(await kit.check())).toContain('queue.age fail');
    await kit.workers.runUntilIdle();
    expect(bad(await checks())).toEqual([]);
  });

  it('tell one that is switched off, is leaving, or has left, and who is not there', async () => {
    const { kit } = test();
    const statusOf = async (): Promise<string | undefined> =>
      (await checks()).find(({ check }) => check === 'customer.status')?.found;
    await kit.candidates.sync('acme', [candidateRecord('1')]);
    await kit.customers.disable('acme');
    expect(await statusOf()).toBe('disabled');
    test().fault = () => 'down';
    await expect(kit.customers.leave('acme')).rejects.toThrow();
    expect(await statusOf()).toBe('is being deleted');
    test().fault = () => null;
    await kit.customers.leave('acme');
    expect(await statusOf()).toBe('left');
    await expect(kit.check('nobody')).rejects.toMatchObject({ code: 'customer_unknown' });
  });
});

describe('checks of the deployment', () => {
  const find = async (check: string): Promise<string | undefined> =>
    (await test().kit.check()).find((each) => each.check === check)?.outcome;
  const skewed = (seconds: number): Proxy =>
    rewriting((headers) => {
      headers.set('date', new Date(test().clock() + seconds * 1_000).toUTCString());
    });

  it.each<[string, Proxy, string, string]>([
    ['the public origin does not answer', down, 'origin.health', 'fail'],
    [
      'it leads elsewhere',
      only(`${origin}/rsc/health`, async () => new Response('', { status: 404 })),
      'origin.health',
      'fail',
    ],
    ['the plugin origin does not answer', only(pluginOrigin, down), 'origin.plugin', 'fail'],
    [
      'the plugin origin serves the API, as the Host header gets lost',
      (request, pass) => pass(new Request(request.url.replace(pluginOrigin, origin), request)),
      'origin.plugin',
      'fail',
    ],
    ['the clock is ahead', skewed(-45), 'clock.partner', 'fail'],
    ['the clock is behind', skewed(45), 'clock.partner', 'fail'],
    ['the clock is nearly right', skewed(20), 'clock.partner', 'pass'],
  ])('find that %s', async (_, broken, check, outcome) => {
    proxy = broken;
    expect(await find(check)).toBe(outcome);
  });

  it('find that LinkedIn’s clock differs, and that it refuses the partner', async () => {
    const { sandbox, clock } = test();
    const beside = test().newKit({
      linkedInFetch: async (input, init) => {
        const answer = await sandbox.fetch(new Request(input, init));
        const date = new Date(clock() + 60_000).toUTCString();
        return new Response(answer.body, { status: answer.status, headers: { date } });
      },
      partner: {
        atsName: 'Example ATS',
        clientId: 'parent',
        clientSecret: 'another',
        linkedIn: {
          apiBaseUrl: 'http://linkedin.localhost:4402',
          oauthTokenUrl: 'http://linkedin.localhost:4402/oauth/v2/accessToken',
        },
      },
    });
    const results = await beside.check();
    expect(bad(results)).toEqual(
      expect.arrayContaining(['clock.linkedin fail', 'partner.token fail']),
    );
  });
});
