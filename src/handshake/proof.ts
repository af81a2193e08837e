/** DPoP proofs as a verifier sees them (RFC 9449 section 4.3). */
import * as z from 'zod/mini';
import { tokenTypes } from '../protocol/context.ts';
import { RscError } from '../protocol/errors.ts';
import { base64url, thumbprint } from '../protocol/ids.ts';
import { sha256Now, thumbprintNow } from './hash.ts';
import { decodeJws, parseClaims, verifyJws } from './jws.ts';
import { ecdsaP256, equalInConstantTime } from './keys.ts';
import { maxLength, minLength } from '../protocol/length.ts';

const publicJwk = z
  .looseObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: base64url(43),
    y: base64url(43),
  })
  .check(z.refine((jwk) => !('d' in jwk)));

const proofHeader = z.strictObject({
  typ: z.literal(tokenTypes.proof),
  alg: z.literal('ES256'),
  jwk: publicJwk,
});

const proofClaims = z.object({
  htm: z.string(),
  htu: z.string(),
  iat: z.int(),
  jti: z.string().check(minLength(16), maxLength(128)),
  nonce: z.optional(z.string().check(maxLength(1024))),
  ath: z.optional(thumbprint),
});

export interface VerifiedProof {
  readonly jkt: string;
  readonly jti: string;
  readonly iat: number;
  readonly nonce: string | undefined;
}

export interface ProofExpectation {
  readonly method: string;
  /** Public origin of the verifier plus the path of the request. */
  readonly url: string;
  /** The access token that came along, if any. */
  readonly accessToken?: string;
}

const maxProofLength = 4096;

/**
 * Verifies form, signature, method, URL and token hash of a proof. Nonce, age and replay are the
 * caller's next checks, in that order.
 * @throws RscError `proof_missing`, `proof_malformed`, `proof_signature`, `proof_htm`,
 * `proof_htu`, `proof_ath`
 */
export async function verifyProof(
  proof: string | null,
  expected: ProofExpectation,
): Promise<VerifiedProof> {
  if (proof === null || proof === '') throw new RscError('proof_missing', 'no DPoP header');
  if (proof.length > maxProofLength) throw new RscError('proof_malformed', 'DPoP header too long');
  const { header, payload } = decodeJws(proof, 'proof_malformed');
  const { jwk } = parseClaims(proofHeader, header, 'proof_malformed');
  const claims = parseClaims(proofClaims, payload, 'proof_malformed');
  const { x, y } = jwk;
  await verifyJws(proof, await importProofKey(x, y), 'proof_signature');
  if (claims.htm !== expected.method) throw new RscError('proof_htm', 'htm is another method');
  if (!sameUrl(claims.htu, expected.url)) throw new RscError('proof_htu', 'htu is another URL');
  const { accessToken } = expected;
  if (accessToken !== undefined && !equalInConstantTime(claims.ath ?? '', sha256Now(accessToken))) {
    throw new RscError('proof_ath', 'the proof belongs to another access token');
  }
  const jkt = thumbprintNow({ kty: 'EC', crv: 'P-256', x, y });
  return { jkt, jti: claims.jti, iat: claims.iat, nonce: claims.nonce };
}

/** Keys of frames that called lately: a frame calls several times, importing costs a third. */
const recentKeys = new Map<string, CryptoKey>();
const maxRecentKeys = 5_000;

async function importProofKey(x: string, y: string): Promise<CryptoKey> {
  const known = recentKeys.get(x + y);
  if (known !== undefined) return known;
  try {
    const point = { kty: 'EC', crv: 'P-256', x, y };
    const key = await crypto.subtle.importKey('jwk', point, ecdsaP256, false, ['verify']);
    if (recentKeys.size >= maxRecentKeys) recentKeys.clear();
    recentKeys.set(x + y, key);
    return key;
  } catch (cause) {
    throw new RscError('proof_malformed', 'jwk is not a point on P-256', { cause });
  }
}

/** Equal after URL normalization, without query and fragment (RFC 9449 section 4.3, item 9). */
function sameUrl(htu: string, expected: string): boolean {
  if (htu === expected) return true;
  if (!URL.canParse(htu)) return false;
  const { origin, pathname } = new URL(htu);
  return origin + pathname === expected;
}
