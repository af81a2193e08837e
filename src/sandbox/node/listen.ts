/** Listening on this machine, with connections that can be broken on purpose. */
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection } from '../controls/connection.ts';

export type Answer = (request: Request, connection: Connection) => Response | Promise<Response>;

export interface ListenOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Who listens there, for messages to people. */
  readonly name?: string;
  /**
   * Addresses of this machine, without brackets. By default both of those nobody else can reach:
   * browsers choose between them. Without IPv6 on the machine, `::1` is left out.
   */
  readonly addresses?: readonly string[];
  readonly answer: Answer;
}

export interface Listener {
  /** The real one, if 0 was asked for. */
  readonly port: number;
  /** Breaks open connections and frees the port. */
  close(): Promise<void>;
}

/** A port that somebody else has. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  readonly port: number;

  constructor(port: number, name: string | undefined, options: ErrorOptions) {
    super(`Port ${port}${name === undefined ? '' : ` (${name})`} is in use.`, options);
    this.port = port;
  }
}

/** Free on one address does not mean free on the other. */
const maxTries = 20;
/** Above LinkedIn's own limit of 8 KB, so that its answer comes from us and not from the parser. */
const maxHeaderSize = 256 * 1024;
/** Longer than clients keep an idle connection: only faults may break one under a request. */
const keepAliveTimeoutMs = 75_000;

/**
 * Listens on all addresses at one port.
 * @throws PortInUseError
 */
export async function listenOn(options: ListenOptions): Promise<Listener> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await listenOnAll(options);
    } catch (error) {
      const mayRetry = options.port === 0 && error instanceof PortInUseError;
      if (!mayRetry || tries === maxTries) throw error;
    }
  }
}

async function listenOnAll(options: ListenOptions): Promise<Listener> {
  const { addresses = ['127.0.0.1', '::1'] } = options;
  const servers: Server[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(stop));
  };
  let { port } = options;
  try {
    for (const address of addresses) {
      const server = await start(options, address, port);
      if (server === null) continue;
      servers.push(server);
      port = (server.address() as AddressInfo).port;
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { port, close };
}

async function start(
  { answer, name }: ListenOptions,
  address: string,
  port: number,
): Promise<Server | null> {
  const server = createAdaptorServer({
    fetch: (request, env) => answerOn(answer, request, env as HttpBindings),
    serverOptions: { maxHeaderSize },
  }) as Server;
  server.keepAliveTimeout = keepAliveTimeoutMs;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const hasNoIpv6 = error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT';
      if (address === '::1' && hasNoIpv6) resolve(null);
      else if (error.code === 'EADDRINUSE') {
        reject(new PortInUseError(port, name, { cause: error }));
      } else reject(error);
    });
    server.listen(port, address, () => {
      resolve(server);
    });
  });
}

function answerOn(
  answer: Answer,
  request: Request,
  { incoming }: HttpBindings,
): Response | Promise<Response> {
  let isCut = false;
  const connection: Connection = {
    cut() {
      isCut = true;
      incoming.socket.destroy();
    },
  };
  const response = answer(request, connection);
  // Waiting only where there is something to wait for: an answer at hand is written at once.
  if (!(response instanceof Promise)) return isCut ? RESPONSE_ALREADY_SENT : response;
  return response.then((awaited) => (isCut ? RESPONSE_ALREADY_SENT : awaited));
}

async function stop(server: Server): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}
