/** What the ATS knows about people who have applied. */

/** Steps of a hiring process, in order; `rejected` can follow any of them. */
export const stages = [
  { id: 'applied', name: 'Applied' },
  { id: 'screening', name: 'Screening' },
  { id: 'interview', name: 'Interview' },
  { id: 'final', name: 'Final round' },
  { id: 'offer', name: 'Offer' },
  { id: 'hired', name: 'Hired' },
  { id: 'rejected', name: 'Not selected' },
] as const;
export type StageId = (typeof stages)[number]['id'];

export const isStageId = (text: string): text is StageId => stages.some(({ id }) => id === text);
export const stageName = (id: StageId): string =>
  stages.find((stage) => stage.id === id)?.name ?? id;

/** A position that is being filled. */
export interface Opening {
  readonly id: string;
  readonly title: string;
  readonly team: string;
  readonly place: string;
}

export interface Application {
  readonly id: string;
  readonly opening: Opening;
  readonly stage: StageId;
  /** Milliseconds since 1970. */
  readonly appliedAtMs: number;
  readonly movedAtMs: number;
}

export interface Note {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly atMs: number;
}

export interface ResumeEntry {
  readonly title: string;
  readonly place: string;
  readonly period: string;
}

export interface Resume {
  readonly summary: string;
  readonly experience: readonly ResumeEntry[];
  readonly education: readonly ResumeEntry[];
  readonly skills: readonly string[];
}

/** Member of LinkedIn to whom somebody has linked the candidate by hand. */
export interface LinkedMember {
  /** `urn:li:person:…` */
  readonly urn: string;
  readonly atMs: number;
}

export interface Candidate {
  /** Says nothing about the person; it appears in addresses. */
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly location: string;
  readonly title: string;
  readonly company: string;
  readonly linkedInUrl: string | null;
  readonly source: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** False if the person has asked not to be sent to LinkedIn. */
  readonly sharedWithLinkedIn: boolean;
  readonly linkedMember: LinkedMember | null;
  /** The latest first, never empty. */
  readonly applications: readonly [Application, ...Application[]];
  /** The latest first. */
  readonly notes: readonly Note[];
  readonly resume: Resume;
}

export const fullName = ({ firstName, lastName }: Candidate): string => `${firstName} ${lastName}`;
