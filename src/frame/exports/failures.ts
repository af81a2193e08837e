/** What a failed call means to the inbox. */
import { RscError } from '../../protocol/errors.ts';

/** The session moved on to another person, and has said so. */
export const isOver = (cause: unknown): boolean =>
  cause instanceof DOMException && cause.name === 'AbortError';

export function asRscError(cause: unknown): RscError {
  if (cause instanceof RscError) return cause;
  if (!isOver(cause)) reportError(cause);
  return new RscError('backend_error', 'unexpected', { cause });
}
