/** Tells the page what went wrong; what is known about each code comes when it is needed. */
import type { ErrorDetail } from '../protocol/events.ts';

export interface Problem {
  readonly code: string;
  /** For developers: the directive, attribute or setting concerned. */
  readonly detail?: string;
}

/**
 * Warns the developer, once for each code and detail, and answers with what `rsc-error` tells.
 * The table of all errors is a chunk of its own, so that pages without a problem do not load it;
 * where it cannot be loaded either, the backend is what is wrong.
 */
export const report = (problem: Problem): Promise<ErrorDetail> =>
  import('./problem-facts.ts').then(
    ({ warn }) => warn(problem),
    () => ({ ...problem, owner: 'partner', retryable: true, message: '', docs: '' }) as ErrorDetail,
  );
