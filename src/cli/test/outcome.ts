/** What a section of `npm test` came to. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Outcome extends Counts {
  /** What to print when something failed. */
  readonly output: string;
}

/** A check that says one thing: it holds, or not and why. */
export const holds = (output = ''): Outcome => ({ passed: 1, failed: 0, skipped: 0, output });
export const fails = (output: string): Outcome => ({ passed: 0, failed: 1, skipped: 0, output });

/** One check out of a list of findings. */
export const outcomeOfFindings = (findings: readonly string[]): Outcome =>
  findings.length === 0 ? holds() : fails(findings.join('\n'));

/** Several checks as one outcome. */
export const sumOf = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.reduce(
    (sum, next) => ({
      passed: sum.passed + next.passed,
      failed: sum.failed + next.failed,
      skipped: sum.skipped + next.skipped,
      output: [sum.output, next.output].filter(Boolean).join('\n'),
    }),
    { passed: 0, failed: 0, skipped: 0, output: '' },
  );

/**
 * What a test runner really did. A runner that fails without a failing test (a file that does not
 * load, a crash), or that finds no test at all, counts as one failure.
 */
export function outcomeOfRunner(counts: Counts | null, exitCode: number, output: string): Outcome {
  const { passed = 0, failed = 0, skipped = 0 } = counts ?? {};
  const silent = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: silent ? 1 : failed, skipped, output };
}
