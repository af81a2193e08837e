/** The admin API, its OpenAPI document, and what it must never tell. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostOrigin, origin } from '../backend.test-support.ts';
import { exportOperations } from '../exports/export-operations.ts';
import type { Onboarding } from '../onboarding/kit.ts';
import { backings } from '../store/store.test-support.ts';
import {
  acme,
  contract,
  globex,
  parentSecret,
  requestedBy,
  useKit,
  type TestKit,
} from '../../../test/support/onboarding-kit.ts';
import { adminOperations, type AdminOperation } from './operations.ts';
import type { OpenApiDocument } from './openapi.ts';
import { errorView } from './schemas.ts';

const token = 'operator-token-of-the-test';
const sha256 = createHash('sha256').update(token).digest('hex');
describe.each(backings())('the admin API on $name', (backing) => {
  let current: TestKit | null = null;
  const test = useKit(
    {
      admin: { tokens: [{ id: 'ops-1', sha256 }], requestsPerMinute: 120 },
      // Whatever asks for the deployment from outside ends up in this very backend.
      outsideFetch: (input, init) => {
        const kit = current?.kit;
        if (kit === undefined) throw new Error('no kit');
        return kit.fetch(new Request(input, init));
      },
    },
    backing,
  );
  let clientId: string;

  interface Answer {
    readonly status: number;
    readonly body: Record<string, never>;
    readonly headers: Headers;
  }
  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = { authorization: `Bearer ${token}` },
  ): Promise<Answer> {
    const response = await test().kit.fetch(
      new Request(`${origin}/rsc/admin/v1${path}`, {
        method,
        headers: {
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, never>,
    };
  }

  let operations: readonly AdminOperation[];
  beforeAll(async () => {
    current = test();
    const created = await call('POST', '/customers', { ...acme, domains: [hostOrigin] });
    expect(created.status).toBe(201);
    expect(created.body['privateKey']).toMatchObject({ alg: 'ES256', jwk: { kty: 'EC' } });
    clientId = await test().clientIdOf('acme');
    await test().kit.customers.create(globex);
    // Only the tables are looked at.
    const onboarding = { store: test().store } as Onboarding;
    operations = [
      ...adminOperations({ onboarding, origin, check: async () => [] }),
      ...exportOperations(onboarding, null),
    ];
  });
  beforeEach(() => {
    test().clock.advance(61);
    test().fault = () => null;
  });

  const filled = (path: string): string => path.replace('{id}', 'acme').replace('{kid}', 'none');

  describe('the OpenAPI document', () => {
    const documentOf = async (): Promise<OpenApiDocument> =>
      (await call('GET', '/openapi.json', undefined, {})).body as unknown as OpenApiDocument;

    it('has every route, and every route is there', async () => {
      const { paths, openapi } = await documentOf();
      expect(openapi).toBe('3.1.0');
      const documented = Object.entries(paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      );
      expect(documented.sort()).toEqual(
        operations.map(({ method, path }) => `${method} ${path}`).sort(),
      );
      for (const { method, path } of operations) {
        // Without a token: 401 says that the route and method exist, and that it is closed.
        const { status } = await call(method, filled(path), undefined, {});
        expect([method, path, status]).toEqual([method, path, 401]);
      }
      expect((await call('PATCH', '/customers', undefined)).status).toBe(405);
      expect((await call('GET', '/nothing')).status).toBe(404);
    });

    it('is explained in docs/admin-api.md, each operation', () => {
      const page = readFileSync(new URL('../../../docs/admin-api.md', import.meta.url), 'utf8');
      const [, table = ''] = /## Operations\n([^]*?)\n## /.exec(page) ?? [];
      for (const { method, path } of operations) {
        const word = path.split('/').findLast((part) => !part.startsWith('{')) ?? '';
        const rows = table.split('\n').filter((line) => line.includes(`/${word}`));
        const isThere = rows.some((row) => row.includes(method));
        expect([method, path, isThere]).toEqual([method, path, true]);
      }
    });

    it('has examples that are valid, and references that lead somewhere', async () => {
      for (const { body, example } of operations) {
        if (body !== undefined) expect(body.safeParse(example).error).toBeUndefined();
      }
      const document = await documentOf();
      const text = JSON.stringify(document);
      const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
      const { schemas } = document.components as { schemas: Record<string, unknown> };
      for (const name of names) expect(schemas).toHaveProperty(name ?? '');
      expect(text).not.toContain('#/$defs');
      expect(new Set(Object.keys(schemas)).size).toBeGreaterThan(10);
    });

    it('describes what is answered', async () => {
      const answered = async (id: string, response: Promise<Answer>): Promise<void> => {
        const { status, body } = await response;
        const operation = operations.find((each) => each.id === id);
        expect([id, status, operation?.answer?.safeParse(body).error?.issues]).toEqual([
          id,
          operation?.status,
          undefined,
        ]);
      };
      await answered('listCustomers', call('GET', '/customers?limit=1'));
      await answered('getCustomer', call('GET', '/customers/acme'));
      await answered(
        'updateCustomer',
        call('PATCH', '/customers/acme', { jobAvailability: 'PUBLIC' }),
      );
      test().request(clientId);
      await answered(
        'requestIntegrations',
        call('POST', '/customers/acme/integrations', { payload: requestedBy() }),
      );
      test().switch(clientId, true);
      await answered('refreshIntegrations', call('POST', '/customers/acme/integrations/refresh'));
      await answered(
        'configureIntegrations',
        call('POST', '/customers/acme/integrations/configure'),
      );
      await answered('listIntegrations', call('GET', '/customers/acme/integrations'));
      await answered('listConfigurations', call('GET', '/customers/acme/configurations'));
      await answered('addKey', call('POST', '/customers/acme/keys', {}));
      const renewed = { clientSecret: 'renewed-by-an-operator' };
      test().sandbox.state.applications.change(clientId, renewed);
      await answered('replaceClientSecret', call('POST', '/customers/acme/client-secret', renewed));
      await answered('rotateCallback', call('POST', '/customers/acme/callbacks/rotate'));
      await answered('listCallbacks', call('GET', '/customers/acme/callbacks'));
      await answered('getJourney', call('GET', '/customers/acme/journey'));
      await answered('getPartnerJourney', call('GET', '/journey'));
      await answered('listAudit', call('GET', '/customers/acme/audit?limit=5'));
      await answered('checkCustomer', call('POST', '/customers/acme/checks'));
      await answered('checkDeployment', call('POST', '/checks'));
      await answered('disableCustomer', call('POST', '/customers/acme/disable'));
      await answered('enableCustomer', call('POST', '/customers/acme/enable'));
    });
  });

  describe('access', () => {
    it.each([
      ['nothing', {}],
      ['another token', { authorization: 'Bearer operator-token-of-another' }],
      ['another scheme', { authorization: `Basic ${token}` }],
      ['a cookie', { cookie: `token=${token}` }],
      ['the hash itself', { authorization: `Bearer ${sha256}` }],
      ['a short token', { authorization: 'Bearer x' }],
    ])('is refused with %s', async (_, headers) => {
      const { status, body, headers: told } = await call('GET', '/customers', undefined, headers);
      expect(status).toBe(401);
      expect(told.get('www-authenticate')).toBe('Bearer');
      expect(told.has('access-control-allow-origin')).toBe(false);
      expect(errorView.parse(body).error.code).toBe('unauthorized');
    });

    it('is limited for those without a token, and not for those with one', async () => {
      for (let attempt = 0; attempt < 60; attempt += 1)
        await call('GET', '/journey', undefined, {});
      const refused = await call('GET', '/journey', undefined, {});
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
      expect((await call('GET', '/customers/acme')).status).toBe(200);
    });

    it('is limited for a token too', async () => {
      let last = 200;
      for (let request = 0; request < 121 && last !== 429; request += 1) {
        last = (await call('GET', '/customers/nobody')).status;
      }
      expect(last).toBe(429);
    });

    it('is not at the plugin’s origin', async () => {
      const url = 'https://plugin.partner.example/rsc/admin/v1/customers';
      const headers = { authorization: `Bearer ${token}` };
      expect((await test().kit.fetch(new Request(url, { headers }))).status).toBe(404);
    });
  });

  describe('operations', () => {
    it('page through customers in the order of their ids', async () => {
      const first = await call('GET', '/customers?limit=1');
      expect(first.body).toMatchObject({ items: [{ id: 'acme' }], next: 'acme' });
      const second = await call('GET', '/customers?limit=1&after=acme');
      expect(second.body).toMatchObject({ items: [{ id: 'globex' }], next: null });
      const one = await call('GET', `/customers?uniqueForeignId=${globex.uniqueForeignId}`);
      expect(one.body).toMatchObject({
        items: [
          {
            id: 'globex',
            embedSnippet: `<script async src="${origin}/rsc/embed.js" data-tenant="globex"></script>`,
          },
        ],
        next: null,
      });
      const none = await call('GET', '/customers?uniqueForeignId=nobody');
      expect(none.body).toEqual({ items: [], next: null });
      expect((await call('GET', '/customers?limit=0')).status).toBe(400);
      expect((await call('GET', '/customers?pattern=x')).status).toBe(400);
    });

    it.each([
      ['POST', '/customers', { ...acme, domains: ['https://*.x'] }, 400, 'input_invalid'],
      ['POST', '/customers', { ...globex, name: 'Other' }, 409, 'foreign_id_taken'],
      ['POST', '/customers', 'no', 400, 'request_invalid'],
      ['GET', '/customers/nobody', undefined, 404, 'customer_unknown'],
      ['GET', '/customers/%E0', undefined, 404, 'customer_unknown'],
      ['PATCH', '/customers/acme', {}, 400, 'input_invalid'],
      ['POST', '/customers/acme/keys/none/retire', undefined, 404, 'store_not_found'],
      ['POST', '/customers/acme/keys/none/retire?at=soon', undefined, 400, 'input_invalid'],
      ['POST', '/customers/acme/client-secret', { clientSecret: 'x' }, 502, 'linkedin_refused'],
      ['POST', '/customers/nobody/callbacks/rotate', undefined, 404, 'customer_unknown'],
      ['POST', '/customers/acme/leave', { confirm: 'globex' }, 400, 'input_invalid'],
      ['POST', '/customers/globex/integrations', { payload: requestedBy() }, 409, 'context_taken'],
      [
        'DELETE',
        `/customers/acme/configurations?context=urn:li:organization:1&type=PROFILE_PLUGIN&key=CALLBACK_URL`,
        undefined,
        404,
        'integration_unknown',
      ],
    ])('%s %s refuses', async (method, path, body, status, code) => {
      const answer = await call(method, path, body);
      expect([answer.status, errorView.parse(answer.body).error.code]).toEqual([status, code]);
    });

    it('says when LinkedIn is down, and can be called again', async () => {
      test().fault = () => 'down';
      const late = { ...globex, id: 'late', name: 'Late', uniqueForeignId: 'late' };
      const answer = await call('POST', '/customers', late);
      expect([answer.status, answer.body]).toMatchObject([
        503,
        { error: { code: 'linkedin_unavailable', step: 'application' } },
      ]);
      test().fault = () => null;
      expect((await call('POST', '/customers', late)).status).toBe(201);
    });

    it('write down who has done what', async () => {
      const { body } = await call('GET', '/customers/acme/audit');
      const entries = body['items'] as unknown as { actor: string; action: string }[];
      expect(entries.map(({ action }) => action)).toContain('tenant_created');
      expect(new Set(entries.map(({ actor }) => actor))).toContain('admin:ops-1');
      expect(JSON.stringify(entries)).not.toContain(hostOrigin);
    });

    it('tell no secret, by whichever', async () => {
      const told: unknown[] = [];
      for (const { method, path } of operations) {
        if (method === 'GET') told.push((await call('GET', filled(path))).body);
      }
      told.push((await call('POST', '/customers/acme/checks')).body);
      told.push((await call('POST', '/checks')).body, test().log);
      const text = JSON.stringify(told);
      const application = test().sandbox.state.applications.get(clientId);
      for (const secret of [
        application?.clientSecret ?? 'none',
        test().callbackOf(clientId).split('/').at(-1) ?? 'none',
        parentSecret,
        token,
      ]) {
        expect(text).not.toContain(secret);
      }
      expect(text).not.toMatch(/"d":"/);
    });
  });

  describe('seats and closed accounts', () => {
    it('are listed, mapped and deleted, with the operator in the audit log', async () => {
      const { organizations } = test().sandbox.state;
      const person = [...test().sandbox.state.members.values()][0];
      if (person === undefined) throw new Error('there are no members');
      const { personUrn, firstName, lastName } = person;
      const { urn } = organizations.addSeat(
        { contract, personUrn, firstName, lastName, email: 'r@acme.example', roles: [] },
        test().clock(),
      );
      // Without the worker nothing has been read yet.
      expect((await call('GET', '/customers/acme/seats')).body).toEqual({ items: [] });
      const seat = `/customers/acme/seats/${encodeURIComponent(urn)}`;
      expect((await call('POST', seat, { atsUserId: 'u-1' })).status).toBe(404);
      expect((await call('POST', seat, { atsUserId: 7 })).status).toBe(400);
      expect((await call('DELETE', seat)).status).toBe(404);
      expect((await call('GET', '/customers/nobody/seats')).status).toBe(404);
      const closed = await call('GET', '/customers/acme/closed-profiles');
      expect(closed.body).toEqual({ items: [], askedAt: null, dueAt: null });
      const deletion = '/customers/acme/closed-profiles/delete';
      const unknown = { ids: ['00000000-0000-4000-8000-000000000000'] };
      expect((await call('POST', deletion, unknown)).status).toBe(404);
      expect((await call('POST', deletion, { ids: 'some' })).status).toBe(400);
      const receipt = await call('POST', deletion, { ids: 'all' });
      expect(receipt.body).toMatchObject({ reason: 'closed_profiles', deleted: {} });
      const receipts = await call('GET', '/customers/acme/retrieval-receipts');
      expect(receipts.body).toEqual({ items: [receipt.body] });
      const audit = await call('GET', '/customers/acme/audit');
      const entries = audit.body['items'] as unknown as { actor: string; action: string }[];
      expect(entries[0]).toMatchObject({ actor: 'admin:ops-1', action: 'closed_profiles_deleted' });
    });
  });

  describe('checks', () => {
    const outcomes = async (path: string): Promise<Record<string, string>> => {
      const { body } = await call('POST', path);
      const items = body['items'] as unknown as { check: string; outcome: string; found: string }[];
      return Object.fromEntries(items.map(({ check, outcome }) => [check, outcome]));
    };

    it('pass for a customer that is all set up', async () => {
      for (const _ of ['once', 'again']) {
        // However often we ask by ourselves, LinkedIn has not.
        expect(await outcomes('/customers/acme/checks')).toMatchObject({
          'customer.callback': 'warn',
        });
      }
      await test().kit.fetch(
        new Request(
          `${test().callbackOf(clientId)}?challengeCode=3f2b6a1e-6a6b-4a6e-9d43-0d3b0c1f2a77`,
        ),
      );
      expect(await outcomes('/customers/acme/checks')).toEqual({
        'customer.status': 'pass',
        'customer.secret': 'pass',
        'customer.token': 'pass',
        'customer.domains': 'pass',
        'customer.keys': 'pass',
        'customer.integrations': 'pass',
        'customer.configurations': 'pass',
        'customer.callback': 'pass',
        'customer.frame': 'pass',
        'customer.push': 'pass',
        'customer.queue': 'pass',
      });
      expect(await outcomes('/checks')).toMatchObject({
        'store.reachable': 'pass',
        'store.schema': 'pass',
        'store.keys': 'pass',
        'partner.token': 'pass',
        'origin.health': 'pass',
        'origin.plugin': 'pass',
        'clock.partner': 'pass',
      });
    });
  });
});
