import { describe, expect, it } from 'vitest';
import { refusal, scripted } from '../scripted.test-support.ts';

const acme = {
  uniqueForeignId: 'acme & sons/1',
  name: 'Example ATS - Acme',
  description: 'Acme',
  validJsSdkDomains: ['https://ats.example', 'http://localhost:5000'],
};
const urn = 'urn:li:developerApplication:123';

describe('a provisioned application', () => {
  it.each([
    ['as the key of the answer', () => Response.json({ key: urn }, { status: 201 })],
    [
      'as the id of what was created',
      () => new Response(null, { status: 201, headers: { 'x-restli-id': urn } }),
    ],
  ])('is created, and named by its URN %s', async (_where, api) => {
    const { client, requests } = scripted({ api });
    await expect(client().provisioning.create(acme)).resolves.toBe(urn);
    expect(requests[0]).toMatchObject({ method: 'POST', path: '/v2/provisionedApplications' });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual(acme);
    expect(requests[0]?.headers.get('content-type')).toBe('application/json');
  });

  it('that exists already is a conflict', async () => {
    const { client, requests } = scripted({ api: () => refusal(409) });
    await expect(client().provisioning.create(acme)).rejects.toMatchObject({ code: 'conflict' });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['name', { name: 'LinkedIn for Acme' }],
    ['name', { name: 'x'.repeat(51) }],
    ['uniqueForeignId', { uniqueForeignId: '' }],
    ['description', { description: undefined }],
    ['validJsSdkDomains.0', { validJsSdkDomains: ['https://ats.example/'] }],
    ['validJsSdkDomains.1', { validJsSdkDomains: ['https://ats.example', 'ats.example'] }],
    ['oauth2AuthorizedCallbackUrls.0', { oauth2AuthorizedCallbackUrls: ['nowhere'] }],
  ])('is checked before it is sent: %s', async (field, changes) => {
    const { client, requests } = scripted({});
    const error = (await client()
      .provisioning.create({ ...acme, ...changes } as typeof acme)
      .catch((cause: unknown) => cause)) as Error;
    expect(error).toMatchObject({ code: 'invalid' });
    expect(error.message.startsWith(`${field}: `)).toBe(true);
    expect(requests).toEqual([]);
  });

  it('is changed by its URN; a change of nothing is none', async () => {
    const { client, requests } = scripted({ api: () => new Response(null, { status: 204 }) });
    const { provisioning } = client();
    const patch = { validJsSdkDomains: ['https://new.example'] };
    await provisioning.update(urn, patch);
    expect(decodeURIComponent(requests[0]?.path ?? '')).toBe(`/v2/provisionedApplications/${urn}`);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ patch: { $set: patch } });
    for (const call of [
      () => provisioning.update(urn, {}),
      () => provisioning.update('../../v2/other', patch),
      () => provisioning.credentials(''),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'invalid' });
    }
    expect(requests).toHaveLength(1);
  });

  it.each([
    [{ clientId: 'id', clientSecret: 'secret', key: urn }],
    [{ credentials: { clientId: 'id', clientSecret: 'secret' }, applicationUrn: urn }],
    [{ apiKey: 'id', secret: 'secret', key: urn }],
  ])('has credentials, whatever LinkedIn calls them', async (element) => {
    for (const body of [{ elements: [element], paging: {} }, element]) {
      const { client, requests } = scripted({ api: () => Response.json(body) });
      await expect(client().provisioning.credentials(acme.uniqueForeignId)).resolves.toMatchObject({
        clientId: 'id',
        clientSecret: 'secret',
        urn,
      });
      expect(requests[0]?.query).toBe(
        'q=credentialsByUniqueForeignId&uniqueForeignId=acme%20%26%20sons%2F1',
      );
    }
  });

  it.each([
    ['an empty list', () => Response.json({ elements: [] })],
    ['404', () => refusal(404)],
  ])('that is not there has none: %s', async (_what, api) => {
    await expect(scripted({ api }).client().provisioning.credentials('x')).resolves.toBeNull();
  });
});
