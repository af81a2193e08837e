/**
 * All parties of one handshake in a test, with real keys and a clock of the test's own: a signer,
 * a verifier, and as many frames as a case wants. What a case tampers with it makes here first.
 */
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { createVerifier, type TenantKey, type Verifier } from '../../src/handshake/backend.ts';
import {
  channelNonce,
  createFrameKey,
  createProof,
  randomNonce,
  type FrameKey,
} from '../../src/handshake/keys.ts';
import {
  createContextSigner,
  type ContextSigner,
  type Viewer,
} from '../../src/handshake/signer.ts';
import type { Scope, Widget } from '../../src/protocol/context.ts';

export const hostOrigin = 'https://ats.example';
export const frameOrigin = 'https://partner.example';
export const tenant = 'acme';
export const alice: Viewer = { sub: 'user-a', org: 'org-1', sid: 'session-a' };
export const bob: Viewer = { sub: 'user-b', org: 'org-1', sid: 'session-b' };

export interface Clock {
  (): number;
  advance(seconds: number): void;
}

export function fakeClock(startMs = Date.parse('2026-03-02T10:00:00Z')): Clock {
  let nowMs = startMs;
  return Object.assign(() => nowMs, {
    advance(seconds: number) {
      nowMs += seconds * 1000;
    },
  });
}

/** A frame as the verifier sees one: key, nonces of both sides, instance. */
export interface TestFrame {
  readonly key: FrameKey;
  readonly fn: string;
  readonly hn: string;
  readonly inst: string;
}

export const newFrame = async (): Promise<TestFrame> => ({
  key: await createFrameKey(),
  fn: randomNonce(),
  hn: randomNonce(),
  inst: randomNonce(),
});

export async function es256Key(kid: string): Promise<{ private: JWK; registered: TenantKey }> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  return {
    private: await exportJWK(pair.privateKey),
    registered: { kid, alg: 'ES256', jwk: await exportJWK(pair.publicKey) },
  };
}

export interface Parties {
  readonly clock: Clock;
  readonly signer: ContextSigner;
  readonly verifier: Verifier;
  readonly signerJwk: JWK;
  readonly keys: Map<string, TenantKey>;
  readonly origins: Set<string>;
  keyOf(tenantId: string, kid: string): Promise<TenantKey | null>;
}

export async function createParties(): Promise<Parties> {
  const clock = fakeClock();
  const es256 = await es256Key('key-1');
  const keys = new Map([[`${tenant} key-1`, es256.registered]]);
  return {
    clock,
    keys,
    origins: new Set([hostOrigin]),
    signerJwk: es256.private,
    signer: createContextSigner({
      tenant,
      origin: hostOrigin,
      audience: frameOrigin,
      key: { kid: 'key-1', alg: 'ES256', jwk: es256.private },
      clock,
    }),
    verifier: createVerifier({
      origin: frameOrigin,
      tokenSecret: new Uint8Array(32).fill(7),
      clock,
    }),
    keyOf: (tenantId, kid) => Promise.resolve(keys.get(`${tenantId} ${kid}`) ?? null),
  };
}

export interface TicketOptions {
  readonly viewer?: Viewer;
  readonly obj?: string;
  readonly widget?: Widget;
  readonly scopes?: readonly Scope[];
}

export function ticketFor(
  { signer }: Parties,
  frame: TestFrame,
  { viewer = alice, obj = 'candidate:42', widget = 'profile-widget', scopes }: TicketOptions = {},
): Promise<string> {
  const { inst, fn, hn, key } = frame;
  const entry = { inst, fn, hn, jkt: key.jkt, widget, obj };
  return signer.sign(viewer, entry, scopes ?? ['profile:read', 'profile:link', 'status:read']);
}

/** Claims as the signer makes them, for cases that sign their own variant. */
export async function goodClaims(
  { clock }: Parties,
  frame: TestFrame,
): Promise<Record<string, unknown>> {
  const iat = Math.floor(clock() / 1000);
  return {
    iss: tenant,
    aud: frameOrigin,
    sub: alice.sub,
    org: alice.org,
    sid: alice.sid,
    wid: 'profile-widget',
    obj: 'candidate:42',
    scope: ['profile:read'],
    origin: hostOrigin,
    cnf: { jkt: frame.key.jkt },
    nonce: await channelNonce(frame.fn, frame.hn),
    inst: frame.inst,
    jti: randomNonce(),
    iat,
    nbf: iat,
    exp: iat + 60,
  };
}

export async function signClaims(
  claims: Record<string, unknown>,
  key: CryptoKey | Uint8Array | JWK,
  header: Record<string, unknown> = {},
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'rsc-context+jwt', kid: 'key-1', ...header })
    .sign(key);
}

export interface ProofOptions {
  readonly key?: FrameKey;
  readonly htm?: string;
  readonly htu?: string;
  readonly nonce?: string;
  readonly iat?: number;
  readonly accessToken?: string | undefined;
}

export async function proofFor(
  { verifier, clock }: Parties,
  frame: TestFrame,
  path: string,
  options: ProofOptions = {},
): Promise<string> {
  return createProof(options.key ?? frame.key, {
    htm: options.htm ?? 'POST',
    htu: options.htu ?? `${frameOrigin}${path}`,
    nonce: options.nonce ?? verifier.issueNonce({ tenant, origin: hostOrigin }),
    iat: options.iat ?? Math.floor(clock() / 1000),
    accessToken: options.accessToken,
  });
}

/** Posts a ticket to the verifier; `proof` and `frame` may belong to somebody else than the ticket. */
export async function openSession(
  parties: Parties,
  frame: TestFrame,
  ticket: string,
  proof?: string,
) {
  const header = proof ?? (await proofFor(parties, frame, '/rsc/session'));
  const request = new Request(`${frameOrigin}/rsc/session`, {
    method: 'POST',
    headers: header === '' ? {} : { dpop: header },
  });
  return parties.verifier.session({
    request,
    body: { ticket, fn: frame.fn, hn: frame.hn },
    keyOf: parties.keyOf,
    isOriginRegistered: (_tenant, origin) => parties.origins.has(origin),
  });
}

/** Calls the API with a token. */
export async function callApi(
  parties: Parties,
  frame: TestFrame,
  token: string,
  options: ProofOptions & { proof?: string; scheme?: string } = {},
) {
  const path = '/rsc/candidates/42';
  const proof =
    options.proof ??
    (await proofFor(parties, frame, path, { htm: 'GET', accessToken: token, ...options }));
  const headers: Record<string, string> = {
    authorization: `${options.scheme ?? 'DPoP'} ${token}`,
    ...(proof === '' ? {} : { dpop: proof }),
  };
  return parties.verifier.authenticate(new Request(`${frameOrigin}${path}`, { headers }));
}

/** The access token of a frame that did everything right. */
export async function tokenFor(parties: Parties, frame: TestFrame): Promise<string> {
  const { answer } = await openSession(parties, frame, await ticketFor(parties, frame));
  return answer.access_token;
}
