/** Notes on a candidate and on an application [doc, spec of notes]. */
import * as z from 'zod';
import { author, epochMs, externalId, longText } from './common.ts';

const noteFields = {
  id: externalId,
  atsCreatedAt: epochMs,
  /** The versioned API only [doc, migration table]; left out of requests to the other. */
  atsLastModifiedAt: epochMs.optional(),
  note: longText,
  author: author.optional(),
};

export const candidateNoteRecord = z.strictObject({ candidateId: externalId, ...noteFields });
export type CandidateNoteRecord = z.infer<typeof candidateNoteRecord>;

export const applicationNoteRecord = z.strictObject({ applicationId: externalId, ...noteFields });
export type ApplicationNoteRecord = z.infer<typeof applicationNoteRecord>;
