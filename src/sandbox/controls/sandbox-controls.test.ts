/** The controls of a whole sandbox: what they do to its state, and what its API makes of limits. */
import { beforeEach, describe, expect, it } from 'vitest';
import { candidate } from '../../../test/support/ats-records.ts';
import { createSandbox, type Sandbox } from '../sandbox.ts';
import { createStandardSeed, type StandardSeed } from '../seed/standard.ts';

const origin = 'http://127.0.0.1:4500';
let nowMs: number;
let seed: StandardSeed;
let sandbox: Sandbox;

beforeEach(() => {
  nowMs = Date.parse('2026-11-03T10:00:00Z');
  seed = createStandardSeed({ members: 200 });
  sandbox = createSandbox({ ...seed, origin, clock: () => nowMs });
});

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}
async function send(path: string, init: RequestInit = {}): Promise<Told> {
  const { status, headers, ...response } = await sandbox
    .fetch(new Request(origin + path, init))
    .then(async (got) => ({ status: got.status, headers: got.headers, text: await got.text() }));
  const body = response.text === '' ? {} : (JSON.parse(response.text) as Record<string, unknown>);
  return { status, headers, body };
}
const control = (method: string, path: string, body?: unknown): Promise<Told> =>
  send(`/sandbox${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

async function tokenOf(index = 0): Promise<string> {
  const { clientId, clientSecret } = seed.customers[index]!;
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  };
  const { body } = await send('/oauth/v2/accessToken', {
    method: 'POST',
    body: new URLSearchParams(form).toString(),
  });
  return String(body['access_token']);
}
/** Puts candidates by the API. */
function put(token: string, ids: readonly string[], index = 0): Promise<Told> {
  const { organization } = seed.customers[index]!;
  const keys = ids.map((id, at): [query: string, entity: string] => [
    `ids[${at}].atsCandidateId=${id}&ids[${at}].dataProvider=ATS&ids[${at}].integrationContext=${organization}`,
    `atsCandidateId=${id}&dataProvider=ATS&integrationContext=${organization}`,
  ]);
  const { id: _id, ...record } = candidate();
  const entities = Object.fromEntries(keys.map(([, key]) => [key, record]));
  return send(`/v2/atsCandidates?${keys.map(([query]) => query).join('&')}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'x-restli-method': 'batch_update' },
    body: JSON.stringify({ entities }),
  });
}

describe('the controls of a sandbox', () => {
  it('have examples that work, all of them', async () => {
    const { body } = await control('GET', '');
    const endpoints = body['endpoints'] as { method: string; path: string; example?: unknown }[];
    expect(endpoints).toHaveLength(30);
    const [member] = sandbox.state.members.values();
    const urn = member?.personUrn ?? '';
    for (const { method, path, example } of endpoints) {
      const at = path
        .slice('/sandbox'.length)
        .replace('{resource}', 'candidates')
        .replace('{urn}', urn);
      // A fresh sandbox has no fault or delivery, and nobody has configured a callback.
      if (at.includes('{id}') || at.includes('{application}')) continue;
      const query = typeof example === 'string' ? example : '';
      const sent = typeof example === 'object' ? example : undefined;
      expect([method, path, (await control(method, at + query, sent)).status]).toEqual([
        method,
        path,
        200,
      ]);
    }
  });

  it('count records and calls of each application against its limits', async () => {
    const token = await tokenOf();
    await control('PUT', '/limits', { rules: [{ family: 'sync', recordsPerMinute: 3 }] });
    expect((await put(token, ['a', 'b'])).status).toBe(200);
    const refused = await put(token, ['c', 'd']);
    expect(refused).toMatchObject({ status: 429, body: { serviceErrorCode: 101, status: 429 } });
    expect(refused.headers.get('retry-after')).toBe('60');
    expect((await put(await tokenOf(1), ['c', 'd'], 1)).status).toBe(200);
    nowMs += 60_000;
    expect((await put(token, ['c', 'd'])).status).toBe(200);
    const { body } = await control('GET', '/state');
    expect((body['customers'] as { counts: object }[])[0]?.counts).toMatchObject({ candidates: 4 });
  });

  it('let an application ask for the InMail of a seat 12 times a minute', async () => {
    const token = await tokenOf();
    const [contract = ''] = seed.customers[0]!.contracts;
    const ask = (seat: number): Promise<Told> =>
      send(
        `/v2/conversationEvents?q=criteria&viewer=${sandbox.state.organizations.seatsOf(contract)[seat]!.urn}` +
          `&timeRange.start=${nowMs - 1}&timeRange.end=${nowMs}&start=0&count=50`,
        { headers: { authorization: `Bearer ${token}` } },
      );
    for (let count = 0; count < 12; count += 1) expect((await ask(0)).status).toBe(200);
    expect((await ask(0)).status).toBe(429);
    expect((await ask(1)).status).toBe(200);
  });

  it('follow each application in the journal, token requests too, without secrets', async () => {
    await control('PUT', '/journal', { bodies: true });
    await put(await tokenOf(), ['a', 'b']);
    const { body } = await control('GET', '/journal');
    expect(body['entries']).toMatchObject([
      { path: '/oauth/v2/accessToken', application: seed.customers[0]!.clientId, status: 200 },
      {
        path: '/v2/atsCandidates',
        query: ['ids[].atsCandidateId', 'ids[].dataProvider', 'ids[].integrationContext'],
        application: seed.customers[0]!.clientId,
        records: 2,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      },
    ]);
    const text = JSON.stringify(body);
    for (const { clientSecret } of [...seed.applications, ...seed.partners]) {
      expect(text).not.toContain(clientSecret);
    }
    for (const token of sandbox.state.tokens.keys()) expect(text).not.toContain(token);
  });

  it('let a day pass in a minute', async () => {
    const token = await tokenOf();
    await control('PUT', '/clock', { factor: 1_440 });
    nowMs += 1_000;
    expect((await put(token, ['a'])).status).toBe(200);
    nowMs += 1_000;
    expect((await put(token, ['a'])).status).toBe(401);
  });

  it('show stored records in canonical form, page by page', async () => {
    const token = await tokenOf();
    await put(token, ['b', 'a', 'B', 'c']);
    sandbox.state.link(seed.customers[0]!.organization, 'c', seed.accounts[0]!.personUrn!);
    const path = `/state/candidates?context=${seed.customers[0]!.organization}`;
    const { body } = await control('GET', path);
    const elements = body['elements'] as Record<string, unknown>[];
    expect(elements.map(({ id }) => id)).toEqual(['B', 'a', 'b', 'c']);
    for (const element of elements) {
      expect(Object.keys(element)).toEqual(Object.keys(element).sort());
    }
    expect(elements[1]).toEqual(candidate({ id: 'a' }));
    expect(elements[3]?.['manualMatchedMember']).toBe(seed.accounts[0]!.personUrn);
    const part = await control('GET', `${path}&start=1&count=2`);
    expect(part.body).toMatchObject({
      elements: elements.slice(1, 3),
      paging: { start: 1, count: 2, total: 4 },
    });
    expect(await control('GET', '/state/nothing')).toMatchObject({
      status: 404,
      body: { field: 'resource' },
    });
    expect(await control('GET', '/state/jobs?context=urn:li:organization:1')).toMatchObject({
      status: 404,
      body: { field: 'context' },
    });
  });

  it('fill a customer, the same way each time', async () => {
    const order = {
      customer: 'brightwater',
      candidates: 7,
      jobs: 2,
      conversationEvents: 8,
      seed: 3,
    };
    await control('POST', '/seed', order);
    const { status, body } = await control('POST', '/seed', order);
    expect(status).toBe(200);
    expect(body['counts']).toMatchObject({ candidates: 7, jobs: 2, conversationEvents: 16 });
    const first = await control(
      'GET',
      `/state/candidates?context=${seed.customers[1]!.organization}`,
    );
    await control('POST', '/reset');
    await control('POST', '/seed', order);
    const again = await control(
      'GET',
      `/state/candidates?context=${seed.customers[1]!.organization}`,
    );
    expect(again.body).toEqual(first.body);
    expect(await control('POST', '/seed', { customer: 'nobody' })).toMatchObject({
      status: 404,
      body: { field: 'customer', fix: expect.stringContaining('halden, brightwater') as string },
    });
  });

  it('start again with the same customers and secrets', async () => {
    const token = await tokenOf();
    await put(token, ['a']);
    await control('POST', '/reset');
    expect((await put(token, ['a'])).status).toBe(401);
    await tokenOf();
    const { body } = await control('GET', '/state');
    const customers = body['customers'] as { uniqueForeignId: string; counts: object }[];
    expect(customers.map(({ uniqueForeignId }) => uniqueForeignId)).toEqual([
      'halden',
      'brightwater',
      'quillon',
    ]);
    expect(customers[0]?.counts).toMatchObject({ candidates: 0, seats: 6, integrations: 5 });
  });

  it('let a member close the account', async () => {
    const person = [...sandbox.state.members.values()][5]!;
    const closed = await control('POST', `/members/${encodeURIComponent(person.personUrn)}/close`);
    expect(closed).toMatchObject({ status: 200, body: { closed: person.personUrn, members: 199 } });
    expect(sandbox.state.members.has(person.personUrn)).toBe(false);
    expect(await control('POST', `/members/${person.personUrn}/close`)).toMatchObject({
      status: 404,
      body: { field: 'urn' },
    });
  });

  it('switch integrations as an administrator does', async () => {
    const token = await tokenOf();
    const { body } = await control('POST', '/integrations/status', {
      integrationType: 'IN_ATS_INDICATOR',
      status: 'DISABLED',
    });
    expect(body['integrations']).toMatchObject([{ onboardingStatus: 'DISABLED' }]);
    expect(body['requestId']).toMatch(/^[0-9a-f-]{36}$/);
    expect((await put(token, ['a'])).status).toBe(403);
    const all = await control('POST', '/integrations/status', {
      customer: 'quillon',
      status: 'ENABLED',
    });
    expect(all.body['integrations']).toHaveLength(4);
    expect((await put(await tokenOf(2), ['a'], 2)).status).toBe(200);
    const none = await control('POST', '/integrations/status', {
      integrationType: 'UNIFIED_SEARCH',
      status: 'ENABLED',
    });
    expect(none).toMatchObject({ status: 404, body: { field: 'integrationType' } });
  });
});
