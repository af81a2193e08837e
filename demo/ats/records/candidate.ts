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

/** A stage that an application has entered. */
export interface StageEntry {
  readonly stage: StageId;
  readonly atMs: number;
}

export interface Application {
  readonly id: string;
  readonly opening: Opening;
  readonly stage: StageId;
  /** Milliseconds since 1970. */
  readonly appliedAtMs: number;
  readonly movedAtMs: number;
  /** Stages it has left, after the first and before the present one; the earliest first. */
  readonly passed?: readonly StageEntry[];
}

/** All stages an application has entered, the earliest first. */
export function stagesOf({ stage, appliedAtMs, movedAtMs, passed = [] }: Application) {
  const first: StageEntry = { stage: 'applied', atMs: appliedAtMs };
  return stage === 'applied' && passed.length === 0
    ? [first]
    : [first, ...passed, { stage, atMs: movedAtMs }];
}

/** What somebody who has interviewed a candidate says about it. */
export interface Feedback {
  readonly id: string;
  readonly applicationId: string;
  readonly author: string;
  readonly text: string;
  /** 1 to 5. */
  readonly rating: number;
  readonly atMs: number;
}

export interface Note {
  readonly id: string;
  /** Application it is about; left out of those about the person. */
  readonly applicationId?: string;
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

/** A file that came with a person, as it came. */
export interface CandidateDocument {
  readonly id: string;
  /** Export that it came with. */
  readonly exportId: string;
  /** Media type, `application/pdf` for example. */
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly atMs: number;
}

/** Where contact details came from that nobody has typed in. */
export interface Provenance {
  readonly text: string;
  readonly atMs: number;
}

/** Member of LinkedIn whom the candidate is known to be, by an export or because somebody said so. */
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
  /** The latest first. */
  readonly feedback: readonly Feedback[];
  /** What came from LinkedIn, and when; the latest first. */
  readonly provenance: readonly Provenance[];
  readonly resume: Resume;
  /** The latest first. */
  readonly documents: readonly CandidateDocument[];
}

export const fullName = ({ firstName, lastName }: Candidate): string =>
  `${firstName} ${lastName}`.trim();

/** Names of files by media type: what a résumé may be. */
const extensions: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/msword': 'doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/rtf': 'rtf',
  'text/rtf': 'rtf',
  'text/plain': 'txt',
};

/** How the name of a file ends that has a media type. */
export const extensionOf = (type: string): string => extensions[type] ?? 'bin';
