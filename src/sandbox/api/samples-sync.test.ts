/**
 * A customer's data sent, secured and deleted again in the forms of LinkedIn's own samples [postman]:
 * sub-resources below raw keys, lists as `ids=A&ids=B`, bodies and types without meaning on deletes.
 * A candidate is deleted before its note.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  context as org,
  createSandboxApi,
  type Json,
  type SandboxApi,
} from '../../../test/support/sandbox-api.ts';
import {
  gone,
  ids,
  jsonType,
  key,
  restli,
  succeeded,
  take,
  type Step,
} from '../../../test/support/samples.ts';

const candidate = key('atsCandidateId=CANDIDATE_1');
const application = key('atsJobApplicationId=APPLICATION_1');
const atMs = Date.parse('2026-03-02T09:00:00Z');
const form = { 'content-type': 'multipart/form-data; boundary=nothing' };
const author = { firstName: 'R', lastName: 'B' };
const note = { atsCreatedAt: atMs, note: 'A note.', author };
const tasks: string[] = [];
let api: SandboxApi;
beforeAll(() => {
  api = createSandboxApi();
});

const candidates = () => `/v2/atsCandidates?${ids('atsCandidateId=CANDIDATE_1')}`;
const candidateNotes = () => `/v2/atsCandidates/${candidate}/notes?ids=NOTE_1`;
const applications = () => `/v2/atsApplications?${ids('atsJobApplicationId=APPLICATION_1')}`;
const below = (sub: string) => () => `/v2/atsApplications/${application}/${sub}`;
const person = () => api.seat('tom').personUrn;
const acls = () =>
  `/v2/atsEntityAcls?ids[0].atsEntityAclId=TEAM&${ids('atsEntityType=JOB_POSTING')}&ids[0].atsEntityId=JOB_1`;
const assignees = () =>
  `/v2/atsEntityAclAssignees?ids[0].atsEntityAclId=TEAM&${ids(`assignee=${person()}`)}&ids[0].atsEntityType=JOB_POSTING`;

const put = (entities: object) => ({ headers: restli('batch_update'), body: { entities } });

const job = (id: string, availability: string): readonly Step[] => [
  {
    name: `creates the job ${id}`,
    method: 'POST',
    path: () => '/v2/simpleJobPostings',
    options: {
      headers: restli('batch_create'),
      body: {
        elements: [
          {
            integrationContext: org,
            externalJobPostingId: id,
            title: 'Software engineer',
            description: 'Writes software.',
            location: 'San Francisco, CA',
            availability,
            state: 'LISTED',
            companyApplyUrl: 'http://localhost:5000/jobs',
            listedAt: atMs,
          },
        ],
      },
    },
    check: (body: Json) => void tasks.push(String(body['elements']?.[0]?.['id'])),
  },
  {
    name: `asks for the task of ${id}`,
    method: 'GET',
    path: () => `/v2/simpleJobPostingTasks?ids=${tasks.at(-1) ?? ''}`,
    check: (body) => {
      const task = body['results']?.[tasks.at(-1) ?? ''];
      expect(task).toMatchObject({ status: 'IN_PROGRESS' });
    },
  },
];

const sync: readonly Step[] = [
  ...job('JOB_1', 'PUBLIC'),
  ...job('JOB_2', 'PRIVATE_TO_ATS_INTEGRATION'),
  {
    name: 'sends a candidate',
    method: 'PUT',
    path: candidates,
    options: put({
      [candidate]: {
        addresses: [
          {
            line1: '1 Main St',
            city: 'Reno',
            geographicArea: 'NV',
            geographicAreaType: 'STATE',
            postalCode: '89501',
            country: 'us',
          },
        ],
        atsCreatedAt: atMs,
        atsLastModifiedAt: atMs,
        currentCompanyName: 'Example Works',
        currentJobTitle: 'Tester',
        emailAddresses: ['john@example.com'],
        externalProfileUrl: 'https://example.com/john',
        firstName: 'john',
        lastName: 'doe',
        middleInitial: 'L',
        phoneNumbers: [{ number: '555-555-5555', extension: '1234' }],
        prefix: 'Mr',
        suffix: 'Jr',
      },
    }),
    check: succeeded,
  },
  {
    name: 'reads its matches, with a Content-Type without meaning',
    method: 'GET',
    path: candidates,
    options: { headers: jsonType },
    check: (body) => {
      expect(body['results']?.[candidate]).toMatchObject({ matchedMembers: [] });
    },
  },
  {
    name: 'attaches a person',
    method: 'POST',
    path: candidates,
    options: {
      headers: restli('batch_partial_update'),
      get body() {
        return {
          entities: { [candidate]: { patch: { $set: { manualMatchedMember: person() } } } },
        };
      },
    },
    check: succeeded,
  },
  {
    name: 'sends a note of the candidate',
    method: 'PUT',
    path: candidateNotes,
    options: put({ NOTE_1: note }),
    check: succeeded,
  },
  {
    name: 'sends an application',
    method: 'PUT',
    path: applications,
    options: put({
      [application]: {
        atsCandidateId: 'CANDIDATE_1',
        atsCreatedAt: atMs,
        atsLastModifiedAt: atMs,
        atsJobPostingId: 'JOB_1',
        atsJobPostingName: 'Software engineer',
        candidateEmail: 'john@example.com',
        firstName: 'John',
        lastName: 'Doe',
        source: 'Referral',
        dispositionReason: '',
      },
    }),
    check: succeeded,
  },
  {
    name: 'sends a note of the application',
    method: 'PUT',
    path: below('notes?ids=NOTE_1'),
    options: put({ NOTE_1: note }),
    check: succeeded,
  },
  {
    name: 'sends feedback, without X-RestLi-Method',
    method: 'PUT',
    path: below('interviewFeedback?ids=INTERVIEW_1'),
    options: {
      headers: jsonType,
      body: {
        entities: {
          INTERVIEW_1: {
            atsCreatedAt: atMs,
            evaluations: [{ attribute: 'Verbal Communication', result: '4/5' }],
            feedback: 'Good.',
            interviewer: author,
          },
        },
      },
    },
    check: succeeded,
  },
  {
    name: 'sends three stages at once',
    method: 'PUT',
    path: below('stages?ids=S1&ids=S2&ids=S3'),
    options: put(
      Object.fromEntries(
        ['S1', 'S2', 'S3'].map((id) => [id, { atsCreatedAt: atMs, stage: 'New' }]),
      ),
    ),
    check: (body) => {
      expect(body['statuses']).toEqual({ S1: 201, S2: 201, S3: 201 });
    },
  },
];

const secured = `dataProvider=ATS&integrationContext=${org}&atsEntityType=JOB_POSTING`;
const access: readonly Step[] = [
  {
    name: 'makes an ACL',
    method: 'PUT',
    path: acls,
    options: put({ [`${secured}&atsEntityId=JOB_1&atsEntityAclId=TEAM`]: {} }),
    check: succeeded,
  },
  {
    name: 'finds the ACL',
    method: 'GET',
    path: () =>
      `/v2/atsEntityAcls?atsEntityId=JOB_1&atsEntityType=JOB_POSTING&dataProvider=ATS&integrationContext=${org}&q=criteria&start=0&count=100`,
    check: (body) => {
      expect(body['elements']).toMatchObject([{ atsEntityId: 'JOB_1', atsEntityAclId: 'TEAM' }]);
    },
  },
  {
    name: 'assigns a person, with the header of the other protocol',
    method: 'PUT',
    path: assignees,
    options: {
      headers: { ...restli('batch_update'), 'x-restli-protocol-version': '2.0.0' },
      get body() {
        return { entities: { [`${secured}&atsEntityAclId=TEAM&assignee=${person()}`]: {} } };
      },
    },
    check: succeeded,
  },
  {
    name: 'finds what a person is assigned to',
    method: 'GET',
    path: () =>
      `/v2/atsEntityAclAssignees?q=criteria&assignee=${person()}&dataProvider=ATS&integrationContext=${org}`,
    check: (body) => {
      expect(body['elements']).toMatchObject([{ atsEntityAclId: 'TEAM', assignee: person() }]);
    },
  },
  {
    name: 'removes the ACL',
    method: 'DELETE',
    path: acls,
    options: { headers: form, body: '--nothing--' },
    check: succeeded,
  },
  {
    name: 'removes the person',
    method: 'DELETE',
    path: assignees,
    options: { headers: form },
    check: succeeded,
  },
];

const remove = (name: string, path: () => string, check: (body: Json) => void): Step => ({
  name,
  method: 'DELETE',
  path,
  options: { headers: form },
  check,
});
const deletion: readonly Step[] = [
  remove('deletes the candidate', candidates, succeeded),
  remove('finds the note gone with it', candidateNotes, gone),
  remove('deletes the application', applications, succeeded),
  remove('finds its note gone', below('notes?ids=NOTE_1'), gone),
  remove('finds its feedback gone', below('interviewFeedback?ids=INTERVIEW_1'), gone),
  remove('finds its stages gone', below('stages?ids=S1&ids=S2&ids=S3'), gone),
];

describe('a partner', () => {
  it.each([...sync, ...access, ...deletion])('$name', (step) => take(api, step));
});
