/** What is known about each problem: the table of all errors, and advice for developers. */
import { errorDocsUrl, errorTable, isErrorCode, type ErrorCode } from '../protocol/errors.ts';
import type { ErrorDetail } from '../protocol/events.ts';
import type { Problem } from './problems.ts';

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
  signer_not_allowed: 'the signer says that this person may not see this candidate',
  signer_unreachable: 'the signer does not answer: check the context URL',
  signer_bad_answer: 'the signer did not answer with signed contexts: check the context URL',
};

/** What `rsc-error` tells about a problem. */
export function describe({ code, detail }: Problem): ErrorDetail {
  // A frame of another version may know codes that we do not.
  const known = isErrorCode(code) ? code : 'backend_bad_answer';
  const { owner, retryable } = errorTable[known];
  const message = [advice[known] ?? 'see the documentation', detail].filter(Boolean).join(': ');
  return { code: code as ErrorCode, owner, retryable, message, docs: errorDocsUrl(known) };
}
