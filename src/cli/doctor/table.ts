/** Results of checks as a table for people. */
import type { CheckResult } from '../../backend/onboarding/checks/check.ts';

const words = { pass: 'pass', warn: 'wait', fail: 'FAIL' } as const;

/** A line for each check, what to do below it, and the sum at the end. */
export function tableOf(results: readonly CheckResult[]): string {
  const names = results.map(({ check, customer }) =>
    customer === undefined ? check : `${customer} ${check.replace(/^customer\./, '')}`,
  );
  const width = Math.max(0, ...names.map((name) => name.length));
  const lines = results.flatMap(({ outcome, found, fix }, index) => {
    const line = `${words[outcome]}  ${(names[index] ?? '').padEnd(width)}  ${found}`;
    return fix === '' ? [line] : [line, `${' '.repeat(width + 8)}→ ${fix}`];
  });
  const count = (outcome: CheckResult['outcome']): string =>
    String(results.filter((result) => result.outcome === outcome).length);
  const sum = `${count('pass')} pass, ${count('warn')} wait, ${count('fail')} fail`;
  return `${lines.join('\n')}\n\n${sum}\n`;
}
