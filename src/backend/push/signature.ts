/**
 * The signature of a push, by the rule of `verifySignature` in `rsc-embed/linkedin`. Here it is done at
 * once, with what servers have: a job of Web Crypto for each costs twenty times as much, and a flood
 * of forged events is made of these.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Belongs to what is signed, and not to the header [doc]. */
const signedPrefix = 'hmacsha256=';

/**
 * @param body as it came
 * @param header as it came; null if there was none
 */
export function checkSignature(
  body: Uint8Array,
  header: string | null,
  clientSecret: string,
): 'valid' | 'missing' | 'wrong' {
  if (header === null || header === '') return 'missing';
  // A customer who is not set up yet must not have a key that everybody knows.
  if (clientSecret === '' || !/^[0-9a-f]{64}$/i.test(header)) return 'wrong';
  const expected = createHmac('sha256', clientSecret).update(signedPrefix).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(header, 'hex')) ? 'valid' : 'wrong';
}
