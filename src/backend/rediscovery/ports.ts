/**
 * What an ATS offers rediscovery: its open jobs, and the people who have applied to it before. Who may
 * see whom, and which feedback, only the ATS knows: it is asked with the viewer each time.
 */

/** A job that people are wanted for. */
export interface RediscoveryJob {
  readonly id: string;
  readonly title: string;
  /** What the job asks for, one skill each: `TypeScript`, `Wound care`. */
  readonly skills: readonly string[];
  readonly location?: string | undefined;
  /** Nobody is suggested for a job that takes no applications. */
  readonly isOpen: boolean;
}

/** How a past application ended; `open`: it has not. */
export type ApplicationOutcome = 'open' | 'hired' | 'rejected' | 'withdrawn';

export interface PastApplication {
  readonly id: string;
  readonly jobId: string;
  readonly jobTitle: string;
  /** Furthest stage it reached, as people of the ATS call it. */
  readonly stage: string;
  /** How far that is on the way to a hire, from 0 (applied) to 1 (hired). */
  readonly progress: number;
  readonly outcome: ApplicationOutcome;
  readonly appliedAt: Date;
}

/** Somebody's word about a past application. */
export interface PastFeedback {
  readonly author?: string | undefined;
  /** From 0 (no) to 1 (strong yes); left out where there is none. */
  readonly rating?: number | undefined;
  readonly text?: string | undefined;
  readonly at: Date;
}

/** Somebody who has applied before. */
export interface PastApplicant {
  readonly id: string;
  readonly name: string;
  /** What the person does now, as far as the ATS knows. */
  readonly title?: string | undefined;
  readonly headline?: string | undefined;
  readonly location?: string | undefined;
  readonly skills: readonly string[];
  readonly applications: readonly PastApplication[];
  /** Only what the viewer may see: it counts for the viewer's ranking as well. */
  readonly feedback: readonly PastFeedback[];
  /** When anything last happened with the person: an application, a stage, a message. */
  readonly lastActivityAt: Date;
}

export interface RediscoveryViewer {
  /** The id that stands as `sub` in signed contexts. */
  readonly userId: string;
}

export interface ApplicantScan {
  /** Only people something has changed about at or after this; everybody if left out. */
  readonly since?: Date | undefined;
  /** Where the last page ended; undefined for the first. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface ApplicantPage {
  /** Ids of candidates who have applied to any job. */
  readonly ids: readonly string[];
  /** Where the next page begins; undefined after the last one. */
  readonly cursor?: string | undefined;
}

export interface JobAddition {
  readonly jobId: string;
  readonly candidateId: string;
  /** Who adds the candidate. */
  readonly userId: string;
}

/**
 * The part of an ATS that past applicants come from. All methods may be called at the same time, with
 * ids of another customer's records too: there is nothing under them then.
 */
export interface RediscoverySource {
  /** @returns null if there is no such job, or the viewer may not see it */
  job(tenant: string, jobId: string, viewer: RediscoveryViewer): Promise<RediscoveryJob | null>;
  /**
   * Pages through those who have applied, each at least once. It is asked again every few minutes for
   * what has changed, and once a week for everybody.
   */
  scan(tenant: string, options: ApplicantScan): Promise<ApplicantPage>;
  /**
   * People as they are now.
   * @param ids 1 to 100 candidate ids
   * @param viewer who looks, or null for the search: then names and feedback are not used
   * @returns those there are and the viewer may see, in any order
   */
  read(
    tenant: string,
    ids: readonly string[],
    viewer: RediscoveryViewer | null,
  ): Promise<readonly PastApplicant[]>;
  /**
   * Makes an application to the job; does nothing the second time, and answers the same. Throw
   * `AdditionRefused`, or an error with `code: 'addition_refused'`, where the ATS will not.
   */
  add(
    tenant: string,
    addition: JobAddition,
  ): Promise<{ readonly applicationId?: string | undefined }>;
}

/** The ATS will not make the application; trying again does not help. */
export class AdditionRefused extends Error {
  override readonly name = 'AdditionRefused';
  readonly code = 'addition_refused';
}

/** Whether a failure of `add` is its last word. */
export const isAdditionRefused = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'addition_refused';
