/** Who sees the pages about the connection with LinkedIn, what stands there, and what they do. */
import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { atsOrigin, backendOrigin, createTestAts } from './ats.test-support.ts';

const admin = 'http://127.0.0.1:4401/rsc/admin/v1';
const privateJwk = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

const customer = {
  id: 'kestrel-test',
  name: 'Kestrel <test>',
  environment: 'development',
  status: 'active',
  domains: [atsOrigin],
  contexts: ['urn:li:contract:7'],
  keys: [{ kid: 'k-test', retiredAt: null }],
  jobAvailability: 'PUBLIC',
  usesAcls: false,
  embedSnippet: '<script async src="x"></script>',
  application: { clientId: '77abc', hasClientSecret: true, jsSdkDomains: [atsOrigin] },
};
const gone = { ...customer, id: 'gone', name: 'Gone', status: 'purged', application: null };
const integration = {
  context: 'urn:li:contract:7',
  type: 'CSA_API',
  name: 'Fieldbook CSA',
  state: 'configured',
  rawStatus: 'CONFIGURED',
  next: { action: 'enable_in_recruiter', by: 'recruiter_admin' },
};
const step = {
  step: 'enabled_in_recruiter',
  done: false,
  waitingFor: 'recruiter_admin',
  next: 'Switch it on.',
  rules: ['RSC-101'],
};
const items = (...list: unknown[]) => Response.json({ items: list });

/** What the partner answers; tests put their own in place of some. */
const usual: Readonly<Record<string, () => Response>> = {
  'GET /customers': () => Response.json({ items: [customer, gone], next: null }),
  'GET /customers/kestrel-test': () => Response.json(customer),
  'GET /customers/gone': () => Response.json(gone),
  'GET /customers/kestrel-test/integrations': () => items(integration),
  'GET /customers/kestrel-test/configurations': () =>
    items({
      type: 'ONE_CLICK_EXPORT',
      key: 'CALLBACK_URL',
      value: 'http://x/…',
      confirmedAt: 'now',
    }),
  'GET /customers/kestrel-test/journey': () => Response.json({ steps: [step], done: 0 }),
  'GET /customers/gone/receipts': () =>
    items({ completedAt: 'now', deletedHere: { tenant_keys: 2 }, deletedAtLinkedIn: {} }),
  'GET /journey': () => Response.json({ rules: [{ rule: 'RSC-105', done: true, next: '' }] }),
  'POST /customers/kestrel-test/checks': () =>
    items({ check: 'customer.token', outcome: 'fail', found: 'no token', fix: 'Ask again.' }),
  'POST /checks': () => items({ check: 'store.schema', outcome: 'pass', found: 'ok', fix: '' }),
};

interface Asked {
  readonly call: string;
  readonly token: string | null;
  readonly body: string;
}

function createWorld(answers: Readonly<Record<string, () => Response>> = {}) {
  const asked: Asked[] = [];
  const { browser } = createTestAts({
    administration: {
      url: admin,
      token: 'operator-token',
      instances: [
        { tenant: 'kestrel', name: 'Kestrel', signingKey: { kid: 'k', jwk: privateJwk() } },
        { tenant: 'kestrel-test', name: 'Test', signingKey: { kid: 'k-t', jwk: privateJwk() } },
      ],
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const call = `${request.method} ${new URL(request.url).pathname.replace('/rsc/admin/v1', '')}`;
      const token = request.headers.get('authorization');
      asked.push({ call, token, body: await request.text() });
      const answer = answers[call] ?? usual[call];
      if (answer !== undefined) return answer();
      return call.endsWith('s') && call.split('/').length > 3
        ? items()
        : Response.json({ error: { message: 'There is no such customer' } }, { status: 404 });
    },
  });
  return { asked, browser: browser() };
}

async function signedIn(slug: string, answers = {}) {
  const world = createWorld(answers);
  await world.browser.get(`/demo/sign-in/${slug}`);
  const text = async (path: string): Promise<string> => (await world.browser.get(path)).text();
  return { ...world, text };
}

describe('pages about the connection with LinkedIn', () => {
  it('are for administrators', async () => {
    const { browser, asked, text } = await signedIn('recruiter');
    for (const path of ['/integrations', '/integrations/customers']) {
      expect((await browser.get(path)).status, path).toBe(403);
    }
    expect((await browser.post('/integrations/customers/kestrel-test/disable')).status).toBe(403);
    expect(asked).toEqual([]);
    expect(await text('/candidates')).not.toContain('/integrations');
  });

  it('ask who is signed in first', async () => {
    const { browser } = createWorld();
    expect((await browser.get('/integrations')).headers.get('location')).toContain('/sign-in');
  });

  it('have the element for the instance that is chosen, and frame nothing but the partner', async () => {
    const { browser, text } = await signedIn('administrator');
    const answer = await browser.get('/integrations');
    expect(answer.headers.get('content-security-policy')).toContain(`frame-src ${backendOrigin}`);
    const first = await answer.text();
    expect(first).toContain('<rsc-integration-settings>');
    expect(first).toContain('data-tenant="kestrel"');
    const other = await text('/integrations?instance=kestrel-test');
    expect(other).toContain('data-tenant="kestrel-test"');
    expect(other).toContain('data-context-url="/rsc/integration-context/kestrel-test"');
    expect((await browser.get('/integrations?instance=nobody')).status).toBe(404);
  });

  it("have LinkedIn's markup with the application's key", async () => {
    const { text } = await signedIn('administrator');
    const page = await text('/integrations/linkedin-markup?instance=kestrel-test');
    expect(page).toContain('api_key: 77abc');
    expect(page).toContain('IN/ATSIntegrationWidget');
  });
});

describe('contexts for the settings', () => {
  async function ask(slug: string, tenant: string, widget: string, obj: string) {
    const { browser } = await signedIn(slug);
    return browser.context(widget, obj, {}, `/rsc/integration-context/${tenant}`);
  }

  it("are signed by the instance's own key, for administrators and for nothing else", async () => {
    const answer = await ask(
      'administrator',
      'kestrel-test',
      'integration-settings',
      'integrations',
    );
    const [{ ticket }] = (await answer.json()) as [{ ticket: string }];
    expect(decodeJwt(ticket)).toMatchObject({
      iss: 'kestrel-test',
      aud: backendOrigin,
      scope: ['integrations:manage'],
    });
    const profile = await ask('administrator', 'kestrel', 'profile-widget', 'candidate:c');
    expect(profile.status).toBe(403);
    const recruiter = await ask('recruiter', 'kestrel', 'integration-settings', 'integrations');
    expect(recruiter.status).toBe(403);
  });

  it('are there for instances of this ATS only', async () => {
    const answer = await ask('administrator', 'harness', 'integration-settings', 'integrations');
    expect(answer.status).toBe(404);
  });
});

describe('pages for operators', () => {
  it('tell how each customer stands, and which rules can be shown', async () => {
    const { text, asked } = await signedIn('administrator');
    const page = await text('/integrations/customers');
    expect(page).toContain('Kestrel &lt;test&gt;');
    expect(page).toContain('0 of 1 enabled');
    expect(page).toContain('next, the Recruiter administrator: Switch it on.');
    expect(page).toContain('has left');
    expect(page).toContain('RSC-105');
    expect(page).not.toContain('operator-token');
    expect(new Set(asked.map(({ token }) => token))).toEqual(new Set(['Bearer operator-token']));
  });

  it('tell of one customer why, what LinkedIn knows, and how to embed', async () => {
    const { text } = await signedIn('administrator');
    const page = await text('/integrations/customers/kestrel-test');
    expect(page).toContain('LinkedIn says CONFIGURED; next, the Recruiter administrator');
    expect(page).toContain('CALLBACK_URL');
    expect(page).toContain('Jobs are public');
    expect(page).toContain('kept encrypted, never shown');
    expect(page).toContain('&lt;script async');
    expect(page).toContain('data-copy="snippet"');
  });

  it('run the checks of a customer there is, and of the deployment', async () => {
    const { browser, asked } = await signedIn('administrator');
    const run = (path: string) => browser.post(`/integrations/customers/${path}`);
    expect(await (await run('kestrel-test/check')).text()).toContain('no token. Ask again.');
    expect((await run('nobody/check')).status).toBe(404);
    expect(await (await run('checks')).text()).toContain('1 of 1 pass');
    expect(asked.filter(({ call }) => call.endsWith('/checks'))).toHaveLength(3);
  });

  it('make an instance, which can be connected at once, and keep its key to themselves', async () => {
    const jwk = privateJwk();
    const { browser, asked, text } = await signedIn('administrator', {
      'POST /customers': () => Response.json({ privateKey: { kid: 'new', jwk } }, { status: 201 }),
      'GET /customers/lab': () => Response.json({ ...customer, id: 'lab', name: 'Lab' }),
      'GET /customers/lab/journey': () => Response.json({ steps: [], done: 0 }),
    });
    const fields = { id: ' lab ', name: 'Lab', environment: 'production' };
    const answer = await browser.post('/integrations/customers', fields);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/integrations/customers/lab');
    expect(JSON.parse(asked.at(-1)?.body ?? '')).toEqual({
      id: 'lab',
      uniqueForeignId: 'lab',
      name: 'Lab',
      environment: 'production',
      company: 'kestrel',
      domains: [atsOrigin],
    });
    expect(await text('/integrations/customers/lab')).not.toContain(jwk.d);
    expect(await text('/integrations?instance=lab')).toContain('data-tenant="lab"');
  });

  it('say what is wrong with an instance, and keep what was entered', async () => {
    const fields = [{ field: 'uniqueForeignId', fix: 'must be one that no other customer has' }];
    const { browser } = await signedIn('administrator', {
      'POST /customers': () =>
        Response.json({ error: { message: 'Taken', fields } }, { status: 409 }),
    });
    const answer = await browser.post('/integrations/customers', { id: 'a"b', name: 'N' });
    expect(answer.status).toBe(400);
    const page = await answer.text();
    expect(page).toContain('uniqueForeignId must be one that no other customer has.');
    expect(page).toContain('value="a&quot;b"');
  });

  it('stop a customer, let it go on, and delete it only for who writes its id', async () => {
    const { browser, asked, text } = await signedIn('administrator', {
      'POST /customers/kestrel-test/disable': () => Response.json(customer),
      'POST /customers/kestrel-test/enable': () =>
        Response.json({ error: { message: 'It is being deleted' } }, { status: 409 }),
      'POST /customers/kestrel-test/leave': () => Response.json({}),
    });
    const run = (verb: string, fields = {}) =>
      browser.post(`/integrations/customers/kestrel-test/${verb}`, fields);
    expect((await run('disable')).status).toBe(303);
    const refused = await run('enable');
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('It is being deleted');
    expect((await run('leave', { confirm: 'kestrel' })).status).toBe(400);
    expect(asked.some(({ call }) => call.endsWith('/leave'))).toBe(false);
    expect((await run('leave', { confirm: 'kestrel-test' })).status).toBe(303);
    expect(asked.at(-1)).toMatchObject({ body: '{"confirm":"kestrel-test"}' });
    expect((await run('anything')).status).toBe(404);
    expect(await text('/integrations/customers/gone')).toContain('2 tenant keys');
  });

  it('say so when the partner does not answer as expected', async () => {
    const { browser } = await signedIn('administrator', {
      'GET /customers': () => new Response('<html>', { status: 503 }),
    });
    const answer = await browser.get('/integrations/customers');
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain('The partner answered 503.');
  });
});
