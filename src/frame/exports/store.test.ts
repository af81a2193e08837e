import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RscError } from '../../protocol/errors.ts';
import type { ExportView } from '../../protocol/exports.ts';
import { createFakeSession, settle, type FakeSession } from '../fake-session.test-support.ts';
import type { FrameSession } from '../session.ts';
import { answerOf, existingOf, exportOf, idOf, reviewOf } from './exports.test-support.ts';
import type { ExportsStore } from './inbox.ts';
import { createExportsStore } from './store.ts';

interface Stream {
  readonly from: string;
  readonly isAborted: boolean;
  push(...views: ExportView[]): Promise<void>;
  say(text: string): Promise<void>;
  end(): void;
  cutOff(): void;
}

let session: FakeSession;
let store: ExportsStore;
let streams: Stream[];
let streamFails: boolean;

beforeEach(async () => {
  vi.useFakeTimers();
  session = createFakeSession();
  streams = [];
  streamFails = false;
  const stream: FrameSession['stream'] = (_path, headers, signal) => {
    if (streamFails) return Promise.reject(new RscError('backend_unreachable', 'for a test'));
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({ start: (given) => (controller = given) });
    signal.addEventListener('abort', () => {
      controller.error(new DOMException('over', 'AbortError'));
    });
    const say = async (text: string): Promise<void> => {
      controller.enqueue(new TextEncoder().encode(text));
      await vi.advanceTimersByTimeAsync(0);
    };
    streams.push({
      from: headers['last-event-id'] ?? '',
      get isAborted() {
        return signal.aborted;
      },
      say,
      push: (...views) =>
        say(
          views
            .map((view) => `id: ${String(view.cursor)}\ndata: ${JSON.stringify(view)}\n\n`)
            .join(''),
        ),
      end: () => {
        controller.close();
      },
      cutOff: () => {
        controller.error(new TypeError('network error'));
      },
    });
    return Promise.resolve(body);
  };
  store = createExportsStore({
    connect: (handlers) => ({ ...session.connect(handlers), stream }),
    reload: () => undefined,
    random: () => 0.5,
  });
  void store.start();
  await session.connected();
  session.host.onSettings({});
});
afterEach(() => {
  store.close();
  vi.useRealTimers();
});

const numbers = (rows: readonly ExportView[]): number[] =>
  rows.map(({ id }) => Number(id.slice(7)));
const shown = (): number[] => numbers(store.state.listing.shown);
const waiting = (): number[] => numbers(store.state.listing.waiting);
const rowOf = (number: number): ExportView | undefined =>
  store.state.listing.shown.find(({ id }) => id === idOf(number));
const events = () => session.sent.filter(({ t }) => t === 'event' || t === 'open');
const open = () => session.calls.length;

describe('inbox of exports, live', () => {
  it('follows what happens after what it was answered, newest on top', async () => {
    const call = session.next();
    expect(call.path).toBe('/exports?limit=20');
    await call.answer(answerOf());
    expect(streams.map(({ from }) => from)).toEqual(['2']);
    await streams[0]?.push(exportOf(3, { state: 'received', person: null, candidateId: null }));
    expect(shown()).toEqual([3, 2, 1]);
    expect(store.state.news).toEqual({ kind: 'arrived', count: 1 });
    await streams[0]?.push(exportOf(3, { cursor: 4 }), exportOf(1, { cursor: 5, link: 'pending' }));
    expect(shown()).toEqual([3, 2, 1]);
    expect(rowOf(3)?.state).toBe('delivered');
    expect(rowOf(1)?.link).toBe('pending');
  });

  it('goes on without a gap where a stream has ended or was cut off, and skips what it cannot read', async () => {
    await session.next().answer(answerOf());
    await streams[0]?.push(exportOf(3));
    streams[0]?.end();
    await vi.advanceTimersByTimeAsync(600);
    expect(streams[1]?.from).toBe('3');
    await streams[1]?.say('id: 4\ndata: {"state":"of a newer backend"}\n\n');
    streams[1]?.cutOff();
    await vi.advanceTimersByTimeAsync(600);
    expect(streams[2]?.from).toBe('4');
    expect(open()).toBe(1);
  });

  it('gives up a stream that fell silent, as after sleep, and goes on where it was', async () => {
    await session.next().answer(answerOf());
    await streams[0]?.push(exportOf(3));
    for (let turn = 0; turn < 4; turn += 1) {
      await vi.advanceTimersByTimeAsync(15_000);
      await streams[0]?.say(': alive\n\n');
    }
    expect(streams).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(52_000);
    expect(streams[0]?.isAborted).toBe(true);
    expect(streams[1]?.from).toBe('3');
  });

  it('asks at once what it has missed when somebody comes back', async () => {
    await session.next().answer(answerOf());
    await streams[0]?.push(exportOf(3));
    vi.setSystemTime(Date.now() + 3_600_000);
    store.wake();
    const call = session.next();
    expect(call.path).toBe('/exports?since=3&limit=100');
    await call.answer(answerOf({ items: [exportOf(4)], cursor: 4, next: 4 }));
    const second = session.next();
    expect(second.path).toBe('/exports?since=4&limit=100');
    await second.answer(
      answerOf({ items: [exportOf(5), reviewOf(2, { cursor: 6, state: 'dismissed' })], cursor: 6 }),
    );
    expect(shown()).toEqual([5, 4, 3, 2, 1]);
    expect(rowOf(2)?.state).toBe('dismissed');
  });

  it('asks now and then where no stream comes through', async () => {
    streamFails = true;
    await session.next().answer(answerOf());
    await vi.advanceTimersByTimeAsync(16_000);
    const call = session.next();
    expect(call.path).toBe('/exports?since=2&limit=100');
    await call.answer(answerOf({ items: [exportOf(3)], cursor: 3 }));
    expect(shown()).toEqual([3, 2, 1]);
  });

  it('begins anew where too much has happened', async () => {
    await session.next().answer(answerOf());
    vi.setSystemTime(Date.now() + 3_600_000);
    store.wake();
    for (let page = 1; page <= 5; page += 1) {
      const cursor = 2 + page;
      await session.next().answer(answerOf({ items: [exportOf(cursor)], cursor, next: cursor }));
    }
    const call = session.next();
    expect(call.path).toBe('/exports?limit=20');
    await call.answer(answerOf({ items: [exportOf(90)], cursor: 90 }));
    expect(shown()).toEqual([90]);
    await vi.advanceTimersByTimeAsync(600);
    expect(streams.at(-1)?.from).toBe('90');
  });

  it('keeps still while somebody is at the list, and shows what waits afterwards', async () => {
    await session.next().answer(answerOf());
    store.hold(true);
    await streams[0]?.push(exportOf(3), exportOf(4));
    expect(shown()).toEqual([2, 1]);
    expect(waiting()).toEqual([4, 3]);
    await streams[0]?.push(exportOf(3, { cursor: 5, state: 'dismissed' }));
    store.showNew();
    expect(shown()).toEqual([4, 3, 2, 1]);
    expect(rowOf(3)?.state).toBe('dismissed');
    await streams[0]?.push(exportOf(6));
    store.hold(false);
    expect(shown()).toEqual([6, 4, 3, 2, 1]);
  });

  it('shows older ones on demand, each once', async () => {
    await session.next().answer(answerOf({ next: 1 }));
    store.more();
    store.more();
    const call = session.next();
    expect(call.path).toBe('/exports?before=1&limit=20');
    await call.answer(answerOf({ items: [exportOf(1, { cursor: 0 }), exportOf(0)] }));
    expect(shown()).toEqual([2, 1, 0]);
    store.more();
    expect(open()).toBe(2);
  });
});

describe('inbox of exports, decisions', () => {
  it('compares, merges, tells the host page, and takes it back', async () => {
    await session.next().answer(answerOf());
    store.toggle(idOf(2));
    const found = session.next();
    expect(found.path).toBe(`/exports/${idOf(2)}`);
    await found.answer({ export: reviewOf(2), candidates: [existingOf()] });
    expect(store.state.opened?.candidates).toHaveLength(1);
    store.decide(idOf(2), { action: 'merge', candidateId: 'cand-7' });
    store.decide(idOf(2), { action: 'create' });
    const call = session.next();
    expect([call.method, call.path, call.body]).toEqual([
      'POST',
      `/exports/${idOf(2)}/decision`,
      { action: 'merge', candidateId: 'cand-7' },
    ]);
    expect(open()).toBe(3);
    const merged = exportOf(2, { cursor: 3, outcome: 'merged', candidateId: 'cand-7' });
    await call.answer(merged);
    expect(store.state).toMatchObject({ opened: null, news: { kind: 'decided', action: 'merge' } });
    // The stream says it once more.
    await streams[0]?.push(merged);
    const detail = {
      exportId: idOf(2),
      state: 'delivered',
      candidateId: 'cand-7',
      jobId: 'job-1',
      applicationId: 'app-2',
    };
    expect(events()).toEqual([{ t: 'event', name: 'rsc-export', detail }]);
    store.decide(idOf(2), { action: 'undo' });
    await session.next().answer(reviewOf(2, { cursor: 5, notices: ['undone'] }));
    expect(rowOf(2)?.state).toBe('review');
    expect(events().at(-1)).toMatchObject({ detail: { exportId: idOf(2), state: 'review' } });
  });

  it('does not lose a change of others that an answer overtook', async () => {
    await session.next().answer(answerOf());
    store.decide(idOf(2), { action: 'dismiss' });
    await session.next().answer(reviewOf(2, { cursor: 9, state: 'dismissed', canUndo: true }));
    streams[0]?.end();
    await vi.advanceTimersByTimeAsync(600);
    expect(streams[1]?.from).toBe('2');
    await streams[1]?.push(exportOf(8), reviewOf(2, { cursor: 7 }));
    expect(shown()).toEqual([8, 2, 1]);
    expect(rowOf(2)?.state).toBe('dismissed');
  });

  it('says that somebody was faster, and shows what they did', async () => {
    await session.next().answer(answerOf());
    store.decide(idOf(2), { action: 'create' });
    await session.next().fail(new RscError('export_decided', 'for a test'));
    expect(store.state.deeds.get(idOf(2))).toMatchObject({
      state: 'failed',
      code: 'export_decided',
    });
    await session
      .next()
      .answer({ export: exportOf(2, { cursor: 3, outcome: 'merged' }), candidates: [] });
    expect(rowOf(2)).toMatchObject({ state: 'delivered', outcome: 'merged' });
  });

  it('lets try again what failed, and asks again for candidates that did not come', async () => {
    await session.next().answer(answerOf());
    store.toggle(idOf(2));
    await session.next().fail(new RscError('backend_error', 'for a test'));
    expect(store.state.opened).toMatchObject({ candidates: null, code: 'backend_error' });
    expect(store.state.phase).toBe('ready');
    store.compareAgain();
    await session.next().answer({ export: reviewOf(2), candidates: [existingOf()] });
    expect(store.state.opened).toMatchObject({ code: null });
    store.decide(idOf(2), { action: 'dismiss' });
    await session.next().fail(new RscError('backend_unreachable', 'for a test'));
    expect(rowOf(2)?.state).toBe('review');
    store.decide(idOf(2), { action: 'dismiss' });
    await session.next().answer(reviewOf(2, { cursor: 3, state: 'dismissed', canUndo: true }));
    expect(store.state.deeds.size).toBe(0);
  });

  it('decides nothing for who may only read, or what is settled or being worked on', async () => {
    await session.next().answer(answerOf({ mayDecide: false }));
    store.decide(idOf(2), { action: 'create' });
    store.decide(idOf(1), { action: 'undo' });
    expect(open()).toBe(1);
    vi.setSystemTime(Date.now() + 60_000);
    store.wake();
    const items = [reviewOf(2, { cursor: 3, working: 'merge' })];
    await session.next().answer(answerOf({ items, cursor: 3 }));
    store.decide(idOf(2), { action: 'create' });
    store.decide(idOf(1), { action: 'dismiss' });
    expect(open()).toBe(2);
  });

  it('tells of exports that come into the ATS, and not of those that were there', async () => {
    await session.next().answer(answerOf());
    expect(events()).toEqual([]);
    await streams[0]?.push(
      exportOf(3, { state: 'fetched', candidateId: null, applicationId: null }),
      exportOf(3, { cursor: 4, job: null, applicationId: null }),
      exportOf(3, { cursor: 5, job: null, applicationId: null, link: 'pending' }),
    );
    const detail = { exportId: idOf(3), state: 'delivered', candidateId: 'cand-3' };
    expect(events()).toEqual([{ t: 'event', name: 'rsc-export', detail }]);
    store.open('cand-3');
    expect(events().at(-1)).toEqual({
      t: 'open',
      name: 'rsc-open',
      detail: { candidateId: 'cand-3' },
    });
  });
});

describe('inbox of exports, when something is wrong', () => {
  it('keeps what it has while the backend is down, and gives it up after a while', async () => {
    await session.next().answer(answerOf());
    vi.setSystemTime(Date.now() + 60_000);
    store.wake();
    await session.next().fail(new RscError('backend_unreachable', 'for a test'));
    expect(store.state).toMatchObject({ phase: 'stale', willRetry: true });
    expect(shown()).toEqual([2, 1]);
    await vi.advanceTimersByTimeAsync(1_200);
    await session.next().answer(answerOf({ items: [exportOf(3)], cursor: 3 }));
    expect(store.state.phase).toBe('ready');
    expect(shown()).toEqual([3, 2, 1]);
    vi.setSystemTime(Date.now() + 60_000);
    store.wake();
    await session.next().fail(new RscError('offline', 'for a test'));
    await vi.advanceTimersByTimeAsync(300_000);
    expect(store.state).toMatchObject({ phase: 'offline', answer: null });
    expect(shown()).toEqual([]);
  });

  it('shows nothing more once the person has no right to it', async () => {
    await session.next().answer(answerOf());
    store.decide(idOf(2), { action: 'dismiss' });
    await session.next().fail(new RscError('scope_missing', 'for a test'));
    expect(store.state).toMatchObject({ phase: 'not_allowed', answer: null });
    expect(streams[0]?.isAborted).toBe(true);
  });

  it('starts over for another job or person, and takes nothing of the former for it', async () => {
    const former = session.next();
    session.host.onSettings({ jobId: 'job-2' });
    await former.answer(answerOf());
    expect(store.state.answer).toBeNull();
    await session.next().answer(answerOf({ items: [exportOf(1)] }));
    expect(shown()).toEqual([1]);
    session.host.onWipe('viewer_changed');
    await settle();
    expect(shown()).toEqual([]);
    expect(streams.at(-1)?.isAborted).toBe(true);
    await session.next().answer(answerOf());
    expect(shown()).toEqual([2, 1]);
    session.host.onWipe('revoked');
    expect(store.state).toMatchObject({ phase: 'revoked', answer: null });
  });
});
