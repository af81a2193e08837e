/** The configuration plugin, as a browser asks for it. */
import { Script } from 'node:vm';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../sandbox.ts';

const origin = 'http://linkedin.localhost:4402';
const embedder = 'http://plugin.partner.localhost:4401';
const acme = 'urn:li:organization:1';
const globex = 'urn:li:organization:2';
const apiKey = 'app-new';
const bundles = 'RECRUITER_SYSTEM_CONNECT_COMPANY,RECRUITER_SYSTEM_CONNECT_CONTRACT';

let sandbox: Sandbox;

beforeEach(() => {
  sandbox = createSandbox({
    origin,
    members: 10,
    organizations: [
      {
        urn: acme,
        name: 'Acme',
        contracts: [
          { urn: 'urn:li:contract:11', name: 'Acme <EMEA>' },
          { urn: 'urn:li:contract:12', name: 'Acme Americas' },
        ],
      },
    ],
    applications: [
      {
        clientId: apiKey,
        clientSecret: 'secret',
        name: 'ATS - Acme',
        organizations: [],
        validJsSdkDomains: [embedder],
        enabledIntegrations: [],
      },
    ],
    accounts: [
      { id: 'admin', name: 'Ada Admin', email: 'a@x.example', seat: true, organization: acme },
      { id: 'seat', name: 'Sam Seat', email: 's@x.example', seat: true, organization: acme },
      { id: 'other', name: 'Olga Other', email: 'o@x.example', seat: true, organization: globex },
    ],
  });
});

const cookieOf = async (account: string): Promise<string> => {
  const answer = await sandbox.fetch(
    new Request(`${origin}/uas/login`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ account }),
    }),
  );
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
};

async function shown(account: string | null, parameters: Record<string, string> = {}) {
  const url = new URL('/rsc/plugin/settings', origin);
  url.search = new URLSearchParams({
    api_key: apiKey,
    embedder,
    types: bundles,
    ...parameters,
  }).toString();
  const headers: Record<string, string> =
    account === null ? {} : { cookie: await cookieOf(account) };
  return sandbox.fetch(new Request(url, { headers }));
}
const textOf = async (account: string | null, parameters?: Record<string, string>) =>
  (await shown(account, parameters)).text();

async function request(account: string, body: object = {}, site = 'same-origin') {
  return sandbox.fetch(
    new Request(`${origin}/rsc/plugin/settings/request`, {
      method: 'POST',
      headers: {
        cookie: await cookieOf(account),
        'sec-fetch-site': site,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        api_key: apiKey,
        embedder,
        types: bundles.split(','),
        contracts: ['urn:li:contract:11'],
        ...body,
      }),
    }),
  );
}

describe('configuration plugin', () => {
  it.each(['/rsc/extensions/onboarding-widget', '/recruiter/widget/ATSIntegration'])(
    'has its extension at %s',
    async (path) => {
      const text = await (await sandbox.fetch(new Request(origin + path))).text();
      expect(text).toContain('IN/ATSIntegrationWidget');
      expect(() => new Script(text)).not.toThrow();
    },
  );

  it('asks for a sign-in, and lets nobody go on who is no administrator', async () => {
    expect(await textOf(null)).toContain('Sign in to connect your system');
    const text = await textOf('seat');
    expect(text).toContain('Only Recruiter administrators');
    expect(text).toContain('ask Ada Admin');
    expect((await request('seat')).status).toBe(403);
  });

  it('offers contracts and the supported bundles, under a strict policy', async () => {
    const response = await shown('admin');
    expect(response.headers.get('content-security-policy')).toContain("form-action 'none'");
    const text = await response.text();
    expect(text).toContain('Acme &lt;EMEA&gt;');
    // Of the two contracts Ada administers the one her seat is on.
    expect(text).not.toContain('Acme Americas');
    expect(text).toContain('Recruiter System Connect for the company');
    expect(text).not.toContain('Apply with LinkedIn');
    expect(await textOf('admin', { types: 'NO_SUCH' })).toContain('names no integrations');
  });

  it('refuses pages that are not listed, and applications that are unknown', async () => {
    const text = await textOf('admin', { embedder: 'https://evil.example' });
    expect(text).toContain('validJsSdkDomains');
    expect(text).toContain('data-embedder=""');
    expect(await textOf('admin', { api_key: 'nobody' })).toContain('The api_key is not known.');
    expect((await request('admin', { embedder: 'https://evil.example' })).status).toBe(403);
  });

  it('requests what was chosen and tells it by key; once more changes nothing', async () => {
    const answer = (await (await request('admin')).json()) as { integrations: object[] };
    expect(answer.integrations).toEqual(
      ['IN_ATS_INDICATOR', 'ONE_CLICK_EXPORT', 'PROFILE_PLUGIN', 'CSA_API'].map((type) => ({
        integrationContext: type === 'CSA_API' ? 'urn:li:contract:11' : acme,
        integrationType: type,
        tenantType: 'RECRUITER',
        dataProvider: 'ATS',
      })),
    );
    const [first] = sandbox.state.integrations.of(apiKey);
    if (first) sandbox.state.integrations.enable(apiKey, first, 'Named', 1);
    expect((await request('admin')).status).toBe(200);
    expect(sandbox.state.integrations.of(apiKey).map((one) => one.onboardingStatus)).toEqual([
      'ENABLED',
      'REQUESTED',
      'REQUESTED',
      'REQUESTED',
    ]);
    const text = await textOf('admin');
    expect(text).toContain('Request again');
    expect(text).toContain('Requested');
  });

  it('binds the application to the company of who came first', async () => {
    await request('admin');
    expect(await textOf('other')).toContain('belongs to another company');
    expect((await request('other', { contracts: ['urn:li:contract:201'] })).status).toBe(403);
  });

  it('takes no requests of other sites, for foreign contracts, or for what there is not', async () => {
    expect((await request('admin', {}, 'cross-site')).status).toBe(403);
    expect((await request('admin', { contracts: ['urn:li:contract:12'] })).status).toBe(403);
    expect((await request('admin', { contracts: [] })).status).toBe(400);
    expect((await request('admin', { types: ['NO_SUCH'] })).status).toBe(400);
    expect(sandbox.state.integrations.of(apiKey)).toEqual([]);
  });
});
