/** Runs the programs of `npm test`, and ends what is left of them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { projectRoot } from '../project.mjs';

export interface Execution {
  readonly exitCode: number;
  /** Standard output and error, as they came. */
  readonly output: string;
}

export type Execute = typeof execute;

const running = new Set<ChildProcess>();

/**
 * Runs a script under the current Node and keeps what it prints.
 *
 * @param timeoutMs after which it is ended and counts as failed
 */
export function execute(
  args: readonly string[],
  { timeoutMs = 300_000, env = {} }: { timeoutMs?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<Execution> {
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  running.add(child);
  let output = '';
  const collect = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const timer = setTimeout(() => {
    output += `\nEnded after ${timeoutMs / 1000} s.\n`;
    end(child, 'SIGTERM');
  }, timeoutMs);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ exitCode: code ?? 1, output });
    });
  });
}

/** Ends everything that still runs, and waits until it has. */
export async function endAll(signal: NodeJS.Signals): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      const closed = new Promise((resolve) => child.once('close', resolve));
      end(child, signal);
      return closed;
    }),
  );
}

function end(child: ChildProcess, signal: NodeJS.Signals): void {
  child.kill(signal);
  setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
}
