/**
 * Envelope of a batch answer [inferred from Rest.li; the documentation says a status per entity]:
 * results, errors and statuses by key.
 */
import { isRaw, pick, textOf, type Raw } from './tolerant.ts';

export interface BatchAnswer {
  readonly results: Raw;
  readonly errors: Raw;
  readonly statuses: Raw;
}

/** What LinkedIn says is wrong with one entity. */
export interface EntityError {
  readonly status?: number | undefined;
  readonly message?: string | undefined;
  /** `serviceErrorCode`, or a code of another kind. */
  readonly code?: string | undefined;
}

/** @returns null if the body is no batch answer */
export function readBatchAnswer(body: unknown): BatchAnswer | null {
  if (!isRaw(body)) return null;
  const { results, errors, statuses } = body;
  if (!isRaw(results) && !isRaw(errors) && !isRaw(statuses)) return null;
  const orNone = (part: unknown): Raw => (isRaw(part) ? part : {});
  return { results: orNone(results), errors: orNone(errors), statuses: orNone(statuses) };
}

/** A status, from a number or digits. */
export function statusOf(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) ? status : undefined;
}

export function readEntityError(raw: unknown): EntityError {
  if (!isRaw(raw)) return { message: textOf(raw) };
  return {
    status: statusOf(pick(raw, 'status')),
    message: textOf(pick(raw, 'message')),
    code: textOf(pick(raw, 'code', 'serviceErrorCode')),
  };
}
