/** The ways of mounting that `docs/backend.md` names, over real connections where there are any. */
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createTestBackend,
  framePath,
  loadFrame,
  origin,
  pluginOrigin,
} from './backend.test-support.ts';

let close: () => void = () => undefined;
afterEach(() => {
  close();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server as Node's own, and a client that can say which host it means. */
async function serve(listener: ReturnType<typeof getRequestListener>) {
  const server = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith('/rsc/') === true) void listener(incoming, outgoing);
    else outgoing.writeHead(404).end('the ATS itself');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  return (
    path: string,
    host: string,
    options: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method = 'GET', headers = {}, body } = options;
      const outgoing = httpRequest(
        { port, host: '127.0.0.1', path, method, headers: { host, ...headers } },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
}

const hostOf = (address: string): string => new URL(address).host;

describe("a backend on Node's own server, as in Express", () => {
  it('serves both origins from one port, by the host name', async () => {
    const { backend } = await createTestBackend();
    const get = await serve(getRequestListener(backend.fetch));
    const frame = await get(framePath('profile-widget'), hostOf(origin));
    expect(frame.status).toBe(200);
    expect(frame.headers['date']).toBe('Mon, 02 Mar 2026 10:00:00 GMT');
    const plugin = framePath('x').replace('/frame/x', '/plugin/profile');
    expect((await get(plugin, hostOf(pluginOrigin))).status).toBe(200);
    expect((await get(plugin, hostOf(origin))).status).toBe(404);
    expect((await get('/other', hostOf(origin))).body).toBe('the ATS itself');
  });

  it('sends bytes and their headers as they are', async () => {
    const { backend } = await createTestBackend();
    const get = await serve(getRequestListener(backend.fetch));
    const brotli = await get('/rsc/embed.js', hostOf(origin), {
      headers: { 'accept-encoding': 'br' },
    });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotli.headers['content-length']).toBe(String(brotli.body.length));
    expect(brotli.body).toBe('brotli of embed.js');
    const head = await get('/rsc/embed.js', hostOf(origin), { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: '' });
    const known = await get('/rsc/embed.js', hostOf(origin), {
      headers: { 'if-none-match': head.headers.etag ?? '' },
    });
    expect(known).toMatchObject({ status: 304, body: '' });
  });

  it.each(['/rsc/assets/../../package.json', '/rsc/assets/%2e%2e/%2e%2e/package.json'])(
    'leads nowhere by %s, unnormalized on the wire',
    async (path) => {
      const { backend } = await createTestBackend();
      const get = await serve(getRequestListener(backend.fetch));
      expect((await get(path, hostOf(origin))).status).toBe(404);
    },
  );

  it('reads bodies, and refuses large ones', async () => {
    const test = await createTestBackend();
    const get = await serve(getRequestListener(test.backend.fetch));
    const frame = await loadFrame(test);
    const post = (body: string) =>
      get('/rsc/session', hostOf(origin), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        body,
      });
    const body = JSON.stringify({ ticket: await frame.ticket(), fn: frame.fn, hn: frame.hn });
    const refused = await post(body);
    expect(refused.status).toBe(401);
    expect(refused.body).toContain('proof_missing');
    expect((await post(body.padEnd(100_000))).status).toBe(413);
  });
});

describe('a backend mounted in Hono', () => {
  it('answers below /rsc and nowhere else', async () => {
    const { backend } = await createTestBackend();
    const app = new Hono();
    app.all('/rsc/*', (context) => backend.fetch(context.req.raw));
    app.get('*', (context) => context.text('the ATS itself'));
    const health = await app.request(`${origin}/rsc/health`);
    expect(await health.json()).toMatchObject({ status: 'ok' });
    expect(await (await app.request(`${origin}/`)).text()).toBe('the ATS itself');
    const boot = await app.request(origin + framePath('profile-widget'));
    expect(boot.headers.get('content-security-policy')).toContain('frame-ancestors');
  });
});
