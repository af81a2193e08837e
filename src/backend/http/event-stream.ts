/**
 * Server-sent events (HTML Standard, "server-sent events") as an answer that goes on. Frames read
 * them with `fetch`, because `EventSource` cannot prove possession of a key.
 */
import { apiHeaders } from './refusals.ts';

export interface StreamEvent {
  readonly id: number;
  readonly data: unknown;
}

export interface EventStreamOptions {
  /** The first event is the one after this id. */
  readonly from: number;
  /** Events after an id, oldest first; null ends the stream. */
  readonly next: (id: number) => Promise<readonly StreamEvent[] | null>;
  /** Milliseconds until the stream ends by itself. */
  readonly lifeMs: number;
  /** Milliseconds between two looks for events; 1,000 if left out. */
  readonly everyMs?: number;
  /** Calls `wake` when it is worth looking before that. @returns function that ends it */
  readonly watch?: (wake: () => void) => () => void;
  /** Milliseconds without an event until a comment tells that the stream lives; 15,000 if left out. */
  readonly heartbeatMs?: number;
  readonly signal: AbortSignal;
}

/** Milliseconds after which a reader that was cut off comes back. */
const retryMs = 2_000;

export function eventStream(options: EventStreamOptions): Response {
  const { next, lifeMs, everyMs = 1_000, heartbeatMs = 15_000, signal, watch } = options;
  const encoder = new TextEncoder();
  const endsAtMs = Date.now() + lifeMs;
  let id = options.from;
  let isOver = signal.aborted;
  let wake = (): void => undefined;
  /** What is told while one looks is looked at next. */
  let isNudged = false;
  const end = (): void => {
    isOver = true;
    wake();
  };
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (isOver) wake();
    });

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      signal.addEventListener('abort', end, { once: true });
      controller.enqueue(encoder.encode(`retry: ${String(retryMs)}\n\n`));
      let toldAtMs = Date.now();
      const unwatch = watch?.(() => {
        isNudged = true;
        wake();
      });
      const run = async (): Promise<void> => {
        while (!isOver && Date.now() < endsAtMs) {
          isNudged = false;
          const events = await next(id);
          if (events === null) break;
          const text = events
            .map((event) => `id: ${String(event.id)}\ndata: ${JSON.stringify(event.data)}\n\n`)
            .join('');
          id = events.at(-1)?.id ?? id;
          const isQuiet = text === '' && Date.now() - toldAtMs >= heartbeatMs;
          if (text !== '' || isQuiet) {
            // A reader that does not keep up is let go; it comes back and goes on where it was.
            if ((controller.desiredSize ?? 0) < -64) break;
            controller.enqueue(encoder.encode(isQuiet ? ': alive\n\n' : text));
            toldAtMs = Date.now();
          }
          if (events.length === 0 && !isNudged)
            await pause(Math.min(everyMs, endsAtMs - Date.now()));
        }
      };
      run()
        // The reader comes back; whatever was wrong is told then.
        .catch(() => undefined)
        .finally(() => {
          signal.removeEventListener('abort', end);
          unwatch?.();
          if (!isOver) controller.close();
        });
    },
    cancel: end,
  });

  const headers = apiHeaders();
  headers.set('content-type', 'text/event-stream; charset=utf-8');
  // Some proxies keep an answer until it is complete.
  headers.set('x-accel-buffering', 'no');
  headers.set('cache-control', 'no-store, no-transform');
  return new Response(body, { headers });
}
