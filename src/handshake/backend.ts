/**
 * The verifier's side: the partner backend.
 *
 * Somebody posts a signed context and a proof. The backend has to believe four things before it
 * gives out a token: whoever sends this holds the key the context was made for (proof and `cnf`);
 * the context was asked for in the very handshake this frame took part in (channel nonce); the ATS
 * that signed it is the one registered for this customer (key, issuer, audience, origin); and none
 * of it has been seen before. The checks run in the order of the protocol, the first failure wins,
 * and each has a code of its own. A ticket is marked as used last, so that a thief without the key
 * cannot burn somebody else's.
 *
 * The access token then stands for the result for five minutes. It is signed with a key that signs
 * nothing else and is useless without the frame's key.
 */
import {
  contextClaims,
  objectFits,
  contextHeader,
  maxNumericDate,
  revocationClaims,
  tokenTypes,
  type ContextClaims,
} from '../protocol/context.ts';
import { RscError } from '../protocol/errors.ts';
import type { SessionAnswer, SessionRequest } from '../protocol/routes.ts';
import {
  accessTokenSeconds,
  readAccessToken,
  signAccessToken,
  viewerTag,
  type AccessClaims,
} from './access-token.ts';
import { deriveKey, sha256Now } from './hash.ts';
import { decodeJws, importKeyOnce, parseClaims, verifyJws, type TenantKey } from './jws.ts';
import { equalInConstantTime } from './keys.ts';
import { createNonceIssuer, type NonceSubject } from './nonces.ts';
import { verifyProof, type VerifiedProof } from './proof.ts';
import {
  createMemoryReplayStore,
  createMemoryRevocationStore,
  type ReplayStore,
  type RevocationStore,
} from './replay.ts';

export { accessTokenSeconds, type AccessClaims } from './access-token.ts';
export type { TenantKey } from './jws.ts';

/** Seconds a signer's clock may differ from ours. */
export const skewSeconds = 30;
/** Seconds a context may live by its own claims. */
export const maxContextSeconds = 120;
/** The nonce proves freshness; `iat` of a proof is only a sanity bound. */
const proofIatSeconds = 300;
/** Ids are kept longer than what they guard is accepted, or the last second could be replayed. */
const replayMarginSeconds = 5;

export interface VerifierOptions {
  /** Origin of frames and API, for example `https://partner.example.com`. */
  readonly origin: string;
  /** At least 32 random bytes, the same in each process. Access tokens and nonces hang on it. */
  readonly tokenSecret: Uint8Array;
  readonly replay?: ReplayStore;
  readonly revocations?: RevocationStore;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Looks a key up under its tenant; null if that tenant has no such key. */
export type KeyLookup = (tenant: string, kid: string) => Promise<TenantKey | null>;

export interface SessionInput {
  readonly request: Request;
  readonly body: SessionRequest;
  readonly keyOf: KeyLookup;
  readonly isOriginRegistered: (tenant: string, origin: string) => boolean | Promise<boolean>;
}

export interface Verifier {
  /** The nonce for a frame document or an answer. */
  issueNonce(subject: NonceSubject): string;
  /**
   * Exchanges a signed context for an access token.
   * @throws RscError with a `proof_…`, `ctx_…`, `use_dpop_nonce` or `revoked` code
   */
  session(input: SessionInput): Promise<{ answer: SessionAnswer; nonce: string; tenant: string }>;
  /**
   * Checks `Authorization: DPoP` and the proof of an API request.
   * @throws RscError with a `token_…`, `proof_…`, `use_dpop_nonce` or `revoked` code
   */
  authenticate(request: Request): Promise<{ claims: AccessClaims; nonce: string }>;
  /** Ends the session of a token at once. */
  end(claims: AccessClaims): Promise<void>;
  /**
   * Carries out a signed revocation: what was issued before it is void.
   * @throws RscError with a `ctx_…` code
   */
  revoke(jws: string, keyOf: KeyLookup): Promise<{ tenant: string }>;
  /**
   * The nonce to send along with a refusal: for the page the proof's nonce was once issued to, or
   * null if that nonce is not ours (then only a new frame document can help).
   */
  renewNonce(request: Request): string | null;
}

/**
 * Makes the verifier of one backend.
 * @throws TypeError if `tokenSecret` is shorter than 32 bytes
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const { origin, clock = Date.now } = options;
  const replay = options.replay ?? createMemoryReplayStore({ clock });
  const revocations = options.revocations ?? createMemoryRevocationStore({ clock });
  if (options.tokenSecret.length < 32) {
    throw new TypeError('tokenSecret must have at least 32 bytes');
  }
  const accessKey = deriveKey(options.tokenSecret, 'access token');
  const viewerKey = deriveKey(options.tokenSecret, 'viewer');
  const nonces = createNonceIssuer(deriveKey(options.tokenSecret, 'nonce'), clock);
  const nowSeconds = (): number => Math.floor(clock() / 1000);

  /** Nonce, age and replay of a proof whose form and signature are good. */
  async function admitProof(proof: VerifiedProof): Promise<NonceSubject> {
    const subject = proof.nonce === undefined ? null : nonces.read(proof.nonce);
    if (!subject?.fresh) {
      throw new RscError('use_dpop_nonce', 'nonce missing, foreign or expired');
    }
    if (Math.abs(nowSeconds() - proof.iat) > proofIatSeconds) {
      throw new RscError('proof_iat', 'iat is more than 300 s off');
    }
    const keepUntilMs = subject.retiresAtMs + (skewSeconds + replayMarginSeconds) * 1000;
    if (!(await replay.remember(`proof:${proof.jkt}:${proof.jti}`, keepUntilMs))) {
      throw new RscError('proof_replay', 'this proof was used before');
    }
    return subject;
  }

  async function assertNotRevoked(
    claims: { sid: string; sub: string; org: string; iat: number },
    tenant: string,
  ): Promise<void> {
    const subjects = (['sid', 'sub', 'org'] as const).map((kind) =>
      subjectKey(tenant, kind, claims[kind]),
    );
    if ((await revocations.epochOf(subjects)) >= claims.iat) {
      throw new RscError('revoked', 'the session was revoked by the ATS');
    }
  }

  async function readSigned(
    jws: string,
    type: string,
    keyOf: KeyLookup,
  ): Promise<{ payload: unknown; key: TenantKey; issuer: string }> {
    const { header, payload } = decodeJws(jws, 'ctx_malformed');
    if ((header as { typ?: unknown } | null)?.typ !== type) {
      throw new RscError('ctx_type', `typ must be ${type}`);
    }
    const strict = contextHeader.safeParse({ ...(header as object), typ: tokenTypes.context });
    if (!strict.success)
      throw new RscError('ctx_algorithm', 'header holds more or less than it may');
    const issuer = (payload as { iss?: unknown } | null)?.iss;
    if (typeof issuer !== 'string') throw new RscError('ctx_issuer', 'iss is missing');
    const key = await keyOf(issuer, strict.data.kid);
    if (key === null) throw new RscError('ctx_unknown_key', 'this tenant has no such key');
    if (key.alg !== strict.data.alg) {
      throw new RscError('ctx_algorithm', 'the key is registered for another algorithm');
    }
    await verifyJws(jws, await importKeyOnce(key), 'ctx_signature');
    return { payload, key, issuer };
  }

  async function readContext(ticket: string, keyOf: KeyLookup): Promise<ContextClaims> {
    const { payload } = await readSigned(ticket, tokenTypes.context, keyOf);
    assertTimeUnits(payload);
    return parseClaims(contextClaims, payload, 'ctx_malformed');
  }

  function mint(claims: ContextClaims): SessionAnswer {
    const now = nowSeconds();
    return {
      access_token: signAccessToken(accessKey, origin, claims, now),
      token_type: 'DPoP',
      expires_in: accessTokenSeconds,
      server_time: now,
      widget: claims.wid,
      obj: claims.obj,
      scope: claims.scope,
      viewer: viewerTag(viewerKey, claims),
    };
  }

  return {
    issueNonce: (subject) => nonces.issue(subject),

    async session({ request, body, keyOf, isOriginRegistered }) {
      const context = readContext(body.ticket, keyOf);
      context.catch(() => undefined); // looked at after the proof: the order of failures is fixed
      const proof = await verifyProof(request.headers.get('dpop'), expectation(request, origin));
      const subject = await admitProof(proof);
      const claims = await context;
      if (claims.iss !== subject.tenant) {
        throw new RscError('ctx_issuer', 'the frame was served for another tenant');
      }
      if (claims.aud !== origin) throw new RscError('ctx_audience', `aud must be ${origin}`);
      assertLifetime(claims, clock());
      if (!equalInConstantTime(claims.cnf.jkt, proof.jkt)) {
        throw new RscError('ctx_key_mismatch', 'the context is bound to another key');
      }
      if (!equalInConstantTime(claims.nonce, sha256Now(`${body.fn}.${body.hn}`))) {
        throw new RscError('ctx_channel_mismatch', 'the context belongs to another handshake');
      }
      if (
        claims.origin !== subject.origin ||
        !(await isOriginRegistered(claims.iss, claims.origin))
      ) {
        throw new RscError('ctx_origin', 'the context is for another host origin');
      }
      if (!objectFits(claims.wid, claims.obj)) {
        throw new RscError('ctx_widget', 'wid and obj do not fit each other');
      }
      await assertNotRevoked(claims, claims.iss);
      const keepUntilMs = (claims.exp + skewSeconds + replayMarginSeconds) * 1000;
      if (!(await replay.remember(`ctx:${claims.iss}:${claims.jti}`, keepUntilMs))) {
        throw new RscError('ctx_replay', 'this context was used before');
      }
      return { answer: mint(claims), nonce: nonces.issue(subject), tenant: claims.iss };
    },

    async authenticate(request) {
      const [scheme, token] = (request.headers.get('authorization') ?? '').split(' ');
      if (scheme?.toLowerCase() !== 'dpop' || token === undefined || token === '') {
        throw new RscError('token_missing', 'Authorization: DPoP is required');
      }
      const expected = { ...expectation(request, origin), accessToken: token };
      const proof = await verifyProof(request.headers.get('dpop'), expected);
      const subject = await admitProof(proof);
      const claims = readAccessToken(token, accessKey, origin);
      if (nowSeconds() >= claims.exp) throw new RscError('token_expired', 'the token has expired');
      if (!equalInConstantTime(claims.jkt, proof.jkt)) {
        throw new RscError('token_invalid', 'the token is bound to another key');
      }
      if (claims.tenant !== subject.tenant || claims.origin !== subject.origin) {
        throw new RscError('token_invalid', 'the token belongs to another page');
      }
      await assertNotRevoked(claims, claims.tenant);
      if (await replay.has(`end:${claims.jti}`)) {
        throw new RscError('token_expired', 'the session was ended');
      }
      return { claims, nonce: nonces.issue(subject) };
    },

    async end(claims) {
      await replay.remember(`end:${claims.jti}`, (claims.exp + skewSeconds) * 1000);
    },

    async revoke(jws, keyOf) {
      const { payload, issuer } = await readSigned(jws, tokenTypes.revocation, keyOf);
      assertTimeUnits(payload);
      const claims = parseClaims(revocationClaims, payload, 'ctx_malformed');
      if (claims.aud !== origin) throw new RscError('ctx_audience', `aud must be ${origin}`);
      const aheadSeconds = claims.iat - nowSeconds();
      if (Math.abs(aheadSeconds) > maxContextSeconds) {
        throw new RscError('ctx_expired', 'the revocation is too old or from the future', {
          signerAheadMs: aheadSeconds * 1000,
        });
      }
      const keepUntilMs = (claims.iat + 2 * maxContextSeconds) * 1000;
      if (!(await replay.remember(`rev:${issuer}:${claims.jti}`, keepUntilMs))) {
        throw new RscError('ctx_replay', 'this revocation was used before');
      }
      for (const kind of ['sid', 'sub', 'org'] as const) {
        const id = claims[kind];
        if (id !== undefined) await revocations.revoke(subjectKey(issuer, kind, id), claims.iat);
      }
      return { tenant: issuer };
    },

    renewNonce(request) {
      const nonce = nonceOfProof(request.headers.get('dpop') ?? '');
      const subject = nonce === null ? null : nonces.read(nonce);
      return subject === null ? null : nonces.issue(subject);
    },
  };
}

const subjectKey = (tenant: string, kind: 'sid' | 'sub' | 'org', id: string): string =>
  JSON.stringify([tenant, kind, id]);

const expectation = (request: Request, origin: string): { method: string; url: string } => ({
  method: request.method,
  // Behind a proxy the request's own origin is not the public one.
  url: origin + new URL(request.url).pathname,
});

/** What a proof says its nonce is; unverified, which is fine for something public. */
function nonceOfProof(proof: string): string | null {
  if (proof === '' || proof.length > 4096) return null;
  try {
    const { payload } = decodeJws(proof, 'proof_malformed');
    const nonce = (payload as { nonce?: unknown } | null)?.nonce;
    return typeof nonce === 'string' && nonce.length <= 1024 ? nonce : null;
  } catch {
    return null;
  }
}

/** Milliseconds where seconds belong make tokens that never expire: told apart from other faults. */
function assertTimeUnits(payload: unknown): void {
  for (const name of ['iat', 'nbf', 'exp'] as const) {
    const value = (payload as Record<string, unknown> | null)?.[name];
    if (typeof value === 'number' && (!Number.isInteger(value) || value > maxNumericDate)) {
      throw new RscError('ctx_time_unit', `${name} must be whole seconds since 1970`);
    }
  }
}

function assertLifetime(claims: ContextClaims, nowMs: number): void {
  const now = nowMs / 1000;
  const signerAheadMs = Math.round(claims.iat * 1000 - nowMs);
  if (claims.exp - claims.iat > maxContextSeconds) {
    throw new RscError('ctx_lifetime', `exp - iat must be at most ${String(maxContextSeconds)} s`);
  }
  if (now > claims.exp + skewSeconds) {
    throw new RscError('ctx_expired', 'the context has expired', { signerAheadMs });
  }
  if (Math.max(claims.iat, claims.nbf ?? 0) > now + skewSeconds) {
    throw new RscError('ctx_clock', "the signer's clock is ahead", { signerAheadMs });
  }
}
