/** Starts the sandbox as `npm run sandbox -- --json` does, and ends it again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SandboxInfo } from '../../src/cli/sandbox-info.ts';

export interface SandboxProcess {
  readonly info: SandboxInfo;
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly output: { readonly stdout: string; readonly stderr: string };
  /** Ends it with a signal and waits for its end. @returns exit code, or null if the signal ended it */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface SandboxRun {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  readonly exit: Promise<number | null>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const startDeadlineMs = 60_000;

/** Runs the command, whatever comes of it. */
export function runSandbox(...argumentList: string[]): SandboxRun {
  const tether = new URL('src/cli/tether.mjs', `file://${root}`);
  const child = spawn(
    process.execPath,
    // Ends with us, however we end.
    ['--import', tether.href, 'src/cli/sandbox.ts', ...argumentList],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, output, exit };
}

/**
 * @param argumentList beside `--json`, and `--port 0` unless there is a port
 * @throws {Error} with the sandbox's output when it does not get ready
 */
export async function startSandbox(...argumentList: string[]): Promise<SandboxProcess> {
  const port = argumentList.includes('--port') ? [] : ['--port', '0'];
  const { child, output, exit } = runSandbox('--json', ...port, ...argumentList);
  let deadline: NodeJS.Timeout | undefined;
  const line = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      if (output.stdout.includes('\n'))
        resolve(output.stdout.slice(0, output.stdout.indexOf('\n')));
    });
    void exit.then((code) => reject(new Error(`The sandbox ended with ${code}: ${output.stderr}`)));
    deadline = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The sandbox was not ready in time: ${output.stderr}`));
    }, startDeadlineMs);
  });
  const info = JSON.parse(await line.finally(() => clearTimeout(deadline))) as SandboxInfo;
  return {
    info,
    child,
    output,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return exit;
    },
  };
}
