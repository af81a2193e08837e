import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RscError } from '../../protocol/errors.ts';
import type { CandidateStatus } from '../../protocol/routes.ts';
import { createFakeSession, now, type FakeSession } from '../fake-session.test-support.ts';
import { startBroker } from './broker.ts';

const statusOf = (candidateId: string): CandidateStatus => ({
  candidateId,
  synced: true,
  match: 'none',
  observedAtMs: now,
});
const idsFrom = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `c${String(from + index)}`);

let session: FakeSession;
const want = (...ids: string[]): void => {
  session.host.onMessage({ t: 'want', ids });
};
const tick = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1);
const answered = (): string[] =>
  session.sent.flatMap((message) =>
    message.t === 'statuses' ? message.items.map((item) => item.candidateId) : [],
  );
const asked = (call: { body: unknown }): string[] => (call.body as { ids: string[] }).ids;

beforeEach(async () => {
  vi.useFakeTimers({ now });
  session = createFakeSession();
  void startBroker(session.connect);
  await session.connected();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('indicator broker', () => {
  it('asks once for what was wanted together, without doubles', async () => {
    want('a', 'b');
    want('b', 'c');
    await tick();
    const call = session.next();
    expect(call).toMatchObject({ method: 'POST', path: '/candidates/statuses' });
    expect(asked(call)).toEqual(['a', 'b', 'c']);
    await call.answer({ items: [statusOf('a'), statusOf('b'), statusOf('c')] });
    expect(answered()).toEqual(['a', 'b', 'c']);
    expect(session.sent.at(-1)).toEqual({ t: 'state', state: 'ready' });
  });

  it('asks for a hundred at most, one request at a time, and for all in the end', async () => {
    for (let from = 0; from < 1_000; from += 100) want(...idsFrom(from, 100));
    for (let request = 1; request <= 10; request += 1) {
      await tick();
      expect(session.calls).toHaveLength(request);
      const call = session.next();
      const ids = asked(call);
      expect(ids).toHaveLength(100);
      await call.answer({ items: ids.map(statusOf) });
    }
    await tick();
    expect(session.calls).toHaveLength(10);
    expect(new Set(answered()).size).toBe(1_000);
  });

  it('does not ask for what is being asked for', async () => {
    want('a');
    await tick();
    want('a', 'b');
    await session.next().answer({ items: [statusOf('a')] });
    await tick();
    expect(asked(session.next())).toEqual(['b']);
  });

  it('says for which candidates it failed, why, and when to ask again', async () => {
    want('a', 'b');
    await tick();
    await session
      .next()
      .fail(new RscError('backend_busy', 'for a test', { retryAfterMs: 7_000.4 }));
    expect(session.sent).toEqual([
      { t: 'state', state: 'backend_429', code: 'backend_busy' },
      { t: 'statuses-error', ids: ['a', 'b'], code: 'backend_busy' },
    ]);
    await vi.advanceTimersByTimeAsync(6_900);
    expect(session.calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked(session.next())).toEqual(['a', 'b']);
  });

  it('tries again by itself, later and later, and then waits to be asked', async () => {
    want('a');
    const askedAtS: number[] = [];
    for (let seconds = 0; seconds < 600; seconds += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      if (session.calls.length === askedAtS.length) continue;
      askedAtS.push(seconds);
      await session.next().fail(new RscError('backend_error', 'for a test'));
    }
    const gaps = askedAtS.slice(1).map((second, index) => second - (askedAtS[index] ?? 0));
    expect(gaps).toHaveLength(5);
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
    want('a');
    await tick();
    expect(asked(session.next())).toEqual(['a']);
  });

  it('does not wait with a retry when the host asks anew', async () => {
    want('a');
    await tick();
    await session.next().fail(new RscError('backend_error', 'for a test'));
    want('b');
    await tick();
    await session.next().answer({ items: [statusOf('b')] });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(session.calls).toHaveLength(2);
  });

  it('does not insist where a person has to act first', async () => {
    want('a');
    await tick();
    await session.next().fail(new RscError('signer_not_allowed', 'for a test'));
    expect(session.sent).toEqual([
      { t: 'state', state: 'not_allowed', code: 'signer_not_allowed' },
      { t: 'statuses-error', ids: ['a'], code: 'signer_not_allowed' },
    ]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(session.calls).toHaveLength(1);
  });

  it('says which candidates the backend does not know, and drops what nobody asked for', async () => {
    want('a', 'b');
    await tick();
    await session.next().answer({ items: [statusOf('a'), statusOf('x')] });
    expect(answered()).toEqual(['a']);
    expect(session.sent).toContainEqual({
      t: 'statuses-error',
      ids: ['b'],
      code: 'candidate_unknown',
    });
  });

  it('asks again for another person, and drops the answer for the last one', async () => {
    want('a');
    await tick();
    const late = session.next();
    session.host.onWipe('viewer_changed');
    await late.answer({ items: [statusOf('a')] });
    expect(answered()).toEqual([]);
    // The page forgets what the last person saw.
    expect(session.sent).toEqual([{ t: 'state', state: 'idle' }]);
    await tick();
    await session.next().answer({ items: [statusOf('a')] });
    expect(answered()).toEqual(['a']);
  });

  it('answers everything that is open when the session is revoked', async () => {
    want('a');
    await tick();
    want('b');
    session.host.onWipe('revoked');
    session.host.onState('revoked', 'revoked');
    await session.next().fail(new DOMException('gone', 'AbortError'));
    expect(session.sent).toEqual([
      { t: 'state', state: 'revoked', code: 'revoked' },
      { t: 'statuses-error', ids: ['a', 'b'], code: 'revoked' },
    ]);
  });
});
