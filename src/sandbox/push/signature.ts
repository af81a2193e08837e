/** What LinkedIn signs with an application's secret, and what it wants signed [doc]. */
import { createHmac } from 'node:crypto';

/** Header `X-LI-Signature` of an event; the prefix belongs to what is signed [doc]. */
export const signatureOf = (body: Uint8Array, clientSecret: string): string =>
  createHmac('sha256', clientSecret).update('hmacsha256=').update(body).digest('hex');

/** The response a challenge asks for, in lower-case hexadecimal [doc]. */
export const challengeResponseOf = (challengeCode: string, clientSecret: string): string =>
  createHmac('sha256', clientSecret).update(challengeCode).digest('hex');
