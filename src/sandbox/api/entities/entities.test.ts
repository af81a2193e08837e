/** Records of an ATS over HTTP: what every resource that is kept by key has in common. */
import { beforeEach, describe, expect, it } from 'vitest';
import * as records from '../../../../test/support/ats-records.ts';
import {
  addressOf,
  context,
  createSandboxApi,
  otherContext,
  wireOf,
  type ApiAnswer,
  type SandboxApi,
} from '../../../../test/support/sandbox-api.ts';
import { generations, type Generation } from '../../../linkedin/form.ts';
import { entityResources, type EntityName } from '../../../linkedin/forms.ts';

let api: SandboxApi;
beforeEach(() => {
  api = createSandboxApi();
});

const makers = {
  candidates: records.candidate,
  candidateNotes: records.candidateNote,
  applications: records.application,
  applicationNotes: records.applicationNote,
  stages: records.stage,
  interviewFeedback: records.interviewFeedback,
  attachments: records.attachment,
  entityAcls: records.entityAcl,
  aclAssignees: records.aclAssignee,
} as const;
type Name = keyof typeof makers;
const writable = (Object.keys(makers) as Name[]).flatMap((name) =>
  generations
    .filter((generation) => entityResources[name].forms[generation] !== null)
    .map((generation): [Name, Generation] => [name, generation]),
);
const withFields = writable.filter(([name]) => name !== 'entityAcls' && name !== 'aclAssignees');

/** Sends parents, so that their children can be sent. */
const putParents = async (generation: Generation): Promise<void> => {
  await api.put('candidates', generation, [records.candidate()]);
  await api.put('applications', generation, [records.application()]);
};
const onlyStatus = ({ body }: ApiAnswer): unknown[] => Object.values(body['statuses'] ?? {});

describe.each(writable)('%s under /%s', (name, generation) => {
  const record = makers[name]();
  const wire = wireOf(name, generation, record);
  const text = wire.form.style.entity(wire.key);
  const address = addressOf([wire]);
  beforeEach(() => putParents(generation));

  it('are created, read, replaced and deleted', async () => {
    const expectedFirst = name === 'candidates' || name === 'applications' ? 200 : 201;
    const put = () => api.call('PUT', address, { body: { entities: { [text]: wire.entity } } });
    const first = await put();
    expect(first).toMatchObject({ status: 200, body: { errors: {} } });
    expect(first.body.statuses).toEqual({ [text]: expectedFirst });
    expect((await put()).body.statuses).toEqual({ [text]: 200 });

    const got = await api.call('GET', address);
    expect(got.body.results?.[text]).toMatchObject(wire.entity);
    const removed = await api.call('DELETE', address);
    expect(removed.body.statuses).toEqual({ [text]: 204 });
    const again = await api.call('DELETE', address);
    expect(again.body).toMatchObject({ errors: { [text]: { status: 404 } } });
    expect((await api.call('GET', address)).body.errors?.[text]).toMatchObject({ status: 404 });
    expect((await put()).body.statuses).toEqual({ [text]: 201 });
  });

  it('are read, replaced and deleted one by one, with the key in the path', async () => {
    const key = typeof wire.key === 'string' ? wire.key : wire.form.style.segment(wire.key);
    const path = `${wire.path}/${key}`;
    const method = (restli: string) => ({ headers: { 'x-restli-method': restli } });
    await api.call('DELETE', path, method('delete'));
    if (name === 'candidates' || name === 'applications') await putParents(generation);
    else expect((await api.call('GET', path, method('get'))).status).toBe(404);
    const created = await api.call('PUT', path, { body: wire.entity, ...method('update') });
    expect(created.status).toBe(name === 'candidates' || name === 'applications' ? 204 : 201);
    expect((await api.call('GET', path)).body).toMatchObject(wire.entity);
    expect((await api.call('DELETE', path)).status).toBe(204);
    expect(await api.call('DELETE', path)).toMatchObject({ status: 404, body: { status: 404 } });
  });

  it('are named once in a request, a hundred at most, and completely', async () => {
    const twice = await api.call('GET', addressOf([wire, wire]));
    expect(twice).toMatchObject({
      status: 400,
      body: { message: 'ids: a key stands there twice' },
    });
    const many = Array.from({ length: 101 }, () => '1').join(',');
    const ids =
      typeof wire.key === 'string'
        ? `ids=List(${many})`
        : `ids=List(${many.replaceAll('1', '(a:1)')})`;
    expect(await api.call('GET', `${wire.path}?${ids}`)).toMatchObject({
      status: 400,
      body: { message: 'ids: at most 100 in a batch' },
    });
    expect((await api.call('GET', wire.path)).body.message).toContain('ids:');
    for (const [wireName] of wire.form.key) {
      const without = address.replace(new RegExp(`${wireName}[=:%3A]+[^&,)]*`), `${wireName}=`);
      const answer = await api.call('GET', without);
      expect(answer.status).toBe(400);
      expect(answer.body.message).toMatch(new RegExp(`^(?:ids|${wire.form.key[0]?.[0] ?? ''}): `));
    }
  });

  it('can still be deleted once the integration is switched off, and nothing else', async () => {
    const body = { entities: { [text]: wire.entity } };
    await api.call('PUT', address, { body });
    const { integrations } = api.state;
    integrations.switch(integrations.of('app'), false, api.clock.nowMs);
    expect((await api.call('GET', address)).status).toBe(403);
    expect((await api.call('PUT', address, { body })).status).toBe(403);
    expect((await api.call('DELETE', address)).body.statuses).toEqual({ [text]: 204 });
    expect((await api.call('DELETE', address, { as: 'off' })).status).toBe(403);
  });

  it('belong to an enabled integration of the application', async () => {
    for (const as of ['other', 'off']) {
      const answer = await api.call('GET', address, { as });
      expect(answer).toMatchObject({ status: 403, body: { status: 403, serviceErrorCode: 100 } });
      expect(answer.body.message).toContain(entityResources[name].integration);
    }
    const foreign = address.replaceAll('5001', '5002');
    expect((await api.call('GET', foreign)).status).toBe(403);
    expect((await api.call('GET', foreign, { as: 'other' })).status).toBe(200);
    expect((await api.call('GET', address, { as: 'partner' })).status).toBe(403);
  });

  it('take an X-RestLi-Method that fits or none, and no other', async () => {
    const send = (method: string, restli: string) =>
      api.call(method, address, {
        headers: { 'x-restli-method': restli },
        ...(method === 'PUT' ? { body: { entities: { [text]: wire.entity } } } : {}),
      });
    expect((await send('PUT', 'batch_update')).status).toBe(200);
    expect((await send('GET', 'BATCH_GET')).status).toBe(200);
    expect((await send('DELETE', 'batch_delete')).status).toBe(200);
    for (const [method, restli] of [
      ['PUT', 'batch_create'],
      ['GET', 'batch_delete'],
      ['DELETE', 'nonsense'],
    ] as const) {
      const answer = await send(method, restli);
      expect(answer.status).toBe(400);
      expect(answer.body.message).toContain('X-RestLi-Method');
    }
    const patch = await send('PATCH', 'batch_update');
    expect(patch).toMatchObject({ status: 405, body: { status: 405 } });
    expect(patch.headers.get('allow')).toContain('PUT');
  });

  it('fail one by one: the rest of the batch is stored', async () => {
    const good = wireOf(name, generation, { ...record, ...otherId(name) });
    const goodText = good.form.style.entity(good.key);
    const answer = await api.call('PUT', addressOf([wire, good]), {
      body: { entities: { [text]: { ...wire.entity, surprise: 1 }, [goodText]: good.entity } },
    });
    expect(answer.body).toMatchObject({
      statuses: { [text]: 400, [goodText]: 201 },
      errors: { [text]: { status: 400, message: 'surprise: is not known here' } },
      results: { [goodText]: { status: 201 } },
    });
    const missing = await api.call('PUT', address, { body: { entities: {} } });
    expect(missing.body.errors?.[text]?.message).toContain('no entity');
    const stray = `${goodText}x`;
    const extra = await api.call('PUT', address, {
      body: { entities: { [text]: wire.entity, [stray]: {} } },
    });
    expect(extra.body['statuses']).toMatchObject({ [stray]: 400 });
    expect(extra.body['statuses']?.[text]).toBeLessThan(202);
    expect(extra.body['errors']?.[stray]?.['message']).toContain('not among the ids');
  });
});

const otherId = (name: Name): object =>
  name === 'entityAcls' || name === 'aclAssignees' ? { aclId: 'others' } : { id: 'other' };

describe.each(withFields)('the fields of %s under /%s', (name, generation) => {
  const wire = wireOf(name, generation, makers[name]());
  const text = wire.form.style.entity(wire.key);
  const send = (entity: unknown) =>
    api.call('PUT', addressOf([wire]), { body: { entities: { [text]: entity } } });
  beforeEach(() => putParents(generation));

  it('are named in errors as the caller spells them, when they are missing or wrong', async () => {
    const { form } = wire;
    const created = form.renamed['atsCreatedAt'] ?? 'atsCreatedAt';
    const { [created]: _gone, ...without } = wire.entity;
    const message = async (entity: unknown) => (await send(entity)).body.errors?.[text]?.message;
    expect(await message(without)).toBe(`${created}: is required`);
    expect(await message({ ...wire.entity, [created]: null })).toBe(`${created}: is required`);
    for (const value of [0, -1, 1.5, 1e300, '1', {}, [], true]) {
      expect(await message({ ...wire.entity, [created]: value })).toContain(`${created}: `);
    }
    expect(await message('text')).toContain('must be an object');
    expect(await message(JSON.parse('{"__proto__": {"a": 1}}'))).toContain('__proto__: ');
  });

  it('are replaced whole: what is left out is gone', async () => {
    const optional = Object.keys(wire.entity).find((field) =>
      ['lastName', 'author', 'source', 'interviewer'].includes(field),
    );
    await send(wire.entity);
    if (optional === undefined) return;
    const { [optional]: _gone, ...without } = wire.entity;
    await send(without);
    const got = await api.call('GET', addressOf([wire]));
    expect(got.body.results?.[text]).not.toHaveProperty(optional);
  });

  it('can be changed in parts and read in parts', async () => {
    await send(wire.entity);
    const [field = ''] = Object.keys(wire.entity).filter((name) =>
      ['firstName', 'note', 'stage', 'feedback', 'fileName'].includes(name),
    );
    const patch = (patch: unknown) =>
      api.call('POST', addressOf([wire]), {
        headers: { 'x-restli-method': 'batch_partial_update' },
        body: { entities: { [text]: { patch } } },
      });
    expect((await patch({ $set: { [field]: 'Changed' } })).body.statuses).toEqual({ [text]: 204 });
    const got = await api.call('GET', `${addressOf([wire])}&fields=${field}`);
    expect(got.body.results?.[text]).toEqual({ [field]: 'Changed' });
    for (const wrong of [
      { $delete: [field] },
      { $set: { [field]: 7 } },
      { $set: { nonsense: 1 } },
      { $delete: ['nonsense'] },
      { $delete: field },
      { $inc: 1 },
      {},
      null,
    ]) {
      expect((await patch(wrong)).body.statuses).toEqual({ [text]: 400 });
    }
  });
});

describe.each(generations)('what hangs on something, under /%s', (generation) => {
  it.each([
    ['candidateNotes', 'andidateId'],
    ['applicationNotes', 'ApplicationId'],
    ['stages', 'ApplicationId'],
    ['interviewFeedback', 'ApplicationId'],
  ] as const)('%s need it: 404 for the record, not for the request', async (name, parent) => {
    const wire = wireOf(name, generation, makers[name]());
    const put = await api.put(name, generation, [makers[name]()]);
    expect(put.status).toBe(200);
    expect(onlyStatus(put)).toEqual([404]);
    expect(JSON.stringify(put.body.errors)).toContain(parent);
    const removed = await api.call('DELETE', addressOf([wire]));
    expect(removed.status).toBe(200);
    expect(onlyStatus(removed)).toEqual([404]);
  });

  it('goes with it', async () => {
    await putParents(generation);
    for (const name of [
      'candidateNotes',
      'applicationNotes',
      'stages',
      'interviewFeedback',
    ] as const) {
      expect(onlyStatus(await api.put(name, generation, [makers[name]()]))).toEqual([201]);
    }
    const removed = (name: EntityName & Name) =>
      api.call('DELETE', addressOf([wireOf(name, generation, makers[name]())]));
    expect(onlyStatus(await removed('candidates'))).toEqual([204]);
    expect(onlyStatus(await removed('candidateNotes'))).toEqual([404]);
    expect(onlyStatus(await removed('stages'))).toEqual([204]);
    expect(onlyStatus(await removed('applications'))).toEqual([204]);
    expect(onlyStatus(await removed('applicationNotes'))).toEqual([404]);
    expect(onlyStatus(await removed('interviewFeedback'))).toEqual([404]);
  });
});

describe('keys', () => {
  const hostile = [
    'a b',
    'ä/ö',
    '100%',
    '%41',
    'x&y=z',
    '(a,b):c',
    "it's",
    '~!*',
    '漢字',
    '__proto__',
    'a+b',
    '\u{1f600}',
  ];

  it.each(generations)('under /%s may be any text', async (generation) => {
    for (const id of hostile) {
      const put = await api.put('candidates', generation, [records.candidate({ id })]);
      expect([id, onlyStatus(put)]).toEqual([id, [201]]);
      expect(api.state.candidate(context, id)?.record.id).toBe(id);
      const note = records.candidateNote({ candidateId: id, id });
      expect(onlyStatus(await api.put('candidateNotes', generation, [note]))).toEqual([201]);
      const wire = wireOf('candidateNotes', generation, note);
      const got = await api.call('GET', addressOf([wire]));
      expect(Object.keys(got.body.results ?? {})).toEqual([wire.form.style.entity(wire.key)]);
    }
  });

  it('stand in bodies encoded, or raw as in samples', async () => {
    const id = 'x&y=z %41';
    const address = addressOf([wireOf('candidates', 'v2', records.candidate({ id }))]);
    const { id: _id, ...entity } = records.candidate();
    for (const written of [id, encodeURIComponent(id)]) {
      const key = `atsCandidateId=${written}&dataProvider=ATS&integrationContext=${context}`;
      const answer = await api.call('PUT', address, { body: { entities: { [key]: entity } } });
      expect(onlyStatus(answer)[0]).toBeLessThan(202);
    }
  });

  it('have their data provider under /v2 and none under /rest, whatever the protocol', async () => {
    const rest = `externalCandidateId:1,integrationContext:${encodeURIComponent(context)}`;
    const v2 = `atsCandidateId:1,dataProvider:ATS,integrationContext:${encodeURIComponent(context)}`;
    const spread = `ids[0].externalCandidateId=1&ids[0].integrationContext=${context}`;
    expect((await api.call('GET', `/v2/atsCandidates?ids=List((${v2}))`)).status).toBe(200);
    expect((await api.call('GET', `/rest/candidates?${spread}`)).status).toBe(200);
    expect((await api.call('GET', `/rest/candidates?ids=List((${rest}))`)).status).toBe(200);
    const mixed = await api.call('GET', `/rest/candidates?${spread}&ids[0].dataProvider=ATS`);
    expect(mixed.body.message).toBe('ids: dataProvider is no part of the key under /rest');
    const old = await api.call('GET', `/rest/candidates?ids=List((${v2}))`);
    expect(old.body.message).toBe('ids: atsCandidateId is no part of the key under /rest');
  });
});

describe('names under /rest', () => {
  const undocumented = records.application();
  const key = `(externalJobApplicationId:a-1,integrationContext:${encodeURIComponent(context)})`;
  const put = (entity: object) => api.call('PUT', `/rest/atsApplications/${key}`, { body: entity });

  it('are taken in the old spelling too where the new one is not documented', async () => {
    const { id: _id, candidateId, jobPostingId, jobPostingName, ...others } = undocumented;
    const old = { atsCandidateId: candidateId, atsJobPostingId: jobPostingId };
    const answer = await put({ ...others, ...old, atsJobPostingName: jobPostingName });
    expect(answer.status).toBe(201);
    const got = await api.call('GET', `/rest/atsApplications/${key}`);
    expect(got.body).toMatchObject({ externalJobPostingId: 'j-1', externalCandidateId: 'c-1' });
    const twice = await put({ ...others, ...old, externalJobPostingId: 'j-1' });
    expect(twice.body.message).toContain('under two names');
  });

  it('are the new ones for candidates, where they are documented', async () => {
    const { id: _id, ...entity } = records.candidate();
    const answer = await api.call(
      'PUT',
      `/rest/candidates/(externalCandidateId:1,integrationContext:${encodeURIComponent(context)})`,
      { body: entity },
    );
    expect(answer).toMatchObject({
      status: 400,
      body: { message: 'atsCreatedAt: is not known here' },
    });
  });
});

describe('job requisitions under /rest', () => {
  it('can be deleted, and nothing else is known of them', async () => {
    api.state.jobs.put(records.jobPosting({ integrationContext: context }), 'app', 0);
    const ids = `ids=List((externalJobRequisitionId:j-1,integrationContext:${encodeURIComponent(context)}))`;
    expect(onlyStatus(await api.call('DELETE', `/rest/jobRequisitions?${ids}`))).toEqual([204]);
    expect(onlyStatus(await api.call('DELETE', `/rest/jobRequisitions?${ids}`))).toEqual([404]);
    expect((await api.call('GET', `/rest/jobRequisitions?${ids}`)).status).toBe(405);
    const stage = ids.replace('j-1', 'j-1,externalStageId:s');
    expect(onlyStatus(await api.call('DELETE', `/rest/jobRequisitionStages?${stage}`))).toEqual([
      404,
    ]);
  });
});

it('keeps customers apart', async () => {
  await api.put('candidates', 'v2', [records.candidate()]);
  expect(api.state.countCandidates(context)).toBe(1);
  expect(api.state.countCandidates(otherContext)).toBe(0);
});
