/** Shows on a page of the harness how many violations browsers have reported so far. */
export interface Reported {
  readonly page: string;
  readonly directive: string;
  readonly blocked: string;
  readonly expected: boolean;
}

const pollMs = 4_000;

/** Calls back with what nobody expects, now and whenever there is more or less of it. */
export function watchViolations(show: (list: readonly Reported[]) => void): () => void {
  let known = '';
  const ask = async (): Promise<void> => {
    if (document.hidden) return;
    const response = await fetch('/csp-reports');
    if (!response.ok) return;
    const { violations } = (await response.json()) as { violations: Reported[] };
    const surprises = violations.filter(({ expected }) => !expected);
    const text = JSON.stringify(surprises);
    if (text === known) return;
    known = text;
    show(surprises);
  };
  const quietly = (): void => void ask().catch(() => undefined);
  quietly();
  const timer = setInterval(quietly, pollMs);
  return () => clearInterval(timer);
}

/** Forgets what was reported. */
export async function clearViolations(): Promise<void> {
  await fetch('/csp-reports', { method: 'DELETE', headers: { 'x-harness': '1' } });
}
