/** Typed client of LinkedIn's Middleware Platform. */
export {
  candidateRecord,
  type CandidateRecord,
  type CandidateView,
  type RecordResult,
} from './candidate.ts';
export type { CandidatesApi } from './candidates.ts';
export {
  createLinkedInClient,
  defaultBaseUrls,
  defaultVersion,
  type LinkedInClient,
  type LinkedInClientOptions,
} from './client.ts';
export { LinkedInError, type LinkedInErrorCode } from './errors.ts';
export type { Generation } from './wire.ts';
