/** What a recruiter can export to, and what speaks against an export. */
import { exportTypes, type ExportType } from '../../state/exports.ts';
import type { StoredJob } from '../../state/jobs.ts';
import { fold } from '../../state/matching.ts';
import type { Seat } from '../../state/organizations.ts';
import type { SandboxState } from '../../state/store.ts';

/** An ATS, or one of several instances of it: an application with exports switched on. */
export interface Instance {
  readonly clientId: string;
  /** As the ATS calls itself to recruiters. */
  readonly name: string;
}

/** What a recruiter has chosen so far. */
export interface ExportDraft {
  /** Person URN. */
  readonly member: string;
  readonly clientId: string;
  readonly destination: 'job' | 'pool';
  readonly jobPostingId: string | null;
  readonly exportType: ExportType;
  /** Words jobs are looked for by. */
  readonly text: string;
}

export const instancesOf = (state: SandboxState, { organization }: Seat): Instance[] =>
  state.integrations
    .at(organization)
    .filter(
      ({ integrationType, onboardingStatus }) =>
        integrationType === 'ONE_CLICK_EXPORT' && onboardingStatus === 'ENABLED',
    )
    .map(({ clientId, integrationName }) => ({
      clientId,
      name: integrationName ?? state.applications.get(clientId)?.name ?? clientId,
    }));

/** Whether anybody of the organization can export at all. */
export const mayExport = (state: SandboxState, viewer: Seat): boolean =>
  instancesOf(state, viewer).length > 0;

/** Open jobs of an instance that a recruiter may see, newest first. */
export const jobsOf = (state: SandboxState, viewer: Seat, clientId: string): StoredJob[] =>
  state
    .openJobs(viewer)
    .filter(({ sentBy }) => sentBy === null || sentBy === clientId)
    .sort((a, b) => (b.record.listedAt ?? 0) - (a.record.listedAt ?? 0));

/** Jobs whose title, id or place has every word of a text. */
export function searchJobs(jobs: readonly StoredJob[], text: string): StoredJob[] {
  const words = fold(text).split(' ').filter(Boolean);
  return jobs.filter(({ record: { id, title, location = '' } }) => {
    const haystack = fold([id, title, location].join(' '));
    return words.every((word) => haystack.includes(word));
  });
}

/** Reads a form; what is missing or made up gets what is most likely meant. */
export function draftOf(form: URLSearchParams, instances: readonly Instance[]): ExportDraft {
  const clientId = form.get('instance') ?? '';
  return {
    member: `urn:li:person:${form.get('member') ?? ''}`,
    clientId: (instances.find((one) => one.clientId === clientId) ?? instances[0])?.clientId ?? '',
    destination: form.get('destination') === 'pool' ? 'pool' : 'job',
    jobPostingId: form.get('job'),
    exportType: exportTypes.find((type) => type === form.get('variant')) ?? 'PROFILE',
    text: (form.get('text') ?? '').slice(0, 200),
  };
}

/** Why a draft cannot be carried out now, or null. */
export function problemOf(state: SandboxState, viewer: Seat, draft: ExportDraft): string | null {
  if (!instancesOf(state, viewer).some(({ clientId }) => clientId === draft.clientId)) {
    return 'Exports to this ATS are not switched on.';
  }
  if (!state.members.has(draft.member)) return 'There is no such member any more.';
  if (state.exports.left(viewer.urn, state.now()) === 0) {
    return 'Your seat has used all exports of this month.';
  }
  if (draft.destination === 'pool') return null;
  if (draft.jobPostingId === null) return 'Choose a job, or export to the talent pool.';
  const isOpen = jobsOf(state, viewer, draft.clientId).some(
    ({ record }) => record.id === draft.jobPostingId,
  );
  return isOpen ? null : 'This job is not open to you any more. Choose another one.';
}
