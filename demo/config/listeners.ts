/** The demo's ports: who answers on each, by the host name a request asks for. */
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Server } from 'node:http';

export type Answer = (request: Request) => Response | Promise<Response>;

/** What a site does with a request for one of its host names. */
export type Behaviour =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** The connection breaks. */
  | { readonly kind: 'down' }
  /** The request is answered as one to `origin`, except those that are never answered. */
  | {
      readonly kind: 'slow';
      readonly origin: string;
      readonly answer: Answer;
      readonly hangs: (request: Request) => boolean;
    };

export interface Site {
  readonly port: number;
  /** For messages to people. */
  readonly name: string;
  /** Host name with port to behaviour. */
  readonly hosts: ReadonlyMap<string, Behaviour>;
  /**
   * What a request under another name of this machine means: a server that cannot resolve names
   * below `localhost` (`serve`), or a person who has typed the port alone (`redirect`).
   */
  readonly otherwise: { readonly kind: 'serve' | 'redirect'; readonly origin: string };
}

/** A port of the demo that somebody else has. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  readonly port: number;

  constructor(port: number, name: string, options: ErrorOptions) {
    super(`Port ${String(port)} (${name}) is in use.`, options);
    this.port = port;
  }
}

export interface Listeners {
  /** Breaks open connections and frees the ports. */
  close(): Promise<void>;
}

/**
 * Starts all sites, each on IPv4 and, where the machine has it, on IPv6: browsers choose.
 * @throws PortInUseError
 */
export async function listen(sites: readonly Site[]): Promise<Listeners> {
  const servers: Server[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(stop));
  };
  try {
    for (const site of sites) {
      for (const address of ['127.0.0.1', '::1']) {
        const server = await start(site, address);
        if (server !== null) servers.push(server);
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

async function start(site: Site, address: string): Promise<Server | null> {
  const server = createAdaptorServer({
    fetch: (request, env) => dispatch(site, request, env as HttpBindings),
  }) as Server;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const hasNoIpv6 = error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT';
      if (address === '::1' && hasNoIpv6) resolve(null);
      else if (error.code === 'EADDRINUSE') {
        reject(new PortInUseError(site.port, site.name, { cause: error }));
      } else reject(error);
    });
    server.listen(site.port, address, () => {
      resolve(server);
    });
  });
}

async function stop(server: Server): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}

const isThisMachine = (host: string): boolean =>
  /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host);

/** Answers a request by the host name it asks for. */
export async function dispatch(
  site: Site,
  request: Request,
  { incoming }: Pick<HttpBindings, 'incoming'>,
): Promise<Response> {
  const { host } = new URL(request.url);
  const behaviour = site.hosts.get(host);
  switch (behaviour?.kind) {
    case 'answer':
      return behaviour.answer(request);
    case 'down':
      incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    case 'slow':
      if (behaviour.hangs(request)) return new Promise(() => undefined);
      return behaviour.answer(moved(request, behaviour.origin));
    case undefined:
      return isThisMachine(host) ? answerUnnamed(site, request) : misdirected();
  }
}

async function answerUnnamed({ hosts, otherwise }: Site, request: Request): Promise<Response> {
  const { kind, origin } = otherwise;
  if (kind === 'redirect') {
    const { pathname, search } = new URL(request.url);
    return new Response(null, { status: 307, headers: { location: origin + pathname + search } });
  }
  const behaviour = hosts.get(new URL(origin).host);
  return behaviour?.kind === 'answer' ? behaviour.answer(moved(request, origin)) : misdirected();
}

/** The same request, as if it had been made to another origin. */
function moved(request: Request, origin: string): Request {
  const { pathname, search } = new URL(request.url);
  return new Request(origin + pathname + search, request);
}

/** RFC 9110 section 15.5.20. */
const misdirected = (): Response =>
  new Response('This server does not answer for that host name.\n', {
    status: 421,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
