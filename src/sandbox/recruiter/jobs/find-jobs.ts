/** Jobs of the customer a recruiter may see, and what is known of each. */
import { joinKey } from '../../state/keys.ts';
import type { StoredJob } from '../../state/jobs.ts';
import type { Seat } from '../../state/organizations.ts';
import type { SandboxState } from '../../state/store.ts';
import { searchJobs } from '../exports/offers.ts';

export const jobStates = ['any', 'LISTED', 'CLOSED'] as const;

export interface JobSearch {
  /** Words in title, id or place. */
  readonly text: string;
  readonly state: (typeof jobStates)[number];
}

export interface VisibleJobs {
  /** Newest first. */
  readonly jobs: readonly StoredJob[];
  /** How many more there are that the viewer may not see. */
  readonly hidden: number;
}

export function visibleJobs(state: SandboxState, viewer: Seat): VisibleJobs {
  const context = viewer.organization;
  const all = state.jobs.of(context, state.now());
  const jobs = all.filter(({ record }) => state.visibility.maySeeJob(viewer, context, record.id));
  jobs.sort((a, b) => (b.record.listedAt ?? 0) - (a.record.listedAt ?? 0));
  return { jobs, hidden: all.length - jobs.length };
}

export const filterJobs = (jobs: readonly StoredJob[], { text, state }: JobSearch): StoredJob[] =>
  searchJobs(state === 'any' ? jobs : jobs.filter(({ record }) => record.state === state), text);

/** Applications for a job that the viewer may see, newest first. */
export const applicationsFor = (state: SandboxState, viewer: Seat, job: StoredJob) =>
  state.records.applicationsByJob
    .values(joinKey(job.context, job.record.id))
    .filter((application) => state.visibility.maySeeApplication(viewer, application))
    .sort((a, b) => b.record.atsCreatedAt - a.record.atsCreatedAt);
