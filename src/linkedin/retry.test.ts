import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LinkedInError } from './errors.ts';
import { createRetryPolicy } from './retry.ts';
import { organization, refusal, scripted, type Seen } from './scripted.test-support.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-02T10:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const empty = () => Response.json({ results: {} });
/** Waits between the requests that were seen. */
const waits = (requests: readonly Seen[]) =>
  requests.slice(1).map(({ atMs }, index) => atMs - (requests[index]?.atMs ?? 0));
/** Fails a few times, then not any more. */
const failing = (times: number, answer: (index: number) => Response | Promise<Response>) =>
  scripted({ api: (_request, index) => (index < times ? answer(index) : empty()) });
const half = { random: () => 0.5 };

const provisioned = {
  uniqueForeignId: 'acme',
  name: 'Example ATS - Acme',
  description: 'Acme',
};

describe('a request that fails', () => {
  it.each([
    ['500', () => refusal(500)],
    ['503', () => refusal(503)],
    ['a timeout of a proxy', () => refusal(408)],
    ['429', () => refusal(429)],
    ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
    ['a body cut off', () => new Response('{"results": {')],
    ['a page of a proxy', () => new Response('<html>')],
    ['a redirect', () => new Response(null, { status: 307, headers: { location: '/' } })],
    ['an answer of another kind', () => Response.json({ unexpected: true })],
  ] as const)(
    'with %s is sent again, at most four times, each wait up to twice as long',
    async (_what, answer) => {
      const { client, requests } = failing(4, answer);
      const pending = client({ retry: half }).candidates.get(organization, ['c-1']);
      await vi.advanceTimersByTimeAsync(60_000);
      await expect(pending).resolves.toEqual(new Map());
      expect(waits(requests)).toEqual([250, 500, 1_000, 2_000]);
      expect(new Set(requests.map(({ url, method }) => method + url)).size).toBe(1);
    },
  );

  it('for the fifth time ends the call with a clear error', async () => {
    const { client, requests } = failing(99, () => refusal(503));
    const pending = client().candidates.get(organization, ['c-1']);
    const outcome = expect(pending).rejects.toMatchObject({ code: 'unavailable', status: 503 });
    await vi.advanceTimersByTimeAsync(60_000);
    await outcome;
    expect(requests).toHaveLength(5);
  });

  it.each([400, 403, 404, 409, 413, 414, 426])(
    'with %i is not sent again: that does not pass by itself',
    async (status) => {
      const { client, requests } = failing(99, () => refusal(status));
      await expect(client().candidates.get(organization, ['c-1'])).rejects.toMatchObject({
        status,
      });
      expect(requests).toHaveLength(1);
    },
  );

  it('waits at random, so that many workers do not come back together', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 12 }),
        (at, nth) => {
          const policy = createRetryPolicy({ attempts: 20, random: () => at });
          const wait = policy.waitAfter(new LinkedInError('unavailable', ''), nth);
          const ceiling = Math.min(30_000, 500 * 2 ** (nth - 1));
          expect(wait).toBeCloseTo(at * ceiling, 6);
        },
      ),
    );
  });

  it.each([
    ['seconds', '7', 7_000],
    ['a date', 'Mon, 02 Mar 2026 10:00:09 GMT', 9_000],
    ['a date that has passed', 'Mon, 02 Mar 2026 09:00:00 GMT', 0],
    ['no seconds', '0', 0],
  ])('is sent again no earlier than Retry-After says in %s', async (_form, value, floorMs) => {
    const { client, requests } = failing(1, () => refusal(429, { 'retry-after': value }));
    const pending = client({ retry: half }).candidates.get(organization, ['c-1']);
    await vi.advanceTimersByTimeAsync(60_000);
    await pending;
    expect(waits(requests)).toEqual([floorMs + 250]);
  });

  it.each(['soon', '-5', '1.5', '2026-03-02', ''])(
    'does not take "%s" for a Retry-After',
    async (value) => {
      const { client, requests } = failing(1, () => refusal(503, { 'retry-after': value }));
      const pending = client({ retry: half }).candidates.get(organization, ['c-1']);
      await vi.advanceTimersByTimeAsync(60_000);
      await pending;
      expect(waits(requests)).toEqual([250]);
    },
  );

  it('is given up when Retry-After is longer than a call should last, and says until when', async () => {
    const { client, requests } = failing(1, () => refusal(429, { 'retry-after': '3600' }));
    await expect(client().candidates.get(organization, ['c-1'])).rejects.toMatchObject({
      code: 'throttled',
      retryAfterMs: 3_600_000,
    });
    expect(requests).toHaveLength(1);
  });

  it('says what LinkedIn said only to those who ask', async () => {
    const { client } = failing(9, () =>
      refusal(400, { 'x-li-uuid': 'uuid-1' }, 'candidate c-1 is wrong'),
    );
    const error = await client()
      .candidates.get(organization, ['c-1'])
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ serviceErrorCode: 65_600, requestId: 'uuid-1' });
    expect((error as LinkedInError).said()).toBe('candidate c-1 is wrong');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('c-1');
  });
});

describe('an application that is being provisioned', () => {
  it.each([
    ['500', () => refusal(500), 'unavailable'],
    ['no answer', () => Promise.reject(new TypeError('reset')), 'unreachable'],
    ['half an answer', () => new Response('{"key": '), 'bad_answer'],
  ] as const)('is not sent twice after %s: it may have arrived', async (_what, answer, code) => {
    const { client, requests } = failing(1, answer);
    await expect(client().provisioning.create(provisioned)).rejects.toMatchObject({ code });
    expect(requests).toHaveLength(1);
  });

  it('is sent again when LinkedIn has turned it away, or when it was never sent', async () => {
    let tokens = 0;
    const { client, requests } = scripted({
      token: () => (++tokens === 1 ? refusal(503) : Response.json({ access_token: 'token' })),
      api: (_request, index) =>
        index === 0
          ? refusal(429)
          : Response.json({ key: 'urn:li:developerApplication:1' }, { status: 201 }),
    });
    const pending = client().provisioning.create(provisioned);
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(pending).resolves.toBe('urn:li:developerApplication:1');
    expect(requests).toHaveLength(2);
  });
});

describe('a request without an answer', () => {
  it.each([
    ['nothing comes', () => new Promise<Response>(() => undefined)],
    [
      'half a body comes',
      () => {
        const start = new TextEncoder().encode('{"results":');
        const body = new ReadableStream({ start: (controller) => controller.enqueue(start) });
        return new Response(body, { headers: { 'content-type': 'application/json' } });
      },
    ],
  ] as const)('is given up after its time, also when %s', async (_what, answer) => {
    const { client } = failing(99, answer);
    const pending = client({ timeoutMs: 5_000, retry: { attempts: 1 } }).candidates.get(
      organization,
      ['c-1'],
    );
    const outcome = expect(pending).rejects.toMatchObject({ code: 'unreachable' });
    await vi.advanceTimersByTimeAsync(5_001);
    await outcome;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a caller's signal", () => {
  it('that is aborted already sends nothing, not even for a token', async () => {
    const { client, requests, tokenRequests } = scripted({ api: empty });
    const signal = AbortSignal.abort();
    await expect(client().candidates.get(organization, ['c-1'], { signal })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect([...requests, ...tokenRequests]).toEqual([]);
  });

  it('ends a request that is under way', async () => {
    const leaving = new AbortController();
    const { client } = scripted({ api: () => new Promise<Response>(() => undefined) });
    const pending = client().candidates.get(organization, ['c-1'], { signal: leaving.signal });
    await vi.advanceTimersByTimeAsync(100);
    leaving.abort();
    await expect(pending).rejects.toMatchObject({ code: 'aborted' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends the wait for another attempt', async () => {
    const leaving = new AbortController();
    const { client, requests } = failing(99, () => refusal(503, { 'retry-after': '30' }));
    const pending = client().candidates.get(organization, ['c-1'], { signal: leaving.signal });
    await vi.advanceTimersByTimeAsync(1_000);
    leaving.abort();
    await expect(pending).rejects.toMatchObject({ code: 'aborted' });
    expect(requests).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no listener behind, however many calls it goes with', async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    const { candidates } = scripted({ api: empty }).client();
    for (let count = 0; count < 20; count += 1) {
      await candidates.get(organization, ['c-1'], { signal });
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(added.mock.calls.length).toBeGreaterThan(0);
    expect(removed.mock.calls.length).toBe(added.mock.calls.length);
  });
});
