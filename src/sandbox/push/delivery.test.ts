/** Events on their way to receivers, over real sockets and under a clock of ours. */
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parsePushEvent, verifySignature } from '../../linkedin/push.ts';
import type { Delivery } from '../state/deliveries.ts';
import type { Sent } from './dispatcher.ts';
import {
  answerStatus,
  createWorld,
  hmac,
  minuteMs,
  startReceiver,
  type Receiver,
  type World,
} from './world.test-support.ts';

const acmeSecret = 'secret-of-acme';
let acme: Receiver;
let beta: Receiver;
let world: World;

beforeEach(async () => {
  acme = await startReceiver(acmeSecret);
  beta = await startReceiver('secret-of-beta');
  world = createWorld({ settings: { validation: 'off' } });
  world.configure('acme', acme.url);
  world.configure('beta', beta.url);
});
afterEach(async () => {
  world.close();
  await Promise.all([acme.close(), beta.close()]);
});

const only = (): Delivery => {
  const [delivery, ...others] = world.state.deliveries.values();
  if (delivery === undefined || others.length > 0) throw new Error('not one delivery');
  return delivery;
};
const deliver = (): Promise<Sent[]> => world.push.dispatcher.deliver('acme', false);
const settled = async (): Promise<Delivery> => {
  await vi.waitFor(
    () => {
      expect(only().attempts).toHaveLength(1);
    },
    { timeout: 3_000 },
  );
  return only();
};

describe('an event', () => {
  it('is posted by itself: type, request id, and the documented signature', async () => {
    const requestId = world.export('acme');
    const delivery = await settled();
    expect(delivery).toMatchObject({ state: 'acknowledged', requestId });
    const { method, url, headers, body } = acme.events[0]!;
    expect([method, url]).toEqual(['POST', '/push/token']);
    expect(body).toBe(`{"type":"EXPORT_CANDIDATE_PROFILE","id":"${requestId}"}`);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(body.length),
      'x-li-signature': hmac(acmeSecret, `hmacsha256=${body}`),
    });
    expect(beta.events).toEqual([]);
  });

  it('is what the client of this package takes', async () => {
    const requestId = world.export('acme');
    await settled();
    const { headers, body } = acme.events[0]!;
    const raw = new TextEncoder().encode(body);
    const header = String(headers['x-li-signature']);
    expect(await verifySignature(raw, header, acmeSecret)).toEqual({ ok: true });
    expect(await verifySignature(raw, header, 'secret-of-beta')).toMatchObject({ ok: false });
    expect(parsePushEvent(raw)).toMatchObject({ event: { kind: 'export', requestId } });
  });

  it('tells of settings an administrator changes, and of evaluations', async () => {
    world.state.integrations.switch(world.state.integrations.of('acme'), false, world.time.nowMs);
    world.state.evaluations.add({
      clientId: 'acme',
      integrationContext: 'urn:li:organization:1001',
      applicationId: 'a-1',
      jobPostingId: 'j-1',
      result: 'GOOD',
      explanation: '',
      createdAtMs: world.time.nowMs,
    });
    await vi.waitFor(() => {
      expect(acme.events).toHaveLength(2);
    });
    const kinds = acme.events.map(({ body }) => {
      const parsed = parsePushEvent(body);
      return parsed.ok ? parsed.event.kind : parsed.reason;
    });
    expect(kinds.sort()).toEqual(['evaluation', 'integration_status']);
  });

  it('is for those who had configured an address when it happened', async () => {
    world.configure('acme', null);
    world.export('acme');
    world.configure('acme', acme.url);
    const requestId = world.export('acme');
    expect(await settled()).toMatchObject({ requestId });
  });

  it('goes to the address that is configured when it is sent', async () => {
    acme.onEvent = answerStatus(500);
    world.export('acme');
    await settled();
    world.configure('acme', `${beta.url}/moved`);
    world.time.nowMs += 5 * minuteMs;
    await deliver();
    expect(beta.events.map(({ url }) => url)).toEqual(['/push/token/moved']);
  });

  it('is the same, byte for byte, when it is sent again', async () => {
    acme.onEvent = answerStatus(503);
    world.export('acme');
    await settled();
    world.time.nowMs += 5 * minuteMs;
    await deliver();
    const [first, second] = acme.events;
    expect(second?.body).toBe(first?.body);
  });
});

describe('an answer', () => {
  it.each([200, 201, 202, 204, 299])('of %i acknowledges', async (status) => {
    acme.onEvent = answerStatus(status);
    world.export('acme');
    expect(await settled()).toMatchObject({
      state: 'acknowledged',
      attempts: [{ outcome: 'acknowledged', status }],
    });
  });

  it.each([304, 400, 401, 404, 410, 429, 500, 503])('of %i does not', async (status) => {
    acme.onEvent = answerStatus(status);
    world.export('acme');
    const { state, attempts, dueAtMs } = await settled();
    expect(state).toBe('waiting');
    expect(attempts[0]?.status).toBe(status);
    expect(dueAtMs).toBe(world.time.nowMs + 5 * minuteMs);
  });

  it.each([301, 302, 307, 308])('of %i is not followed', async (status) => {
    acme.onEvent = answerStatus(status, { location: beta.url });
    world.export('acme');
    expect(await settled()).toMatchObject({
      state: 'waiting',
      attempts: [{ outcome: 'redirected', status }],
    });
    expect(beta.events).toEqual([]);
  });

  it('acknowledges although its body never ends', async () => {
    acme.onEvent = (response) => {
      response.writeHead(200).write('…');
    };
    world.export('acme');
    expect(await settled()).toMatchObject({ state: 'acknowledged' });
  });

  it('that does not come is waited for, but not for ever', async () => {
    acme.onEvent = () => undefined;
    world.export('acme');
    const { attempts } = await settled();
    expect(attempts).toMatchObject([{ outcome: 'timed_out', status: null }]);
    expect(attempts[0]?.tookMs).toBeGreaterThanOrEqual(990);
  });

  it.each([
    ['nobody listens', ''],
    ['is no HTTP', 'ssh: hello\r\n\r\n'],
    [
      'switches protocols',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ],
    ['has endless headers', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`],
  ])('is none if it %s', async (_why, text) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      if (text === '') socket.destroy();
      else socket.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    world.configure('acme', `http://localhost:${port}/`);
    world.export('acme');
    expect(await settled()).toMatchObject({ attempts: [{ outcome: 'unreachable' }] });
    server.close();
  });
});

describe('the schedule', () => {
  it('repeats an event every five minutes for eight hours, and then gives it up', async () => {
    acme.onEvent = answerStatus(500);
    const startMs = world.time.nowMs;
    world.export('acme');
    await settled();
    for (let attempt = 1; only().state === 'waiting'; attempt += 1) {
      world.time.nowMs = startMs + attempt * 5 * minuteMs - 1;
      expect(await deliver()).toHaveLength(0);
      world.time.nowMs += 1;
      await deliver();
      expect(only().attempts).toHaveLength(attempt + 1);
    }
    const { attempts, state } = only();
    expect(state).toBe('given_up');
    expect(attempts).toHaveLength(1 + (8 * 60) / 5);
    expect((attempts.at(-1)?.atMs ?? 0) - startMs).toBe(8 * 60 * minuteMs);
    world.time.nowMs += 24 * 60 * minuteMs;
    expect(await deliver()).toEqual([]);
  });

  it('is kept by itself when the clock leaps', async () => {
    acme.onEvent = (response) => {
      response.writeHead(acme.events.length < 3 ? 500 : 200).end();
    };
    world.export('acme');
    await settled();
    for (const attempts of [2, 3]) {
      world.time.nowMs += 5 * minuteMs;
      await vi.waitFor(() => {
        expect(only().attempts).toHaveLength(attempts);
      });
    }
    expect(only().state).toBe('acknowledged');
  });

  it('makes one attempt, not many, for a leap over many', async () => {
    acme.onEvent = answerStatus(500);
    world.export('acme');
    await settled();
    world.time.nowMs += 60 * minuteMs;
    await deliver();
    expect(only().attempts).toHaveLength(2);
    expect(await deliver()).toEqual([]);
  });
});

describe('a callback', () => {
  it('that hangs delays nobody else, and has few deliveries under way', async () => {
    acme.onEvent = () => undefined;
    world.push.configure({ concurrency: 3 });
    for (let count = 0; count < 20; count += 1) world.export('acme');
    for (let count = 0; count < 20; count += 1) world.export('beta');
    await vi.waitFor(() => {
      expect(beta.events).toHaveLength(20);
    });
    // None of the hanging ones has timed out: another would have come in its place.
    expect(acme.events.length).toBeLessThanOrEqual(3);
    acme.onEvent = answerStatus(200);
    await vi.waitFor(
      () => {
        expect(acme.events).toHaveLength(20);
      },
      { timeout: 5_000 },
    );
    expect(acme.mostAtOnce).toBeLessThanOrEqual(3);
  });

  it('gets each of many events once', async () => {
    const ids = Array.from({ length: 300 }, () => world.export('acme'));
    await vi.waitFor(
      () => {
        expect(world.state.deliveries.countWaiting('acme')).toBe(0);
      },
      { timeout: 5_000 },
    );
    const got = acme.events.map(({ body }) => (JSON.parse(body) as { id: string }).id);
    expect(got.sort()).toEqual(ids.sort());
    expect(acme.mostAtOnce).toBeLessThanOrEqual(8);
  });

  it('is called at localhost whatever a name server says', async () => {
    world.configure('acme', `http://partner.localhost:${acme.port}/x?y=1`);
    world.export('acme');
    await settled();
    expect(acme.events[0]).toMatchObject({
      url: '/x?y=1',
      headers: { host: `partner.localhost:${acme.port}` },
    });
  });

  it.each([
    'https://ats.example/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://0.0.0.0:1/',
    'http://[::ffff:127.0.0.1]:1/',
    'http://localhost:4402/sandbox/reset',
    'http://127.0.0.1:4402/',
    'ftp://localhost/',
    'nonsense',
  ])('at %s is not called', async (url) => {
    world.configure('acme', url);
    world.export('acme');
    expect(await settled()).toMatchObject({
      state: 'waiting',
      attempts: [{ outcome: 'not_allowed', status: null }],
    });
  });
});

describe('a state that is reset', () => {
  it('forgets what was under way', async () => {
    let answer = (): void => undefined;
    acme.onEvent = (response) => {
      answer = () => {
        response.writeHead(500).end();
      };
    };
    world.export('acme');
    await vi.waitFor(() => {
      expect(acme.events).toHaveLength(1);
    });
    world.state.reset();
    world.configure('acme', acme.url);
    acme.onEvent = answerStatus(200);
    const requestId = world.export('acme');
    answer();
    await settled();
    expect(only()).toMatchObject({ state: 'acknowledged', requestId });
  });
});
