/** A candidate as an ATS sends it, with the rules LinkedIn checks [doc, spec of candidates]. */
import * as z from 'zod';
import { epochMs, externalId, isInOrder, line, notBefore, personUrn, webUrl } from './common.ts';

export const candidateRecord = z
  .strictObject({
    /** The ATS's own id; unique within the integration context. */
    id: externalId,
    /** Required since March 2024. */
    firstName: line,
    lastName: line.optional(),
    middleInitial: line.optional(),
    prefix: line.optional(),
    suffix: line.optional(),
    /** Main signal for matching; each of the form x@x.x (since November 2021). */
    emailAddresses: z
      .array(z.string().regex(/^[^@\s]+@[^@\s]+\.[^@\s.]+$/, 'must have the form x@x.x'))
      .max(50)
      .optional(),
    /** Required, may be empty (since March 2024). */
    phoneNumbers: z.array(z.strictObject({ number: line, extension: line.optional() })).max(50),
    /** Required, may be empty (since March 2024). */
    addresses: z
      .array(
        z.strictObject({
          line1: z.string().max(1_000).optional(),
          line2: z.string().max(1_000).optional(),
          city: z.string().max(1_000).optional(),
          geographicArea: z.string().max(1_000).optional(),
          geographicAreaType: z.string().max(100).optional(),
          postalCode: z.string().max(100).optional(),
          country: z.string().max(100).optional(),
        }),
      )
      .max(50),
    atsCreatedAt: epochMs,
    /** At or after `atsCreatedAt`. */
    atsLastModifiedAt: epochMs,
    currentCompanyName: line.optional(),
    currentJobTitle: line.optional(),
    /** Where the ATS shows the candidate; the In-ATS indicator opens it. */
    externalProfileUrl: webUrl.optional(),
    /** Improves matching. */
    linkedInProfileUrl: webUrl.optional(),
    doNotContact: z.boolean().optional(),
    /** Member the ATS knows the candidate to be, for example after an export. */
    manualMatchedMember: personUrn.optional(),
  })
  .refine(isInOrder, notBefore);
export type CandidateRecord = z.infer<typeof candidateRecord>;

/** What LinkedIn says about a candidate it has. */
export interface CandidateView {
  /** Milliseconds since 1970. */
  readonly atsCreatedAt: number;
  readonly atsLastModifiedAt: number;
  /** Person URNs LinkedIn's matching found. */
  readonly matchedMembers: readonly string[];
  /** Person URN somebody chose. */
  readonly manualMatchedMember?: string | undefined;
}
