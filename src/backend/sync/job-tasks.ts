/**
 * Job postings are taken in by tasks: LinkedIn says later what became of each [doc]. Until then a
 * posting is not at LinkedIn, and what hangs on it waits.
 */
import type { JobTask } from '../../linkedin/index.ts';
import type { Picked, Settled } from './rows.ts';

/** A task is usually over within five minutes [doc]; it is asked for more and more rarely. */
const firstWaitMs = 2_000;
const maxWaitMs = 60_000;

/** A posting that was accepted: its task is asked for in a moment. */
export const submitted = (
  row: Picked,
  taskId: string,
  nowMs: number,
  facts: { readonly digest: string; readonly kept: object },
): Settled => ({
  row,
  state: 'task',
  taskId,
  dueAt: new Date(nowMs + firstWaitMs),
  ...facts,
});

/**
 * What a task says of its posting.
 * @param task undefined if LinkedIn does not know it
 * @param retry settles a row that is to be sent again
 */
export function settleTask(
  row: Picked,
  task: JobTask | undefined,
  nowMs: number,
  retry: (row: Picked, reason: string) => Settled,
): Settled {
  // Ids live 30 days [doc]; one that is not known any more says nothing of its posting.
  if (task === undefined) return retry(row, 'task_lost');
  const { taskId } = row;
  const digest = row.digest ?? undefined;
  switch (task.status) {
    case 'SUCCEEDED':
      return row.op === 'delete' ? { row, state: 'deleted' } : { row, state: 'sent', digest };
    case 'PROCESSED':
      if (task.errorCode === undefined) {
        return row.op === 'delete' ? { row, state: 'deleted' } : { row, state: 'sent', digest };
      }
      return refused(row, task);
    case 'FAILED':
      // LinkedIn's own failure, unless it names a reason.
      return task.errorCode === undefined ? retry(row, 'task_failed') : refused(row, task);
    default: {
      const waitMs = Math.min(maxWaitMs, firstWaitMs * 2 ** Math.min(row.attempts, 5));
      return {
        row,
        state: 'task',
        taskId: taskId ?? undefined,
        digest,
        dueAt: new Date(nowMs + waitMs),
      };
    }
  }
}

const refused = (row: Picked, { errorCode = '', errorMessage }: JobTask): Settled => ({
  row,
  state: 'quarantined',
  reason: 'linkedin_refused',
  problems: [
    {
      field: 'record',
      problem: `LinkedIn: ${errorCode}${errorMessage === undefined ? '' : ` (${errorMessage})`}`,
      fix: 'Correct the job posting in the ATS; it is sent again when it changes.',
    },
  ],
});
