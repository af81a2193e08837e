/**
 * The examples of docs/examples do what the pages say, with the package as partners import it, and the
 * pages show them as they are.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSandbox, type Sandbox } from 'rsc-embed/sandbox';
import { change, everybody, goodbye, renew, signUp } from '../../docs/examples/customers.ts';
import { onIntegrate, tidy, watch } from '../../docs/examples/integrations.ts';
import { nextStep, report } from '../../docs/examples/journeys.ts';
import { noteStep, type NoteKey } from '../../docs/examples/purge-steps.ts';
import { start } from '../../docs/examples/start.ts';
import { emptyPgliteFolder, removeFolders } from '../../src/backend/store/store.test-support.ts';

const docs = new URL('../../docs/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, docs), 'utf8');

const linkedIn = 'http://linkedin.localhost:4402';
const organization = 'urn:li:organization:7001';
const contract = 'urn:li:contract:8001';
const parent = { clientId: 'parent', clientSecret: randomBytes(18).toString('base64url') };
const token = 'operator-token-of-the-test';
const requested = ['IN_ATS_INDICATOR', 'ONE_CLICK_EXPORT', 'PROFILE_PLUGIN', 'CSA_API'].map(
  (integrationType) => ({
    integrationContext: integrationType === 'CSA_API' ? contract : organization,
    integrationType,
    tenantType: 'RECRUITER',
    dataProvider: 'ATS',
  }),
);

let sandbox: Sandbox;
let running: Awaited<ReturnType<typeof start>>;
let id = '';
const notes: NoteKey[] = [{ candidateId: 'candidate-1', id: 'note-1' }];
const kit = () => running.kit;
const application = () => [...sandbox.state.applications.values()].find(({ partner }) => partner);

beforeAll(async () => {
  sandbox = createSandbox({
    origin: linkedIn,
    members: 20,
    partners: [{ ...parent, name: 'Example ATS' }],
    organizations: [
      { urn: organization, name: 'Acme', contracts: [{ urn: contract, name: 'Acme Recruiter' }] },
    ],
    applications: [],
    accounts: [],
  });
  vi.stubEnv('RSC_STORE_DIR', await emptyPgliteFolder());
  vi.stubEnv('RSC_STORE_KEYS', `k1:${randomBytes(32).toString('base64')}`);
  vi.stubEnv('RSC_TOKEN_SECRET', randomBytes(32).toString('base64'));
  vi.stubEnv('RSC_PARTNER_CLIENT_ID', parent.clientId);
  vi.stubEnv('RSC_PARTNER_CLIENT_SECRET', parent.clientSecret);
  vi.stubEnv('RSC_ADMIN_TOKEN_SHA256', createHash('sha256').update(token).digest('hex'));
  running = await start({
    partner: {
      ...parent,
      atsName: 'Example ATS',
      linkedIn: { apiBaseUrl: linkedIn, oauthTokenUrl: `${linkedIn}/oauth/v2/accessToken` },
    },
    linkedInFetch: async (input, init) => sandbox.fetch(new Request(input, init)),
    // From outside the deployment is reached at its public address, which is this very kit.
    outsideFetch: (input, init) => kit().fetch(new Request(input, init)),
    // Refusals are a part of what is tried.
    logger: { log: () => undefined },
    purgeSteps: [
      noteStep({
        next: async () =>
          notes.length === 0 ? null : { context: organization, notes: [...notes] },
        forget: async () => void notes.splice(0),
        count: async () => notes.length,
      }),
    ],
  });
}, 60_000);
afterAll(async () => {
  await running.stop();
  sandbox.close();
  vi.unstubAllEnvs();
  removeFolders();
});

describe('the examples', () => {
  it('start a backend that serves frames, API and operators', async () => {
    const ask = (path: string, headers = {}) =>
      kit().fetch(new Request(`https://partner.example.com${path}`, { headers }));
    expect((await ask('/rsc/health')).status).toBe(200);
    const headers = { authorization: `Bearer ${token}` };
    expect((await ask('/rsc/admin/v1/customers', headers)).status).toBe(200);
    expect((await ask('/rsc/admin/v1/customers')).status).toBe(401);
  });

  it('sign a customer up once, and hand its signing key out once', async () => {
    const first = await signUp(kit(), 'instance-4711', 'user-17');
    id = first.id ?? '';
    expect(first.signingKey).toContain('"d"');
    expect(await signUp(kit(), 'instance-4711', 'user-17')).toEqual({ id, signingKey: undefined });
    const ids: string[] = [];
    for await (const customer of everybody(kit())) ids.push(customer.id);
    expect(ids).toEqual([id]);
  });

  it('keep LinkedIn in step with the domains', async () => {
    const told = await change(kit(), id);
    expect(told).toContain('https://jobs.acme.example');
    expect(application()?.validJsSdkDomains).toEqual(told);
  });

  it('take requested integrations over and follow them', async () => {
    expect(await nextStep(kit(), id)).toMatch(/^customer_admin: An administrator/);
    const clientId = application()?.clientId ?? '';
    for (const key of requested) {
      sandbox.state.integrations.request(clientId, key as never, Date.now());
    }
    const before = await watch(kit(), id, 0);
    expect(before.events).toEqual([]);
    expect(await onIntegrate(kit(), id, requested)).toContain('CSA_API configured');
    const { events, lastSeen } = await watch(kit(), id, before.lastSeen);
    expect(events.length).toBeGreaterThanOrEqual(requested.length);
    expect(lastSeen).toBeGreaterThan(0);
    expect(
      (await tidy(kit(), id, organization)).map(({ key, value }) => [key, value]),
    ).toContainEqual(['APPLICATION_VIEWERS', '(removed)']);
    expect(await nextStep(kit(), id)).toMatch(/^linkedin: /);
  });

  it('tell operators how things stand', async () => {
    const found = await report(kit());
    expect(found).toMatchObject({ active: 1, failing: [] });
    expect(found.rules).toContain('RSC-105');
  });

  it('renew keys and secrets', async () => {
    const former = (await kit().customers.find(id))?.keys[0]?.kid ?? '';
    const kid = await renew(kit(), id, former);
    const keys = (await kit().customers.find(id))?.keys ?? [];
    expect(keys.map((key) => [key.kid, key.retiredAt === null])).toEqual(
      expect.arrayContaining([
        [former, false],
        [kid, true],
      ]),
    );
  });

  it('let a customer go, with a receipt', async () => {
    const { integrations } = sandbox.state;
    integrations.switch(integrations.of(application()?.clientId ?? ''), true, Date.now());
    const receipt = await goodbye(kit(), id);
    expect(receipt.deletedHere).toMatchObject({ integrations: 4, linkedin_applications: 1 });
    expect(receipt.deletedAtLinkedIn).toMatchObject({ notes_absent: 1 });
    expect(notes).toEqual([]);
  });
});

describe('the pages', () => {
  const shown = readdirSync(docs)
    .filter((name) => name.endsWith('.md'))
    .map(read)
    .join('\n');
  it.each(readdirSync(new URL('examples/', docs)))('show %s as it is run', (file) => {
    expect(shown).toContain(`\`\`\`ts\n${read(`examples/${file}`)}\`\`\``);
  });

  it('have a row for each option of createBackend', () => {
    const source = readFileSync(new URL('../src/backend/options.ts', docs), 'utf8');
    const [, schema = ''] =
      /const backendOptions = z\s*\.strictObject\(\{([^]*?)\n {2}\}\)/.exec(source) ?? [];
    const options = [...schema.matchAll(/^ {4}(\w+): /gm)].map(([, name]) => name ?? '');
    expect(options.length).toBeGreaterThan(20);
    const [, tables = ''] = /## Options\n([^]*?)\n## Customers\n/.exec(read('backend.md')) ?? [];
    for (const name of options) expect(tables).toMatch(new RegExp(`^\\| .*\`${name}\``, 'm'));
  });

  it('name every call of the kit', () => {
    const page = read('backend.md');
    const { customers, integrations, journeys, workers } = kit();
    for (const [name, part] of Object.entries({ customers, integrations, journeys, workers })) {
      for (const method of Object.keys(part)) {
        expect([
          name,
          method,
          page.includes(`${name}.${method}`) || page.includes(`\`${method}`),
        ]).toEqual([name, method, true]);
      }
    }
  });
});
