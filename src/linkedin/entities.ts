/**
 * The records of an ATS: one engine for all of them, driven by the table in `forms.ts`. Records are
 * checked before they are sent, and each gets a result of its own.
 */
import type * as z from 'zod';
import { sendBatches, type BatchItem, type Told } from './batches.ts';
import { LinkedInError } from './errors.ts';
import { toEntity, type EntityForm, type EntityResource, type Generation } from './forms.ts';
import type { Send } from './transport.ts';

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

export interface CallOptions {
  /** Ends the call between requests and during one. */
  readonly signal?: AbortSignal | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

export interface EntityEngine {
  update(
    context: string,
    records: readonly unknown[],
    options?: CallOptions,
  ): Promise<RecordResult[]>;
  patch(
    context: string,
    patches: readonly { readonly ref: Fields; readonly patch: unknown }[],
    options?: CallOptions,
  ): Promise<RecordResult[]>;
  delete(context: string, refs: readonly Fields[], options?: CallOptions): Promise<RecordResult[]>;
  /** Entities as LinkedIn writes them, by the index of their ref; those it has not are missing. */
  get(
    context: string,
    refs: readonly Fields[],
    fields: readonly string[],
    options?: CallOptions,
  ): Promise<Map<number, unknown>>;
}

/** A batch failed as a whole. Sending all again is safe; what was answered before is kept. */
export class LinkedInBatchError extends LinkedInError {
  /** Results of the records in batches before the failed one. */
  readonly results: readonly RecordResult[];

  constructor(cause: LinkedInError, results: readonly RecordResult[]) {
    const { status, serviceErrorCode, retryAfterMs, requestId } = cause;
    super(cause.code, cause.message, { status, serviceErrorCode, retryAfterMs, requestId, cause });
    this.results = results;
  }
}

/** The engine for one resource, in one generation. */
export function createEntityEngine(
  resource: EntityResource,
  generation: Generation,
  baseUrlBytes: number,
  send: Send,
): EntityEngine {
  const { keyFields, schema } = resource;
  const ownId = keyFields.at(-1) ?? 'id';

  const formOf = (): EntityForm => {
    const form = resource.forms[generation];
    if (form !== null) return form;
    throw new LinkedInError('invalid', `${resource.name} are not in this generation of the API`);
  };
  const idOf = (fields: Fields): string => {
    const id = fields[ownId];
    return typeof id === 'string' ? id : '';
  };
  const itemOf = (context: string, fields: Fields, entity?: unknown): BatchItem => ({
    context,
    fields,
    id: idOf(fields),
    entity,
  });
  const identityOf = ({ fields, id }: BatchItem): string =>
    keyFields.length === 1 ? id : JSON.stringify(keyFields.map((field) => fields[field]));

  /** Writes items and returns a result for each, whatever comes twice included. */
  async function write(
    items: readonly (BatchItem | RecordResult)[],
    method: 'POST' | 'PUT' | 'DELETE',
    { signal }: CallOptions,
  ): Promise<RecordResult[]> {
    const form = formOf();
    const results = new Map<string, RecordResult>();
    // Of two versions of one record the later one counts: a key may stand only once in a batch.
    const latest = new Map<string, BatchItem>();
    const identities = items.map((item) => ('ok' in item ? '' : identityOf(item)));
    items.forEach((item, index) => {
      if (!('ok' in item)) latest.set(identities[index] ?? '', item);
    });
    const collect = (): RecordResult[] =>
      items.flatMap((item, index) => {
        if ('ok' in item) return [item];
        const result = results.get(identities[index] ?? '');
        return result === undefined ? [] : [result];
      });
    const call = { form, group: 'sync', method, baseUrlBytes, signal } as const;
    try {
      await sendBatches(send, call, [...latest.values()], (item, told) => {
        results.set(identityOf(item), resultOf(item.id, told));
      });
    } catch (error) {
      if (error instanceof LinkedInError) throw new LinkedInBatchError(error, collect());
      throw error;
    }
    return collect();
  }

  return {
    async update(context, records, options = {}) {
      const form = formOf();
      const items = records.map((input) => {
        const parsed = schema.safeParse(input);
        if (!parsed.success) return invalidRecord(parsed.error, input, ownId);
        const record = parsed.data as Fields;
        return itemOf(context, record, toEntity(resource, form, record));
      });
      return write(items, 'PUT', options);
    },

    async patch(context, patches, options = {}) {
      const items = patches.map(({ ref, patch }) => itemOf(context, ref, { patch }));
      return write(items, 'POST', options);
    },

    async delete(context, refs, options = {}) {
      const items = refs.map((ref) => itemOf(context, ref));
      return write(items, 'DELETE', options);
    },

    async get(context, refs, fields, { signal } = {}) {
      const places = new Map<string, number[]>();
      const unique = new Map<string, BatchItem>();
      refs.forEach((ref, index) => {
        const item = itemOf(context, ref);
        const identity = identityOf(item);
        unique.set(identity, item);
        places.set(identity, [...(places.get(identity) ?? []), index]);
      });
      const found = new Map<number, unknown>();
      const call = {
        form: formOf(),
        group: 'sync',
        method: 'GET',
        baseUrlBytes,
        extraQuery: fields.length === 0 ? '' : `fields=${fields.join(',')}`,
        signal,
      } as const;
      await sendBatches(send, call, [...unique.values()], (item, { result }) => {
        if (result === undefined) return;
        for (const place of places.get(identityOf(item)) ?? []) found.set(place, result);
      });
      return found;
    },
  };
}

function resultOf(id: string, { status: listed, result, error }: Told): RecordResult {
  const inResult = (result as { status?: unknown } | undefined)?.status;
  const told = listed ?? inResult;
  const status = typeof told === 'number' ? told : result === undefined ? 0 : 200;
  if (error === undefined && status >= 200 && status < 300) return { id, ok: true };
  const code = error?.code ?? error?.serviceErrorCode?.toString();
  const message = error?.message ?? 'LinkedIn said nothing about this record';
  return { id, ok: false, error: { status, code, message } };
}

/**
 * The result of a record that breaks LinkedIn's rules and is not sent. The message names fields and
 * never their values.
 */
export function invalidRecord(
  error: z.ZodError,
  input: unknown,
  ownId = 'id',
): RecordResult & { readonly ok: false } {
  const message = error.issues
    .map((issue) => `${issue.path.join('.') || 'record'}: ${issue.message}`)
    .join('; ');
  const id = (input as Readonly<Record<string, unknown>> | null | undefined)?.[ownId];
  return {
    id: typeof id === 'string' ? id : '',
    ok: false,
    error: { status: 0, code: 'invalid', message },
  };
}
