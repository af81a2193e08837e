/** The attacks of the handshake's threat table that a verifier has to refuse, carried out. */
import { base64url } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createVerifier } from '../../src/handshake/backend.ts';
import { createFrameKey, randomNonce } from '../../src/handshake/keys.ts';
import type { ErrorCode } from '../../src/protocol/errors.ts';
import {
  alice,
  bob,
  callApi,
  createParties,
  frameOrigin,
  hostOrigin,
  newFrame,
  openSession,
  proofFor,
  tenant,
  ticketFor,
  tokenFor,
  type Parties,
  type TestFrame,
} from '../support/handshake-parties.ts';

let parties: Parties;
let frame: TestFrame;

beforeEach(async () => {
  parties = await createParties();
  frame = await newFrame();
});

const refused = (attempt: Promise<unknown>, code: ErrorCode) =>
  expect(attempt).rejects.toMatchObject({ code });

describe('a genuine frame', () => {
  it('gets a token for its context and may call the API with it', async () => {
    const { answer } = await openSession(parties, frame, await ticketFor(parties, frame));
    expect(answer).toMatchObject({
      token_type: 'DPoP',
      expires_in: 300,
      widget: 'profile-widget',
      obj: 'candidate:42',
    });
    const { claims } = await callApi(parties, frame, answer.access_token);
    expect(claims).toMatchObject({
      tenant,
      sub: alice.sub,
      obj: 'candidate:42',
      origin: hostOrigin,
    });
  });

  it('is told when another person looks, without being told who', async () => {
    const first = await openSession(parties, frame, await ticketFor(parties, frame));
    const again = await openSession(parties, frame, await ticketFor(parties, frame));
    const other = await openSession(
      parties,
      frame,
      await ticketFor(parties, frame, { viewer: bob }),
    );
    expect(again.answer.viewer).toBe(first.answer.viewer);
    expect(other.answer.viewer).not.toBe(first.answer.viewer);
    expect(other.answer.viewer).not.toContain(bob.sub);
  });
});

describe('a stolen context', () => {
  it('is worth nothing with another key', async () => {
    const ticket = await ticketFor(parties, frame);
    const thief = { ...frame, key: await createFrameKey() };
    await refused(openSession(parties, thief, ticket), 'ctx_key_mismatch');
  });

  it('is not burnt by the thief: its owner can still use it', async () => {
    const ticket = await ticketFor(parties, frame);
    const thief = { ...frame, key: await createFrameKey() };
    await refused(openSession(parties, thief, ticket), 'ctx_key_mismatch');
    await expect(openSession(parties, frame, ticket)).resolves.toBeDefined();
  });

  it('is refused the second time', async () => {
    const ticket = await ticketFor(parties, frame);
    await openSession(parties, frame, ticket);
    await refused(openSession(parties, frame, ticket), 'ctx_replay');
  });

  it('is refused the second time even at the edge of the skew window', async () => {
    const ticket = await ticketFor(parties, frame);
    await openSession(parties, frame, ticket);
    parties.clock.advance(60 + 29);
    await refused(openSession(parties, frame, ticket), 'ctx_replay');
  });

  it.each(['fn', 'hn'] as const)('is refused in a handshake with another %s', async (nonce) => {
    const ticket = await ticketFor(parties, frame);
    await refused(
      openSession(parties, { ...frame, [nonce]: randomNonce() }, ticket),
      'ctx_channel_mismatch',
    );
  });
});

describe('a stolen access token', () => {
  it('is refused without a proof, as a bearer token, and with another key', async () => {
    const token = await tokenFor(parties, frame);
    await refused(callApi(parties, frame, token, { proof: '' }), 'proof_missing');
    await refused(callApi(parties, frame, token, { scheme: 'Bearer' }), 'token_missing');
    await refused(callApi(parties, frame, token, { key: await createFrameKey() }), 'token_invalid');
  });

  it('is refused with a proof made for another token', async () => {
    const token = await tokenFor(parties, frame);
    await refused(callApi(parties, frame, token, { accessToken: 'another' }), 'proof_ath');
    await refused(callApi(parties, frame, token, { accessToken: undefined }), 'proof_ath');
  });

  it('is refused when it was altered, has expired or its session was ended', async () => {
    const token = await tokenFor(parties, frame);
    const [header, , signature] = token.split('.');
    const payload = base64url.encode(JSON.stringify({ sub: 'somebody' }));
    await refused(callApi(parties, frame, `${header}.${payload}.${signature}`), 'token_invalid');
    const { claims } = await callApi(parties, frame, token);
    await parties.verifier.end(claims);
    await refused(callApi(parties, frame, token), 'token_expired');
    const other = await tokenFor(parties, frame);
    parties.clock.advance(300);
    await refused(callApi(parties, frame, other), 'token_expired');
  });

  it('is refused by a backend with another secret or origin', async () => {
    const token = await tokenFor(parties, frame);
    const foreign = createVerifier({
      origin: frameOrigin,
      tokenSecret: new Uint8Array(32).fill(8),
      clock: parties.clock,
    });
    await refused(callApi({ ...parties, verifier: foreign }, frame, token), 'token_invalid');
  });
});

describe('a proof', () => {
  it('is accepted once', async () => {
    const proof = await proofFor(parties, frame, '/rsc/session');
    await openSession(parties, frame, await ticketFor(parties, frame), proof);
    await refused(
      openSession(parties, frame, await ticketFor(parties, frame), proof),
      'proof_replay',
    );
  });

  it.each([
    ['method', { htm: 'GET' }, 'proof_htm'],
    ['path', { htu: `${frameOrigin}/rsc/revoke` }, 'proof_htu'],
    ['origin', { htu: 'https://evil.example/rsc/session' }, 'proof_htu'],
    ['look-alike origin', { htu: `${frameOrigin}.evil.example/rsc/session` }, 'proof_htu'],
  ] as const)('for another %s is refused', async (_what, options, code) => {
    const proof = await proofFor(parties, frame, '/rsc/session', options);
    await refused(openSession(parties, frame, await ticketFor(parties, frame), proof), code);
  });

  it('needs a nonce of ours, for this tenant and page, and not older than two windows', async () => {
    const attempt = async (nonce: string) =>
      openSession(
        parties,
        frame,
        await ticketFor(parties, frame),
        await proofFor(parties, frame, '/rsc/session', { nonce }),
      );
    await refused(attempt(randomNonce()), 'use_dpop_nonce');
    const good = parties.verifier.issueNonce({ tenant, origin: hostOrigin });
    await refused(attempt(`${good.slice(0, -4)}AAAA`), 'use_dpop_nonce');
    const foreignTenant = parties.verifier.issueNonce({
      tenant: 'other',
      origin: hostOrigin,
    });
    await refused(attempt(foreignTenant), 'ctx_issuer');
    const foreignPage = parties.verifier.issueNonce({
      tenant,
      origin: 'https://evil.example',
    });
    await refused(attempt(foreignPage), 'ctx_origin');
    parties.clock.advance(5 * 60);
    await expect(attempt(good)).resolves.toBeDefined();
    parties.clock.advance(5 * 60);
    await refused(attempt(good), 'use_dpop_nonce');
  });

  it('with an expired nonce of ours is answered with a new one; with a foreign nonce it is not', async () => {
    const old = await proofFor(parties, frame, '/rsc/session');
    parties.clock.advance(60 * 60);
    const withProof = (dpop: string) =>
      new Request(`${frameOrigin}/rsc/session`, { headers: { dpop } });
    expect(parties.verifier.renewNonce(withProof(old))).toBe(
      parties.verifier.issueNonce({ tenant, origin: hostOrigin }),
    );
    const foreign = await proofFor(parties, frame, '/rsc/session', { nonce: randomNonce() });
    expect(parties.verifier.renewNonce(withProof(foreign))).toBeNull();
    expect(parties.verifier.renewNonce(withProof('nonsense'))).toBeNull();
  });

  it('may be five minutes off, because the nonce proves freshness, and no more', async () => {
    const now = Math.floor(parties.clock() / 1000);
    const attempt = async (iat: number) =>
      openSession(
        parties,
        frame,
        await ticketFor(parties, frame),
        await proofFor(parties, frame, '/rsc/session', { iat }),
      );
    await expect(attempt(now - 300)).resolves.toBeDefined();
    await refused(attempt(now - 301), 'proof_iat');
    await refused(attempt(now + 301), 'proof_iat');
  });

  it('that is missing, garbled, oversized or carries a private key is refused', async () => {
    const ticket = await ticketFor(parties, frame);
    await refused(openSession(parties, frame, ticket, ''), 'proof_missing');
    await refused(openSession(parties, frame, ticket, 'a.b'), 'proof_malformed');
    await refused(openSession(parties, frame, ticket, 'a'.repeat(5000)), 'proof_malformed');
    const proof = await proofFor(parties, frame, '/rsc/session');
    const [header = '', payload = '', signature = ''] = proof.split('.');
    const decoded = JSON.parse(new TextDecoder().decode(base64url.decode(header))) as {
      jwk: object;
    };
    const forge = (change: object) =>
      `${base64url.encode(JSON.stringify({ ...decoded, ...change }))}.${payload}.${signature}`;
    await refused(
      openSession(parties, frame, ticket, forge({ jwk: { ...decoded.jwk, d: 'x' } })),
      'proof_malformed',
    );
    await refused(openSession(parties, frame, ticket, forge({ alg: 'none' })), 'proof_malformed');
    await refused(openSession(parties, frame, ticket, forge({ alg: 'HS256' })), 'proof_malformed');
    await refused(openSession(parties, frame, ticket, forge({ typ: 'JWT' })), 'proof_malformed');
    const other = (await createFrameKey()).jwk;
    await refused(openSession(parties, frame, ticket, forge({ jwk: other })), 'proof_signature');
  });
});
