/** How faults spoil what a client gets. */
import { connectionFailure, type Connection } from '../connection.ts';
import { envelope } from '../envelope.ts';
import type { FaultEffect, Hit } from './rules.ts';

export interface Spoiled {
  /** Carries the request out. */
  readonly answer: () => Promise<Response>;
  readonly connection: Connection | undefined;
}

/** How long the first half of a cut answer gets to leave the process. */
const leaveMs = 30;
/** Drops of a slow body come this often. */
const dropMs = 50;

/**
 * Answers a request that faults have hit.
 * @throws TypeError where a connection is to be cut and there is none
 */
export async function spoil(hits: readonly Hit[], request: Spoiled): Promise<Response> {
  for (const { effect } of hits) {
    // The whole time, even if the client has gone: that a request is carried out after its sender
    // has given it up and sent another is what the other has to survive.
    if (effect.kind === 'delay') await pause(effect.ms);
    else return spoilBy(effect, request);
  }
  return request.answer();
}

async function spoilBy(
  effect: Exclude<FaultEffect, { readonly kind: 'delay' }>,
  { answer, connection }: Spoiled,
): Promise<Response> {
  switch (effect.kind) {
    case 'status':
      if (effect.applied) await answer();
      return envelope(
        effect.status,
        0,
        effect.message ?? 'The sandbox was asked to fail here',
        effect.retryAfterSeconds === undefined
          ? {}
          : { 'retry-after': String(effect.retryAfterSeconds) },
      );
    case 'html':
      if (effect.applied) await answer();
      return new Response(gatewayPage(effect.status), {
        status: effect.status,
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
    case 'cut':
      if (effect.when === 'middle') return cutWithin(await answer(), connection);
      return cut(connection);
    case 'lost':
      await answer();
      return cut(connection);
    case 'malformed':
      return withBody(await answer(), malformedBodies[effect.as]);
    case 'truncated': {
      const response = await answer();
      const bytes = await bytesOf(response);
      return withBody(response, bytes.subarray(0, Math.floor(bytes.length * effect.share)));
    }
    case 'slow':
      return dripping(await answer(), effect.bytesPerSecond);
  }
}

const malformedBodies = { syntax: '{"results":{"a":<<', shape: '"unexpected"', empty: '' } as const;

function cut(connection: Connection | undefined): Response {
  if (connection === undefined) throw connectionFailure();
  connection.cut();
  // Nobody gets this one; the type asks for it.
  return new Response(null, { status: 499 });
}

const bytesOf = async (response: Response): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await response.arrayBuffer());

/** The same answer with another body; lengths are the server's to find. */
function withBody(response: Response, body: BodyInit | null): Response {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  const { status } = response;
  return new Response(status === 204 || status === 304 ? null : body, { status, headers });
}

/** Half of the body, of a response that announces all of it. */
async function cutWithin(
  response: Response,
  connection: Connection | undefined,
): Promise<Response> {
  const bytes = await bytesOf(response);
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
  let isHalfSent = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!isHalfSent) {
        isHalfSent = true;
        if (half.length > 0) controller.enqueue(half);
        return;
      }
      await pause(leaveMs);
      if (connection === undefined) controller.error(connectionFailure());
      // The server cancels this stream; to fail it as well would only be told as an error of ours.
      else connection.cut();
    },
  });
  const { status } = response;
  const headers = new Headers(response.headers);
  headers.set('content-length', String(bytes.length + 1));
  return new Response(body, { status: status === 204 ? 200 : status, headers });
}

async function dripping(response: Response, bytesPerSecond: number): Promise<Response> {
  const bytes = await bytesOf(response);
  const drop = Math.max(1, Math.round((bytesPerSecond * dropMs) / 1_000));
  const everyMs = (drop / bytesPerSecond) * 1_000;
  let sent = 0;
  const gone = new AbortController();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (sent > 0) await pause(everyMs, gone.signal);
      controller.enqueue(bytes.subarray(sent, sent + drop));
      sent += drop;
      if (sent >= bytes.length) controller.close();
    },
    cancel() {
      gone.abort();
    },
  });
  const slow = withBody(response, bytes.length === 0 ? null : body);
  if (bytes.length > 0) slow.headers.set('content-length', String(bytes.length));
  return slow;
}

/** Waits in real time, however the sandbox's clock runs; ends early when the client goes. */
function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
    if (signal?.aborted === true) end();
  });
}

const gatewayPage = (status: number): string =>
  `<!doctype html>
<html><head><title>${String(status)}</title></head>
<body><center><h1>${String(status)}</h1></center><hr><center>gateway</center></body></html>
`;
