/**
 * Hashes for servers. A session needs half a dozen of them over a few hundred bytes each; Web
 * Crypto takes an asynchronous job for each, which cost more than both signature checks together.
 * `node:crypto` answers at once, and servers at the edge have it too. Frames keep to Web Crypto.
 */
import { createHash, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { PublicJwk } from './keys.ts';

/** base64url(SHA-256(text)). */
export const sha256Now = (text: string): string =>
  createHash('sha256').update(text).digest('base64url');

/** base64url(HMAC-SHA-256(key, text)). */
export const hmacNow = (key: KeyObject, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');

/** A key of 32 bytes for one purpose out of a secret (RFC 5869). */
export const deriveKey = (secret: Uint8Array, purpose: string): KeyObject =>
  createSecretKey(new Uint8Array(hkdfSync('sha256', secret, '', `rsc-embed ${purpose} v1`, 32)));

/** RFC 7638 thumbprint of a P-256 key. */
export const thumbprintNow = ({ x, y }: PublicJwk): string =>
  sha256Now(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`);
