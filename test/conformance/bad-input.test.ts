/**
 * Bad input, 200 generated cases for each call in each generation: a request of the client's that is
 * right, with one thing in it wrong. Never a 5xx; always LinkedIn's envelope or an error of the
 * entity, and a message that names what is wrong. Only the sandbox is asked: LinkedIn is not ours to
 * try.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkedInClient } from '../../src/linkedin/client.ts';
import { generations } from '../../src/linkedin/form.ts';
import * as records from '../support/ats-records.ts';
import { sandboxTarget } from './sandbox-target.ts';
import { all, clientOf } from './target.ts';

const target = sandboxTarget();
const { organization, contract, person, recruiter } = target;
const time = { fromMs: target.now() - 3_600_000, toMs: target.now() };
const exporting = {
  integrationContext: organization,
  integrationType: 'ONE_CLICK_EXPORT',
} as const;

/** What the client sent. */
interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A call of each resource; the last request each makes is the one that is spoiled. */
const calls = (api: LinkedInClient): Readonly<Record<string, () => Promise<unknown>>> => ({
  'candidates, written': () => api.candidates.update(organization, [records.candidate()]),
  'candidates, matched by hand': () => api.candidates.setManualMatch(organization, 'c-1', person),
  'candidates, read': () => api.candidates.get(organization, ['c-1']),
  'notes of candidates': () => api.candidateNotes.update(organization, [records.candidateNote()]),
  applications: () => api.applications.update(organization, [records.application()]),
  'notes of applications': () =>
    api.applicationNotes.update(organization, [records.applicationNote()]),
  stages: () => api.stages.update(organization, [records.stage()]),
  'interview feedback': () =>
    api.interviewFeedback.update(organization, [records.interviewFeedback()]),
  attachments: () => api.attachments.update(organization, [records.attachment()]),
  'job requisitions': () => api.jobRequisitions.delete(organization, ['r-1']),
  'stages of job requisitions': () =>
    api.jobRequisitionStages.delete(organization, [{ jobRequisitionId: 'r-1', id: 's-1' }]),
  ACLs: () => api.entityAcls.update(organization, [records.entityAcl()]),
  'ACLs, found': () => all(api.entityAcls.list(organization, 'j-1')),
  assignees: () => api.aclAssignees.update(organization, [{ aclId: 'team', assignee: person }]),
  'assignees, found': () => all(api.aclAssignees.list(organization, person)),
  'job postings': () =>
    api.jobPostings.submit([records.jobPosting({ integrationContext: organization })]),
  'tasks of job postings': () => api.jobPostings.tasks(['1']),
  'integrations, read': () => api.integrations.get([exporting]),
  'integrations, named': () => api.integrations.setName(exporting, 'Example ATS'),
  'integrations, changed': () => api.integrations.changes(target.requests.status ?? ''),
  'configurations, read': () => api.integrations.configurations(exporting, ['CALLBACK_URL']),
  'configurations, written': () =>
    api.integrations.configure(exporting, [
      { key: 'CALLBACK_URL', value: 'https://ats.example/rsc' },
    ]),
  exports: () => api.exportedCandidates.byRequest(target.requests.export ?? ''),
  evaluations: () => api.exportedApplicationEvaluations.byRequest(recruiter.evaluate('a', 'j')),
  'exports of members who are gone': () => all(api.purgedExports.list(time)),
  seats: () => all(api.seats.list({ contracts: [contract], states: ['ACTIVE'] })),
  'older seats': () => all(api.seats.listOlder({ contracts: [contract], active: true })),
  InMail: () => all(api.conversationEvents.list({ seat: recruiter.seat, ...time })),
  notes: () => all(api.prospectNotes.list({ contract, owners: [recruiter.seat], ...time })),
  'stub profiles': () => all(api.mailStubs.list({ contract, owners: [recruiter.seat], ...time })),
});

/** One thing that is wrong, what it is called, and the request that has it. */
interface Spoiled {
  readonly names: readonly string[];
  readonly sent: Sent;
}

const oddValues = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    '',
    ' ',
    '\u0000',
    '\ud800',
    -1,
    0.5,
    1e21,
    [],
    {},
    [[]],
    'x'.repeat(9_999),
  ),
  fc.string({ unit: 'binary', maxLength: 300 }),
);
const oddTexts = fc.oneof(
  fc
    .string({ unit: 'binary', maxLength: 40 })
    .map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom(
    '',
    '%',
    '%zz',
    '%00',
    '%c0%af',
    'List(',
    '((',
    '..',
    '+',
    '-1',
    '1e9',
    '9'.repeat(20),
  ),
  fc.constantFrom(
    'urn:li:organization:1',
    'urn:li:contract:',
    'urn:li:seat:0',
    'null',
    '__proto__',
  ),
);

/** What a request is told that has not what belongs to its key. */
const ofBodies = ['body', 'entities', 'elements', 'key', 'patch', 'configurationValue'];

/** A part of the query gone, or with a value that is odd. */
function badQuery(sent: Sent): fc.Arbitrary<Spoiled> {
  const [path = '', query = ''] = sent.url.split('?');
  const parts = query.split('&');
  return fc.tuple(fc.nat(parts.length - 1), fc.option(oddTexts)).map(([at, value]) => {
    const [name = ''] = (parts[at] ?? '').split('=');
    const others = parts.flatMap((part, index) =>
      index !== at ? [part] : value === null ? [] : [`${name}=${value}`],
    );
    // A key is called by its parts or as a whole, or is not the body's; ranges as a whole too.
    const names = [...decodeURIComponent(name).split('.'), 'ids', 'too long', ...ofBodies];
    return { names, sent: { ...sent, url: `${path}?${others.join('&')}` } };
  });
}

/** A header that is odd or not there. */
function badHeader(sent: Sent): fc.Arbitrary<Spoiled> {
  const known = [
    'authorization',
    'linkedin-version',
    'x-restli-method',
    'x-restli-protocol-version',
  ];
  const value = fc.option(
    fc.oneof(
      fc.constantFrom('', 'Bearer', 'Bearer x', '2026', '202613', 'batch_create', '9'),
      fc.uuid(),
    ),
  );
  return fc.tuple(fc.constantFrom(...known), value).map(([name, odd]) => {
    const headers = { ...sent.headers, [name]: odd ?? '' };
    if (odd === null) delete (headers as Record<string, string>)[name];
    return { names: [name, 'oauth2_access_token', 'access token'], sent: { ...sent, headers } };
  });
}

/** Another method. */
const badMethod = (sent: Sent): fc.Arbitrary<Spoiled> =>
  fc.constantFrom('PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'GET').map((method) => ({
    // Some methods are those of another call, which then says what it is missing.
    names: [method, 'X-RestLi-Method', 'ids', 'q:', ...ofBodies],
    sent: { ...sent, method, body: method === 'GET' ? '' : sent.body },
  }));

/** A field gone, odd, or one nobody knows. */
function badField(sent: Sent): fc.Arbitrary<Spoiled> {
  type Json = Record<string, unknown>;
  const body = JSON.parse(sent.body) as Json;
  const [[whole, list] = ['', {}]] = Object.entries(body);
  const [[key, entity] = ['', {}]] = Object.entries(list as Json) as [string, Json][];
  const patch = (entity['patch'] as Json | undefined)?.['$set'] as Json | undefined;
  const fields = patch ?? entity;
  const wrap = (changed: Json): Json =>
    patch === undefined ? changed : { patch: { $set: changed } };
  const bodyWith = (changed: unknown): string => {
    const collection = Array.isArray(list) ? [changed] : { [key]: changed };
    return JSON.stringify({ [whole]: collection });
  };
  const field = fc.constantFrom(...Object.keys(fields), 'unheardOf');
  return fc.tuple(field, fc.option(oddValues)).map(([name, value]) => {
    const { [name]: _gone, ...others } = fields;
    const changed = value === null ? others : { ...others, [name]: value };
    // Without any field left a patch changes nothing.
    return { names: [name, 'patch'], sent: { ...sent, body: bodyWith(wrap(changed)) } };
  });
}

/** A body of another shape. */
function badBody(sent: Sent): fc.Arbitrary<Spoiled> {
  const names = ['ids', ...ofBodies];
  const shape = fc.oneof(
    oddValues.map((odd) => JSON.stringify(odd)),
    fc.dictionary(fc.string(), oddValues).map((odd) => JSON.stringify({ entities: odd })),
    fc.constantFrom(
      '',
      '{',
      '[]',
      'null',
      '{"entities":null}',
      '{"entities":[]}',
      '{"elements":{}}',
    ),
    fc.string({ maxLength: 50 }),
  );
  return shape.map((body) => ({ names, sent: { ...sent, body } }));
}

const spoilt = (sent: Sent): fc.Arbitrary<Spoiled> =>
  fc.oneof(
    badHeader(sent),
    badMethod(sent),
    ...(sent.url.includes('?') ? [badQuery(sent), badQuery(sent)] : []),
    ...(sent.body === '' ? [] : [badField(sent), badField(sent), badBody(sent)]),
  );

interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** What an answer says is wrong; nothing, if it was all right after all. */
async function refusalsOf(response: Response): Promise<Refusal[]> {
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as {
    message?: unknown;
    status?: unknown;
    serviceErrorCode?: unknown;
    errors?: Record<string, Refusal>;
    elements?: { error?: Refusal }[];
  };
  if (response.status < 400) {
    const ofElements = (body.elements ?? []).flatMap(({ error }) =>
      error === undefined ? [] : [error],
    );
    return [...Object.values(body.errors ?? {}), ...ofElements];
  }
  expect(body).toEqual({
    message: expect.any(String) as string,
    serviceErrorCode: expect.any(Number) as number,
    status: response.status,
  });
  return [{ status: response.status, message: String(body.message) }];
}

describe.each(generations)('over %s', (generation) => {
  let last: Sent | undefined;
  const recording: typeof fetch = async (input, init) => {
    const url = input as string;
    if (!url.includes('/oauth/')) {
      const headers = Object.fromEntries(new Headers(init?.headers));
      last = {
        method: init?.method ?? 'GET',
        url,
        headers,
        body: (init?.body as string | undefined) ?? '',
      };
    }
    return target.fetch(input, init);
  };
  const api = clientOf(target, generation, { fetch: recording });
  const names = Object.keys(calls(api)).filter(
    (name) => generation === 'rest' || !/attachments|requisitions|evaluations/.test(name),
  );

  it.each(names)('%s say what is wrong', { timeout: 60_000 }, async (name) => {
    await api.candidates.update(organization, [records.candidate()]);
    await api.applications.update(organization, [records.application()]);
    last = undefined;
    await calls(api)[name]?.();
    expect(last).toBeDefined();
    const good = last as unknown as Sent;
    await fc.assert(
      fc.asyncProperty(spoilt(good), async ({ names: culprits, sent }) => {
        const { method, url, headers, body } = sent;
        await target.passTime(5_000);
        const bodyOf = method === 'GET' || body === '' ? {} : { body };
        const response = await target.fetch(url, { method, headers, ...bodyOf });
        expect(response.status).toBeLessThan(500);
        for (const { status, message } of await refusalsOf(response)) {
          // Tokens end after half an hour, and what is not there is wrong in no field.
          if (status === 404 || status === 401) continue;
          expect(message.length).toBeLessThan(1_000);
          expect(
            culprits.some((culprit) => message.toLowerCase().includes(culprit.toLowerCase()))
              ? 'names it'
              : `${culprits[0] ?? ''} is not in: ${message}`,
          ).toBe('names it');
        }
      }),
      { numRuns: 200 },
    );
  });
});
