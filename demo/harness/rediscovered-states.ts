/** States that only rediscovered candidates have: jobs for which the ATS has somebody, or nobody. */
import type { StateSpec } from './states.ts';

/** Jobs of the harness's customers, whose ATS `config/harness-applicants.ts` plays. */
export const harnessJobs = [
  'harness-job',
  'harness-job-without',
  'harness-job-closed',
  'harness-job-unknown',
] as const;
export type HarnessJob = (typeof harnessJobs)[number];

type RediscoveredState = Pick<StateSpec, 'id' | 'label' | 'cause' | 'job' | 'expected'>;

const ready = { expected: { 'rediscovered-candidates': ['ready'] } } as const;

export const rediscoveredStates: readonly RediscoveredState[] = [
  {
    ...ready,
    id: 'rediscovered',
    label: 'Somebody fits',
    cause: 'Past applicants have skills and titles in common with the job.',
    job: 'harness-job',
  },
  {
    ...ready,
    id: 'nobody-fits',
    label: 'Nobody fits',
    cause: 'No past applicant has anything in common with the job.',
    job: 'harness-job-without',
  },
  {
    ...ready,
    id: 'job-closed',
    label: 'Job closed',
    cause: 'The job takes no applications any more.',
    job: 'harness-job-closed',
  },
  {
    id: 'job-unknown',
    label: 'Job unknown',
    cause: 'The ATS has no such job.',
    job: 'harness-job-unknown',
    expected: { 'rediscovered-candidates': ['error'] },
  },
];
