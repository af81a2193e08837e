/**
 * An exported member: `candidate` and `integrationContext` are documented [doc], the job and who
 * exported come from secondary sources [unknown].
 */
import type { ExportedCandidate } from '../../state/exports.ts';
import type { Person } from '../../state/people.ts';
import { stubProfile } from './stub-profile.ts';

export const exportedCandidateElement = (
  exported: ExportedCandidate,
  person: Person,
  /** Where the resume is, if one was asked for. */
  resumeUrl: string | null,
): Record<string, unknown> => ({
  integrationContext: exported.integrationContext,
  // Who is exported to the talent pool is exported to no job [unknown].
  ...(exported.jobPostingId === null ? {} : { externalJobPostingId: exported.jobPostingId }),
  exportType: exported.exportType,
  ...(resumeUrl === null ? {} : { resumeUrl }),
  exporter: exported.seat,
  exportedAt: exported.createdAtMs,
  candidate: stubProfile(person),
});
