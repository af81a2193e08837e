/** Candidates at LinkedIn: `/v2/atsCandidates` or `/rest/candidates`. */
import {
  candidateRecord,
  type CandidateRecord,
  type CandidateView,
  type RecordResult,
} from './candidate.ts';
import { LinkedInError } from './errors.ts';
import { splitBatches } from './limits.ts';
import type { CompoundKey } from './restli.ts';
import {
  batchAnswer,
  candidateEntity,
  candidateWires,
  fromEntity,
  toEntity,
  type BatchAnswer,
  type Generation,
} from './wire.ts';

/** Sends one batch request with the application's token and parses nothing. */
export type SendBatch = (request: {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query: string;
  readonly restliMethod?: string;
  readonly protocolVersion?: string | undefined;
  readonly entities?: Readonly<Record<string, unknown>>;
}) => Promise<unknown>;

export interface CandidatesApi {
  /**
   * Creates candidates or replaces them whole: a field left out is emptied at LinkedIn [doc].
   * Batches are sent one after the other [doc]. A record that breaks a rule is not sent and does
   * not keep others from being sent.
   * @returns one result for each record, in their order
   * @throws LinkedInError when a batch as a whole failed; earlier batches have arrived, and sending
   * all again is safe
   */
  update(integrationContext: string, records: readonly CandidateRecord[]): Promise<RecordResult[]>;
  /**
   * Candidates LinkedIn has, with their matches, by id; ids it does not have are missing.
   * @throws LinkedInError
   */
  get(integrationContext: string, ids: readonly string[]): Promise<Map<string, CandidateView>>;
  /**
   * Says which member a candidate is, or with null that this is no longer known.
   * @param personUrn `urn:li:person:…`
   * @throws LinkedInError
   */
  setManualMatch(
    integrationContext: string,
    id: string,
    personUrn: string | null,
  ): Promise<RecordResult>;
  /**
   * Deletes candidates, with notes and indicators. One that is not there gives status 404.
   * @throws LinkedInError
   */
  delete(integrationContext: string, ids: readonly string[]): Promise<RecordResult[]>;
}

const viewFields = (names: { createdAt: string; modifiedAt: string }): string =>
  `fields=${names.createdAt},${names.modifiedAt},matchedMembers,manualMatchedMember`;

export function createCandidatesApi(
  generation: Generation,
  baseUrlBytes: number,
  send: SendBatch,
): CandidatesApi {
  const wire = candidateWires[generation];
  const { path, style, names } = wire;
  const fixedBytes = baseUrlBytes + path.length + 1;

  const idOf = (key: CompoundKey | null): string | undefined => key?.[names.id];

  /** Runs batches in order, each with keys for its items. */
  async function inBatches<T extends { readonly id: string }>(
    integrationContext: string,
    items: readonly T[],
    extraQuery: string,
    run: (batch: readonly T[], keys: readonly CompoundKey[], query: string) => Promise<void>,
  ): Promise<void> {
    const keysOf = (batch: readonly T[]): CompoundKey[] =>
      batch.map(({ id }) => wire.key(integrationContext, id));
    const queryOf = (batch: readonly T[]): string =>
      [style.query(keysOf(batch)), extraQuery].filter(Boolean).join('&');
    for (const batch of splitBatches(items, queryOf, fixedBytes)) {
      await run(batch, keysOf(batch), queryOf(batch));
    }
  }

  /** Results of one batch, by id. */
  function resultsOf(ids: readonly string[], raw: unknown): Map<string, RecordResult> {
    const answer = parseAnswer(raw);
    const errors = byId(answer.errors, (text) => idOf(style.parse(text)));
    const results = byId(answer.results, (text) => idOf(style.parse(text)));
    const statuses = byId(answer.statuses, (text) => idOf(style.parse(text)));
    return new Map(
      ids.map((id): [string, RecordResult] => {
        const error = errors.get(id);
        const result = results.get(id) as { status?: unknown } | undefined;
        const told = error?.status ?? statuses.get(id) ?? result?.status;
        const status = typeof told === 'number' ? told : result === undefined ? 0 : 200;
        if (error === undefined && status >= 200 && status < 300) return [id, { id, ok: true }];
        const code = error?.code ?? error?.serviceErrorCode?.toString();
        const message = error?.message ?? 'LinkedIn said nothing about this record';
        return [id, { id, ok: false, error: { status, code, message } }];
      }),
    );
  }

  async function write(
    integrationContext: string,
    items: readonly { readonly id: string; readonly entity?: unknown }[],
    method: 'POST' | 'PUT' | 'DELETE',
    restliMethod: string,
  ): Promise<Map<string, RecordResult>> {
    const results = new Map<string, RecordResult>();
    await inBatches(integrationContext, items, '', async (batch, keys, query) => {
      const entities = Object.fromEntries(
        batch.map(({ entity }, index) => [style.entity(keys[index] ?? {}), entity]),
      );
      const raw = await send({
        method,
        path,
        query,
        protocolVersion: style.protocolVersion,
        ...(method === 'DELETE' ? {} : { restliMethod, entities }),
      });
      for (const [id, result] of resultsOf(
        batch.map(({ id }) => id),
        raw,
      ))
        results.set(id, result);
    });
    return results;
  }

  return {
    async update(integrationContext, records) {
      const checked = records.map(check);
      // Of two versions of one record the later one counts: a key may stand only once in a batch.
      const latest = new Map<string, CandidateRecord>();
      for (const { record } of checked) if (record !== null) latest.set(record.id, record);
      const items = [...latest.values()].map((record) => ({
        id: record.id,
        entity: toEntity(wire, record),
      }));
      const results = await write(integrationContext, items, 'PUT', 'batch_update');
      return checked.map(({ record, result }) => result ?? resultOf(results, record.id));
    },

    async get(integrationContext, ids) {
      const found = new Map<string, CandidateView>();
      const items = [...new Set(ids)].map((id) => ({ id }));
      await inBatches(
        integrationContext,
        items,
        viewFields(names),
        async (_batch, _keys, query) => {
          const raw = await send({
            method: 'GET',
            path,
            query,
            protocolVersion: style.protocolVersion,
          });
          for (const [text, entity] of Object.entries(parseAnswer(raw).results)) {
            const id = idOf(style.parse(text));
            const parsed = candidateEntity.safeParse(entity);
            if (id === undefined || !parsed.success) {
              throw new LinkedInError('bad_answer', 'a candidate of the answer cannot be read');
            }
            found.set(id, fromEntity(parsed.data));
          }
        },
      );
      return found;
    },

    async setManualMatch(integrationContext, id, personUrn) {
      const patch =
        personUrn === null
          ? { $delete: ['manualMatchedMember'] }
          : { $set: { manualMatchedMember: personUrn } };
      const items = [{ id, entity: { patch } }];
      const results = await write(integrationContext, items, 'POST', 'batch_partial_update');
      return resultOf(results, id);
    },

    async delete(integrationContext, ids) {
      const items = [...new Set(ids)].map((id) => ({ id }));
      const results = await write(integrationContext, items, 'DELETE', 'batch_delete');
      return ids.map((id) => resultOf(results, id));
    },
  };
}

/** Each id that was sent has a result; one without is a fault of ours. */
function resultOf(results: ReadonlyMap<string, RecordResult>, id: string): RecordResult {
  const result = results.get(id);
  if (result === undefined) throw new TypeError('a record of the batch has no result');
  return result;
}

type Checked =
  | { readonly record: CandidateRecord; readonly result: null }
  | { readonly record: null; readonly result: RecordResult };

/** LinkedIn's rules, checked before sending; the message names fields and never their values. */
function check(input: CandidateRecord): Checked {
  const parsed = candidateRecord.safeParse(input);
  if (parsed.success) return { record: parsed.data, result: null };
  const message = parsed.error.issues
    .map((issue) => `${issue.path.join('.') || 'record'}: ${issue.message}`)
    .join('; ');
  const id = typeof (input as { id?: unknown } | null)?.id === 'string' ? input.id : '';
  return {
    record: null,
    result: { id, ok: false, error: { status: 0, code: 'invalid', message } },
  };
}

function parseAnswer(raw: unknown): BatchAnswer {
  const parsed = batchAnswer.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new LinkedInError('bad_answer', 'the answer is no batch answer');
}

function byId<T>(
  entries: Readonly<Record<string, T>>,
  idOf: (key: string) => string | undefined,
): Map<string, T> {
  const map = new Map<string, T>();
  for (const [key, value] of Object.entries(entries)) {
    const id = idOf(key);
    if (id !== undefined) map.set(id, value);
  }
  return map;
}
