/**
 * What the hidden broker frame does for all indicators of a page: collects the candidates they ask
 * about, asks the backend for many at once, and answers each id exactly once.
 *
 * One request is under way at a time. What is asked for meanwhile waits and goes out together, so
 * fast scrolling makes fewer requests, not more. What failed and may pass by itself is asked again
 * here, later and later; the host is told at once, and once more when there are answers after all.
 */
import { RscError } from '../../protocol/errors.ts';
import type { FrameMessage } from '../../protocol/messages.ts';
import type { StatusesAnswer } from '../../protocol/routes.ts';
import { retryDelayMs } from '../backoff.ts';

/** Most ids the route takes, and most items a message holds. */
export const maxIdsPerRequest = 100;

export interface StatusQueueOptions {
  readonly fetchStatuses: (ids: readonly string[]) => Promise<StatusesAnswer>;
  readonly send: (message: FrameMessage) => void;
  /** Called when a request succeeded, or with the error when it failed. */
  readonly onOutcome?: (error: RscError | null) => void;
}

export interface StatusQueue {
  want(ids: readonly string[]): void;
  /** Forgets what is open, after answering it with the error if there is one. */
  end(error?: RscError): void;
  /** Another person looks: what is open is asked again, and old answers are dropped. */
  restart(): void;
}

export function createStatusQueue(options: StatusQueueOptions): StatusQueue {
  const waiting = new Set<string>();
  let asked = new Set<string>();
  let run = 0;
  let scheduled = false;
  let tries = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  function schedule(): void {
    if (scheduled || asked.size > 0 || waiting.size === 0) return;
    scheduled = true;
    // A task, not a microtask: messages that the host posted together arrive as tasks of their own.
    setTimeout(() => {
      scheduled = false;
      void ask();
    });
  }

  async function ask(): Promise<void> {
    const ids = [...waiting].slice(0, maxIdsPerRequest);
    if (ids.length === 0 || asked.size > 0) return;
    for (const id of ids) waiting.delete(id);
    asked = new Set(ids);
    const mine = run;
    try {
      const { items } = await options.fetchStatuses(ids);
      if (mine !== run) return;
      tries = 0;
      answer(ids, items);
      options.onOutcome?.(null);
    } catch (cause) {
      if (mine !== run) return;
      const error =
        cause instanceof RscError ? cause : new RscError('backend_error', 'unexpected', { cause });
      if (!(cause instanceof RscError)) reportError(cause);
      // What is wrong comes first: for whoever waits for these ids it is the reason.
      options.onOutcome?.(error);
      refuse(ids, error);
      retryLater(ids, error);
    } finally {
      if (mine === run) {
        asked = new Set();
        schedule();
      }
    }
  }

  function answer(ids: readonly string[], items: StatusesAnswer['items']): void {
    const wanted = new Set(ids);
    const known = items.filter((item) => wanted.delete(item.candidateId));
    if (known.length > 0) options.send({ t: 'statuses', items: known });
    if (wanted.size > 0) {
      options.send({ t: 'statuses-error', ids: [...wanted], code: 'candidate_unknown' });
    }
  }

  function refuse(ids: readonly string[], { code }: RscError): void {
    options.send({ t: 'statuses-error', ids: [...ids], code });
  }

  function retryLater(ids: readonly string[], error: RscError): void {
    const delayMs = retryDelayMs(error, tries);
    if (delayMs === null) return;
    tries += 1;
    retryTimer = setTimeout(() => {
      want(ids);
    }, delayMs);
  }

  /** Asks soon. Whoever asks anew has not the patience to wait for a retry. */
  function want(ids: readonly string[]): void {
    clearTimeout(retryTimer);
    for (const id of ids) if (!asked.has(id)) waiting.add(id);
    schedule();
  }

  return {
    want(ids) {
      tries = 0;
      want(ids);
    },
    end(error) {
      clearTimeout(retryTimer);
      const open = [...asked, ...waiting];
      run += 1;
      asked = new Set();
      waiting.clear();
      if (error === undefined) return;
      for (let at = 0; at < open.length; at += maxIdsPerRequest) {
        refuse(open.slice(at, at + maxIdsPerRequest), error);
      }
    },
    restart() {
      clearTimeout(retryTimer);
      run += 1;
      for (const id of asked) waiting.add(id);
      asked = new Set();
      schedule();
    },
  };
}
