#!/usr/bin/env node
/**
 * Entry of every npm script. Runs on any Node from 20 on with nothing installed: brings the
 * packages and the build up to date, then hands over to the task on the project's own Node, which
 * runs TypeScript as it is. All progress goes to stderr: with `--json` the demo promises stdout to
 * one line of its own.
 */
import { buildIsFresh } from './fingerprint.mjs';
import { ensurePackages, projectNode } from './packages.mjs';
import { projectRoot, say, withLock } from './project.mjs';
import { runChild } from './run-child.mjs';

/** Script of each task, and whether it needs a build before it starts. */
const tasks = {
  demo: { script: 'demo/main.ts', build: 'fresh' },
  // Runs from source: it needs nothing that is built.
  sandbox: { script: 'src/cli/sandbox.ts', build: 'no' },
  bench: { script: 'test/bench/main.ts', build: 'fresh' },
  // These two build as one of their checks, so that a failing build is told among the others.
  test: { script: 'src/cli/test.ts', build: 'no' },
  check: { script: 'src/cli/test.ts', build: 'no', args: ['--static'] },
  build: { script: 'src/cli/build.ts', build: 'no' },
};

async function main() {
  const [name = '', ...rest] = process.argv.slice(2);
  if (!Object.hasOwn(tasks, name)) {
    say(`Usage: npm run <${Object.keys(tasks).join('|')}> [-- options]`);
    return 2;
  }
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    say(`This project needs Node 20 or newer to start; this is Node ${process.versions.node}.`);
    return 1;
  }

  const task = tasks[/** @type {keyof typeof tasks} */ (name)];
  const node = await withLock(async () => {
    const installed = await ensurePackages();
    if (installed !== 0) return { code: installed };
    const found = projectNode();
    if (!found) return { code: 1 };
    if (task.build === 'fresh' && !buildIsFresh()) {
      say('Building (a few seconds) …');
      const built = await runChild(found, ['src/cli/build.ts'], { stdout: 'stderr' });
      if (built !== 0) return { code: built };
    }
    return { path: found };
  });
  if (!node.path) return node.code ?? 1;
  return runChild(node.path, [task.script, ...('args' in task ? task.args : []), ...rest]);
}

process.chdir(projectRoot);
process.exitCode = await main();
