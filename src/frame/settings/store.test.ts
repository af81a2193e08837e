import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RscError } from '../../protocol/errors.ts';
import { createFakeSession, settle, type FakeSession } from '../fake-session.test-support.ts';
import type { FrameSession } from '../session.ts';
import { answerOf, integrationOf } from './settings.test-support.ts';
import { createSettingsStore, type SettingsStore } from './store.ts';

let session: FakeSession;
let store: SettingsStore;
let streams: { from: string; push: (text: string) => Promise<void>; end: () => void }[];
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
    streams.push({
      from: headers['last-event-id'] ?? '',
      async push(text) {
        controller.enqueue(new TextEncoder().encode(text));
        await vi.advanceTimersByTimeAsync(0);
      },
      end: () => {
        controller.close();
      },
    });
    return Promise.resolve(body);
  };
  store = createSettingsStore({
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

const eventOf = (id: number, changes: Parameters<typeof integrationOf>[0]): string => {
  const { name: _name, ...change } = integrationOf(changes);
  return `id: ${String(id)}\ndata: ${JSON.stringify(change)}\n\n`;
};
const stateOfProfile = (): string | undefined =>
  store.state.answer?.integrations.find(({ type }) => type === 'PROFILE_PLUGIN')?.state;

describe('settings store', () => {
  it('follows what happens after what it was answered', async () => {
    await session.next().answer(answerOf());
    expect(store.state.phase).toBe('ready');
    expect(streams.map(({ from }) => from)).toEqual(['7']);
    await streams[0]?.push(eventOf(8, { state: 'disabled', rawStatus: 'DISABLED' }));
    expect(stateOfProfile()).toBe('disabled');
    expect(store.state.news?.state).toBe('disabled');
    // The name is not part of a change, and stays.
    expect(store.state.answer?.integrations[0]?.name).toContain('Fieldbook');
  });

  it('goes on without a gap where a stream has ended, and says nothing twice', async () => {
    await session.next().answer(answerOf());
    await streams[0]?.push(eventOf(9, { state: 'disabled' }));
    streams[0]?.end();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(streams[1]?.from).toBe('9');
    const before = store.state.news;
    await streams[1]?.push(eventOf(9, { state: 'disabled' }));
    expect(store.state.news).toBe(before);
    await streams[1]?.push('id: 10\ndata: {"what":1}\n\n');
    expect(store.state.phase).toBe('ready');
  });

  it('asks now and then where no stream comes through', async () => {
    streamFails = true;
    await session.next().answer(answerOf());
    await vi.advanceTimersByTimeAsync(16_000);
    expect(session.calls).toHaveLength(2);
    await session.next().answer(answerOf({ integrations: [integrationOf({ state: 'disabled' })] }));
    expect(stateOfProfile()).toBe('disabled');
  });

  it('saves what was requested, and tells the page', async () => {
    await session.next().answer(answerOf({ integrations: [] }));
    const requested = {
      integrationContext: 'urn:li:organization:5',
      integrationType: 'PROFILE_PLUGIN',
      tenantType: 'RECRUITER',
      dataProvider: 'ATS',
    };
    store.integrated([requested]);
    expect(session.sent.at(-1)).toMatchObject({ t: 'event', name: 'rsc-integrate' });
    const call = session.next();
    expect([call.method, call.path, call.body]).toEqual([
      'POST',
      '/integrations',
      { payload: [requested] },
    ]);
    await call.answer(answerOf());
    expect(store.state.answer?.integrations).toHaveLength(6);
  });

  it('keeps what could not be saved for another try', async () => {
    await session.next().answer(answerOf());
    store.choose({ jobAvailability: 'PUBLIC' });
    expect(store.state.answer?.settings.jobAvailability).toBe('PUBLIC');
    await session.next().fail(new RscError('backend_unreachable', 'for a test'));
    expect(store.state.unsaved).toBe('backend_unreachable');
    store.retry();
    const call = session.next();
    expect(call.body).toEqual({ jobAvailability: 'PUBLIC' });
    await call.answer(answerOf({ settings: { jobAvailability: 'PUBLIC', viewers: 'all' } }));
    expect(store.state.unsaved).toBeNull();
  });

  it('does not take a choice back when the frame is looked at while it is saved', async () => {
    await session.next().answer(answerOf());
    await vi.advanceTimersByTimeAsync(2_000);
    store.choose({ jobAvailability: 'PUBLIC' });
    const saving = session.next();
    store.wake();
    await settle();
    expect(session.calls).toHaveLength(2);
    expect(store.state.answer?.settings.jobAvailability).toBe('PUBLIC');
    await saving.answer(answerOf({ settings: { jobAvailability: 'PUBLIC', viewers: 'all' } }));
    expect([store.state.saved, store.state.busy]).toEqual([true, false]);
  });

  it('says that a choice is saved, until something else happens', async () => {
    await session.next().answer(answerOf());
    store.choose({ viewers: 'acls' });
    expect(store.state.saved).toBe(false);
    await session.next().answer(answerOf());
    expect(store.state.saved).toBe(true);
    store.integrated([]);
    expect(store.state.saved).toBe(false);
    await session.next().answer(answerOf());
    expect(store.state.saved).toBe(false);
  });

  it('shows nothing any more to who may not look, and follows nothing', async () => {
    await session.next().answer(answerOf());
    session.host.onWipe('revoked');
    expect([store.state.phase, store.state.answer]).toEqual(['revoked', null]);
    await settle();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(streams).toHaveLength(1);
  });
});
