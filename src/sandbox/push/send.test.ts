import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSender, mayCall, type Outgoing } from './send.ts';
import { startReceiver, type Receiver } from './world.test-support.ts';

const options = { origin: 'http://linkedin.localhost:4402', hosts: ['ats.internal'] };

describe('an address', () => {
  it.each([
    'http://localhost:1/',
    'http://LOCALHOST/',
    'http://a.b.localhost:4401/x',
    'http://127.0.0.1/',
    'http://2130706433:80/',
    'https://[::1]:8443/',
    'https://ats.internal/x',
    'https://ats.internal:4402/x',
  ])('%s may be called', (url) => {
    expect(mayCall(url, options)).toBe(true);
  });

  it.each([
    'https://ats.example/',
    'https://x.ats.internal/',
    'https://ats.internal.evil.example/',
    'http://localhost.evil.example/',
    'http://localhost@evil.example/',
    'http://127.0.0.1.nip.example/',
    'http://[::ffff:127.0.0.1]/',
    'http://0.0.0.0/',
    'http://0/',
    'http://192.168.0.1/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '',
    // The sandbox itself, under each of its names.
    'http://linkedin.localhost:4402/sandbox/reset',
    'http://127.0.0.1:4402/',
    'http://[::1]:4402/',
  ])('%s may not', (url) => {
    expect(mayCall(url, options)).toBe(false);
  });

  it('is compared with the port that the scheme stands for', () => {
    const own = { origin: 'https://localhost', hosts: [] };
    expect(mayCall('https://127.0.0.1:443/', own)).toBe(false);
    expect(mayCall('http://127.0.0.1/', own)).toBe(true);
  });
});

describe('a sender', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver('s');
  });
  afterEach(() => receiver.close());

  const outgoing = (url: string): Outgoing => ({
    method: 'POST',
    url,
    headers: {},
    body: new Uint8Array(3),
    timeoutMs: 60_000,
    read: false,
  });

  it('breaks off what is under way when it is closed', async () => {
    const sender = createSender(options);
    const called = new Promise<void>((resolve) => {
      receiver.onEvent = () => {
        resolve();
      };
    });
    const reply = sender.send(outgoing(receiver.url));
    await called;
    sender.close();
    expect(await reply).toEqual({ kind: 'unreachable' });
  });

  it('does not take the word of an address that speaks no TLS', async () => {
    const sender = createSender(options);
    const reply = await sender.send(outgoing(`https://localhost:${receiver.port}/`));
    expect(reply).toEqual({ kind: 'unreachable' });
    expect(receiver.events).toEqual([]);
  });
});
