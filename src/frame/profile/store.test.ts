import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RscError, type ErrorCode } from '../../protocol/errors.ts';
import {
  createFakeSession,
  matchedCandidate,
  now,
  settle,
  type FakeSession,
} from '../fake-session.test-support.ts';
import { createProfileStore, type ProfileStore } from './store.ts';

const member = 'urn:li:person:abc';
const error = (code: ErrorCode, retryAfterMs?: number): RscError =>
  new RscError(code, 'for a test', { retryAfterMs });

let session: FakeSession;
let store: ProfileStore;
let reloads: number;

const states = (): unknown[] => session.sent.filter((message) => message.t === 'state');
const events = (): unknown[] => session.sent.filter((message) => message.t === 'event');

async function connect(): Promise<void> {
  void store.start();
  await session.connected();
}

async function ready(): Promise<void> {
  await connect();
  session.host.onSettings({ candidateId: 'cand-1' });
  await session.next().answer(matchedCandidate);
}

beforeEach(() => {
  vi.useFakeTimers({ now });
  session = createFakeSession();
  reloads = 0;
  store = createProfileStore({
    connect: session.connect,
    reload: () => {
      reloads += 1;
    },
    random: () => 0.5,
  });
});

afterEach(() => {
  store.close();
  vi.useRealTimers();
});

describe('profile store, on the way to data', () => {
  it('goes from loading over authorizing to ready, and tells the host', async () => {
    await connect();
    session.host.onSettings({ candidateId: 'cand/1', integrationContext: 'urn:li:organization:1' });
    session.host.onState('authorizing');
    const call = session.next();
    expect(call).toMatchObject({
      method: 'GET',
      path: '/candidates/cand%2F1',
      headers: { 'rsc-integration-context': 'urn:li:organization:1' },
    });
    await call.answer(matchedCandidate);
    expect(store.state).toMatchObject({
      phase: 'ready',
      code: null,
      candidate: matchedCandidate,
      fetchedAtMs: now,
    });
    expect(states()).toEqual([
      { t: 'state', state: 'loading' },
      { t: 'state', state: 'authorizing' },
      { t: 'state', state: 'ready' },
    ]);
  });

  it('says after three seconds that it takes long', async () => {
    void store.start();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(store.state.slow).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(store.state.slow).toBe(true);
  });

  it('gives up on a host that never answers, offers to reload, and still takes a late one', async () => {
    void store.start();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(store.state).toMatchObject({ phase: 'no_response', code: 'no_response' });
    store.retry();
    expect(reloads).toBe(1);
    await session.connected();
    session.host.onSettings({ candidateId: 'cand-1' });
    await session.next().answer(matchedCandidate);
    expect(store.state.phase).toBe('ready');
  });

  it('shows why it could not connect', async () => {
    void store.start();
    await session.refuseToConnect(error('upgrade_required'));
    expect(store.state).toMatchObject({ phase: 'incompatible', code: 'upgrade_required' });
  });

  it('shows why the host still waits for a context', async () => {
    await connect();
    session.host.onSettings({ candidateId: 'cand-1' });
    session.host.onState('authorizing', 'signer_busy');
    expect(store.state).toMatchObject({
      phase: 'authorizing',
      code: 'signer_busy',
      willRetry: true,
    });
  });

  it('asks once however often settings that do not matter change', async () => {
    await connect();
    session.host.onSettings({ candidateId: 'cand-1' });
    session.host.onSettings({ candidateId: 'cand-1', heightPx: 600 });
    session.host.onSettings({ candidateId: 'cand-1', heightPx: 600, appearance: 'dark' });
    expect(session.calls).toHaveLength(1);
  });
});

describe('profile store, when something fails', () => {
  it.each([
    ['signer_signed_out', 'signed_out'],
    ['signer_not_allowed', 'not_allowed'],
    ['candidate_unknown', 'error'],
    ['integration_context_unknown', 'misconfigured'],
    ['ctx_expired', 'ctx_rejected'],
    ['offline', 'offline'],
    ['backend_error', 'backend_5xx'],
  ] as const)('shows %s as %s and tells the host', async (code, phase) => {
    await connect();
    session.host.onSettings({ candidateId: 'cand-1' });
    await session.next().fail(error(code));
    expect(store.state).toMatchObject({ phase, code, busy: false });
    expect(states().at(-1)).toEqual({ t: 'state', state: phase, code });
  });

  it('tries five times on its own, with growing pauses, then leaves it to the person', async () => {
    await connect();
    session.host.onSettings({ candidateId: 'cand-1' });
    for (const pauseMs of [1_000, 2_000, 4_000, 8_000, 16_000]) {
      await session.next().fail(error('backend_error'));
      expect(store.state.willRetry).toBe(true);
      await vi.advanceTimersByTimeAsync(pauseMs);
    }
    await session.next().fail(error('backend_error'));
    expect(store.state.willRetry).toBe(false);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(session.calls).toHaveLength(6);
    store.retry();
    await session.next().answer(matchedCandidate);
    expect(store.state.phase).toBe('ready');
  });

  it('waits as long as a busy backend asks', async () => {
    await connect();
    session.host.onSettings({ candidateId: 'cand-1' });
    await session.next().fail(error('backend_busy', 45_000));
    await vi.advanceTimersByTimeAsync(44_999);
    expect(session.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(session.calls).toHaveLength(2);
  });

  it('does not try again on its own what trying cannot help', async () => {
    await connect();
    session.host.onSettings({ candidateId: 'cand-1' });
    await session.next().fail(error('signer_not_allowed'));
    await vi.advanceTimersByTimeAsync(600_000);
    store.wake();
    expect(session.calls).toHaveLength(1);
  });

  it('goes on as soon as the connection is back or the host resumes', async () => {
    await connect();
    session.host.onSettings({ candidateId: 'cand-1' });
    await session.next().fail(error('offline'));
    store.wake();
    await session.next().fail(error('signer_signed_out'));
    session.host.onMessage({ t: 'resume' });
    await session.next().answer(matchedCandidate);
    expect(store.state.phase).toBe('ready');
  });

  it('keeps the failure on view while it tries again', async () => {
    await connect();
    session.host.onSettings({ candidateId: 'cand-1' });
    await session.next().fail(error('ctx_expired'));
    store.retry();
    session.host.onState('authorizing');
    expect(store.state).toMatchObject({ phase: 'ctx_rejected', code: 'ctx_expired', busy: true });
  });
});

describe('profile store, with data', () => {
  it('keeps old data for at most five minutes after news failed to come', async () => {
    await ready();
    store.refresh();
    await session.next().fail(error('offline'));
    expect(store.state).toMatchObject({ phase: 'stale', candidate: matchedCandidate });
    await vi.advanceTimersByTimeAsync(299_999);
    expect(store.state.candidate).not.toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(store.state).toMatchObject({ phase: 'offline', code: 'offline', candidate: null });
  });

  it('does not count from the latest of several failures', async () => {
    await ready();
    store.refresh();
    await session.next().fail(error('offline'));
    await vi.advanceTimersByTimeAsync(200_000);
    store.wake();
    await session.next().fail(error('offline'));
    await vi.advanceTimersByTimeAsync(100_000);
    expect(store.state.candidate).toBeNull();
  });

  it('asks again each time it is looked at again, once for all events of it', async () => {
    await ready();
    store.wake();
    expect(session.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_001);
    store.wake();
    store.wake();
    expect(session.calls).toHaveLength(2);
    await session.next().fail(error('revoked'));
    expect(store.state.candidate).toBeNull();
  });

  it('drops data at once when the right to it is gone', async () => {
    await ready();
    const { incarnation } = store.state;
    store.refresh();
    await session.next().fail(error('signer_signed_out'));
    expect(store.state).toMatchObject({ phase: 'signed_out', candidate: null });
    expect(store.state.incarnation).toBeGreaterThan(incarnation);
  });

  it('wipes on revocation, and starts the document over when the person tries again', async () => {
    await ready();
    session.host.onWipe('revoked');
    session.host.onState('revoked', 'revoked');
    expect(store.state).toMatchObject({ phase: 'revoked', code: 'revoked', candidate: null });
    expect(states().at(-1)).toEqual({ t: 'state', state: 'revoked', code: 'revoked' });
    store.retry();
    expect(reloads).toBe(1);
  });

  it('comes back from a revocation when the host resumes', async () => {
    await ready();
    session.host.onWipe('revoked');
    session.host.onMessage({ t: 'resume' });
    await session.next().answer(matchedCandidate);
    expect(store.state.phase).toBe('ready');
  });

  it('wipes and starts over when another person looks; late answers do not count', async () => {
    await ready();
    store.refresh();
    const late = session.next();
    session.host.onWipe('viewer_changed');
    expect(store.state.candidate).toBeNull();
    await late.answer(matchedCandidate);
    expect(store.state.candidate).toBeNull();
    await session.next().answer({ ...matchedCandidate, activities: [] });
    expect(store.state.candidate?.activities).toEqual([]);
  });

  it('asks anew for another candidate, and never shows one under the name of the other', async () => {
    await ready();
    session.host.onWipe('object_changed');
    session.host.onSettings({ candidateId: 'cand-2' });
    expect(store.state).toMatchObject({ candidate: null, phase: 'loading' });
    expect(session.next().path).toBe('/candidates/cand-2');
  });

  it('is idle after the host said goodbye', async () => {
    await ready();
    session.host.onWipe('bye');
    expect(store.state).toMatchObject({ phase: 'idle', candidate: null });
  });

  it('asks again when looked at after a while, not at each look', async () => {
    await ready();
    store.wake();
    expect(session.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(60_001);
    store.wake();
    store.wake();
    expect(session.calls).toHaveLength(2);
    expect(store.state.phase).toBe('ready');
  });

  it('tells nobody about renewals behind the data', async () => {
    await ready();
    const before = states().length;
    session.host.onState('authorizing');
    session.host.onState('authorizing', 'signer_busy');
    expect(store.state.phase).toBe('ready');
    expect(states()).toHaveLength(before);
  });

  it('tells the host when LinkedIn fails, and when it works again', async () => {
    await ready();
    store.pluginReported('linkedin_script_blocked');
    expect(states().at(-1)).toEqual({
      t: 'state',
      state: 'error',
      code: 'linkedin_script_blocked',
    });
    expect(store.state.candidate).not.toBeNull();
    store.pluginReported(null);
    expect(states().at(-1)).toEqual({ t: 'state', state: 'ready' });
  });
});

describe('profile store, when a person links or unlinks', () => {
  it('saves it, tells the host once, and asks for news', async () => {
    await ready();
    store.memberChanged('linked', member);
    const call = session.next();
    expect(call).toMatchObject({
      method: 'POST',
      path: '/candidates/cand-1/match',
      body: { action: 'linked', member },
    });
    expect(events()).toEqual([]);
    await call.answer(null);
    expect(events()).toEqual([{ t: 'event', name: 'rsc-link', detail: { member } }]);
    expect(session.next().method).toBe('GET');
  });

  it('tells the host although saving failed, goes on trying, and tells it no second time', async () => {
    await ready();
    store.memberChanged('unlinked', member);
    await session.next().fail(error('backend_error'));
    expect(events()).toEqual([{ t: 'event', name: 'rsc-unlink', detail: { member } }]);
    expect(store.state.unsaved).toEqual({ action: 'unlinked', code: 'backend_error' });
    await vi.advanceTimersByTimeAsync(2_000);
    await session.next().answer(null);
    expect(store.state.unsaved).toBeNull();
    expect(events()).toHaveLength(1);
  });

  it('lets the person try again when we have given up', async () => {
    await ready();
    store.memberChanged('linked', member);
    await session.next().fail(error('scope_missing'));
    await vi.advanceTimersByTimeAsync(600_000);
    store.retry();
    await session.next().answer(null);
    await settle();
    expect(store.state.unsaved).toBeNull();
    expect(events()).toHaveLength(1);
  });

  it('forgets what is unsaved when the candidate changes', async () => {
    await ready();
    store.memberChanged('linked', member);
    await session.next().fail(error('backend_error'));
    session.host.onWipe('object_changed');
    expect(store.state.unsaved).toBeNull();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(session.calls.filter((call) => call.method === 'POST')).toHaveLength(1);
  });
});
