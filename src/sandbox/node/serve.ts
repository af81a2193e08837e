/** A sandbox that listens. */
import { isKnownHost } from '../controls/guard.ts';
import type { Fetch } from '../controls/controls.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox.ts';
import { addressesOf } from './addresses.ts';
import { listenOn } from './listen.ts';

export interface ServeSandboxOptions extends Omit<SandboxOptions, 'origin'> {
  /** 0, the default, picks a free one. */
  readonly port?: number;
  /**
   * Name or address in the URLs, `127.0.0.1` unless told otherwise. One that is not of this machine
   * alone is listened on as well: then whoever can reach it can use the controls.
   */
  readonly host?: string;
}

export interface ServedSandbox {
  readonly origin: string;
  readonly sandbox: Sandbox;
  /** Whether only this machine can reach it. */
  readonly isPrivate: boolean;
  /** Breaks open connections, stores what has changed, lets go of port and storage. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox. Requests that come before it is complete wait for it.
 * @throws PortInUseError; HostError if there is no such host
 */
export async function serveSandbox(options: ServeSandboxOptions): Promise<ServedSandbox> {
  const { port = 0, host = '127.0.0.1', ...sandboxOptions } = options;
  const { addresses, urlHost, isPrivate } = await addressesOf(host);
  const hosts = [...(options.hosts ?? []), urlHost];
  let becomeReady: (ready: Fetch) => void = () => undefined;
  const ready = new Promise<Fetch>((resolve) => {
    becomeReady = resolve;
  });
  let fetch: Fetch = async (request, connection) => (await ready)(request, connection);
  const isKnown = hostCheck(hosts);

  const listener = await listenOn({
    port,
    addresses,
    answer: (request, connection) =>
      isKnown(request.url) ? fetch(request, connection) : misdirected(),
  });
  const origin = `http://${urlHost}:${listener.port}`;
  let sandbox: Sandbox;
  try {
    sandbox = createSandbox({ ...sandboxOptions, hosts, origin });
    // Members and their indexes are made now rather than under the first request.
    sandbox.state.members.match({ firstName: '', phoneNumbers: [] });
  } catch (error) {
    await listener.close();
    throw error;
  }
  fetch = sandbox.fetch;
  becomeReady(sandbox.fetch);
  return {
    origin,
    sandbox,
    isPrivate,
    async close() {
      await listener.close();
      sandbox.close();
    },
  };
}

/** A page whose name has been made to point here must not read what the sandbox shows. */
function hostCheck(hosts: readonly string[]): (url: string) => boolean {
  // All requests of a client name the same host: most are answered by comparing a string.
  let last = '';
  return (url) => {
    if (last !== '' && url.startsWith(last)) return true;
    const { hostname, origin } = new URL(url);
    if (!isKnownHost(hostname, hosts)) return false;
    last = `${origin}/`;
    return true;
  };
}

/** RFC 9110 section 15.5.20. */
const misdirected = (): Response =>
  new Response('The sandbox does not answer for that host name; start it with --host.\n', {
    status: 421,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
