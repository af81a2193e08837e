/**
 * Records as an ATS would send them, number by number: the same seed and number give the same
 * record. Candidates are members of LinkedIn, most of them easy to match, some ambiguous, some not
 * there at all.
 */
import type { EntityRecord } from '../../linkedin/forms.ts';
import type { JobPostingRecord } from '../../linkedin/records/job-posting.ts';
import { createRandom, type Person } from '../state/people.ts';
import type { AtsRecord } from '../state/records.ts';
import { cyclic } from './cyclic.ts';

export interface AtsRecordsOptions {
  readonly seed: number;
  /** Integration context of the job postings. */
  readonly organization: string;
  /** Members the candidates are; at least one. */
  readonly people: readonly Person[];
  /** How many candidates and jobs others refer to, at least 1 each. */
  readonly candidates: number;
  readonly jobs: number;
  readonly applications: number;
  /** Person URNs of those who are in ACLs. */
  readonly users: readonly string[];
}

export interface AtsRecordMaker {
  candidates(index: number): AtsRecord<'candidates'>;
  candidateNotes(index: number): AtsRecord<'candidateNotes'>;
  jobs(index: number): JobPostingRecord;
  applications(index: number): AtsRecord<'applications'>;
  applicationNotes(index: number): AtsRecord<'applicationNotes'>;
  stages(index: number): AtsRecord<'stages'>;
  interviewFeedback(index: number): AtsRecord<'interviewFeedback'>;
  attachments(index: number): AtsRecord<'attachments'>;
  entityAcls(index: number): EntityRecord<'entityAcls'> & { entityType: 'JOB_POSTING' };
  aclAssignees(index: number): EntityRecord<'aclAssignees'> & { entityType: 'JOB_POSTING' };
}

/** Two years that are over: what LinkedIn asks for at least [doc]. */
const firstMs = Date.UTC(2024, 0, 1);
const spanMs = 2 * 365 * 86_400_000;
const stages = ['Applied', 'Phone Screen', 'Onsite Interview', 'Offer', 'Hired', 'Rejected'];
const titles = ['Software Engineer', 'Financial Analyst', 'Charge Nurse', 'Plant Supervisor'];
const places = ['Austin, TX', 'Berlin, Germany', 'London, UK', 'Madrid, Spain', 'Pune, India'];

export function createAtsRecords(options: AtsRecordsOptions): AtsRecordMaker {
  const { seed, organization, people, users } = options;
  const prefix = `s${String(seed)}`;
  const id = (kind: string, index: number): string => `${prefix}-${kind}-${String(index + 1)}`;
  const candidateId = (index: number): string => id('c', index % options.candidates);
  const jobId = (index: number): string => id('j', index % options.jobs);
  const applicationId = (index: number): string => id('a', index % options.applications);
  const randomFor = (kind: number, index: number): (() => number) =>
    createRandom(seed * 31_337 + kind * 7_000_003 + index);
  const timesFor = (kind: number, index: number) => {
    const random = randomFor(kind, index);
    const atsCreatedAt = firstMs + Math.floor(random() * spanMs);
    return { atsCreatedAt, atsLastModifiedAt: atsCreatedAt + Math.floor(random() * 86_400_000) };
  };
  const personAt = (index: number): Person => cyclic(people, index);
  const author = (index: number) => {
    const { firstName, lastName } = personAt(index * 7 + 3);
    return { firstName, lastName };
  };
  const titleOf = (index: number): string => cyclic(titles, index);
  const written = (kind: number, index: number) => ({
    atsCreatedAt: timesFor(kind, index).atsCreatedAt,
  });

  return {
    candidates: (index) => ({
      id: id('c', index),
      ...timesFor(1, index),
      ...knownOf(personAt(index), index, id('c', index)),
      externalProfileUrl: `https://ats.example.com/candidates/${id('c', index)}`,
    }),
    candidateNotes: (index) => ({
      candidateId: candidateId(index),
      id: id('cn', index),
      ...timesFor(2, index),
      note: `Spoke on the phone, call ${String(index + 1)}; wants to move in spring.`,
      author: author(index),
    }),
    jobs(index) {
      const location = cyclic(places, index);
      return {
        id: id('j', index),
        integrationContext: organization,
        title: `${titleOf(index)} (${String(index + 1)})`,
        description: `<p>${titleOf(index)} in ${location}. Part of a small team with much to do.</p>`,
        location,
        // One in five is closed: LinkedIn gets those too.
        state: index % 5 === 4 ? 'CLOSED' : 'LISTED',
        companyApplyUrl: `https://ats.example.com/jobs/${id('j', index)}/apply`,
        listedAt: timesFor(3, index).atsCreatedAt,
        availability: index % 3 === 0 ? 'PUBLIC' : 'PRIVATE_TO_ATS_INTEGRATION',
      };
    },
    applications(index) {
      const { firstName, lastName, emails } = personAt(index % options.candidates);
      return {
        id: id('a', index),
        candidateId: candidateId(index),
        jobPostingId: jobId(index),
        jobPostingName: `${titleOf(index % options.jobs)} (${String((index % options.jobs) + 1)})`,
        firstName,
        lastName,
        candidateEmail: emails[0] ?? '',
        source: index % 4 === 0 ? 'Referral' : 'Career site',
        dispositionReason: '',
        ...timesFor(4, index),
      };
    },
    applicationNotes: (index) => ({
      applicationId: applicationId(index),
      id: id('an', index),
      ...timesFor(5, index),
      note: `Portfolio looks right for the team, note ${String(index + 1)}.`,
      author: author(index),
    }),
    stages: (index) => ({
      applicationId: applicationId(index),
      id: id('s', index),
      ...written(6, index),
      stage: cyclic(stages, Math.floor(index / options.applications)),
    }),
    interviewFeedback: (index) => ({
      applicationId: applicationId(index),
      id: id('f', index),
      ...written(7, index),
      feedback: 'Explained the trade-offs well and asked good questions.',
      interviewer: author(index),
      evaluations: [
        { attribute: 'Verbal Communication', result: `${String(1 + (index % 5))}/5` },
        { attribute: 'Problem solving', result: `${String(1 + ((index + 2) % 5))}/5` },
      ],
    }),
    attachments: (index) => ({
      applicationId: applicationId(index),
      id: id('at', index),
      type: 'RESUME',
      fileName: `resume-${String(index + 1)}.pdf`,
      mediaType: 'application/pdf',
      downloadUrl: `https://ats.example.com/files/${id('at', index)}`,
      ...written(8, index),
    }),
    entityAcls: (index) => ({
      aclId: id('acl', Math.floor(index / options.jobs)),
      entityType: 'JOB_POSTING',
      entityId: jobId(index),
    }),
    aclAssignees: (index) => ({
      aclId: id('acl', Math.floor(index / users.length)),
      entityType: 'JOB_POSTING',
      assignee: cyclic(users, index),
    }),
  };
}

type Known = Omit<AtsRecord<'candidates'>, 'id' | 'atsCreatedAt' | 'atsLastModifiedAt'>;

/** What an ATS knows of a person: enough to find the member for most, too little for some. */
function knownOf(person: Person, index: number, id: string): Known {
  const { firstName, lastName, emails, phones, location, country } = person;
  const { currentCompany, currentTitle, profileUrl } = person;
  const [city = location] = location.split(', ');
  const base = {
    firstName,
    lastName,
    phoneNumbers: [],
    addresses: [{ city, country }],
    currentCompanyName: currentCompany,
    currentJobTitle: currentTitle,
  };
  switch (index % 10) {
    // Another address than at LinkedIn: name, company and title have to do, and may be shared.
    case 7:
      return { ...base, emailAddresses: [`${id}@example.net`] };
    // A name only: anybody of that name.
    case 8:
      return { firstName, lastName, phoneNumbers: [], addresses: [], emailAddresses: [] };
    // Not at LinkedIn.
    case 9:
      return {
        ...base,
        emailAddresses: [`${id}@example.net`],
        currentCompanyName: 'A company of one',
        doNotContact: true,
      };
    default:
      return {
        ...base,
        emailAddresses: [...emails],
        phoneNumbers: phones.map((number) => ({ number })),
        ...(index % 2 === 0 ? { linkedInProfileUrl: profileUrl } : {}),
      };
  }
}
