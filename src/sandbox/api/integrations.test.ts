/** Integrations and their configurations, in all their spellings. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  context,
  contract,
  createSandboxApi,
  type SandboxApi,
} from '../../../test/support/sandbox-api.ts';
import { integrationIds, integrationKey } from '../../../test/support/samples.ts';
import { generations } from '../../linkedin/form.ts';

let api: SandboxApi;
beforeEach(() => {
  api = createSandboxApi();
});

const encode = encodeURIComponent;
const restKey = (type: string, at = context, more = '') =>
  `(integrationContext:${encode(at)},integrationType:${type},tenantType:RECRUITER${more})`;
const ref = (integrationType: 'ONE_CLICK_EXPORT' | 'IN_ATS_INDICATOR') => ({
  integrationContext: context,
  integrationType,
  tenantType: 'RECRUITER',
});
const stored = (
  type: 'ONE_CLICK_EXPORT' | 'IN_ATS_INDICATOR' = 'ONE_CLICK_EXPORT',
  clientId = 'app',
) => api.state.integrations.get(clientId, ref(type));

describe.each(generations)('integrations under /%s', (generation) => {
  const path = generation === 'v2' ? '/v2/atsIntegrations' : '/rest/integrations';
  const idsOf = (type: string, at = context) =>
    generation === 'v2' ? integrationIds(type, at) : `ids=List(${restKey(type, at)})`;
  const keyOf = (type: string, at = context) =>
    generation === 'v2' ? integrationKey(type, at) : restKey(type, at);

  it('tell their state', async () => {
    const { body } = await api.call('GET', `${path}?${idsOf('CSA_API', contract)}`);
    expect(body['results']?.[keyOf('CSA_API', contract)]).toMatchObject({
      integrationType: 'CSA_API',
      onboardingStatus: 'ENABLED',
      integrationName: 'ATS - Acme',
    });
    const unknown = await api.call('GET', `${path}?${idsOf('UNIFIED_SEARCH')}`);
    expect(unknown.body['errors']?.[keyOf('UNIFIED_SEARCH')]).toMatchObject({ status: 404 });
    expect((await api.call('GET', `${path}/${keyOf('PROFILE_PLUGIN')}`)).status).toBe(200);
  });

  it('are named by the ATS, and nothing else of them is changed by it', async () => {
    const patch = async (patch: unknown) => {
      const entities = { [keyOf('ONE_CLICK_EXPORT')]: { patch } };
      const answer = await api.call('POST', `${path}?${idsOf('ONE_CLICK_EXPORT')}`, {
        headers: { 'x-restli-method': 'batch_partial_update' },
        body: { entities },
      });
      return Object.values(answer.body['statuses'] ?? {});
    };
    expect(await patch({ $set: { integrationName: 'Acme export' } })).toEqual([204]);
    expect(stored()?.integrationName).toBe('Acme export');
    for (const wrong of [
      { $set: { onboardingStatus: 'DISABLED' } },
      { $set: { integrationName: '' } },
      { $delete: ['integrationName'] },
      { $set: null },
    ]) {
      expect(await patch(wrong)).toEqual([400]);
    }
    expect(
      (await api.call('PUT', `${path}?${idsOf('ONE_CLICK_EXPORT')}`, { body: {} })).status,
    ).toBe(405);
  });

  it('have changed, by the request id of the push, for a day and for their application', async () => {
    const requestId = api.state.integrations.switch([stored()!], false, api.clock.nowMs) ?? '';
    const ask = (as = 'app') => api.call('GET', `${path}?q=request&requestId=${requestId}`, { as });
    expect((await ask()).body['elements']).toMatchObject([
      { integrationType: 'ONE_CLICK_EXPORT', onboardingStatus: 'DISABLED' },
    ]);
    expect((await ask('other')).status).toBe(404);
    api.clock.nowMs += 86_400_000;
    expect(await ask()).toMatchObject({ status: 404, body: { status: 404 } });
    expect((await api.call('GET', `${path}?q=request`)).body['message']).toContain('requestId');
    expect((await api.call('GET', `${path}?q=x`)).body['message']).toContain('q:');
  });

  it('are named completely', async () => {
    const message = async (query: string) =>
      (await api.call('GET', `${path}?${query}`)).body['message'];
    const ids = idsOf('CSA_API', contract);
    expect(await message(ids.replace('CSA_API', 'NONSENSE'))).toContain('integrationType');
    expect(await message(ids.replace('CSA_API', ''))).toContain('integrationType is missing');
    expect(await message(ids.replace('tenantType', 'tenant'))).toContain('tenantType is missing');
    expect(await message('')).toContain('ids:');
  });
});

const spellings = {
  'below an integration': {
    path: (type: string) => `/v2/atsIntegrations/${integrationKey(type)}/configurations`,
    ids: (_type: string, key: string) => `ids=${key}`,
    key: (_type: string, key: string) => key,
  },
  'as v2/atsIntegrationConfigurations': {
    path: () => '/v2/atsIntegrationConfigurations',
    ids: (type: string, key: string) => `${integrationIds(type)}&ids[0].configurationKey=${key}`,
    key: (type: string, key: string) => `${integrationKey(type)}&configurationKey=${key}`,
  },
  'as rest/integrationConfigurations': {
    path: () => '/rest/integrationConfigurations',
    ids: (type: string, key: string) =>
      `ids=List(${restKey(type, context, `,configurationKey:${key}`)})`,
    key: (type: string, key: string) => restKey(type, context, `,configurationKey:${key}`),
  },
};

describe.each(Object.entries(spellings))('configurations %s', (_name, spelling) => {
  const at = (type: string, key: string) => `${spelling.path(type)}?${spelling.ids(type, key)}`;
  const set = async (type: string, key: string, value: unknown, as = 'app') => {
    const text = spelling.key(type, key);
    const body = { entities: { [text]: { configurationValue: value } } };
    const answer = await api.call('PUT', at(type, key), { body, as });
    return (
      answer.body['errors']?.[text]?.['message'] ?? answer.body['statuses']?.[text] ?? answer.status
    );
  };

  it('are set, read and deleted', async () => {
    const key = 'JOB_POSTING_VIEWERS';
    const address = at('ONE_CLICK_EXPORT', key);
    const value = { string: 'ALL_PRODUCT_USERS' };
    expect(await set('ONE_CLICK_EXPORT', key, value)).toBe(201);
    expect(await set('ONE_CLICK_EXPORT', key, value)).toBe(200);
    const text = spelling.key('ONE_CLICK_EXPORT', key);
    const got = await api.call('GET', address);
    expect(got.body['results']).toEqual({ [text]: { configurationValue: value } });
    expect((await api.call('DELETE', address)).body['statuses']).toEqual({ [text]: 204 });
    expect((await api.call('DELETE', address)).body['statuses']).toEqual({ [text]: 404 });
    expect((await api.call('GET', address)).body['errors']).toHaveProperty([text]);
    const single = `${spelling.path('ONE_CLICK_EXPORT')}/${text}`;
    expect((await api.call('PUT', single, { body: { configurationValue: value } })).status).toBe(
      204,
    );
    expect((await api.call('GET', single)).body).toEqual({ configurationValue: value });
    expect((await api.call('DELETE', single)).status).toBe(204);
    expect((await api.call('GET', single)).status).toBe(404);
  });

  it('have the values there are', async () => {
    const url = (string: unknown) => set('ONE_CLICK_EXPORT', 'CALLBACK_URL', { string });
    expect(await url('https://ats.example.com/push/1')).toBe(201);
    expect(await url('http://ats.localhost:4400/push')).toBe(200);
    for (const wrong of [
      'http://ats.example.com/push',
      '<https://YourCallbackURL>',
      'https://user:secret@ats.example.com/',
      'https://ats.example.com/#x',
      'ftp://localhost/',
      '',
      7,
      undefined,
    ]) {
      expect(await url(wrong)).toMatch(/^configurationValue: /);
    }
    expect(stored()?.configurations['CALLBACK_URL']).toBe('http://ats.localhost:4400/push');
    const viewers = { string: 'ACL_BASED' };
    expect(await set('ONE_CLICK_EXPORT', 'JOB_POSTING_VIEWERS', viewers)).toContain(
      'ALL_PRODUCT_USERS',
    );
    expect(
      await set('IN_ATS_INDICATOR', 'CALLBACK_URL', { string: 'https://a.example' }),
    ).toContain('IN_ATS_INDICATOR');
    const unknown = await api.call('GET', at('ONE_CLICK_EXPORT', 'NONSENSE'));
    expect(unknown).toMatchObject({ status: 400 });
    expect(unknown.body['message']).toContain('CALLBACK_URL');
  });

  it('have one callback for one customer', async () => {
    const { integrations } = api.state;
    integrations.request('off', ref('ONE_CLICK_EXPORT'), api.clock.nowMs);
    const url = { string: 'https://ats.example.com/push' };
    expect(await set('ONE_CLICK_EXPORT', 'CALLBACK_URL', url)).toBe(201);
    expect(await set('ONE_CLICK_EXPORT', 'CALLBACK_URL', url, 'off')).toContain('another customer');
    expect(await set('ONE_CLICK_EXPORT', 'CALLBACK_URL', url)).toBe(200);
  });

  it('make a requested integration configured, which its customer then enables', async () => {
    api.state.integrations.request('off', ref('ONE_CLICK_EXPORT'), api.clock.nowMs);
    const url = { string: 'https://off.example.com/push' };
    expect(await set('ONE_CLICK_EXPORT', 'CALLBACK_URL', url, 'off')).toBe(201);
    expect(stored('ONE_CLICK_EXPORT', 'off')?.onboardingStatus).toBe('REQUESTED');
    const name = { patch: { $set: { integrationName: 'Off' } } };
    const at = `/v2/atsIntegrations/${integrationKey('ONE_CLICK_EXPORT')}`;
    expect((await api.call('POST', at, { body: name, as: 'off' })).status).toBe(204);
    expect(stored('ONE_CLICK_EXPORT', 'off')?.onboardingStatus).toBe('CONFIGURED');
  });
});
