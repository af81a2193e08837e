/**
 * The records of an ATS: one engine for all of them, driven by the table in `forms.ts`. Records are
 * checked before they are sent, and each gets a result of its own.
 */
import { sendBatches, type BatchItem } from './batches.ts';
import { checked } from './checks.ts';
import { codeOfStatus, LinkedInError } from './errors.ts';
import { toJsonEntity, type EntityForm, type EntityResource } from './form.ts';
import type { Platform } from './platform.ts';
import { recordChecks, type Fields } from './record-checks.ts';
import { LinkedInBatchError, resultOf, type RecordResult } from './record-results.ts';
import { organizationUrn } from './records/common.ts';

export interface CallOptions {
  /** Ends the call between requests and during one. */
  readonly signal?: AbortSignal | undefined;
}

export interface EntityEngine {
  update(
    context: string,
    records: readonly unknown[],
    options?: CallOptions,
  ): Promise<RecordResult[]>;
  patch(
    context: string,
    patches: readonly { readonly ref: unknown; readonly patch: unknown }[],
    options?: CallOptions,
  ): Promise<RecordResult[]>;
  delete(context: string, refs: readonly unknown[], options?: CallOptions): Promise<RecordResult[]>;
  /**
   * Entities as LinkedIn writes them, by the index of their ref; those it has not are missing.
   * @throws LinkedInError also when LinkedIn refuses to tell of one of them
   */
  get(
    context: string,
    refs: readonly unknown[],
    fields: readonly string[],
    options?: CallOptions,
  ): Promise<Map<number, unknown>>;
}

/** The engine for one resource. */
export function createEntityEngine(resource: EntityResource, platform: Platform): EntityEngine {
  const { keyFields } = resource;
  const ownId = keyFields.at(-1) ?? 'id';
  const { checkRecord, checkRef } = recordChecks(resource);

  /** @throws LinkedInError `invalid` */
  const formFor = (context: string): EntityForm => {
    checked(organizationUrn, context, 'integrationContext');
    const form = resource.forms[platform.generation];
    if (form !== null) return form;
    throw new LinkedInError('invalid', `${resource.name} are not in this generation of the API`);
  };
  const itemOf = (context: string, fields: Fields, entity?: object): BatchItem => {
    // Only what makes its key: batches keep their items until all are sent.
    const key: Record<string, unknown> = {};
    for (const field of keyFields) key[field] = fields[field];
    return { context, fields: key, id: fields[ownId] as string, entity };
  };
  const identityOf = ({ fields, id }: BatchItem): string =>
    keyFields.length === 1 ? id : JSON.stringify(keyFields.map((field) => fields[field]));

  /** Writes items and returns a result for each, whatever comes twice included. */
  async function write(
    form: EntityForm,
    items: readonly (BatchItem | RecordResult)[],
    method: 'POST' | 'PUT' | 'DELETE',
    { signal }: CallOptions,
  ): Promise<RecordResult[]> {
    const { unique, places } = withoutRepeats(items);
    const results: RecordResult[] = [];
    const collect = (): RecordResult[] =>
      items.flatMap((item, index) => ('ok' in item ? item : (results[places[index] ?? -1] ?? [])));
    const call = { form, group: 'sync', method, signal } as const;
    try {
      await sendBatches(platform, call, unique, (index, told) => {
        results[index] = resultOf(unique[index]?.id ?? '', told);
      });
    } catch (error) {
      if (error instanceof LinkedInError) throw new LinkedInBatchError(error, collect());
      throw error;
    }
    return collect();
  }

  /**
   * Of two versions of one record the later one counts: a key may stand only once in a batch.
   * @returns what is to be sent, and each item's place there; -1 for those that are not sent
   */
  function withoutRepeats(items: readonly (BatchItem | RecordResult)[]): {
    readonly unique: readonly BatchItem[];
    readonly places: readonly number[];
  } {
    const unique: BatchItem[] = [];
    const known = new Map<string, number>();
    const places = items.map((item) => {
      if ('ok' in item) return -1;
      const identity = identityOf(item);
      const place = known.get(identity) ?? unique.length;
      if (place === unique.length) known.set(identity, place);
      unique[place] = item;
      return place;
    });
    return { unique, places };
  }

  return {
    async update(context, records, options = {}) {
      const form = formFor(context);
      const items = records.map((input) => {
        const record = checkRecord(input);
        if ('ok' in record) return record;
        return itemOf(context, record.fields, toJsonEntity(resource, form, record.fields));
      });
      return write(form, items, 'PUT', options);
    },

    async patch(context, patches, options = {}) {
      const form = formFor(context);
      const items = patches.map(({ ref, patch }) => {
        const checkedRef = checkRef(ref);
        if ('ok' in checkedRef) return checkedRef;
        return itemOf(context, checkedRef.fields, { patch });
      });
      return write(form, items, 'POST', options);
    },

    async delete(context, refs, options = {}) {
      const form = formFor(context);
      const items = refs.map((ref) => {
        const checkedRef = checkRef(ref);
        return 'ok' in checkedRef ? checkedRef : itemOf(context, checkedRef.fields);
      });
      return write(form, items, 'DELETE', options);
    },

    async get(context, refs, fields, { signal } = {}) {
      const form = formFor(context);
      const items = refs.map((ref) => {
        const checkedRef = checkRef(ref);
        return 'ok' in checkedRef ? checkedRef : itemOf(context, checkedRef.fields);
      });
      const { unique, places } = withoutRepeats(items);
      const results: unknown[] = [];
      const extraQuery = fields.length === 0 ? '' : `fields=${fields.join(',')}`;
      const call = { form, group: 'sync', method: 'GET', extraQuery, signal } as const;
      await sendBatches(platform, call, unique, (index, { status, result, error }) => {
        // What could not be sent is not there either.
        if (error !== undefined && status !== 404 && status !== 0) throw refusal(resource, status);
        results[index] = result;
      });
      const found = new Map<number, unknown>();
      places.forEach((place, index) => {
        if (results[place] !== undefined) found.set(index, results[place]);
      });
      return found;
    },
  };
}

/** To be told nothing of a record is not to be told that it is not there. */
const refusal = ({ name }: EntityResource, status = 500): LinkedInError =>
  new LinkedInError(codeOfStatus(status), `LinkedIn does not tell of one of the ${name}`, {
    status,
  });
