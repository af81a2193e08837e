/** Key pairs for signers that have none: the private half is handed out once and kept nowhere. */
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { Secret } from '../tenants/secret.ts';
import type { SigningKey } from '../tenants/tenant-inputs.ts';
import type { NewKey } from './inputs.ts';

/** What the ATS's server needs to sign contexts; goes into `createContextSigner({ key })`. */
export interface PrivateKey {
  readonly kid: string;
  readonly alg: 'ES256';
  /** JSON of the private JWK. */
  readonly jwk: Secret;
}

export interface KeyRegistration {
  readonly publicKey: SigningKey;
  /** Null if the caller has the private half already. */
  readonly privateKey: PrivateKey | null;
}

/**
 * The registration of a key that was given, or of a new pair.
 * @param nowMs milliseconds since 1970; names keys whose id was not given
 */
export async function registerKey(
  given: NewKey | undefined,
  nowMs: number,
): Promise<KeyRegistration> {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  const suffix = crypto.randomUUID().slice(0, 8);
  const kid = given?.kid ?? `${day}-${suffix}`;
  if (given !== undefined) {
    return { publicKey: { kid, alg: 'ES256', jwk: given.jwk }, privateKey: null };
  }
  const pair = await generateKeyPair('ES256', { extractable: true });
  const [privateJwk, { x, y }] = await Promise.all([
    exportJWK(pair.privateKey),
    exportJWK(pair.publicKey),
  ]);
  if (x === undefined || y === undefined) throw new TypeError('the pair is not on a curve');
  return {
    publicKey: { kid, alg: 'ES256', jwk: { kty: 'EC', crv: 'P-256', x, y } },
    privateKey: { kid, alg: 'ES256', jwk: new Secret(JSON.stringify(minimal(privateJwk))) },
  };
}

const minimal = ({ kty, crv, x, y, d }: JWK) => ({ kty, crv, x, y, d });
