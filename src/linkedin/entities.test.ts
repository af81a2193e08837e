import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidate } from '../../test/support/ats-records.ts';
import { maxQueryBytes, maxUrlBytes } from './limits.ts';
import type { LinkedInBatchError } from './record-results.ts';
import { allDone, organization, refusal, scripted, type Seen } from './scripted.test-support.ts';

const stage = (applicationId: string, id: string, changes = {}) => ({
  applicationId,
  id,
  atsCreatedAt: 1,
  stage: 'Offer',
  ...changes,
});
const entitiesOf = ({ body }: Seen) =>
  (JSON.parse(body) as { entities: Record<string, Record<string, unknown>> }).entities;

describe('records that are sent', () => {
  it('have a result each, in their order, whatever order LinkedIn answers in', async () => {
    const { client } = scripted({
      api: (seen) => {
        const keys = Object.keys(entitiesOf(seen)).reverse();
        const results = Object.fromEntries(keys.map((key) => [key, { status: 201 }]));
        return Response.json({ results });
      },
    });
    const ids = ['c', 'a', '7', '__proto__', 'b', 'toString', '3'];
    const results = await client().candidates.update(
      organization,
      ids.map((id) => candidate({ id })),
    );
    expect(results).toEqual(ids.map((id) => ({ id, ok: true })));
  });

  it('of which there are none make no request', async () => {
    const { client, requests, tokenRequests } = scripted({});
    const { candidates, stages, jobPostings } = client();
    expect(await candidates.update(organization, [])).toEqual([]);
    expect(await candidates.delete(organization, [])).toEqual([]);
    expect(await candidates.get(organization, [])).toEqual(new Map());
    expect(await stages.update(organization, [])).toEqual([]);
    expect(await jobPostings.submit([])).toEqual([]);
    expect(await jobPostings.tasks([])).toEqual(new Map());
    expect([...requests, ...tokenRequests]).toEqual([]);
  });

  it('that break a rule are reported by field, not sent, and do not spoil their batch', async () => {
    const { client, requests } = scripted({ api: allDone });
    const results = await client().candidates.update(organization, [
      candidate({ id: 'good' }),
      candidate({ id: 'mail', emailAddresses: ['ok@example.net', 'secret-value'] }),
      candidate({ id: 'time', atsCreatedAt: 0 }),
      candidate({ id: 'order', atsLastModifiedAt: 1 }),
      candidate({ id: 'name', firstName: '' }),
      candidate({ id: 'x'.repeat(256) }),
      candidate({ id: 'half a pair \ud83d' }),
      { ...candidate({ id: 'odd' }), salary: 1 } as ReturnType<typeof candidate>,
      null as unknown as ReturnType<typeof candidate>,
      candidate({ id: 'also good' }),
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, ...Array<boolean>(8).fill(false), true]);
    const messages = results.map((result) => (result.ok ? '' : result.error.message));
    expect(messages[1]).toMatch(/^emailAddresses\.1: /);
    expect(messages[1]).not.toContain('secret-value');
    expect(messages[2]).toMatch(/^atsCreatedAt: /);
    expect(messages[3]).toBe('atsLastModifiedAt: must not be before atsCreatedAt');
    expect(messages[4]).toMatch(/^firstName: /);
    expect(messages[5]).toMatch(/^id: /);
    expect(messages[6]).toBe('id: must be well-formed Unicode');
    expect(messages[7]).toContain('salary');
    expect(messages[8]).toMatch(/^record: /);
    expect(results[1]).toMatchObject({ id: 'mail', error: { status: 0, code: 'invalid' } });
    expect(requests).toHaveLength(1);
    expect(Object.keys(requests[0] ? entitiesOf(requests[0]) : {})).toHaveLength(2);
  });

  it('that do not fit into a query with their key are reported, not sent', async () => {
    const { client, requests } = scripted({ api: allDone });
    const { candidateNotes } = client({ generation: 'rest' });
    const long = '候'.repeat(250);
    const note = { atsCreatedAt: 1, note: 'Hello' };
    const results = await candidateNotes.update(organization, [
      { candidateId: 'c-1', id: 'n-1', ...note },
      { candidateId: long, id: long, ...note },
    ]);
    expect(results[0]).toEqual({ id: 'n-1', ok: true });
    expect(results[1]).toMatchObject({ ok: false, error: { status: 0, code: 'invalid' } });
    expect(requests).toHaveLength(1);
  });

  it('that come twice are sent once, as they were last, and have the same result', async () => {
    const { client, requests } = scripted({ api: allDone });
    const results = await client().candidates.update(organization, [
      candidate({ id: 'c-1', firstName: 'Old' }),
      candidate({ id: 'c-2' }),
      candidate({ id: 'c-1', firstName: 'New' }),
    ]);
    expect(results.map(({ id, ok }) => [id, ok])).toEqual([
      ['c-1', true],
      ['c-2', true],
      ['c-1', true],
    ]);
    const entities = Object.values(requests[0] ? entitiesOf(requests[0]) : {});
    expect(entities.map(({ firstName }) => firstName)).toEqual(['New', 'Ada']);
  });

  it('are sent as they were when the call was made', async () => {
    const { client, requests } = scripted({ api: allDone });
    const record = { ...candidate(), phoneNumbers: [{ number: '1' }] };
    const pending = client().candidates.update(organization, [record]);
    record.firstName = 'Changed';
    record.phoneNumbers[0] = { number: 'changed' };
    await pending;
    expect(requests[0]?.body).not.toMatch(/changed/i);
  });

  it('are told by LinkedIn what is wrong with them, with its code', async () => {
    const { client } = scripted({
      api: (seen) => {
        const [good, bad, silent] = Object.keys(entitiesOf(seen));
        const error = { status: 422, message: 'firstName: no', serviceErrorCode: 100_020 };
        expect(silent).toBeDefined();
        return Response.json({ results: { [good ?? '']: {} }, errors: { [bad ?? '']: error } });
      },
    });
    const records = ['1', '2', '3'].map((id) => candidate({ id }));
    const [first, second, third] = await client().candidates.update(organization, records);
    expect(first).toEqual({ id: '1', ok: true });
    expect(second).toEqual({
      id: '2',
      ok: false,
      error: { status: 422, code: '100020', message: 'firstName: no' },
    });
    expect(third).toMatchObject({ ok: false, error: { status: 0 } });
  });

  it('are done when LinkedIn has nothing to say of them; to be told nothing is no answer', async () => {
    const { client } = scripted({ api: () => new Response(null, { status: 204 }) });
    const { stages, candidates } = client({ retry: { attempts: 1 } });
    expect(await stages.delete(organization, [stage('a-1', 's-1')])).toEqual([
      { id: 's-1', ok: true },
    ]);
    await expect(candidates.get(organization, ['c-1'])).rejects.toMatchObject({
      code: 'bad_answer',
    });
  });

  it('in a batch that fails as a whole leave the results of those before it', async () => {
    const { client } = scripted({
      api: (seen, index) => (index === 0 ? allDone(seen) : refusal(403)),
    });
    const records = Array.from({ length: 150 }, (_, index) => stage('a-1', `s-${index}`));
    const invalid = stage('a-1', 'wrong', { stage: 'Not Available' });
    const error = (await client()
      .stages.update(organization, [...records, invalid])
      .catch((cause: unknown) => cause)) as LinkedInBatchError;
    expect(error).toMatchObject({ name: 'LinkedInError', code: 'forbidden', status: 403 });
    expect(error.results).toHaveLength(101);
    expect(error.results.filter(({ ok }) => ok)).toHaveLength(100);
    expect(error.results.at(-1)).toMatchObject({ id: 'wrong', ok: false });
  });

  it.each(['v2', 'rest'] as const)(
    'over %s never exceed a query of 4 KB or a URL of 8 KB, whatever their ids hold',
    async (generation) => {
      const id = fc.string({
        minLength: 1,
        maxLength: 255,
        unit: fc.constantFrom(...'a1-&=候🎓 '),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fc.tuple(id, id), {
            maxLength: 60,
            selector: ([parent, own]) => JSON.stringify([parent.slice(0, 255), own.slice(0, 255)]),
          }),
          async (pairs) => {
            const { client, requests } = scripted({ api: allDone });
            const { stages, candidates } = client({ generation });
            await stages.update(
              organization,
              pairs.map(([parent, own]) => stage(parent.slice(0, 255), own.slice(0, 255))),
            );
            await candidates.update(
              organization,
              pairs.map(([parent]) => candidate({ id: parent.slice(0, 255) })),
            );
            for (const { url, query } of requests) {
              expect(query.length).toBeLessThanOrEqual(maxQueryBytes);
              expect(url.length).toBeLessThanOrEqual(maxUrlBytes);
            }
          },
        ),
        { numRuns: 25 },
      );
    },
  );
});

describe('batches', () => {
  it('go out one after the other, also those of calls that overlap', async () => {
    let open = 0;
    const order: string[] = [];
    const { client } = scripted({
      api: async (seen) => {
        open += 1;
        expect(open).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 2));
        open -= 1;
        order.push(seen.path.split('/')[2] ?? '');
        return allDone(seen);
      },
    });
    const { candidates, applications, entityAcls } = client();
    const application = {
      id: 'a',
      jobPostingId: 'j',
      jobPostingName: 'Job',
      firstName: 'Ada',
      atsCreatedAt: 1,
      atsLastModifiedAt: 1,
    };
    const acl = { aclId: 'group', entityId: 'j' };
    await Promise.all([
      candidates.update(organization, [candidate()]),
      applications.update(organization, [application]),
      entityAcls.update(organization, [acl]),
    ]);
    expect(order).toEqual(['atsCandidates', 'atsApplications', 'atsEntityAcls']);
  });

  it('that fail do not keep later ones from being sent', async () => {
    const { client } = scripted({
      api: (seen, index) => (index === 0 ? refusal(400) : allDone(seen)),
    });
    const { candidates } = client();
    const [first, second] = await Promise.allSettled([
      candidates.update(organization, [candidate()]),
      candidates.update(organization, [candidate()]),
    ]);
    expect(first.status).toBe('rejected');
    expect(second.status).toBe('fulfilled');
  });

  it('whose turn was not waited for are not sent, and do not let others out of turn', async () => {
    const started: string[] = [];
    let answer: () => void = () => undefined;
    const { client } = scripted({
      api: async (seen, index) => {
        started.push(Object.keys(entitiesOf(seen)).join());
        if (index === 0) await new Promise<void>((resolve) => (answer = resolve));
        return allDone(seen);
      },
    });
    const { candidates } = client();
    const leaving = new AbortController();
    const update = (id: string, signal?: AbortSignal) =>
      candidates.update(organization, [candidate({ id })], { signal });
    const first = update('first');
    const second = update('second', leaving.signal);
    const third = update('third');
    await expect.poll(() => started).toHaveLength(1);
    leaving.abort();
    await expect(second).rejects.toMatchObject({ code: 'aborted' });
    expect(started).toHaveLength(1);
    answer();
    await Promise.all([first, third]);
    expect(started.map((key) => /Id=(\w+)/.exec(key)?.[1])).toEqual(['first', 'third']);
  });

  it('of a sub-resource go to one parent at a time, and each comes once', async () => {
    const { client, requests } = scripted({ api: allDone });
    const records = ['a', 'b', 'a', 'c', 'b'].map((parent, index) => stage(parent, `s-${index}`));
    const results = await client().stages.update(organization, records);
    expect(results.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
    expect(requests.map(({ path, query }) => [/Id=(\w)/.exec(path)?.[1], query])).toEqual([
      ['a', 'ids=s-0&ids=s-2'],
      ['b', 'ids=s-1&ids=s-4'],
      ['c', 'ids=s-3'],
    ]);
  });

  it.each([
    [
      'PUT',
      'batch_update',
      (api: ReturnType<ReturnType<typeof scripted>['client']>) =>
        api.candidates.update(organization, [candidate()]),
    ],
    [
      'POST',
      'batch_partial_update',
      (api: ReturnType<ReturnType<typeof scripted>['client']>) =>
        api.candidates.setManualMatch(organization, 'c-1', 'urn:li:person:abc'),
    ],
    [
      'DELETE',
      null,
      (api: ReturnType<ReturnType<typeof scripted>['client']>) =>
        api.stages.delete(organization, [{ applicationId: 'a-1', id: 's-1' }]),
    ],
    [
      'GET',
      null,
      (api: ReturnType<ReturnType<typeof scripted>['client']>) =>
        api.candidates.get(organization, ['c-1']),
    ],
  ] as const)('are sent by %s as the samples do', async (method, restliMethod, call) => {
    const { client, requests } = scripted({
      api: (seen) => (seen.method === 'GET' ? Response.json({ results: {} }) : allDone(seen)),
    });
    await call(client());
    await call(client({ generation: 'rest', version: '202604' })).catch(() => undefined);
    const [v2, rest] = requests;
    expect(v2?.method).toBe(method);
    expect(v2?.headers.get('x-restli-method')).toBe(restliMethod);
    expect(v2?.headers.get('linkedin-version')).toBeNull();
    expect(v2?.headers.get('x-restli-protocol-version')).toBeNull();
    expect(rest?.path.startsWith('/rest/')).toBe(true);
    expect(rest?.headers.get('linkedin-version')).toBe('202604');
    expect(rest?.headers.get('x-restli-protocol-version')).toBe('2.0.0');
    expect(rest?.url).not.toContain('dataProvider');
  });
});

describe('what a call is given', () => {
  it.each(['', 'acme', '5001', 'urn:li:contract:7001', 'urn:li:organization:1,x'])(
    'is checked before anything is sent: no records for the context "%s"',
    async (context) => {
      const { client, tokenRequests } = scripted({});
      await expect(client().candidates.update(context, [candidate()])).rejects.toMatchObject({
        code: 'invalid',
        message: 'integrationContext: must have the form urn:li:organization:{id}',
      });
      expect(tokenRequests).toEqual([]);
    },
  );

  it('may name records by themselves', async () => {
    const { client, requests } = scripted({ api: allDone });
    await client().stages.delete(organization, [stage('a-1', 's-1')]);
    expect(requests[0]?.query).toBe('ids=s-1');
  });

  it('that names no record is reported and does not spoil its batch', async () => {
    const { client, requests } = scripted({ api: allDone });
    const results = await client().stages.delete(organization, [
      { applicationId: 'a-1', id: '' },
      { applicationId: '', id: 's-2' },
      { applicationId: 'a-1', id: 's-3' },
    ]);
    expect(
      results.map((result) => (result.ok ? 'ok' : result.error.message.split(':')[0])),
    ).toEqual(['id', 'applicationId', 'ok']);
    expect(requests).toHaveLength(1);
  });

  it('says when a resource is in the other generation only', async () => {
    const { client, requests } = scripted({});
    const { attachments, jobRequisitions } = client({ generation: 'v2' });
    await expect(
      attachments.delete(organization, [{ applicationId: 'a', id: 'b' }]),
    ).rejects.toMatchObject({ code: 'invalid' });
    await expect(jobRequisitions.delete(organization, ['r-1'])).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(requests).toEqual([]);
  });
});
