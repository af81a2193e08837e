/** An application of a candidate for a job posting, and what hangs on it [doc]. */
import * as z from 'zod';
import {
  author,
  epochMs,
  externalId,
  isInOrder,
  line,
  longText,
  notBefore,
  webUrl,
} from './common.ts';

export const applicationRecord = z
  .strictObject({
    id: externalId,
    /** Documented as optional; without it the application hangs on no candidate. */
    candidateId: externalId.optional(),
    jobPostingId: externalId,
    jobPostingName: line,
    firstName: line,
    lastName: line.optional(),
    candidateEmail: z.string().max(1_000).optional(),
    /** For example "Referral". */
    source: z.string().max(1_000).optional(),
    /** May be empty. */
    dispositionReason: z.string().max(10_000).optional(),
    atsCreatedAt: epochMs,
    atsLastModifiedAt: epochMs,
  })
  .refine(isInOrder, notBefore);
export type ApplicationRecord = z.infer<typeof applicationRecord>;

/** One for each stage an application has entered: the whole history is sent [postman]. */
export const stageRecord = z.strictObject({
  applicationId: externalId,
  id: externalId,
  atsCreatedAt: epochMs,
  stage: line.refine((stage) => stage !== 'Not Available', 'must not be "Not Available"'),
});
export type StageRecord = z.infer<typeof stageRecord>;

export const interviewFeedbackRecord = z.strictObject({
  applicationId: externalId,
  id: externalId,
  atsCreatedAt: epochMs,
  feedback: longText,
  interviewer: author.optional(),
  /** `{ attribute: 'Verbal Communication', result: '4/5' }`. */
  evaluations: z
    .array(z.strictObject({ attribute: line, result: line }))
    .max(100)
    .optional(),
});
export type InterviewFeedbackRecord = z.infer<typeof interviewFeedbackRecord>;

/**
 * A file of an application, such as its resume. The versioned API has them; its page could not be
 * read, so key and fields are ours to guess and stand here only [unknown].
 */
export const attachmentRecord = z.strictObject({
  applicationId: externalId,
  id: externalId,
  type: z.enum(['RESUME', 'COVER_LETTER', 'OTHER']),
  fileName: line,
  mediaType: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/, 'must be a media type'),
  /** Where LinkedIn fetches the file. */
  downloadUrl: webUrl,
  atsCreatedAt: epochMs,
});
export type AttachmentRecord = z.infer<typeof attachmentRecord>;
