/** What `exportedCandidates` gives for a request id [doc for what is visible, else unknown]. */
import { isRaw, pick, textOf, urnOf, type Raw } from './tolerant.ts';
import { readStubProfile, type StubProfile } from './stub-profile.ts';

export interface ExportedCandidate {
  readonly profile: StubProfile;
  /** Must belong to the customer whose callback was called [doc]. */
  readonly integrationContext: string | undefined;
  /** The job posting the recruiter chose; none for the talent pool. */
  readonly jobPostingId: string | undefined;
  /** Seat or person URN of the recruiter [unknown]. */
  readonly exporter: string | undefined;
  /** Profile or resume [unknown]. */
  readonly exportType: string | undefined;
  readonly resumeUrl: string | undefined;
  readonly raw: Raw;
}

export function readExportedCandidate(raw: unknown): ExportedCandidate {
  const element = isRaw(raw) ? raw : {};
  const candidate = pick(element, 'candidate');
  return {
    profile: readStubProfile(isRaw(candidate) ? candidate : element),
    integrationContext: textOf(pick(element, 'integrationContext')),
    jobPostingId: textOf(pick(element, 'externalJobPostingId', 'referenceEntityId')),
    exporter: urnOf('seat', pick(element, 'exporter', 'exportedBy', 'seat')),
    exportType: textOf(pick(element, 'exportType', 'type')),
    resumeUrl: textOf(pick(element, 'resumeUrl', 'resume.downloadUrl')),
    raw: element,
  };
}
