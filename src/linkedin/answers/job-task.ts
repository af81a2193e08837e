/** The task that takes a job posting in [doc]: its states are listed, its other fields are not. */
import { isRaw, pick, textOf, type Raw } from './tolerant.ts';

export interface JobTask {
  readonly id: string;
  /** IN_PROGRESS, SUCCEEDED, FAILED, PROCESSED (with an error: validation failed), or what is new. */
  readonly status: string;
  readonly jobPostingId: string | undefined;
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  readonly raw: Raw;
}

export function readJobTask(id: string, raw: unknown): JobTask {
  const element = isRaw(raw) ? raw : {};
  return {
    id,
    status: textOf(pick(element, 'status', 'state')) ?? 'UNKNOWN',
    jobPostingId: textOf(pick(element, 'externalJobPostingId')),
    errorCode: textOf(pick(element, 'errorCode', 'error.code')),
    errorMessage: textOf(pick(element, 'errorMessage', 'error.message')),
    raw: element,
  };
}
