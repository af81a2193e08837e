/**
 * The frame's side against a real signer and verifier, with a window of the test's own where a
 * browser would stand. Cross-site behaviour of real browsers is in `test/flows`.
 */
import * as z from 'zod/mini';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  alice,
  bob,
  createParties,
  hostOrigin,
  tenant,
  type Parties,
} from '../../test/support/handshake-parties.ts';
import { hn, inst, TestBackend, TestHost } from '../../test/support/frame-world.ts';
import { createFrameSession, type FrameSession, type WipeReason } from './frame.ts';
import { randomNonce } from './keys.ts';

const answer = z.object({ sub: z.string(), obj: z.string() });
let parties: Parties;
let host: TestHost;
let backend: TestBackend;
let session: FrameSession;
let wipes: WipeReason[];
let states: string[];
let localClockOffsetMs: number;

async function createSession(overrides: { origin?: string; serverNowMs?: number } = {}) {
  if (overrides.origin !== undefined) host.location.origin = overrides.origin;
  return createFrameSession({
    boot: {
      allow: [hostOrigin],
      inst,
      plugin: 'profile-widget',
      sn: parties.verifier.issueNonce({ tenant, origin: hostOrigin }),
      now: overrides.serverNowMs ?? parties.clock(),
    },
    window: host as unknown as Window,
    fetch: backend.fetch,
    clock: () => parties.clock() + localClockOffsetMs,
    onSettings: () => undefined,
    onWipe: (reason) => wipes.push(reason),
    onState: (state, code) => states.push(code === undefined ? state : `${state}:${code}`),
  });
}

async function start() {
  const started = session.start();
  await vi.waitFor(() => expect(host.hellos).toHaveLength(1));
  host.connect();
  await started;
}

const call = () => session.call(answer, 'GET', '/candidates/42');

beforeEach(async () => {
  parties = await createParties();
  host = new TestHost(parties);
  backend = new TestBackend(parties);
  wipes = [];
  states = [];
  localClockOffsetMs = 0;
  session = await createSession();
});

afterEach(() => {
  session.close();
  host.port?.close();
});

describe('a frame', () => {
  it('greets the one allowed origin and gets data in two round trips', async () => {
    await start();
    expect(host.helloTarget).toBe(hostOrigin);
    await expect(call()).resolves.toEqual({ sub: alice.sub, obj: 'candidate:42' });
    expect(backend.requests).toHaveLength(2);
    expect(backend.requests.every(({ url }) => !url.includes('?'))).toBe(true);
  });

  it('refuses to start inside its own origin', async () => {
    session = await createSession({ origin: hostOrigin });
    await expect(session.start()).rejects.toMatchObject({ code: 'same_origin_frame' });
  });

  it('ends with upgrade_required when the host speaks no version of ours', async () => {
    const started = session.start();
    await vi.waitFor(() => expect(host.hellos).toHaveLength(1));
    host.connect(0);
    await expect(started).rejects.toMatchObject({ code: 'upgrade_required' });
  });

  it('takes a port from its parent on the allowed origin only, and the first one only', async () => {
    const started = session.start();
    await vi.waitFor(() => expect(host.hellos).toHaveLength(1));
    const forged = new MessageChannel();
    const heard = vi.fn();
    forged.port1.onmessage = heard;
    const message = { rsc: 'port', v: 1, inst, fn: host.hellos[0]?.fn, hn };
    const ports = [forged.port2];
    host.dispatch(message, { ports, origin: 'https://evil.example' });
    host.dispatch(message, { ports, source: {} });
    host.dispatch({ ...message, fn: randomNonce() }, { ports });
    host.dispatch({ ...message, inst: 'instance-2' }, { ports });
    host.dispatch({ ...message, rsc: 'hello' }, { ports });
    host.connect();
    await started;
    host.dispatch(message, { ports });
    await call();
    expect(heard).not.toHaveBeenCalled();
    forged.port1.close();
  });

  it('shares one context and one session among calls made at once', async () => {
    await start();
    await Promise.all([call(), call(), call()]);
    expect(host.count('need-context')).toBe(1);
  });

  it.each([
    ['two hours slow', -7_200_000],
    ['two hours fast', 7_200_000],
    ['in 1970', -epochOfTestsMs()],
  ])('works when the clock of the browser is %s', async (_what, offsetMs) => {
    localClockOffsetMs = offsetMs;
    session = await createSession();
    await start();
    await expect(call()).resolves.toMatchObject({ sub: alice.sub });
  });

  it('corrects itself once when the clock jumps while it runs', async () => {
    await start();
    await call();
    localClockOffsetMs = -3_600_000;
    await expect(call()).resolves.toMatchObject({ sub: alice.sub });
  });

  it('takes a new nonce when its own has expired, in the same call', async () => {
    await start();
    await call();
    parties.clock.advance(20 * 60);
    await expect(call()).resolves.toMatchObject({ sub: alice.sub });
  });

  it('tries a nonce once, and then says so instead of going in circles', async () => {
    await start();
    backend.intercept = () =>
      Response.json(
        { error: { code: 'use_dpop_nonce', message: '' } },
        { status: 401, headers: { 'dpop-nonce': 'n' } },
      );
    await expect(call()).rejects.toMatchObject({ code: 'use_dpop_nonce' });
    expect(backend.requests.length).toBe(2);
  });

  it('gets another token when its own has expired, without the caller noticing', async () => {
    await start();
    await call();
    parties.clock.advance(301);
    await expect(call()).resolves.toMatchObject({ sub: alice.sub });
    expect(wipes).toEqual([]);
  });

  it('forgets everything when another person looks, and delivers nothing of the first', async () => {
    await start();
    await call();
    host.viewer = bob;
    parties.clock.advance(301);
    await expect(call()).rejects.toMatchObject({ name: 'AbortError' });
    expect(wipes).toEqual(['viewer_changed']);
    await expect(call()).resolves.toMatchObject({ sub: bob.sub });
  });

  it('drops answers about a candidate the host no longer shows', async () => {
    await start();
    host.tell({ t: 'set', settings: { candidateId: '42' } });
    await call();
    let release: () => void = () => undefined;
    backend.intercept = (request) =>
      request.url.endsWith('/candidates/42')
        ? new Promise((resolve) => {
            release = () => {
              resolve(null);
            };
          })
        : null;
    const pending = call();
    pending.catch(() => undefined);
    await vi.waitFor(() => expect(backend.requests).toHaveLength(3));
    host.obj = 'candidate:43';
    host.tell({ t: 'set', settings: { candidateId: '43' } });
    await vi.waitFor(() => expect(wipes).toEqual(['object_changed']));
    release();
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
    backend.intercept = () => null;
    await expect(session.call(answer, 'GET', '/candidates/43')).resolves.toMatchObject({
      obj: 'candidate:43',
    });
  });

  it('drops answers about a job the host no longer shows', async () => {
    host.widget = 'export-panel';
    host.scopes = ['exports:read'];
    host.obj = 'job:1';
    await start();
    host.tell({ t: 'set', settings: { jobId: '1' } });
    await expect(session.call(answer, 'GET', '/candidates/42')).resolves.toMatchObject({
      obj: 'job:1',
    });
    host.obj = 'job:2';
    host.tell({ t: 'set', settings: { jobId: '2' } });
    await vi.waitFor(() => expect(wipes).toEqual(['object_changed']));
    await expect(session.call(answer, 'GET', '/candidates/42')).resolves.toMatchObject({
      obj: 'job:2',
    });
  });

  it('wipes itself when the ATS revokes the session, and starts again only when told to', async () => {
    await start();
    await call();
    parties.clock.advance(1);
    await parties.verifier.revoke(await parties.signer.revoke({ sid: alice.sid }), parties.keyOf);
    await expect(call()).rejects.toMatchObject({ code: 'revoked' });
    expect(wipes).toEqual(['revoked']);
    expect(states.at(-1)).toBe('revoked:revoked');
    await expect(call()).rejects.toMatchObject({ code: 'revoked' });
    parties.clock.advance(1);
    host.tell({ t: 'resume' });
    await vi.waitFor(async () => expect(await call()).toMatchObject({ sub: alice.sub }));
  });

  it('ends its session when the host says bye', async () => {
    await start();
    await call();
    host.tell({ t: 'bye' });
    await vi.waitFor(() => expect(backend.requests.at(-1)?.method).toBe('DELETE'));
    expect(wipes).toEqual(['bye']);
  });

  it.each([
    [401, 'signer_signed_out'],
    [403, 'signer_not_allowed'],
    [0, 'signer_unreachable'],
  ])('passes on why there is no context (%i)', async (status, code) => {
    await start();
    host.refusal = { status, code };
    await expect(call()).rejects.toMatchObject({ code });
  });

  it('waits while the host goes on trying, and says so', async () => {
    await start();
    host.refusal = { status: 503, code: 'signer_unreachable', retryAfterMs: 1_000 };
    const pending = call();
    await vi.waitFor(() => expect(states).toContain('authorizing:signer_unreachable'));
    host.refusal = null;
    host.tell({ t: 'resume' });
    await expect(pending).resolves.toMatchObject({ sub: alice.sub });
  });

  it.each<[string, () => Response | Promise<Response>, string]>([
    [
      'HTML',
      () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
      'backend_bad_answer',
    ],
    ['HTML with 502', () => new Response('<html>', { status: 502 }), 'backend_error'],
    ['500', () => new Response(null, { status: 500 }), 'backend_error'],
    [
      '429',
      () => new Response(null, { status: 429, headers: { 'retry-after': '7' } }),
      'backend_busy',
    ],
    ['JSON of another shape', () => Response.json({ hello: 1 }), 'backend_bad_answer'],
    [
      'an unknown error code',
      () => Response.json({ error: { code: 'x', message: '' } }, { status: 400 }),
      'backend_bad_answer',
    ],
    ['nothing', () => Promise.reject(new TypeError('fetch failed')), 'backend_unreachable'],
  ])(
    'has one clear error when the backend answers %s, and recovers',
    async (_what, respond, code) => {
      await start();
      backend.intercept = respond;
      const failure = await call().catch((error: unknown) => error);
      expect(failure).toMatchObject({ code });
      expect((failure as Error).message).not.toMatch(/https?:/);
      backend.intercept = () => null;
      await expect(call()).resolves.toMatchObject({ sub: alice.sub });
    },
  );

  it('tells offline from unreachable', async () => {
    await start();
    host.navigator.onLine = false;
    backend.intercept = () => Promise.reject(new TypeError('fetch failed'));
    await expect(call()).rejects.toMatchObject({ code: 'offline' });
  });

  it('survives whatever is thrown at its port', async () => {
    await start();
    const junk = [
      null,
      1,
      'x',
      [],
      {},
      { t: 'set' },
      { t: 'set', settings: { heightPx: 1e9 } },
      { t: 'nope' },
      { t: 'context', id: 999, ticket: 'x' },
      { t: 'context', id: -1, ticket: '' },
      'y'.repeat(1_000_000),
      JSON.parse('{"__proto__":{"t":"bye"}}') as object,
    ];
    for (const message of junk) host.port?.postMessage(message);
    await expect(call()).resolves.toMatchObject({ sub: alice.sub });
  });
});

function epochOfTestsMs(): number {
  return Date.parse('2026-03-02T10:00:00Z');
}
