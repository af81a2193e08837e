/** The demo as it is started; needs the build. */
import { spawn, type ChildProcess } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoInfo } from './config/demo.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const startDeadlineMs = 30_000;

interface Run {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  readonly exit: Promise<number | null>;
}

function run(...argumentList: string[]): Run {
  const child = spawn(process.execPath, ['demo/main.ts', ...argumentList], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, output, exit };
}

async function firstLine({ output, exit }: Run): Promise<string> {
  const ended = exit.then((code) => {
    throw new Error(`ended with ${String(code)}: ${output.stderr}`);
  });
  ended.catch(() => undefined); // it ends in the end
  const line = async (): Promise<string> => {
    while (!output.stdout.includes('\n')) await new Promise((resolve) => setTimeout(resolve, 20));
    return output.stdout.slice(0, output.stdout.indexOf('\n'));
  };
  return Promise.race([line(), ended]);
}

/** First of four neighbouring free ports. */
async function freePorts(): Promise<number> {
  const isFree = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const server = createServer();
      server.once('error', () => {
        resolve(false);
      });
      server.listen(port, '127.0.0.1', () =>
        server.close(() => {
          resolve(true);
        }),
      );
    });
  for (let first = 30_100 + (process.pid % 200) * 8; first < 32_700; first += 4) {
    const free = await Promise.all([0, 1, 2, 3].map((offset) => isFree(first + offset)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('no four free ports');
}

const statusOf = (url: string, cookie = ''): Promise<{ status: number; cookie: string }> =>
  new Promise((resolve, reject) => {
    const { host, port, pathname, search } = new URL(url);
    const headers = { host, cookie };
    httpRequest({ host: '127.0.0.1', port, path: pathname + search, headers }, (response) => {
      response.resume();
      const [set = ''] = response.headers['set-cookie'] ?? [];
      resolve({ status: response.statusCode ?? 0, cookie: set.split(';')[0] ?? '' });
    })
      .once('error', reject)
      .end();
  });

describe('npm run demo', () => {
  let port: number;
  let demo: Run;
  let info: DemoInfo;

  beforeAll(async () => {
    port = await freePorts();
    demo = run('--json', '--port', String(port));
    info = JSON.parse(await firstLine(demo)) as DemoInfo;
  }, startDeadlineMs);

  afterAll(async () => {
    demo.child.kill('SIGKILL');
    await demo.exit;
  });

  it('prints one line of JSON with every address, and nothing else', () => {
    const at = (name: string, offset: number): string =>
      `http://${name}.localhost:${String(port + offset)}`;
    const candidate = (path: string): unknown =>
      expect.stringMatching(new RegExp(`^${at('ats', 0)}/${path}/c[0-9a-z]{10}$`)) as unknown;
    expect(info).toEqual({
      ats: at('ats', 0),
      backend: at('partner', 1),
      harness: at('harness', 3),
      sandbox: {
        origin: at('linkedin', 2),
        apiBase: `http://127.0.0.1:${String(port + 2)}`,
        oauthTokenUrl: `http://127.0.0.1:${String(port + 2)}/oauth/v2/accessToken`,
      },
      pages: {
        list: `${at('ats', 0)}/candidates`,
        candidate: candidate('candidates'),
        unmatchedCandidate: candidate('candidates'),
        linkedinMarkup: candidate('linkedin-markup'),
        integrations: `${at('ats', 0)}/integrations`,
      },
      signIn: {
        recruiter: `${at('ats', 0)}/demo/sign-in/recruiter`,
        hiringManager: `${at('ats', 0)}/demo/sign-in/hiring-manager`,
        administrator: `${at('ats', 0)}/demo/sign-in/administrator?next=/integrations`,
        linkedin: `${at('linkedin', 2)}/uas/one-click?account=a4f81c07&return=${encodeURIComponent(`${at('ats', 0)}/linkedin/signed-in`)}`,
      },
    });
    expect(demo.output.stdout.trim().split('\n')).toHaveLength(1);
    expect(demo.output.stderr).toBe('');
  });

  it('has pages at all of them', async () => {
    const { cookie } = await statusOf(info.signIn.recruiter);
    const { integrations, ...pages } = info.pages;
    for (const url of Object.values(pages)) {
      expect([url, (await statusOf(url, cookie)).status]).toEqual([url, 200]);
    }
    const administrator = (await statusOf(info.signIn.administrator)).cookie;
    for (const url of [
      integrations,
      `${integrations}/customers`,
      `${integrations}/customers/kestrel`,
    ]) {
      expect([url, (await statusOf(url, administrator)).status]).toEqual([url, 200]);
    }
    for (const url of [info.harness, info.sandbox.origin, `${info.backend}/rsc/embed.js`]) {
      expect([url, (await statusOf(url)).status]).toEqual([url, 200]);
    }
    expect((await statusOf(info.signIn.linkedin)).status).toBe(302);
  });

  it('says which port is taken, and ends with 1', async () => {
    const second = run('--json', '--port', String(port));
    expect(await second.exit).toBe(1);
    expect(second.output.stdout).toBe('');
    expect(second.output.stderr).toContain(`Port ${String(port)} (ATS) is in use.`);
    expect(second.output.stderr).not.toContain('    at ');
  });

  it('ends at once and with 0 when it is told to stop', async () => {
    const startedAt = performance.now();
    demo.child.kill('SIGINT');
    expect(await demo.exit).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await expect(statusOf(info.ats)).rejects.toThrow('ECONNREFUSED');
  });
});
