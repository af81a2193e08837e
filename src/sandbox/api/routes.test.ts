/** What every request to the API has to bring, and what it gets if it does not. */
import { beforeEach, describe, expect, it } from 'vitest';
import { candidate } from '../../../test/support/ats-records.ts';
import {
  addressOf,
  context,
  createSandboxApi,
  wireOf,
  type SandboxApi,
} from '../../../test/support/sandbox-api.ts';
import { maxBodyBytes } from './body.ts';

let api: SandboxApi;
beforeEach(() => {
  api = createSandboxApi();
});

const wire = wireOf('candidates', 'v2', candidate());
const address = addressOf([wire]);
const restAddress = addressOf([wireOf('candidates', 'rest', candidate())]);
const form = (changes: Record<string, string> = {}) =>
  new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'app',
    client_secret: 'secret',
    ...changes,
  }).toString();
const token = (body: string, method = 'POST', headers: Record<string, string> = {}) =>
  api.call(method, '/oauth/v2/accessToken', {
    as: null,
    headers,
    ...(method === 'GET' ? {} : { body }),
  });

describe('tokens', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json'])(
    'are given for form data, also as %s',
    async (type) => {
      const answer = await token(form(), 'POST', { 'content-type': type });
      expect(answer).toMatchObject({ status: 200, body: { expires_in: 1_800 } });
      expect(answer.headers.get('cache-control')).toBe('no-store');
    },
  );

  it('are refused for whatever is wrong or missing, and to GET', async () => {
    expect((await token('', 'GET')).status).toBe(405);
    expect(await token(form({ grant_type: 'password' }))).toMatchObject({
      status: 400,
      body: { error: 'unsupported_grant_type' },
    });
    expect((await token(form({ client_id: '' }))).body['error_description']).toContain('client_id');
    const wrong = await token(form({ client_secret: 'canary' }));
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(JSON.stringify(wrong.body)).not.toContain('canary');
    expect((await token(form({ client_id: 'nobody' }))).status).toBe(401);
    expect((await token('x'.repeat(maxBodyBytes + 1))).status).toBe(413);
  });

  it('are needed, known, and live for half an hour', async () => {
    const bare = await api.call('GET', address, { as: null });
    expect(bare).toMatchObject({
      status: 401,
      body: { status: 401, serviceErrorCode: 65_604, message: 'Empty oauth2_access_token' },
    });
    const bearer = async (token: string) =>
      (await api.call('GET', address, { as: null, headers: { authorization: token } })).status;
    expect(await bearer('Bearer nonsense')).toBe(401);
    expect(await bearer('Basic nonsense')).toBe(401);
    const good = `Bearer ${await api.tokenOf('app')}`;
    expect(await bearer(good)).toBe(200);
    api.clock.nowMs += 1_799_999;
    expect(await bearer(good)).toBe(200);
    api.clock.nowMs += 1;
    expect(await bearer(good)).toBe(401);
    await api.tokenOf('app');
    expect(api.state.tokens.size).toBe(1);
  });
});

describe('requests', () => {
  it('have an id, answered or refused', async () => {
    const ids = await Promise.all(
      [address, '/v2/nonsense', '/rest/candidates'].map(
        async (path) => (await api.call('GET', path)).headers.get('x-li-uuid') ?? '',
      ),
    );
    for (const id of ids) expect(id).toMatch(/^[\da-f-]{36}$/);
    expect(new Set(ids).size).toBe(3);
  });

  it.each(['', '2026', '202613', '199901', '2026-04'])(
    'under /rest need a version, which %j is not',
    async (version) => {
      const headers = { 'linkedin-version': version };
      const answer = await api.call('GET', restAddress, { headers });
      expect(answer).toMatchObject({ status: 426, body: { status: 426 } });
      expect(answer.body['message']).toContain('LinkedIn-Version');
    },
  );

  it('are refused for a resource there is not, in the envelope', async () => {
    for (const path of [
      '/v2/nonsense',
      '/v2/',
      '/rest/atsCandidates',
      '/v2/candidates',
      '/v2/atsCandidates/a/b/c/d',
      `/v2/atsApplications/${wire.form.style.segment({ a: '1' })}/nonsense`,
      '/v2/constructor',
      '/v2/__proto__',
      '/v2/%zz',
    ]) {
      const answer = await api.call('GET', path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.body).toMatchObject({ status: 404, serviceErrorCode: 404 });
    }
  });

  it('are too long with 4 KB of query or 8 KB in all', async () => {
    const keys = Array.from({ length: 100 }, (_, i) =>
      wireOf('candidates', 'v2', candidate({ id: `candidate-${i}` })),
    );
    const long = addressOf(keys);
    expect(long.length).toBeGreaterThan(4_096);
    expect(await api.call('GET', long)).toMatchObject({ status: 414, body: { status: 414 } });
    const path = `/v2/atsCandidates/atsCandidateId=${'x'.repeat(8_192)}/notes?ids=1`;
    expect((await api.call('GET', path)).status).toBe(414);
    expect((await api.call('GET', addressOf(keys.slice(0, 30)))).status).toBe(200);
  });

  it('have bodies that are JSON objects and not too large', async () => {
    const put = async (body: string) => {
      const { status, body: answer } = await api.call('PUT', address, { body });
      return [status, answer['message']];
    };
    expect(await put('')).toEqual([400, 'The body is missing']);
    expect(await put('{')).toEqual([400, 'The body is not JSON']);
    expect(await put('[]')).toEqual([400, 'The body must be a JSON object']);
    expect((await put('{}'))[1]).toContain('entities');
    expect((await put('{"entities":[]}'))[1]).toContain('entities');
    expect((await put(`{"entities":${'['.repeat(500_000)}${']'.repeat(500_000)}}`))[0]).toBe(400);
    expect((await put(' '.repeat(10_000_000)))[0]).toBe(413);
  });

  it('are cut off when their body has no length and does not end', async () => {
    const chunk = new Uint8Array(1_000_000).fill(32);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        if (sent > 500) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const { apiRoutes } = await import('./routes.ts');
    const request = new Request(`http://linkedin.test${address}`, {
      method: 'PUT',
      body,
      headers: { authorization: `Bearer ${await api.tokenOf('app')}` },
      duplex: 'half',
    } as RequestInit);
    const response = await apiRoutes(api.state).fetch(request);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(80);
  });
});

describe('what counts requests', () => {
  it('is told of records before they are written, and may refuse them', async () => {
    const counted: unknown[] = [];
    let refuse = false;
    api = createSandboxApi({
      meter: {
        application: (_request, clientId) => void counted.push(clientId),
        records: (_request, count, member) => {
          counted.push(member ?? count);
          return refuse ? { message: 'too many', retryAfterSeconds: 7 } : null;
        },
      },
    });
    await api.put('candidates', 'v2', [candidate(), candidate({ id: 'c-2' })]);
    const viewer = api.seat('rita').urn;
    await api.call('GET', `/v2/conversationEvents?q=criteria&viewer=${viewer}`);
    expect(counted).toEqual(['app', 2, viewer]);
    refuse = true;
    const refused = await api.put('candidates', 'v2', [candidate({ id: 'c-3' })]);
    expect(refused).toMatchObject({ status: 429, body: { status: 429, message: 'too many' } });
    expect(refused.headers.get('retry-after')).toBe('7');
    expect(api.state.candidate(context, 'c-3')).toBeNull();
  });
});

describe('a storage that fails', () => {
  it('is told as a failure, and what could not be stored is stored later', async () => {
    let isBroken = false;
    const stored: string[] = [];
    api = createSandboxApi({
      storage: {
        load: () => undefined,
        commit(changes) {
          if (isBroken) throw new Error('disk full');
          stored.push(...changes.map(({ collection }) => collection));
        },
        close: () => undefined,
      },
    });
    await api.tokenOf('app');
    isBroken = true;
    const errors: unknown[] = [];
    const { error } = console;
    console.error = (...told: unknown[]) => void errors.push(told);
    const answer = await api.put('candidates', 'v2', [candidate()]);
    console.error = error;
    expect(answer).toMatchObject({ status: 500, body: { status: 500 } });
    expect(JSON.stringify(answer.body)).not.toContain('disk');
    isBroken = false;
    await api.call('GET', address);
    expect(stored).toContain('candidates');
    expect(errors).toHaveLength(1);
  });
});
