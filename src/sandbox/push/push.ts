/** LinkedIn tells applications what happens: the parts of push, put together. */
import type { SandboxState } from '../state/store.ts';
import { Dispatcher, type PushSettings, type PushTimeouts } from './dispatcher.ts';
import { createSender } from './send.ts';

export interface PushOptions {
  readonly state: SandboxState;
  /** The sandbox's own, which is never called. */
  readonly origin: string;
  /** Host names (without port) that may be called besides those of this machine. */
  readonly hosts?: readonly string[] | undefined;
  readonly settings?: Partial<PushSettings> | undefined;
  readonly timeouts?: Partial<PushTimeouts> | undefined;
  /** How long a time of the sandbox's clock takes on the wall, both in milliseconds. */
  readonly realMs?: ((sandboxMs: number) => number) | undefined;
}

export interface Push {
  readonly state: SandboxState;
  readonly dispatcher: Dispatcher;
  readonly settings: Readonly<PushSettings>;
  configure(changes: Partial<PushSettings>): void;
  /** Breaks off what is under way. What was not acknowledged is sent again at the next start. */
  close(): void;
}

/** Starts to send what is due; `close` ends it. */
export function createPush(options: PushOptions): Push {
  const { state, origin, hosts = [], timeouts, realMs = (ms) => ms } = options;
  const settings: PushSettings = {
    validation: 'warn',
    concurrency: 8,
    shape: 'documented',
    ...options.settings,
  };
  const dispatcher = new Dispatcher({
    state,
    sender: createSender({ origin, hosts }),
    settings,
    timeouts: { validationMs: 3_000, eventMs: 10_000, ...timeouts },
    realMs,
  });
  return {
    state,
    dispatcher,
    settings,
    configure(changes) {
      Object.assign(settings, changes);
      dispatcher.look();
    },
    close() {
      dispatcher.close();
    },
  };
}
