import { describe, expect, it } from 'vitest';
import { readEvents, type StreamEvent } from './event-reader.ts';

const streamOf = (chunks: readonly string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
async function eventsIn(...chunks: string[]): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of readEvents(streamOf(chunks))) events.push(event);
  return events;
}

describe('server-sent events', () => {
  it('are read wherever the stream is cut', async () => {
    const text = 'retry: 2000\n\nid: 7\ndata: {"a":1}\n\n: alive\n\nid: 8\ndata: ü\ndata: b\n\n';
    const whole = await eventsIn(text);
    expect(whole).toEqual([
      { id: '7', data: '{"a":1}' },
      { id: '8', data: 'ü\nb' },
    ]);
    expect(await eventsIn(...text)).toEqual(whole);
  });

  it('may end their lines in any way', async () => {
    expect(await eventsIn('id:1\r\ndata:x\r\n\r\nid: 2\rdata: y\r\r\n')).toEqual([
      { id: '1', data: 'x' },
      { id: '2', data: 'y' },
    ]);
  });

  it('are dropped where one is not complete, and where one does not end', async () => {
    expect(await eventsIn('data: half')).toEqual([]);
    expect(await eventsIn(`data: ${'x'.repeat(200_000)}`, '\n\ndata: y\n\n')).toEqual([]);
  });
});
