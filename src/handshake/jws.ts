/**
 * Reads compact JWS of one expected kind. Nothing in a token chooses how it is verified: the
 * algorithm comes from the key we hold, and a header may only hold what its schema names, which
 * shuts out `jku`, `x5u`, `jwk` and `crit` tricks (RFC 8725 sections 3.1 and 3.11).
 */
import { compactVerify, importJWK, type JWK } from 'jose';
import * as z from 'zod/mini';
import { RscError, type ErrorCode } from '../protocol/errors.ts';

/** Key of a tenant as it is registered: a public P-256 key, or a shared secret (`kty: oct`). */
export interface TenantKey {
  readonly kid: string;
  readonly alg: 'ES256' | 'HS256';
  readonly jwk: JWK;
}

const imported = new WeakMap<object, Promise<CryptoKey | Uint8Array>>();

/** Imports a JWK once per object: importing costs as much as verifying. */
export function importKeyOnce(jwk: JWK, alg: string): Promise<CryptoKey | Uint8Array> {
  const known = imported.get(jwk);
  if (known !== undefined) return known;
  const key = importJWK(jwk, alg);
  imported.set(jwk, key);
  return key;
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
    const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(decoder.decode(Uint8Array.from(binary, (char) => char.charCodeAt(0))));
  } catch (cause) {
    throw new RscError(malformed, 'a part of the JWS is not base64url JSON', { cause });
  }
}

/** Checks the signature; `alg` is the algorithm the key is registered for, never the token's. */
export async function verifyJws(
  jws: string,
  key: CryptoKey | Uint8Array,
  alg: string,
  refused: ErrorCode,
): Promise<void> {
  try {
    await compactVerify(jws, key, { algorithms: [alg] });
  } catch (cause) {
    throw new RscError(refused, 'the signature does not verify', { cause });
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
