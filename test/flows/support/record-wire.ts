/**
 * Loaded into a demo's process before it starts: writes down each request that reaches one of its
 * sites and what was answered, as the bytes on the wire say it. So what browsers add by themselves
 * is in it, and what the demo's servers say to each other.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { Server, type IncomingMessage, type ServerResponse } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** A request and its answer: a line of the record. */
export interface WireEntry {
  readonly method: string;
  readonly host: string;
  /** Path and query, as they were asked for. */
  readonly target: string;
  /** Name and value, names in small letters. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly status: number;
  readonly answerHeaders: readonly (readonly [string, string])[];
  readonly answer: string;
}

const file = process.env['RSC_WIRE_RECORD'] ?? '';
writeFileSync(file, '');

const bytes = (chunk: unknown): Buffer | null => {
  if (typeof chunk === 'string') return Buffer.from(chunk);
  return chunk instanceof Uint8Array ? Buffer.from(chunk) : null;
};

function unpacked(body: Buffer, encoding: unknown): string {
  if (body.length === 0) return '';
  if (encoding === 'br') return brotliDecompressSync(body).toString();
  return (encoding === 'gzip' ? gunzipSync(body) : body).toString();
}

/** Keeps what a request's parser hands in, without reading it away from the server. */
function keepBody(request: IncomingMessage): Buffer[] {
  const kept: Buffer[] = [];
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    const part = bytes(chunk);
    if (part !== null) kept.push(part);
    return push(chunk, encoding);
  };
  return kept;
}

function keepAnswer(response: ServerResponse): Buffer[] {
  const kept: Buffer[] = [];
  for (const name of ['write', 'end'] as const) {
    const own = response[name].bind(response) as (...values: unknown[]) => never;
    response[name] = ((...values: unknown[]) => {
      const part = bytes(values[0]);
      if (part !== null) kept.push(part);
      return own(...values);
    }) as never;
  }
  return kept;
}

function pairs(values: Iterable<readonly [string, unknown]>): [string, string][] {
  return Array.from(values).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).map((one): [string, string] => [
      name.toLowerCase(),
      String(one),
    ]),
  );
}

function record(request: IncomingMessage, response: ServerResponse): void {
  const body = keepBody(request);
  const answer = keepAnswer(response);
  // Headers given to `writeHead` as a list never show up in `getHeaders`.
  let written: [string, string][] = [];
  const writeHead = response.writeHead.bind(response) as (...values: unknown[]) => never;
  response.writeHead = (...values: unknown[]) => {
    const given = values.find((value) => typeof value === 'object' && value !== null);
    if (Array.isArray(given)) {
      const flat = given as string[];
      written = flat.flatMap((name, index) =>
        index % 2 === 0 ? [[name.toLowerCase(), flat[index + 1] ?? ''] as [string, string]] : [],
      );
    } else if (given !== undefined) written = pairs(Object.entries(given));
    return writeHead(...values);
  };
  response.once('close', () => {
    const answerHeaders = [...pairs(Object.entries(response.getHeaders())), ...written];
    const encoding = answerHeaders.find(([name]) => name === 'content-encoding')?.[1];
    const { rawHeaders } = request;
    const entry: WireEntry = {
      method: request.method ?? '',
      host: request.headers.host ?? '',
      target: request.url ?? '',
      headers: rawHeaders.flatMap((name, index) =>
        index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? ''] as const] : [],
      ),
      body: Buffer.concat(body).toString(),
      status: response.statusCode,
      answerHeaders,
      answer: unpacked(Buffer.concat(answer), encoding),
    };
    appendFileSync(file, `${JSON.stringify(entry)}\n`);
  });
}

const emit = Reflect.get(Server.prototype, 'emit') as (...values: unknown[]) => boolean;
Server.prototype.emit = function (this: Server, name: string | symbol, ...values: unknown[]) {
  if (name === 'request') record(values[0] as IncomingMessage, values[1] as ServerResponse);
  return emit.call(this, name, ...values);
};
