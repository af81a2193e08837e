/** The controls over HTTP, in front of an API that does nothing. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createClock } from './clock.ts';
import { createControls, throttled, type Controls, type Fetch } from './controls.ts';

const origin = 'http://localhost:4500';
let realMs: number;
let controls: Controls;
let front: Fetch;

beforeEach(() => {
  realMs = Date.parse('2026-11-03T10:00:00Z');
  controls = createControls({ clock: createClock(() => realMs), limits: 'documented', hosts: [] });
  front = controls.front({
    async answer(request) {
      const body = await request.text();
      const refused = controls.meter.records(request, Number(request.headers.get('x-records')));
      if (refused !== null) return throttled(refused);
      return Response.json(
        { got: body, clientSecret: 's3cret' },
        { headers: { 'x-li-uuid': 'u' } },
      );
    },
    clientIdOf: (request) => request.headers.get('x-app'),
    endpoints: [],
    about: () => ({ name: 'test' }),
  });
});

interface Told {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
async function control(method: string, path: string, body?: unknown): Promise<Told> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const init = body === undefined ? { method } : { method, body: text };
  const response = await front(new Request(`${origin}/sandbox${path}`, init));
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const api = (path: string, headers: Record<string, string> = {}, body = '{"a":1}') =>
  front(
    new Request(origin + path, {
      method: 'PUT',
      headers: { 'x-app': 'app', authorization: 'Bearer tok-1', 'x-records': '10', ...headers },
      body,
    }),
  );

interface Described {
  readonly method: string;
  readonly path: string;
  readonly example?: unknown;
}

describe('the control API', () => {
  it('describes itself, with examples that work', async () => {
    const { status, body } = await control('GET', '');
    expect([status, body['name']]).toEqual([200, 'test']);
    const endpoints = body['endpoints'] as Described[];
    expect(endpoints.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /sandbox',
      'GET /sandbox/clock',
      'PUT /sandbox/clock',
      'GET /sandbox/limits',
      'PUT /sandbox/limits',
      'GET /sandbox/faults',
      'POST /sandbox/faults',
      'DELETE /sandbox/faults',
      'DELETE /sandbox/faults/{id}',
      'GET /sandbox/journal',
      'PUT /sandbox/journal',
      'DELETE /sandbox/journal',
    ]);
    for (const { method, path, example } of endpoints) {
      const query = typeof example === 'string' ? example : '';
      const sent = typeof example === 'object' ? example : undefined;
      const at = path.slice('/sandbox'.length).replace('{id}', 'f1') + query;
      // The fault of the example is gone when the list is emptied.
      const expected = at === '/faults/f1' ? 404 : 200;
      expect([path, (await control(method, at, sent)).status]).toEqual([path, expected]);
    }
  });

  it.each([
    ['PUT', '/clock', { now: 'tomorrow' }, 'now', 'must be milliseconds since 1970 or a time'],
    ['PUT', '/clock', { factor: -1 }, 'factor', '>=0'],
    ['PUT', '/clock', { speed: 60 }, 'speed', 'there is no such field'],
    ['PUT', '/clock', { real: true, factor: 2 }, 'real', 'goes with nothing else'],
    ['PUT', '/clock', '{"now":', 'body', 'is not JSON'],
    ['PUT', '/clock', '[]', 'body', 'expected object'],
    ['PUT', '/limits', { rules: [{ family: 'all' }] }, 'rules.0.family', 'expected one of'],
    ['PUT', '/limits', { rules: [{ recordsPerDay: 1.5 }] }, 'rules.0.recordsPerDay', 'int'],
    [
      'PUT',
      '/limits',
      { rules: [{ family: 'sync', resource: 'seats' }] },
      'rules.0.resource',
      'not both',
    ],
    ['POST', '/faults', { kind: 'explode' }, 'kind', ''],
    ['POST', '/faults', { kind: 'status' }, 'status', 'expected number'],
    ['POST', '/faults', { kind: 'status', status: 500, times: 0 }, 'times', '>=1'],
    ['POST', '/faults', { kind: 'lost', ms: 5 }, 'ms', 'there is no such field'],
    ['PUT', '/journal', { capacity: 0 }, 'capacity', '>=1'],
    ['GET', '/journal?status=bad', undefined, 'status', 'must be a status'],
    ['GET', '/journal?limit=x', undefined, 'limit', 'must be a whole number'],
    ['GET', '/journal?limit=1&limit=2', undefined, 'limit', 'stands there twice'],
    ['GET', '/clock?x=1', undefined, 'x', 'there is no such field'],
  ])(
    'tells which field is wrong and what to do: %s %s %o',
    async (method, path, sent, field, why) => {
      const { status, body } = await control(method, path, sent);
      expect([status, body['field']]).toEqual([400, field]);
      expect(body['message']).toContain(`${field}: `);
      expect(body['message']).toContain(why);
      expect(body['fix']).not.toBe('');
    },
  );

  it('says what there is instead of what is asked for', async () => {
    expect(await control('GET', '/nothing')).toMatchObject({
      status: 404,
      body: { fix: 'GET /sandbox lists all.' },
    });
    expect(await control('POST', '/clock', {})).toMatchObject({
      status: 405,
      body: { fix: 'Use GET, PUT.' },
    });
    expect(await control('DELETE', '/faults/f9')).toMatchObject({ status: 404 });
  });

  it('does not answer foreign pages', async () => {
    const headers = { origin: 'https://evil.example' };
    const response = await front(new Request(`${origin}/sandbox/journal`, { headers }));
    expect(response.status).toBe(403);
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
  });

  it('sets the clock', async () => {
    const set = await control('PUT', '/clock', { now: '2030-05-05T00:00:00Z', factor: 60 });
    expect(set.body).toMatchObject({ now: '2030-05-05T00:00:00.000Z', factor: 60 });
    realMs += 1_000;
    expect((await control('GET', '/clock')).body['now']).toBe('2030-05-05T00:01:00.000Z');
    await control('PUT', '/clock', { factor: 0, advanceMs: 5 });
    realMs += 1_000;
    expect((await control('GET', '/clock')).body).toMatchObject({
      now: '2030-05-05T00:01:00.005Z',
      frozen: true,
    });
    expect((await control('PUT', '/clock', { real: true })).body['nowMs']).toBe(realMs);
  });

  it('sets limits, which hold for what the API counts', async () => {
    await control('PUT', '/limits', { rules: [{ application: 'app', recordsPerMinute: 25 }] });
    expect((await api('/v2/atsCandidates')).status).toBe(200);
    expect((await api('/rest/candidates')).status).toBe(200);
    const refused = await api('/v2/atsApplications');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect(await refused.json()).toMatchObject({ status: 429, serviceErrorCode: 101 });
    expect((await api('/v2/atsCandidates', { 'x-app': 'other' })).status).toBe(200);
    const { body } = await control('GET', '/limits');
    expect(body['usage']).toMatchObject([
      { application: 'app', of: 'sync', requestsToday: 3, recordsThisMinute: 20 },
      { application: 'other', of: 'sync', requestsToday: 1, recordsThisMinute: 10 },
    ]);
    await control('PUT', '/limits', { clearUsage: true });
    expect((await api('/v2/atsCandidates')).status).toBe(200);
    await control('PUT', '/limits', { mode: 'off' });
    for (let count = 0; count < 5; count += 1) {
      expect((await api('/v2/atsCandidates')).status).toBe(200);
    }
  });

  it('refuses requests of a day that is used up before the API sees them', async () => {
    await control('PUT', '/limits', { rules: [{ requestsPerDay: 1 }] });
    await api('/v2/atsCandidates');
    const refused = await api('/v2/atsCandidates');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '50400']);
    expect(controls.journal.view().entries.map(({ records }) => records)).toEqual([10, 0]);
  });

  it('keeps a journal of requests, without values of queries, tokens and its own calls', async () => {
    await api('/v2/atsCandidates?ids[0].atsCandidateId=c1&access_token=tok-2');
    await control('GET', '/journal');
    const { body } = await control('GET', '/journal?route=/v2/*');
    expect(body['entries']).toEqual([
      {
        seq: 1,
        atMs: realMs,
        method: 'PUT',
        path: '/v2/atsCandidates',
        query: ['ids[].atsCandidateId', 'access_token'],
        application: 'app',
        status: 200,
        records: 10,
        durationMs: expect.any(Number) as number,
        requestId: 'u',
      },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/tok-|c1/);
    expect((await control('GET', '/journal?since=2026-11-03T10:00:01Z')).body['entries']).toEqual(
      [],
    );
    expect(
      (await control('GET', '/journal?status=2xx&application=app')).body['entries'],
    ).toHaveLength(1);
    await control('DELETE', '/journal');
    expect((await control('GET', '/journal')).body['entries']).toEqual([]);
  });

  it('keeps bodies when asked to, without secrets', async () => {
    await control('PUT', '/journal', { bodies: true });
    const body = '{"note":"tok-1","client_secret":"x"}';
    const response = await api('/v2/atsCandidates', {}, body);
    expect(await response.json()).toEqual({ got: body, clientSecret: 's3cret' });
    const [entry] = controls.journal.view().entries;
    expect(entry?.requestBody).toBe('{"note":"[hidden]","client_secret":"[hidden]"}');
    expect(entry?.responseBody).not.toMatch(/tok-1|s3cret/);
  });
});
