/**
 * Headers of the ATS's pages. The policy is the strictest one the partner's elements run under,
 * with the ATS's own style sheet, icon and forms added: nothing in it is there for the elements
 * but the nonce on their script tag and the partner's origin as a frame.
 */
import { randomBytes } from 'node:crypto';

export const createNonce = (): string => randomBytes(16).toString('base64url');

export interface PagePolicy {
  readonly nonce: string;
  /** Origins that may be framed. */
  readonly frames: readonly string[];
}

export const pageHeaders = ({ nonce, frames }: PagePolicy): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    `frame-src ${frames.length > 0 ? frames.join(' ') : "'none'"}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  // Addresses name candidates, and one holds a one-time code.
  'referrer-policy': 'strict-origin',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin-allow-popups',
});
