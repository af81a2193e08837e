import { describe, expect, it } from 'vitest';
import { jobPosting } from '../../../test/support/ats-records.ts';
import { organization, refusal, scripted, type Seen } from '../scripted.test-support.ts';

const posting = (id: string, changes = {}) =>
  jobPosting({ id, integrationContext: organization, ...changes });
const elementsOf = ({ body }: Seen) =>
  (JSON.parse(body) as { elements: Record<string, unknown>[] }).elements;
const begun = (seen: Seen, index = 0) =>
  Response.json({ elements: elementsOf(seen).map((_, at) => ({ id: `task-${index}-${at}` })) });

describe('job postings', () => {
  it('begin a task each; more than a hundred go out in several requests', async () => {
    const { client, requests } = scripted({ api: begun });
    const results = await client().jobPostings.submit(
      Array.from({ length: 120 }, (_, index) => posting(`j-${index}`)),
    );
    expect(results).toHaveLength(120);
    expect(results[0]).toEqual({ id: 'j-0', ok: true, taskId: 'task-0-0' });
    expect(results[119]).toEqual({ id: 'j-119', ok: true, taskId: 'task-1-19' });
    expect(requests.map((seen) => elementsOf(seen).length)).toEqual([100, 20]);
    expect(requests[0]?.headers.get('x-restli-method')).toBe('batch_create');
    expect(elementsOf(requests[0]!)[0]).toMatchObject({
      externalJobPostingId: 'j-0',
      integrationContext: organization,
    });
  });

  it('stand only once in a request: the later version counts', async () => {
    const { client, requests } = scripted({ api: begun });
    const results = await client().jobPostings.submit([
      posting('j-1', { title: 'Old' }),
      posting('j-2'),
      posting('j-1', { title: 'New' }),
    ]);
    expect(results.map(({ id, ok }) => [id, ok])).toEqual([
      ['j-1', true],
      ['j-2', true],
      ['j-1', true],
    ]);
    expect(elementsOf(requests[0]!).map(({ title }) => title)).toHaveLength(2);
    expect(elementsOf(requests[0]!)[0]?.['title']).toBe('New');
  });

  it.each([
    ['title', { title: 'x'.repeat(201) }],
    ['title', { title: undefined }],
    ['description', { description: '' }],
    ['location', { location: undefined, countryCode: 'de' }],
    ['countryCode', { countryCode: 'deu' }],
    ['state', { state: 'OPEN' }],
    ['companyApplyUrl', { companyApplyUrl: 'apply here' }],
    ['integrationContext', { integrationContext: 'urn:li:contract:1' }],
    ['availability', { availability: 'SECRET' }],
  ])('that break a rule are reported by field and not sent: %s', async (field, changes) => {
    const { client, requests } = scripted({ api: begun });
    const results = await client().jobPostings.submit([posting('j-1', changes), posting('j-2')]);
    expect(results[0]).toMatchObject({
      id: 'j-1',
      ok: false,
      error: { status: 0, code: 'invalid' },
    });
    expect(results[0]?.ok === false && results[0].error.message).toMatch(`${field}: `);
    expect(results[1]).toMatchObject({ ok: true });
    expect(elementsOf(requests[0]!)).toHaveLength(1);
  });

  it('need no location where country and postal code are', async () => {
    const { client } = scripted({ api: begun });
    const place = { location: undefined, countryCode: 'de', postalCode: '10115' };
    expect(await client().jobPostings.submit([posting('j-1', place)])).toMatchObject([
      { ok: true },
    ]);
  });

  it('that LinkedIn refuses are told with its words', async () => {
    const { client } = scripted({
      api: () =>
        Response.json({
          elements: [
            { status: 201, id: 77 },
            { status: 400, error: { status: 400, message: 'title: no', serviceErrorCode: 5 } },
            {},
          ],
        }),
    });
    const results = await client().jobPostings.submit(['1', '2', '3'].map((id) => posting(id)));
    expect(results[0]).toEqual({ id: '1', ok: true, taskId: '77' });
    expect(results[1]).toMatchObject({
      id: '2',
      ok: false,
      error: { status: 400, code: '5', message: 'title: no' },
    });
    expect(results[2]).toMatchObject({ id: '3', ok: false });
  });

  it('are not sent again when the answer cannot be assigned: tasks have begun', async () => {
    const { client, requests } = scripted({
      api: () => Response.json({ elements: [{ id: '1' }] }),
    });
    const postings = ['1', '2'].map((id) => posting(id));
    await expect(client().jobPostings.submit(postings)).rejects.toMatchObject({
      code: 'bad_answer',
    });
    expect(requests).toHaveLength(1);
  });

  it('in a request that fails leave the results of those before it', async () => {
    const { client } = scripted({
      api: (seen, index) => (index === 0 ? begun(seen) : refusal(403)),
    });
    const postings = Array.from({ length: 101 }, (_, index) => posting(`j-${index}`));
    await expect(client().jobPostings.submit(postings)).rejects.toMatchObject({
      code: 'forbidden',
      results: { length: 100 },
    });
  });
});

describe('tasks of job postings', () => {
  it('are asked for by id, each once; unknown ones are missing', async () => {
    const { client, requests } = scripted({
      api: () =>
        Response.json({
          results: {
            'task-1': { status: 'PROCESSED', errorCode: 'INVALID_LOCATION', other: 1 },
            'task-2': { state: 'SUCCEEDED' },
          },
          errors: { 'task-3': { status: 404 } },
        }),
    });
    const ids = ['task-1', 'task-2', 'task-3', 'task-1', ''];
    const tasks = await client().jobPostings.tasks(ids);
    expect([...tasks.keys()]).toEqual(['task-1', 'task-2']);
    expect(tasks.get('task-1')).toMatchObject({
      status: 'PROCESSED',
      errorCode: 'INVALID_LOCATION',
      raw: { other: 1 },
    });
    expect(tasks.get('task-2')?.status).toBe('SUCCEEDED');
    expect(requests[0]?.query).toBe('ids=task-1&ids=task-2&ids=task-3');
  });
});
