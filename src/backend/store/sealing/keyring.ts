/**
 * The keys that encrypt secrets in the store. Each secret has a data key of its own; a keyring wraps
 * those data keys. That is the shape of every key management service, so that one can stand behind
 * this interface without ever seeing a secret, and so that a key here wraps short random keys only,
 * far from the number of messages at which AES-GCM with random nonces wears out.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { StoreError } from '../errors.ts';

export interface Keyring {
  /** Id of the key that new secrets are sealed under; 1 to 128 characters, kept in each row. */
  readonly currentKeyId: string;
  /**
   * Encrypts a data key of 32 bytes under the current key.
   * @param context what the data key is for; `unwrap` must fail with any other (KMS services call
   *   it encryption context or additional authenticated data)
   */
  wrap(dataKey: Uint8Array, context: Uint8Array): Promise<Uint8Array>;
  /**
   * Decrypts a data key.
   * @returns null if there is no key with this id
   * @throws UnwrapRefused if there is, and it does not open this; anything else counts as trouble of
   *   the service and is reported without its message
   */
  unwrap(keyId: string, wrapped: Uint8Array, context: Uint8Array): Promise<Uint8Array | null>;
}

/** The key is there and does not fit: another key, another context, or altered bytes. */
export class UnwrapRefused extends Error {
  override readonly name = 'UnwrapRefused';
}

/** A key in memory: its id, and 32 random bytes. */
export interface LocalKey {
  readonly id: string;
  readonly key: Uint8Array;
}

export const ivBytes = 12;
export const tagBytes = 16;
export const keyBytes = 32;

/**
 * A keyring of keys in memory.
 * @param keys the current one first
 * @throws StoreError `store_keys_invalid`
 */
export function localKeyring(keys: readonly LocalKey[]): Keyring {
  const byId = new Map(keys.map(({ id, key }) => [id, Uint8Array.from(key)]));
  const current = keys[0];
  if (current === undefined) throw invalid('There is no key');
  if (byId.size !== keys.length) throw invalid('An id of a key is used twice');
  for (const [id, key] of byId) {
    if (!/^[\x21-\x7e]{1,128}$/.test(id)) throw invalid('An id is not 1 to 128 plain characters');
    if (key.length !== keyBytes) throw invalid('A key does not have 32 bytes');
    if (new Set(key).size < 8) throw invalid('A key is not random');
  }
  return {
    currentKeyId: current.id,
    async wrap(dataKey, context) {
      return encrypt(current.key, dataKey, context);
    },
    async unwrap(keyId, wrapped, context) {
      const key = byId.get(keyId);
      if (key === undefined) return null;
      try {
        return decrypt(key, wrapped, context);
      } catch {
        throw new UnwrapRefused();
      }
    },
  };
}

/**
 * The keyring of `RSC_STORE_KEYS`: `id:base64,id:base64` or `{"id": "base64", …}`, the current key
 * first, each 32 random bytes.
 * @throws StoreError `store_keys_invalid`, which holds nothing of the text
 */
export function environmentKeyring(text = process.env['RSC_STORE_KEYS'] ?? ''): Keyring {
  const trimmed = text.trim();
  if (trimmed === '') throw invalid('RSC_STORE_KEYS is not set');
  const pairs = trimmed.startsWith('{') ? pairsOfJson(trimmed) : pairsOfList(trimmed);
  return localKeyring(
    pairs.map(([id, encoded]) => {
      if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(encoded)) {
        throw invalid('A key in RSC_STORE_KEYS is not 32 bytes in base64');
      }
      return { id, key: Buffer.from(encoded, 'base64') };
    }),
  );
}

function pairsOfJson(text: string): [string, string][] {
  try {
    return Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(text)));
  } catch {
    // The parser's message quotes the text.
    throw invalid('RSC_STORE_KEYS looks like JSON and is not an object of strings');
  }
}

const pairsOfList = (text: string): [string, string][] =>
  text.split(',').map((pair) => {
    const colon = pair.indexOf(':');
    if (colon < 1) throw invalid('An entry of RSC_STORE_KEYS is not id:base64');
    return [pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()];
  });

const invalid = (what: string): StoreError => new StoreError('store_keys_invalid', what);

/** AES-256-GCM: nonce, tag, ciphertext. */
export function encrypt(key: Uint8Array, plain: Uint8Array, context: Uint8Array): Uint8Array {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(context);
  const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
  return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), encrypted]));
}

/** @throws Error if key, context or a single bit is another than it was */
export function decrypt(key: Uint8Array, sealed: Uint8Array, context: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), {
    // Without it a shorter tag would do, and tags of 4 bytes can be guessed.
    authTagLength: tagBytes,
  })
    .setAAD(context)
    .setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  const plain = decipher.update(sealed.subarray(ivBytes + tagBytes));
  return new Uint8Array(Buffer.concat([plain, decipher.final()]));
}
