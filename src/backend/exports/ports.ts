/**
 * What the ATS offers for exports from LinkedIn Recruiter: the kit fetches what a recruiter exported,
 * decides whose candidate it is, and tells the ATS what to do through these calls.
 *
 * Every call may come more than once: a process can end between a call and the note that it was made.
 * Calls that change something therefore have an export id, and one that has been carried out under an
 * id must do nothing the second time, and answer as it did. `undo` makes the id free again. Calls for
 * one customer come one after the other, from one process at a time.
 */
import type { ApplicationEvaluation, CandidateRecord, StubProfile } from '../../linkedin/index.ts';

/** How a candidate is looked for. Texts are trimmed; compare them without regard to case. */
export type CandidateKey =
  | { readonly by: 'person'; readonly personUrn: string }
  /** As `normalProfileUrl` writes it. */
  | { readonly by: 'profile_url'; readonly profileUrl: string }
  | { readonly by: 'email'; readonly email: string }
  | {
      readonly by: 'name_company';
      readonly firstName: string;
      readonly lastName: string;
      readonly company: string;
    };

/** A candidate of the ATS, as it is shown beside an export. */
export interface SinkCandidate {
  readonly id: string;
  readonly name: string;
  /** The member it is known to be; left out if it is not known. */
  readonly personUrn?: string | undefined;
  readonly headline?: string | undefined;
  readonly location?: string | undefined;
  readonly company?: string | undefined;
  readonly title?: string | undefined;
  readonly profileUrl?: string | undefined;
  readonly emailAddresses?: readonly string[];
  readonly phoneNumbers?: readonly string[];
}

export interface SinkJob {
  readonly title: string;
  readonly isOpen: boolean;
}

export interface SinkUser {
  readonly id: string;
  readonly name: string;
}

/** A resume that came with an export. */
export interface ExportedResume {
  readonly bytes: Uint8Array;
  /** `application/pdf`, for example. */
  readonly type: string;
}

/** A member who was exported. */
export interface ExportedMember {
  readonly tenant: string;
  /** The same however often the export is told. */
  readonly exportId: string;
  readonly profile: StubProfile;
  /** Address of the profile as `normalProfileUrl` writes it; null if there is none. */
  readonly profileUrl: string | null;
  /** Null if none came with it. */
  readonly resume: ExportedResume | null;
  /** Job the recruiter chose, open or not; null for the talent pool. */
  readonly jobId: string | null;
  /** Who exported; `userId` is null where the ATS does not know the recruiter. */
  readonly exporter: { readonly seat: string | null; readonly userId: string | null };
  /** Milliseconds since 1970. */
  readonly receivedAtMs: number;
}

export interface LinkResult {
  /** Null in the talent pool. */
  readonly applicationId: string | null;
  /** False if the candidate was there already. */
  readonly isNew: boolean;
}

export interface ExportToUndo {
  readonly tenant: string;
  readonly exportId: string;
  readonly candidateId: string;
  readonly applicationId: string | null;
  /** What was done under the id. */
  readonly outcome: 'created' | 'merged';
  /** How many other exports rest on the candidate: above 0 it must stay. */
  readonly others: number;
}

/**
 * - `candidate_changed`: somebody has worked on the candidate since
 * - `candidate_in_use`: something hangs on it, such as an interview
 * - `candidate_gone`: it has been deleted or merged away
 */
export type UndoRefusal = 'candidate_changed' | 'candidate_in_use' | 'candidate_gone';

export type UndoResult = { readonly ok: true } | { readonly ok: false; readonly why: UndoRefusal };

/** An export that cannot be had any more. */
export interface LostExport {
  readonly tenant: string;
  readonly exportId: string;
  readonly kind: 'candidate' | 'evaluation';
  /** Milliseconds since 1970. */
  readonly receivedAtMs: number;
}

/**
 * The ATS's side of one-click export. A call that fails is made again, later and later; throw
 * `ExportRefused` where that cannot help, and a person is asked.
 */
export interface AtsSink {
  /**
   * Candidates that fit a key. The kit asks by person, profile address, e-mail, name and company, in
   * this order, and stops at the first that finds anybody.
   */
  find(tenant: string, key: CandidateKey): Promise<readonly SinkCandidate[]>;
  /** A candidate by id; null if there is none, also if it was deleted. */
  candidate(tenant: string, candidateId: string): Promise<SinkCandidate | null>;
  /** Makes a candidate of a member. Once an export id, which then belongs to that candidate. */
  create(member: ExportedMember): Promise<{ readonly candidateId: string }>;
  /** Takes what LinkedIn knows over into a candidate. Once an export id. @throws ExportRefused */
  merge(member: ExportedMember, candidateId: string): Promise<void>;
  /**
   * Makes an application to a job, or with null puts the candidate into the talent pool. Once a
   * candidate and job: whoever has applied already keeps the one application.
   * @throws ExportRefused
   */
  link(member: ExportedMember, candidateId: string, jobId: string | null): Promise<LinkResult>;
  /** Takes back what was done under an export id; nothing, and `ok`, if nothing was. */
  undo(done: ExportToUndo): Promise<UndoResult>;
  /** A job by the id it was sent to LinkedIn under; null if there is none. */
  job(tenant: string, jobId: string): Promise<SinkJob | null>;
  /**
   * The user of the ATS who has a seat of Recruiter; null if that is not known.
   * @param userId whom retrieval has found to hold the seat; null if nobody, or nothing is retrieved
   */
  user(tenant: string, seat: string, userId: string | null): Promise<SinkUser | null>;
  /**
   * A candidate as it is sent to LinkedIn; null if it must not be. Asked for where LinkedIn does not
   * have the candidate yet, and has to before it can be told which member it is.
   */
  record(tenant: string, candidateId: string): Promise<CandidateRecord | null>;
  /** Takes an evaluation of an application; without this method it is kept by the kit. */
  evaluated?(tenant: string, exportId: string, evaluation: ApplicationEvaluation): Promise<void>;
  /** Told once when an export is lost: LinkedIn forgets after 24 hours. */
  lost?(lost: LostExport): void | Promise<void>;
}

/** The ATS does not take an export, and trying again would not help. Told by its `code`. */
export class ExportRefused extends Error {
  override readonly name = 'ExportRefused';
  readonly code = 'export_refused';
}

/** By code: an ATS may have loaded another copy of the class. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'export_refused';
