/** What a caller's `AbortSignal` ends: waiting, of whatever kind. */
import { LinkedInError } from './errors.ts';

export const abortedError = (): LinkedInError =>
  new LinkedInError('aborted', 'the call was aborted');

/** @throws LinkedInError `aborted` */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortedError();
}

/**
 * Waits for something that others may wait for too: the signal ends the waiting, not the thing.
 * @throws LinkedInError `aborted`, or what the promise is rejected with
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(abortedError());
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}

/**
 * Waits a while.
 * @throws LinkedInError `aborted`
 */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return untilAborted(over, signal).finally(() => {
    clearTimeout(timer);
  });
}
