import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret, secretJwk } from '../../tenants/secret.ts';
import { StoreError } from '../errors.ts';
import { testKey } from '../store.test-support.ts';
import { environmentKeyring, localKeyring, type Keyring } from './keyring.ts';
import { createSealer, type SealedPlace } from './sealer.ts';

const place: SealedPlace = { table: 'tenant_keys', column: 'secret', row: ['acme', 'k'] };
const base64 = (key: Uint8Array): string => Buffer.from(key).toString('base64');
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    return (error as StoreError).code;
  }
  return 'no error';
};
const rejection = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'opened',
    (error: unknown) => (error as StoreError).code,
  );

describe('sealer', () => {
  const old = testKey('2026-01');
  const sealer = createSealer(localKeyring([old]));

  it('opens what it has sealed, and seals the same text differently each time', async () => {
    const [first, second] = await Promise.all([
      sealer.seal(place, new Secret('pässword')),
      sealer.seal(place, new Secret('pässword')),
    ]);
    expect((await sealer.open(place, first)).reveal()).toBe('pässword');
    expect(first.keyId).toBe('2026-01');
    expect(Buffer.from(first.sealed).equals(Buffer.from(second.sealed))).toBe(false);
    expect(Buffer.from(first.sealed).includes('pässword')).toBe(false);
  });

  it.each<[string, SealedPlace]>([
    ['another tenant', { ...place, row: ['globex', 'k'] }],
    ['another key of the tenant', { ...place, row: ['acme', 'k2'] }],
    ['parts of the row put together otherwise', { ...place, row: ['acmek', ''] }],
    ['another column', { ...place, column: 'public_jwk' }],
    ['another table', { ...place, table: 'partners' }],
  ])('does not open a value that was moved to %s', async (_, elsewhere) => {
    const value = await sealer.seal(place, new Secret('canary'));
    expect(await rejection(sealer.open(elsewhere, value))).toBe('store_value_altered');
  });

  it('does not open a value with a single bit changed, wherever', async () => {
    const { sealed, keyId } = await sealer.seal(place, new Secret('canary'));
    for (let index = 0; index < sealed.length; index += 1) {
      const altered = Uint8Array.from(sealed);
      altered[index] = (altered[index] ?? 0) ^ 1;
      expect(await rejection(sealer.open(place, { sealed: altered, keyId }))).toBe(
        'store_value_altered',
      );
    }
    for (const length of [0, 1, 2, 3, 40, sealed.length - 1]) {
      const cut = { sealed: sealed.subarray(0, length), keyId };
      expect(await rejection(sealer.open(place, cut))).toBe('store_value_altered');
    }
  });

  it('opens values of former keys and says which key is missing', async () => {
    const value = await sealer.seal(place, new Secret('canary'));
    const rotated = createSealer(localKeyring([testKey('2026-07'), old]));
    expect((await rotated.open(place, value)).reveal()).toBe('canary');
    expect((await rotated.seal(place, new Secret('x'))).keyId).toBe('2026-07');
    const error: unknown = await createSealer(localKeyring([testKey('2026-07')]))
      .open(place, value)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'store_key_missing', details: { keyId: '2026-01' } });
    expect(String(error)).toContain('"2026-01"');
    const swapped = createSealer(localKeyring([testKey('2026-01')]));
    expect(await rejection(swapped.open(place, value))).toBe('store_value_altered');
  });

  it('works with a key service, which sees no secret, and keeps its trouble to itself', async () => {
    const seen: Uint8Array[] = [];
    const inner = localKeyring([testKey('kms')]);
    const service: Keyring = {
      currentKeyId: 'kms',
      async wrap(dataKey, context) {
        seen.push(dataKey);
        return inner.wrap(dataKey, context);
      },
      unwrap: (...input) => inner.unwrap(...input),
    };
    const value = await createSealer(service).seal(place, new Secret('canary'));
    expect(seen.map(({ length }) => length)).toEqual([32]);
    expect((await createSealer(service).open(place, value)).reveal()).toBe('canary');
    const down: Keyring = {
      currentKeyId: 'kms',
      wrap: () => Promise.reject(new Error('token-canary')),
      unwrap: () => Promise.reject(new Error('token-canary')),
    };
    for (const attempt of [
      createSealer(down).open(place, value),
      createSealer(down).seal(place, new Secret('x')),
    ]) {
      const error: unknown = await attempt.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'store_key_service', retryable: true });
      expect(inspect(error)).not.toContain('canary');
    }
  });
});

describe('environmentKeyring', () => {
  const [first, second] = [testKey('a'), testKey('b')];

  it('reads a list and JSON, the current key first', () => {
    const list = `a:${base64(first.key)}, b:${base64(second.key)}`;
    expect(environmentKeyring(list).currentKeyId).toBe('a');
    const json = JSON.stringify({ b: base64(second.key), a: base64(first.key) });
    expect(environmentKeyring(json).currentKeyId).toBe('b');
  });

  it.each([
    ['nothing', ''],
    ['no colon', 'canary'],
    ['no id', ':canary'],
    ['a short key', 'a:Y2FuYXJ5'],
    ['what is no base64', `a:${'canary-!'.repeat(5)}123`],
    ['half of JSON', '{"a": "canary"'],
    ['JSON of something else', '{"a": {"canary": 1}}'],
    ['a key that is not random', `a:${base64(new Uint8Array(32))}`],
    ['an id twice', `a:${base64(first.key)},a:${base64(second.key)}`],
    ['an id that is too long', `${'i'.repeat(129)}:${base64(first.key)}`],
  ])('refuses %s without repeating it', (_, text) => {
    expect(codeOf(() => environmentKeyring(text))).toBe('store_keys_invalid');
    try {
      environmentKeyring(text);
    } catch (error) {
      expect(inspect(error)).not.toContain('canary');
      expect(inspect(error)).not.toContain(base64(first.key));
    }
  });
});

describe('Secret', () => {
  it('shows itself to nobody who does not ask', () => {
    const secret = new Secret('canary');
    const jwk = secretJwk(secret);
    const holder = { secret, jwk, list: [secret], map: new Map([['a', secret]]) };
    const shown = [
      JSON.stringify(holder),
      inspect(holder, { depth: 9, showHidden: true }),
      inspect(jwk, { getters: false, showHidden: true }),
      String(secret),
      `${String(secret)}`,
      Object.values(secret).join(),
      JSON.stringify({ ...jwk }),
      inspect(structuredClone({ list: [secret] })),
    ];
    expect(shown.join('\n')).not.toContain('canary');
    expect(secret.reveal()).toBe('canary');
    expect(jwk.k).toBe('canary');
  });
});
