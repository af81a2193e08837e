/** What a token opens and what it does not, and how LinkedIn's failures look from a frame. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createTestBackend,
  expectRefusal,
  hostOrigin,
  loadFrame,
  origin,
  otherOrganization,
  pluginOrigin,
  signedInFrame,
  type FrameOptions,
  type TestBackend,
  type TestFrame,
} from '../backend.test-support.ts';

const member = 'urn:li:person:abc';
const broker: FrameOptions = {
  widget: 'in-ats-indicator',
  obj: 'candidates',
  scopes: ['status:read'],
};

let test: TestBackend;
let frame: TestFrame;
beforeEach(async () => {
  test = await createTestBackend();
  frame = await signedInFrame(test);
});

const post = (path: string, body: unknown) => frame.call(path, { method: 'POST', body });

describe('GET /rsc/candidates/:id', () => {
  it('is refused without a token, with a bearer token, and with a token of another make', async () => {
    const silent = await loadFrame(test);
    await expectRefusal(await silent.call('/rsc/candidates/42'), 401, 'token_missing');
    const bearer = { authorization: `Bearer ${frame.token}` };
    await expectRefusal(
      await frame.call('/rsc/candidates/42', { headers: bearer }),
      401,
      'token_missing',
    );
    frame.token = await frame.ticket();
    await expectRefusal(await frame.call('/rsc/candidates/42'), 401, 'token_invalid');
  });

  it('is refused for another candidate than the token’s', async () => {
    const response = await frame.call('/rsc/candidates/43');
    await expectRefusal(response, 403, 'object_mismatch');
    expect(response.headers.get('dpop-nonce')).toBe(frame.boot.sn);
  });

  it('is refused to a token for all candidates', async () => {
    const indicators = await signedInFrame(test, broker);
    await expectRefusal(await indicators.call('/rsc/candidates/42'), 403, 'scope_missing');
  });

  it('is refused without the right to read profiles', async () => {
    const narrow = await signedInFrame(test, { scopes: ['status:read'] });
    await expectRefusal(await narrow.call('/rsc/candidates/42'), 403, 'scope_missing');
  });

  it('is refused for an integration context of somebody else', async () => {
    const response = await frame.call('/rsc/candidates/42', {
      headers: { 'rsc-integration-context': 'urn:li:organization:9' },
    });
    await expectRefusal(response, 400, 'integration_context_unknown');
  });

  it('is refused once the customer or its page is gone', async () => {
    const [tenant] = test.config.tenants;
    test.tenants.reload({ tenants: [{ ...tenant, origins: ['https://new.example'] }] });
    await expectRefusal(await frame.call('/rsc/candidates/42'), 403, 'origin_unregistered');
    test.tenants.reload({ tenants: [{ ...tenant, id: 'other' }] });
    await expectRefusal(await frame.call('/rsc/candidates/42'), 403, 'tenant_unknown');
  });

  it('is refused when the token has expired', async () => {
    test.clock.advance(300);
    await expectRefusal(await frame.call('/rsc/candidates/42'), 401, 'token_expired');
  });

  it('is refused to a page of another origin, whatever it holds', async () => {
    const response = await frame.call('/rsc/candidates/42', {
      headers: { 'sec-fetch-site': 'cross-site', origin: hostOrigin },
    });
    await expectRefusal(response, 400, 'request_invalid');
  });

  it('is refused for a path that is no candidate', async () => {
    await expectRefusal(await frame.call('/rsc/candidates/%ff'), 400, 'request_invalid');
    await expectRefusal(await frame.call('/rsc/candidates/%0a'), 400, 'request_invalid');
    await expectRefusal(await frame.call('/rsc/candidates/42/notes'), 404, 'not_found');
  });

  it.each(['statuses', 'a/b', 'ü ñ', '50%', '%32', 'a+b', 'a?b#c', '👤', "it's (1)!*"])(
    'finds the candidate "%s" under its encoded id',
    async (id) => {
      const own = await signedInFrame(test, { obj: `candidate:${id}` });
      // Past every refusal there is, to a LinkedIn that cannot be reached.
      const response = await own.call(`/rsc/candidates/${encodeURIComponent(id)}`);
      await expectRefusal(response, 503, 'linkedin_unavailable');
    },
  );

  it('is not on the plugin origin', async () => {
    const response = await test.get('/rsc/candidates/42', {}, pluginOrigin);
    await expectRefusal(response, 404, 'not_found');
  });
});

describe('POST /rsc/candidates/statuses', () => {
  beforeEach(async () => {
    frame = await signedInFrame(test, broker);
  });

  it('is refused to a token for one candidate', async () => {
    frame = await signedInFrame(test);
    const response = await post('/rsc/candidates/statuses', { ids: ['42'] });
    await expectRefusal(response, 403, 'object_mismatch');
  });

  it.each([
    ['none', []],
    ['over a hundred', Array.from({ length: 101 }, (_, index) => String(index))],
    ['an empty one', ['']],
    ['one that is too long', ['x'.repeat(256)]],
    ['a number', [42]],
  ])('is refused for ids of which there is %s', async (_what, ids) => {
    await expectRefusal(await post('/rsc/candidates/statuses', { ids }), 400, 'request_invalid');
  });

  it('takes a hundred ids of the longest kind, and refuses more bytes than they need', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => String(index).padEnd(255, '\u{4e00}'));
    const escaped = JSON.stringify({ ids }).replaceAll('\u{4e00}', '\\u4e00');
    await expectRefusal(
      await post('/rsc/candidates/statuses', escaped),
      503,
      'linkedin_unavailable',
    );
    await expectRefusal(
      await post('/rsc/candidates/statuses', { ids: ['42'], padding: 'x'.repeat(200_000) }),
      413,
      'request_too_large',
    );
  });

  it('is refused for an integration context of somebody else', async () => {
    const response = await frame.call('/rsc/candidates/statuses', {
      method: 'POST',
      body: { ids: ['42'] },
      headers: { 'rsc-integration-context': 'urn:li:organization:9' },
    });
    await expectRefusal(response, 400, 'integration_context_unknown');
  });
});

describe('POST /rsc/candidates/:id/match', () => {
  const path = '/rsc/candidates/42/match';

  it('is refused without the right to link', async () => {
    frame = await signedInFrame(test, { scopes: ['profile:read', 'status:read'] });
    await expectRefusal(await post(path, { action: 'linked', member }), 403, 'scope_missing');
  });

  it('is refused for another candidate', async () => {
    const response = await post('/rsc/candidates/43/match', { action: 'linked', member });
    await expectRefusal(response, 403, 'object_mismatch');
  });

  it.each([
    { action: 'liked', member },
    { action: 'linked', member: 'urn:li:organization:1' },
    { action: 'linked', member: 'urn:li:person:a b' },
    { action: 'linked' },
    {},
  ])('is refused for %j', async (body) => {
    await expectRefusal(await post(path, body), 400, 'request_invalid');
  });

  it('is refused for an integration context of somebody else', async () => {
    const response = await frame.call(path, {
      method: 'POST',
      body: { action: 'linked', member },
      headers: { 'rsc-integration-context': 'urn:li:organization:9' },
    });
    await expectRefusal(response, 400, 'integration_context_unknown');
  });

  it('tells the ATS in which context it happened', async () => {
    const contexts: string[] = [];
    test = await createTestBackend({
      onMatch: ({ integrationContext }) => void contexts.push(integrationContext),
    });
    frame = await signedInFrame(test);
    const response = await frame.call(path, {
      method: 'POST',
      body: { action: 'linked', member },
      headers: { 'rsc-integration-context': otherOrganization },
    });
    expect(response.status).toBe(204);
    expect(contexts).toEqual([otherOrganization]);
  });

  it('answers 500 when the ATS fails, and lets nothing of the failure out', async () => {
    test = await createTestBackend({
      onMatch: () => {
        throw new Error('no row for ada.canary@example.com');
      },
    });
    frame = await signedInFrame(test);
    const response = await post(path, { action: 'linked', member });
    const text = await response.clone().text();
    await expectRefusal(response, 500, 'backend_error');
    expect(text + JSON.stringify(test.log)).not.toContain('canary');
    const failure = test.log.find(({ event }) => event === 'failure');
    expect(failure).toMatchObject({
      error: 'Error',
      route: '/rsc/candidates/:id/match',
      tenant: 'acme',
    });
  });
});

describe('a LinkedIn that fails', () => {
  const answering = (respond: (url: string) => Response | Promise<Response>) =>
    createTestBackend({
      linkedInFetch: async (input) => {
        const url = input instanceof Request ? input.url : String(input);
        return url.includes('accessToken')
          ? Response.json({ access_token: 'linkedin-token-canary', expires_in: 1800 })
          : respond(url);
      },
    });

  it.each([
    [429, { 'retry-after': '7' }, 503, 'linkedin_unavailable', '7'],
    [500, {}, 503, 'linkedin_unavailable', null],
    [503, {}, 503, 'linkedin_unavailable', null],
    [400, {}, 502, 'linkedin_refused', null],
    [401, {}, 502, 'linkedin_refused', null],
    [403, {}, 502, 'linkedin_refused', null],
  ] as const)('with %i is told by its code', async (status, headers, ours, code, retryAfter) => {
    test = await answering(() =>
      Response.json({ message: 'about ada.canary@example.com' }, { status, headers }),
    );
    frame = await signedInFrame(test);
    const response = await frame.call('/rsc/candidates/42');
    expect(response.headers.get('retry-after')).toBe(retryAfter);
    const text = await response.clone().text();
    await expectRefusal(response, ours, code);
    expect(text + JSON.stringify(test.log)).not.toContain('canary');
    expect(test.log).toContainEqual({
      event: 'linkedin',
      level: 'warn',
      tenant: 'acme',
      operation: 'read',
      code,
      status,
    });
  });

  it('with HTML, or not at all, is unavailable', async () => {
    for (const respond of [
      () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
      () => Promise.reject(new TypeError('fetch failed')),
    ]) {
      test = await answering(respond);
      frame = await signedInFrame(test);
      await expectRefusal(await frame.call('/rsc/candidates/42'), 503, 'linkedin_unavailable');
    }
  });

  it('without a token for us has refused', async () => {
    test = await createTestBackend({
      linkedInFetch: () =>
        Promise.resolve(Response.json({ error: 'invalid_client' }, { status: 401 })),
    });
    frame = await signedInFrame(test);
    await expectRefusal(await frame.call('/rsc/candidates/42'), 502, 'linkedin_refused');
  });
});

describe('proofs', () => {
  it('are good once', async () => {
    const headers = await headersOfOneCall();
    const replayed = await test.backend.fetch(
      new Request(`${origin}/rsc/candidates/43`, { headers }),
    );
    await expectRefusal(replayed, 401, 'proof_htu');
    const first = await test.backend.fetch(new Request(`${origin}/rsc/candidates/42`, { headers }));
    expect(first.status).toBe(503);
    const second = await test.backend.fetch(
      new Request(`${origin}/rsc/candidates/42`, { headers }),
    );
    await expectRefusal(second, 401, 'proof_replay');
    expect(second.headers.get('dpop-nonce')).toBe(frame.boot.sn);
  });

  /** The headers that a frame sends, caught on their way. */
  async function headersOfOneCall(): Promise<Headers> {
    let caught = new Headers();
    const { fetch } = test.backend;
    const spy = { ...test, backend: { ...test.backend, fetch } };
    spy.backend.fetch = (request) => {
      if (!request.url.includes('/candidates/')) return fetch(request);
      caught = request.headers;
      return Promise.resolve(new Response());
    };
    frame = await signedInFrame(spy);
    await frame.call('/rsc/candidates/42');
    return caught;
  }
});
