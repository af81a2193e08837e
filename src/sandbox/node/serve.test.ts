import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createStandardSeed } from '../seed/standard.ts';
import { addressesOf, HostError } from './addresses.ts';
import { listenOn, PortInUseError, type Listener } from './listen.ts';
import { serveSandbox, type ServedSandbox } from './serve.ts';

describe('where a host is listened on', () => {
  const own = ['127.0.0.1', '::1'];

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['localhost', 'localhost'],
    ['LinkedIn.localhost', 'linkedin.localhost'],
    ['::1', '[::1]'],
    ['[::1]', '[::1]'],
  ])('%s is this machine alone, and %s in URLs', async (host, urlHost) => {
    expect(await addressesOf(host)).toEqual({ addresses: own, urlHost, isPrivate: true });
  });

  it('is every address if it is none in particular', async () => {
    expect(await addressesOf('0.0.0.0')).toEqual({
      addresses: ['0.0.0.0'],
      urlHost: '127.0.0.1',
      isPrivate: false,
    });
  });

  it('is an address of others as well as our own', async () => {
    expect(await addressesOf('192.0.2.1')).toEqual({
      addresses: [...own, '192.0.2.1'],
      urlHost: '192.0.2.1',
      isPrivate: false,
    });
  });

  it('is nowhere for a name nobody knows', async () => {
    await expect(addressesOf('nowhere.invalid')).rejects.toThrow(HostError);
  });
});

describe('a listener', () => {
  const listeners: Listener[] = [];
  const listen = async (port: number): Promise<Listener> => {
    const listener = await listenOn({ port, answer: () => new Response('here') });
    listeners.push(listener);
    return listener;
  };
  afterEach(async () => {
    await Promise.all(listeners.splice(0).map((listener) => listener.close()));
  });

  it('picks a free port, and says who has the one it was asked for', async () => {
    const { port } = await listen(0);
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('here');
    await expect(listen(port)).rejects.toThrow(PortInUseError);
    await expect(listen(port)).rejects.toThrow(`Port ${port} is in use.`);
  });

  it('does not fit an address that is not of this machine', async () => {
    const addresses = ['127.0.0.1', '192.0.2.1'];
    const listening = listenOn({ port: 0, addresses, answer: () => new Response() });
    await expect(listening).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
  });

  it('breaks open connections when it closes', async () => {
    const listener = await listenOn({ port: 0, answer: () => new Promise(() => undefined) });
    const waiting = new Promise((resolve) => {
      httpRequest({ host: '127.0.0.1', port: listener.port }).once('error', resolve).end();
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await listener.close();
    expect(await waiting).toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('a served sandbox', () => {
  let served: ServedSandbox | undefined;
  afterEach(() => served?.close());

  it('answers at its origin and under its host, and breaks connections when faults ask for it', async () => {
    served = await serveSandbox({ ...createStandardSeed({ members: 50 }), host: 'localhost' });
    const { origin, isPrivate } = served;
    expect(origin).toMatch(/^http:\/\/localhost:\d+$/);
    expect(isPrivate).toBe(true);
    expect((await fetch(`${origin}/sandbox`)).status).toBe(200);
    const fault = JSON.stringify({ kind: 'cut', route: '/v2/*' });
    await fetch(`${origin}/sandbox/faults`, { method: 'POST', body: fault });
    await expect(fetch(`${origin}/v2/seatsV2`)).rejects.toThrow('fetch failed');
    expect(served.sandbox.controls.journal.view().entries.at(-1)).toMatchObject({ status: 0 });
  });
});
