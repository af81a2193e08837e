/** What is fetched by the request id of a push. */
import { beforeEach, describe, expect, it } from 'vitest';
import { context, createSandboxApi, type SandboxApi } from '../../../test/support/sandbox-api.ts';
import { generations } from '../../linkedin/form.ts';
import type { Person } from '../state/people.ts';

const dayMs = 86_400_000;
let api: SandboxApi;
let person: Person;
beforeEach(() => {
  api = createSandboxApi();
  const [first] = api.state.members.values();
  if (first === undefined) throw new Error('no members');
  person = first;
});

const exportPerson = (): string =>
  api.state.exports.requests.add({
    clientId: 'app',
    integrationContext: context,
    jobPostingId: 'j-1',
    member: person.personUrn,
    seat: api.seat('rita').urn,
    exportType: 'PROFILE',
    createdAtMs: api.clock.nowMs,
  });

describe.each(generations)('under /%s', (generation) => {
  const get = (path: string, as = 'app') => api.call('GET', `/${generation}/${path}`, { as });

  it('an exported candidate is a stub of the member, without contact data', async () => {
    const requestId = exportPerson();
    const { body } = await get(`exportedCandidates?q=request&requestId=${requestId}`);
    expect(body['elements']).toMatchObject([
      {
        integrationContext: context,
        externalJobPostingId: 'j-1',
        exporter: api.seat('rita').urn,
        candidate: {
          member: person.personUrn,
          firstName: person.firstName,
          lastName: person.lastName,
          profileUrl: person.profileUrl,
          location: { locationName: person.location },
        },
      },
    ]);
    expect(JSON.stringify(body)).not.toContain('@');
    expect(api.state.notifications.all.size).toBe(1);
  });

  it('is there for a day, for the application whose customer exported it', async () => {
    const path = `exportedCandidates?q=request&requestId=${exportPerson()}`;
    expect((await get(path, 'other')).status).toBe(404);
    api.clock.nowMs += dayMs - 1;
    expect((await get(path)).status).toBe(200);
    api.clock.nowMs += 1;
    expect(await get(path)).toMatchObject({ status: 404, body: { status: 404 } });
    expect((await get('exportedCandidates?q=request&requestId=x')).status).toBe(404);
    expect((await get('exportedCandidates?q=request')).body['message']).toContain('requestId');
    expect((await get('exportedCandidates?q=x&requestId=x')).body['message']).toContain('q:');
  });

  it('who has closed the account is told of, and no longer a candidate', async () => {
    const requestId = exportPerson();
    api.state.closeMember(person.personUrn);
    const closedAtMs = api.clock.nowMs;
    expect((await get(`exportedCandidates?q=request&requestId=${requestId}`)).status).toBe(404);
    const purged = (from: number, to: number, as = 'app', type = 'ONE_CLICK_EXPORT') =>
      get(
        `atsPurgedExportedCandidates?timeRange.start=${from}&timeRange.end=${to}&q=criteria&exportType=${type}`,
        as,
      );
    expect((await purged(0, closedAtMs + 1)).body['elements']).toMatchObject([
      { member: person.personUrn, profileUrl: person.profileUrl, integrationContext: context },
    ]);
    expect((await purged(0, closedAtMs)).body['elements']).toEqual([]);
    expect((await purged(0, closedAtMs + 1, 'other')).body['elements']).toEqual([]);
    expect((await purged(2, 1)).body['message']).toContain('timeRange');
    expect((await purged(0, 1, 'app', 'X')).body['message']).toContain('exportType');
  });
});

describe('evaluations of applications', () => {
  it.each(['exportedApplicationEvaluations', 'exportedApplicationEvaluation'])(
    'are at /rest/%s, for a day',
    async (name) => {
      const requestId = api.state.evaluations.add({
        clientId: 'app',
        integrationContext: context,
        applicationId: 'a-1',
        jobPostingId: 'j-1',
        result: 'GOOD_FIT',
        explanation: 'Has built bridges.',
        createdAtMs: api.clock.nowMs,
      });
      const path = `/rest/${name}?q=request&requestId=${requestId}`;
      expect((await api.call('GET', path)).body['elements']).toMatchObject([
        { externalJobApplicationId: 'a-1', result: 'GOOD_FIT', evaluatedAt: api.clock.nowMs },
      ]);
      expect((await api.call('GET', path.replace('/rest/', '/v2/'))).status).toBe(404);
      expect((await api.call('GET', path, { as: 'other' })).status).toBe(404);
      api.clock.nowMs += dayMs;
      expect((await api.call('GET', path)).status).toBe(404);
    },
  );
});
