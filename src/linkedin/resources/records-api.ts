/** What can be done with the records of a resource that is kept by key. */
import { createEntityEngine, type CallOptions, type EntityEngine } from '../entities.ts';
import { entityResources, type EntityName } from '../forms.ts';
import type { Platform } from '../platform.ts';
import type { RecordResult } from '../record-results.ts';

/** Records of one resource that are written whole and deleted by key. */
export interface RecordsApi<Record_, Ref> {
  /**
   * Creates records or replaces them whole: a field left out is emptied at LinkedIn [doc]. Batches
   * are sent one after the other [doc], also those of calls that overlap. A record that breaks a
   * rule is not sent and does not keep others from being sent.
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
   * Deletes records, with what hangs on them. One that is not there gives status 404, and so does
   * one that was deleted by an attempt whose answer got lost.
   * @throws LinkedInBatchError as `update`
   */
  delete(
    integrationContext: string,
    refs: readonly Ref[],
    options?: CallOptions,
  ): Promise<RecordResult[]>;
}

/** Makes the engine of a resource. */
export type EngineOf = (name: EntityName) => EntityEngine;

export const engines =
  (platform: Platform): EngineOf =>
  (name) =>
    createEntityEngine(entityResources[name], platform);

/** Records that are named by their id alone. */
export const byId = (engine: EntityEngine): RecordsApi<never, string> => ({
  update: (context, records, options) => engine.update(context, records, options),
  delete: (context, ids, options) =>
    engine.delete(
      context,
      ids.map((id) => ({ id })),
      options,
    ),
});

/** Records that are named by several fields. */
export const byKey = <Ref>(engine: EntityEngine): RecordsApi<never, Ref> => ({
  update: (context, records, options) => engine.update(context, records, options),
  delete: (context, refs, options) => engine.delete(context, refs, options),
});
