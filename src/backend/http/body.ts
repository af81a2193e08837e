/** Request bodies: a type, a size, and a schema, before anything else looks at them. */
import type * as z from 'zod/mini';
import { RscError } from '../../protocol/errors.ts';

/**
 * Reads a JSON body.
 * @param maxBytes counted as they arrive; a `content-length` that lies does not help
 * @throws RscError `request_invalid`, `request_too_large`
 */
export async function readJsonBody<T extends z.ZodMiniType>(
  request: Request,
  schema: T,
  maxBytes: number,
): Promise<z.infer<T>> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json(?:\s*;|\s*$)/i.test(type)) {
    throw new RscError('request_invalid', 'content-type must be application/json');
  }
  const text = await readText(request, maxBytes);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Without the parser's error: it quotes the text.
    throw new RscError('request_invalid', 'the body is not JSON');
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new RscError('request_invalid', `the body is not valid at "${field}"`);
  }
  return parsed.data;
}

/**
 * Reads a body as it came.
 * @param maxBytes counted as they arrive
 * @throws RscError `request_invalid`, `request_too_large`
 */
export async function readBytes(
  request: Pick<Request, 'headers' | 'body'>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = new RscError('request_too_large', `the body is over ${String(maxBytes)} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge;
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of request.body ?? []) {
      size += part.byteLength;
      // Leaving the loop tells the sender that no more is wanted.
      if (size > maxBytes) throw tooLarge;
      parts.push(part);
    }
  } catch (cause) {
    if (cause instanceof RscError) throw cause;
    throw new RscError('request_invalid', 'the body cannot be read', { cause });
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = new RscError('request_too_large', `the body is over ${String(maxBytes)} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge;
  if (request.body === null) return '';
  const reader = request.body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > maxBytes) throw tooLarge;
      text += decoder.decode(value, { stream: true });
    }
  } catch (cause) {
    if (cause instanceof RscError) throw cause;
    throw new RscError('request_invalid', 'the body cannot be read as UTF-8', { cause });
  } finally {
    // Whatever is still to come is of no interest; an error here has been told already.
    reader.cancel().catch(() => undefined);
  }
}
