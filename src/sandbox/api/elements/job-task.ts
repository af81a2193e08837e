/** A task of a job posting: its states are documented [doc], the names of its fields are not [unknown]. */
import type { JobTask } from '../../state/jobs.ts';

export const jobTaskElement = (task: JobTask): Record<string, unknown> => ({
  id: task.id,
  status: task.status,
  externalJobPostingId: task.record.id,
  integrationContext: task.record.integrationContext,
  ...(task.error === null ? {} : { errorCode: task.error.code, errorMessage: task.error.message }),
});
