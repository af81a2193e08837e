/** The attacks of the handshake's threat table that a verifier has to refuse, carried out. */
import { base64url, importJWK } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createVerifier } from '../../src/handshake/backend.ts';
import { createFrameKey, randomNonce } from '../../src/handshake/keys.ts';
import type { ErrorCode } from '../../src/protocol/errors.ts';
import {
  alice,
  bob,
  callApi,
  createParties,
  es256Key,
  fakeClock,
  frameOrigin,
  goodClaims,
  hostOrigin,
  newFrame,
  openSession,
  proofFor,
  signClaims,
  tenant,
  ticketFor,
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

async function tokenFor(owner: TestFrame = frame): Promise<string> {
  const { answer } = await openSession(parties, owner, await ticketFor(parties, owner));
  return answer.access_token;
}

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
    const token = await tokenFor();
    await refused(callApi(parties, frame, token, { proof: '' }), 'proof_missing');
    await refused(callApi(parties, frame, token, { scheme: 'Bearer' }), 'token_missing');
    await refused(callApi(parties, frame, token, { key: await createFrameKey() }), 'token_invalid');
  });

  it('is refused with a proof made for another token', async () => {
    const token = await tokenFor();
    await refused(callApi(parties, frame, token, { accessToken: 'another' }), 'proof_ath');
    await refused(callApi(parties, frame, token, { accessToken: undefined }), 'proof_ath');
  });

  it('is refused when it was altered, has expired or its session was ended', async () => {
    const token = await tokenFor();
    const [header, , signature] = token.split('.');
    const payload = base64url.encode(JSON.stringify({ sub: 'somebody' }));
    await refused(callApi(parties, frame, `${header}.${payload}.${signature}`), 'token_invalid');
    const { claims } = await callApi(parties, frame, token);
    await parties.verifier.end(claims);
    await refused(callApi(parties, frame, token), 'token_expired');
    const other = await tokenFor();
    parties.clock.advance(300);
    await refused(callApi(parties, frame, other), 'token_expired');
  });

  it('is refused by a backend with another secret or origin', async () => {
    const token = await tokenFor();
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

describe('a forged context', () => {
  const sign = async (header: Record<string, unknown>, key?: CryptoKey | Uint8Array) => {
    const claims = await goodClaims(parties, frame);
    const own = await importJWK(parties.signerJwk, 'ES256');
    return signClaims(claims, key ?? own, header);
  };

  it('without a signature (alg none) is refused', async () => {
    const encode = (value: object) => base64url.encode(JSON.stringify(value));
    const header = { alg: 'none', typ: 'rsc-context+jwt', kid: 'key-1' };
    const body = `${encode(header)}.${encode(await goodClaims(parties, frame))}`;
    await refused(openSession(parties, frame, `${body}.`), 'ctx_malformed');
    await refused(openSession(parties, frame, `${body}.AA`), 'ctx_algorithm');
  });

  it('signed with the public key as an HMAC secret is refused', async () => {
    const jwk = parties.keys.get(`${tenant} key-1`)?.jwk;
    const secret = new TextEncoder().encode(JSON.stringify(jwk).padEnd(32));
    await refused(
      openSession(parties, frame, await sign({ alg: 'HS256' }, secret)),
      'ctx_algorithm',
    );
  });

  it.each([
    ['jku', { jku: 'https://evil.example/jwks' }],
    ['x5u', { x5u: 'https://evil.example/cert' }],
    ['an embedded jwk', { jwk: { kty: 'EC' } }],
    ['an unknown member', { foo: 1 }],
  ])('that brings %s in its header is refused', async (_what, header) => {
    await refused(openSession(parties, frame, await sign(header)), 'ctx_algorithm');
  });

  it('with an unknown kid, a path in it, or a kid of another tenant is refused', async () => {
    const foreign = await es256Key('key-2');
    parties.keys.set('other key-2', foreign.registered);
    for (const kid of ['key-9', '../../etc/passwd', 'key-2']) {
      await refused(openSession(parties, frame, await sign({ kid })), 'ctx_unknown_key');
    }
  });

  it('signed by another key under a known kid is refused', async () => {
    const other = await es256Key('key-1');
    const key = await importJWK(other.private, 'ES256');
    await refused(openSession(parties, frame, await sign({}, key)), 'ctx_signature');
  });

  it('stops working the moment its key is taken from the tenant', async () => {
    const ticket = await ticketFor(parties, frame);
    parties.keys.clear();
    await refused(openSession(parties, frame, ticket), 'ctx_unknown_key');
  });

  it('is not an access token, and an access token is not a context', async () => {
    const ticket = await ticketFor(parties, frame);
    await refused(callApi(parties, frame, ticket), 'token_invalid');
    await refused(openSession(parties, frame, await tokenFor()), 'ctx_type');
    const revocation = await parties.signer.revoke({ sid: alice.sid });
    await refused(openSession(parties, frame, revocation), 'ctx_type');
    await refused(parties.verifier.revoke(ticket, parties.keyOf), 'ctx_type');
  });
});

describe('claims of a context', () => {
  const attempt = async (changes: Record<string, unknown>) => {
    const claims = { ...(await goodClaims(parties, frame)), ...changes };
    const key = await importJWK(parties.signerJwk, 'ES256');
    return openSession(parties, frame, await signClaims(claims, key));
  };
  const now = () => Math.floor(parties.clock() / 1000);

  it('are accepted 29 s after expiry and refused after 31 s', async () => {
    await expect(
      attempt({ iat: now() - 89, nbf: now() - 89, exp: now() - 29 }),
    ).resolves.toBeDefined();
    await refused(attempt({ iat: now() - 91, nbf: now() - 91, exp: now() - 31 }), 'ctx_expired');
  });

  it('from a signer whose clock is wrong are refused with how far it is off', async () => {
    await expect(
      attempt({ iat: now() + 300, nbf: now() + 300, exp: now() + 360 }),
    ).rejects.toMatchObject({
      code: 'ctx_clock',
      signerAheadMs: 300_000,
    });
    await expect(
      attempt({ iat: now() - 3600, nbf: now() - 3600, exp: now() - 3540 }),
    ).rejects.toMatchObject({
      code: 'ctx_expired',
      signerAheadMs: -3_600_000,
    });
  });

  it('that live longer than two minutes are refused', async () => {
    await expect(attempt({ exp: now() + 120 })).resolves.toBeDefined();
    await refused(attempt({ exp: now() + 121 }), 'ctx_lifetime');
  });

  it('in milliseconds or with fractions are refused as a unit error', async () => {
    await refused(attempt({ iat: now() * 1000, exp: now() * 1000 + 60 }), 'ctx_time_unit');
    await refused(attempt({ exp: now() + 60.5 }), 'ctx_time_unit');
  });

  it.each([
    ['aud', 'https://evil.example', 'ctx_audience'],
    ['aud', `${frameOrigin}/`, 'ctx_malformed'],
    ['origin', 'https://evil.example', 'ctx_origin'],
    ['wid', 'in-ats-indicator', 'ctx_widget'],
    ['wid', 'something-else', 'ctx_malformed'],
    ['obj', 'candidates', 'ctx_widget'],
    ['scope', ['everything'], 'ctx_malformed'],
    ['scope', [], 'ctx_malformed'],
    ['sub', '', 'ctx_malformed'],
    ['jti', undefined, 'ctx_malformed'],
    ['cnf', undefined, 'ctx_malformed'],
    ['exp', undefined, 'ctx_malformed'],
  ] as const)('with %s = %j are refused as %s', async (name, value, code) => {
    await refused(attempt({ [name]: value }), code);
  });

  it('for an origin the customer no longer has are refused', async () => {
    parties.origins.delete(hostOrigin);
    await refused(attempt({}), 'ctx_origin');
  });
});

describe('revocation', () => {
  it.each([
    ['session', { sid: alice.sid }],
    ['person', { sub: alice.sub }],
    ['account', { org: alice.org }],
  ])('of a %s voids its tokens and contexts at once', async (_what, subject) => {
    const token = await tokenFor();
    const ticket = await ticketFor(parties, frame);
    parties.clock.advance(1);
    await parties.verifier.revoke(await parties.signer.revoke(subject), parties.keyOf);
    await refused(callApi(parties, frame, token), 'revoked');
    await refused(openSession(parties, frame, ticket), 'revoked');
    parties.clock.advance(1);
    await expect(tokenFor()).resolves.toBeDefined();
  });

  it('does not touch anybody else', async () => {
    const { answer } = await openSession(
      parties,
      frame,
      await ticketFor(parties, frame, { viewer: bob }),
    );
    await parties.verifier.revoke(await parties.signer.revoke({ sid: alice.sid }), parties.keyOf);
    await expect(callApi(parties, frame, answer.access_token)).resolves.toBeDefined();
  });

  it('cannot be replayed, aged, or forged for another tenant', async () => {
    const revocation = await parties.signer.revoke({ sid: alice.sid });
    await parties.verifier.revoke(revocation, parties.keyOf);
    await refused(parties.verifier.revoke(revocation, parties.keyOf), 'ctx_replay');
    const old = await parties.signer.revoke({ sub: alice.sub });
    parties.clock.advance(121);
    await refused(parties.verifier.revoke(old, parties.keyOf), 'ctx_expired');
    const forged = await signClaims(
      { iss: tenant, aud: frameOrigin, iat: Math.floor(fakeClock()() / 1000), jti: 'x', sid: 'y' },
      await importJWK((await es256Key('key-1')).private, 'ES256'),
      { typ: 'rsc-revoke+jwt' },
    );
    await refused(parties.verifier.revoke(forged, parties.keyOf), 'ctx_signature');
  });
});
