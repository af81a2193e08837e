/** What is written down of rows that were not sent: when they are tried again, or why they are not. */
import { backoffMs } from './backoff.ts';
import type { Picked, Settled } from './rows.ts';

const wait = { baseMs: 5_000, maxMs: 60 * 60_000 };

export interface PutOffOptions {
  readonly nowMs: number;
  /** Attempts after which a record is put aside. */
  readonly maxAttempts: number;
  /** What failed last. */
  readonly said?: string | undefined;
}

/** Tried again later, or put aside if it has been often enough. */
export function putOff(
  row: Picked,
  reason: string,
  { nowMs, maxAttempts, said = reason }: PutOffOptions,
): Settled {
  if (row.attempts + 1 < maxAttempts) {
    const dueAt = new Date(nowMs + backoffMs(row.attempts, wait));
    return { row, state: 'pending', reason, dueAt };
  }
  return {
    row,
    state: 'quarantined',
    reason: 'retries_exhausted',
    problems: [
      {
        field: 'record',
        problem: `It failed ${String(maxAttempts)} times in a row (${said})`,
        fix: 'Send it again once the cause is gone.',
      },
    ],
  };
}

/** LinkedIn has understood the record and does not take it. Its words stay in the store. */
export const refusedByLinkedIn = (row: Picked, code: string, message: string): Settled => ({
  row,
  state: 'quarantined',
  reason: 'linkedin_refused',
  problems: [
    {
      field: 'record',
      problem: `LinkedIn: ${message} (${code})`.replaceAll('\u0000', ''),
      fix: 'Correct the record in the ATS; it is sent again when it changes.',
    },
  ],
});
