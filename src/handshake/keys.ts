/**
 * What all parties of the handshake share: random values, hashes, and the DPoP proofs a frame
 * signs (RFC 9449). Web Crypto only, so that it runs in frames, in Node and at the edge alike.
 */
import { tokenTypes } from '../protocol/context.ts';

const encoder = new TextEncoder();

/** base64url without padding (RFC 4648 section 5). */
export function toBase64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @throws DOMException when `text` is not base64url */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** 128 random bits as base64url, 22 characters. */
export function randomNonce(): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(16)));
}

/** base64url(SHA-256(text)). */
export async function sha256(text: string): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))));
}

/**
 * Binds a signed context to one handshake: only somebody who saw both the frame's nonce and the
 * host's can ask for, or present, a context with this value.
 */
export const channelNonce = (frameNonce: string, hostNonce: string): Promise<string> =>
  sha256(`${frameNonce}.${hostNonce}`);

/** The members of a P-256 public key that count for its thumbprint. */
export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** RFC 7638 thumbprint of a P-256 key: members in lexical order, no white space. */
export const thumbprintOf = ({ x, y }: PublicJwk): Promise<string> =>
  sha256(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`);

/** A frame's key. The private half cannot be exported, and lives in memory only. */
export interface FrameKey {
  readonly privateKey: CryptoKey;
  readonly jwk: PublicJwk;
  readonly jkt: string;
}

export const ecdsaP256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
export const ecdsaSha256 = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Makes the key that a frame proves its identity with for as long as its document lives. */
export async function createFrameKey(): Promise<FrameKey> {
  const pair = await crypto.subtle.generateKey(ecdsaP256, false, ['sign', 'verify']);
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  if (x === undefined || y === undefined) throw new TypeError('Web Crypto exported no EC key');
  const jwk: PublicJwk = { kty: 'EC', crv: 'P-256', x, y };
  return { privateKey: pair.privateKey, jwk, jkt: await thumbprintOf(jwk) };
}

export interface ProofClaims {
  readonly htm: string;
  /** Origin and path, no query. */
  readonly htu: string;
  readonly nonce: string;
  /** Seconds since 1970 by the verifier's clock. */
  readonly iat: number;
  /** When the proof goes along with an access token: that token. */
  readonly accessToken?: string | undefined;
}

/**
 * Signs a DPoP proof (RFC 9449 section 4.2). The `dpop` package does this too, but stamps it with
 * the local clock, which may be hours wrong in somebody's browser.
 */
export async function createProof(key: FrameKey, claims: ProofClaims): Promise<string> {
  const { accessToken, ...rest } = claims;
  const header = { typ: tokenTypes.proof, alg: 'ES256', jwk: key.jwk };
  const payload = {
    ...rest,
    jti: randomNonce(),
    ...(accessToken === undefined ? {} : { ath: await sha256(accessToken) }),
  };
  const input = `${encodeJson(header)}.${encodeJson(payload)}`;
  const signature = await crypto.subtle.sign(ecdsaSha256, key.privateKey, encoder.encode(input));
  return `${input}.${toBase64url(new Uint8Array(signature))}`;
}

/** A JSON value as a part of a compact JWS. */
export const encodeJson = (value: unknown): string =>
  toBase64url(encoder.encode(JSON.stringify(value)));

/** Compares secrets in a time that does not depend on where they differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
