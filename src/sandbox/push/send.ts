/**
 * One request to a callback. The sandbox calls addresses that its users write into it, so this is
 * the place that keeps it from being an instrument against others: only this machine is called
 * unless an option names further hosts, names of this machine are not looked up, no redirect is
 * followed, the sandbox does not call itself, and little of an answer is read.
 */
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { LookupFunction } from 'node:net';
import { isLoopbackUrl } from '../../linkedin/records/integration.ts';

export interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** For a tester: the connection breaks after so many bytes of the body. */
  readonly cutAfterBytes?: number | undefined;
  /** Until the answer, in milliseconds on the wall. */
  readonly timeoutMs: number;
  /** Whether the body of the answer matters; otherwise its status is the whole answer. */
  readonly read: boolean;
}

export type Reply =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly contentType: string;
      /** Null if it was not to be read, or is longer than any answer should be. */
      readonly body: Uint8Array | null;
    }
  | { readonly kind: 'timed_out' | 'unreachable' | 'not_allowed' };

export interface Sender {
  /** Never rejects. */
  send(outgoing: Outgoing): Promise<Reply>;
  /** Breaks off what is under way. */
  close(): void;
}

export interface SenderOptions {
  /** Host names (without port) that may be called besides those of this machine. */
  readonly hosts: readonly string[];
  /** The sandbox's own origin. */
  readonly origin: string;
}

const maxAnswerBytes = 64 * 1024;

export function createSender(options: SenderOptions): Sender {
  const underWay = new Set<ClientRequest>();
  return {
    async send(outgoing) {
      if (!mayCall(outgoing.url, options)) return { kind: 'not_allowed' };
      try {
        return await exchange(outgoing, underWay);
      } catch {
        // An address that Node finds impossible.
        return { kind: 'unreachable' };
      }
    },
    close() {
      for (const request of underWay) request.destroy();
    },
  };
}

/** Whether the sandbox calls an address. */
export function mayCall(url: string, { hosts, origin }: SenderOptions): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return false;
  if (!isLoopbackUrl(url)) return hosts.includes(hostname);
  const own = new URL(origin);
  // A callback at `/sandbox/…` would use the controls behind their guard's back.
  return portOf(protocol, port) !== portOf(own.protocol, own.port);
}

const portOf = (protocol: string, port: string): string =>
  port === '' ? (protocol === 'https:' ? '443' : '80') : port;

/** `localhost` and all below it are this machine (RFC 6761), whatever a name server says. */
const lookupHere: LookupFunction = (_hostname, { all }, done) => {
  const [ipv4, ipv6] = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ] as const;
  if (all === true) done(null, [ipv4, ipv6]);
  else done(null, ipv4.address, ipv4.family);
};

async function exchange(outgoing: Outgoing, underWay: Set<ClientRequest>): Promise<Reply> {
  const { method, headers, body, cutAfterBytes, timeoutMs, read } = outgoing;
  const { href, protocol } = new URL(outgoing.url);
  // Loaded here, so that a sandbox without callbacks runs wherever there is no such module.
  const { request: requestBy } = await (protocol === 'https:'
    ? import('node:https')
    : import('node:http'));
  return new Promise((resolve) => {
    const options: RequestOptions = {
      method,
      headers: { ...headers, ...(body && { 'content-length': String(body.length) }) },
      // No connection is kept: one that the other side has just closed would fail the next event.
      agent: false,
      ...(isLoopbackUrl(href) && { lookup: lookupHere }),
    };
    const request = requestBy(href, options);
    underWay.add(request);
    const timer = setTimeout(() => {
      resolve({ kind: 'timed_out' });
      request.destroy();
    }, timeoutMs);
    let isReading = false;
    request.on('response', (response) => {
      if (read) {
        isReading = true;
        void readAnswer(response).then(resolve);
        return;
      }
      resolve(answered(response, null));
      // To its end, as far as there is time: breaking it off could abort who is answering.
      response.resume();
    });
    request.on('error', () => {
      if (!isReading) resolve({ kind: 'unreachable' });
    });
    request.on('close', () => {
      clearTimeout(timer);
      underWay.delete(request);
      if (!isReading) resolve({ kind: 'unreachable' });
    });
    if (cutAfterBytes === undefined) request.end(body);
    else {
      request.write(body?.subarray(0, cutAfterBytes), () => {
        // What was written leaves first.
        request.socket?.destroySoon();
      });
    }
  });
}

async function readAnswer(response: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      // Leaving the loop destroys the response.
      if (length > maxAnswerBytes) return answered(response, null);
      chunks.push(chunk);
    }
  } catch {
    return { kind: 'unreachable' };
  }
  return answered(response, Buffer.concat(chunks));
}

const answered = (response: IncomingMessage, body: Uint8Array | null): Reply => ({
  kind: 'answered',
  status: response.statusCode ?? 0,
  contentType: response.headers['content-type'] ?? '',
  body,
});
