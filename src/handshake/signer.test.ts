import { base64url, decodeJwt, decodeProtectedHeader } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  alice,
  createParties,
  frameOrigin,
  hostOrigin,
  newFrame,
  tenant,
  type Parties,
  type TestFrame,
} from '../../test/support/handshake-parties.ts';
import type { Scope } from '../protocol/context.ts';
import { channelNonce } from './keys.ts';
import { createContextSigner, type SignerKey, type Viewer } from './signer.ts';

let parties: Parties;
let frame: TestFrame;

beforeEach(async () => {
  parties = await createParties();
  frame = await newFrame();
});

interface Sent {
  readonly body?: unknown;
  readonly headers?: Record<string, string | null>;
  readonly method?: string;
  readonly viewer?: Viewer | null;
  readonly scopes?: readonly Scope[] | null;
}

const entryOf = ({ inst, fn, hn, key }: TestFrame, extra: object = {}) => ({
  inst,
  fn,
  hn,
  jkt: key.jkt,
  widget: 'profile-widget',
  obj: 'candidate:42',
  ...extra,
});

function ask({ body, headers, method = 'POST', viewer = alice, scopes }: Sent = {}) {
  const all = {
    'content-type': 'application/json',
    'x-rsc': '1',
    'sec-fetch-site': 'same-origin',
    ...headers,
  };
  const present = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null);
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? [entryOf(frame)]);
  const request = new Request(`${hostOrigin}/rsc/context`, {
    method,
    headers: present,
    ...(method === 'GET' ? {} : { body: text }),
  });
  return parties.signer.handle(
    request,
    () => viewer,
    () => (scopes === undefined ? ['profile:read', 'profile:link'] : scopes),
  );
}

const ticketsOf = async (response: Response) =>
  (await response.json()) as { inst: string; ticket?: string; status?: number }[];

describe('the signer endpoint', () => {
  it('signs who is looking at what, for one key and one handshake', async () => {
    const response = await ask();
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const [item] = await ticketsOf(response);
    const ticket = item?.ticket ?? '';
    expect(decodeProtectedHeader(ticket)).toEqual({
      alg: 'ES256',
      typ: 'rsc-context+jwt',
      kid: 'key-1',
    });
    expect(decodeJwt(ticket)).toMatchObject({
      iss: tenant,
      aud: frameOrigin,
      sub: alice.sub,
      org: alice.org,
      sid: alice.sid,
      origin: hostOrigin,
      wid: 'profile-widget',
      obj: 'candidate:42',
      scope: ['profile:read', 'profile:link'],
      cnf: { jkt: frame.key.jkt },
      nonce: await channelNonce(frame.fn, frame.hn),
    });
    const { iat = 0, exp = 0 } = decodeJwt(ticket);
    expect(exp - iat).toBe(60);
  });

  it('believes nothing the page claims about person, role, origin or rights', async () => {
    const claims = {
      sub: 'root',
      role: 'admin',
      org: 'other',
      origin: 'https://evil.example',
      iss: 'other',
      scope: ['profile:link', 'everything'],
      exp: 9_999_999_999,
    };
    const [item] = await ticketsOf(
      await ask({ body: [entryOf(frame, claims)], scopes: ['profile:read'] }),
    );
    const signed = decodeJwt(item?.ticket ?? '');
    expect(signed).toMatchObject({
      sub: alice.sub,
      org: alice.org,
      origin: hostOrigin,
      iss: tenant,
    });
    expect(signed['scope']).toEqual(['profile:read']);
    expect(signed['role']).toBeUndefined();
  });

  it('answers for each element of the page by itself, and 403 when nothing is allowed', async () => {
    const other = await newFrame();
    const body = [entryOf(frame), entryOf(other, { obj: 'candidate:9' })];
    const request = new Request(`${hostOrigin}/rsc/context`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-rsc': '1', origin: hostOrigin },
      body: JSON.stringify(body),
    });
    const response = await parties.signer.handle(
      request,
      () => alice,
      (_viewer, { candidateId }) => (candidateId === '42' ? ['profile:read'] : null),
    );
    expect(response.status).toBe(200);
    const [first, second] = await ticketsOf(response);
    expect(first?.ticket).toBeTypeOf('string');
    expect(second).toEqual({ inst: other.inst, status: 403 });
    expect((await ask({ scopes: null })).status).toBe(403);
  });

  it('never grants an element more than its kind can use', async () => {
    const indicator = entryOf(frame, { widget: 'in-ats-indicator', obj: 'candidates' });
    const response = await ask({ body: [indicator], scopes: ['profile:read', 'status:read'] });
    const [item] = await ticketsOf(response);
    expect(decodeJwt(item?.ticket ?? '')['scope']).toEqual(['status:read']);
  });

  it('refuses an object that does not fit the element', async () => {
    expect((await ask({ body: [entryOf(frame, { obj: 'candidates' })] })).status).toBe(403);
    const indicator = entryOf(frame, { widget: 'in-ats-indicator' });
    expect((await ask({ body: [indicator] })).status).toBe(403);
    for (const obj of ['candidates', 'candidate:4711']) {
      const settings = entryOf(frame, { widget: 'integration-settings', obj });
      expect((await ask({ body: [settings], scopes: ['integrations:manage'] })).status).toBe(403);
    }
  });

  it('grants settings to whom the ATS lets manage integrations', async () => {
    const settings = entryOf(frame, { widget: 'integration-settings', obj: 'integrations' });
    const response = await ask({
      body: [settings],
      scopes: ['integrations:manage', 'profile:read'],
    });
    const [item] = await ticketsOf(response);
    expect(decodeJwt(item?.ticket ?? '')['scope']).toEqual(['integrations:manage']);
  });

  it('says 401 when nobody is signed in', async () => {
    const response = await ask({ viewer: null });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'signer_signed_out' } });
  });

  it.each<[string, Sent]>([
    ['a form of another site', { headers: { 'content-type': 'text/plain', 'x-rsc': null } }],
    ['a request without our header', { headers: { 'x-rsc': null } }],
    ['a script of another site', { headers: { 'sec-fetch-site': 'cross-site' } }],
    ['a sibling subdomain', { headers: { 'sec-fetch-site': 'same-site' } }],
    [
      'an old browser on another origin',
      { headers: { 'sec-fetch-site': null, origin: 'https://evil.example' } },
    ],
    ['an old browser that names no origin', { headers: { 'sec-fetch-site': null } }],
    ['a sandboxed page', { headers: { 'sec-fetch-site': null, origin: 'null' } }],
    ['a GET', { method: 'GET' }],
  ])('refuses %s, even with the cookie', async (_what, sent) => {
    const response = await ask(sent);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'signer_cross_site' } });
  });

  it.each<[string, unknown]>([
    ['no JSON', '<html>'],
    ['no list', {}],
    ['an empty list', []],
    ['a short nonce', [{ inst: 'abcdefgh', fn: 'short' }]],
    ['an oversized body', 'x'.repeat(70_000)],
    ['51 entries', Array.from({ length: 51 }, () => ({}))],
  ])('says 400 to %s and names the field, not the value', async (_what, body) => {
    const response = await ask({ body });
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('signer_bad_request');
    expect(error.message).not.toContain('short');
  });

  it('refuses an instance that is named twice', async () => {
    expect((await ask({ body: [entryOf(frame), entryOf(frame)] })).status).toBe(400);
  });

  it('slows down a page that asks in a loop, with Retry-After', async () => {
    let last = await ask();
    for (let i = 0; i < 240; i += 1) last = await ask();
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    parties.clock.advance(60);
    expect((await ask()).status).toBe(200);
  });
});

describe('createContextSigner', () => {
  const secret: SignerKey = {
    kid: 'k',
    alg: 'HS256',
    jwk: { kty: 'oct', k: base64url.encode(new Uint8Array(32).fill(1)) },
  };
  const options = { tenant, origin: hostOrigin, audience: frameOrigin, key: secret };

  it('signs with a shared secret where the customer chose HS256', async () => {
    const signer = createContextSigner(options);
    const ticket = await signer.sign(alice, { ...entryOf(frame), widget: 'profile-widget' }, [
      'profile:read',
    ]);
    expect(decodeProtectedHeader(ticket).alg).toBe('HS256');
  });

  it.each([
    ['tenant', { tenant: '' }],
    ['origin', { origin: 'https://ats.example/' }],
    ['origin', { origin: 'ats.example' }],
    ['audience', { audience: hostOrigin }],
    ['ttlSeconds', { ttlSeconds: 61 }],
    ['ttlSeconds', { ttlSeconds: 1.5 }],
    ['key.jwk', { key: { ...secret, alg: 'ES256' as const } }],
    ['key.jwk', { key: { ...secret, jwk: { kty: 'oct', k: 'c2hvcnQ' } } }],
    ['key.kid', { key: { ...secret, kid: '' } }],
  ])('names %s when it is not usable', (name, change) => {
    expect(() => createContextSigner({ ...options, ...change })).toThrow(name);
  });
});
