/** Challenges to receivers, over real sockets and under a clock of ours. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerChallenge } from '../../linkedin/push.ts';
import type { Callback, ValidationAttempt } from '../state/callbacks.ts';
import type { PushOptions } from './push.ts';
import {
  answerStatus,
  answerWith,
  createWorld,
  hmac,
  minuteMs,
  startReceiver,
  type Receiver,
  type Respond,
  type World,
} from './world.test-support.ts';

const secret = 'secret-of-acme';
const documented = answerWith(secret);
const failing = answerStatus(500);
let receiver: Receiver;
let world: World;

beforeEach(async () => {
  receiver = await startReceiver(secret);
  world = createWorld();
});
afterEach(async () => {
  world.close();
  await receiver.close();
});

const remake = (settings: PushOptions['settings']): void => {
  world.close();
  world = createWorld({ settings });
};
const callback = (): Callback => {
  const found = world.state.callbacks.get('acme');
  if (found === null) throw new Error('no callback');
  return found;
};
const validate = (): Promise<ValidationAttempt> => world.push.dispatcher.validate(callback());
/** Until the background has done as many validations in a row. */
const validated = (count: number): Promise<void> =>
  vi.waitFor(
    () => {
      expect(callback().validations).toHaveLength(count);
    },
    { timeout: 3_000 },
  );

describe('an address that is configured', () => {
  it('is challenged at once, as documented', async () => {
    world.configure('acme', `${receiver.url}?a=1`);
    await validated(1);
    expect(callback()).toMatchObject({
      passedAtMs: world.time.nowMs,
      failuresInRow: 0,
      nextValidationAtMs: world.time.nowMs + 120 * minuteMs,
      validations: [{ outcome: 'passed', status: 200 }],
    });
    const [{ method, url } = { method: '', url: '' }] = receiver.challenges;
    const { pathname, searchParams } = new URL(url, 'http://x');
    expect([method, pathname, searchParams.get('a')]).toEqual(['GET', '/push/token', '1']);
    expect(searchParams.get('challengeCode')).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
    const urn = world.state.applications.get('acme')?.urn;
    expect(urn).toBe(`urn:li:developerApplication:${searchParams.get('applicationId')}`);
  });

  it('passes with the answer of the client of this package', async () => {
    receiver.onChallenge = async (response, { url }) => {
      const answer = await answerChallenge(url, secret);
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end(JSON.stringify(answer.ok ? answer.body : {}));
    };
    world.configure('acme', receiver.url);
    expect((await validate()).outcome).toBe('passed');
  });

  it('is challenged anew when it changes, whatever the former was', async () => {
    receiver.onChallenge = failing;
    world.configure('acme', receiver.url);
    await validated(1);
    receiver.onChallenge = documented;
    world.configure('acme', `${receiver.url}/2`);
    await validated(1);
    expect(callback()).toMatchObject({ failuresInRow: 0, passedAtMs: world.time.nowMs });
  });

  it('is challenged again about every two hours', async () => {
    world.configure('acme', receiver.url);
    await validated(1);
    world.time.nowMs += 120 * minuteMs - 1;
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect(receiver.challenges).toHaveLength(1);
    world.time.nowMs += 1;
    await validated(2);
    const codes = receiver.challenges.map(({ url }) => new URL(url, 'http://x').search);
    expect(new Set(codes).size).toBe(2);
  });

  it('is not challenged where validation is off', async () => {
    remake({ validation: 'off' });
    world.configure('acme', receiver.url);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(receiver.challenges).toEqual([]);
  });
});

/** The right answer, changed. */
const changed =
  (change: (body: Record<string, unknown>) => unknown, type = 'application/json'): Respond =>
  (response, { url }) => {
    const challengeCode = new URL(url, 'http://x').searchParams.get('challengeCode') ?? '';
    const body = { challengeCode, challengeResponse: hmac(secret, challengeCode) };
    response.setHeader('content-type', type);
    response.end(JSON.stringify(change(body)));
  };
const same = (body: unknown): unknown => body;

describe('an answer to a challenge', () => {
  it.each<[string, string, Respond]>([
    ['of another status', 'bad_status', answerStatus(201)],
    ['that is an error', 'bad_status', answerStatus(404)],
    ['that redirects', 'redirected', answerStatus(302, { location: 'http://localhost:1/' })],
    ['of another type', 'bad_type', changed(same, 'text/plain')],
    ['of a type that starts alike', 'bad_type', changed(same, 'application/json5')],
    ['of no type', 'bad_type', (response) => void response.end('{}')],
    ['with another code', 'bad_body', changed((body) => ({ ...body, challengeCode: 'x' }))],
    ['that is a list', 'bad_body', changed((body) => [body])],
    ['that is null', 'bad_body', changed(() => null)],
    ['that is too long', 'bad_body', changed((body) => ({ ...body, x: 'x'.repeat(100_000) }))],
    ['without a response', 'bad_response', changed(({ challengeCode }) => ({ challengeCode }))],
    ['with another secret', 'bad_response', answerWith('secret-of-beta')],
    [
      'in upper case',
      'bad_response',
      changed((body) => ({
        ...body,
        challengeResponse: String(body['challengeResponse']).toUpperCase(),
      })),
    ],
    [
      'that is no JSON',
      'bad_body',
      (response) => void response.setHeader('content-type', 'application/json').end('{'),
    ],
    ['that does not come', 'timed_out', () => undefined],
    ['that does not end', 'timed_out', (response) => void response.writeHead(200).write('{')],
    ['that breaks off', 'unreachable', (response) => void response.destroy()],
  ])('%s fails: %s', async (_what, outcome, respond) => {
    receiver.onChallenge = respond;
    world.configure('acme', receiver.url);
    expect((await validate()).outcome).toBe(outcome);
    expect(callback()).toMatchObject({ failuresInRow: 1, passedAtMs: null });
  });

  it('passes with further fields and parameters of the type', async () => {
    receiver.onChallenge = changed((body) => ({ ...body, more: 1 }), 'Application/JSON;charset=x');
    world.configure('acme', receiver.url);
    expect((await validate()).outcome).toBe('passed');
  });
});

describe('a callback whose validation counts', () => {
  beforeEach(() => {
    remake({ validation: 'enforce' });
  });

  const failTwoMore = async (): Promise<void> => {
    await validate();
    await validate();
  };
  const isOpen = (): boolean => world.push.dispatcher.isOpen(callback());

  it('gets nothing before it has passed', async () => {
    receiver.onChallenge = failing;
    world.configure('acme', receiver.url);
    await validated(1);
    world.export('acme');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([isOpen(), receiver.events.length]).toEqual([false, 0]);
    receiver.onChallenge = documented;
    await validate();
    await vi.waitFor(() => {
      expect(receiver.events).toHaveLength(1);
    });
  });

  it('is blocked by three failures in a row, and by no fewer', async () => {
    world.configure('acme', receiver.url);
    await validated(1);
    receiver.onChallenge = failing;
    await failTwoMore();
    expect([callback().failuresInRow, isOpen()]).toEqual([2, true]);
    receiver.onChallenge = documented;
    await validate();
    receiver.onChallenge = failing;
    await failTwoMore();
    expect(isOpen()).toBe(true);
    await validate();
    expect(isOpen()).toBe(false);
  });

  it('is kept waiting while it is blocked, longer than anything is repeated', async () => {
    world.configure('acme', receiver.url);
    await validated(1);
    receiver.onChallenge = failing;
    await failTwoMore();
    await validate();
    const requestId = world.export('acme');
    // By itself every two hours; ten hours in all.
    for (let count = 5; count < 10; count += 1) {
      world.time.nowMs += 120 * minuteMs;
      await validated(count);
    }
    expect(receiver.events).toEqual([]);
    receiver.onChallenge = documented;
    world.time.nowMs += 120 * minuteMs;
    await vi.waitFor(
      () => {
        expect(receiver.events.map(({ body }) => body)).toEqual([
          `{"type":"EXPORT_CANDIDATE_PROFILE","id":"${requestId}"}`,
        ]);
      },
      { timeout: 3_000 },
    );
  });

  it('is told apart from others', async () => {
    const other = await startReceiver('secret-of-beta');
    world.configure('acme', receiver.url);
    world.configure('beta', other.url);
    receiver.onChallenge = () => undefined;
    world.export('acme');
    world.export('beta');
    await vi.waitFor(() => {
      expect(other.events).toHaveLength(1);
    });
    expect(receiver.events).toEqual([]);
    await other.close();
  });
});

describe('a callback whose validation is only shown', () => {
  it('gets its events although it is blocked', async () => {
    receiver.onChallenge = failing;
    world.configure('acme', receiver.url);
    await validated(1);
    await validate();
    await validate();
    expect(callback().failuresInRow).toBe(3);
    world.export('acme');
    await vi.waitFor(() => {
      expect(receiver.events).toHaveLength(1);
    });
  });

  it('can be made to count at any time', async () => {
    receiver.onChallenge = failing;
    world.configure('acme', receiver.url);
    await validated(1);
    world.push.configure({ validation: 'enforce' });
    expect(world.push.dispatcher.isOpen(callback())).toBe(false);
  });
});
