/** The handshake's last steps over HTTP, with real keys, and every way in which they are refused. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createFrameKey, createProof, randomNonce } from '../../handshake/keys.ts';
import { errorAnswer, sessionAnswer } from '../../protocol/routes.ts';
import {
  codeOf,
  createTestBackend,
  expectRefusal,
  hostOrigin,
  loadFrame,
  origin,
  pluginOrigin,
  tenantConfig,
  type TestBackend,
  type TestFrame,
} from '../backend.test-support.ts';
import { unauthorizedBytes } from './refusals.ts';

let test: TestBackend;
let frame: TestFrame;
beforeEach(async () => {
  test = await createTestBackend();
  frame = await loadFrame(test);
});

const sessionBody = async () => ({ ticket: await frame.ticket(), fn: frame.fn, hn: frame.hn });

describe('POST /rsc/session', () => {
  it('exchanges a signed context for a token', async () => {
    const response = await frame.openSession();
    expect(response.status).toBe(200);
    expect(sessionAnswer.parse(await response.json())).toMatchObject({
      token_type: 'DPoP',
      expires_in: 300,
      server_time: test.clock() / 1000,
      obj: 'candidate:42',
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('dpop-nonce')).toBe(frame.boot.sn);
    expect(response.headers.get('date')).toBe('Mon, 02 Mar 2026 10:00:00 GMT');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
    expect(response.headers.has('set-cookie')).toBe(false);
  });

  it('gives the next nonce when the old one is about to retire', async () => {
    test.clock.advance(301);
    const response = await frame.openSession();
    expect(response.status).toBe(200);
    expect(response.headers.get('dpop-nonce')).not.toBe(frame.boot.sn);
  });

  it('asks for a fresh nonce, and sends it along', async () => {
    test.clock.advance(601);
    const response = await frame.openSession();
    await expectRefusal(response, 401, 'use_dpop_nonce');
    expect(response.headers.get('www-authenticate')).toBe(
      'DPoP error="use_dpop_nonce", algs="ES256"',
    );
    const nonce = response.headers.get('dpop-nonce') ?? '';
    expect(nonce).not.toBe(frame.boot.sn);
    const proof = await createProof(frame.key, {
      htm: 'POST',
      htu: `${origin}/rsc/session`,
      nonce,
      iat: Math.floor(test.clock() / 1000),
    });
    const retried = await frame.call('/rsc/session', {
      method: 'POST',
      body: await sessionBody(),
      headers: { dpop: proof },
    });
    expect(retried.status).toBe(200);
  });

  it('refuses a context a second time', async () => {
    const ticket = await frame.ticket();
    expect((await frame.openSession(ticket)).status).toBe(200);
    const response = await frame.openSession(ticket);
    await expectRefusal(response, 401, 'ctx_replay');
    expect(response.headers.get('www-authenticate')).toBe(
      'DPoP error="invalid_token", algs="ES256"',
    );
    expect(response.headers.get('dpop-nonce')).toBe(frame.boot.sn);
  });

  it('refuses a context with another frame’s key', async () => {
    const ticket = await frame.ticket();
    const thief = await loadFrame(test);
    const body = { ticket, fn: frame.fn, hn: frame.hn };
    const response = await thief.call('/rsc/session', { method: 'POST', body });
    await expectRefusal(response, 401, 'ctx_key_mismatch');
  });

  it('refuses a request without a proof', async () => {
    const response = await frame.call('/rsc/session', {
      method: 'POST',
      body: await sessionBody(),
      without: ['dpop'],
    });
    await expectRefusal(response, 401, 'proof_missing');
    expect(response.headers.get('www-authenticate')).toBe(
      'DPoP error="invalid_dpop_proof", algs="ES256"',
    );
    expect(response.headers.has('dpop-nonce')).toBe(false);
  });

  it('makes all 401s equally long', async () => {
    const wrongChannel = { ...(await sessionBody()), hn: randomNonce() };
    const answers = await Promise.all([
      frame.call('/rsc/session', { method: 'POST', body: wrongChannel }),
      frame.call('/rsc/session', { method: 'POST', body: await sessionBody(), without: ['dpop'] }),
      frame.call('/rsc/session', { method: 'POST', body: { ...wrongChannel, ticket: 'x.y.z' } }),
      frame.call('/rsc/candidates/42'),
    ]);
    const codes = await Promise.all(answers.map((answer) => codeOf(answer.clone())));
    expect(new Set(codes).size).toBe(4);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect((await answer.arrayBuffer()).byteLength).toBe(unauthorizedBytes);
    }
  });

  it('tells a developer by how much the signer’s clock is ahead', async () => {
    test.clock.advance(120);
    const ticket = await frame.ticket();
    test.clock.advance(-120);
    const response = await frame.openSession(ticket);
    const { error } = errorAnswer.parse(await response.clone().json());
    expect(error).toMatchObject({ code: 'ctx_clock', signer_ahead_ms: 120_000 });
    expect((await response.arrayBuffer()).byteLength).toBe(unauthorizedBytes);
  });

  it('stops accepting a key, an origin, or a customer as soon as it is taken off the list', async () => {
    const [tenant] = test.config.tenants;
    test.tenants.reload({ tenants: [{ ...tenant, origins: ['https://new.example'] }] });
    await expectRefusal(await frame.openSession(), 401, 'ctx_origin');
    const keys = tenant?.keys.map((key) => ({ ...key, kid: 'key-2' }));
    test.tenants.reload({ tenants: [{ ...tenant, keys }] });
    await expectRefusal(await frame.openSession(), 401, 'ctx_unknown_key');
    test.tenants.reload({ tenants: [{ ...tenant, id: 'other' }] });
    await expectRefusal(await frame.openSession(), 401, 'ctx_unknown_key');
  });

  it('does not take one customer’s key for another’s', async () => {
    const [tenant] = test.config.tenants;
    const globexFrame = await loadFrame(test);
    const key = tenant?.keys[0];
    if (tenant === undefined || key === undefined) throw new TypeError('no tenant');
    test.tenants.reload({ tenants: [tenant, tenantConfig({ ...key, kid: 'key-9' }, 'globex')] });
    const document = await test.get(
      `/rsc/frame/profile-widget?p=globex&o=${encodeURIComponent(hostOrigin)}&i=instance-1&v=1`,
    );
    const sn = /&quot;sn&quot;:&quot;([^&]+)&quot;/.exec(await document.text())?.[1] ?? '';
    const proof = await createProof(globexFrame.key, {
      htm: 'POST',
      htu: `${origin}/rsc/session`,
      nonce: sn,
      iat: Math.floor(test.clock() / 1000),
    });
    const body = {
      ticket: await globexFrame.ticket(),
      fn: globexFrame.fn,
      hn: globexFrame.hn,
    };
    const response = await globexFrame.call('/rsc/session', {
      method: 'POST',
      body,
      headers: { dpop: proof },
    });
    await expectRefusal(response, 401, 'ctx_issuer');
  });

  it.each([
    ['no type', undefined],
    ['a form', 'application/x-www-form-urlencoded'],
    ['plain text', 'text/plain'],
    ['something like JSON', 'application/jsonp'],
  ])('refuses a body with %s', async (_what, type) => {
    const response = await frame.call('/rsc/session', {
      method: 'POST',
      body: await sessionBody(),
      ...(type === undefined
        ? { without: ['content-type'] }
        : { headers: { 'content-type': type } }),
    });
    await expectRefusal(response, 400, 'request_invalid');
  });

  it.each([
    ['is not JSON', 'ticket-canary'],
    ['is empty', ''],
    ['is an array', []],
    ['lacks a field', { ticket: 'a.b.c', fn: 'x' }],
    ['has a nonce of another size', { ticket: 'a.b.c', fn: 'x'.repeat(22), hn: 'x'.repeat(23) }],
    [
      'has a ticket over 8 kB',
      { ticket: 'x'.repeat(8193), fn: 'x'.repeat(22), hn: 'x'.repeat(22) },
    ],
  ])('refuses a body that %s, without repeating it', async (_what, body) => {
    const response = await frame.call('/rsc/session', { method: 'POST', body });
    const text = await response.clone().text();
    await expectRefusal(response, 400, 'request_invalid');
    expect(text).not.toContain('canary');
  });

  it('refuses a body that is too large, whatever its length claims', async () => {
    const body = JSON.stringify({ padding: 'x'.repeat(20_000) });
    const response = await frame.call('/rsc/session', { method: 'POST', body });
    await expectRefusal(response, 413, 'request_too_large');
    const claimed = await frame.call('/rsc/session', {
      method: 'POST',
      body: '{}',
      headers: { 'content-length': '20000' },
    });
    await expectRefusal(claimed, 413, 'request_too_large');
  });

  it('does not read an endless body to its end', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1_024).fill(32));
      },
    });
    const response = await test.backend.fetch(
      new Request(`${origin}/rsc/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        body: endless,
        duplex: 'half',
      } as RequestInit),
    );
    await expectRefusal(response, 413, 'request_too_large');
    expect(pulled).toBeLessThan(40);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const response = await test.backend.fetch(
      new Request(`${origin}/rsc/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]),
      }),
    );
    await expectRefusal(response, 400, 'request_invalid');
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin of the same site', { 'sec-fetch-site': 'same-site' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['the host page', { 'sec-fetch-site': 'same-origin', origin: hostOrigin }],
    ['the plugin origin', { 'sec-fetch-site': 'same-origin', origin: pluginOrigin }],
    ['an opaque origin', { origin: 'null' }],
  ])('refuses a request from %s', async (_what, headers) => {
    const response = await frame.call('/rsc/session', {
      method: 'POST',
      body: await sessionBody(),
      headers,
      ...('sec-fetch-site' in headers ? {} : { without: ['sec-fetch-site'] }),
    });
    await expectRefusal(response, 400, 'request_invalid');
  });

  it('refuses a request that does not say where it comes from, and takes the origin for it', async () => {
    const body = await sessionBody();
    const silent = await frame.call('/rsc/session', {
      method: 'POST',
      body,
      without: ['sec-fetch-site'],
    });
    await expectRefusal(silent, 400, 'request_invalid');
    const named = await frame.call('/rsc/session', {
      method: 'POST',
      body,
      headers: { origin },
      without: ['sec-fetch-site'],
    });
    expect(named.status).toBe(200);
  });

  it('answers no preflight', async () => {
    const request = new Request(`${origin}/rsc/session`, {
      method: 'OPTIONS',
      headers: { origin: hostOrigin, 'access-control-request-method': 'POST' },
    });
    const response = await test.backend.fetch(request);
    await expectRefusal(response, 405, 'method_not_allowed');
    expect(response.headers.get('allow')).toBe('POST, DELETE');
  });

  it('is not on the plugin origin', async () => {
    const request = new Request(`${pluginOrigin}/rsc/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify(await sessionBody()),
    });
    await expectRefusal(await test.backend.fetch(request), 404, 'not_found');
  });
});

describe('DELETE /rsc/session', () => {
  it('ends the token at once', async () => {
    await frame.openSession();
    const ended = await frame.call('/rsc/session', { method: 'DELETE' });
    expect(ended.status).toBe(204);
    expect(ended.headers.get('dpop-nonce')).toBe(frame.boot.sn);
    const response = await frame.call('/rsc/candidates/42');
    await expectRefusal(response, 401, 'token_expired');
  });

  it('needs the token', async () => {
    const response = await frame.call('/rsc/session', { method: 'DELETE' });
    await expectRefusal(response, 401, 'token_missing');
    expect(response.headers.get('www-authenticate')).toBe('DPoP algs="ES256"');
  });

  it('needs the token’s own key', async () => {
    await frame.openSession();
    const thief = await loadFrame(test);
    thief.token = frame.token;
    const response = await thief.call('/rsc/session', { method: 'DELETE' });
    await expectRefusal(response, 401, 'token_invalid');
  });
});

describe('a stolen token', () => {
  it('is of no use with another key, even a good one', async () => {
    await frame.openSession();
    const key = await createFrameKey();
    const proof = await createProof(key, {
      htm: 'GET',
      htu: `${origin}/rsc/candidates/42`,
      nonce: frame.boot.sn,
      iat: Math.floor(test.clock() / 1000),
      accessToken: frame.token,
    });
    const response = await frame.call('/rsc/candidates/42', { headers: { dpop: proof } });
    await expectRefusal(response, 401, 'token_invalid');
  });
});
