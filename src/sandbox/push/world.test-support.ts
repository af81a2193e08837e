/** A state with two customers, push under a clock of ours, and receivers on real sockets. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SandboxState, type SandboxStateOptions } from '../state/store.ts';
import { createPush, type Push, type PushOptions } from './push.ts';

export const minuteMs = 60_000;

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export type Respond = (response: ServerResponse, received: Received) => void | Promise<void>;

export interface Receiver {
  readonly url: string;
  readonly port: number;
  /** Events, in the order they came; challenges are in `challenges`. */
  readonly events: Received[];
  readonly challenges: Received[];
  /** How to answer events, at first with 200. */
  onEvent: Respond;
  /** How to answer challenges, at first as documented. */
  onChallenge: Respond;
  /** How many events were being answered at one time, at most. */
  mostAtOnce: number;
  close(): Promise<void>;
}

/** As the documentation says it, by Node's own HMAC. */
export const hmac = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

/** Answers a challenge as documented. */
export const answerWith =
  (secret: string): Respond =>
  (response, { url }) => {
    const challengeCode = new URL(url, 'http://x').searchParams.get('challengeCode') ?? '';
    response.setHeader('content-type', 'application/json');
    const challengeResponse = hmac(secret, challengeCode);
    response.end(JSON.stringify({ challengeCode, challengeResponse }));
  };

export const answerStatus =
  (status: number, headers: Record<string, string> = {}): Respond =>
  (response) => {
    response.writeHead(status, headers).end();
  };

/** Listens on 127.0.0.1. */
export async function startReceiver(secret: string): Promise<Receiver> {
  let atOnce = 0;
  const server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      if (body === null) return;
      const { method = '', url = '', headers } = request;
      const received = { method, url, headers, body };
      if (method === 'GET') {
        receiver.challenges.push(received);
        await receiver.onChallenge(response, received);
        return;
      }
      atOnce += 1;
      receiver.mostAtOnce = Math.max(receiver.mostAtOnce, atOnce);
      response.on('close', () => {
        atOnce -= 1;
      });
      receiver.events.push(received);
      await receiver.onEvent(response, received);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/push/token`,
    port,
    events: [],
    challenges: [],
    onEvent: answerStatus(200),
    onChallenge: answerWith(secret),
    mostAtOnce: 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

/** Null if the connection broke before the end. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString();
}

export interface World {
  readonly state: SandboxState;
  readonly push: Push;
  /** The sandbox's clock, which stands still unless it is set. */
  readonly time: { nowMs: number };
  /** Sets an application's CALLBACK_URL, or removes it. */
  configure(clientId: string, url: string | null): void;
  /** A recruiter exports somebody. @returns the request id */
  export(clientId: string): string;
  close(): void;
}

export const organizationOf = (clientId: string): string =>
  `urn:li:organization:${clientId === 'acme' ? '1001' : '1002'}`;

export const worldOptions: SandboxStateOptions = {
  members: 20,
  applications: ['acme', 'beta'].map((clientId) => ({
    clientId,
    clientSecret: `secret-of-${clientId}`,
    name: `ATS - ${clientId}`,
    organizations: [organizationOf(clientId)],
    validJsSdkDomains: [],
  })),
  accounts: [],
};

export function createWorld(
  options: Partial<PushOptions> & Pick<SandboxStateOptions, 'storage'> = {},
): World {
  const { storage, ...pushOptions } = options;
  const time = { nowMs: Date.parse('2026-11-03T10:00:00Z') };
  const state = new SandboxState({
    ...worldOptions,
    clock: () => time.nowMs,
    ...(storage && { storage }),
  });
  return {
    state,
    time,
    push: createPush({
      state,
      origin: 'http://linkedin.localhost:4402',
      timeouts: { validationMs: 1_000, eventMs: 1_000 },
      ...pushOptions,
    }),
    configure(clientId, url) {
      const integration = state.integrations.get(clientId, {
        integrationContext: organizationOf(clientId),
        integrationType: 'ONE_CLICK_EXPORT',
        tenantType: 'RECRUITER',
      });
      if (integration === null) throw new Error(clientId);
      state.integrations.configure(integration, 'CALLBACK_URL', url, time.nowMs);
    },
    export: (clientId) =>
      state.exports.requests.add({
        clientId,
        integrationContext: organizationOf(clientId),
        jobPostingId: 'job-1',
        exportType: 'PROFILE',
        member: 'urn:li:person:x',
        seat: 'urn:li:seat:1',
        createdAtMs: time.nowMs,
      }),
    close() {
      this.push.close();
      state.close();
    },
  };
}
