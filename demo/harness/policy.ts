/** Content security policies of the harness's pages, and the response that carries one. */
import { randomBytes } from 'node:crypto';
import type { Html } from './html.ts';

/** Directive names and their sources; an empty list writes the bare name. */
export type Policy = Readonly<Record<string, readonly string[]>>;

/** Where browsers send what a policy stopped. */
export const reportPath = '/csp-reports';

export const createNonce = (): string => randomBytes(16).toString('base64url');

/**
 * The strictest policy a page of ours has to run under, exactly as the documentation promises it:
 * no styles, no Trusted Types policy, scripts by nonce, frames of one origin.
 * @param frames origins that may be framed; the harness itself never is
 */
export const strictPolicy = (nonce: string, frames: readonly string[]): Policy => ({
  'default-src': ["'none'"],
  'script-src': [`'nonce-${nonce}'`],
  'style-src': ["'none'"],
  'frame-src': frames,
  'connect-src': ["'self'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ["'none'"],
});

/** Policy of the harness's own pages, where Lit renders. */
export const workbenchPolicy = (nonce: string): Policy => ({
  'default-src': ["'none'"],
  'script-src': ["'self'", `'nonce-${nonce}'`],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'frame-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ['lit-html'],
});

export const writePolicy = (policy: Policy): string =>
  Object.entries({ ...policy, 'report-uri': [reportPath] })
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');

/** An HTML page under a policy. `headers` are added to it. */
export function pageResponse(
  page: Html,
  policy: Policy | null,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(page.toString(), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'strict-origin-when-cross-origin',
      ...(policy === null ? {} : { 'content-security-policy': writePolicy(policy) }),
      ...headers,
    },
  });
}
