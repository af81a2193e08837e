/** The demo's ports: who answers on each, by the host name a request asks for. */
import { listenOn, type Answer, type Connection, type Listener } from 'rsc-embed/sandbox/node';

export { PortInUseError, type Answer } from 'rsc-embed/sandbox/node';

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

export interface Listeners {
  /** Breaks open connections and frees the ports. */
  close(): Promise<void>;
}

/**
 * Starts all sites, each on IPv4 and, where the machine has it, on IPv6: browsers choose.
 * @throws PortInUseError
 */
export async function listen(sites: readonly Site[]): Promise<Listeners> {
  const listeners: Listener[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  try {
    for (const site of sites) {
      const { port, name } = site;
      const answer: Answer = (request, connection) => dispatch(site, request, connection);
      listeners.push(await listenOn({ port, name, answer }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

const isThisMachine = (host: string): boolean =>
  /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host);

/** Answers a request by the host name it asks for. */
async function dispatch(site: Site, request: Request, connection: Connection): Promise<Response> {
  const { host } = new URL(request.url);
  const behaviour = site.hosts.get(host);
  switch (behaviour?.kind) {
    case 'answer':
      return behaviour.answer(request, connection);
    case 'down':
      connection.cut();
      return misdirected(); // to nobody
    case 'slow':
      if (behaviour.hangs(request)) return new Promise(() => undefined);
      return behaviour.answer(moved(request, behaviour.origin), connection);
    case undefined:
      return isThisMachine(host) ? answerUnnamed(site, request, connection) : misdirected();
  }
}

async function answerUnnamed(
  { hosts, otherwise }: Site,
  request: Request,
  connection: Connection,
): Promise<Response> {
  const { kind, origin } = otherwise;
  if (kind === 'redirect') {
    const { pathname, search } = new URL(request.url);
    return new Response(null, { status: 307, headers: { location: origin + pathname + search } });
  }
  const behaviour = hosts.get(new URL(origin).host);
  return behaviour?.kind === 'answer'
    ? behaviour.answer(moved(request, origin), connection)
    : misdirected();
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
