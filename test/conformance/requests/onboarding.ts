/** Module 1: tokens, a customer's application, integrations and their configurations. */
import type { Target } from '../target.ts';
import { idsOf, json, restli, type RawRequest } from './raw-request.ts';

export function tokenRequests(
  target: Target,
  keep: (as: 'partner' | 'customer', token: string) => void,
): RawRequest[] {
  const request = (
    as: 'partner' | 'customer',
    credentials: { readonly clientId: string; readonly clientSecret: string },
    type: string,
  ): RawRequest => ({
    name: `a token for the ${as}, as ${type}`,
    as: 'nobody',
    method: 'POST',
    path: () => target.baseUrls.oauthToken,
    headers: { 'Content-Type': type },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
    }).toString(),
    expected: [200],
    then: (answer) => {
      keep(as, String(answer['access_token']));
    },
  });
  return [
    ...(target.partner === null ? [] : [request('partner', target.partner, 'text/plain')]),
    request('customer', target, 'application/x-www-form-urlencoded'),
  ];
}

export function provisioningRequests(run: string): RawRequest[] {
  let urn = '';
  const path = '/v2/provisionedApplications';
  const change = (name: string, $set: object): RawRequest => ({
    name,
    as: 'partner',
    method: 'POST',
    path: () => `${path}/${urn}`,
    body: { patch: { $set } },
    expected: [200, 201, 204],
  });
  return [
    {
      name: 'provisions an application',
      as: 'partner',
      method: 'POST',
      path: () => path,
      headers: json,
      body: {
        description: 'Made by the conformance suite',
        name: 'Example Customer',
        uniqueForeignId: `${run}-raw`,
        oauth2AuthorizedCallbackUrls: ['https://ats.example/oauth'],
        validJsSdkDomains: ['http://localhost:5000'],
      },
      expected: [200, 201],
      then: (answer) => {
        urn = String(answer['key']);
      },
    },
    change('changes its domains, without a header', {
      validJsSdkDomains: ['http://localhost:8000', 'http://localhost:5000'],
    }),
    change('changes its redirects, without a header', {
      oauth2AuthorizedCallbackUrls: ['https://ats.example/oauth'],
    }),
    {
      name: 'finds its credentials',
      as: 'partner',
      method: 'GET',
      path: () => `${path}?q=credentialsByUniqueForeignId&uniqueForeignId=${run}-raw`,
      expected: [200],
    },
  ];
}

export function integrationRequests({ organization, contract, requests }: Target): RawRequest[] {
  const key = (type: string, context = organization): string =>
    `integrationContext=${context}&integrationType=${type}&tenantType=RECRUITER&dataProvider=ATS`;
  const ofOrganization = ['IN_ATS_INDICATOR', 'PROFILE_PLUGIN', 'ONE_CLICK_EXPORT'].map((type) =>
    key(type),
  );
  const keys = contract === null ? ofOrganization : [...ofOrganization, key('CSA_API', contract)];
  const configurations = (type: string, name: string) => () =>
    `/v2/atsIntegrations/${key(type)}/configurations?ids=${name}`;
  const set = (type: string, name: string, string: string): RawRequest => ({
    name: `sets ${name}`,
    as: 'customer',
    method: 'PUT',
    path: configurations(type, name),
    headers: restli('batch_update'),
    body: { entities: { [name]: { configurationValue: { string } } } },
    expected: [200],
  });
  const remove = (type: string, name: string): RawRequest => ({
    name: `removes ${name}`,
    as: 'customer',
    method: 'DELETE',
    path: configurations(type, name),
    expected: [200, 204],
  });
  return [
    ...keys.map((one): RawRequest => ({
      name: `names ${one.split('&')[1] ?? ''}`,
      as: 'customer',
      method: 'POST',
      path: () => `/v2/atsIntegrations?${idsOf(one)}`,
      headers: restli('batch_partial_update'),
      body: { entities: { [one]: { patch: { $set: { integrationName: 'Example ATS' } } } } },
      expected: [200],
    })),
    {
      name: 'asks how all of them stand',
      as: 'customer',
      method: 'GET',
      path: () => `/v2/atsIntegrations?${idsOf(...keys)}`,
      expected: [200],
    },
    set('ONE_CLICK_EXPORT', 'CALLBACK_URL', 'https://ats.example/rsc/push/raw'),
    set('ONE_CLICK_EXPORT', 'JOB_POSTING_VIEWERS', 'ALL_PRODUCT_USERS'),
    set('IN_ATS_INDICATOR', 'APPLICATION_VIEWERS', 'ALL_PRODUCT_USERS'),
    remove('ONE_CLICK_EXPORT', 'JOB_POSTING_VIEWERS'),
    remove('IN_ATS_INDICATOR', 'APPLICATION_VIEWERS'),
    {
      name: 'reads a configuration',
      as: 'customer',
      method: 'GET',
      path: configurations('ONE_CLICK_EXPORT', 'CALLBACK_URL'),
      expected: [200],
    },
    ...(requests.status === null
      ? []
      : [
          {
            name: 'asks what has changed',
            as: 'customer',
            method: 'GET',
            path: () => `/v2/atsIntegrations?q=request&requestId=${requests.status ?? ''}`,
            expected: [200],
          } as const,
        ]),
  ];
}
