/**
 * Exports as they change: a stream that goes on after the last change seen. Where it falls silent, as
 * after the computer slept, it is given up and begun again; where none comes through, one asks.
 */
import { RscError } from '../../protocol/errors.ts';
import { exportView, type ExportView } from '../../protocol/exports.ts';
import type { FrameSession } from '../session.ts';
import { readEvents } from '../settings/event-reader.ts';

export interface LiveOptions {
  readonly session: Pick<FrameSession, 'stream'>;
  readonly onChange: (view: ExportView) => void;
  /** The stream does not come through, or skipped what it could not say: time to ask. */
  readonly onPoll: () => void;
  readonly clock: () => number;
  readonly random: () => number;
}

export interface Live {
  /** Follows what happens after a change, unless it follows already. */
  start(cursor: number): void;
  /** Begins again where it fell silent. @returns whether it had */
  wake(): boolean;
  stop(): void;
}

/** Between two streams, the first of which has come through. */
const pauseMs = 500;
/** Between two questions where none comes through. */
const pollMs = 15_000;
/** The backend tells every 15 seconds that it is there. */
const silentAfterMs = 40_000;
const watchEveryMs = 10_000;
/** A summary and lists of texts at their longest. */
const maxEventChars = 2_000_000;

export function createLive({ session, onChange, onPoll, clock, random }: LiveOptions): Live {
  /** Ends all of it. */
  let ending: AbortController | null = null;
  /** Ends the stream of the moment. */
  let current: AbortController | null = null;
  let heardAtMs = 0;

  const isSilent = (): boolean => current !== null && clock() - heardAtMs > silentAfterMs;

  /** @returns whether the stream came up at all */
  async function follow(from: { cursor: number }, { signal }: AbortController): Promise<boolean> {
    const mine = new AbortController();
    current = mine;
    heardAtMs = clock();
    const end = (): void => {
      mine.abort();
    };
    signal.addEventListener('abort', end, { once: true });
    const watch = setInterval(() => {
      if (isSilent()) end();
    }, watchEveryMs);
    let isUp = false;
    try {
      const headers = { 'last-event-id': String(from.cursor) };
      const stream = await session.stream('/exports/events', headers, mine.signal);
      isUp = true;
      for await (const { id, data } of readEvents(heard(stream), maxEventChars)) {
        if (mine.signal.aborted) break;
        const parsed = exportView.safeParse(jsonIn(data));
        // What a newer backend says that we do not know must not stop the rest.
        if (parsed.success) onChange(parsed.data);
        if (/^\d{1,15}$/.test(id)) from.cursor = Math.max(from.cursor, Number(id));
      }
    } catch (error) {
      // Whether the person may still look is for the next question to find out.
      const isEnd = error instanceof RscError || error instanceof DOMException;
      if (!isEnd && !(error instanceof TypeError)) throw error; // a stream that was cut off
    } finally {
      clearInterval(watch);
      signal.removeEventListener('abort', end);
      if (current === mine) current = null;
    }
    return isUp;
  }

  /** Notes that something came, be it only a sign of life. */
  const heard = (stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> =>
    stream.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          heardAtMs = clock();
          controller.enqueue(chunk);
        },
      }),
    );

  async function run(from: { cursor: number }, mine: AbortController): Promise<void> {
    while (!mine.signal.aborted) {
      const isUp = await follow(from, mine);
      if (mine.signal.aborted) return;
      await pause((isUp ? pauseMs : pollMs) * (0.8 + 0.4 * random()), mine.signal);
      // An answer also tells when the person may no longer look.
      if (!mine.signal.aborted && !isUp) onPoll();
    }
  }

  return {
    start(cursor) {
      if (ending !== null) return;
      ending = new AbortController();
      void run({ cursor }, ending);
    },
    wake() {
      const was = isSilent();
      if (was) current?.abort();
      return was;
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
