/** Reading bodies, whatever is in them. */
import { ApiRefusal, malformed, serviceErrors } from './envelope.ts';

/** Enough for a hundred records with long notes; LinkedIn's own limit is not documented [unknown]. */
export const maxBodyBytes = 8 * 1024 * 1024;

/** Of a body that is too large; whoever sends more is cut off. */
const maxDiscardedBytes = 8 * maxBodyBytes;

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws ApiRefusal 413 */
export async function readText(request: Request): Promise<string> {
  const length = request.headers.get('content-length');
  // Servers hold senders to a length they have named; without one the bytes have to be counted.
  if (length !== null && Number(length) <= maxBodyBytes) return request.text();
  if (Number(length ?? 0) > maxDiscardedBytes) throw tooLarge();
  if (request.body === null) return '';
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // What is too large is still read for a while: many clients look for an answer only after they
    // have sent everything, and would see a broken connection instead.
    if (bytes > maxDiscardedBytes) break;
    if (bytes <= maxBodyBytes) text += decoder.decode(chunk, { stream: true });
  }
  if (bytes > maxBodyBytes) throw tooLarge();
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
  );
