/** `/sandbox/push` behind the controls' front, with receivers on real sockets. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parsePushEvent, verifySignature } from '../../linkedin/push.ts';
import { createClock } from '../controls/clock.ts';
import { createControls, type Fetch } from '../controls/controls.ts';
import { pushEndpoints } from './controls.ts';
import {
  answerStatus,
  answerWith,
  createWorld,
  minuteMs,
  startReceiver,
  type Receiver,
  type World,
} from './world.test-support.ts';

const secret = 'secret-of-acme';
let acme: Receiver;
let beta: Receiver;
let world: World;
let front: Fetch;

beforeEach(async () => {
  acme = await startReceiver(secret);
  beta = await startReceiver('secret-of-beta');
  world = createWorld();
  world.configure('acme', acme.url);
  world.configure('beta', beta.url);
  front = createControls({ clock: createClock(), limits: 'off', hosts: [] }).front({
    answer: () => new Response(null, { status: 404 }),
    clientIdOf: () => null,
    endpoints: pushEndpoints(world.push),
    about: () => ({}),
  });
});
afterEach(async () => {
  world.close();
  await Promise.all([acme.close(), beta.close()]);
});

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; body: Record<string, unknown> }> {
  const response = await front(
    new Request(`http://localhost:4402/sandbox/push${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) as Record<string, unknown> };
}
const post = async (path: string, body: unknown = {}) => (await ask('POST', path, body)).body;
const ids = (receiver: Receiver): string[] =>
  receiver.events.map(({ body }) => (JSON.parse(body) as { id: string }).id);
const arrived = (receiver: Receiver, count: number): Promise<void> =>
  vi.waitFor(() => {
    expect(receiver.events).toHaveLength(count);
  });
/** Until a number of attempts for an application are remembered. */
const attempted = (clientId: string, count: number): Promise<void> =>
  vi.waitFor(() => {
    const all = [...world.state.deliveries.values()].filter((one) => one.clientId === clientId);
    expect(all.flatMap(({ attempts }) => attempts)).toHaveLength(count);
  });
/** For what must not happen. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

describe('what the controls show', () => {
  it('is where callbacks stand, and how deliveries went, without a secret', async () => {
    acme.onEvent = answerStatus(503);
    world.export('acme');
    world.export('beta');
    await attempted('acme', 1);
    await attempted('beta', 1);
    await vi.waitFor(() => {
      expect(world.state.callbacks.get('acme')?.validations).toHaveLength(1);
    });
    const { body, text } = await ask('GET', '');
    expect(body).toMatchObject({
      settings: { validation: 'warn', concurrency: 8, shape: 'documented' },
      callbacks: [
        {
          application: 'acme',
          callback: `http://127.0.0.1:${acme.port}/…`,
          delivering: true,
          held: false,
          waiting: 1,
          validation: { state: 'passed', failuresInRow: 0, last: [{ outcome: 'passed' }] },
        },
        { application: 'beta', waiting: 0 },
      ],
    });
    const deliveries = await ask('GET', '/deliveries?application=acme&state=waiting');
    expect(deliveries.body).toMatchObject({
      total: 1,
      deliveries: [
        {
          application: 'acme',
          type: 'EXPORT_CANDIDATE_PROFILE',
          state: 'waiting',
          dueAtMs: world.time.nowMs + 5 * minuteMs,
          attempts: [{ outcome: 'refused', status: 503 }],
        },
      ],
    });
    const all = text + deliveries.text;
    for (const hidden of [secret, 'secret-of-beta', '/push/token', 'signature']) {
      expect(all).not.toContain(hidden);
    }
  });

  it('is the latest of many deliveries, or one', async () => {
    for (let count = 0; count < 5; count += 1) world.export('acme');
    await arrived(acme, 5);
    const { body } = await ask('GET', '/deliveries?limit=2');
    const [first, second] = body['deliveries'] as { id: string }[];
    expect([body['total'], first?.id, second?.id]).toEqual([
      5,
      'delivery-000000004',
      'delivery-000000005',
    ]);
    const one = await ask('GET', '/deliveries/delivery-000000004');
    expect(one.body).toEqual(first);
  });

  it('is nothing to pages of other origins', async () => {
    const { status } = await ask('POST', '/hold', {}, { origin: 'http://evil.example' });
    expect(status).toBe(403);
  });

  it.each([
    ['GET', '/deliveries/none', undefined, 404],
    ['POST', '/deliveries/none/redeliver', {}, 404],
    ['POST', '/callbacks/none/validate', {}, 404],
    ['POST', '/callbacks/none/send', { kind: 'forged' }, 404],
    ['POST', '/callbacks/acme/send', { kind: 'odd' }, 400],
    ['POST', '/callbacks/acme/send', { kind: 'foreign' }, 409],
    ['POST', '/hold', { application: 'none' }, 404],
    ['PUT', '', { validation: 'on' }, 400],
    ['PUT', '', { concurrency: 0 }, 400],
  ])('says what is wrong with %s %s %j', async (method, path, body, status) => {
    const answer = await ask(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, field: expect.any(String) as string });
    expect(answer.body['fix']).toBeDefined();
  });
});

describe('deliveries', () => {
  it('are sent again on request, as many times as wanted', async () => {
    world.export('acme');
    await arrived(acme, 1);
    const one = await post('/deliveries/delivery-000000001/redeliver', { times: 3 });
    expect(one['sent']).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }]);
    await post('/deliveries/delivery-000000001/redeliver', { times: 4, together: true });
    const bodies = new Set(acme.events.map(({ body }) => body));
    expect([acme.events.length, bodies.size]).toEqual([8, 1]);
  });

  it('that were given up can be sent after all', async () => {
    acme.onEvent = answerStatus(500);
    world.export('acme');
    await attempted('acme', 1);
    world.time.nowMs += 9 * 60 * minuteMs;
    expect((await post('/deliver'))['sent']).toMatchObject([{ status: 500 }]);
    const view = () => ask('GET', '/deliveries/delivery-000000001');
    expect((await view()).body['state']).toBe('given_up');
    acme.onEvent = answerStatus(200);
    await post('/deliveries/delivery-000000001/redeliver');
    expect((await view()).body['state']).toBe('acknowledged');
  });

  it('are held, reversed and released in that order', async () => {
    await post('/hold', { application: 'acme' });
    const made = [1, 2, 3, 4].map(() => world.export('acme'));
    world.export('beta');
    await arrived(beta, 1);
    expect(acme.events).toEqual([]);
    await post('/reorder', { application: 'acme', order: 'reversed' });
    await ask('PUT', '', { concurrency: 1 });
    await post('/release', { application: 'acme' });
    await arrived(acme, 4);
    expect(ids(acme)).toEqual(made.toReversed());
  });

  it('are shuffled, the same way for the same seed', async () => {
    await post('/hold');
    const made = Array.from({ length: 10 }, () => world.export('acme'));
    const order = async (seed: number): Promise<string[]> => {
      const { waiting } = await post('/reorder', { order: 'shuffled', seed });
      return (waiting as { requestId: string }[]).map(({ requestId }) => requestId);
    };
    const first = await order(7);
    expect(first).not.toEqual(made);
    expect(first.toSorted()).toEqual(made.toSorted());
    const { sent } = await post('/deliver', { all: true });
    expect((sent as { requestId: string }[]).map(({ requestId }) => requestId)).toEqual(first);
    expect(ids(acme)).toEqual(first);
  });

  it('that are held stay so, and are not given up', async () => {
    await post('/hold');
    world.export('acme');
    world.time.nowMs += 48 * 60 * minuteMs;
    await pause();
    expect((await post('/deliver'))['sent']).toEqual([]);
    await post('/release');
    await arrived(acme, 1);
  });

  it('that are not due yet are sent when all are asked for', async () => {
    acme.onEvent = answerStatus(500);
    world.export('acme');
    await attempted('acme', 1);
    expect((await post('/deliver'))['sent']).toEqual([]);
    expect((await post('/deliver', { all: true }))['sent']).toHaveLength(1);
  });

  it('take the form that is set', async () => {
    const requestIds = [];
    for (const shape of ['renamed', 'nested', 'listed', 'numbered']) {
      await ask('PUT', '', { shape });
      requestIds.push(world.export('acme'));
      await arrived(acme, requestIds.length);
    }
    expect(
      new Set(acme.events.map(({ body }) => Object.keys(JSON.parse(body) as object).join())),
    ).toEqual(new Set(['eventType,requestId', 'data', 'events', 'type,id,notificationId']));
    const read = acme.events.map(({ body }) => {
      const parsed = parsePushEvent(body);
      return parsed.ok ? parsed.event.requestId : parsed.reason;
    });
    expect(read).toEqual(requestIds);
  });
});

describe('a validation on request', () => {
  it('unblocks what was blocked', async () => {
    await ask('PUT', '', { validation: 'enforce' });
    acme.onChallenge = answerStatus(500);
    let last: Record<string, unknown> = {};
    for (let count = 0; count < 4; count += 1) last = await post('/callbacks/acme/validate');
    expect(last).toMatchObject({
      attempt: { outcome: 'bad_status', status: 500 },
      callback: { delivering: false, validation: { state: 'blocked' } },
    });
    world.export('acme');
    await pause();
    expect(acme.events).toEqual([]);
    acme.onChallenge = answerWith(secret);
    expect(await post('/callbacks/acme/validate')).toMatchObject({
      callback: { delivering: true, validation: { state: 'passed', failuresInRow: 0 } },
    });
    await arrived(acme, 1);
  });
});

describe('an event that is not as it should be', () => {
  const send = async (kind: string, more: object = {}) =>
    (await post('/callbacks/acme/send', { kind, ...more }))['answers'];
  const lastCheck = async (): Promise<unknown> => {
    const { headers, body } = acme.events.at(-1)!;
    const header = headers['x-li-signature'];
    const raw = new TextEncoder().encode(body);
    return verifySignature(raw, header === undefined ? null : String(header), secret);
  };

  it.each([
    ['signed', { ok: true }, 'export'],
    ['unsigned', { ok: false, reason: 'missing' }, 'export'],
    ['forged', { ok: false, reason: 'mismatch' }, 'export'],
    ['resigned', { ok: false, reason: 'mismatch' }, 'export'],
    ['tampered', { ok: false, reason: 'mismatch' }, 'export'],
    ['truncated', { ok: false, reason: 'mismatch' }, 'not_json'],
    ['malformed', { ok: true }, 'not_json'],
    ['oversized', { ok: true }, 'export'],
    ['unknown_type', { ok: true }, 'unknown'],
    ['stale', { ok: true }, 'export'],
  ])('can be %s', async (kind, check, read) => {
    expect(await send(kind)).toEqual({ 200: 1 });
    expect(await lastCheck()).toEqual(check);
    const parsed = parsePushEvent(acme.events[0]?.body);
    expect(parsed.ok ? parsed.event.kind : parsed.reason).toBe(read);
    expect(world.state.deliveries.countWaiting('acme')).toBe(0);
  });

  it('can be interrupted', async () => {
    expect(await send('interrupted')).toEqual({ unreachable: 1 });
    expect(acme.events).toEqual([]);
  });

  it("can point at another application's", async () => {
    const requestId = world.export('beta');
    expect(await send('foreign')).toEqual({ 200: 1 });
    expect(ids(acme)).toEqual([requestId]);
    const { now, exports } = world.state;
    expect(exports.requests.get(requestId, 'acme', now())).toBeNull();
  });

  it('can point at what has expired', async () => {
    const requestId = world.export('acme');
    await arrived(acme, 1);
    world.time.nowMs += 25 * 60 * minuteMs;
    await send('stale');
    expect(ids(acme)).toEqual([requestId, requestId]);
  });

  it('can have any type and id', async () => {
    await send('signed', { type: 'X', requestId: 'r-1', shape: 'nested' });
    expect(acme.events[0]?.body).toBe('{"data":{"type":"X","id":"r-1"}}');
  });

  it('can be one of a flood', async () => {
    let count = 0;
    acme.onEvent = (response) => {
      count += 1;
      response.writeHead(count % 2 === 0 ? 401 : 200).end();
    };
    expect(await send('forged', { count: 200 })).toEqual({ 200: 100, 401: 100 });
    expect(new Set(ids(acme)).size).toBe(200);
  });

  it("can be an export with another customer's context", async () => {
    const { requestId } = await post('/callbacks/acme/foreign-export');
    await arrived(acme, 1);
    expect(ids(acme)).toEqual([requestId]);
    const exported = world.state.exports.requests.get(String(requestId), 'acme', world.time.nowMs);
    expect(exported?.integrationContext).toBe('urn:li:organization:1002');
  });
});
