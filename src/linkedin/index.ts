/** Typed client of LinkedIn's Middleware Platform. */
export type { SyncedCandidate } from './answers/candidate.ts';
export type { ConversationEvent } from './answers/conversation-event.ts';
export type { ApplicationEvaluation } from './answers/evaluation.ts';
export type { ExportedCandidate } from './answers/exported-candidate.ts';
export type { Integration } from './answers/integration.ts';
export type { JobTask } from './answers/job-task.ts';
export type { MailStub } from './answers/mail-stub.ts';
export type { ProspectNote } from './answers/prospect-note.ts';
export type { ApplicationCredentials } from './answers/provisioned-application.ts';
export type { PurgedExport } from './answers/purged-export.ts';
export type { Seat } from './answers/seat.ts';
export type { StubProfile } from './answers/stub-profile.ts';
export {
  budgetGroups,
  maxRecordsOf,
  type Budget,
  type BudgetGroup,
  type BudgetLeft,
  type BudgetReply,
  type BudgetShare,
  type BudgetStore,
  type GroupLimits,
} from './budgets.ts';
export {
  createLinkedInClient,
  defaultBaseUrls,
  defaultVersion,
  type LinkedInClient,
  type LinkedInClientOptions,
} from './client.ts';
export type { CallOptions } from './entities.ts';
export { LinkedInError, type LinkedInErrorCode } from './errors.ts';
export type { Generation } from './form.ts';
export { createMemoryBudgets } from './memory-budgets.ts';
export type { AccessToken, TokenStore } from './oauth.ts';
export {
  answerChallenge,
  parsePushEvent,
  verifySignature,
  type ChallengeAnswer,
  type ParsedPush,
  type PushEvent,
  type PushKind,
  type SignatureCheck,
} from './push.ts';
export { limitShares, reservingLimits, type WorkKind } from './priorities.ts';
export { LinkedInBatchError, type RecordResult } from './record-results.ts';
export {
  aclAssigneeRecord,
  entityAclRecord,
  maxAclsPerUser,
  type AclAssigneeRecord,
  type EntityAclRecord,
} from './records/acl.ts';
export {
  applicationRecord,
  attachmentRecord,
  interviewFeedbackRecord,
  stageRecord,
  type ApplicationRecord,
  type AttachmentRecord,
  type InterviewFeedbackRecord,
  type StageRecord,
} from './records/application.ts';
export { candidateRecord, type CandidateRecord, type CandidateView } from './records/candidate.ts';
export {
  configurationRecord,
  integrationKey,
  integrationTypes,
  provisionedApplicationRecord,
  rscIntegrationTypes,
  type ConfigurationKey,
  type ConfigurationRecord,
  type IntegrationKey,
  type IntegrationType,
  type ProvisionedApplicationPatch,
  type ProvisionedApplicationRecord,
} from './records/integration.ts';
export { jobPostingRecord, type JobPostingRecord } from './records/job-posting.ts';
export {
  applicationNoteRecord,
  candidateNoteRecord,
  type ApplicationNoteRecord,
  type CandidateNoteRecord,
} from './records/note.ts';
export type { AclApis } from './resources/acls.ts';
export type { CandidatesApi } from './resources/candidates.ts';
export type { ExportApis } from './resources/exports.ts';
export type { IntegrationsApi } from './resources/integrations.ts';
export type { JobPostingResult, JobPostingsApi } from './resources/job-postings.ts';
export type { ProvisioningApi } from './resources/provisioning.ts';
export type { ProspectApis } from './resources/prospects.ts';
export type { RecordsApi } from './resources/records-api.ts';
export type { RecordApis } from './resources/records.ts';
export type { SeatsApi, SeatState } from './resources/seats.ts';
export { countRequests, type RequestCountOptions } from './request-counts.ts';
export type { RetryOptions } from './retry.ts';
export type {
  LinkedInLogEntry,
  LinkedInRequestEntry,
  LinkedInSpan,
  LinkedInTracer,
  LinkedInWaitEntry,
  TelemetryOptions,
} from './telemetry.ts';
export { maxWindowMs, windowsOf, type TimeRange } from './windows.ts';
