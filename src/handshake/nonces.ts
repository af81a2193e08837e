/**
 * The verifier's own nonces. They are stateless: a window of time, the tenant and the host origin a
 * frame was served for, under a MAC. So a nonce says both that it is fresh and which page the
 * browser let our frame into, and any process with the same secret can check it.
 */
import type { KeyObject } from 'node:crypto';
import { hmacNow } from './hash.ts';
import { equalInConstantTime, fromBase64url, toBase64url } from './keys.ts';

export interface NonceSubject {
  readonly tenant: string;
  /** Host origin that the frame document allowed as its only ancestor. */
  readonly origin: string;
}

export interface NonceIssuer {
  issue(subject: NonceSubject): string;
  /** Who a nonce was issued for, or null if it is not ours or older than a day. */
  read(nonce: string): ReadNonce | null;
}

export interface ReadNonce extends NonceSubject {
  /** False once a newer one has to be used. */
  readonly fresh: boolean;
  readonly retiresAtMs: number;
}

/** A nonce is accepted for one to two windows. */
export const nonceWindowMs = 5 * 60_000;
/** A page that slept this long gets a new nonce without loading its frame again. */
const renewableWindows = (24 * 60 * 60_000) / nonceWindowMs;

const encoder = new TextEncoder();

export function createNonceIssuer(key: KeyObject, clock: () => number): NonceIssuer {
  const windowNow = (): number => Math.floor(clock() / nonceWindowMs);
  const signed = (window: number, { tenant, origin }: NonceSubject): string => {
    const subject = toBase64url(encoder.encode(JSON.stringify([tenant, origin])));
    const body = `${String(window)}.${subject}`;
    return `${body}.${hmacNow(key, body)}`;
  };
  return {
    issue: (subject) => signed(windowNow(), subject),
    read(nonce) {
      const [windowText, subjectText] = nonce.split('.');
      const window = Number(windowText);
      const age = windowNow() - window;
      if (!(Number.isInteger(age) && age >= 0 && age <= renewableWindows)) return null;
      const subject = decodeSubject(subjectText ?? '');
      if (subject === null || !equalInConstantTime(signed(window, subject), nonce)) return null;
      return { ...subject, fresh: age <= 1, retiresAtMs: (window + 2) * nonceWindowMs };
    },
  };
}

function decodeSubject(text: string): NonceSubject | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(fromBase64url(text)));
    if (!Array.isArray(value) || value.length !== 2) return null;
    const [tenant, origin] = value as unknown[];
    return typeof tenant === 'string' && typeof origin === 'string' ? { tenant, origin } : null;
  } catch {
    return null;
  }
}
