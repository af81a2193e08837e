/** Who sees the pages about the connection with LinkedIn, and what stands there. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTestAts } from './ats.test-support.ts';

const origin = 'http://onboarding.localhost:4401';
const customer = {
  id: 'kestrel-test',
  name: 'Kestrel <test>',
  environment: 'development',
  status: 'active',
  domains: ['http://ats.localhost:4400'],
  embedSnippet: '<script async src="x"></script>',
  application: { clientId: '77abc', hasClientSecret: true },
};
const integration = {
  context: 'urn:li:contract:7',
  type: 'CSA_API',
  state: 'configured',
  rawStatus: 'CONFIGURED',
  next: { action: 'enable_in_recruiter', by: 'recruiter_admin' },
};
const check = { check: 'customer.token', outcome: 'fail', found: 'no token', fix: 'Ask again.' };

function createWorld() {
  const asked: string[] = [];
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { browser } = createTestAts({
    onboarding: {
      origin,
      tenant: customer.id,
      signingKey: { kid: 'k', jwk: privateKey.export({ format: 'jwk' }) },
      adminToken: 'operator-token',
      fetch(request) {
        const path = new URL(request.url).pathname.replace('/rsc/admin/v1', '');
        asked.push(`${request.method} ${path} ${request.headers.get('authorization') ?? ''}`);
        const items = path.endsWith('/checks')
          ? [check]
          : path.endsWith('/integrations')
            ? [integration]
            : [customer];
        return Promise.resolve(Response.json({ items }));
      },
    },
  });
  return { asked, browser: browser() };
}

async function signedIn(slug: string) {
  const world = createWorld();
  await world.browser.get(`/demo/sign-in/${slug}`);
  return world;
}

describe('pages about the connection with LinkedIn', () => {
  it('are for administrators', async () => {
    const { browser, asked } = await signedIn('recruiter');
    const answer = await browser.get('/integrations/customers');
    expect(answer.status).toBe(403);
    expect(asked).toEqual([]);
    expect(await (await browser.get('/candidates')).text()).not.toContain('/integrations');
  });

  it('ask who is signed in first', async () => {
    const { browser } = createWorld();
    expect((await browser.get('/integrations')).headers.get('location')).toContain('/sign-in');
  });

  it('have the element, and frame nothing but the partner', async () => {
    const { browser } = await signedIn('administrator');
    const answer = await browser.get('/integrations');
    expect(answer.headers.get('content-security-policy')).toContain(`frame-src ${origin}`);
    expect(await answer.text()).toContain('<rsc-integration-settings>');
  });

  it("have LinkedIn's markup with the application's key", async () => {
    const { browser } = await signedIn('administrator');
    const text = await (await browser.get('/integrations/linkedin-markup')).text();
    expect(text).toContain('api_key: 77abc');
    expect(text).toContain('IN/ATSIntegrationWidget');
  });

  it('tell how each customer stands and why, and never the token', async () => {
    const { browser, asked } = await signedIn('administrator');
    const text = await (await browser.get('/integrations/customers')).text();
    expect(text).toContain('Kestrel &lt;test&gt;');
    expect(text).toContain('LinkedIn says CONFIGURED; next, the Recruiter administrator');
    expect(text).toContain('&lt;script async');
    expect(text).not.toContain('operator-token');
    expect(asked[0]).toBe('GET /customers Bearer operator-token');
  });

  it('run the checks of a customer there is', async () => {
    const { browser, asked } = await signedIn('administrator');
    const run = (id: string) => browser.post(`/integrations/customers/${id}/check`, {});
    expect(await (await run('kestrel-test')).text()).toContain('no token. Ask again.');
    expect((await run('nobody')).status).toBe(404);
    expect(asked.filter((one) => one.includes('checks'))).toHaveLength(1);
  });
});
