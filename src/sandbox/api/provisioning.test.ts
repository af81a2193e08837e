/** The partner's application makes and changes those of its customers. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createSandboxApi, type SandboxApi } from '../../../test/support/sandbox-api.ts';

const path = '/v2/provisionedApplications';
const valid = {
  uniqueForeignId: 'acme 1',
  name: 'ATS - Acme',
  description: 'Acme, test',
  validJsSdkDomains: ['https://ats.example.com'],
};
let api: SandboxApi;
beforeEach(() => {
  api = createSandboxApi();
});

const send = (method: string, at: string, body?: unknown, as: string | null = 'partner') =>
  api.call(method, at, { as, headers: { 'content-type': 'application/json' }, body });
const create = (changes: Record<string, unknown> = {}) =>
  send('POST', path, { ...valid, ...changes });
const find = async (id = valid.uniqueForeignId) => {
  const query = `q=credentialsByUniqueForeignId&uniqueForeignId=${encodeURIComponent(id)}`;
  return (await send('GET', `${path}?${query}`)).body['elements'];
};

describe('provisioned applications', () => {
  it('are made with a URN and work with the credentials the finder tells', async () => {
    const answer = await create();
    expect(answer.status).toBe(201);
    expect(answer.body['key']).toMatch(/^urn:li:developerApplication:\d+$/);
    expect(answer.headers.get('x-restli-id')).toBe(answer.body['key']);
    const [found] = (await find()) ?? [];
    expect(found).toMatchObject({ key: answer.body['key'], ...valid });
    const response = await api.call('POST', '/oauth/v2/accessToken', {
      as: null,
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: String(found?.['clientId']),
        client_secret: String(found?.['clientSecret']),
      }).toString(),
    });
    expect(response.body).toMatchObject({ expires_in: 1_800 });
    expect(await find('nobody')).toEqual([]);
  });

  it('have a foreign id of their own', async () => {
    await create();
    const again = await create({ name: 'Other' });
    expect(again).toMatchObject({ status: 409, body: { status: 409 } });
    expect(again.body['message']).toContain('uniqueForeignId');
  });

  it.each([
    ['name', 'x'.repeat(51)],
    ['name', 'ATS for LinkedIn'],
    ['name', undefined],
    ['description', ''],
    ['uniqueForeignId', 7],
    ['validJsSdkDomains', ['https://ats.example.com/']],
    ['oauth2AuthorizedCallbackUrls', ['nonsense']],
    ['surprise', true],
  ])('are refused for %s = %j', async (field, value) => {
    const answer = await create({ [field]: value });
    expect(answer.status).toBe(400);
    expect(answer.body['message']).toMatch(new RegExp(`^${field}`));
  });

  it('are changed by their URN, lists as a whole', async () => {
    const { body } = await create();
    const at = `${path}/${String(body['key'])}`;
    const patch = (patch: unknown) => send('POST', at, { patch });
    expect((await patch({ $set: { validJsSdkDomains: ['http://x.test:1'] } })).status).toBe(204);
    expect((await find())?.[0]).toMatchObject({ validJsSdkDomains: ['http://x.test:1'] });
    expect((await send('GET', at)).body).toMatchObject({ name: valid.name });
    for (const wrong of [
      { $set: { name: 'x'.repeat(51) } },
      { $set: { uniqueForeignId: 'x' } },
      { $set: { clientSecret: 'x' } },
      { $delete: ['name'] },
      { $set: [] },
      {},
    ]) {
      expect((await patch(wrong)).status).toBe(400);
    }
    expect((await send('POST', `${path}/urn:li:developerApplication:1`, {})).status).toBe(404);
    expect((await send('DELETE', at)).status).toBe(405);
  });

  it('need JSON by its type, and the partner’s token', async () => {
    const text = await api.call('POST', path, {
      as: 'partner',
      headers: { 'content-type': 'text/plain' },
      body: valid,
    });
    expect(text.status).toBe(415);
    expect((await send('POST', path, valid, 'app')).status).toBe(403);
    expect((await send('POST', path, valid, null)).status).toBe(401);
    expect((await send('GET', `${path}?q=other`)).body['message']).toContain('q:');
    const without = await send('GET', `${path}?q=credentialsByUniqueForeignId`);
    expect(without.body['message']).toContain('uniqueForeignId');
  });
});
