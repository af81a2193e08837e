/** An evaluation of an application by Hiring Assistant: its fields are not documented [unknown]. */
import type { ApplicationEvaluation } from '../../state/evaluations.ts';

export const evaluationElement = (evaluation: ApplicationEvaluation): Record<string, unknown> => ({
  integrationContext: evaluation.integrationContext,
  externalJobApplicationId: evaluation.applicationId,
  externalJobPostingId: evaluation.jobPostingId,
  result: evaluation.result,
  explanation: evaluation.explanation,
  evaluatedAt: evaluation.createdAtMs,
});
