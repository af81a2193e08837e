import { describe, expect, it } from 'vitest';
import { organization, refusal, scripted } from '../scripted.test-support.ts';

const stub = {
  firstName: 'Ada',
  lastName: 'Example',
  headline: 'Engineer',
  location: { locationName: 'Berlin' },
  currentEmployerNames: ['Example GmbH'],
  member: 'urn:li:person:abc',
};

describe('an exported candidate', () => {
  it('is found by the id of a push, with what LinkedIn said kept raw', async () => {
    const element = {
      candidate: { ...stub, emailAddress: ['a@example.net'] },
      integrationContext: organization,
      externalJobPostingId: 4711,
      novelty: { kept: true },
    };
    const { client, requests } = scripted({
      api: () => Response.json({ elements: [element], paging: { start: 0, count: 10, links: [] } }),
    });
    const [found] = await client().exportedCandidates.byRequest('a/b&c=d');
    expect(found).toMatchObject({
      profile: {
        member: 'urn:li:person:abc',
        firstName: 'Ada',
        locationName: 'Berlin',
        employerNames: ['Example GmbH'],
        emailAddresses: ['a@example.net'],
      },
      integrationContext: organization,
      jobPostingId: '4711',
      raw: element,
    });
    expect(requests[0]?.query).toBe('q=request&requestId=a%2Fb%26c%3Dd&start=0&count=100');
  });

  it('of a request that is too old is not found', async () => {
    const { client } = scripted({ api: () => refusal(404) });
    await expect(client().exportedCandidates.byRequest('old')).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it.each(['', 5 as unknown as string])(
    'is not asked for without an id (%j)',
    async (requestId) => {
      const { client, requests } = scripted({});
      await expect(client().exportedCandidates.byRequest(requestId)).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringMatching(/^requestId: /) as string,
      });
      expect(requests).toEqual([]);
    },
  );

  it.each([null, 7, 'x', [], {}, { candidate: null }, { candidate: { firstName: {} } }])(
    'is read however odd it is: %j',
    async (element) => {
      const { client } = scripted({ api: () => Response.json({ elements: [element] }) });
      const found = await client().exportedCandidates.byRequest('r');
      expect(found[0]?.profile.employerNames).toEqual([]);
    },
  );
});

describe('an evaluation of an application', () => {
  it('is in the versioned API only', async () => {
    const { client, requests } = scripted({
      api: () => Response.json({ elements: [{ externalJobApplicationId: 'a-1', extra: 1 }] }),
    });
    await expect(client().exportedApplicationEvaluations.byRequest('r')).rejects.toMatchObject({
      code: 'invalid',
    });
    const rest = client({ generation: 'rest' });
    expect(await rest.exportedApplicationEvaluations.byRequest('r')).toMatchObject([
      { applicationId: 'a-1', raw: { extra: 1 } },
    ]);
    expect(requests.map(({ path }) => path)).toContain('/rest/exportedApplicationEvaluations');
  });
});

describe('exports of members who closed their accounts', () => {
  it('are listed for a time', async () => {
    const { client, requests } = scripted({
      api: () =>
        Response.json({ elements: [{ member: 'abc', purgedAt: 5 }], paging: { links: [] } }),
    });
    const found = [];
    for await (const one of client().purgedExports.list({ fromMs: 1, toMs: 9 })) found.push(one);
    expect(found).toMatchObject([{ member: 'urn:li:person:abc', purgedAtMs: 5 }]);
    expect(requests[0]?.query).toBe(
      'timeRange.start=1&timeRange.end=9&q=criteria&exportType=ONE_CLICK_EXPORT&start=0&count=100',
    );
  });
});
