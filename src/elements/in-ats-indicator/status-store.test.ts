import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CandidateStatus } from '../../protocol/routes.ts';
import { createStatusStore, type StatusRow } from './status-store.ts';

const minuteMs = 60_000;

const statusOf = (candidateId: string): CandidateStatus => ({
  candidateId,
  synced: true,
  match: 'automatic',
  observedAtMs: Date.now(),
});

/** A list of candidates with a viewport over it, and a broker that writes down its questions. */
function list(count: number, nearRows = 30) {
  const ids = Array.from({ length: count }, (_, i) => `c-${String(i)}`);
  const questions: (readonly string[])[] = [];
  const seen = { top: 0, isVisible: true, changes: 0 };
  const rows = (): StatusRow[] =>
    ids.map((id, i) => ({
      id,
      isNear: seen.isVisible && i >= seen.top && i < seen.top + nearRows,
    }));
  const store = createStatusStore({
    rows,
    ask: () => questions.push(store.pending),
    onChange: () => (seen.changes += 1),
  });
  return {
    store,
    questions,
    seen,
    ids,
    answer: () => {
      store.answer(store.pending.map(statusOf));
    },
    /** Scrolls so that the row is the first near one. */
    scroll(top: number) {
      seen.top = top;
      store.refresh();
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('createStatusStore', () => {
  it('asks once for all rows of a rendering, and for others to fill the hundred', () => {
    const { ids, questions, store } = list(1_000);
    for (let i = 0; i < 30; i += 1) store.refresh();
    vi.advanceTimersByTime(50);
    expect(questions).toEqual([ids.slice(0, 100)]);
  });

  it('needs ten questions for a thousand rows scrolled through', () => {
    const { answer, questions, scroll, store, ids } = list(1_000);
    for (let top = 0; top < 1_000; top += 7) {
      scroll(top);
      vi.advanceTimersByTime(50);
      if (store.pending.length > 0) answer();
    }
    expect(questions.map(({ length }) => length)).toEqual(Array<number>(10).fill(100));
    expect(ids.every((id) => store.get(id)?.status !== undefined)).toBe(true);
  });

  it('needs no more when somebody jumps about', () => {
    const { answer, questions, scroll, store } = list(1_000);
    for (let i = 0; i < 300; i += 1) {
      scroll((i * 397) % 970);
      vi.advanceTimersByTime(50);
      if (store.pending.length > 0) answer();
    }
    expect(questions.length).toBeLessThanOrEqual(10);
  });

  it('asks for what is in view first', () => {
    const { questions, scroll } = list(1_000);
    scroll(500);
    vi.advanceTimersByTime(50);
    expect(questions[0]?.slice(0, 30)).toEqual(
      Array.from({ length: 30 }, (_, i) => `c-${String(500 + i)}`),
    );
  });

  it('asks nothing while nobody looks', () => {
    const { questions, seen, store } = list(10);
    seen.isVisible = false;
    store.refresh();
    vi.advanceTimersByTime(minuteMs);
    expect(questions).toEqual([]);
  });

  it('has one question open at a time', () => {
    const { answer, questions, scroll } = list(400);
    scroll(0);
    vi.advanceTimersByTime(50);
    scroll(300);
    vi.advanceTimersByTime(50);
    expect(questions).toHaveLength(1);
    answer();
    vi.advanceTimersByTime(50);
    expect(questions).toHaveLength(2);
    expect(questions[1]).toContain('c-329');
  });

  it('refreshes what has become stale, and only in view', () => {
    const { answer, questions, store } = list(300);
    store.refresh();
    vi.advanceTimersByTime(50);
    answer();
    vi.advanceTimersByTime(4 * minuteMs);
    store.refresh();
    vi.advanceTimersByTime(50);
    expect(questions).toHaveLength(1);
    vi.advanceTimersByTime(2 * minuteMs);
    store.refresh();
    vi.advanceTimersByTime(50);
    expect(questions).toHaveLength(2);
    expect(questions[1]?.slice(0, 30)).toEqual(
      Array.from({ length: 30 }, (_, i) => `c-${String(i)}`),
    );
    expect(questions[1]).not.toContain('c-31');
  });

  it('takes candidates left out of an answer for unknown, and does not insist', () => {
    const { questions, store } = list(3);
    store.refresh();
    vi.advanceTimersByTime(50);
    store.answer([statusOf('c-0')]);
    expect(store.get('c-1')?.failure?.code).toBe('candidate_unknown');
    vi.advanceTimersByTime(minuteMs);
    store.refresh();
    vi.advanceTimersByTime(50);
    expect(questions).toHaveLength(1);
  });

  it('keeps the last status through a failure', () => {
    const { answer, store } = list(3);
    store.refresh();
    vi.advanceTimersByTime(50);
    answer();
    vi.advanceTimersByTime(6 * minuteMs);
    store.refresh();
    vi.advanceTimersByTime(50);
    store.fail({ code: 'backend_error' });
    expect(store.get('c-0')).toMatchObject({
      failure: { code: 'backend_error' },
      status: { synced: true },
    });
    expect(store.failure?.state).toBe('error');
  });

  it('goes on as soon as there are answers after all, for other rows too', () => {
    const { answer, questions, scroll, store } = list(300);
    store.refresh();
    vi.advanceTimersByTime(50);
    store.fail({ code: 'backend_error' });
    scroll(200);
    vi.advanceTimersByTime(minuteMs);
    expect(questions).toHaveLength(1);
    expect(store.get('c-200')?.failure?.code).toBe('backend_error');
    // The frame has tried again by itself.
    store.answer((questions[0] ?? []).map(statusOf));
    expect(store.failure).toBeUndefined();
    vi.advanceTimersByTime(50);
    expect(questions[1]).toContain('c-200');
    answer();
    expect(store.get('c-200')?.failure).toBeUndefined();
  });

  it('asks again for what is in view when told to, whatever is known', () => {
    const { answer, questions, store } = list(300);
    store.refresh();
    vi.advanceTimersByTime(50);
    answer();
    vi.advanceTimersByTime(50);
    store.retry();
    vi.advanceTimersByTime(50);
    expect(questions[1]?.slice(0, 30)).toEqual(
      Array.from({ length: 30 }, (_, i) => `c-${String(i)}`),
    );
  });

  it('is one cause for all, told in the end with its state', () => {
    const { store } = list(3);
    store.refresh();
    vi.advanceTimersByTime(50);
    store.fail({ code: 'signer_not_allowed' });
    const first = store.get('c-0')?.failure;
    store.fail({ code: 'signer_not_allowed' }, 'not_allowed');
    expect(store.get('c-0')?.failure).toBe(first);
    expect(store.get('c-2')?.failure).toBe(first);
    expect(first?.state).toBe('not_allowed');
  });

  it('forgets everything when nobody may see it any more', () => {
    const { answer, store } = list(3);
    store.refresh();
    vi.advanceTimersByTime(50);
    answer();
    store.forget();
    store.fail({ code: 'revoked' }, 'revoked');
    expect(store.get('c-0')).toEqual({ failure: { code: 'revoked', state: 'revoked' } });
  });

  it('does not ask again on its own after a failure that only a person can mend', () => {
    const { questions, store } = list(3);
    store.refresh();
    vi.advanceTimersByTime(50);
    store.fail({ code: 'signer_signed_out' }, 'signed_out');
    for (let i = 0; i < 20; i += 1) {
      vi.advanceTimersByTime(minuteMs);
      store.refresh();
    }
    expect(questions).toHaveLength(1);
    expect(store.failure?.state).toBe('signed_out');
  });

  it('gives up on a question that nobody answers', () => {
    const { questions, store } = list(3);
    store.refresh();
    vi.advanceTimersByTime(30_100);
    expect(store.get('c-0')?.failure?.code).toBe('no_response');
    vi.advanceTimersByTime(2_000);
    expect(questions).toHaveLength(1);
  });

  it('asks anew for a candidate that somebody has linked', () => {
    const { answer, questions, store } = list(3);
    store.refresh();
    vi.advanceTimersByTime(50);
    answer();
    store.retry('c-1');
    vi.advanceTimersByTime(50);
    expect(questions[1]).toEqual(['c-1']);
  });
});
