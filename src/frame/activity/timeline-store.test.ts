import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RscError } from '../../protocol/errors.ts';
import type { TimelineItem, TimelineNews } from '../../protocol/timeline.ts';
import { createFakeSession, settle, type FakeSession } from '../fake-session.test-support.ts';
import { answerOf, itemOf, itemsOf, placeAfter } from './activity.test-support.ts';
import { createTimelineStore, type TimelineStore } from './timeline-store.ts';

interface OpenStream {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  tell(id: number, news: TimelineNews): Promise<void>;
  end(): Promise<void>;
}

let session: FakeSession;
let store: TimelineStore;
let streams: OpenStream[];
let streamsUp: boolean;

function openStream(path: string, headers: Readonly<Record<string, string>>): ReadableStream {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const waited = async (work: Promise<unknown>): Promise<void> => {
    await work.catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
  };
  streams.push({
    path,
    headers,
    tell: (id, news) =>
      waited(
        writer.write(
          new TextEncoder().encode(`id: ${String(id)}\ndata: ${JSON.stringify(news)}\n\n`),
        ),
      ),
    end: () => waited(writer.close()),
  });
  return readable;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  session = createFakeSession();
  streams = [];
  streamsUp = true;
  const { call } = session.connect({
    onSettings: () => undefined,
    onMessage: () => undefined,
    onWipe: () => undefined,
    onState: () => undefined,
  });
  store = createTimelineStore({
    session: {
      call,
      stream: async (path, headers) => {
        if (!streamsUp) throw new RscError('offline', 'no stream');
        return openStream(path, headers);
      },
    },
    candidateId: 'cand 1',
    integrationContext: 'urn:li:organization:5',
    onChange: () => undefined,
    random: () => 0.5,
  });
  store.load();
});
afterEach(() => {
  store.close();
  vi.useRealTimers();
});

const base = '/candidates/cand%201/timeline';
const ids = (): string[] => (store.state.items ?? []).map(({ id }) => id);
const idsOf = (items: readonly TimelineItem[]): string[] => items.map(({ id }) => id);
const last = (items: readonly TimelineItem[]): TimelineItem => {
  const item = items.at(-1);
  if (item === undefined) throw new Error('there is no item');
  return item;
};

describe('store of a timeline', () => {
  it('reads page by page, each item once, until there is no more', async () => {
    const first = itemsOf(1, 50);
    const place = placeAfter(last(first));
    const call = session.next();
    expect([call.method, call.path]).toEqual(['GET', `${base}?limit=50`]);
    expect(call.headers).toEqual({ 'rsc-integration-context': 'urn:li:organization:5' });
    await call.answer(answerOf(first, { older: place }));
    store.more();
    store.more();
    expect(session.calls).toHaveLength(2);
    const second = session.next();
    expect(second.path).toBe(`${base}?limit=50&before=${place}`);
    await second.answer(answerOf(itemsOf(50, 60)));
    expect(ids()).toEqual(idsOf(itemsOf(1, 60)));
    store.more();
    expect(session.calls).toHaveLength(2);
  });

  it('keeps what is there when the next page fails, and tries again when asked', async () => {
    const first = itemsOf(1, 50);
    await session.next().answer(answerOf(first, { older: placeAfter(last(first)) }));
    store.more();
    await session.next().fail(new RscError('offline', 'gone'));
    expect(store.state).toMatchObject({ phase: 'ready', more: 'offline' });
    store.more();
    await session.next().answer(answerOf([itemOf(51)]));
    expect(ids()).toHaveLength(51);
  });

  it('takes news where they belong, changed and removed ones too, and goes on after the last', async () => {
    await session.next().answer(answerOf([itemOf(2), itemOf(4)]));
    await settle();
    expect(streams).toMatchObject([{ path: `${base}/events`, headers: { 'last-event-id': '7' } }]);
    await streams[0]?.tell(9, {
      items: [itemOf(1), itemOf(3), itemOf(4, { text: 'changed' })],
      removed: ['recruiter.n000002'],
    });
    expect(ids()).toEqual(idsOf([itemOf(1), itemOf(3), itemOf(4)]));
    expect(store.state.items?.[2]?.text).toBe('changed');
    expect([...store.state.fresh].sort()).toEqual(idsOf([itemOf(1), itemOf(3)]));
    store.seen();
    expect(store.state.fresh.size).toBe(0);
    await streams[0]?.end();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(streams[1]?.headers).toMatchObject({ 'last-event-id': '9' });
  });

  it('leaves news that are older than what has been read to their page', async () => {
    const first = itemsOf(1, 50);
    await session.next().answer(answerOf(first, { older: placeAfter(last(first)) }));
    await settle();
    await streams[0]?.tell(8, { items: [itemOf(70)], removed: [] });
    expect(ids()).toEqual(idsOf(first));
  });

  it('asks now and then where no stream comes through, and keeps older pages that still fit', async () => {
    streamsUp = false;
    const first = itemsOf(1, 50);
    await session.next().answer(answerOf(first, { older: placeAfter(last(first)) }));
    store.more();
    await session.next().answer(answerOf(itemsOf(51, 60)));
    await vi.advanceTimersByTimeAsync(15_000);
    // Two are new, and one of the page has gone.
    const page = [itemOf(-1), itemOf(0), ...itemsOf(1, 49).filter(({ id }) => !id.endsWith('7'))];
    await session.next().answer(answerOf(page, { older: placeAfter(last(page)) }));
    expect(ids()).toEqual(idsOf([...page, ...itemsOf(50, 60)]));
    expect(store.state.older).toBeNull();
    expect(store.state.fresh.size).toBe(2);
  });

  it('starts anew where so much has happened that something may lie between', async () => {
    const first = itemsOf(100, 149);
    await session.next().answer(answerOf(first, { older: placeAfter(last(first)) }));
    store.load();
    const page = itemsOf(1, 50);
    await session.next().answer(answerOf(page, { older: placeAfter(last(page)) }));
    expect(ids()).toEqual(idsOf(page));
    expect(store.state.older).toBe(placeAfter(last(page)));
  });

  it('filters by group; news of other kinds stay out', async () => {
    await session.next().answer(answerOf(itemsOf(1, 3)));
    store.filter('stages');
    expect(store.state.items).toBeNull();
    const call = session.next();
    expect(call.path).toBe(`${base}?limit=50&kinds=stage_changed`);
    await call.answer(answerOf([itemOf(5, { kind: 'stage_changed' })]));
    await settle();
    await streams[0]?.tell(8, {
      items: [itemOf(1), itemOf(2, { kind: 'stage_changed' })],
      removed: [],
    });
    expect(ids()).toEqual(idsOf([itemOf(2), itemOf(5)]));
  });

  it('searches by POST, so that no words stand in an address, and goes on where it stopped', async () => {
    await session.next().answer(answerOf(itemsOf(1, 3)));
    store.filter('notes');
    store.search('  Ada Byron ');
    session.next();
    const call = session.next();
    expect([call.method, call.path]).toEqual(['POST', base]);
    expect(call.body).toEqual({ words: 'Ada Byron', kinds: ['note'], limit: 50 });
    const place = placeAfter(itemOf(2_000));
    await call.answer(answerOf([], { older: place, isPartial: true }));
    expect(store.state).toMatchObject({ items: [], isPartial: true });
    store.more();
    const next = session.next();
    expect(next.body).toMatchObject({ words: 'Ada Byron', before: place });
    await next.answer(answerOf([itemOf(3_000)]));
    expect(store.state).toMatchObject({ isPartial: false, older: null });
    store.clear();
    expect(session.next().path).toBe(`${base}?limit=50`);
  });

  it('forgets the answer about a part that is no longer wanted', async () => {
    const first = itemsOf(1, 50);
    await session.next().answer(answerOf(first, { older: placeAfter(last(first)) }));
    store.more();
    const page = session.next();
    store.filter('notes');
    const filtered = session.next();
    await page.answer(answerOf(itemsOf(51, 60)));
    expect(store.state.items).toBeNull();
    await filtered.answer(answerOf([itemOf(1)]));
    expect(ids()).toEqual(idsOf([itemOf(1)]));
  });

  it('reads the whole of a text once, and again after it was changed', async () => {
    const cut = itemOf(1, { text: 'beginning', isCut: true });
    await session.next().answer(answerOf([cut]));
    await settle();
    store.whole(cut.id);
    store.whole(cut.id);
    const call = session.next();
    expect(call.path).toBe(`${base}/${cut.id}`);
    await call.answer({ item: { ...cut, text: 'beginning and end', isCut: undefined } });
    expect(store.state.wholes.get(cut.id)).toEqual({ state: 'here', text: 'beginning and end' });
    await streams[0]?.tell(8, { items: [{ ...cut, text: 'other' }], removed: [] });
    expect(store.state.wholes.has(cut.id)).toBe(false);
    store.whole(cut.id);
    await session.next().fail(new RscError('offline', 'gone'));
    expect(store.state.wholes.get(cut.id)).toEqual({ state: 'failed', code: 'offline' });
  });

  it('keeps old items while the backend is away, and none once the person may not look', async () => {
    await session.next().answer(answerOf(itemsOf(1, 3)));
    store.load();
    await session.next().fail(new RscError('linkedin_unavailable', 'away'));
    expect(store.state.items).toHaveLength(3);
    store.load();
    await session.next().fail(new RscError('scope_missing', 'no'));
    expect(store.state).toMatchObject({ items: null, code: 'scope_missing', phase: 'not_allowed' });
    expect(store.state.fresh.size).toBe(0);
  });
});
