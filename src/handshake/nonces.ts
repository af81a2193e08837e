/**
 * The verifier's own nonces. They are stateless: a window of time, the tenant and the host origin a
 * frame was served for, under a MAC. So a nonce says both that it is fresh and which page the
 * browser let our frame into, and any process with the same secret can check it.
 */
import { equalInConstantTime, toBase64url } from './keys.ts';

export interface NonceSubject {
  readonly tenant: string;
  /** Host origin that the frame document allowed as its only ancestor. */
  readonly origin: string;
}

export interface NonceIssuer {
  issue(subject: NonceSubject): Promise<string>;
  /** Who a nonce was issued for, or null if it is not ours or older than a day. */
  read(nonce: string): Promise<ReadNonce | null>;
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
/** Pairs of tenant and origin are few; the bound is against tenants that come and go. */
const maxCached = 10_000;

export function createNonceIssuer(key: CryptoKey, clock: () => number): NonceIssuer {
  let cachedWindow = -1;
  let cache = new Map<string, Promise<string>>();

  async function signed(window: number, { tenant, origin }: NonceSubject): Promise<string> {
    const subject = toBase64url(encoder.encode(JSON.stringify([tenant, origin])));
    const body = `${String(window)}.${subject}`;
    const tag = await crypto.subtle.sign('HMAC', key, encoder.encode(body));
    return `${body}.${toBase64url(new Uint8Array(tag))}`;
  }

  /** A nonce changes with the window only, so one computation serves all frames of a subject. */
  function currentNonce(subject: NonceSubject): Promise<string> {
    const window = Math.floor(clock() / nonceWindowMs);
    if (window !== cachedWindow || cache.size >= maxCached) {
      cachedWindow = window;
      cache = new Map();
    }
    const cacheKey = JSON.stringify([subject.tenant, subject.origin]);
    let nonce = cache.get(cacheKey);
    if (nonce === undefined) {
      nonce = signed(window, subject);
      cache.set(cacheKey, nonce);
    }
    return nonce;
  }

  return {
    issue: currentNonce,
    async read(nonce) {
      const [windowText, subjectText] = nonce.split('.');
      const window = Number(windowText);
      const age = Math.floor(clock() / nonceWindowMs) - window;
      if (!(Number.isInteger(age) && age >= 0 && age <= renewableWindows)) return null;
      const subject = decodeSubject(subjectText ?? '');
      if (subject === null) return null;
      const genuine = age === 0 ? await currentNonce(subject) : await signed(window, subject);
      if (!equalInConstantTime(genuine, nonce)) return null;
      return { ...subject, fresh: age <= 1, retiresAtMs: (window + 2) * nonceWindowMs };
    },
  };
}

function decodeSubject(text: string): NonceSubject | null {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!Array.isArray(value) || value.length !== 2) return null;
    const [tenant, origin] = value as unknown[];
    return typeof tenant === 'string' && typeof origin === 'string' ? { tenant, origin } : null;
  } catch {
    return null;
  }
}
