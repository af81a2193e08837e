import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LinkedInError } from './errors.ts';
import type { AccessToken, TokenStore } from './oauth.ts';
import { organization, refusal, scripted, tokenPath } from './scripted.test-support.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-02T10:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const empty = () => Response.json({ results: {} });
const bearer = (headers: Headers) => headers.get('authorization')?.replace('Bearer ', '');

/** A store several processes share. */
function sharedStore(): TokenStore & { kept: AccessToken | null; reads: number } {
  const store = {
    kept: null as AccessToken | null,
    reads: 0,
    read: async () => {
      store.reads += 1;
      return store.kept;
    },
    write: async (_clientId: string, token: AccessToken) => {
      store.kept = token;
    },
  };
  return store;
}

describe('the access token', () => {
  it('is asked for once, however many calls wait for it', async () => {
    const { client, requests, tokenRequests } = scripted({ api: empty });
    const { candidates } = client();
    await Promise.all(Array.from({ length: 20 }, () => candidates.get(organization, ['c-1'])));
    expect(requests).toHaveLength(20);
    expect(tokenRequests).toHaveLength(1);
  });

  it('is kept until shortly before it expires, and then renewed', async () => {
    const { client, tokenRequests } = scripted({ api: empty });
    const { candidates } = client();
    const callAfter = async (ms: number) => {
      vi.advanceTimersByTime(ms);
      await candidates.get(organization, ['c-1']);
      return tokenRequests.length;
    };
    expect(await callAfter(0)).toBe(1);
    expect(await callAfter(28 * 60_000)).toBe(1);
    expect(await callAfter(90_000)).toBe(2);
  });

  it('lives as long as LinkedIn says, also when it says so as text', async () => {
    const { client, tokenRequests } = scripted({
      api: empty,
      token: () => Response.json({ access_token: 'short', expires_in: '100' }),
    });
    const { candidates } = client();
    await candidates.get(organization, ['c-1']);
    vi.advanceTimersByTime(40_000);
    await candidates.get(organization, ['c-1']);
    expect(tokenRequests).toHaveLength(1);
    vi.advanceTimersByTime(20_000);
    await candidates.get(organization, ['c-1']);
    expect(tokenRequests).toHaveLength(2);
  });

  it('is asked for by POST with the secret in the body, never in a URL', async () => {
    const { client, requests, tokenRequests } = scripted({ api: empty });
    await client({ clientSecret: 'sécret&=+ ' }).candidates.get(organization, ['c-1']);
    const [request] = tokenRequests;
    expect(request?.method).toBe('POST');
    expect(request?.path).toBe(tokenPath);
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'app-1',
      client_secret: 'sécret&=+ ',
    });
    expect([...tokenRequests, ...requests].some(({ url }) => url.includes('cret'))).toBe(false);
  });

  it('is replaced once when LinkedIn refuses it, and the call repeated once', async () => {
    const { client, requests, tokenRequests } = scripted({
      api: ({ headers }) => (bearer(headers) === 'token-1' ? refusal(401) : empty()),
    });
    await expect(client().candidates.get(organization, ['c-1'])).resolves.toEqual(new Map());
    expect(requests.map(({ headers }) => bearer(headers))).toEqual(['token-1', 'token-2']);
    expect(tokenRequests).toHaveLength(2);
  });

  it('is replaced once for all calls that it was refused to', async () => {
    const { client, requests, tokenRequests } = scripted({
      api: ({ headers }) => (bearer(headers) === 'token-1' ? refusal(401) : empty()),
    });
    const { candidates } = client();
    await Promise.all(Array.from({ length: 10 }, () => candidates.get(organization, ['c-1'])));
    expect(tokenRequests).toHaveLength(2);
    expect(requests).toHaveLength(20);
  });

  it('that is refused when it is new ends the call: twice is enough', async () => {
    const { client, requests } = scripted({ api: () => refusal(401) });
    await expect(client().candidates.get(organization, ['c-1'])).rejects.toMatchObject({
      code: 'unauthorized',
      status: 401,
    });
    expect(requests).toHaveLength(2);
  });

  it.each([400, 401, 403])(
    'is not to be had with wrong credentials (%i): one request, and no secret in the error',
    async (status) => {
      const { client, tokenRequests, requests } = scripted({
        token: () => Response.json({ error: 'invalid_client', hint: 'the-secret' }, { status }),
      });
      const error: unknown = await client({ clientSecret: 'the-secret' })
        .authenticate()
        .catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(LinkedInError);
      expect(error).toMatchObject({ code: 'unauthorized', status });
      const { message, stack = '' } = error as Error;
      expect(JSON.stringify(error) + message + stack).not.toContain('the-secret');
      expect(tokenRequests).toHaveLength(1);
      expect(requests).toHaveLength(0);
    },
  );

  it.each([
    [() => new Response('<html>'), 'bad_answer'],
    [() => Response.json({ access_token: '' }), 'bad_answer'],
    [() => new Response(null, { status: 302, headers: { location: '/x' } }), 'bad_answer'],
    [() => refusal(500), 'unavailable'],
    [() => refusal(429), 'throttled'],
  ])('that does not come for now is asked for again (%#)', async (failing, code) => {
    const { client, tokenRequests } = scripted({
      api: empty,
      token: (_request, index) =>
        index < 2 ? failing() : Response.json({ access_token: 'token', expires_in: 1_800 }),
    });
    const pending = client().candidates.get(organization, ['c-1']);
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(pending).resolves.toEqual(new Map());
    expect(tokenRequests).toHaveLength(3);
    await expect(scripted({ token: failing }).client().authenticate()).rejects.toMatchObject({
      code,
    });
  });

  it('whose request fails is not remembered as failed', async () => {
    let isDown = true;
    const { client } = scripted({
      api: empty,
      token: () => (isDown ? refusal(503) : Response.json({ access_token: 'token' })),
    });
    const { authenticate } = client();
    await expect(authenticate()).rejects.toMatchObject({ code: 'unavailable' });
    isDown = false;
    await expect(authenticate()).resolves.toBeUndefined();
  });

  it('is waited for only as long as the caller wants; others still get it', async () => {
    let answer: (response: Response) => void = () => undefined;
    const { client, tokenRequests } = scripted({
      api: empty,
      token: () => new Promise((resolve) => (answer = resolve)),
    });
    const { candidates } = client();
    const leaving = new AbortController();
    const first = candidates.get(organization, ['c-1'], { signal: leaving.signal });
    const second = candidates.get(organization, ['c-1']);
    await vi.advanceTimersByTimeAsync(10);
    leaving.abort();
    await expect(first).rejects.toMatchObject({ code: 'aborted' });
    answer(Response.json({ access_token: 'token' }));
    await expect(second).resolves.toEqual(new Map());
    expect(tokenRequests).toHaveLength(1);
  });
});

describe('processes that share a token', () => {
  it('fetch it once', async () => {
    const tokens = sharedStore();
    const linkedIn = scripted({ api: empty });
    await linkedIn.client({ store: { tokens } }).candidates.get(organization, ['c-1']);
    await linkedIn.client({ store: { tokens } }).candidates.get(organization, ['c-1']);
    expect(linkedIn.tokenRequests).toHaveLength(1);
  });

  it('read the store again only when they need a token', async () => {
    const tokens = sharedStore();
    const { candidates } = scripted({ api: empty }).client({ store: { tokens } });
    for (let count = 0; count < 5; count += 1) await candidates.get(organization, ['c-1']);
    expect(tokens.reads).toBe(1);
  });

  it('take over the one another process has renewed after a refusal', async () => {
    const tokens = sharedStore();
    const linkedIn = scripted({
      api: ({ headers }) => (bearer(headers) === 'token-1' ? refusal(401) : empty()),
    });
    const first = linkedIn.client({ store: { tokens } });
    const second = linkedIn.client({ store: { tokens } });
    await Promise.all([first.authenticate()]);
    await second.authenticate();
    await first.candidates.get(organization, ['c-1']);
    await second.candidates.get(organization, ['c-1']);
    expect(linkedIn.tokenRequests).toHaveLength(2);
    expect(tokens.kept?.token).toBe('token-2');
  });

  it('do not take back from the store what LinkedIn has refused', async () => {
    const tokens = sharedStore();
    tokens.kept = { token: 'revoked', renewAtMs: Date.now() + 1_000_000 };
    const linkedIn = scripted({
      api: ({ headers }) => (bearer(headers) === 'revoked' ? refusal(401) : empty()),
    });
    await linkedIn.client({ store: { tokens } }).candidates.get(organization, ['c-1']);
    expect(linkedIn.requests.map(({ headers }) => bearer(headers))).toEqual(['revoked', 'token-1']);
  });

  it('hear of a store that fails, without what it was writing', async () => {
    const failing = async (): Promise<never> => {
      throw new RangeError('insert into tokens values (token-1) failed');
    };
    const linkedIn = scripted({ api: empty });
    const tokens = { read: async () => null, write: failing };
    const error: unknown = await linkedIn
      .client({ store: { tokens } })
      .candidates.get(organization, ['c-1'])
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'store_failed' });
    expect((error as Error).message).toContain('RangeError');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('token-1');
  });
});
