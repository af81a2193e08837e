/**
 * News of a timeline as they happen: a stream that goes on where the last one ended. Whenever it has
 * to begin again it is time to ask too, as not everything on a timeline comes by the stream.
 */
import { RscError } from '../../protocol/errors.ts';
import { timelineNews, type TimelineNews } from '../../protocol/timeline.ts';
import type { FrameSession } from '../session.ts';
import { readEvents } from '../settings/event-reader.ts';

export interface LiveOptions {
  readonly session: Pick<FrameSession, 'stream'>;
  /** Path of the stream, below `/rsc`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly onNews: (news: TimelineNews) => void;
  readonly onPoll: () => void;
  readonly random: () => number;
}

export interface Live {
  /** Follows what happens after a revision, unless it follows already. */
  start(revision: number): void;
  stop(): void;
}

/** Between two streams, the first of which has come through. */
const pauseMs = 1_000;
/** Between two questions where none comes through. */
const pollMs = 15_000;
/** Many items with their texts may come at once. */
const maxEventChars = 2_000_000;

export function createLive({ session, path, headers, onNews, onPoll, random }: LiveOptions): Live {
  let ending: AbortController | null = null;

  /** @returns whether the stream came up at all */
  async function follow(from: { revision: number }, { signal }: AbortController): Promise<boolean> {
    let isUp = false;
    try {
      const place = { 'last-event-id': String(from.revision) };
      const stream = await session.stream(path, { ...headers, ...place }, signal);
      isUp = true;
      for await (const { id, data } of readEvents(stream, maxEventChars)) {
        if (signal.aborted) break;
        const parsed = timelineNews.safeParse(jsonIn(data));
        // What a newer backend says that we do not know will be in the next answer.
        if (parsed.success) onNews(parsed.data);
        if (/^\d{1,15}$/.test(id)) from.revision = Number(id);
      }
    } catch (error) {
      // Whether the person may still look is for the next question to find out.
      if (error instanceof RscError || error instanceof DOMException) return isUp;
      if (!(error instanceof TypeError)) throw error; // a stream that was cut off
    }
    return isUp;
  }

  async function run(from: { revision: number }, mine: AbortController): Promise<void> {
    while (!mine.signal.aborted) {
      const isUp = await follow(from, mine);
      if (mine.signal.aborted) return;
      await pause((isUp ? pauseMs : pollMs) * (0.8 + 0.4 * random()), mine.signal);
      if (!mine.signal.aborted) onPoll();
    }
  }

  return {
    start(revision) {
      if (ending !== null) return;
      ending = new AbortController();
      void run({ revision }, ending);
    },
    stop() {
      ending?.abort();
      ending = null;
    },
  };
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
