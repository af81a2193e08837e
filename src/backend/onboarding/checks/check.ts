/** What a check is: a question about a deployment, its answer, and what to do if it is a bad one. */

export type CheckOutcome = 'pass' | 'warn' | 'fail';

export interface CheckResult {
  /** Stable; for scripts. */
  readonly check: string;
  /** Customer it is about; left out for the deployment. */
  readonly customer?: string;
  readonly outcome: CheckOutcome;
  /** What was found, without secrets and without what people have entered. */
  readonly found: string;
  /** What to do; empty if it passed. */
  readonly fix: string;
}

export interface Finding {
  readonly outcome: CheckOutcome;
  readonly found: string;
  readonly fix?: string;
}

export const pass = (found: string): Finding => ({ outcome: 'pass', found });
export const warn = (found: string, fix: string): Finding => ({ outcome: 'warn', found, fix });
export const fail = (found: string, fix: string): Finding => ({ outcome: 'fail', found, fix });

/** Runs a check; what it throws is a failure of the check's own subject. */
export async function runCheck(
  check: string,
  customer: string | undefined,
  ask: () => Promise<Finding>,
): Promise<CheckResult> {
  const name = customer === undefined ? { check } : { check, customer };
  try {
    const { outcome, found, fix = '' } = await ask();
    return { ...name, outcome, found, fix };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    const help = error instanceof Error && 'help' in error ? String(error.help) : undefined;
    return {
      ...name,
      outcome: 'fail',
      found: code ?? (error instanceof Error ? error.name : 'failed'),
      fix: help ?? 'Look at the log of the backend.',
    };
  }
}
