/** Starts the demo as `npm run demo -- --json` does, on free ports, and ends it again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** What the demo prints when it is ready. */
export interface DemoInfo {
  readonly ats: string;
  readonly careers?: string;
  readonly backend: string;
  readonly harness: string;
  readonly sandbox: { readonly origin: string } & Readonly<Record<string, unknown>>;
  readonly pages: Readonly<
    Record<'list' | 'candidate' | 'unmatchedCandidate' | 'linkedinMarkup' | 'integrations', string>
  >;
  readonly signIn: Readonly<
    Record<'recruiter' | 'hiringManager' | 'administrator' | 'linkedin', string>
  >;
}

export interface DemoProcess {
  readonly info: DemoInfo;
  /** File with everything the demo has printed. */
  readonly logFile: string;
  /** Ends the demo and waits for its end. */
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Sites of the demo, each with a port of its own. */
const portCount = 4;
const startDeadlineMs = 60_000;

export interface DemoProcessOptions {
  /** Modules that run in the demo's process before it starts. */
  readonly imports?: readonly URL[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * @param name of the log file in .cache, so that two runs do not mix
 * @throws {Error} with the demo's output when it does not get ready
 */
export async function startDemo(
  name: string,
  { imports = [], env = {} }: DemoProcessOptions = {},
): Promise<DemoProcess> {
  const port = await freePorts();
  mkdirSync(`${root}.cache`, { recursive: true });
  const logFile = `${root}.cache/${name}.log`;
  const log = createWriteStream(logFile);
  const child = spawn(
    process.execPath,
    [
      ...[new URL('src/cli/tether.mjs', `file://${root}`), ...imports].flatMap((one) => [
        '--import',
        one.href,
      ]),
      ...['demo/main.ts', '--json', '--port', String(port)],
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...env },
    },
  );
  let output = '';
  const lines = new Promise<string>((resolve, reject) => {
    let stdout = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.includes('\n')) resolve(stdout.slice(0, stdout.indexOf('\n')));
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    child.once('error', reject);
    setTimeout(() => reject(new Error('was not ready in time')), startDeadlineMs).unref();
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      log.write(chunk);
    });
  }
  try {
    return { info: JSON.parse(await lines) as DemoInfo, logFile, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw new Error(`The demo ${error instanceof Error ? error.message : ''}:\n${output}`, {
      cause: error,
    });
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(force);
}

/** First of some neighbouring ports that nobody listens on, below those the system hands out. */
async function freePorts(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const ports = Array.from({ length: portCount }, (_, index) => first + index);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return first;
  }
  throw new Error('No free ports for the demo.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
