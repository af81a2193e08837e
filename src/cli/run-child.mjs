/** Runs one child so that it never outlives us and its exit code is ours. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter } from 'node:path';
import { inProject, projectRoot } from './project.mjs';

/** How long a child may take to end after it was asked to. */
const graceMs = 8_000;
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Starts a program and waits for its end. Signals that we get go to the child, once; the child is
 * in a process group of its own, so that the terminal's Ctrl-C does not reach it a second time and
 * so that whatever it started can be ended with it. A second signal, or `graceMs`, ends it by force.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{stdout?: 'inherit' | 'stderr', shell?: boolean}} [options] `stderr` keeps our stdout clean
 * @returns {Promise<number>} exit code; 128 + n if a signal n ended it
 */
export function runChild(command, args, { stdout = 'inherit', shell = false } = {}) {
  const grouped = process.platform !== 'win32';
  const tethered = args[0]?.endsWith('.ts') ?? false;
  const nodeArgs = tethered ? ['--import', tether] : [];
  const child = spawn(command, [...nodeArgs, ...args], {
    cwd: projectRoot,
    detached: grouped,
    shell,
    stdio: ['ignore', stdout === 'stderr' ? 2 : 'inherit', 'inherit', ...(tethered ? ipc : [])],
    env: { ...process.env, PATH: withOwnBinaries(process.env['PATH']) },
  });

  const kill = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      if (grouped && child.pid) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // Gone already.
    }
  };

  let asked = 0;
  /** @type {NodeJS.Timeout | undefined} */
  let force;
  const onSignal = (/** @type {NodeJS.Signals} */ signal) => {
    asked += 1;
    if (asked > 1) return kill('SIGKILL');
    // Only the child itself: it knows the order in which its own children have to end.
    child.kill(signal);
    force = setTimeout(kill, graceMs, 'SIGKILL');
  };
  for (const signal of signals) process.on(signal, onSignal);
  const parentWatch = watchParent(() => onSignal('SIGTERM'));

  return new Promise((resolve) => {
    const settle = (/** @type {number} */ code) => {
      clearTimeout(force);
      clearInterval(parentWatch);
      for (const signal of signals) process.off(signal, onSignal);
      kill('SIGKILL');
      resolve(code);
    };
    child.once('error', (error) => {
      process.stderr.write(`Cannot run ${command}: ${error.message}\n`);
      settle(127);
    });
    child.once('exit', (code, signal) =>
      settle(code ?? 128 + (signal ? (constants.signals[signal] ?? 0) : 0)),
    );
  });
}

const tether = new URL('./tether.mjs', import.meta.url).href;

const ipc = /** @type {const} */ (['ipc']);

/**
 * npm can be killed without passing that on; then nobody would be left to stop us. npm starts
 * scripts through a shell, which outlives it: where the system tells, that one is watched too.
 */
function watchParent(/** @type {() => void} */ onGone) {
  if (!process.env['npm_lifecycle_event']) return undefined;
  const ancestors = () => [process.ppid, parentOf(process.ppid)].join();
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(timer);
    onGone();
  }, 1_000);
  return timer.unref();
}

function parentOf(/** @type {number} */ pid) {
  try {
    // pid (command) state parent …; a command may hold spaces and parentheses.
    const [, parent] =
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return parent;
  } catch {
    return undefined;
  }
}

const withOwnBinaries = (/** @type {string | undefined} */ path) =>
  [inProject('node_modules', '.bin'), ...(path ? [path] : [])].join(delimiter);
