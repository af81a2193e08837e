/**
 * Provisioning, configuration and retrieval in the forms of LinkedIn's own samples [postman]: headers
 * left out here, sent without meaning there, keys raw in paths, windows that are an instant.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  contract,
  context as org,
  createSandboxApi,
  type SandboxApi,
} from '../../../test/support/sandbox-api.ts';
import {
  integrationIds,
  integrationKey,
  jsonType,
  restli,
  succeeded,
  take,
  type Step,
} from '../../../test/support/samples.ts';

const instant = String(Date.parse('2026-03-02T09:00:00Z'));
let api: SandboxApi;
let urn: string;
beforeAll(() => {
  api = createSandboxApi();
});
const seatUrn = () => api.seat('rita').urn;
const configurations = (type: string, name: string) => () =>
  `/v2/atsIntegrations/${integrationKey(type)}/configurations?ids=${name}`;
const setTo = (name: string, value: string) => ({
  headers: restli('batch_update'),
  body: { entities: { [name]: { configurationValue: { string: value } } } },
});
const name = (type: string, context = org): Step => ({
  name: `names ${type}`,
  method: 'POST',
  path: () => `/v2/atsIntegrations?${integrationIds(type, context)}`,
  options: {
    headers: restli('batch_partial_update'),
    body: {
      entities: {
        [integrationKey(type, context)]: { patch: { $set: { integrationName: `Acme ${type}` } } },
      },
    },
  },
  check: succeeded,
});

const onboarding: readonly Step[] = [
  {
    name: 'provisions an application',
    method: 'POST',
    path: () => '/v2/provisionedApplications',
    options: {
      as: 'partner',
      headers: jsonType,
      body: {
        description: 'Test',
        name: 'Example Customer',
        uniqueForeignId: 'customer-1',
        oauth2AuthorizedCallbackUrls: ['https://ats.example.com/callback'],
        validJsSdkDomains: ['http://localhost:5000'],
      },
    },
    check: (body) => {
      urn = String(body['key']);
    },
  },
  {
    name: 'changes its domains, without any header',
    method: 'POST',
    path: () => `/v2/provisionedApplications/${urn}`,
    options: {
      as: 'partner',
      headers: { 'content-type': 'text/plain' },
      body: { patch: { $set: { validJsSdkDomains: ['http://localhost:8000'] } } },
    },
  },
  {
    name: 'finds it by its foreign id',
    method: 'GET',
    path: () =>
      '/v2/provisionedApplications?q=credentialsByUniqueForeignId&uniqueForeignId=customer-1',
    options: { as: 'partner' },
    check: (body) => {
      expect(body.elements?.[0]).toMatchObject({ key: urn, uniqueForeignId: 'customer-1' });
    },
  },
  name('ONE_CLICK_EXPORT'),
  name('IN_ATS_INDICATOR'),
  name('PROFILE_PLUGIN'),
  name('CSA_API', contract),
  {
    name: 'verifies all four',
    method: 'GET',
    path: () =>
      `/v2/atsIntegrations?${[
        integrationIds('IN_ATS_INDICATOR', org, 0),
        integrationIds('PROFILE_PLUGIN', org, 1),
        integrationIds('ONE_CLICK_EXPORT', org, 2),
        integrationIds('CSA_API', contract, 3),
      ].join('&')}`,
    check: (body) => {
      expect(Object.keys(body['results'] ?? {})).toHaveLength(4);
    },
  },
  {
    name: 'sets the callback',
    method: 'PUT',
    path: configurations('ONE_CLICK_EXPORT', 'CALLBACK_URL'),
    options: setTo('CALLBACK_URL', 'https://ats.example.com/push'),
    check: succeeded,
  },
  {
    name: 'shows jobs to all',
    method: 'PUT',
    path: configurations('ONE_CLICK_EXPORT', 'JOB_POSTING_VIEWERS'),
    options: setTo('JOB_POSTING_VIEWERS', 'ALL_PRODUCT_USERS'),
    check: succeeded,
  },
  {
    name: 'shows applications to all',
    method: 'PUT',
    path: configurations('IN_ATS_INDICATOR', 'APPLICATION_VIEWERS'),
    options: setTo('APPLICATION_VIEWERS', 'ALL_PRODUCT_USERS'),
    check: succeeded,
  },
  {
    name: 'hides jobs again',
    method: 'DELETE',
    path: configurations('ONE_CLICK_EXPORT', 'JOB_POSTING_VIEWERS'),
    check: succeeded,
  },
  {
    name: 'hides applications',
    method: 'DELETE',
    path: configurations('IN_ATS_INDICATOR', 'APPLICATION_VIEWERS'),
    check: succeeded,
  },
  {
    name: 'verifies a configuration',
    method: 'GET',
    path: configurations('ONE_CLICK_EXPORT', 'CALLBACK_URL'),
    check: (body) => {
      expect(body.results?.['CALLBACK_URL']).toMatchObject({
        configurationValue: { string: 'https://ats.example.com/push' },
      });
    },
  },
];

const retrieval: readonly Step[] = [
  {
    name: 'lists seats, the old way',
    method: 'GET',
    path: () =>
      `/v2/seats?q=seatsByAttributes&fields=id&active=true&count=100&start=0&contracts=${contract}`,
    check: (body) => {
      expect(body['elements']).toEqual([{ id: api.seat('rita').id }, { id: api.seat('tom').id }]);
    },
  },
  {
    name: 'reads InMail of an instant',
    method: 'GET',
    path: () =>
      `/v2/conversationEvents?q=criteria&viewer=${seatUrn()}&timeRange.end=${instant}&timeRange.start=${instant}&start=0&count=50`,
    check: (body) => {
      expect(body['elements']).toEqual([]);
    },
  },
  {
    name: 'reads stubs of an instant',
    method: 'GET',
    path: () =>
      `/v2/mailStubs?q=contract&start=0&count=50&contract=${contract}&createdDateStart=${instant}&createdDateEnd=${instant}&owners=${seatUrn()}`,
  },
  {
    name: 'reads notes of an instant',
    method: 'GET',
    path: () =>
      `/v2/prospectNotes?q=criteria&start=0&contract=${contract}&cutoffDate=${instant}&beforeDate=${instant}&count=100&owners=${seatUrn()}`,
  },
  {
    name: 'asks who has closed the account',
    method: 'GET',
    path: () =>
      '/v2/atsPurgedExportedCandidates?timeRange.start=1589747047000&timeRange.end=1592425447000&q=criteria&exportType=ONE_CLICK_EXPORT',
  },
];

describe('a partner', () => {
  it.each([...onboarding, ...retrieval])('$name', (step) => take(api, step));

  it('is told that /me is for people', async () => {
    const answer = await api.call('GET', '/v2/me?fields=id');
    expect(answer.status).toBe(403);
    expect(answer.body['message']).toContain('three-legged');
  });
});
