import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createContextQueue,
  fetchFrom,
  type ContextEntry,
  type ContextFailure,
  type FetchContext,
} from './host-contexts.ts';
// Loaded before the clock stops: in pages it comes when a request has failed.
import './host-failures.ts';

const entryOf = (inst: string, obj = 'candidate:1'): ContextEntry => ({
  inst,
  jkt: 'k'.repeat(43),
  fn: 'f'.repeat(22),
  hn: 'h'.repeat(22),
  widget: 'profile-widget',
  obj,
});

function waiterFor(entry: () => ContextEntry | null) {
  const heard: (string | ContextFailure)[] = [];
  return {
    heard,
    waiter: {
      entry,
      grant: (ticket: string) => void heard.push(ticket),
      refuse: (failure: ContextFailure) => void heard.push(failure),
    },
  };
}

const grantAll: FetchContext = (entries) =>
  Promise.resolve(entries.map(({ inst, obj }) => ({ inst, ticket: `t-${inst}-${obj}` })));

const reply = (status: number, body: string | null = null, headers: Record<string, string> = {}) =>
  new Response(body, { status, headers });

function queueOf(fetchContext: FetchContext, online: () => boolean = () => true) {
  const asked = vi.fn(fetchContext);
  vi.stubGlobal('navigator', {
    get onLine() {
      return online();
    },
  });
  return { asked, queue: createContextQueue(asked) };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort();
    }, ms);
    return controller.signal;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('ContextQueue', () => {
  it('asks once for all frames of a tick', async () => {
    const { asked, queue } = queueOf(grantAll);
    const frames = ['instance-a', 'instance-b', 'instance-c'].map((inst) => {
      const frame = waiterFor(() => entryOf(inst));
      queue.add(inst, frame.waiter, 4);
      return frame;
    });
    await vi.advanceTimersByTimeAsync(10);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(frames.map(({ heard }) => heard)).toEqual([
      ['t-instance-a-candidate:1'],
      ['t-instance-b-candidate:1'],
      ['t-instance-c-candidate:1'],
    ]);
  });

  it('asks for at most 50 at a time', async () => {
    const { asked, queue } = queueOf(grantAll);
    for (let i = 0; i < 120; i += 1) {
      const inst = `instance-${String(i)}`;
      queue.add(inst, waiterFor(() => entryOf(inst)).waiter, 4);
    }
    await vi.advanceTimersByTimeAsync(20);
    expect(asked.mock.calls.map(([entries]) => entries.length)).toEqual([50, 50, 20]);
  });

  it('asks again when the object changed while the signer was answering', async () => {
    let obj = 'candidate:1';
    const { asked, queue } = queueOf(async (entries, signal) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return grantAll(entries, signal);
    });
    const { heard, waiter } = waiterFor(() => entryOf('instance-a', obj));
    queue.add('instance-a', waiter, 0);
    await vi.advanceTimersByTimeAsync(50);
    obj = 'candidate:2';
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toHaveBeenCalledTimes(2);
    expect(heard).toEqual(['t-instance-a-candidate:2']);
  });

  it.each([
    [401, null, { status: 401, code: 'signer_signed_out' }],
    [403, null, { status: 403, code: 'signer_not_allowed' }],
    [404, null, { status: 404, code: 'signer_not_found' }],
    [400, '{"error":{"code":"signer_bad_request"}}', { status: 400, code: 'signer_bad_request' }],
    [403, '{"error":{"code":"signer_cross_site"}}', { status: 403, code: 'signer_cross_site' }],
    [200, '<!doctype html>', { status: 200, code: 'signer_bad_answer' }],
    [200, '[{"inst":"instance-a","ticket":7}]', { status: 200, code: 'signer_bad_answer' }],
    [200, '[]', { status: 200, code: 'signer_bad_answer' }],
    [403, '[{"inst":"instance-a","status":403}]', { status: 403, code: 'signer_not_allowed' }],
  ])('tells a final %i apart (%s)', async (status, body, failure) => {
    const json = !body?.startsWith('<');
    const type = { 'content-type': json ? 'application/json' : 'text/html' };
    const { asked, queue } = queueOf(() => Promise.resolve(reply(status, body, type)));
    const { heard, waiter } = waiterFor(() => entryOf('instance-a'));
    queue.add('instance-a', waiter, 0);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(heard).toEqual([failure]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['an object', {}],
    ['a text', 'eyJh.eyJh.sig'],
    ['a symbol', Symbol('x')],
    ['a function', () => []],
    ['nothing', []],
    ['entries that are none', [null, 7, 'x', [], { inst: null, ticket: 'x' }]],
    ['a ticket that is no text', [{ inst: 'instance-a', ticket: { toString: () => 'x' } }]],
  ])('refuses what is no answer of a host callback: %s', async (_what, answer) => {
    const { queue } = queueOf(() => Promise.resolve(answer as Response));
    const { heard, waiter } = waiterFor(() => entryOf('instance-a'));
    queue.add('instance-a', waiter, 0);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(heard).toEqual([{ status: 200, code: 'signer_bad_answer' }]);
  });

  it('takes a redirect for a login page', async () => {
    const redirect = Object.defineProperty(reply(200), 'type', { value: 'opaqueredirect' });
    const { queue } = queueOf(() => Promise.resolve(redirect));
    const { heard, waiter } = waiterFor(() => entryOf('instance-a'));
    queue.add('instance-a', waiter, 0);
    await vi.advanceTimersByTimeAsync(10);
    expect(heard).toEqual([{ status: 401, code: 'signer_signed_out' }]);
  });

  it('honours Retry-After and says how long it waits', async () => {
    let busy = true;
    const { asked, queue } = queueOf((entries, signal) =>
      busy ? Promise.resolve(reply(429, null, { 'retry-after': '7' })) : grantAll(entries, signal),
    );
    const { heard, waiter } = waiterFor(() => entryOf('instance-a'));
    queue.add('instance-a', waiter, 0);
    await vi.advanceTimersByTimeAsync(10);
    expect(heard).toEqual([{ status: 429, code: 'signer_busy', retryAfterMs: 7_000 }]);
    busy = false;
    await vi.advanceTimersByTimeAsync(6_900);
    expect(asked).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(heard.at(-1)).toBe('t-instance-a-candidate:1');
  });

  it('gives a failing signer five tries in all, however many frames wait', async () => {
    const { asked, queue } = queueOf(() => Promise.resolve(reply(500)));
    const frames = Array.from({ length: 20 }, (_, i) => {
      const inst = `instance-${String(i)}`;
      const frame = waiterFor(() => entryOf(inst));
      queue.add(inst, frame.waiter, 4);
      return frame;
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveBeenCalledTimes(5);
    const code = 'signer_unreachable';
    expect(frames[19]?.heard).toEqual([
      { status: 500, code, retryAfterMs: 1_000 },
      { status: 500, code, retryAfterMs: 2_000 },
      { status: 500, code, retryAfterMs: 4_000 },
      { status: 500, code, retryAfterMs: 8_000 },
      { status: 500, code },
    ]);
  });

  it('holds a frame that asks during a wait until the wait is over', async () => {
    const { asked, queue } = queueOf(() => Promise.reject(new TypeError('network')));
    queue.add('instance-a', waiterFor(() => entryOf('instance-a')).waiter, 0);
    await vi.advanceTimersByTimeAsync(10);
    for (let i = 0; i < 50; i += 1) {
      queue.add('instance-b', waiterFor(() => entryOf('instance-b')).waiter, 0);
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(asked).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(600);
    expect(asked).toHaveBeenCalledTimes(2);
    expect(asked.mock.lastCall?.[0]).toHaveLength(2);
  });

  it('tries at once when told that the cause is gone', async () => {
    let online = false;
    const { queue } = queueOf(
      (entries, signal) =>
        online ? grantAll(entries, signal) : Promise.reject(new TypeError('network')),
      () => online,
    );
    const { heard, waiter } = waiterFor(() => entryOf('instance-a'));
    queue.add('instance-a', waiter, 0);
    await vi.advanceTimersByTimeAsync(10);
    expect(heard).toEqual([{ status: 0, code: 'offline', retryAfterMs: 30_000 }]);
    online = true;
    queue.resume();
    await vi.advanceTimersByTimeAsync(10);
    expect(heard.at(-1)).toBe('t-instance-a-candidate:1');
  });

  it('gives up on a signer that does not answer, and stops the request', async () => {
    let aborted = false;
    const { queue } = queueOf(
      (_, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new DOMException('late', 'TimeoutError'));
          });
        }),
    );
    const { heard, waiter } = waiterFor(() => entryOf('instance-a'));
    queue.add('instance-a', waiter, 0);
    await vi.advanceTimersByTimeAsync(10_050);
    expect(heard).toEqual([{ status: 0, code: 'signer_unreachable', retryAfterMs: 1_000 }]);
    expect(aborted).toBe(true);
  });

  it('maps the status of an error that the host callback throws', async () => {
    const denied = Object.assign(new Error('no'), { status: 403 });
    const { queue } = queueOf(() => Promise.reject(denied));
    const { heard, waiter } = waiterFor(() => entryOf('instance-a'));
    queue.add('instance-a', waiter, 0);
    await vi.advanceTimersByTimeAsync(10);
    expect(heard).toEqual([{ status: 403, code: 'signer_not_allowed' }]);
  });

  it('asks nothing for a frame that is gone', async () => {
    let isOpen = true;
    const { asked, queue } = queueOf(grantAll);
    const { heard, waiter } = waiterFor(() => (isOpen ? entryOf('instance-a') : null));
    queue.add('instance-a', waiter, 4);
    isOpen = false;
    await vi.advanceTimersByTimeAsync(50);
    expect(heard).toEqual([]);
    expect(asked).not.toHaveBeenCalled();
  });
});

describe('fetchFrom', () => {
  it('posts JSON that patched prototypes cannot change', async () => {
    const requests: Request[] = [];
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      requests.push(new Request(`https://ats.example${url}`, init));
      return Promise.resolve(reply(401));
    });
    const array = Array.prototype as { toJSON?: unknown };
    const object = Object.prototype as { signal?: unknown; toJSON?: unknown };
    array.toJSON = () => 'patched';
    object.toJSON = () => 'patched';
    try {
      await fetchFrom('/rsc/context')([entryOf('instance-a')], new AbortController().signal);
    } finally {
      delete array.toJSON;
      delete object.toJSON;
    }
    const [request] = requests;
    expect(request?.method).toBe('POST');
    expect(request?.headers.get('x-rsc')).toBe('1');
    expect(request?.redirect).toBe('manual');
    expect(await request?.json()).toEqual([entryOf('instance-a')]);
  });
});
