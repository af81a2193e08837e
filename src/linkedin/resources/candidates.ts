/** Candidates, and which members of LinkedIn they are. */
import { candidateFields, readCandidate, type SyncedCandidate } from '../answers/candidate.ts';
import { isRaw } from '../answers/tolerant.ts';
import type { CallOptions } from '../entities.ts';
import { fromEntity } from '../form.ts';
import { entityResources } from '../forms.ts';
import type { Platform } from '../platform.ts';
import type { RecordResult } from '../record-results.ts';
import type { CandidateRecord } from '../records/candidate.ts';
import { personUrn } from '../records/common.ts';
import { byId, type EngineOf, type RecordsApi } from './records-api.ts';

export interface CandidatesApi extends RecordsApi<CandidateRecord, string> {
  /**
   * Candidates LinkedIn has, with their matches, by id; ids it does not have are missing.
   * @throws LinkedInError also when LinkedIn refuses to tell of one of them
   */
  get(
    integrationContext: string,
    ids: readonly string[],
    options?: CallOptions,
  ): Promise<Map<string, SyncedCandidate>>;
  /**
   * Says which member a candidate is, or with null that this is no longer known: after an export,
   * and to correct a match [postman].
   * @param member `urn:li:person:…`
   * @throws LinkedInError
   */
  setManualMatch(
    integrationContext: string,
    id: string,
    member: string | null,
    options?: CallOptions,
  ): Promise<RecordResult>;
}

export function createCandidatesApi(engineOf: EngineOf, { generation }: Platform): CandidatesApi {
  const engine = engineOf('candidates');
  const form = entityResources.candidates.forms[generation];
  const renamed: Readonly<Record<string, string>> = form.renamed;
  const fields = candidateFields.map((field) => renamed[field] ?? field);

  return {
    ...byId(engine),

    async get(context, ids, options) {
      const refs = ids.map((id) => ({ id }));
      const found = await engine.get(context, refs, fields, options);
      const views = new Map<string, SyncedCandidate>();
      for (const [index, entity] of found) {
        const raw = isRaw(entity) ? entity : {};
        views.set(ids[index] ?? '', readCandidate(fromEntity(form, raw), raw));
      }
      return views;
    },

    async setManualMatch(context, id, member, options) {
      if (member !== null && !personUrn.safeParse(member).success) {
        const message = 'manualMatchedMember: must have the form urn:li:person:{id}';
        return { id, ok: false, error: { status: 0, code: 'invalid', message } };
      }
      const patch =
        member === null
          ? { $delete: ['manualMatchedMember'] }
          : { $set: { manualMatchedMember: member } };
      const [result] = await engine.patch(context, [{ ref: { id }, patch }], options);
      if (result === undefined) throw new TypeError('a record of the batch has no result');
      return result;
    },
  };
}
