/**
 * `fetch` for the demo's own sites, over the network like anybody's: names below `localhost` mean this
 * machine, but not every system resolves them for servers.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** Follows no redirect. @throws what the connection fails with */
export async function loopbackFetch(
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(input, init);
  const { host, port, pathname, search } = new URL(request.url);
  const body = await request.arrayBuffer();
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(
      {
        host: '127.0.0.1',
        port,
        path: pathname + search,
        method: request.method,
        headers: { ...Object.fromEntries(request.headers), host },
        signal: request.signal,
        agent: false,
      },
      resolve,
    )
      .once('error', reject)
      .end(Buffer.from(body));
  });
  const status = message.statusCode ?? 0;
  const isRedirect = [301, 302, 303, 307, 308].includes(status);
  if (isRedirect && request.redirect === 'error') {
    message.destroy();
    throw new TypeError('there is a redirect');
  }
  const headers = Object.entries(message.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const hasBody = ![101, 204, 205, 304].includes(status) && request.method !== 'HEAD';
  if (!hasBody) message.resume();
  return new Response(hasBody ? (Readable.toWeb(message) as ReadableStream) : null, {
    status,
    headers,
  });
}
