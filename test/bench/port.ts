/**
 * Round trips from a frame to its host page across sites: our port with its checks on both sides,
 * a bare MessageChannel that only echoes, and Penpal. All three run in the same frame, in turn.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Frame, type Page } from 'playwright-core';
import { findBrowser } from '../../src/cli/browser.mjs';
import { bundle } from './bundle.ts';
import type { Row } from './report.ts';
import { interleaved } from './statistics.ts';

const rounds = 15;
const warmups = 2;
const perRound = { 1: 500, 32: 2_000 } as const;

export async function benchPort(): Promise<Row[]> {
  const [hostScript, frameScript] = await Promise.all([
    bundle('port/host.ts'),
    bundle('port/frame.ts'),
  ]);
  const partner = await listen((url, port) => {
    if (url.pathname === '/frame.js') return script(frameScript);
    const boot = {
      allow: [url.searchParams.get('o')],
      inst: url.searchParams.get('i'),
      plugin: 'profile-widget',
      sn: 'unused',
      now: Date.now(),
    };
    const content = JSON.stringify(boot).replaceAll('"', '&quot;');
    return html(
      `<meta name="rsc-boot" content="${content}">` +
        `<script type="module" src="http://partner.localhost:${port}/frame.js"></script>`,
    );
  });
  const host = await listen((url) =>
    url.pathname === '/host.js'
      ? script(hostScript)
      : html(
          `<body data-endpoint="http://partner.localhost:${portOf(partner)}/rsc">` +
            '<script type="module" src="/host.js"></script>',
        ),
  );
  const browser = await chromium.launch(await findBrowser());
  try {
    const page = await browser.newPage();
    await page.goto(`http://ats.localhost:${portOf(host)}/`);
    const frame = await readyFrame(page);
    return [await compare(frame, 1), await compare(frame, 32)].flat();
  } finally {
    await browser.close();
    partner.close();
    host.close();
  }
}

async function compare(frame: Frame, inFlight: 1 | 32): Promise<Row[]> {
  const run = (name: 'ours' | 'bare' | 'penpal') => () =>
    frame.evaluate(([way, count, flying]) => window.measure?.(way, count, flying) ?? Number.NaN, [
      name,
      perRound[inFlight],
      inFlight,
    ] as const);
  const { medians, ratio } = await interleaved(
    { ours: run('ours'), bare: run('bare'), penpal: run('penpal') },
    { rounds, warmups },
  );
  // A round trip is what one question costs; many at a time are told for comparison.
  const isAsked = inFlight === 1;
  const row = (name: string, other: 'bare' | 'penpal', atLeast: number): Row => ({
    what: `port round trips, ${isAsked ? 'one' : inFlight} at a time`,
    ours: medians.ours,
    unit: '/s',
    against: { name, figure: medians[other], ratio: ratio('ours', other) },
    ...(isAsked ? { asked: { of: 'ratio', atLeast } } : {}),
  });
  return [row('bare MessageChannel', 'bare', 0.85), row('Penpal', 'penpal', 1)];
}

/** The frame, once it has all three connections; in a process of its own, or it proves nothing. */
async function readyFrame(page: Page): Promise<Frame> {
  await page.waitForSelector('iframe');
  const frame = page.frames().find((candidate) => candidate.url().includes('partner.localhost'));
  if (!frame) throw new Error('The frame is missing.');
  await frame.waitForFunction(() => window.measure !== undefined, undefined, { timeout: 20_000 });
  const session = await page.context().newCDPSession(page);
  const { targetInfos } = (await session.send('Target.getTargets')) as {
    targetInfos: { type: string; url: string }[];
  };
  if (!targetInfos.some(({ type, url }) => type === 'iframe' && url === frame.url())) {
    throw new Error('The browser does not isolate sites; round trips would stay in one process.');
  }
  return frame;
}

interface Answer {
  readonly type: string;
  readonly body: string;
}
const script = (body: string): Answer => ({ type: 'text/javascript', body });
const html = (body: string): Answer => ({ type: 'text/html', body: `<!doctype html>${body}` });

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

function listen(answer: (url: URL, port: number) => Answer): Promise<Server> {
  const server = createServer((request, response) => {
    const { type, body } = answer(new URL(request.url ?? '/', 'http://localhost'), portOf(server));
    response.setHeader('content-type', `${type}; charset=utf-8`);
    response.end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
