/** What became of records: of each, and of those before a batch that failed as a whole. */
import type * as z from 'zod';
import { problemsOf } from './checks.ts';
import { LinkedInError } from './errors.ts';
import type { Told } from './told.ts';

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
        /** Names the field. LinkedIn's own words may quote what was sent: not for logs. */
        readonly message: string;
      };
    };

/** A batch failed as a whole. Sending all again is safe; what was answered before is kept. */
export class LinkedInBatchError extends LinkedInError {
  /** Results of the records in batches before the failed one. */
  readonly results: readonly RecordResult[];

  constructor(cause: LinkedInError, results: readonly RecordResult[]) {
    const { status, serviceErrorCode, retryAfterMs, requestId } = cause;
    const facts = { status, serviceErrorCode, retryAfterMs, requestId };
    super(cause.code, cause.message, { ...facts, said: cause.said(), cause });
    this.results = results;
  }
}

/** The result of a record, from what LinkedIn said of it. */
export function resultOf(id: string, { status: said, result, error }: Told): RecordResult {
  const status = said ?? (result === undefined ? 0 : 200);
  if (error === undefined && status >= 200 && status < 300) return { id, ok: true };
  const message = error?.message ?? 'LinkedIn said nothing about this record';
  return { id, ok: false, error: { status, code: error?.code, message } };
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
  const id = (input as Readonly<Record<string, unknown>> | null | undefined)?.[ownId];
  return {
    id: typeof id === 'string' ? id : '',
    ok: false,
    error: { status: 0, code: 'invalid', message: problemsOf(error) },
  };
}
