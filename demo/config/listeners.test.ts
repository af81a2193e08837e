import { request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listen, PortInUseError, type Behaviour, type Listeners, type Site } from './listeners.ts';

const echo = async (request: Request): Promise<Response> =>
  Response.json({ url: request.url, method: request.method, body: await request.text() });

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
      });
    });
  });

interface Got {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

const ask = (port: number, host: string, path = '/', body?: string): Promise<Got> =>
  new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const request = httpRequest(
      { host: '127.0.0.1', port, path, method, headers: { host }, timeout: 500 },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.once('end', () => {
          const { statusCode = 0, headers } = response;
          resolve({ status: statusCode, location: headers.location, body: text });
        });
      },
    );
    request.once('timeout', () => request.destroy(new Error('timeout')));
    request.once('error', reject);
    request.end(body);
  });

describe('the listeners of the demo', () => {
  let listeners: Listeners | undefined;
  let port: number;

  afterEach(() => listeners?.close());

  async function start(kind: 'serve' | 'redirect'): Promise<Site> {
    port = await freePort();
    const origin = `http://site.localhost:${String(port)}`;
    const site: Site = {
      port,
      name: 'site',
      hosts: new Map<string, Behaviour>([
        [`site.localhost:${String(port)}`, { kind: 'answer', answer: echo }],
        [`down.site.localhost:${String(port)}`, { kind: 'down' }],
        [
          `slow.site.localhost:${String(port)}`,
          { kind: 'slow', origin, answer: echo, hangs: ({ url }) => url.endsWith('/hang') },
        ],
      ]),
      otherwise: { kind, origin },
    };
    listeners = await listen([site]);
    return site;
  }

  it('answer by host name', async () => {
    await start('serve');
    const { body } = await ask(port, `site.localhost:${String(port)}`, '/a?b', 'text');
    expect(JSON.parse(body)).toEqual({
      url: `http://site.localhost:${String(port)}/a?b`,
      method: 'POST',
      body: 'text',
    });
  });

  it('take servers that call the machine by number for callers of the site', async () => {
    await start('serve');
    const { body } = await ask(port, `127.0.0.1:${String(port)}`, '/a?b', 'text');
    expect(JSON.parse(body)).toEqual({
      url: `http://site.localhost:${String(port)}/a?b`,
      method: 'POST',
      body: 'text',
    });
  });

  it('lead people who have typed the port alone to the site', async () => {
    await start('redirect');
    expect(await ask(port, `localhost:${String(port)}`, '/a?b')).toMatchObject({
      status: 307,
      location: `http://site.localhost:${String(port)}/a?b`,
    });
  });

  it.each(['evil.example', 'site.localhost.evil.example', 'other.localhost'])(
    'have nothing to say as %s',
    async (host) => {
      await start('serve');
      expect((await ask(port, `${host}:${String(port)}`)).status).toBe(421);
    },
  );

  it('break the connection where a site is down', async () => {
    await start('serve');
    await expect(ask(port, `down.site.localhost:${String(port)}`)).rejects.toThrow(
      /hang up|reset/i,
    );
  });

  it('never answer some requests of a slow site, and stop all the same', async () => {
    await start('serve');
    const host = `slow.site.localhost:${String(port)}`;
    expect(JSON.parse((await ask(port, host, '/fast')).body)).toMatchObject({
      url: `http://site.localhost:${String(port)}/fast`,
    });
    await expect(ask(port, host, '/hang', 'text')).rejects.toThrow('timeout');
    const startedAt = performance.now();
    await listeners?.close();
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it('say which port is taken, and leave none open', async () => {
    const site = await start('serve');
    const other = { ...site, port: await freePort() };
    await expect(listen([other, site])).rejects.toThrow(PortInUseError);
    await expect(ask(other.port, 'site.localhost')).rejects.toThrow(/ECONNREFUSED/);
  });
});
