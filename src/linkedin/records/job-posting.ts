/** A job posting as an ATS sends it to `simpleJobPostings` [doc]. */
import * as z from 'zod';
import { epochMs, externalId, line, longText, organizationUrn, webUrl } from './common.ts';

export const jobPostingRecord = z
  .strictObject({
    /** `externalJobPostingId` of LinkedIn's samples; unique in the ATS. */
    id: externalId,
    integrationContext: organizationUrn,
    /** At most 200 characters [doc]. */
    title: z.string().min(1).max(200),
    /** Text, or a subset of HTML. */
    description: longText,
    /** "CITY, STATE" or "CITY, COUNTRY"; needed unless `countryCode` and `postalCode` are given. */
    location: line.optional(),
    countryCode: z
      .string()
      .regex(/^[A-Za-z]{2}$/, 'must be two letters')
      .optional(),
    postalCode: z.string().min(1).max(20).optional(),
    state: z.enum(['LISTED', 'CLOSED']),
    /** Where applicants are sent. */
    companyApplyUrl: webUrl,
    listedAt: epochMs.optional(),
    availability: z.enum(['PUBLIC', 'PRIVATE_TO_ATS_INTEGRATION']).optional(),
    /** Left out, LinkedIn creates or updates [postman]. */
    jobPostingOperationType: z.enum(['CREATE', 'UPDATE', 'RENEW', 'CLOSE']).optional(),
    /** BASIC for free public jobs [doc, job posting]. */
    listingType: z.enum(['BASIC', 'PREMIUM']).optional(),
  })
  .refine((job) => job.location !== undefined || !!(job.countryCode && job.postalCode), {
    path: ['location'],
    error: 'is required unless countryCode and postalCode are given',
  });
export type JobPostingRecord = z.infer<typeof jobPostingRecord>;

/** What names a job requisition and a stage of one; more is not documented [unknown]. */
export const jobRequisitionRef = z.strictObject({ id: externalId });
export const jobRequisitionStageRef = z.strictObject({
  jobRequisitionId: externalId,
  id: externalId,
});
