/**
 * Requests for signed contexts that a frame has open at its host.
 *
 * The host does the talking with the ATS, including waiting and trying again. While it does, it
 * reports each failure with the time until its next try (`retryAfterMs`); without that, the failure
 * is final until the person or the host asks again.
 */
import { RscError, isErrorCode, type ErrorCode } from '../protocol/errors.ts';
import type { contextReasons, FrameMessage, HostMessage } from '../protocol/messages.ts';

type ContextReason = (typeof contextReasons)[number];
type ContextMessage = Extract<HostMessage, { t: 'context' | 'context-error' }>;

export interface ContextQueue {
  /** Asks for a context; settles within the deadline, or the host's announced retry plus it. */
  request(reason: ContextReason): Promise<string>;
  /** Takes an answer; one to a request that is no longer open is ignored. */
  answer(message: ContextMessage): void;
  /** Asks the host again for all that is open. */
  retry(): void;
  close(): void;
}

interface Open {
  readonly reason: ContextReason;
  readonly resolve: (ticket: string) => void;
  readonly reject: (error: RscError) => void;
  timer: ReturnType<typeof setTimeout>;
}

export function createContextQueue(options: {
  readonly send: (message: FrameMessage) => void;
  readonly deadlineMs: () => number;
  /** The host could not get a context yet, for this reason, and goes on trying. */
  readonly onWaiting: (code: ErrorCode) => void;
}): ContextQueue {
  const open = new Map<number, Open>();
  let lastId = 0;

  const settle = (id: number): Open | undefined => {
    const entry = open.get(id);
    if (entry !== undefined) clearTimeout(entry.timer);
    open.delete(id);
    return entry;
  };
  const arm = (id: number, delayMs: number): ReturnType<typeof setTimeout> =>
    setTimeout(() => {
      settle(id)?.reject(new RscError('signer_unreachable', 'the host answered with no context'));
    }, delayMs);

  return {
    request(reason) {
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        open.set(id, { reason, resolve, reject, timer: arm(id, options.deadlineMs()) });
        options.send({ t: 'need-context', id, reason });
      });
    },

    answer(message) {
      const entry = open.get(message.id);
      if (entry === undefined) return;
      if (message.t === 'context') {
        settle(message.id)?.resolve(message.ticket);
        return;
      }
      const code = isErrorCode(message.code) ? message.code : 'signer_unreachable';
      if (message.retryAfterMs === undefined) {
        const detail = `the signer answered with status ${String(message.status)}`;
        settle(message.id)?.reject(new RscError(code, detail));
        return;
      }
      clearTimeout(entry.timer);
      entry.timer = arm(message.id, message.retryAfterMs + options.deadlineMs());
      options.onWaiting(code);
    },

    retry() {
      for (const [id, entry] of open) {
        clearTimeout(entry.timer);
        entry.timer = arm(id, options.deadlineMs());
        options.send({ t: 'need-context', id, reason: entry.reason });
      }
    },

    close() {
      for (const id of [...open.keys()]) {
        settle(id)?.reject(new RscError('signer_unreachable', 'the frame was closed'));
      }
    },
  };
}
