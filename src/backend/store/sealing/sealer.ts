/**
 * Seals secrets for a place in the store. The place (table, column, primary key) is authenticated
 * with the value, so that a sealed value opens nowhere else: whoever can write to the database still
 * cannot give one customer the secret of another.
 *
 * Format: version (1 byte), length of the wrapped data key (2 bytes), wrapped data key, nonce (12),
 * tag (16), ciphertext. The id of the wrapping key stands in a column beside it.
 */
import { randomBytes } from 'node:crypto';
import { Secret } from '../../tenants/secret.ts';
import { StoreError } from '../errors.ts';
import {
  decrypt,
  encrypt,
  ivBytes,
  keyBytes,
  tagBytes,
  UnwrapRefused,
  type Keyring,
} from './keyring.ts';

/** Where a sealed value lives. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  /** Values of the primary key. */
  readonly row: readonly string[];
}

export interface SealedValue {
  readonly sealed: Uint8Array;
  readonly keyId: string;
}

export interface Sealer {
  readonly currentKeyId: string;
  /** @throws StoreError `store_key_service` */
  seal(place: SealedPlace, secret: Secret): Promise<SealedValue>;
  /** @throws StoreError `store_key_missing`, `store_value_altered`, `store_key_service` */
  open(place: SealedPlace, value: SealedValue): Promise<Secret>;
}

const formatVersion = 1;
const headerBytes = 3;

/** Makes the sealer of one store. */
export function createSealer(keyring: Keyring): Sealer {
  return {
    get currentKeyId() {
      return keyring.currentKeyId;
    },

    async seal(place, secret) {
      const keyId = keyring.currentKeyId;
      const context = contextOf(place, keyId);
      const dataKey = new Uint8Array(randomBytes(keyBytes));
      const wrapped = await keyring.wrap(dataKey, context).catch(() => {
        throw keyServiceFailed(keyId);
      });
      const value = encrypt(dataKey, Buffer.from(secret.reveal(), 'utf8'), context);
      const header = Buffer.alloc(headerBytes);
      header.writeUInt8(formatVersion, 0);
      header.writeUInt16BE(wrapped.length, 1);
      return { keyId, sealed: new Uint8Array(Buffer.concat([header, wrapped, value])) };
    },

    async open(place, { sealed, keyId }) {
      const context = contextOf(place, keyId);
      const { wrapped, value } = partsOf(sealed, place);
      const dataKey = await unwrap(keyring, keyId, wrapped, context, place);
      try {
        return new Secret(Buffer.from(decrypt(dataKey, value, context)).toString('utf8'));
      } catch {
        throw altered(place);
      }
    },
  };
}

async function unwrap(
  keyring: Keyring,
  keyId: string,
  wrapped: Uint8Array,
  context: Uint8Array,
  place: SealedPlace,
): Promise<Uint8Array> {
  let dataKey: Uint8Array | null;
  try {
    dataKey = await keyring.unwrap(keyId, wrapped, context);
  } catch (error) {
    throw error instanceof UnwrapRefused ? altered(place) : keyServiceFailed(keyId);
  }
  if (dataKey === null) {
    throw new StoreError('store_key_missing', `There is no key "${keyId}"`, { keyId });
  }
  return dataKey;
}

function partsOf(
  sealed: Uint8Array,
  place: SealedPlace,
): { wrapped: Uint8Array; value: Uint8Array } {
  const bytes = Buffer.from(sealed);
  if (bytes.length < headerBytes || bytes.readUInt8(0) !== formatVersion) throw altered(place);
  const end = headerBytes + bytes.readUInt16BE(1);
  if (bytes.length < end + ivBytes + tagBytes) throw altered(place);
  return { wrapped: bytes.subarray(headerBytes, end), value: bytes.subarray(end) };
}

/** JSON tells `["a","bc"]` from `["ab","c"]`, which plain joining would not. */
const contextOf = ({ table, column, row }: SealedPlace, keyId: string): Uint8Array =>
  Buffer.from(JSON.stringify(['rsc-store', formatVersion, table, column, row, keyId]), 'utf8');

const altered = ({ table, column }: SealedPlace): StoreError =>
  new StoreError('store_value_altered', `A value of ${table}.${column} does not open`, {
    field: `${table}.${column}`,
  });

const keyServiceFailed = (keyId: string): StoreError =>
  new StoreError('store_key_service', `The key service did not serve key "${keyId}"`, { keyId });
