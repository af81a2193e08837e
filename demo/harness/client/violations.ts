/** Shows on a page of the harness how many violations browsers have reported so far. */
export interface Reported {
  readonly page: string;
  readonly directive: string;
  readonly blocked: string;
}

const pollMs = 4_000;

/** Calls back with the list now and whenever it has changed. */
export function watchViolations(show: (list: readonly Reported[]) => void): () => void {
  let known = -1;
  const ask = async (): Promise<void> => {
    if (document.hidden) return;
    const response = await fetch('/csp-reports');
    if (!response.ok) return;
    const { violations } = (await response.json()) as { violations: Reported[] };
    if (violations.length === known) return;
    known = violations.length;
    show(violations);
  };
  const quietly = (): void => void ask().catch(() => undefined);
  quietly();
  const timer = setInterval(quietly, pollMs);
  return () => clearInterval(timer);
}

/** Forgets what was reported. */
export const clearViolations = (): Promise<Response> =>
  fetch('/csp-reports', { method: 'DELETE', headers: { 'x-harness': '1' } });
