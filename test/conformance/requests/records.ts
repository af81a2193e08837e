/** Modules 2, 4 and 5: what is sent is secured, and then deleted. */
import type { Target } from '../target.ts';
import { form, idsOf, json, restli, type RawRequest } from './raw-request.ts';

export interface RecordRequests {
  readonly sync: readonly RawRequest[];
  readonly access: readonly RawRequest[];
  readonly deletion: readonly RawRequest[];
}

export function recordRequests(target: Target, run: string): RecordRequests {
  const { organization, person } = target;
  const atMs = target.now() - 1_000;
  const id = (name: string): string => `${run}-raw-${name}`;
  const tail = `dataProvider=ATS&integrationContext=${organization}`;
  const candidate = `atsCandidateId=${id('candidate')}&${tail}`;
  const application = `atsJobApplicationId=${id('application')}&${tail}`;
  const candidates = () => `/v2/atsCandidates?${idsOf(candidate)}`;
  const applications = () => `/v2/atsApplications?${idsOf(application)}`;
  const below = (rest: string) => () => `/v2/atsApplications/${application}/${rest}`;
  const candidateNote = () => `/v2/atsCandidates/${candidate}/notes?ids=${id('note')}`;
  const author = { firstName: 'Rita', lastName: 'Example' };
  const note = { atsCreatedAt: atMs, note: 'Knows bridges.', author };

  const put = (
    name: string,
    path: () => string,
    entities: object,
    headers: Readonly<Record<string, string>> = restli('batch_update'),
  ): RawRequest => ({
    name,
    as: 'customer',
    method: 'PUT',
    path,
    headers,
    body: { entities },
    expected: [200],
  });
  const get = (name: string, path: () => string, headers = {}): RawRequest => ({
    name,
    as: 'customer',
    method: 'GET',
    path,
    headers,
    expected: [200],
  });
  const remove = (name: string, path: () => string, headers = form): RawRequest => ({
    name,
    as: 'customer',
    method: 'DELETE',
    path,
    headers,
    // Deleting something absent is said of the entity, not of the batch [inferred].
    expected: [200, 204],
  });
  const job = (availability: string): RawRequest[] => {
    let task = '';
    return [
      {
        name: `sends a job, ${availability}`,
        as: 'customer',
        method: 'POST',
        path: () => '/v2/simpleJobPostings',
        headers: restli('batch_create'),
        body: {
          elements: [
            {
              integrationContext: organization,
              externalJobPostingId: id(availability),
              title: 'Bridge engineer',
              description: 'You design bridges.',
              location: 'Hamburg, DE',
              availability,
              state: 'LISTED',
              companyApplyUrl: 'http://localhost:5000/jobs',
              listedAt: atMs,
            },
          ],
        },
        expected: [200, 201],
        then: (answer) => {
          task = String(answer['elements']?.[0]?.['id']);
        },
      },
      get(
        `asks for the task of the job, ${availability}`,
        () => `/v2/simpleJobPostingTasks?ids=${task}`,
      ),
    ];
  };
  const stages = 'stages?ids=S1&ids=S2&ids=S3';

  const sync: RawRequest[] = [
    ...job('PUBLIC'),
    ...job('PRIVATE_TO_ATS_INTEGRATION'),
    put('sends a candidate', candidates, {
      [candidate]: {
        addresses: [
          {
            line1: '1 Example Street',
            city: 'Hamburg',
            geographicArea: 'HH',
            geographicAreaType: 'STATE',
            postalCode: '20095',
            country: 'de',
          },
        ],
        atsCreatedAt: atMs,
        atsLastModifiedAt: atMs,
        currentCompanyName: 'Example Works',
        currentJobTitle: 'Engineer',
        emailAddresses: ['john@mail.example'],
        externalProfileUrl: 'https://ats.example/john',
        firstName: 'John',
        lastName: 'Example',
        middleInitial: 'L',
        phoneNumbers: [{ number: '555-0100', extension: '12' }],
        prefix: 'Mr',
        suffix: 'Jr',
      },
    }),
    get('reads its matches', candidates),
    get('reads its matches, with a Content-Type', candidates, json),
    ...(person === null
      ? []
      : [
          {
            name: 'attaches a person to the candidate',
            as: 'customer',
            method: 'POST',
            path: candidates,
            headers: { ...json, 'x-restli-method': 'batch_partial_update' },
            body: {
              entities: { [candidate]: { patch: { $set: { manualMatchedMember: person } } } },
            },
            expected: [200],
          } as const,
        ]),
    put('sends a note of the candidate', candidateNote, { [id('note')]: note }),
    put('sends an application', applications, {
      [application]: {
        atsCandidateId: id('candidate'),
        atsCreatedAt: atMs,
        atsLastModifiedAt: atMs,
        atsJobPostingId: id('PUBLIC'),
        atsJobPostingName: 'Bridge engineer',
        candidateEmail: 'john@mail.example',
        firstName: 'John',
        lastName: 'Example',
        source: 'Referral',
        dispositionReason: '',
      },
    }),
    put('sends a note of the application', below('notes?ids=NOTE_1'), { NOTE_1: note }),
    put(
      'sends feedback, without x-restli-method',
      below('interviewFeedback?ids=FEEDBACK_1'),
      {
        FEEDBACK_1: {
          atsCreatedAt: atMs,
          evaluations: [{ attribute: 'Verbal Communication', result: '4/5' }],
          feedback: 'Explains well.',
          interviewer: author,
        },
      },
      json,
    ),
    put('sends three stages', below(stages), {
      S1: { atsCreatedAt: atMs, stage: 'New' },
      S2: { atsCreatedAt: atMs, stage: 'Phone Interview' },
      S3: { atsCreatedAt: atMs, stage: 'Offer' },
    }),
  ];

  const secured = `${tail}&atsEntityType=JOB_POSTING`;
  const acl = `atsEntityAclId=TEAM&${secured}&atsEntityId=${id('PUBLIC')}`;
  const acls = () => `/v2/atsEntityAcls?${idsOf(acl)}`;
  const assignee = `atsEntityAclId=TEAM&integrationContext=${organization}&dataProvider=ATS&assignee=${person ?? ''}&atsEntityType=JOB_POSTING`;
  const assignees = () => `/v2/atsEntityAclAssignees?${idsOf(assignee)}`;
  const assigned = { [`${secured}&atsEntityAclId=TEAM&assignee=${person ?? ''}`]: {} };
  const access: RawRequest[] = [
    // The body's key has another order than the query's.
    put('makes an ACL', acls, {
      [`${secured}&atsEntityId=${id('PUBLIC')}&atsEntityAclId=TEAM`]: {},
    }),
    get(
      'finds the ACL',
      () =>
        `/v2/atsEntityAcls?atsEntityId=${id('PUBLIC')}&atsEntityType=JOB_POSTING&${tail}&q=criteria&start=0&count=100`,
    ),
    put('assigns a person', assignees, assigned),
    put('assigns a person, with the header of protocol 2.0', assignees, assigned, {
      ...restli('batch_update'),
      'X-RestLi-Protocol-Version': '2.0.0',
    }),
    get(
      'finds the person, without start and count',
      () => `/v2/atsEntityAclAssignees?q=criteria&assignee=${person ?? ''}&${tail}`,
    ),
    remove('removes the ACL', acls),
    remove('removes the person', assignees),
  ];

  const deletion: RawRequest[] = [
    remove('deletes the candidate', candidates),
    remove('deletes its note, which is gone with it', candidateNote),
    remove('deletes the application', applications),
    remove('deletes its note', below('notes?ids=NOTE_1'), json),
    remove('deletes its feedback', below('interviewFeedback?ids=FEEDBACK_1'), json),
    remove('deletes its stages', below(stages), json),
  ];
  return { sync, access: person === null ? [] : access, deletion };
}
