import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const module = JSON.stringify(fileURLToPath(new URL('run-child.mjs', import.meta.url)));

/** A process that does nothing but run one child by `runChild`. */
function starter(script: string): { process: ChildProcess; line: Promise<string> } {
  const code =
    `const { runChild } = await import(${module});` +
    `process.exit(await runChild(process.execPath, ['--eval', ${JSON.stringify(script)}]));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, npm_lifecycle_event: '' },
  });
  const line = new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
  );
  return { process: child, line };
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', resolve));

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && isAlive(pid); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return !isAlive(pid);
}

describe.skipIf(process.platform === 'win32')('runChild', () => {
  it('ends with the exit code of the child', async () => {
    expect(await exitOf(starter('process.exit(3)').process)).toBe(3);
  });

  it('tells the signal that ended the child', async () => {
    expect(await exitOf(starter('process.kill(process.pid, "SIGKILL")').process)).toBe(128 + 9);
  });

  it('passes a signal on once and lets the child end in its own time', async () => {
    const { process: parent, line } = starter(`
      let signals = 0;
      process.on('SIGINT', () => { signals += 1; setTimeout(() => process.exit(40 + signals), 200); });
      setInterval(() => {}, 1000);
      console.log('ready');`);
    await line;
    const exit = exitOf(parent);
    parent.kill('SIGINT');
    expect(await exit).toBe(41);
  });

  it('ends a child that does not listen at the second signal', async () => {
    const { process: parent, line } = starter(`
      process.on('SIGTERM', () => console.log('no'));
      setInterval(() => {}, 1000);
      console.log(process.pid);`);
    const pid = Number(await line);
    const exit = exitOf(parent);
    parent.kill('SIGTERM');
    await new Promise((resolve) => parent.stdout?.once('data', resolve));
    parent.kill('SIGTERM');
    expect(await exit).toBe(128 + 9);
    expect(await gone(pid)).toBe(true);
  });

  it('leaves nothing behind that the child has started', async () => {
    const { process: parent, line } = starter(`
      const child = require('node:child_process').spawn(process.execPath,
        ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      console.log(child.pid);
      setInterval(() => {}, 1000);`);
    const grandchild = Number(await line);
    const exit = exitOf(parent);
    parent.kill('SIGTERM');
    expect(await exit).toBe(128 + 15);
    expect(await gone(grandchild)).toBe(true);
  });
});
