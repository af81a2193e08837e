/** Processes that take a folder, to be told what to do, ended and killed by tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const script = fileURLToPath(new URL('holder-process.test-support.ts', import.meta.url));

const answer = z.object({
  held: z.boolean(),
  code: z.string().optional(),
  details: z.object({ folder: z.string(), pid: z.number(), host: z.string() }).optional(),
});
export type Answer = z.infer<typeof answer>;

export interface HolderProcess {
  readonly pid: number;
  tell(command: 'take' | 'take store' | 'write' | 'release'): Promise<Answer>;
  /** Lets it release and end. */
  end(): Promise<void>;
  /** SIGKILL: it does nothing any more, not even release. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Starts a process for a folder. */
export function startHolder(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): HolderProcess {
  const child = spawn(process.execPath, [script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
  });
  running.add(child);
  const exited = once(child, 'exit').then(() => {
    running.delete(child);
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    pid: child.pid ?? 0,
    async tell(command) {
      child.stdin.write(`${command}\n`);
      const { value } = await lines.next();
      return answer.parse(JSON.parse(String(value)));
    },
    async end() {
      child.stdin.end();
      await exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Kills what a failed test has left. */
export function killHolders(): void {
  for (const child of running) child.kill('SIGKILL');
}
