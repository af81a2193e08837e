/**
 * Reads compact JWS of one expected kind. Nothing in a token chooses how it is verified: the
 * algorithm comes from the key we hold, and a header may only hold what its schema names, which
 * shuts out `jku`, `x5u`, `jwk` and `crit` tricks (RFC 8725 sections 3.1 and 3.11).
 *
 * Signatures go straight to Web Crypto: with the algorithm fixed and the header already judged,
 * jose's own verify would decode and judge everything a second time, at a third of the cost of a
 * session. Keys are still imported by jose, which knows each JWK form.
 */
import { importJWK, type JWK } from 'jose';
import type * as z from 'zod/mini';
import { RscError, type ErrorCode } from '../protocol/errors.ts';
import { ecdsaSha256 } from './keys.ts';

/** Key of a tenant as it is registered: a public P-256 key, or a shared secret (`kty: oct`). */
export interface TenantKey {
  readonly kid: string;
  readonly alg: 'ES256' | 'HS256';
  readonly jwk: JWK;
}

const imported = new WeakMap<object, Promise<CryptoKey>>();

/**
 * Imports a tenant's key once per object: importing costs a third of verifying.
 * @throws RscError `ctx_unknown_key` if the registered key is not usable
 */
export function importKeyOnce({ jwk, alg }: TenantKey): Promise<CryptoKey> {
  const known = imported.get(jwk);
  if (known !== undefined) return known;
  const key = importKey(jwk, alg);
  imported.set(jwk, key);
  return key;
}

async function importKey(jwk: JWK, alg: TenantKey['alg']): Promise<CryptoKey> {
  try {
    if (alg === 'HS256') {
      const hmac = { name: 'HMAC', hash: 'SHA-256' } as const;
      // By name and not out of a copy: tenants hide it from whatever lists properties.
      const secret = Buffer.from(jwk.k ?? '', 'base64url');
      return await crypto.subtle.importKey('raw', secret, hmac, false, ['verify']);
    }
    const key = await importJWK(jwk, alg);
    if (!(key instanceof CryptoKey)) throw new TypeError('a shared secret is no public key');
    return key;
  } catch (cause) {
    throw new RscError('ctx_unknown_key', 'the registered key is not usable', { cause });
  }
}

const compactJws = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The parts of a compact JWS as JSON values, not yet verified. */
export function decodeJws(
  jws: string,
  malformed: ErrorCode,
): { header: unknown; payload: unknown } {
  const [, header, payload] = compactJws.exec(jws) ?? [];
  if (header === undefined || payload === undefined) {
    throw new RscError(malformed, 'not a compact JWS');
  }
  return { header: decodeJson(header, malformed), payload: decodeJson(payload, malformed) };
}

function decodeJson(part: string, malformed: ErrorCode): unknown {
  try {
    return JSON.parse(decoder.decode(Buffer.from(part, 'base64url')));
  } catch (cause) {
    throw new RscError(malformed, 'a part of the JWS is not base64url JSON', { cause });
  }
}

/** Checks the signature with the key's own algorithm, never one that the token names. */
export async function verifyJws(jws: string, key: CryptoKey, refused: ErrorCode): Promise<void> {
  const dot = jws.lastIndexOf('.');
  const signature = Buffer.from(jws.slice(dot + 1), 'base64url');
  const signed = Buffer.from(jws.slice(0, dot));
  const algorithm = key.algorithm.name === 'ECDSA' ? ecdsaSha256 : 'HMAC';
  if (!(await crypto.subtle.verify(algorithm, key, signature, signed))) {
    throw new RscError(refused, 'the signature does not verify');
  }
}

/** Parses with a schema; the error names the field that does not fit and never its value. */
export function parseClaims<T extends z.ZodMiniType>(
  schema: T,
  value: unknown,
  code: ErrorCode,
): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new RscError(code, field === '' ? 'not the expected object' : `${field} is not valid`);
}
