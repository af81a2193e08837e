/** Faults as a client meets them, over real sockets. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenOn, type Listener } from '../../node/listen.ts';
import { createClock } from '../clock.ts';
import { createControls, type Controls, type Fetch } from '../controls.ts';

const text = JSON.stringify({ results: { a: { status: 200 } }, errors: {}, statuses: { a: 200 } });

let controls: Controls;
let front: Fetch;
let listener: Listener;
let applied: number;

beforeEach(async () => {
  applied = 0;
  controls = createControls({ clock: createClock(), limits: 'documented', hosts: [] });
  front = controls.front({
    answer: async (request) => {
      await request.text();
      applied += 1;
      return Response.json(JSON.parse(text), { headers: { 'x-li-uuid': 'uuid-1' } });
    },
    clientIdOf: (request) => request.headers.get('x-app'),
    endpoints: [],
    about: () => ({}),
  });
  listener = await listenOn({ port: 0, answer: front });
});
afterEach(() => listener.close());

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether the body ended before it was complete. */
  readonly isCut: boolean;
}

/** Without a client's own retries and checks. */
const put = (path = '/v2/atsCandidates', headers: Record<string, string> = {}): Promise<Got> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: listener.port, path, method: 'PUT', headers, agent: false },
      (response) => {
        let body = '';
        const end = (isCut: boolean): void => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, isCut });
        };
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.once('end', () => {
          end(false);
        });
        response.once('error', () => {
          end(true);
        });
      },
    );
    request.once('error', reject);
    request.end('{"entities":{}}');
  });

async function inject(fault: object): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${listener.port}/sandbox/faults`, {
    method: 'POST',
    body: JSON.stringify(fault),
  });
  expect(await response.json()).toMatchObject({ id: expect.any(String) as string });
  expect(response.status).toBe(200);
}

describe('a fault', () => {
  it('is absent until one is asked for', async () => {
    expect(await put()).toMatchObject({ status: 200, body: text, isCut: false });
  });

  it('answers with a status in LinkedIn’s envelope, without carrying the request out', async () => {
    await inject({ kind: 'status', status: 503, message: 'Down' });
    const { status, body, headers } = await put();
    expect([status, applied]).toEqual([503, 0]);
    expect(JSON.parse(body)).toEqual({ message: 'Down', serviceErrorCode: 0, status: 503 });
    expect(headers['x-li-uuid']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers with a status after carrying the request out, if told so', async () => {
    await inject({ kind: 'status', status: 504, applied: true });
    expect((await put()).status).toBe(504);
    expect(applied).toBe(1);
  });

  it('answers 429 with Retry-After', async () => {
    await inject({ kind: 'status', status: 429, retryAfterSeconds: 7 });
    expect(await put()).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
  });

  it('delays, and other faults come on top', async () => {
    await inject({ kind: 'delay', ms: 60 });
    await inject({ kind: 'status', status: 500 });
    const startedAt = performance.now();
    expect((await put()).status).toBe(500);
    expect(performance.now() - startedAt).toBeGreaterThan(55);
  });

  it('cuts the connection before the request is carried out', async () => {
    await inject({ kind: 'cut' });
    await expect(put()).rejects.toThrow(/hang up|ECONNRESET/);
    expect(applied).toBe(0);
  });

  it('cuts the connection in the middle of the answer', async () => {
    await inject({ kind: 'cut', when: 'middle' });
    const { status, body, isCut } = await put();
    expect({ status, isCut, applied }).toEqual({ status: 200, isCut: true, applied: 1 });
    expect(body).toBe(text.slice(0, Math.ceil(text.length / 2)));
  });

  it('carries the request out and loses the answer', async () => {
    await inject({ kind: 'lost', times: 1 });
    await expect(put()).rejects.toThrow(/hang up|ECONNRESET/);
    expect(applied).toBe(1);
    expect((await put()).status).toBe(200);
    expect(applied).toBe(2);
  });

  it.each([
    ['syntax', false],
    ['shape', true],
    ['empty', false],
  ])('answers with a body that is malformed by %s', async (as, isJson) => {
    await inject({ kind: 'malformed', as });
    const { status, body, headers, isCut } = await put();
    expect([status, isCut, headers['content-type']]).toEqual([200, false, 'application/json']);
    const parse = (): unknown => JSON.parse(body);
    if (isJson) expect(parse()).toBe('unexpected');
    else expect(parse).toThrow(SyntaxError);
  });

  it('truncates a body whose length is right', async () => {
    await inject({ kind: 'truncated', share: 0.25 });
    const { body, headers, isCut } = await put();
    expect(isCut).toBe(false);
    expect(body).toBe(text.slice(0, Math.floor(text.length / 4)));
    expect(headers['content-length']).toBe(String(body.length));
  });

  it('lets the body come in drops', async () => {
    await inject({ kind: 'slow', bytesPerSecond: 400 });
    const startedAt = performance.now();
    expect(await put()).toMatchObject({ body: text, isCut: false });
    expect(performance.now() - startedAt).toBeGreaterThan((text.length / 400) * 1_000 - 100);
  });

  it('answers with a page of a gateway', async () => {
    await inject({ kind: 'html' });
    const { status, body, headers } = await put();
    expect([status, headers['content-type'], applied]).toEqual([
      502,
      'text/html; charset=utf-8',
      0,
    ]);
    expect(body).toContain('<h1>502</h1>');
  });

  it('does not touch the controls', async () => {
    await inject({ kind: 'cut', route: '*' });
    await inject({ kind: 'cut', route: '/sandbox*' });
    const response = await fetch(`http://127.0.0.1:${listener.port}/sandbox/faults`);
    expect(response.status).toBe(200);
  });

  it('is in the journal, with what the client got', async () => {
    await inject({ kind: 'lost', times: 1 });
    await inject({ kind: 'cut', when: 'middle', times: 1 });
    await inject({ kind: 'status', status: 500, times: 1 });
    await expect(put()).rejects.toThrow();
    for (let count = 0; count < 3; count += 1) await put();
    const seen = controls.journal.view().entries.map(({ status, faults = [] }) => [status, faults]);
    expect(seen).toEqual([
      [0, ['f1']],
      [200, ['f2']],
      [500, ['f3']],
      [200, []],
    ]);
  });

  it('makes a call fail where there is no connection to cut', async () => {
    controls.faults.add({
      after: 0,
      times: null,
      probability: 1,
      seed: 1,
      effect: { kind: 'lost' },
    });
    const request = new Request('http://localhost/v2/atsCandidates', { method: 'PUT', body: '{}' });
    await expect(front(request)).rejects.toThrow(TypeError);
    expect(applied).toBe(1);
  });
});
