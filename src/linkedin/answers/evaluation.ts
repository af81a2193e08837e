/** An application's evaluation by Hiring Assistant, written back; its fields are not documented [unknown]. */
import { isRaw, msOf, pick, textOf, type Raw } from './tolerant.ts';

export interface ApplicationEvaluation {
  readonly applicationId: string | undefined;
  readonly jobPostingId: string | undefined;
  readonly integrationContext: string | undefined;
  readonly result: string | undefined;
  readonly evaluatedAtMs: number | undefined;
  readonly raw: Raw;
}

export function readEvaluation(raw: unknown): ApplicationEvaluation {
  const element = isRaw(raw) ? raw : {};
  return {
    applicationId: textOf(pick(element, 'externalJobApplicationId', 'externalApplicationId')),
    jobPostingId: textOf(pick(element, 'externalJobPostingId')),
    integrationContext: textOf(pick(element, 'integrationContext')),
    result: textOf(pick(element, 'result', 'evaluation.result', 'rating')),
    evaluatedAtMs: msOf(pick(element, 'evaluatedAt', 'createdAt', 'created')),
    raw: element,
  };
}
