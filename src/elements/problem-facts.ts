/** What is known about each problem: the table of all errors, and advice for developers. */
import { errorAnchor, errorTable, isErrorCode, type ErrorCode } from '../protocol/errors.ts';
import type { ErrorDetail } from '../protocol/events.ts';
import type { EmbedConfig } from './page.ts';
import type { Problem } from './problems.ts';

/** Set by the build of what backends serve. */
declare const __RSC_SERVED__: boolean | undefined;

/** What to do about problems of the page; what the server says is explained in the documentation. */
const advice: Partial<Record<ErrorCode, string>> = {
  config_missing: 'set data-tenant on the script tag, or call RSC.init()',
  attribute_missing: 'an attribute is missing',
  attribute_invalid: 'an attribute cannot be used',
  same_origin_frame: 'the endpoint must be on another origin than the page',
  unsupported_host_origin: 'the page needs an http(s) origin of its own',
  blocked_csp: "the page's Content-Security-Policy blocks the frame",
  frame_refused: 'the backend answers, but no frame comes up: register this origin with it',
  backend_unreachable: 'the backend does not answer',
  no_response: 'the frame does not answer',
  offline: 'the browser is offline',
  upgrade_required: 'page and backend share no protocol version: load the current script',
  signer_signed_out: 'the signer says that nobody is signed in',
  signer_not_allowed: 'the signer says that this person may not see this',
  signer_unreachable: 'the signer does not answer: check the context URL',
  signer_bad_answer: 'the signer did not answer with signed contexts: check the context URL',
};

/** Backends have a page of errors beside the folder of this script; so has the package, as text. */
const guide =
  typeof __RSC_SERVED__ === 'undefined'
    ? 'rsc-embed/docs/errors.md'
    : import.meta.url.replace(/assets\/.*/, 'errors');

/** What `rsc-error` tells about a problem. */
export function describe({ code, detail }: Problem): ErrorDetail {
  // A frame of another version may know codes that we do not.
  const known = isErrorCode(code) ? code : 'backend_bad_answer';
  const { owner, retryable } = errorTable[known];
  const message = [advice[known] ?? 'see the documentation', detail].filter(Boolean).join(': ');
  return { code: code as ErrorCode, owner, retryable, message, docs: guide + errorAnchor(known) };
}

const warned = new Set<string>();

/** Tells the developer about a problem, once for each code and detail, with a link. */
export function warn(problem: Problem): ErrorDetail {
  const detail = describe(problem);
  const { code, docs, message } = detail;
  // Not by code: a frame can make up as many as it likes.
  const key = docs + message;
  if (!warned.has(key)) console.warn(`[rsc-embed] ${code}: ${message} (${docs})`);
  warned.add(key);
  return detail;
}

/**
 * What is wrong with a configuration that cannot be used.
 * @param isTenantId handed in: to import the guards from here would make another chunk of them
 */
export function problemOf(
  { endpoint, tenant }: EmbedConfig,
  isTenantId: (value: unknown) => boolean,
): Problem {
  const invalid = (detail: string): Problem => ({ code: 'attribute_invalid', detail });
  if (!tenant || !endpoint) return { code: 'config_missing' };
  if (!isTenantId(tenant)) return invalid('tenant');
  if (!URL.canParse(endpoint)) return invalid('endpoint');
  const { origin } = new URL(endpoint);
  if (!origin.startsWith('http')) return invalid('endpoint');
  if (origin === location.origin) return { code: 'same_origin_frame', detail: origin };
  // Files and sandboxes have the origin "null", which no backend can register.
  const detail = globalThis.origin === 'null' ? 'null' : location.origin;
  return { code: 'unsupported_host_origin', detail };
}
