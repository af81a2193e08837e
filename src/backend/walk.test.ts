/**
 * The whole walk of a candidate's data: signed context, session, candidate, statuses, link, against
 * LinkedIn's stand-in, with nothing faked in between.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { candidateAnswer, statusesAnswer } from '../protocol/routes.ts';
import type { CandidateRecord } from '../linkedin/index.ts';
import { createSandbox, syntheticPeople, type Sandbox } from '../sandbox/index.ts';
import {
  createTestBackend,
  organization,
  otherOrganization,
  pluginOrigin,
  signedInFrame,
  tenantConfig,
  testClock,
  es256,
  type TestBackend,
} from './backend.test-support.ts';
import type { MatchEvent } from './candidates/service.ts';
import { configTenants } from './tenants/config.ts';

const linkedInOrigin = 'http://linkedin.localhost:4402';
const people = syntheticPeople({ seed: 1, count: 300 });
const member = (index: number) => {
  const person = people[index];
  if (person === undefined) throw new RangeError('there are 300 people');
  return person;
};

/** A candidate that is the member with this number. */
const recordOf = (index: number): CandidateRecord => {
  const { firstName, lastName, emails } = member(index);
  return {
    id: `cand-${String(index)}`,
    firstName,
    lastName,
    emailAddresses: [...emails],
    phoneNumbers: [],
    addresses: [],
    atsCreatedAt: Date.parse('2026-01-05T09:00:00Z'),
    atsLastModifiedAt: Date.parse('2026-02-01T09:00:00Z'),
  };
};
const stranger: CandidateRecord = {
  ...recordOf(0),
  id: 'cand-stranger',
  firstName: 'Zzyzx',
  lastName: 'Nobody',
  emailAddresses: ['zzyzx.nobody@example.invalid'],
};

describe.each([
  ['v2', {}],
  ['rest', { version: '202604' }],
] as const)('a candidate, with LinkedIn’s API of generation %s', (generation, version) => {
  let test: TestBackend;
  let sandbox: Sandbox;
  const requests: string[] = [];
  const matches: MatchEvent[] = [];

  beforeAll(async () => {
    const clock = testClock();
    sandbox = createSandbox({
      origin: linkedInOrigin,
      seed: 1,
      members: 300,
      applications: [
        {
          clientId: 'acme-client',
          clientSecret: 'client-secret-canary',
          name: 'ATS - Acme',
          organizations: [organization, otherOrganization],
          validJsSdkDomains: [pluginOrigin],
        },
      ],
      accounts: [],
      clock,
    });
    const { publicKey, secret } = await es256('key-1');
    const config = tenantConfig(publicKey);
    test = await createTestBackend(
      {
        tenants: configTenants({
          tenants: [
            {
              ...config,
              linkedIn: {
                ...config.linkedIn,
                ...version,
                generation,
                apiBaseUrl: linkedInOrigin,
                oauthTokenUrl: `${linkedInOrigin}/oauth/v2/accessToken`,
              },
            },
          ],
        }),
        clock,
        linkedInFetch: async (input, init) => {
          const request = new Request(input, init);
          requests.push(`${request.method} ${new URL(request.url).pathname}`);
          return sandbox.fetch(request);
        },
        onMatch: (event) => void matches.push(event),
      },
      { clock, secret },
    );
  });

  it('is not synced before the ATS has sent it', async () => {
    const frame = await signedInFrame(test, { obj: 'candidate:cand-7' });
    const response = await frame.call('/rsc/candidates/cand-7');
    expect(response.status).toBe(200);
    const answer = candidateAnswer.parse(await response.json());
    expect(answer.status).toMatchObject({ candidateId: 'cand-7', synced: false, match: 'none' });
    expect(answer.activities).toEqual([]);
  });

  it('is sent with its neighbours, and what LinkedIn would refuse is told by record', async () => {
    test.clock.advance(10);
    const broken = { ...recordOf(9), emailAddresses: ['not an address'] };
    const records = [recordOf(7), broken, stranger, recordOf(8)];
    const results = await test.backend.candidates.sync('acme', records);
    expect(results.map(({ id, ok }) => [id, ok])).toEqual([
      ['cand-7', true],
      ['cand-9', false],
      ['cand-stranger', true],
      ['cand-8', true],
    ]);
    expect(JSON.stringify(results)).not.toContain('not an address');
  });

  it('is then synced and matched, and the frame learns where the plugin is', async () => {
    const frame = await signedInFrame(test, { obj: 'candidate:cand-7' });
    const response = await frame.call('/rsc/candidates/cand-7');
    const answer = candidateAnswer.parse(await response.json());
    expect(answer.status).toEqual({
      candidateId: 'cand-7',
      synced: true,
      syncedAtMs: test.clock(),
      match: 'automatic',
      observedAtMs: test.clock(),
    });
    expect(answer.activities).toEqual([
      { kind: 'matched' },
      { kind: 'synced', atMs: test.clock() },
      { kind: 'created', atMs: recordOf(7).atsCreatedAt },
    ]);
    const url = new URL(answer.plugin.url);
    expect(answer.plugin.integrationContext).toBe(organization);
    expect(url.origin).toBe(pluginOrigin);
    const document = await test.get(url.pathname + url.search, {}, url.origin);
    expect(document.status).toBe(200);
  });

  it('shows in a list with others, who cost LinkedIn no question each', async () => {
    test.clock.advance(61);
    const before = requests.length;
    const indicators = await signedInFrame(test, {
      widget: 'in-ats-indicator',
      obj: 'candidates',
      scopes: ['status:read'],
    });
    const ask = (ids: string[]) =>
      indicators.call('/rsc/candidates/statuses', { method: 'POST', body: { ids } });
    const [first, second] = await Promise.all([
      ask(['cand-7', 'cand-stranger']),
      ask(['cand-7', 'cand-8', 'cand-missing']),
    ]);
    const items = statusesAnswer.parse(await first.json()).items;
    expect(items.map(({ candidateId, match }) => [candidateId, match])).toEqual([
      ['cand-7', 'automatic'],
      ['cand-stranger', 'none'],
    ]);
    const others = statusesAnswer.parse(await second.json()).items;
    expect(others.map(({ synced }) => synced)).toEqual([true, true, false]);
    expect(requests.length - before).toBeLessThanOrEqual(2);
  });

  it('is linked by hand, and the ATS learns who it is', async () => {
    const frame = await signedInFrame(test, { obj: 'candidate:cand-stranger' });
    await frame.call('/rsc/candidates/cand-stranger');
    const { personUrn } = member(42);
    expect(sandbox.state.link(organization, 'cand-stranger', personUrn)).toBe(true);
    test.clock.advance(5);
    const body = { action: 'linked', member: personUrn };
    const saved = await frame.call('/rsc/candidates/cand-stranger/match', { method: 'POST', body });
    expect(saved.status).toBe(204);
    expect(matches.at(-1)).toMatchObject({
      tenant: 'acme',
      candidateId: 'cand-stranger',
      action: 'linked',
      member: personUrn,
      confirmed: true,
      viewer: { sub: 'user-a', org: 'org-1' },
    });
    const response = await frame.call('/rsc/candidates/cand-stranger');
    const { status, activities } = candidateAnswer.parse(await response.json());
    expect(status.match).toBe('manual');
    expect(activities[0]).toEqual({ kind: 'linked', atMs: test.clock() });
  });

  it('is unlinked again', async () => {
    const frame = await signedInFrame(test, { obj: 'candidate:cand-stranger' });
    const personUrn = sandbox.state.unlink(organization, 'cand-stranger');
    const body = { action: 'unlinked', member: personUrn };
    test.clock.advance(5);
    await frame.call('/rsc/candidates/cand-stranger/match', { method: 'POST', body });
    expect(matches.at(-1)).toMatchObject({ action: 'unlinked', confirmed: true });
    const response = await frame.call('/rsc/candidates/cand-stranger');
    const { status, activities } = candidateAnswer.parse(await response.json());
    expect(status.match).toBe('none');
    expect(activities.map(({ kind }) => kind)).toEqual(['unlinked', 'linked', 'synced', 'created']);
  });

  it('is another one in another integration context', async () => {
    const frame = await signedInFrame(test, { obj: 'candidate:cand-7' });
    const response = await frame.call('/rsc/candidates/cand-7', {
      headers: { 'rsc-integration-context': otherOrganization },
    });
    const { status, plugin } = candidateAnswer.parse(await response.json());
    expect(status.synced).toBe(false);
    expect(plugin.integrationContext).toBe(otherOrganization);
  });

  it('is unknown once the ATS has had it deleted', async () => {
    await test.backend.candidates.remove('acme', ['cand-7']);
    const frame = await signedInFrame(test, { obj: 'candidate:cand-7' });
    const response = await frame.call('/rsc/candidates/cand-7');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'candidate_unknown' } });
  });

  it('was never asked for with more than one token at a time, and left no trace in the log', () => {
    const tokens = requests.filter((request) => request.endsWith('/accessToken'));
    expect(tokens).toHaveLength(1);
    const text = JSON.stringify(test.log);
    for (const secret of ['cand-', 'canary', 'user-a', 'urn:li:person']) {
      expect(text).not.toContain(secret);
    }
  });
});
