import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RscError } from '../../protocol/errors.ts';
import { createFakeSession, settle, type FakeSession } from '../fake-session.test-support.ts';
import { answerOf, candidateOf } from './rediscovered.test-support.ts';
import { createRediscoveredStore, type RediscoveredStore } from './store.ts';

let session: FakeSession;
let store: RediscoveredStore;

beforeEach(async () => {
  vi.useFakeTimers();
  session = createFakeSession();
  store = createRediscoveredStore({
    connect: session.connect,
    reload: () => undefined,
    random: () => 0.5,
  });
  void store.start();
  await session.connected();
  session.host.onSettings({ jobId: 'job 1' });
});
afterEach(() => {
  store.close();
  vi.useRealTimers();
});

const base = '/jobs/job%201/rediscovered';
const ids = (): string[] => store.state.items.map(({ id }) => id);
const events = () => session.sent.filter(({ t }) => t === 'event' || t === 'open');
const decided = (action: 'add' | 'dismiss' | 'restore', applicationId: string | null = null) => ({
  action,
  candidateId: 'cand-1',
  applicationId,
});

describe('store of rediscovered candidates', () => {
  it('asks for the job, page by page, each candidate once', async () => {
    const first = session.next();
    expect(first.path).toBe(`${base}?limit=10`);
    await first.answer(answerOf({ next: '41.Y2FuZC0y' }));
    expect(store.state.phase).toBe('ready');
    store.more();
    store.more();
    const second = session.next();
    expect(second.path).toBe(`${base}?limit=10&after=41.Y2FuZC0y`);
    await second.answer(
      answerOf({ items: [candidateOf({ id: 'cand-2' }), candidateOf({ id: 'cand-3' })] }),
    );
    expect(ids()).toEqual(['cand-1', 'cand-2', 'cand-3']);
    store.more();
    expect(session.calls).toHaveLength(2);
  });

  it('adds a candidate once, and tells the host page', async () => {
    await session.next().answer(answerOf());
    store.decide('cand-1', 'add');
    store.decide('cand-1', 'add');
    const call = session.next();
    expect([call.method, call.path, call.body]).toEqual([
      'POST',
      `${base}/cand-1`,
      { action: 'add' },
    ]);
    expect(session.calls).toHaveLength(2);
    await call.answer(decided('add', 'application-1'));
    expect(store.state.deeds.get('cand-1')).toEqual({ action: 'add', state: 'done', code: null });
    const detail = { candidateId: 'cand-1', jobId: 'job 1', applicationId: 'application-1' };
    expect(events()).toEqual([{ t: 'event', name: 'rsc-add', detail }]);
  });

  it('dismisses, and takes it back as the card was', async () => {
    await session.next().answer(answerOf());
    store.decide('cand-1', 'dismiss');
    await session.next().answer(decided('dismiss'));
    expect(store.state.deeds.get('cand-1')?.state).toBe('done');
    expect(store.state.answer?.dismissed).toBe(1);
    store.decide('cand-1', 'restore');
    await session.next().answer(decided('restore'));
    expect(store.state.deeds.size).toBe(0);
    expect(store.state.answer?.dismissed).toBe(0);
    expect(ids()).toEqual(['cand-1', 'cand-2']);
    expect(events()).toEqual([]);
  });

  it('says what was refused at the card, and lets try again', async () => {
    await session.next().answer(answerOf());
    store.decide('cand-1', 'add');
    await session.next().fail(new RscError('addition_refused', 'for a test'));
    expect(store.state.deeds.get('cand-1')).toMatchObject({
      state: 'failed',
      code: 'addition_refused',
    });
    expect(store.state.phase).toBe('ready');
    store.decide('cand-1', 'add');
    await session.next().answer(decided('add'));
    expect(store.state.deeds.get('cand-1')?.state).toBe('done');
  });

  it('shows nothing more once the person has no right to it', async () => {
    await session.next().answer(answerOf());
    store.decide('cand-1', 'dismiss');
    await session.next().fail(new RscError('scope_missing', 'for a test'));
    expect(store.state).toMatchObject({ phase: 'not_allowed', answer: null, items: [] });
  });

  it('opens a candidate in the host page', async () => {
    await session.next().answer(answerOf());
    store.open('cand-2');
    expect(events()).toEqual([{ t: 'open', name: 'rsc-open', detail: { candidateId: 'cand-2' } }]);
  });

  it('shows the dismissed on demand, and forgets deeds with the list', async () => {
    await session.next().answer(answerOf());
    store.decide('cand-1', 'dismiss');
    await session.next().answer(decided('dismiss'));
    store.show('dismissed');
    const call = session.next();
    expect(call.path).toBe(`${base}?limit=10&show=dismissed`);
    await call.answer(answerOf({ items: [candidateOf({ isDismissed: true })], dismissed: 1 }));
    expect(store.state.deeds.size).toBe(0);
    store.decide('cand-1', 'restore');
    await session.next().answer(decided('restore'));
    expect(store.state.deeds.get('cand-1')).toMatchObject({ action: 'restore', state: 'done' });
  });

  it('starts over for another job, and does not take the answer of the former for it', async () => {
    const former = session.next();
    session.host.onSettings({ jobId: 'job-2' });
    await former.answer(answerOf());
    expect(store.state.answer).toBeNull();
    const call = session.next();
    expect(call.path).toBe('/jobs/job-2/rediscovered?limit=10');
    await call.answer(answerOf());
    expect(store.state.phase).toBe('ready');
  });

  it('keeps what it has while the backend is down, tries again, and gives it up after a while', async () => {
    await session.next().answer(answerOf());
    await vi.advanceTimersByTimeAsync(61_000);
    store.wake();
    await session.next().fail(new RscError('backend_unreachable', 'for a test'));
    expect(store.state.phase).toBe('stale');
    expect(ids()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1_200);
    await session.next().answer(answerOf());
    expect(store.state.phase).toBe('ready');
    await vi.advanceTimersByTimeAsync(61_000);
    store.wake();
    await session.next().fail(new RscError('offline', 'for a test'));
    await vi.advanceTimersByTimeAsync(300_000);
    expect(store.state).toMatchObject({ phase: 'offline', answer: null, items: [] });
  });

  it('leaves a list alone that somebody works on', async () => {
    await session.next().answer(answerOf());
    store.decide('cand-1', 'dismiss');
    await session.next().answer(decided('dismiss'));
    await vi.advanceTimersByTimeAsync(61_000);
    store.wake();
    expect(session.calls).toHaveLength(2);
  });

  it('takes no news that were asked for before somebody began to work on it', async () => {
    await session.next().answer(answerOf());
    await vi.advanceTimersByTimeAsync(61_000);
    store.wake();
    const news = session.next();
    store.decide('cand-1', 'dismiss');
    await session.next().answer(decided('dismiss'));
    const before = ids();
    await news.answer(answerOf({ items: [candidateOf({ id: 'cand-9' })] }));
    expect(ids()).toEqual(before);
    expect(store.state.deeds.get('cand-1')).toMatchObject({ action: 'dismiss', state: 'done' });
    expect([store.state.busy, store.state.phase]).toEqual([false, 'ready']);
  });

  it('wipes what belongs to somebody else', async () => {
    await session.next().answer(answerOf());
    session.host.onWipe('viewer_changed');
    await settle();
    expect(store.state.items).toEqual([]);
    await session.next().answer(answerOf());
    expect(ids()).toHaveLength(2);
    session.host.onWipe('revoked');
    expect(store.state).toMatchObject({ phase: 'revoked', items: [] });
  });
});
