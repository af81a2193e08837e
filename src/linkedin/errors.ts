/** What can go wrong between an application and LinkedIn. No message holds a secret, token or body. */

/**
 * - `unauthorized`: LinkedIn refuses the application's credentials or token
 * - `forbidden`: the application may not do this, or the integration is not enabled
 * - `not_found`: there is no such thing, or no longer (a request id lives 24 hours)
 * - `conflict`: something with this key exists already
 * - `throttled`: a limit per minute or day is exceeded; see `retryAfterMs`
 * - `budget_spent`: our own count says that LinkedIn would throttle; nothing was sent
 * - `invalid`: the call's own arguments break a documented rule; nothing was sent
 * - `rejected`: LinkedIn finds the request wrong (another 4xx)
 * - `unavailable`: LinkedIn answered 5xx
 * - `unreachable`: no answer, or none in time
 * - `bad_answer`: an answer that is not what the documentation says
 * - `store_failed`: the store the application's processes share for budgets or the token failed
 * - `aborted`: the caller's signal ended it
 */
export type LinkedInErrorCode =
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'throttled'
  | 'budget_spent'
  | 'invalid'
  | 'rejected'
  | 'unavailable'
  | 'unreachable'
  | 'bad_answer'
  | 'store_failed'
  | 'aborted';

export interface LinkedInErrorOptions {
  readonly status?: number | undefined;
  /** `serviceErrorCode` of LinkedIn's error envelope. */
  readonly serviceErrorCode?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  /** LinkedIn's id of the request (`x-li-uuid`), which its support asks for. */
  readonly requestId?: string | undefined;
  /** LinkedIn's own message. */
  readonly said?: string | undefined;
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
  // Behind a method: what LinkedIn says may quote what it was sent, and loggers print what they see.
  readonly #said: string | undefined;

  constructor(code: LinkedInErrorCode, message: string, options: LinkedInErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.status = options.status;
    this.serviceErrorCode = options.serviceErrorCode;
    this.retryAfterMs = options.retryAfterMs;
    this.requestId = options.requestId;
    this.#said = options.said;
  }

  /** LinkedIn's own words, if it had any. They may quote what was sent: not for logs. */
  said(): string | undefined {
    return this.#said;
  }
}

/** The code for an HTTP status that is not 2xx. */
export function codeOfStatus(status: number): LinkedInErrorCode {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'not_found';
    case 408:
      return 'unavailable';
    case 409:
      return 'conflict';
    case 429:
      return 'throttled';
    default:
      return status >= 500 ? 'unavailable' : 'rejected';
  }
}
