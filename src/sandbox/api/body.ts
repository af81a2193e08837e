/** Reading bodies, whatever is in them. */
import { ApiRefusal, malformed, serviceErrors } from './envelope.ts';

/** Enough for a hundred records with long notes; LinkedIn's own limit is not documented [unknown]. */
export const maxBodyBytes = 8 * 1024 * 1024;

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws ApiRefusal 413 */
export async function readText(request: Request): Promise<string> {
  const length = request.headers.get('content-length');
  // Servers hold senders to a length they have named; without one the bytes have to be counted.
  if (length !== null) {
    if (!(Number(length) <= maxBodyBytes)) throw tooLarge();
    return request.text();
  }
  if (request.body === null) return '';
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) throw tooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * The body as a JSON object. Its Content-Type does not matter: samples leave it out or send another
 * one [postman].
 * @throws ApiRefusal 400, 413
 */
export async function readJson(request: Request): Promise<JsonObject> {
  const text = await readText(request);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw malformed(text === '' ? 'The body is missing' : 'The body is not JSON');
  }
  if (!isObject(body)) throw malformed('The body must be a JSON object');
  return body;
}

const tooLarge = (): ApiRefusal =>
  new ApiRefusal(
    413,
    serviceErrors.tooLong,
    `The body is too large: at most ${maxBodyBytes} bytes`,
    // What is still on its way would have to be read before another request could come.
    { connection: 'close' },
  );
