/**
 * Every route, by every element, with everything that one customer can have and the ids, contexts,
 * addresses and names of another: no answer has anything of the other's, and nothing of it changes. A
 * route that nobody has tried here fails the last test.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  framePath,
  hostOrigin,
  loadFrame,
  origin,
  pluginOrigin,
  signedInFrame,
  type FrameOptions,
  type TestFrame,
} from '../../src/backend/backend.test-support.ts';
import type { Widget } from '../../src/protocol/context.ts';
import { syntheticPeople } from '../../src/sandbox/state/people.ts';
import {
  createTestAts,
  exportingCustomer,
  newestExport,
  type Exporter,
} from '../support/exporting.ts';
import {
  acme,
  candidateRecord,
  contract,
  foreignContract,
  foreignOrganization,
  frameWorldOf,
  globex,
  organization,
  requestedBy,
  sign,
  useKit,
} from '../support/onboarding-kit.ts';
import { createPastApplicants, dismissedBy } from '../support/past-applicants.ts';

const token = 'operator-token-of-the-test';
const ats = createTestAts();
const past = createPastApplicants();
const test = useKit({
  sink: ats.sink,
  rediscovery: { source: past.source },
  admin: { tokens: [{ id: 'ops', sha256: createHash('sha256').update(token).digest('hex') }] },
});
const attacker = { ...acme, id: 'acme' };
const victim = { ...globex, id: 'globex' };
const victimOrigin = 'https://ats.globex.example';
const viewer = { sub: 'user-a', org: 'org-1', sid: 'session-a' };
let own: Exporter;
let theirs: Exporter;
let exportId = '';
const victimsApplicant = 'applicant-canary-of-the-victim';
/** What is the victim's and nobody else's. */
let canaries: readonly string[] = [];

const strongest: Readonly<Record<Widget, FrameOptions>> = {
  'profile-widget': {
    widget: 'profile-widget',
    obj: 'candidate:42',
    scopes: ['profile:read', 'profile:link', 'status:read'],
  },
  'in-ats-indicator': { widget: 'in-ats-indicator', obj: 'candidates', scopes: ['status:read'] },
  'integration-settings': {
    widget: 'integration-settings',
    obj: 'integrations',
    scopes: ['integrations:manage'],
  },
  'export-panel': {
    widget: 'export-panel',
    obj: 'exports',
    scopes: ['exports:read', 'exports:decide', 'exports:all'],
  },
  activity: { widget: 'activity', obj: 'candidate:42', scopes: ['profile:read'] },
  'rediscovered-candidates': {
    widget: 'rediscovered-candidates',
    obj: 'job:job-1',
    scopes: ['rediscovered:read', 'rediscovered:decide'],
  },
};

beforeAll(async () => {
  const { kit, sandbox } = test();
  own = await exportingCustomer(test(), attacker, organization, contract);
  theirs = await exportingCustomer(test(), victim, foreignOrganization, foreignContract);
  await kit.customers.update(victim.id, { domains: [victimOrigin] });
  for (const [tenant, name] of [
    [attacker.id, 'Own'],
    [victim.id, victimsApplicant],
  ] as const) {
    past.add(tenant, name, ['42', `42-of-${tenant}`], new Date(test().clock()));
  }
  for (const [customer, exporter] of [
    [attacker, own],
    [victim, theirs],
  ] as const) {
    await kit.candidates.sync(customer.id, [candidateRecord('42')]);
    const [person] = syntheticPeople({ seed: customer.id.length, count: 1 });
    if (person === undefined) throw new Error('nobody');
    sandbox.state.members.join(person);
    await exporter.export(person);
    await kit.workers.runUntilIdle();
    if (customer === victim) {
      exportId = (await newestExport(kit, victim.id)).id;
      canaries = [person.lastName, person.personUrn, person.headline];
    }
  }
  const application = sandbox.state.applications.get(theirs.clientId);
  canaries = [
    ...canaries.filter((text) => text !== ''),
    victim.name,
    victimOrigin,
    victimsApplicant,
    foreignOrganization,
    foreignContract,
    theirs.clientId,
    application?.clientSecret ?? 'none',
    test().callbackOf(theirs.clientId).split('/').at(-1) ?? 'none',
  ];
}, 60_000);

/** Everything of the victim, here and at LinkedIn, as text. */
async function stateOfVictim(): Promise<string> {
  const { kit, sandbox } = test();
  const { id } = victim;
  const state = [
    await kit.customers.find(id),
    await kit.customers.callbacks(id),
    await kit.integrations.list(id),
    await kit.integrations.configurations(id),
    await kit.integrations.lastEventId(id),
    await kit.exports?.list(id),
    await kit.rediscovery?.status(id),
    past.of(id),
    await dismissedBy(test().store, id),
    sandbox.state.integrations.of(theirs.clientId),
    sandbox.state.candidates.of(foreignOrganization),
    sandbox.state.applications.get(theirs.clientId),
  ];
  return JSON.stringify(state);
}

/** What an answer says; of a stream what it says at once. */
async function textOf(response: Response): Promise<string> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true) {
    return response.text();
  }
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 250));
  for (let part = 0; part < 3; part += 1) {
    const read = await Promise.race([reader?.read(), late]);
    if (read === null || read === undefined || read.done) break;
    text += read.value;
  }
  await reader?.cancel();
  return text;
}

type Attempt = (send: Send) => Promise<Response>;
type Send = TestFrame['call'];
const at =
  (path: string, method = 'GET', body?: unknown): Attempt =>
  (send) =>
    send(path, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: { 'rsc-integration-context': foreignOrganization },
    });

const decisions = ['dismiss', 'restore', 'add'] as const;

/** Calls of frames; ids and contexts are the victim's. */
const calls = (): readonly Attempt[] => [
  at('/rsc/candidates/42'),
  at(`/rsc/candidates/42?p=${victim.id}`),
  at('/rsc/candidates/42/match', 'POST', { action: 'linked', member: 'urn:li:person:x' }),
  at('/rsc/candidates/statuses', 'POST', { ids: ['42'], tenant: victim.id }),
  at('/rsc/candidates/42/timeline'),
  at('/rsc/candidates/42/timeline', 'POST', { tenant: victim.id }),
  at('/rsc/candidates/42/timeline/events?since=0'),
  at('/rsc/candidates/42/timeline/1'),
  at(`/rsc/integrations?p=${victim.id}`),
  at('/rsc/integrations', 'POST', { payload: requestedBy(foreignOrganization, foreignContract) }),
  at('/rsc/integrations/settings', 'POST', { jobAvailability: 'PUBLIC', tenant: victim.id }),
  at(`/rsc/integrations/events?since=0&p=${victim.id}`),
  at('/rsc/exports?limit=100'),
  at('/rsc/exports/events?since=0'),
  at(`/rsc/exports/${exportId}`),
  ...['merge', 'create', 'dismiss', 'undo'].map((action) =>
    at(`/rsc/exports/${exportId}/decision`, 'POST', {
      action,
      ...(action === 'merge' ? { candidateId: '42' } : {}),
    }),
  ),
  at(`/rsc/jobs/job-1/rediscovered?p=${victim.id}`),
  at('/rsc/jobs/job-1/rediscovered?show=dismissed'),
  ...decisions.flatMap((action) =>
    ['42', `42-of-${victim.id}`].map((id) =>
      at(`/rsc/jobs/job-1/rediscovered/${id}`, 'POST', { action, tenant: victim.id }),
    ),
  ),
];

async function expectNothing(attempt: () => Promise<Response>): Promise<Response> {
  const response = await attempt();
  const text = await textOf(response.clone());
  for (const canary of canaries) expect(text).not.toContain(canary);
  expect(JSON.stringify([...response.headers])).not.toContain(foreignOrganization);
  return response;
}

const fetch = (path: string, init: RequestInit = {}, base = origin): Promise<Response> =>
  test().kit.fetch(new Request(base + path, init));
const world = (tenant: string, key = own.key) => frameWorldOf(test(), tenant, key);

describe('with everything of one customer, at what is another’s', () => {
  it('the other itself finds what nobody else does', async () => {
    const { kit } = test();
    await kit.customers.update(victim.id, { domains: [victimOrigin, hostOrigin] });
    for (const [widget, path, canary] of [
      ['integration-settings', '/rsc/integrations', foreignOrganization],
      ['export-panel', `/rsc/exports/${exportId}`, canaries[0]],
      ['rediscovered-candidates', '/rsc/jobs/job-1/rediscovered', victimsApplicant],
    ] as const) {
      const frame = await signedInFrame(world(victim.id, theirs.key), strongest[widget]);
      expect(await (await frame.call(path)).text()).toContain(canary);
    }
    await kit.customers.update(victim.id, { domains: [victimOrigin] });
  });

  it.each(Object.keys(strongest) as Widget[])(
    'the %s reads and changes nothing by any call of a frame',
    async (widget) => {
      const before = await stateOfVictim();
      const frame = await signedInFrame(world(attacker.id), strongest[widget]);
      for (const attempt of calls()) await expectNothing(() => attempt(frame.call));
      await test().kit.workers.runUntilIdle();
      expect(await stateOfVictim()).toBe(before);
    },
  );

  it.each(Object.keys(strongest) as Widget[])(
    'no page of one gets the other’s %s, nor its plugins',
    async (widget) => {
      const foreign = { p: victim.id, o: hostOrigin };
      const query = new URLSearchParams(foreign).toString();
      const headers = { 'sec-fetch-dest': 'iframe' };
      for (const name of [victim.id, theirs.clientId]) {
        const path = framePath(widget, { ...foreign, p: name });
        expect((await expectNothing(() => fetch(path, { headers }))).status).toBe(403);
      }
      for (const plugin of ['profile', 'settings']) {
        const path = `/rsc/plugin/${plugin}?${query}`;
        const refused = await expectNothing(() => fetch(path, { headers }, pluginOrigin));
        expect(refused.status).toBe(403);
      }
      const reach = await fetch(`/rsc/reach.js?p=${victim.id}`, {
        headers: { origin: hostOrigin },
      });
      expect(await reach.text()).toContain('origin_unregistered');
    },
  );

  it.each(Object.keys(strongest) as Widget[])(
    'a context for the %s of the other opens no session',
    async (widget) => {
      const options = strongest[widget];
      // A document of one's own, with a ticket that names the other.
      const frame = await loadFrame(world(attacker.id), options);
      const { inst, fn, hn, key } = frame;
      const { obj = '', scopes = [] } = options;
      const ticket = await world(victim.id).signer.sign(
        viewer,
        { inst, fn, hn, jkt: key.jkt, widget, obj },
        scopes,
      );
      const refused = await expectNothing(() => frame.openSession(ticket));
      expect(refused.status).toBe(401);
    },
  );

  it('nobody pushes to the other, nor is told its challenge’s answer', async () => {
    const before = await stateOfVictim();
    const path = new URL(test().callbackOf(theirs.clientId)).pathname;
    const secret = test().sandbox.state.applications.get(own.clientId)?.clientSecret ?? '';
    const body = JSON.stringify({ type: 'EXPORT_CANDIDATE_PROFILE', id: 'x' });
    const headers = sign(body, secret);
    expect((await expectNothing(() => fetch(path, { method: 'POST', body, headers }))).status).toBe(
      401,
    );
    const code = '3f2b6a1e-6a6b-4a6e-9d43-0d3b0c1f2a77';
    const challenge = `${path}?challengeCode=${code}&applicationId=${own.clientId}`;
    expect((await expectNothing(() => fetch(challenge))).status).toBe(400);
    await test().kit.workers.runUntilIdle();
    expect(await stateOfVictim()).toBe(before);
  });

  it('no token of a customer opens the admin API', async () => {
    const document = (await (await fetch('/rsc/admin/v1/openapi.json')).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const frame = await signedInFrame(world(attacker.id), strongest['integration-settings']);
    const secret = test().sandbox.state.applications.get(own.clientId)?.clientSecret ?? '';
    const operations = Object.entries(document.paths).map(
      ([pattern, methods]) => [`/rsc/admin/v1${pattern}`, methods] as const,
    );
    for (const [pattern, methods] of [...operations, ['/rsc/metrics', { get: {} }] as const]) {
      const path = pattern
        .replace('{id}', victim.id)
        .replace('{export}', exportId)
        .replaceAll(/\{\w+\}/g, 'x');
      for (const method of Object.keys(methods)) {
        for (const bearer of [frame.token, secret]) {
          const headers = { authorization: `Bearer ${bearer}` };
          const init = { method: method.toUpperCase(), headers };
          const refused = await expectNothing(() => fetch(path, init));
          // Attempts without a token are limited for all the world together.
          expect([401, 429]).toContain(refused.status);
        }
      }
    }
    test().clock.advance(61);
  });

  it('an operator who mixes two customers up changes neither', async () => {
    const before = await stateOfVictim();
    const kid = (await test().kit.customers.find(victim.id))?.keys[0]?.kid ?? '';
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const query = new URLSearchParams({
      context: foreignOrganization,
      type: 'ONE_CLICK_EXPORT',
      key: 'CALLBACK_URL',
    });
    const payload = requestedBy(foreignOrganization, foreignContract);
    for (const [method, path, status, body] of [
      ['POST', `/keys/${kid}/retire`, 404],
      ['POST', `/exports/${exportId}/retry`, 400],
      ['DELETE', `/configurations?${query.toString()}`, 404],
      ['POST', '/integrations', 409, { payload }],
      ['POST', '/leave', 400, { confirm: victim.id }],
    ] as const) {
      const response = await fetch(`/rsc/admin/v1/customers/${attacker.id}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect([path, response.status]).toEqual([path, status]);
    }
    await test().kit.workers.runUntilIdle();
    expect(await stateOfVictim()).toBe(before);
  });

  it('a session of one is not ended by the other', async () => {
    const { kit } = test();
    await kit.customers.update(victim.id, { domains: [victimOrigin, hostOrigin] });
    const session = await signedInFrame(world(victim.id, theirs.key), strongest['profile-widget']);
    const mine = await signedInFrame(world(attacker.id), strongest['profile-widget']);
    expect((await mine.call('/rsc/session', { method: 'DELETE' })).status).toBe(204);
    for (const name of [attacker.id, victim.id]) {
      // In one's own name it is one's own viewer of that id; in the other's it is not believed.
      const revocation = await world(name).signer.revoke({ sub: viewer.sub });
      const response = await fetch('/rsc/revoke', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ revocation }),
      });
      expect(response.status).toBe(name === attacker.id ? 204 : 401);
    }
    expect((await session.call('/rsc/candidates/42')).status).toBe(200);
    await kit.customers.update(victim.id, { domains: [victimOrigin] });
  });
});

/** Files that are the same for everybody. */
const shared = new Set([
  '/rsc/embed.js',
  '/rsc/in.js',
  '/rsc/errors',
  '/rsc/errors.css',
  '/rsc/assets/:file{.+}',
  '/rsc/health',
]);

it('has tried every route there is', () => {
  const folder = new URL('../../src/backend/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.test(-support)?\.ts$/.test(name))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const routes = sources.flatMap((source) =>
    [...source.matchAll(/\bpath: '(\/rsc\/[^']+)'/g)].map(([, path]) => path ?? ''),
  );
  expect(routes.length).toBeGreaterThan(25);
  const tried = new Set(
    test().log.flatMap((entry) => (entry.event === 'request' ? [entry.route] : [])),
  );
  expect(routes.filter((path) => !shared.has(path) && !tried.has(path))).toEqual([]);
});
