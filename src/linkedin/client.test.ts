import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  apiOrigin,
  application,
  candidate,
  createLinkedInParties,
  organization,
  type LinkedInParties,
} from '../../test/support/linkedin-parties.ts';
import { LinkedInError } from './errors.ts';

let parties: LinkedInParties;

beforeEach(() => {
  parties = createLinkedInParties();
});

const urlOf = (input: RequestInfo | URL): string =>
  input instanceof Request ? input.url : input.toString();
const tokenRequests = () => parties.requests.filter(({ url }) => url.includes('/oauth/'));
const apiRequests = () => parties.requests.filter(({ url }) => !url.includes('/oauth/'));

describe('the access token', () => {
  it('is asked for once, however many calls wait for it, and kept until shortly before it expires', async () => {
    const { candidates } = parties.client();
    await Promise.all([1, 2, 3].map(() => candidates.get(organization, ['c-1'])));
    expect(tokenRequests()).toHaveLength(1);
    parties.clock.nowMs += 28 * 60_000;
    await candidates.get(organization, ['c-1']);
    expect(tokenRequests()).toHaveLength(1);
    parties.clock.nowMs += 90_000;
    await candidates.get(organization, ['c-1']);
    expect(tokenRequests()).toHaveLength(2);
  });

  it('is replaced once when LinkedIn refuses it, and the call is repeated once', async () => {
    let refusals = 1;
    const fetch: typeof parties.fetch = (input, init) =>
      urlOf(input).includes('/v2/ats') && refusals-- > 0
        ? Promise.resolve(Response.json({ message: 'expired', status: 401 }, { status: 401 }))
        : parties.fetch(input, init);
    const { candidates } = parties.client({ fetch });
    await expect(candidates.get(organization, ['c-1'])).resolves.toEqual(new Map());
    expect(tokenRequests()).toHaveLength(2);
    refusals = 99;
    await expect(candidates.get(organization, ['c-1'])).rejects.toMatchObject({
      code: 'unauthorized',
    });
    expect(tokenRequests()).toHaveLength(3);
  });

  it('is not to be had with a wrong secret; the error holds no secret', async () => {
    const { candidates } = parties.client({ clientSecret: 'wrong-and-secret' });
    const error: unknown = await candidates
      .get(organization, ['c-1'])
      .catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(LinkedInError);
    expect(error).toMatchObject({ code: 'unauthorized', status: 401 });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(
      'wrong-and-secret',
    );
  });

  it('is asked for by POST with the secret in the body, never in a URL', async () => {
    await parties.client().candidates.get(organization, ['c-1']);
    const [request] = tokenRequests();
    expect(request?.method).toBe('POST');
    expect(parties.requests.some(({ url }) => url.includes(application.clientSecret))).toBe(false);
  });
});

describe.each(['v2', 'rest'] as const)('candidates over %s', (generation) => {
  const api = () => parties.client({ generation }).candidates;

  it('are created, read with their match, replaced and deleted', async () => {
    const [person] = parties.state.members.values();
    const record = candidate({ emailAddresses: [person?.emails[0] ?? ''] });
    await expect(api().update(organization, [record])).resolves.toEqual([{ id: 'c-1', ok: true }]);
    const view = (await api().get(organization, ['c-1', 'c-2'])).get('c-1');
    expect(view).toEqual({
      atsCreatedAt: record.atsCreatedAt,
      atsLastModifiedAt: record.atsLastModifiedAt,
      matchedMembers: [person?.personUrn],
    });
    await api().update(organization, [candidate({ emailAddresses: [] })]);
    expect((await api().get(organization, ['c-1'])).get('c-1')?.matchedMembers).toEqual([]);
    const deleted = await api().delete(organization, ['c-1', 'c-9']);
    expect(deleted[0]).toEqual({ id: 'c-1', ok: true });
    expect(deleted[1]).toMatchObject({ id: 'c-9', ok: false, error: { status: 404 } });
  });

  it('can be told who they are, and that this is no longer known', async () => {
    const [, person] = parties.state.members.values();
    await api().update(organization, [candidate()]);
    const urn = person?.personUrn ?? '';
    await expect(api().setManualMatch(organization, 'c-1', urn)).resolves.toEqual({
      id: 'c-1',
      ok: true,
    });
    expect((await api().get(organization, ['c-1'])).get('c-1')?.manualMatchedMember).toBe(urn);
    await api().setManualMatch(organization, 'c-1', null);
    expect(
      (await api().get(organization, ['c-1'])).get('c-1')?.manualMatchedMember,
    ).toBeUndefined();
    await expect(api().setManualMatch(organization, 'c-9', urn)).resolves.toMatchObject({
      ok: false,
      error: { status: 404 },
    });
  });

  it('keep their ids to the letter, whatever an id holds', async () => {
    const ids = fc.uniqueArray(
      fc.oneof(
        fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
        fc.constantFrom(
          'a&b=c',
          '50%',
          '%20',
          "(x,y:z)'",
          'a+b c',
          '候補者',
          'مرشح',
          '#?/',
          '..',
          '👩‍💻',
        ),
      ),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(ids, async (some) => {
        const results = await api().update(
          organization,
          some.map((id) => candidate({ id })),
        );
        expect(results).toEqual(some.map((id) => ({ id, ok: true })));
        expect([...(await api().get(organization, some)).keys()].sort()).toEqual([...some].sort());
        for (const id of some)
          expect(parties.state.candidate(organization, id)?.record.id).toBe(id);
      }),
      { numRuns: 40 },
    );
  });

  it('go out in batches within the documented sizes, one after the other', async () => {
    const records = Array.from({ length: 250 }, (_, index) =>
      candidate({ id: `cand-${String(index)}` }),
    );
    let open = 0;
    const fetch: typeof parties.fetch = async (input, init) => {
      open += 1;
      expect(open).toBe(1);
      const response = await parties.fetch(input, init);
      await Promise.resolve();
      open -= 1;
      return response;
    };
    const results = await parties
      .client({ generation, fetch })
      .candidates.update(organization, records);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(results.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
    for (const { url } of apiRequests())
      expect(new URL(url).search.length).toBeLessThanOrEqual(4_097);
    expect(parties.state.countCandidates(organization)).toBe(250);
  });

  it('that break a rule are reported by field and do not spoil their batch', async () => {
    const results = await api().update(organization, [
      candidate({ id: 'good' }),
      candidate({ id: 'mail', emailAddresses: ['secret-value'] }),
      candidate({ id: 'time', atsCreatedAt: 0 }),
      candidate({ id: 'order', atsLastModifiedAt: 1 }),
      { ...candidate({ id: 'name' }), firstName: '' },
      candidate({ id: 'also good' }),
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, false, false, false, false, true]);
    const messages = results.map((result) => (result.ok ? '' : result.error.message));
    expect(messages[1]).toContain('emailAddresses.0');
    expect(messages[1]).not.toContain('secret-value');
    expect(messages[2]).toContain('atsCreatedAt');
    expect(messages[3]).toContain('atsLastModifiedAt');
    expect(messages[4]).toContain('firstName');
    expect(parties.state.countCandidates(organization)).toBe(2);
  });
});

describe('a request as a whole', () => {
  it('is refused for a context of another customer or an integration that is off', async () => {
    await expect(
      parties.client().candidates.get('urn:li:organization:5002', ['c-1']),
    ).rejects.toMatchObject({ code: 'forbidden', status: 403 });
    const off = parties.client({ clientId: 'app-3', clientSecret: 'secret-3' });
    await expect(off.candidates.get(organization, ['c-1'])).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it.each([
    [() => Response.json({}, { status: 500 }), 'unavailable'],
    [() => new Response('<html>', { status: 200 }), 'bad_answer'],
    [() => Response.json({}, { status: 429, headers: { 'retry-after': '5' } }), 'throttled'],
    [() => Response.error(), 'unreachable'],
  ] as const)(
    'has one clear error without URL, token or body when LinkedIn fails (%#)',
    async (respond, code) => {
      const fetch: typeof parties.fetch = (input, init) =>
        urlOf(input).includes('/oauth/')
          ? parties.fetch(input, init)
          : Promise.resolve(respond()).then((response) => {
              if (response.type === 'error')
                throw new TypeError('failed: https://api.example/?ids=c-1');
              return response;
            });
      const error: unknown = await parties
        .client({ fetch })
        .candidates.get(organization, ['c-1'])
        .catch((cause: unknown) => cause);
      expect(error).toMatchObject({ name: 'LinkedInError', code });
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(
        /c-1|https?:|Bearer/,
      );
    },
  );

  it('is given up after its time', async () => {
    const fetch: typeof parties.fetch = (input, init) =>
      urlOf(input).includes('/oauth/')
        ? parties.fetch(input, init)
        : new Promise((_resolve, reject) => {
            init?.signal?.addEventListener('abort', () => {
              reject(new DOMException('aborted', 'AbortError'));
            });
          });
    vi.useFakeTimers();
    const pending = parties
      .client({ fetch, timeoutMs: 5_000 })
      .candidates.get(organization, ['c-1']);
    const outcome = expect(pending).rejects.toMatchObject({ code: 'unreachable' });
    await vi.advanceTimersByTimeAsync(5_001);
    await outcome;
    vi.useRealTimers();
  });
});

describe('the sandbox as strict as LinkedIn', () => {
  const call = async (path: string, init: RequestInit = {}) => {
    const answer = await parties.fetch(`${apiOrigin}/oauth/v2/accessToken`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'grant_type=client_credentials&client_id=app-1&client_secret=secret-1',
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const headers = {
      authorization: `Bearer ${token}`,
      ...(init.headers as Record<string, string>),
    };
    const response = await parties.fetch(apiOrigin + path, { ...init, headers });
    return { status: response.status, body: (await response.json()) as { message?: string } };
  };
  const key = (id: string) =>
    `ids[0].atsCandidateId=${id}&ids[0].dataProvider=ATS&ids[0].integrationContext=${organization}`;
  const entity = (id: string) => ({
    entities: {
      [`atsCandidateId=${id}&dataProvider=ATS&integrationContext=${organization}`]: {
        firstName: 'Ada',
        phoneNumbers: [],
        addresses: [],
        atsCreatedAt: 1,
        atsLastModifiedAt: 1,
      },
    },
  });
  const put = (id: string, headers = {}) =>
    call(`/v2/atsCandidates?${key(id)}`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(entity(id)),
    });

  it('takes requests as its samples write them, with and without X-RestLi-Method', async () => {
    expect((await put('7')).status).toBe(200);
    expect((await put('7', { 'x-restli-method': 'BATCH_UPDATE' })).status).toBe(200);
    expect((await put('raw id & more')).status).toBe(200);
    expect((await put('7', { 'x-restli-method': 'batch_create' })).status).toBe(400);
  });

  it.each([
    ['no key', '/v2/atsCandidates', 400, 'ids'],
    [
      'no provider',
      `/v2/atsCandidates?ids[0].atsCandidateId=1&ids[0].integrationContext=${organization}`,
      400,
      'dataProvider',
    ],
    [
      'a contract as context',
      '/v2/atsCandidates?ids[0].atsCandidateId=1&ids[0].dataProvider=ATS&ids[0].integrationContext=urn:li:contract:1',
      400,
      'integrationContext',
    ],
    ['a query over 4 KB', `/v2/atsCandidates?${key('x'.repeat(4_100))}`, 414, '4096'],
    [
      'no version on /rest',
      '/rest/candidates?ids=List((externalCandidateId:1))',
      426,
      'LinkedIn-Version',
    ],
    ['an unknown resource', '/v2/nothing', 404, 'resource'],
  ])('refuses %s in its envelope and names the field', async (_what, path, status, field) => {
    const { status: actual, body } = await call(path);
    expect(actual).toBe(status);
    expect(body).toMatchObject({ status, serviceErrorCode: expect.any(Number) as number });
    expect(body.message).toContain(field);
  });

  it('answers 401 without a token and after 30 minutes', async () => {
    const bare = await parties.fetch(`${apiOrigin}/v2/atsCandidates?${key('1')}`);
    expect(bare.status).toBe(401);
    expect(await bare.json()).toMatchObject({ message: 'Empty oauth2_access_token', status: 401 });
    const get = await parties.fetch(
      `${apiOrigin}/oauth/v2/accessToken?grant_type=client_credentials`,
    );
    expect(get.status).toBe(405);
  });

  it('never fails on generated nonsense', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.constantFrom('PUT', 'POST'), async (body, method) => {
        const { status } = await call(`/v2/atsCandidates?${key('1')}`, { method, body });
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 200 },
    );
  });
});
