/**
 * A candidate as an ATS sends it, with the rules LinkedIn checks [doc, spec of candidates]. The
 * names are LinkedIn's without the generation's prefix; `wire.ts` writes either generation.
 */
import * as z from 'zod';

const text = z.string().min(1).max(1_000);
/** Milliseconds since 1970, above 0 (since November 2021). */
const epochMs = z.int().positive();

export const candidateRecord = z
  .strictObject({
    /** The ATS's own id; unique within the integration context. */
    id: z.string().min(1).max(255),
    /** Required since March 2024. */
    firstName: text,
    lastName: text.optional(),
    middleInitial: text.optional(),
    prefix: text.optional(),
    suffix: text.optional(),
    /** Main signal for matching; each of the form x@x.x (since November 2021). */
    emailAddresses: z
      .array(z.string().regex(/^[^@\s]+@[^@\s]+\.[^@\s.]+$/, 'must have the form x@x.x'))
      .max(50)
      .optional(),
    /** Required, may be empty (since March 2024). */
    phoneNumbers: z.array(z.strictObject({ number: text, extension: text.optional() })).max(50),
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
    currentCompanyName: text.optional(),
    currentJobTitle: text.optional(),
    /** Where the ATS shows the candidate; the In-ATS indicator opens it. */
    externalProfileUrl: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
    /** Improves matching. */
    linkedInProfileUrl: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
    doNotContact: z.boolean().optional(),
    /** Member the ATS knows the candidate to be, for example after an export. */
    manualMatchedMember: z
      .string()
      .regex(/^urn:li:person:[A-Za-z0-9_-]+$/, 'must be a person URN')
      .optional(),
  })
  .refine((record) => record.atsLastModifiedAt >= record.atsCreatedAt, {
    path: ['atsLastModifiedAt'],
    error: 'must not be before atsCreatedAt',
  });
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

/** What became of one record of a batch. */
export type RecordResult =
  | { readonly id: string; readonly ok: true }
  | {
      readonly id: string;
      readonly ok: false;
      readonly error: {
        /** Status LinkedIn gave this record; 0 if it was invalid and not sent. */
        readonly status: number;
        /** `invalid` for our own check, else `serviceErrorCode` if LinkedIn named one. */
        readonly code?: string | undefined;
        readonly message: string;
      };
    };
