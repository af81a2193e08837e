/**
 * Access tokens of the backend (RFC 9068 in spirit: `typ: at+jwt`), and the keys behind them.
 *
 * They are made and read by the same backend only, so they are signed with HMAC under a key derived
 * from the backend's secret, which signs nothing else.
 */
import type { KeyObject } from 'node:crypto';
import * as z from 'zod/mini';
import { scope, tokenTypes, widget, type ContextClaims } from '../protocol/context.ts';
import { RscError } from '../protocol/errors.ts';
import { hmacNow } from './hash.ts';
import { decodeJws, parseClaims } from './jws.ts';
import { encodeJson, equalInConstantTime, randomNonce } from './keys.ts';

/** Seconds an access token lives. */
export const accessTokenSeconds = 300;

const accessClaims = z.object({
  iss: z.string(),
  aud: z.string(),
  tenant: z.string(),
  sub: z.string(),
  org: z.string(),
  sid: z.string(),
  widget,
  obj: z.string(),
  scope: z.array(scope),
  origin: z.string(),
  jkt: z.string(),
  jti: z.string(),
  iat: z.int(),
  exp: z.int(),
});
/** What an access token says, after it has been verified. */
export type AccessClaims = z.infer<typeof accessClaims>;

const header = encodeJson({ alg: 'HS256', typ: tokenTypes.access });

/** Makes the access token that stands for a verified context. */
export function signAccessToken(
  key: KeyObject,
  origin: string,
  context: ContextClaims,
  nowSeconds: number,
): string {
  const claims: AccessClaims = {
    iss: origin,
    aud: origin,
    tenant: context.iss,
    sub: context.sub,
    org: context.org,
    sid: context.sid,
    widget: context.wid,
    obj: context.obj,
    scope: context.scope,
    origin: context.origin,
    jkt: context.cnf.jkt,
    jti: randomNonce(),
    // A revocation voids what was issued in its second or before; the token inherits the age of the
    // context it stands for, or a context signed before the revocation would outlive it.
    iat: Math.min(nowSeconds, context.iat),
    exp: nowSeconds + accessTokenSeconds,
  };
  const input = `${header}.${encodeJson(claims)}`;
  return `${input}.${hmacNow(key, input)}`;
}

/**
 * Verifies an access token's form, signature and audience; age and binding are the caller's.
 * @throws RscError `token_invalid`
 */
export function readAccessToken(token: string, key: KeyObject, origin: string): AccessClaims {
  const dot = token.lastIndexOf('.');
  // The header is ours to the letter or the token is not ours: `typ` and `alg` need no other check.
  if (!token.startsWith(`${header}.`) || dot < header.length + 1) {
    throw new RscError('token_invalid', 'not an access token of this backend');
  }
  if (!equalInConstantTime(hmacNow(key, token.slice(0, dot)), token.slice(dot + 1))) {
    throw new RscError('token_invalid', 'the signature does not verify');
  }
  const claims = parseClaims(
    accessClaims,
    decodeJws(token, 'token_invalid').payload,
    'token_invalid',
  );
  if (claims.iss !== origin || claims.aud !== origin) {
    throw new RscError('token_invalid', 'the token is for another backend');
  }
  return claims;
}

/** Tells a frame whether the same person in the same account looks, without saying who. */
export const viewerTag = (key: KeyObject, { iss, sub, org }: ContextClaims): string =>
  hmacNow(key, JSON.stringify([iss, sub, org])).slice(0, 22);
