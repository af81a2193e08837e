/** When to try again on our own, and when to leave it to the person. */
import { errorTable, type RscError } from '../protocol/errors.ts';

const maxTries = 5;
const maxDelayMs = 30_000;
const longestTimerMs = 2_147_483_647;

/**
 * Milliseconds until the next try on our own, or null when there is none.
 *
 * Only for failures between us and the backend: the host page itself tries its signer again, and
 * what is a matter of rights, keys or set-up does not change by asking.
 *
 * @param tries how many tries on our own have failed already
 * @param random between 0 and 1; spreads frames that failed together
 */
export function retryDelayMs(
  error: RscError,
  tries: number,
  random = Math.random(),
): number | null {
  const { owner, retryable, state } = errorTable[error.code];
  const ours = owner === 'partner' || owner === 'linkedin';
  if (!ours || !retryable || tries >= maxTries) return null;
  switch (state) {
    case 'backend_429': {
      const delayMs = error.retryAfterMs ?? 2_000 * 2 ** tries * (0.5 + random);
      return Math.min(delayMs, longestTimerMs);
    }
    case 'backend_5xx':
    case 'no_response':
      return Math.max(
        error.retryAfterMs ?? 0,
        Math.min(1_000 * 2 ** tries, maxDelayMs) * (0.9 + 0.2 * random),
      );
    default:
      return null;
  }
}

/** States in which old data may stay on view: nothing says that the person lost the right to it. */
export function mayKeepData(error: RscError): boolean {
  switch (errorTable[error.code].state) {
    case 'offline':
    case 'no_response':
    case 'backend_429':
    case 'backend_5xx':
      return true;
    case 'ctx_rejected':
      return errorTable[error.code].retryable && error.code !== 'signer_not_found';
    default:
      return false;
  }
}
