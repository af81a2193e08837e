/** Evaluations of applications by Hiring Assistant, written back to the ATS by request id [doc]. */
import type { Database } from './database.ts';
import { Requests, type Notifications } from './notifications.ts';

export interface ApplicationEvaluation {
  readonly clientId: string;
  readonly integrationContext: string;
  readonly applicationId: string;
  readonly jobPostingId: string;
  /** What came out; which values there are is not documented [unknown]. */
  readonly result: string;
  readonly explanation: string;
  readonly createdAtMs: number;
}

/** The type of their notification is not documented [unknown]. */
export const evaluationNotification = 'EXPORT_APPLICATION_EVALUATION';

export const createEvaluations = (
  database: Database,
  notifications: Notifications,
): Requests<ApplicationEvaluation> =>
  new Requests<ApplicationEvaluation>(
    database,
    'applicationEvaluations',
    evaluationNotification,
    notifications,
  );
