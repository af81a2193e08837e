/**
 * Changes as they happen: a stream of events that goes on where the last one ended, and questions
 * now and then where a stream does not come through, as behind some proxies.
 */
import { RscError } from '../../protocol/errors.ts';
import { integrationChange, type IntegrationChange } from '../../protocol/integrations.ts';
import type { FrameSession } from '../session.ts';
import { readEvents } from './event-reader.ts';

export interface LiveOptions {
  readonly session: FrameSession;
  readonly onChange: (change: IntegrationChange) => void;
  /** The stream does not come through: time to ask. */
  readonly onPoll: () => void;
  readonly random?: () => number;
}

export interface Live {
  /** Follows what happens after an event; what it followed before it lets go. */
  start(lastEventId: number): void;
  stop(): void;
}

/** Between two streams, the first of which has come through. */
const pauseMs = 1_000;
/** Between two questions where none comes through. */
const pollMs = 15_000;

export function createLive({ session, onChange, onPoll, random = Math.random }: LiveOptions): Live {
  let ending: AbortController | null = null;

  /** @returns whether the stream came up at all */
  async function follow(from: { id: number }, { signal }: AbortController): Promise<boolean> {
    const headers = { 'last-event-id': String(from.id) };
    let isUp = false;
    try {
      const stream = await session.stream('/integrations/events', headers, signal);
      isUp = true;
      for await (const { id, data } of readEvents(stream)) {
        if (signal.aborted) break;
        if (/^\d{1,15}$/.test(id)) from.id = Number(id);
        const parsed = integrationChange.safeParse(jsonIn(data));
        // What a newer backend says that we do not know will be in the next answer.
        if (parsed.success) onChange(parsed.data);
      }
    } catch (error) {
      // Whether the person may still look is for the next question to find out.
      if (error instanceof RscError || error instanceof DOMException) return isUp;
      if (!(error instanceof TypeError)) throw error; // a stream that was cut off
    }
    return isUp;
  }

  async function run(from: { id: number }, mine: AbortController): Promise<void> {
    while (!mine.signal.aborted) {
      const isUp = await follow(from, mine);
      if (mine.signal.aborted) return;
      await pause((isUp ? pauseMs : pollMs) * (0.8 + 0.4 * random()), mine.signal);
      // Asked again either way: an answer also tells when the person may no longer look.
      if (!mine.signal.aborted && !isUp) onPoll();
    }
  }

  return {
    start(lastEventId) {
      ending?.abort();
      ending = new AbortController();
      void run({ id: lastEventId }, ending);
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
