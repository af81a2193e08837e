/** Job postings over HTTP, from the request to the end of the task. */
import { beforeEach, describe, expect, it } from 'vitest';
import { jobPosting } from '../../../test/support/ats-records.ts';
import { context, createSandboxApi, type SandboxApi } from '../../../test/support/sandbox-api.ts';
import { generations } from '../../linkedin/form.ts';

let api: SandboxApi;
beforeEach(() => {
  api = createSandboxApi();
});

const wireJob = ({ externalJobPostingId = 'j-1', ...changes }: Record<string, unknown> = {}) => {
  const { id: _id, ...others } = jobPosting({ integrationContext: context });
  return { ...others, externalJobPostingId, ...changes };
};

describe.each(generations)('jobs under /%s', (generation) => {
  const path = `/${generation}/simpleJobPostings`;
  const post = (...elements: unknown[]) =>
    api.call('POST', path, { headers: { 'x-restli-method': 'batch_create' }, body: { elements } });
  const taskOf = async (job: unknown): Promise<string> => {
    const answer = await post(job);
    expect(answer.body['elements']?.[0]).toMatchObject({ status: 201 });
    return String(answer.body['elements']?.[0]?.['id']);
  };
  const stateOf = async (...ids: string[]) => {
    const query = ids.map((id) => `ids=${id}`).join('&');
    return (await api.call('GET', `/${generation}/simpleJobPostingTasks?${query}`)).body;
  };
  const stored = (id = 'j-1') => api.state.jobs.get(context, id, api.clock.nowMs)?.record ?? null;

  it('are there when their task is done, and not before', async () => {
    const id = await taskOf(wireJob());
    expect((await stateOf(id))['results']?.[id]).toEqual({
      id,
      status: 'IN_PROGRESS',
      externalJobPostingId: 'j-1',
      integrationContext: context,
    });
    expect(stored()).toBeNull();
    api.clock.nowMs += 1_000;
    expect((await stateOf(id))['results']?.[id]).toMatchObject({ status: 'SUCCEEDED' });
    expect(stored()).toMatchObject({ title: 'Bridge engineer', state: 'LISTED' });
  });

  it('are replaced, renewed and closed; what is not there cannot be', async () => {
    const [update] = [await taskOf(wireJob({ jobPostingOperationType: 'UPDATE' }))];
    api.clock.nowMs += 1_000;
    expect((await stateOf(update))['results']?.[update]).toMatchObject({
      status: 'FAILED',
      errorCode: 'JOB_POSTING_NOT_FOUND',
    });
    await taskOf(wireJob({ jobPostingOperationType: 'CREATE' }));
    await taskOf(wireJob({ title: 'Changed' }));
    await taskOf(wireJob({ title: 'Closed', jobPostingOperationType: 'CLOSE' }));
    api.clock.nowMs += 1_000;
    expect(stored()).toMatchObject({ title: 'Closed', state: 'CLOSED' });
  });

  it('whose description says nothing are processed, with an error', async () => {
    const id = await taskOf(wireJob({ description: '<p>&nbsp;</p>' }));
    api.clock.nowMs += 1_000;
    const task = (await stateOf(id))['results']?.[id];
    expect(task).toMatchObject({ status: 'PROCESSED', errorCode: 'INVALID_DESCRIPTION' });
    expect(stored()).toBeNull();
  });

  it.each([
    ['title', undefined, 'title: is required'],
    ['title', 'x'.repeat(201), 'title: '],
    ['description', null, 'description: is required'],
    ['location', undefined, 'location: is required unless countryCode and postalCode are given'],
    ['state', 'OPEN', 'state: '],
    ['companyApplyUrl', 'javascript:alert(1)', 'companyApplyUrl: '],
    ['externalJobPostingId', '', 'externalJobPostingId: '],
    ['integrationContext', 'urn:li:contract:1', 'integrationContext: '],
    ['listedAt', -1, 'listedAt: '],
    ['nonsense', 1, 'nonsense: is not known here'],
    ['id', 'x', 'id: is not known here'],
  ])('are refused by themselves for %s = %j', async (field, value, message) => {
    const good = wireJob({ externalJobPostingId: 'j-2' });
    const answer = await post(wireJob({ [field]: value }), good);
    expect(answer.status).toBe(200);
    expect(answer.body['elements']).toMatchObject([
      { status: 400, error: { status: 400, message: expect.stringContaining(message) as string } },
      { status: 201 },
    ]);
    api.clock.nowMs += 1_000;
    expect(stored('j-2')).not.toBeNull();
  });

  it('need no location with country and postal code, and may have fields we do not use', async () => {
    await taskOf(
      wireJob({ location: null, countryCode: 'us', postalCode: '89501', experienceLevel: 'ENTRY' }),
    );
  });

  it('come once in a request, a hundred at most, for a customer of the application', async () => {
    const message = async (...elements: unknown[]) => {
      const answer = await post(...elements);
      return [answer.status, answer.body['message']];
    };
    expect(await message(wireJob(), wireJob())).toEqual([
      400,
      'externalJobPostingId: stands there twice',
    ]);
    const many = Array.from({ length: 101 }, (_, i) => wireJob({ externalJobPostingId: `${i}` }));
    expect(await message(...many)).toEqual([400, 'elements: must be 1 to 100 jobs']);
    expect(await message()).toEqual([400, 'elements: must be 1 to 100 jobs']);
    const foreign = wireJob({ integrationContext: 'urn:li:organization:5002' });
    expect((await message(foreign))[0]).toBe(403);
    expect(
      (await api.call('POST', path, { as: 'off', body: { elements: [wireJob()] } })).status,
    ).toBe(403);
    expect((await api.call('POST', path, { body: wireJob() })).body['message']).toContain(
      'elements',
    );
    expect((await api.call('GET', path)).status).toBe(405);
  });

  it('have tasks of their application’s, for 30 days', async () => {
    const id = await taskOf(wireJob());
    const one = (as = 'app') =>
      api.call('GET', `/${generation}/simpleJobPostingTasks/${id}`, { as });
    expect((await one()).status).toBe(200);
    expect((await one('other')).status).toBe(404);
    const body = await stateOf(id, '1');
    expect(body['statuses']).toEqual({ [id]: 200, 1: 404 });
    api.clock.nowMs += 30 * 86_400_000;
    expect((await stateOf(id))['statuses']).toEqual({ [id]: 404 });
    expect(stored()).not.toBeNull();
  });
});
