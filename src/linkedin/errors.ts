/** What can go wrong between an application and LinkedIn. No message holds a secret, token or body. */

/**
 * - `unauthorized`: LinkedIn refuses the application's credentials or token
 * - `forbidden`: the application may not do this, or the integration is not enabled
 * - `throttled`: a limit per minute or day is exceeded; see `retryAfterMs`
 * - `rejected`: LinkedIn finds the request wrong (another 4xx)
 * - `unavailable`: LinkedIn answered 5xx
 * - `unreachable`: no answer, or none in time
 * - `bad_answer`: an answer that is not what the documentation says
 */
export type LinkedInErrorCode =
  | 'unauthorized'
  | 'forbidden'
  | 'throttled'
  | 'rejected'
  | 'unavailable'
  | 'unreachable'
  | 'bad_answer';

export interface LinkedInErrorOptions {
  readonly status?: number | undefined;
  /** `serviceErrorCode` of LinkedIn's error envelope. */
  readonly serviceErrorCode?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  /** LinkedIn's id of the request (`x-li-uuid`), which its support asks for. */
  readonly requestId?: string | undefined;
  readonly cause?: unknown;
}

/** A whole request failed. What concerns single records comes as their result instead. */
export class LinkedInError extends Error {
  override readonly name = 'LinkedInError';
  readonly code: LinkedInErrorCode;
  /** HTTP status; undefined if there was no answer. */
  readonly status: number | undefined;
  readonly serviceErrorCode: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | undefined;

  constructor(code: LinkedInErrorCode, message: string, options: LinkedInErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.status = options.status;
    this.serviceErrorCode = options.serviceErrorCode;
    this.retryAfterMs = options.retryAfterMs;
    this.requestId = options.requestId;
  }
}

/** The code for an HTTP status that is not 2xx. */
export function codeOfStatus(status: number): LinkedInErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'unavailable' : 'rejected';
}
