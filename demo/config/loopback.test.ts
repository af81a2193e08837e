import { listenOn, type Listener } from 'rsc-embed/sandbox/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopbackFetch } from './loopback.ts';

let listener: Listener;
let origin: string;

beforeAll(async () => {
  listener = await listenOn({
    port: 0,
    async answer(request) {
      const { host, pathname } = new URL(request.url);
      if (pathname === '/moved')
        return new Response(null, { status: 303, headers: { location: '/' } });
      if (pathname === '/nothing') return new Response(null, { status: 204 });
      if (pathname === '/slow') return new Promise<Response>(() => undefined);
      const body = `${request.method} ${host} ${request.headers.get('x-a') ?? ''} ${await request.text()}`;
      return new Response(body, {
        headers: [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
        ],
      });
    },
  });
  origin = `http://nobody-resolves-this.localhost:${String(listener.port)}`;
});
afterAll(() => listener.close());

describe('loopbackFetch', () => {
  it('reaches sites of this machine by their names', async () => {
    const response = await loopbackFetch(`${origin}/x?y`, {
      method: 'POST',
      headers: { 'x-a': 'header' },
      body: 'body',
    });
    expect(await response.text()).toBe(`POST ${new URL(origin).host} header body`);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect((await loopbackFetch(`${origin}/nothing`)).status).toBe(204);
  });

  it('follows no redirect, and fails on one if it is told to', async () => {
    const moved = `${origin}/moved`;
    expect((await loopbackFetch(moved, { redirect: 'manual' })).status).toBe(303);
    await expect(loopbackFetch(moved, { redirect: 'error' })).rejects.toThrow(TypeError);
  });

  it('gives up when it is told to, and where nobody listens', async () => {
    const signal = AbortSignal.timeout(50);
    await expect(loopbackFetch(`${origin}/slow`, { signal })).rejects.toThrow();
    await expect(loopbackFetch('http://nobody.localhost:1/')).rejects.toThrow('ECONNREFUSED');
  });
});
