/**
 * What an answer of the signer that holds no contexts means, and when to ask again. A chunk of its
 * own: pages whose signer works do not load it.
 */
import type { ContextFailure } from './host-contexts.ts';

/** The first try and the ones after 1, 2, 4 and 8 s; then a person has to ask. */
const maxTries = 5;
/** What nobody sits through; also the most that fits a timer and the protocol. */
const maxRetryAfterMs = 86_400_000;
const offlineRetryMs = 30_000;

const codes: Readonly<Record<number, string>> = {
  401: 'signer_signed_out',
  403: 'signer_not_allowed',
  404: 'signer_not_found',
  429: 'signer_busy',
};

/** @param status HTTP status of an answer, or of one entry in it */
const failureOfStatus = (status: number): ContextFailure => ({
  status,
  code:
    codes[status] ?? (status >= 400 && status < 500 ? 'signer_bad_request' : 'signer_unreachable'),
});

/**
 * @param reply what the signer, or the host's function, answered or threw
 * @param body the reply's JSON, or null if it is none
 * @param failures how many tries in a row have failed before
 */
export function failureOf(reply: unknown, body: unknown, failures: number): ContextFailure {
  const failure =
    reply instanceof Response ? failureOfResponse(reply, body) : failureOfOther(reply);
  const { code, retryAfterMs, status } = failure;
  const isBusy = code === 'signer_busy';
  if (!isBusy && code !== 'signer_unreachable') return failure;
  if (failures + 1 >= maxTries) return { status, code };
  // Half as much again, more or less: pages that failed together must not return together.
  const backoffMs = (isBusy ? 2_000 : 1_000) * 2 ** failures * (0.5 + Math.random());
  return { status, code, retryAfterMs: retryAfterMs ?? Math.round(backoffMs) };
}

function failureOfResponse(response: Response, body: unknown): ContextFailure {
  const { headers, ok, redirected, status, type } = response;
  // A login page instead of an answer: about to be redirected to, or redirected to already.
  if (type === 'opaqueredirect' || (redirected && body === null)) return failureOfStatus(401);
  if (ok) return { status, code: 'signer_bad_answer' };
  const said = (body as { error?: { code?: unknown } } | null)?.error?.code;
  if (said === 'signer_cross_site') return { status, code: said };
  const retryAfterMs = status === 429 ? retryAfter(headers.get('retry-after')) : undefined;
  const failure = failureOfStatus(status);
  return retryAfterMs === undefined ? failure : { ...failure, retryAfterMs };
}

/** An error, which may carry a status; an entry of an answer, which does; or no answer at all. */
function failureOfOther(reply: unknown): ContextFailure {
  const status = Number((reply as { status?: unknown } | null | undefined)?.status);
  if (status >= 400 && status < 600) return failureOfStatus(status);
  if (!(reply instanceof Error)) return { status: 200, code: 'signer_bad_answer' };
  if (!navigator.onLine) return { status: 0, code: 'offline', retryAfterMs: offlineRetryMs };
  return failureOfStatus(0);
}

/** `Retry-After` (RFC 9110 section 10.2.3) in milliseconds from now: seconds, or a date. */
function retryAfter(header: string | null): number | undefined {
  if (header === null || header === '') return undefined;
  const ms = Number(header) >= 0 ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return ms >= 0 ? Math.min(Math.round(ms), maxRetryAfterMs) : undefined;
}
