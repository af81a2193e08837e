/**
 * `npm test`: all checks and all tests, whatever happens to those before, with one line each and one
 * sum at the end. `--static` (`npm run check`) leaves the tests out;
 * words pick sections by their names (`npm test -- lint types`).
 */
import { execute, endAll } from './test/execute.ts';
import { sections, type Section } from './test/sections.ts';
import type { Outcome } from './test/outcome.ts';

const args = process.argv.slice(2);
const words = args.filter((arg) => !arg.startsWith('-'));
const chosen = sections.filter(
  (section) =>
    (!args.includes('--static') || section.kind === 'check') &&
    (words.length === 0 || words.includes(section.name)),
);

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => void endAll(signal).then(() => process.exit(code)));
}

const total = { passed: 0, failed: 0, skipped: 0 };
const beside: Promise<void>[] = [];
for (const section of chosen) {
  if (section.kind === 'tests') await Promise.all(beside);
  const done = runAndReport(section);
  if (section.beside) beside.push(done);
  else await done;
}
await Promise.all(beside);

async function runAndReport(section: Section): Promise<void> {
  const startedAt = performance.now();
  const outcome = await outcomeOf(section);
  report(section, outcome, performance.now() - startedAt);
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  total.skipped += outcome.skipped;
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

async function outcomeOf(section: Section): Promise<Outcome> {
  try {
    return await section.run(execute);
  } catch (error) {
    const output = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { passed: 0, failed: 1, skipped: 0, output };
  }
}

function report(section: Section, outcome: Outcome, elapsedMs: number): void {
  const good = outcome.failed === 0;
  const seconds = `${(elapsedMs / 1000).toFixed(1)} s`;
  const counts =
    section.kind === 'tests' ? `${outcome.passed} passed, ${outcome.failed} failed` : '';
  console.log(`${good ? '✔' : '✖'} ${section.name.padEnd(14)} ${seconds.padStart(8)}  ${counts}`);
  if (outcome.output && (!good || section.tells)) {
    console.log(outcome.output.trimEnd().replace(/^(?=.)/gm, '    '));
  }
}
