/** The sections of `npm test`, in order: what is quick and says most comes first. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkBudgets } from '../budgets.ts';
import { buildIsFresh } from '../fingerprint.mjs';
import { inProject } from '../project.mjs';
import { checkBundles } from './bundles.ts';
import type { Execute } from './execute.ts';
import { fails, holds, outcomeOfRunner, type Counts, type Outcome } from './outcome.ts';
import { checkPackage } from './package.ts';

export interface Section {
  readonly name: string;
  readonly kind: 'check' | 'tests';
  /** Whether it runs beside the checks that follow; no tests begin before it has ended. */
  readonly beside?: boolean;
  /** Whether its output is worth reading when all is well. */
  readonly tells?: boolean;
  run(execute: Execute): Promise<Outcome> | Outcome;
}

const bin = (...path: string[]): string => inProject('node_modules', ...path);

const command = (name: string, args: readonly string[]): Section => ({
  name,
  kind: 'check',
  async run(execute) {
    const { exitCode, output } = await execute(args);
    return exitCode === 0 ? holds() : fails(output);
  },
});

const build: Section = {
  name: 'build',
  kind: 'check',
  async run(execute) {
    if (buildIsFresh()) return holds();
    const { exitCode, output } = await execute([inProject('src', 'cli', 'build.ts')]);
    return exitCode === 0 ? holds() : fails(output);
  },
};

const vitest = (name: string, config: string): Section => ({
  name,
  kind: 'tests',
  run: (execute) =>
    withFile(async (path) => {
      const { exitCode, output } = await execute(
        [
          bin('vitest', 'vitest.mjs'),
          'run',
          ...['--config', config],
          ...['--reporter', process.env['CI'] ? 'dot' : 'default', '--reporter', 'json'],
          ...['--outputFile', path],
        ],
        { timeoutMs: 900_000, env: { NO_COLOR: '1' } },
      );
      return outcomeOfRunner(readVitestCounts(path), exitCode, output);
    }),
});

const elements: Section = {
  name: 'elements',
  kind: 'tests',
  run: (execute) =>
    withFile(async (path) => {
      const { exitCode, output } = await execute(
        [bin('@web', 'test-runner', 'dist', 'bin.js'), '--config', 'web-test-runner.config.mjs'],
        { timeoutMs: 600_000, env: { NO_COLOR: '1', CI: 'true', RSC_COUNTS_FILE: path } },
      );
      return outcomeOfRunner(readJson<Counts>(path), exitCode, output);
    }),
};

export const sections: readonly Section[] = [
  // The demo sees the package as it is built; without a build it cannot even be checked.
  build,
  {
    ...command('lint', [bin('eslint', 'bin', 'eslint.js'), '--max-warnings=0', '.']),
    // As long as the other checks together.
    beside: true,
  },
  command('format', [bin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.']),
  command('types', [bin('typescript', 'bin', 'tsc'), '-p', '.']),
  command('rooms', [
    bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
    ...['--config', '.dependency-cruiser.cjs', '--output-type', 'err'],
    ...['src', 'demo', 'test'],
  ]),
  { name: 'budgets', kind: 'check', tells: true, run: () => checkBudgets() },
  { name: 'bundles', kind: 'check', run: () => checkBundles() },
  { name: 'package', kind: 'check', run: (execute) => checkPackage(execute) },
  vitest('unit', 'vitest.config.ts'),
  elements,
  vitest('flows', 'vitest.flows.config.ts'),
];

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

function readVitestCounts(path: string): Counts | null {
  const report = readJson<VitestReport>(path);
  if (!report) return null;
  const brokenFiles = report.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Null when a runner ended before it could write. */
function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return null;
  }
}

async function withFile<T>(work: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rsc-embed-test-'));
  try {
    return await work(join(folder, 'counts.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
