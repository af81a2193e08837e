/**
 * Candidates on the wire, in both generations of the API. `/rest` renames the key and the two times
 * and drops `dataProvider` [doc, migration table]; everything else is the same.
 */
import * as z from 'zod';
import type { CandidateRecord, CandidateView } from './candidate.ts';
import { keyStyles, type CompoundKey, type KeyStyle } from './restli.ts';

/** Unversioned `/v2`, or versioned `/rest`. */
export type Generation = 'v2' | 'rest';

export interface CandidateWire {
  /** Path below the API's base URL. */
  readonly path: string;
  readonly style: KeyStyle;
  readonly names: { readonly id: string; readonly createdAt: string; readonly modifiedAt: string };
  key(integrationContext: string, id: string): CompoundKey;
}

export const candidateWires: Readonly<Record<Generation, CandidateWire>> = {
  v2: {
    path: '/v2/atsCandidates',
    style: keyStyles['1.0'],
    names: { id: 'atsCandidateId', createdAt: 'atsCreatedAt', modifiedAt: 'atsLastModifiedAt' },
    key: (integrationContext, id) => ({
      atsCandidateId: id,
      dataProvider: 'ATS',
      integrationContext,
    }),
  },
  rest: {
    path: '/rest/candidates',
    style: keyStyles['2.0'],
    names: {
      id: 'externalCandidateId',
      createdAt: 'externalCreatedAt',
      modifiedAt: 'externalLastModifiedAt',
    },
    key: (integrationContext, id) => ({ externalCandidateId: id, integrationContext }),
  },
};

/** The entity of a record; the id stands in its key. */
export function toEntity(
  { names }: CandidateWire,
  record: CandidateRecord,
): Record<string, unknown> {
  const { id: _id, atsCreatedAt, atsLastModifiedAt, ...rest } = record;
  return { ...rest, [names.createdAt]: atsCreatedAt, [names.modifiedAt]: atsLastModifiedAt };
}

/** Tolerant on purpose: the documentation of answers is cut, so only what we use is required. */
export const candidateEntity = z.looseObject({
  atsCreatedAt: z.number().optional(),
  atsLastModifiedAt: z.number().optional(),
  externalCreatedAt: z.number().optional(),
  externalLastModifiedAt: z.number().optional(),
  matchedMembers: z.array(z.string()).nullish(),
  manualMatchedMember: z.string().nullish(),
});

/** Reads an entity of either generation. */
export function fromEntity(entity: z.infer<typeof candidateEntity>): CandidateView {
  return {
    atsCreatedAt: entity.atsCreatedAt ?? entity.externalCreatedAt ?? 0,
    atsLastModifiedAt: entity.atsLastModifiedAt ?? entity.externalLastModifiedAt ?? 0,
    matchedMembers: entity.matchedMembers ?? [],
    ...(entity.manualMatchedMember === null || entity.manualMatchedMember === undefined
      ? {}
      : { manualMatchedMember: entity.manualMatchedMember }),
  };
}

/** Envelope of a batch answer [inferred from Rest.li; the documentation says a status per entity]. */
export const batchAnswer = z.looseObject({
  results: z.record(z.string(), z.unknown()).default({}),
  errors: z
    .record(
      z.string(),
      z.looseObject({
        status: z.int().optional(),
        message: z.string().optional(),
        serviceErrorCode: z.int().optional(),
        code: z.string().optional(),
      }),
    )
    .default({}),
  statuses: z.record(z.string(), z.int()).default({}),
});
export type BatchAnswer = z.infer<typeof batchAnswer>;
