/**
 * Reads server-sent events (HTML Standard, "server-sent events") from an answer to `fetch`:
 * `EventSource` could not bring the proof that the backend asks for.
 */
export interface StreamEvent {
  /** Empty if the stream gave none. */
  readonly id: string;
  readonly data: string;
}

/**
 * Yields the events of a stream as they come, until it ends.
 *
 * @param maxChars an event longer than this is none of ours
 * @throws what the stream fails with
 */
export async function* readEvents(
  stream: ReadableStream<Uint8Array>,
  maxChars = 100_000,
): AsyncGenerator<StreamEvent, void, undefined> {
  const reader = stream.getReader();
  // Not `TextDecoderStream`: its types do not fit those of `fetch`.
  const decoder = new TextDecoder();
  let rest = '';
  let id = '';
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      if (rest.length > maxChars || data.join('').length > maxChars) return;
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield { id, data: data.join('\n') };
          data = [];
          continue;
        }
        const [, field = '', text = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
        if (field === 'id') id = text;
        else if (field === 'data') data.push(text);
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined); // it has failed; nothing is left to end
  }
}
