/**
 * What an ATS offers the sync engine: its records, by name and by age. The engine never trusts a copy:
 * it is told that something has changed, and reads the newest state when it is about to send it.
 */
import type {
  AclAssigneeRecord,
  ApplicationNoteRecord,
  ApplicationRecord,
  AttachmentRecord,
  CandidateNoteRecord,
  CandidateRecord,
  EntityAclRecord,
  InterviewFeedbackRecord,
  JobPostingRecord,
  StageRecord,
} from '../../linkedin/index.ts';

/** What each kind of record looks like, in our names. */
export interface SyncRecords {
  /** The engine adds the integration context, and the availability the customer has chosen. */
  readonly jobPostings: Omit<JobPostingRecord, 'integrationContext'>;
  readonly candidates: CandidateRecord;
  readonly applications: ApplicationRecord;
  readonly candidateNotes: CandidateNoteRecord;
  readonly applicationNotes: ApplicationNoteRecord;
  readonly stages: StageRecord;
  readonly interviewFeedback: InterviewFeedbackRecord;
  /** The versioned API only. */
  readonly attachments: AttachmentRecord;
  readonly entityAcls: EntityAclRecord;
  readonly aclAssignees: AclAssigneeRecord;
}

/** Kinds of records that an ATS sends, in the order in which they are sent. */
export type SyncResource = keyof SyncRecords;

/** Names a record of the ATS. */
export interface RecordRef {
  readonly resource: SyncResource;
  /** The ATS's own id; of an assignee the person URN. 1 to 255 printable characters. */
  readonly id: string;
  /**
   * What it hangs on: the candidate of a note, the application of a note, stage, feedback or
   * attachment, the job posting of an ACL, the ACL of an assignee. Left out of the others.
   */
  readonly parentId?: string | undefined;
}

/** What a person has to know about a field that LinkedIn asks for. */
export interface RecordProblem {
  /** Path in the record, such as `emailAddresses.0`; `record` for the whole. */
  readonly field: string;
  /** What is wrong, without the value. */
  readonly problem: string;
  /** What to do about it. */
  readonly fix: string;
}

/**
 * A record as the ATS has it now, mapped to our names. What the ATS does not have is left out, never
 * made up: the engine reports what LinkedIn requires and is not there.
 */
export type AtsRecord = {
  readonly [Resource in SyncResource]: {
    readonly ref: RecordRef & { readonly resource: Resource };
    readonly record: Partial<SyncRecords[Resource]>;
    /** Problems the mapping itself has found; the record is not sent then. */
    readonly problems?: readonly RecordProblem[] | undefined;
  };
}[SyncResource];

export interface ScanOptions {
  /** Only records changed at or after this, milliseconds since 1970; all if left out. */
  readonly sinceMs?: number | undefined;
  /** Where the last page ended; undefined for the first. */
  readonly cursor?: string | undefined;
  /** Most names of a page. */
  readonly limit: number;
  /** Organization whose records are wanted. */
  readonly integrationContext: string;
  readonly signal?: AbortSignal | undefined;
}

export interface ScanPage {
  readonly refs: readonly RecordRef[];
  /** Where the next page begins; undefined after the last one. */
  readonly cursor?: string | undefined;
}

export interface ReadOptions {
  /** Organization the records are for. */
  readonly integrationContext: string;
  readonly signal?: AbortSignal | undefined;
}

/** The part of an ATS that the engine reads from. All methods may be called at the same time. */
export interface AtsSource {
  /**
   * Records as they are now.
   * @param tenant the customer's id
   * @param refs 1 to 100, all of one resource
   * @returns those there are, in any order; one that is missing has been deleted, and so it will be
   * at LinkedIn
   */
  read(
    tenant: string,
    refs: readonly RecordRef[],
    options: ReadOptions,
  ): Promise<readonly AtsRecord[]>;
  /**
   * Pages through the names of records, each at least once. Records that are made or deleted
   * meanwhile may be there or not: they are told of by `changed`.
   */
  scan(tenant: string, resource: SyncResource, options: ScanOptions): Promise<ScanPage>;
  /** How many records `scan` would name, for a plan; counted by scanning if left out. */
  count?(
    tenant: string,
    resource: SyncResource,
    options: Pick<ScanOptions, 'sinceMs' | 'integrationContext' | 'signal'>,
  ): Promise<number>;
  /** How a record is called by people, for pages that list it; its id if left out. */
  label?(tenant: string, ref: RecordRef): string | Promise<string>;
}
