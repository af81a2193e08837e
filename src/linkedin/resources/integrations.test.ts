import { describe, expect, it } from 'vitest';
import type { LinkedInError } from '../errors.ts';
import { contract, organization, refusal, scripted, type Seen } from '../scripted.test-support.ts';

const exporting = {
  integrationContext: organization,
  integrationType: 'ONE_CLICK_EXPORT',
} as const;
const reading = { integrationContext: contract, integrationType: 'CSA_API' } as const;

/** Keys of a body, or of a query as LinkedIn's samples write them. */
const keysOf = ({ body }: Seen) => Object.keys((JSON.parse(body) as { entities: object }).entities);
const v2Key = (context: string, type: string) =>
  `integrationContext=${context}&integrationType=${type}&tenantType=RECRUITER&dataProvider=ATS`;

describe('integrations', () => {
  it('are asked for together, and told in their order; one LinkedIn does not know is null', async () => {
    const { client, requests } = scripted({
      api: () =>
        Response.json({
          results: {
            [v2Key(contract, 'CSA_API')]: { onboardingStatus: 'REQUESTED', novelty: 1 },
          },
          errors: { [v2Key(organization, 'ONE_CLICK_EXPORT')]: { status: 404 } },
        }),
    });
    const found = await client().integrations.get([exporting, reading, exporting]);
    expect(found[0]).toBeNull();
    expect(found[1]).toMatchObject({
      ...reading,
      tenantType: 'RECRUITER',
      status: 'REQUESTED',
      isEnabled: false,
      raw: { novelty: 1 },
    });
    expect(found[2]).toBeNull();
    expect(requests).toHaveLength(1);
    expect(requests[0]?.query.split('integrationType=')).toHaveLength(3);
  });

  it.each([
    [{ onboardingStatus: 'ENABLED' }, true],
    [{ status: 'enabled' }, true],
    [{ onboardingStatus: 'DISABLED' }, false],
    [{ onboardingStatus: 'ENABLED_SOON' }, false],
    [{}, false],
  ])('count as enabled only when LinkedIn plainly says so: %j', async (result, isEnabled) => {
    const { client } = scripted({
      api: () => Response.json({ results: { [v2Key(contract, 'CSA_API')]: result } }),
    });
    expect(await client().integrations.get([reading])).toMatchObject([{ isEnabled }]);
  });

  it.each([
    ['an organization for a contract-level type', { ...reading, integrationContext: organization }],
    ['a contract for another', { ...exporting, integrationContext: contract }],
    ['a type nobody knows', { ...exporting, integrationType: 'OTHER' as 'CSA_API' }],
  ])('are not asked for with %s', async (_what, key) => {
    const { client, requests } = scripted({});
    await expect(client().integrations.get([key])).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^keys\.0\.integration(?:Context|Type): /) as string,
    });
    expect(requests).toEqual([]);
  });

  it('are named by a partial update', async () => {
    const { client, requests } = scripted({
      api: (seen) => Response.json({ results: { [keysOf(seen)[0] ?? '']: { status: 204 } } }),
    });
    await client().integrations.setName(exporting, 'Example ATS - Acme');
    expect(requests[0]).toMatchObject({ method: 'POST', path: '/v2/atsIntegrations' });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      entities: {
        [v2Key(organization, 'ONE_CLICK_EXPORT')]: {
          patch: { $set: { integrationName: 'Example ATS - Acme' } },
        },
      },
    });
  });

  it('that LinkedIn refuses to name say so, with its words for those who ask', async () => {
    const { client } = scripted({
      api: (seen) =>
        Response.json({
          errors: { [keysOf(seen)[0] ?? '']: { status: 403, message: 'not Acme' } },
        }),
    });
    const error = (await client()
      .integrations.setName(exporting, 'Acme')
      .catch((cause: unknown) => cause)) as LinkedInError;
    expect(error).toMatchObject({ code: 'forbidden', status: 403 });
    expect(error.message).not.toContain('Acme');
    expect(error.said()).toBe('not Acme');
  });

  it('that have changed are found by the id of a push', async () => {
    const { client, requests } = scripted({
      api: () =>
        Response.json({
          elements: [{ ...exporting, onboardingStatus: 'ENABLED' }],
          paging: { links: [] },
        }),
    });
    const found = await client({ generation: 'rest' }).integrations.changes('req 1');
    expect(found).toMatchObject([{ integrationType: 'ONE_CLICK_EXPORT', isEnabled: true }]);
    expect(requests[0]?.path).toBe('/rest/integrations');
    expect(requests[0]?.query).toBe('q=request&requestId=req%201&start=0&count=100');
    await expect(client().integrations.changes('')).rejects.toMatchObject({ code: 'invalid' });
    const gone = scripted({ api: () => refusal(404) });
    await expect(gone.client().integrations.changes('old')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('configurations', () => {
  it('of /v2 are below their integration, of /rest a resource of their own', async () => {
    const done = (seen: Seen) =>
      Response.json({
        results: Object.fromEntries(keysOf(seen).map((key) => [key, { status: 204 }])),
      });
    const { client, requests } = scripted({ api: done });
    const records = [
      { key: 'CALLBACK_URL', value: 'https://ats.example/in/1' },
      { key: 'JOB_POSTING_VIEWERS', value: 'ALL_PRODUCT_USERS' },
    ] as const;
    await client().integrations.configure(exporting, records);
    await client({ generation: 'rest' }).integrations.configure(exporting, records);
    const [v2, rest] = requests;
    expect(decodeURIComponent(v2?.path ?? '')).toBe(
      `/v2/atsIntegrations/${v2Key(organization, 'ONE_CLICK_EXPORT')}/configurations`,
    );
    expect(v2?.query).toBe('ids=CALLBACK_URL&ids=JOB_POSTING_VIEWERS');
    expect(JSON.parse(v2?.body ?? '')).toEqual({
      entities: {
        CALLBACK_URL: { configurationValue: { string: 'https://ats.example/in/1' } },
        JOB_POSTING_VIEWERS: { configurationValue: { string: 'ALL_PRODUCT_USERS' } },
      },
    });
    expect(rest?.path).toBe('/rest/integrationConfigurations');
    expect(rest?.query).toContain('configurationKey:CALLBACK_URL');
  });

  it('are read with null for what is not set', async () => {
    const { client } = scripted({
      api: () =>
        Response.json({
          results: { CALLBACK_URL: { configurationValue: { string: 'https://a' } } },
        }),
    });
    const values = await client().integrations.configurations(exporting, [
      'CALLBACK_URL',
      'JOB_POSTING_VIEWERS',
    ]);
    expect([...values]).toEqual([
      ['CALLBACK_URL', 'https://a'],
      ['JOB_POSTING_VIEWERS', null],
    ]);
  });

  it('that are gone already are removed without complaint; others complain', async () => {
    const answer = (status: number) =>
      scripted({
        api: () => Response.json({ errors: { JOB_POSTING_VIEWERS: { status, message: 'no' } } }),
      }).client().integrations;
    const names = ['JOB_POSTING_VIEWERS'] as const;
    await expect(answer(404).removeConfigurations(exporting, names)).resolves.toBeUndefined();
    await expect(answer(400).removeConfigurations(exporting, names)).rejects.toMatchObject({
      code: 'rejected',
    });
  });

  it('take an address without TLS on this machine, for the sandbox', async () => {
    const { client, requests } = scripted({
      api: (seen) => Response.json({ results: { [keysOf(seen)[0] ?? '']: { status: 204 } } }),
    });
    for (const host of ['localhost:3000', 'ats.localhost', '127.0.0.1:80', '[::1]:8080']) {
      const value = `http://${host}/push`;
      await client().integrations.configure(exporting, [{ key: 'CALLBACK_URL', value }]);
    }
    expect(requests).toHaveLength(4);
  });

  it.each([
    [{ key: 'CALLBACK_URL', value: 'http://localhost.ats.example' }],
    [{ key: 'CALLBACK_URL', value: 'http://ats.example' }],
    [{ key: 'JOB_POSTING_VIEWERS', value: 'ACL_BASED' }],
    [{ key: 'OTHER', value: 'x' }],
  ])('are checked before they are sent: %j', async (record) => {
    const { client, requests } = scripted({});
    const error = (await client()
      .integrations.configure(exporting, [record as never])
      .catch((cause: unknown) => cause)) as Error;
    expect(error).toMatchObject({ code: 'invalid' });
    expect(error.message).toMatch(/^records\.0\.(?:value|key): /);
    expect(error.message).not.toContain('ats.example');
    expect(requests).toEqual([]);
  });
});
