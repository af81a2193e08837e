/** Records as an ATS sends them, each complete and right; tests say what is different in theirs. */
import type { EntityRecord } from '../../src/linkedin/forms.ts';
import type { JobPostingRecord } from '../../src/linkedin/records/job-posting.ts';

const atMs = 1_700_000_000_000;
const times = { atsCreatedAt: atMs, atsLastModifiedAt: atMs };
const author = { firstName: 'Rita', lastName: 'Example' };

export const candidate = (
  changes: Partial<EntityRecord<'candidates'>> = {},
): EntityRecord<'candidates'> => ({
  id: 'c-1',
  firstName: 'Ada',
  lastName: 'Example',
  emailAddresses: ['nobody@example.net'],
  phoneNumbers: [],
  addresses: [],
  ...times,
  ...changes,
});

export const candidateNote = (
  changes: Partial<EntityRecord<'candidateNotes'>> = {},
): EntityRecord<'candidateNotes'> => ({
  candidateId: 'c-1',
  id: 'n-1',
  atsCreatedAt: atMs,
  note: 'Met at a fair.',
  author,
  ...changes,
});

export const application = (
  changes: Partial<EntityRecord<'applications'>> = {},
): EntityRecord<'applications'> => ({
  id: 'a-1',
  candidateId: 'c-1',
  jobPostingId: 'j-1',
  jobPostingName: 'Bridge engineer',
  firstName: 'Ada',
  lastName: 'Example',
  candidateEmail: 'nobody@example.net',
  source: 'Referral',
  dispositionReason: '',
  ...times,
  ...changes,
});

export const applicationNote = (
  changes: Partial<EntityRecord<'applicationNotes'>> = {},
): EntityRecord<'applicationNotes'> => ({
  applicationId: 'a-1',
  id: 'an-1',
  atsCreatedAt: atMs,
  note: 'Worth a call.',
  author,
  ...changes,
});

export const stage = (changes: Partial<EntityRecord<'stages'>> = {}): EntityRecord<'stages'> => ({
  applicationId: 'a-1',
  id: 's-1',
  atsCreatedAt: atMs,
  stage: 'Phone Screen',
  ...changes,
});

export const interviewFeedback = (
  changes: Partial<EntityRecord<'interviewFeedback'>> = {},
): EntityRecord<'interviewFeedback'> => ({
  applicationId: 'a-1',
  id: 'f-1',
  atsCreatedAt: atMs,
  feedback: 'Knows her bridges.',
  interviewer: author,
  evaluations: [{ attribute: 'Verbal Communication', result: '4/5' }],
  ...changes,
});

export const attachment = (
  changes: Partial<EntityRecord<'attachments'>> = {},
): EntityRecord<'attachments'> => ({
  applicationId: 'a-1',
  id: 'at-1',
  type: 'RESUME',
  fileName: 'resume.pdf',
  mediaType: 'application/pdf',
  downloadUrl: 'https://ats.example.com/files/1',
  atsCreatedAt: atMs,
  ...changes,
});

export const entityAcl = (
  changes: Partial<EntityRecord<'entityAcls'>> = {},
): EntityRecord<'entityAcls'> => ({ entityId: 'j-1', aclId: 'team', ...changes });

export const aclAssignee = (
  changes: Partial<EntityRecord<'aclAssignees'>> = {},
): EntityRecord<'aclAssignees'> => ({
  aclId: 'team',
  assignee: 'urn:li:person:somebody',
  ...changes,
});

export const jobPosting = (changes: Partial<JobPostingRecord> = {}): JobPostingRecord => ({
  id: 'j-1',
  integrationContext: 'urn:li:organization:5001',
  title: 'Bridge engineer',
  description: '<p>Build bridges.</p>',
  location: 'San Francisco, CA',
  state: 'LISTED',
  companyApplyUrl: 'https://ats.example.com/jobs/1',
  listedAt: atMs,
  availability: 'PRIVATE_TO_ATS_INTEGRATION',
  ...changes,
});
