/**
 * Bad input: 200 generated cases for each resource and more. Whatever comes in is answered, never
 * with a 500, always with LinkedIn's envelope or a status for each entity, and a message that names
 * what is wrong.
 */
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import * as records from '../../../test/support/ats-records.ts';
import {
  addressOf,
  contract,
  context,
  createSandboxApi,
  wireOf,
  type ApiAnswer,
  type Json,
  type SandboxApi,
} from '../../../test/support/sandbox-api.ts';
import { integrationIds } from '../../../test/support/samples.ts';
import { generations, type Generation } from '../../linkedin/form.ts';
import { entityResources, type EntityName } from '../../linkedin/forms.ts';

const runs = { numRuns: 200 };
let api: SandboxApi;
beforeEach(async () => {
  api = createSandboxApi({ members: 5 });
  await api.put('candidates', 'v2', [records.candidate()]);
  await api.put('applications', 'v2', [records.application()]);
});

/** Values nobody should send. */
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202e',
    'x'.repeat(200_000),
    Number.MAX_VALUE,
    -1,
    1e21,
    0.1,
    '__proto__',
    [],
    {},
    [[[[]]]],
    JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
  ),
);
/** Text of a query or path, also what no client would write. */
const oddText = fc.oneof(
  fc
    .string({ unit: 'binary', maxLength: 30 })
    .map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom(
    '%',
    '%zz',
    '%00',
    '%c0%af',
    'List(',
    'List(())',
    'List((a:1)',
    '((',
    'a=b=c',
    '&&',
    '..',
    '%2F',
    '+',
    '-1',
    '1e9',
    '99999999999999999999',
    '__proto__',
    'urn:li:seat:',
    'urn:li:contract:%27',
  ),
  fc
    .string({ unit: fc.constantFrom(...'()[]{}:,=&%;?\'"\\/.<>*!~ '), maxLength: 20 })
    .map((text) => encodeURI(text).replaceAll(/[#?]/g, '')),
);

/** Every answer is one of these; what failed says where. */
function assertAnswered({ status, body, headers }: ApiAnswer): void {
  expect(status).toBeLessThan(500);
  expect(headers.get('x-li-uuid')).toBeTruthy();
  if (status >= 400) {
    expect(body).toMatchObject({ status });
    expect(typeof body['message']).toBe('string');
    expect(typeof body['serviceErrorCode']).toBe('number');
    return;
  }
  for (const [key, error] of Object.entries(body?.['errors'] ?? {})) {
    expect([key, typeof error['message'], error['status']]).toEqual([
      key,
      'string',
      body['statuses']?.[key],
    ]);
  }
}

const makers: Partial<Record<EntityName, () => object>> = {
  candidates: records.candidate,
  candidateNotes: records.candidateNote,
  applications: records.application,
  applicationNotes: records.applicationNote,
  stages: records.stage,
  interviewFeedback: records.interviewFeedback,
  attachments: records.attachment,
  entityAcls: records.entityAcl,
  aclAssignees: records.aclAssignee,
};
const resources = Object.entries(makers).flatMap(([name, make]) =>
  generations
    .filter((generation) => entityResources[name as EntityName].forms[generation] !== null)
    .map((generation): [EntityName, Generation, object] => [
      name as EntityName,
      generation,
      make(),
    ]),
);

describe.each(resources)('%s under /%s', (name, generation, record) => {
  const wire = wireOf(name, generation, record);
  const text = wire.form.style.entity(wire.key);
  const address = addressOf([wire]);
  const fields = Object.keys(wire.entity);

  it('name the field that is wrong', async () => {
    const field = fields.length === 0 ? fc.string() : fc.constantFrom(...fields);
    await fc.assert(
      fc.asyncProperty(field, odd, fc.constantFrom('PUT', 'POST'), async (field, value, method) => {
        const entity = { ...wire.entity, [field]: value };
        const body = {
          entities: { [text]: method === 'PUT' ? entity : { patch: { $set: entity } } },
        };
        const answer = await api.call(method, address, { body });
        assertAnswered(answer);
        const message = answer.body['errors']?.[text]?.['message'];
        if (message !== undefined && method === 'PUT') {
          expect(String(message)).toContain(field.slice(0, 100));
        }
      }),
      runs,
    );
  });

  it('are refused in any other shape', async () => {
    const shape = fc.oneof(
      odd,
      fc.record({ entities: odd }),
      fc.dictionary(fc.string(), odd).map((entities) => ({ entities })),
      odd.map((entity) => ({ entities: { [text]: entity } })),
      odd.map((patch) => ({ entities: { [text]: { patch } } })),
    );
    const method = fc.constantFrom('PUT', 'POST', 'DELETE', 'GET', 'PATCH', 'OPTIONS');
    await fc.assert(
      fc.asyncProperty(shape, method, async (body, method) => {
        const withBody = method === 'GET' ? {} : { body: JSON.stringify(body) };
        assertAnswered(await api.call(method, address, withBody));
      }),
      runs,
    );
  });

  it('are refused at any other address', async () => {
    const query = fc.oneof(
      fc.tuple(oddText, oddText).map(([a, b]) => `ids=${a}&ids=${b}`),
      fc.tuple(oddText, oddText).map(([a, b]) => `ids[0].${a}=${b}`),
      oddText.map((odd) => address.slice(address.indexOf('?') + 1) + odd),
      oddText.map((odd) => `ids=List(${odd})`),
      fc.tuple(oddText, oddText).map(([a, b]) => `q=criteria&${a}=${b}&start=${b}`),
      oddText,
    );
    const path = fc.oneof(
      fc.constant(wire.path),
      oddText.map((odd) => `${wire.form.path}/${odd}`),
      oddText.map((odd) => `${wire.form.path}/${odd}/${wire.form.sub ?? 'notes'}`),
      oddText.map((odd) => `${wire.path}/${odd}`),
    );
    const method = fc.constantFrom('PUT', 'POST', 'DELETE', 'GET');
    await fc.assert(
      fc.asyncProperty(path, query, method, async (path, query, method) => {
        const body = method === 'GET' ? {} : { body: { entities: {} } };
        assertAnswered(await api.call(method, `${path}?${query}`, body));
      }),
      runs,
    );
  });
});

describe('other resources', () => {
  const finders = {
    '/v2/atsIntegrations': ['q', 'requestId', 'start', 'count', 'fields'],
    '/rest/integrations': ['q', 'requestId'],
    '/v2/atsIntegrationConfigurations': ['ids', 'ids[0].configurationKey'],
    '/rest/integrationConfigurations': ['ids'],
    '/v2/simpleJobPostingTasks': ['ids'],
    '/v2/exportedCandidates': ['q', 'requestId', 'start', 'count'],
    '/v2/atsPurgedExportedCandidates': ['q', 'timeRange.start', 'timeRange.end', 'exportType'],
    '/rest/exportedApplicationEvaluations': ['q', 'requestId'],
    '/v2/seatsV2': ['q', 'contracts', 'states', 'start', 'count', 'fields'],
    '/rest/seatsV2': ['q', 'contracts', 'states', 'start', 'count'],
    '/v2/seats': ['q', 'contracts', 'active', 'start', 'count'],
    '/v2/conversationEvents': ['q', 'viewer', 'timeRange', 'timeRange.start', 'threadUrn', 'start'],
    '/v2/prospectNotes': ['q', 'contract', 'owners', 'cutoffDate', 'beforeDate', 'start', 'count'],
    '/v2/mailStubs': ['q', 'contract', 'owners', 'createdDateStart', 'createdDateEnd', 'count'],
    '/v2/atsEntityAcls': ['q', 'atsEntityId', 'integrationContext', 'dataProvider', 'start'],
  };
  const good: Readonly<Record<string, string>> = {
    contract,
    contracts: contract,
    integrationContext: context,
    start: '0',
  };
  const qs = ['request', 'criteria', 'attributes', 'seatsByAttributes', 'contract'];

  it.each(Object.entries(finders))('%s answers any query', async (path, names) => {
    const value = (name: string) =>
      fc.oneof(oddText, fc.constantFrom(...(name === 'q' ? qs : [good[name] ?? '1'])));
    const query = fc.tuple(...names.map((name) => fc.option(value(name))));
    await fc.assert(
      fc.asyncProperty(query, async (values) => {
        const parts = names.flatMap((name, i) => {
          const value = values[i];
          return value === null || value === undefined ? [] : [`${name}=${value}`];
        });
        assertAnswered(await api.call('GET', `${path}?${parts.join('&')}`));
      }),
      runs,
    );
  });

  const writers: Readonly<
    Record<string, readonly [method: string, as: string, wrap: (odd: unknown) => unknown]>
  > = {
    '/v2/provisionedApplications': ['POST', 'partner', (odd) => odd],
    '/v2/simpleJobPostings': ['POST', 'app', (odd) => ({ elements: [odd] })],
    '/rest/simpleJobPostings': ['POST', 'app', (odd) => ({ elements: odd })],
    [`/v2/atsIntegrations?${integrationIds('CSA_API', contract)}`]: [
      'POST',
      'app',
      (odd) => ({ entities: odd }),
    ],
    [`/v2/atsIntegrationConfigurations?${integrationIds('ONE_CLICK_EXPORT')}&ids[0].configurationKey=CALLBACK_URL`]:
      ['PUT', 'app', (odd) => ({ entities: odd })],
  };
  const job = { ...records.jobPosting({ integrationContext: context }), externalJobPostingId: 'j' };
  const fieldsOf: Json = {
    ...job,
    uniqueForeignId: 'x',
    name: 'x',
    description: 'x',
    validJsSdkDomains: ['https://x.example'],
  } as unknown as Json;

  it.each(Object.entries(writers))('%s takes any body', async (path, [method, as, wrap]) => {
    const body = fc.oneof(
      odd,
      odd.map(wrap),
      fc
        .tuple(fc.constantFrom(...Object.keys(fieldsOf)), odd)
        .map(([field, value]) => wrap({ ...fieldsOf, [field]: value })),
    );
    await fc.assert(
      fc.asyncProperty(body, async (body) => {
        const headers = { 'content-type': 'application/json' };
        assertAnswered(await api.call(method, path, { as, headers, body: JSON.stringify(body) }));
      }),
      runs,
    );
  });
});
