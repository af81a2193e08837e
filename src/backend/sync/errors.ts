/** What can be wrong with a call of the sync engine. */
import type * as z from 'zod';

/**
 * - `sync_input_invalid`: an argument breaks a rule; `field` names it
 * - `sync_no_source`: the backend was made without `source`
 * - `sync_unknown`: there is no such erasure, comparison or backfill
 * - `sync_backfill_open`: the customer has a backfill that is not over
 * - `sync_source_failed`: the ATS cannot be asked
 */
export type SyncErrorCode =
  | 'sync_input_invalid'
  | 'sync_no_source'
  | 'sync_unknown'
  | 'sync_backfill_open'
  | 'sync_source_failed';

export class SyncError extends Error {
  override readonly name = 'SyncError';
  readonly code: SyncErrorCode;
  /** Path of the argument, such as `refs.3.id`. */
  readonly field: string | undefined;

  constructor(code: SyncErrorCode, message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/** @throws SyncError `sync_input_invalid` that names the field and its rule, never its value */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  whole: string,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = [whole, ...(issue?.path ?? [])].join('.');
  throw new SyncError('sync_input_invalid', `${field}: ${issue?.message ?? 'is not valid'}`, field);
}
