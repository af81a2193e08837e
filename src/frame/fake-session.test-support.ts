/** A frame session without a host and a backend: tests say what happens, and see what was said. */
import type { RscError } from '../protocol/errors.ts';
import type { FrameMessage } from '../protocol/messages.ts';
import type { CandidateAnswer } from '../protocol/routes.ts';
import type { ConnectSession, FrameSession, SessionHandlers } from './session.ts';

export interface OpenCall {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>> | undefined;
  answer(value: unknown): Promise<void>;
  fail(error: RscError | DOMException): Promise<void>;
}

export interface FakeSession {
  readonly connect: ConnectSession;
  /** What the session tells the frame. */
  readonly host: SessionHandlers;
  /** Calls that were made, oldest first. */
  readonly calls: OpenCall[];
  readonly sent: FrameMessage[];
  readonly closed: boolean;
  /** The calls not answered yet; takes the oldest. */
  next(): OpenCall;
  connected(): Promise<void>;
  refuseToConnect(error: RscError): Promise<void>;
}

/** Lets everything that waits for promises run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

export function createFakeSession(): FakeSession {
  const calls: OpenCall[] = [];
  const open: OpenCall[] = [];
  const sent: FrameMessage[] = [];
  const start = Promise.withResolvers<undefined>();
  let handlers: SessionHandlers | null = null;
  let closed = false;

  const session: FrameSession = {
    start: () => start.promise,
    call(schema, method, path, body, headers) {
      const { promise, resolve, reject } = Promise.withResolvers<never>();
      const call: OpenCall = {
        method,
        path,
        body,
        headers,
        answer(value) {
          // Parsed as the real one does, so that a test cannot answer what no backend may.
          resolve(schema.parse(value) as never);
          return settle();
        },
        fail(error) {
          reject(error);
          return settle();
        },
      };
      calls.push(call);
      open.push(call);
      return promise;
    },
    stream: (_path, _headers, signal) => {
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => {
        reject(new DOMException('over', 'AbortError'));
      });
      return promise;
    },
    send: (message) => sent.push(message),
    close() {
      closed = true;
    },
  };

  return {
    calls,
    sent,
    connect(given) {
      handlers = given;
      return session;
    },
    get host() {
      if (handlers === null) throw new Error('nobody connected');
      return handlers;
    },
    get closed() {
      return closed;
    },
    next() {
      const call = open.shift();
      if (call === undefined) throw new Error('no call is open');
      return call;
    },
    connected() {
      start.resolve(undefined);
      return settle();
    },
    refuseToConnect(error) {
      start.reject(error);
      return settle();
    },
  };
}

export const now = Date.parse('2026-03-02T10:00:00Z');
const minute = 60_000;

/** The backend's answer about a candidate that was synced and matched. */
export const matchedCandidate: CandidateAnswer = {
  status: {
    candidateId: 'cand-1',
    synced: true,
    syncedAtMs: now - 5 * minute,
    match: 'automatic',
    observedAtMs: now,
  },
  activities: [
    { kind: 'matched', atMs: now - 4 * minute },
    { kind: 'synced', atMs: now - 5 * minute },
    { kind: 'linked', atMs: now - 26 * 60 * minute },
    { kind: 'unlinked', atMs: now - 27 * 60 * minute },
    { kind: 'created' },
  ],
  plugin: {
    url: 'http://plugin.partner.localhost:4401/rsc/plugin/profile?p=acme',
    integrationContext: 'urn:li:organization:1234',
  },
};

export const unsyncedCandidate: CandidateAnswer = {
  ...matchedCandidate,
  status: { candidateId: 'cand-1', synced: false, match: 'none', observedAtMs: now },
  activities: [],
};
