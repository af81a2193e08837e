/**
 * Canaries: every record and every argument holds words that must turn up nowhere but in bodies, and
 * LinkedIn echoes all it is sent into whatever it says.
 */
import { describe, expect, it } from 'vitest';
import * as records from '../../test/support/ats-records.ts';
import type { LinkedInClient } from './client.ts';
import { entityNames, type EntityName } from './forms.ts';
import {
  contract,
  organization,
  scripted,
  seat,
  type Script,
  type Seen,
} from './scripted.test-support.ts';
import type { LinkedInLogEntry, LinkedInTracer } from './telemetry.ts';

const secret = 'canary-secret';
const token = 'canary-token';
const person = 'canary-person';

const texts = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(texts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      /^(?:first|last)Name$|^(?:note|feedback|fileName|currentJobTitle|description|title)$/.test(
        name,
      )
        ? `${person} of ${name}`
        : texts(inner),
    ]),
  );
};
/** Records whose every text about a person is a canary; their ids are part of keys, and no secret. */
const recordsOf = (name: EntityName) => {
  const made = {
    candidates: records.candidate({ emailAddresses: [`${person}@example.net`] }),
    candidateNotes: records.candidateNote(),
    applications: records.application({ candidateEmail: `${person}@example.net` }),
    applicationNotes: records.applicationNote(),
    stages: records.stage(),
    interviewFeedback: records.interviewFeedback(),
    attachments: records.attachment({ downloadUrl: `https://ats.example/${person}` }),
    jobRequisitions: { id: 'r-1' },
    jobRequisitionStages: { jobRequisitionId: 'r-1', id: 's-1' },
    entityAcls: { aclId: 'team', entityId: 'j-1' },
    aclAssignees: { aclId: 'team', assignee: 'urn:li:person:abc' },
  } as const;
  return [texts(made[name])] as never[];
};
const time = { fromMs: 0, toMs: 5 };
const key = { integrationContext: organization, integrationType: 'ONE_CLICK_EXPORT' } as const;

async function read(list: AsyncIterable<unknown>): Promise<void> {
  for await (const _element of list) continue;
}
/** What all resources that are kept by key can do. */
interface Writes {
  update?(context: string, records: readonly never[]): Promise<unknown>;
  delete(context: string, refs: readonly never[]): Promise<unknown>;
}
const writesOf = (api: LinkedInClient, name: EntityName): Promise<unknown>[] => {
  const writes: Writes = api[name];
  const updated = writes.update?.(organization, recordsOf(name));
  const isNamedByText = /^(?:candidates|applications|jobRequisitions)$/.test(name);
  const refs = isNamedByText ? (['x-1'] as never[]) : recordsOf(name);
  return [...(updated === undefined ? [] : [updated]), writes.delete(organization, refs)];
};

/** Every call of the client. */
const calls = (api: LinkedInClient): Promise<unknown>[] => [
  ...entityNames.flatMap((name) => writesOf(api, name)),
  api.candidates.get(organization, ['c-1']),
  api.candidates.setManualMatch(organization, 'c-1', 'urn:li:person:abc'),
  api.candidates.setManualMatch(organization, 'c-1', person),
  api.jobPostings.submit([records.jobPosting({ description: person })]),
  api.jobPostings.tasks(['t-1']),
  api.integrations.get([key]),
  api.integrations.setName(key, person),
  api.integrations.changes('r-1'),
  api.integrations.configurations(key, ['CALLBACK_URL']),
  api.integrations.configure(key, [{ key: 'CALLBACK_URL', value: `https://a.example/${person}` }]),
  api.integrations.configure(key, [{ key: 'CALLBACK_URL', value: `http://a.example/${person}` }]),
  api.integrations.removeConfigurations(key, ['CALLBACK_URL']),
  api.provisioning.create({ uniqueForeignId: 'f', name: person, description: person }),
  api.provisioning.update('urn:li:developerApplication:1', { description: person }),
  api.provisioning.update(person, { description: person }),
  api.provisioning.credentials('f'),
  api.exportedCandidates.byRequest('r-1'),
  api.exportedApplicationEvaluations.byRequest('r-1'),
  read(api.purgedExports.list(time)),
  read(api.seats.list({ contracts: [contract] })),
  read(api.seats.listOlder({ contracts: [contract] })),
  read(api.seats.list({ contracts: [person] })),
  read(api.conversationEvents.list({ seat, ...time })),
  read(api.conversationEvents.list({ seat: person, ...time })),
  read(api.prospectNotes.list({ contract, ...time })),
  read(api.mailStubs.list({ contract, owners: [seat], ...time })),
  read(api.entityAcls.list(organization, 'j-1')),
  read(api.aclAssignees.list(organization, 'urn:li:person:abc')),
  read(api.aclAssignees.list(organization, person)),
  api.authenticate(),
];

/** All that can be found in an error, by whatever means a logger has. */
function allOf(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 4) return String(error);
  const names = [...Object.getOwnPropertyNames(error), 'message', 'stack', 'cause'];
  return names
    .map((name) => `${name}: ${allOf((error as Record<string, unknown>)[name], depth + 1)}`)
    .join('\n');
}

const echo = ({ body, url, headers }: Seen): string =>
  `${body} ${url} ${headers.get('authorization') ?? ''} ${person} ${secret} ${token}`;
const failures: readonly (readonly [string, Script])[] = [
  ...[400, 401, 403, 404, 409, 429, 500].map(
    (status) =>
      [
        `LinkedIn answers ${String(status)}`,
        {
          api: (seen) =>
            Response.json(
              { message: echo(seen), serviceErrorCode: 1, status, [person]: person },
              { status, headers: { 'retry-after': '0' } },
            ),
        },
      ] satisfies [string, Script],
  ),
  ['LinkedIn answers no JSON', { api: (seen) => new Response(echo(seen)) }],
  ['LinkedIn answers odd JSON', { api: (seen) => Response.json({ [echo(seen)]: echo(seen) }) }],
  [
    'LinkedIn answers oddly about records',
    {
      api: (seen) =>
        Response.json({ results: { [echo(seen)]: 1 }, elements: [{ id: {} }], errors: {} }),
    },
  ],
  [
    'the connection breaks',
    { api: (seen) => Promise.reject(new TypeError(echo(seen), { cause: new Error(echo(seen)) })) },
  ],
  [
    'there is no token',
    { token: (seen) => Response.json({ error: echo(seen), message: echo(seen) }, { status: 400 }) },
  ],
  ['the token cannot be read', { token: (seen) => new Response(echo(seen)) }],
];

describe.each(['v2', 'rest'] as const)(
  'over %s no secret and nothing about a person',
  (generation) => {
    it.each(failures)(
      'is in an error, a log entry, a span or a URL when %s',
      async (_what, script) => {
        const logged: LinkedInLogEntry[] = [];
        const traced: unknown[] = [];
        const tracer: LinkedInTracer = {
          startSpan: (...facts) => {
            traced.push(facts);
            return {
              setAttribute: (...attribute) => traced.push(attribute),
              setStatus: (status) => traced.push(status),
              end: () => undefined,
            };
          },
        };
        const linkedIn = scripted({
          token: () => Response.json({ access_token: token }),
          ...script,
        });
        const api = linkedIn.client({
          clientSecret: secret,
          generation,
          tracer,
          log: (entry) => logged.push(entry),
          retry: { attempts: 2, random: () => 0 },
        });
        const outcomes = await Promise.allSettled(calls(api));
        const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
        expect(failed.length).toBeGreaterThan(4);
        for (const { reason } of failed) {
          expect(reason).toMatchObject({ name: 'LinkedInError' });
          expect(allOf(reason)).not.toMatch(/canary/);
        }
        expect(JSON.stringify([logged, traced])).not.toMatch(/canary/);
        const urls = [...linkedIn.requests, ...linkedIn.tokenRequests].map(({ url }) => url);
        expect(urls.length).toBeGreaterThan(0);
        expect(urls.join('\n')).not.toMatch(/canary/);
      },
    );
  },
);
