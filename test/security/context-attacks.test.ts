/** Contexts that a verifier has to refuse: forged, out of date, for somebody else, or revoked. */
import { base64url, importJWK } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
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
  signClaims,
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
    await refused(openSession(parties, frame, await tokenFor(parties, frame)), 'ctx_type');
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
    ['wid', 'integration-settings', 'ctx_widget'],
    ['obj', 'candidates', 'ctx_widget'],
    ['obj', 'integrations', 'ctx_widget'],
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
    const token = await tokenFor(parties, frame);
    const ticket = await ticketFor(parties, frame);
    parties.clock.advance(1);
    await parties.verifier.revoke(await parties.signer.revoke(subject), parties.keyOf);
    await refused(callApi(parties, frame, token), 'revoked');
    await refused(openSession(parties, frame, ticket), 'revoked');
    parties.clock.advance(1);
    await expect(tokenFor(parties, frame)).resolves.toBeDefined();
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
