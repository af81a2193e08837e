/** The records an ATS keeps at LinkedIn, resource by resource: candidates to attachments. */
import * as z from 'zod';
import {
  createEntityEngine,
  type CallOptions,
  type EntityEngine,
  type RecordResult,
} from '../entities.ts';
import { LinkedInError } from '../errors.ts';
import {
  entityResources,
  fromEntity,
  type EntityForm,
  type EntityName,
  type EntityRecord,
  type Generation,
} from '../forms.ts';
import type { CandidateRecord, CandidateView } from '../records/candidate.ts';
import type { Send } from '../transport.ts';

/** Records of one resource that are written whole and deleted by key. */
export interface RecordsApi<Record_, Ref> {
  /**
   * Creates records or replaces them whole: a field left out is emptied at LinkedIn [doc]. Batches
   * are sent one after the other [doc]. A record that breaks a rule is not sent and does not keep
   * others from being sent.
   * @param integrationContext `urn:li:organization:…`
   * @returns one result for each record, in their order
   * @throws LinkedInBatchError when a batch as a whole failed; earlier batches have arrived, their
   * results are in it, and sending all again is safe
   */
  update(
    integrationContext: string,
    records: readonly Record_[],
    options?: CallOptions,
  ): Promise<RecordResult[]>;
  /**
   * Deletes records, with what hangs on them. One that is not there gives status 404.
   * @throws LinkedInBatchError as `update`
   */
  delete(
    integrationContext: string,
    refs: readonly Ref[],
    options?: CallOptions,
  ): Promise<RecordResult[]>;
}

export interface CandidatesApi extends RecordsApi<CandidateRecord, string> {
  /**
   * Candidates LinkedIn has, with their matches, by id; ids it does not have are missing.
   * @throws LinkedInError
   */
  get(
    integrationContext: string,
    ids: readonly string[],
    options?: CallOptions,
  ): Promise<Map<string, CandidateView>>;
  /**
   * Says which member a candidate is, or with null that this is no longer known: after an export,
   * and to correct a match [postman].
   * @param personUrn `urn:li:person:…`
   * @throws LinkedInError
   */
  setManualMatch(
    integrationContext: string,
    id: string,
    personUrn: string | null,
    options?: CallOptions,
  ): Promise<RecordResult>;
}

/** Keys of records that hang on another one. */
export interface CandidateChild {
  readonly candidateId: string;
  readonly id: string;
}
export interface ApplicationChild {
  readonly applicationId: string;
  readonly id: string;
}
export interface JobRequisitionChild {
  readonly jobRequisitionId: string;
  readonly id: string;
}

export interface RecordApis {
  readonly candidates: CandidatesApi;
  readonly candidateNotes: RecordsApi<EntityRecord<'candidateNotes'>, CandidateChild>;
  readonly applications: RecordsApi<EntityRecord<'applications'>, string>;
  readonly applicationNotes: RecordsApi<EntityRecord<'applicationNotes'>, ApplicationChild>;
  readonly stages: RecordsApi<EntityRecord<'stages'>, ApplicationChild>;
  readonly interviewFeedback: RecordsApi<EntityRecord<'interviewFeedback'>, ApplicationChild>;
  /** The `rest` generation only. */
  readonly attachments: RecordsApi<EntityRecord<'attachments'>, ApplicationChild>;
  /** The `rest` generation only; nothing but deletion is documented. */
  readonly jobRequisitions: Pick<RecordsApi<never, string>, 'delete'>;
  readonly jobRequisitionStages: Pick<RecordsApi<never, JobRequisitionChild>, 'delete'>;
}

/** Makes the engine of a resource. */
export type EngineOf = (name: EntityName) => EntityEngine;

export const engines =
  (generation: Generation, baseUrlBytes: number, send: Send): EngineOf =>
  (name) =>
    createEntityEngine(entityResources[name], generation, baseUrlBytes, send);

/** By id alone. */
const byId = (engine: EntityEngine): RecordsApi<never, string> => ({
  update: (context, records, options) => engine.update(context, records, options),
  delete: (context, ids, options) =>
    engine.delete(
      context,
      ids.map((id) => ({ id })),
      options,
    ),
});

/** By a key of several fields. */
const byKey = <Ref extends { readonly id: string }>(
  engine: EntityEngine,
): RecordsApi<never, Ref> => ({
  update: (context, records, options) => engine.update(context, records, options),
  delete: (context, refs, options) =>
    engine.delete(
      context,
      refs.map((ref) => ({ ...ref })),
      options,
    ),
});

export function createRecordApis(engineOf: EngineOf, generation: Generation): RecordApis {
  return {
    candidates: createCandidatesApi(engineOf('candidates'), generation),
    candidateNotes: byKey(engineOf('candidateNotes')),
    applications: byId(engineOf('applications')),
    applicationNotes: byKey(engineOf('applicationNotes')),
    stages: byKey(engineOf('stages')),
    interviewFeedback: byKey(engineOf('interviewFeedback')),
    attachments: byKey(engineOf('attachments')),
    jobRequisitions: byId(engineOf('jobRequisitions')),
    jobRequisitionStages: byKey(engineOf('jobRequisitionStages')),
  };
}

/** Tolerant on purpose: the documentation of answers is cut, so only what we use is required. */
const candidateEntity = z.looseObject({
  atsCreatedAt: z.number().default(0),
  atsLastModifiedAt: z.number().default(0),
  matchedMembers: z.array(z.string()).nullish(),
  manualMatchedMember: z.string().nullish(),
});

function createCandidatesApi(engine: EntityEngine, generation: Generation): CandidatesApi {
  const form: EntityForm = entityResources.candidates.forms[generation];
  const fields = Object.keys(candidateEntity.shape).map((field) => form.renamed[field] ?? field);

  const viewOf = (raw: unknown): CandidateView => {
    const parsed = candidateEntity.safeParse(
      typeof raw === 'object' && raw !== null
        ? fromEntity(form, raw as Record<string, unknown>)
        : raw,
    );
    if (!parsed.success) {
      throw new LinkedInError('bad_answer', 'a candidate of the answer cannot be read');
    }
    const { atsCreatedAt, atsLastModifiedAt, matchedMembers, manualMatchedMember } = parsed.data;
    return {
      atsCreatedAt,
      atsLastModifiedAt,
      matchedMembers: matchedMembers ?? [],
      ...(typeof manualMatchedMember === 'string' ? { manualMatchedMember } : {}),
    };
  };

  return {
    ...byId(engine),

    async get(context, ids, options) {
      const refs = ids.map((id) => ({ id }));
      const found = await engine.get(context, refs, fields, options);
      return new Map([...found].map(([index, raw]) => [ids[index] ?? '', viewOf(raw)]));
    },

    async setManualMatch(context, id, personUrn, options) {
      const patch =
        personUrn === null
          ? { $delete: ['manualMatchedMember'] }
          : { $set: { manualMatchedMember: personUrn } };
      const [result] = await engine.patch(context, [{ ref: { id }, patch }], options);
      if (result === undefined) throw new TypeError('a record of the batch has no result');
      return result;
    },
  };
}
