/** `rsc-embed/backend`: the partner's backend, for any server that speaks `Request`. */
export type { AdminOptions, AdminToken } from './admin/access.ts';
export { createBackend, type Backend, type Kit } from './app.ts';
export { createAssets, type Asset, type AssetSource } from './assets.ts';
export {
  createMemoryCandidateStore,
  type CandidateHistory,
  type CandidateScope,
  type CandidateStore,
  type LinkEvent,
} from './candidates/store.ts';
export type {
  AtsPorts,
  CandidateService,
  ContextChoice,
  MatchEvent,
} from './candidates/service.ts';
export type {
  ExportFilter,
  ExportOptions,
  ExportRecord,
  Exports,
  SeatUsage,
} from './exports/exports.ts';
export {
  ExportRefused,
  type AtsSink,
  type CandidateKey,
  type ExportedMember,
  type ExportedResume,
  type ExportToUndo,
  type LinkResult,
  type LostExport,
  type SinkCandidate,
  type SinkJob,
  type SinkUser,
  type UndoRefusal,
  type UndoResult,
} from './exports/ports.ts';
export { normalProfileUrl } from './exports/profile-keys.ts';
export { createJsonLogger, quietLogger, type LogEntry, type Logger } from './logging.ts';
export type { CheckOutcome, CheckResult } from './onboarding/checks/check.ts';
export type { CallbackRecord } from './onboarding/callback-tokens.ts';
export type { Customers } from './onboarding/customers.ts';
export {
  OnboardingError,
  onboardingErrorTable,
  type FieldProblem,
  type OnboardingErrorCode,
  type OnboardingStep,
} from './onboarding/errors.ts';
export type { CustomerChange, NewClientSecret, NewCustomer, NewKey } from './onboarding/inputs.ts';
export type { IntegrationEvent, Integrations, RequestedResult } from './onboarding/integrations.ts';
export type { Journey, Journeys, JourneyStep, PartnerJourney } from './onboarding/journey.ts';
export type { OnboardingOptions } from './onboarding/kit.ts';
export type { PartnerOptions } from './onboarding/partner.ts';
export type { PurgeReceipt } from './onboarding/purge.ts';
export type { PurgeBatch, PurgeCustomer, PurgeStep } from './onboarding/purge-step.ts';
export type { Acting, CreatedCustomer, Renewals } from './onboarding/renewals.ts';
export type { PrivateKey } from './onboarding/signing-keys.ts';
export type { BackendOptions, KitOptions } from './options.ts';
export type { PushCounts } from './push/push-routes.ts';
export {
  AdditionRefused,
  type ApplicantPage,
  type ApplicantScan,
  type ApplicationOutcome,
  type JobAddition,
  type PastApplicant,
  type PastApplication,
  type PastFeedback,
  type RediscoveryJob,
  type RediscoverySource,
  type RediscoveryViewer,
} from './rediscovery/ports.ts';
export type {
  Rediscovery,
  RediscoveryOptions,
  RediscoveryStatus,
} from './rediscovery/rediscovery.ts';
export type { ClosedProfiles, ClosedSchedule } from './retrieval/closed-profiles.ts';
export type { RetrievalOptions } from './retrieval/options.ts';
export type {
  AtsUser,
  ClosedProfile,
  ClosedProfilePorts,
  ContactArrival,
  ContactChange,
  ContactField,
  ContactSink,
  FindAtsUsers,
  SharedContact,
} from './retrieval/ports.ts';
export type { RetrievalReceipt } from './retrieval/receipt.ts';
export type { RefreshResult, Retrieval } from './retrieval/retrieval.ts';
export type { SeatRecord, Seats } from './retrieval/seat-record.ts';
export {
  pageOf,
  type Boundary,
  type SourceItem,
  type SourcePage,
  type TimelineScope,
  type TimelineSource,
  type TimelineViewer,
} from './retrieval/timeline/source.ts';
export type { Workers } from './push/workers.ts';
export type { SyncKitOptions } from './sync/assembly.ts';
export type { Backfills } from './sync/backfill/backfills.ts';
export type { BackfillOptions, BackfillScope } from './sync/backfill/options.ts';
export type { BackfillPlan, ResourcePlan } from './sync/backfill/plan.ts';
export type { BackfillProgress, BackfillState, ScanProgress } from './sync/backfill/progress.ts';
export type { BackfillReport, ResourceReport } from './sync/backfill/report.ts';
export type { ChangeOptions, SyncOptions } from './sync/engine.ts';
export type {
  ErasedCounts,
  EraseOptions,
  Erasures,
  EraseTarget,
  ErasureFailure,
  ErasureReceipt,
} from './sync/erasures.ts';
export { SyncError, type SyncErrorCode } from './sync/errors.ts';
export type {
  ExplainedParent,
  ExplainOptions,
  Explanation,
  RecordState,
} from './sync/insight/explain.ts';
export type { Lane, LaneState } from './sync/insight/lane.ts';
export type { Backlog, SyncStatus } from './sync/insight/status.ts';
export type {
  QuarantinedRecord,
  QuarantineOptions,
  QuarantinePage,
  RetryOptions,
  RetryTarget,
  Worklist,
} from './sync/insight/worklist.ts';
export type { Oversight } from './sync/oversight.ts';
export type {
  AtsRecord,
  AtsSource,
  ReadOptions,
  RecordProblem,
  RecordRef,
  ScanOptions,
  ScanPage,
  SyncRecords,
  SyncResource,
} from './sync/ports.ts';
export type { MatchKind } from './sync/match-rows.ts';
export type { CandidateMatched, MatchedListener } from './sync/match-refresh.ts';
export type { CandidateMatch, Matches } from './sync/matches.ts';
export type { AttachOutcome, MemberChoice, MemberLinks } from './sync/member-links.ts';
export type { Drift } from './sync/reconciliation/compare.ts';
export type { Reconciliations, ReconcileOptions } from './sync/reconciliation/reconciliations.ts';
export type {
  DriftExample,
  ReconcileMode,
  ReconciliationCounts,
  ReconciliationReport,
} from './sync/reconciliation/reports.ts';
export type { Sync } from './sync/sync.ts';
export type { SyncCounts, SyncMinute, SyncTotals } from './sync/totals.ts';
export { configTenants, type ConfigTenants, type TenantsConfig } from './tenants/config.ts';
export { Secret } from './tenants/secret.ts';
export type { Tenant, TenantLinkedIn, TenantSource } from './tenants/tenants.ts';
export type { TenantKey } from '../handshake/backend.ts';
export {
  createMemoryReplayStore,
  createMemoryRevocationStore,
  type ReplayStore,
  type RevocationStore,
} from '../handshake/replay.ts';
