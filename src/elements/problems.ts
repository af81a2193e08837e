/** Tells the page what went wrong; what is known about each code comes when it is needed. */
import { bare } from '../handshake/host-contexts.ts';
import type { ErrorDetail } from '../protocol/events.ts';

export interface Problem {
  readonly code: string;
  /** For developers: the directive, attribute or setting concerned. */
  readonly detail?: string;
}

const warned = new Set<string>();

/**
 * Warns the developer, once for each code and detail, and fires `rsc-error` at the element.
 * The table of all errors is a chunk of its own, so that pages without a problem do not load it;
 * where it cannot be loaded either, the backend is what is wrong.
 */
export async function report(problem: Problem, element?: Element): Promise<void> {
  const { code } = problem;
  const detail: ErrorDetail = await import('./problem-facts.ts').then(
    ({ describe }) => describe(problem),
    () =>
      ({
        code,
        owner: 'partner',
        retryable: true,
        message: code,
        docs: 'https://rsc-embed.dev/errors',
      }) as ErrorDetail,
  );
  const key = code + (problem.detail ?? '');
  if (!warned.has(key)) console.warn(`[rsc-embed] ${code}: ${detail.message} (${detail.docs})`);
  warned.add(key);
  element?.dispatchEvent(
    new CustomEvent('rsc-error', bare({ detail, bubbles: true, composed: true })),
  );
}
