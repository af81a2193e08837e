/** The signature of a push: as `rsc-embed/linkedin` checks it, at once. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../linkedin/index.ts';
import { checkSignature } from './signature.ts';

const secret = 'child-secret';
const sign = (body: Uint8Array, key = secret): string =>
  createHmac('sha256', key).update('hmacsha256=').update(body).digest('hex');

/** What the other says of the same. */
async function other(body: Uint8Array, header: string | null) {
  const check = await verifySignature(body, header, secret);
  return check.ok ? 'valid' : check.reason === 'missing' ? 'missing' : 'wrong';
}

describe('checkSignature', () => {
  it('says what verifySignature says, of any body and any header', async () => {
    const body = fc.uint8Array({ maxLength: 200 });
    const header = fc.oneof(fc.constant(null), fc.string(), fc.string({ unit: 'grapheme' }));
    await fc.assert(
      fc.asyncProperty(body, header, async (bytes, given) => {
        const signed = sign(bytes);
        for (const each of [given, signed, signed.toUpperCase(), `hmacsha256=${signed}`]) {
          expect(checkSignature(bytes, each, secret)).toBe(await other(bytes, each));
        }
      }),
    );
  });

  it('refuses another secret, another body, and part of a signature', () => {
    const body = new TextEncoder().encode('{"type":"EXPORT_CANDIDATE_PROFILE","id":"x"}');
    expect(checkSignature(body, sign(body), secret)).toBe('valid');
    expect(checkSignature(body, sign(body, 'other'), secret)).toBe('wrong');
    expect(checkSignature(body.subarray(1), sign(body), secret)).toBe('wrong');
    expect(checkSignature(body, sign(body).slice(2), secret)).toBe('wrong');
    expect(checkSignature(body, `${sign(body)}00`, secret)).toBe('wrong');
  });

  it('has no key that everybody knows while a customer has no secret', () => {
    const body = new Uint8Array([1]);
    expect(checkSignature(body, sign(body, ''), '')).toBe('wrong');
  });
});
