/**
 * A list of 1,000 candidates with an indicator in each row, in the running demo: requests, time to
 * paint against the same page with plain elements, and what the page has to wait for.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findBrowser } from '../../src/cli/browser.mjs';
import { startDemo, type DemoInfo } from '../support/demo-process.ts';
import { bundle } from './bundle.ts';
import { probe, type ProbeFigures } from './indicators/probe.ts';
import type { Row } from './report.ts';
import { interleaved, median } from './statistics.ts';

const rounds = 9;
const tag = 'rsc-in-ats-indicator';
const settleMs = 1_500;

type Variant = 'ours' | 'plain';
type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

export async function benchIndicators(): Promise<Row[]> {
  const demo = await startDemo('bench-demo');
  const browser = await chromium.launch(await findBrowser());
  try {
    const bench: Bench = {
      browser,
      info: demo.info,
      signedIn: await signIn(browser, demo.info),
      scripts: {
        ours: `${new URL(demo.info.backend).origin}/rsc/embed.js`,
        plain: await serveScript(await bundle('indicators/plain-element.ts')),
      },
    };
    const [first, paints] = [await countRequests(bench), await measurePaints(bench)];
    return [...paints, ...first];
  } finally {
    await browser.close();
    await demo.stop();
  }
}

interface Bench {
  readonly browser: Browser;
  readonly info: DemoInfo;
  readonly signedIn: StorageState;
  /** Addresses for the page's script tag. */
  readonly scripts: Readonly<Record<Variant, string>>;
}

async function measurePaints(bench: Bench): Promise<Row[]> {
  const statuses: number[] = [];
  const tasks: Record<Variant, number[]> = { ours: [], plain: [] };
  const run = (variant: Variant) => async () => {
    const { page, close } = await openList(bench, variant);
    const { paintedMs = Number.NaN, statusesMs } = await settled(page, variant);
    tasks[variant].push((await figuresOf(page)).longestTaskMs);
    if (statusesMs !== undefined) statuses.push(statusesMs);
    await close();
    return paintedMs;
  };
  const { medians, ratio } = await interleaved(
    { ours: run('ours'), plain: run('plain') },
    { rounds },
  );
  return [
    {
      what: '1,000 indicators, script start to visible rows painted',
      ours: medians.ours,
      unit: 'ms',
      against: { name: 'plain elements', figure: medians.plain, ratio: ratio('ours', 'plain') },
      asked: { of: 'ratio', atMost: 1.5 },
    },
    { what: '… to statuses shown', ours: median(statuses), unit: 'ms' },
    {
      what: '… longest task of the whole page',
      ours: median(tasks.ours),
      unit: 'ms',
      against: {
        name: 'plain elements',
        figure: median(tasks.plain),
        ratio: median(tasks.ours) / median(tasks.plain),
      },
    },
  ];
}

async function countRequests(bench: Bench): Promise<Row[]> {
  const { page, requests, close } = await openList(bench, 'ours');
  const rows = await page.locator(tag).count();
  if (rows !== 1_000) throw new Error(`The list has ${rows} indicators instead of 1,000.`);
  await settled(page, 'ours');
  await page.waitForTimeout(settleMs);
  const before = requests.length;

  await scrollThrough(page);
  const unanswered = await page.evaluate(
    (name) =>
      [...document.querySelectorAll(name)].filter((element) => {
        const button = element.shadowRoot?.querySelector('button');
        return !/\b(?:matched|unmatched|unsynced)\b/.test(button?.className ?? '');
      }).length,
    tag,
  );
  if (unanswered > 0) throw new Error(`${unanswered} rows have no status after the last scroll.`);
  const longest = Math.max(
    ...(await Promise.all(
      page.frames().map(async (frame) => {
        const figures = await frame.evaluate(() => window.probe);
        return figures?.longestScriptMs ?? 0;
      }),
    )),
  );
  await close();
  const asked = (atMost: number) => ({ of: 'figure', atMost }) as const;
  return [
    { what: '… data requests before the first scroll', ours: before, unit: '', asked: asked(1) },
    { what: '… after scrolling through', ours: requests.length, unit: '', asked: asked(10) },
    { what: '… longest task of ours above 50 ms', ours: longest, unit: 'ms', asked: asked(50) },
  ];
}

/** As a person does: a bit less than a page at a time, with time to look. */
async function scrollThrough(page: Page): Promise<void> {
  const isAtEnd = () =>
    page.evaluate(() => {
      scrollBy(0, innerHeight * 0.8);
      return scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    });
  for (let step = 0; step < 500 && !(await isAtEnd()); step += 1) await page.waitForTimeout(100);
  await page.waitForTimeout(settleMs);
}

/** @returns the address of a server that runs as long as the benchmark does */
function serveScript(body: string): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/javascript; charset=utf-8');
    response.end(body);
  }).unref();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/plain.js`);
    });
  });
}

async function signIn(browser: Browser, info: DemoInfo): Promise<StorageState> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(info.signIn.recruiter);
  const state = await context.storageState();
  await context.close();
  return state;
}

/**
 * Opens the list in a browser context of its own, that is, with nothing in its cache, and adds the
 * script under test when the page stands, so that the time is the script's and not that of 1,000
 * rows. Requests are not intercepted: that would slow down whoever makes more of them.
 */
async function openList({ browser, info, signedIn, scripts }: Bench, variant: Variant) {
  // The page's policy would not let anybody add a script; ours is loaded by its tag otherwise.
  const context = await browser.newContext({ storageState: signedIn, bypassCSP: true });
  const page = await context.newPage();
  const requests: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/candidates/statuses')) {
      requests.push(request.method());
    }
  });
  const script = scripts[variant];
  await page.addInitScript(probe, { tag, script, origin: new URL(info.backend).origin });
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setBlockedURLs', { urls: ['*/rsc/embed.js'] });
  await page.goto(info.pages.list);
  await page.waitForTimeout(settleMs);
  await devtools.send('Network.setBlockedURLs', { urls: [] });
  // Brings the driver's own scripts into the page now, and not while we measure.
  await page.waitForFunction(() => true);
  await page.evaluate((src) => {
    const own = document.querySelector<HTMLScriptElement>('script[src$="/rsc/embed.js"]');
    if (!own) throw new Error('The list has no script tag of ours.');
    own.remove();
    performance.clearResourceTimings();
    if (window.probe) window.probe.isArmed = true;
    // A clone would count as already run.
    const tagUnderTest = document.createElement('script');
    for (const { name, value } of own.attributes) tagUnderTest.setAttribute(name, value);
    tagUnderTest.src = src;
    document.head.append(tagUnderTest);
  }, script);
  return { page, requests, close: () => context.close() };
}

async function settled(page: Page, variant: Variant): Promise<ProbeFigures> {
  await page.waitForFunction(
    (waitsForStatus) => {
      const { paintedMs, statusesMs } = window.probe ?? {};
      return paintedMs !== undefined && paintedMs > 0 && (!waitsForStatus || statusesMs);
    },
    variant === 'ours',
    { timeout: 30_000 },
  );
  // Long tasks are reported a little later.
  await page.waitForTimeout(300);
  return figuresOf(page);
}

const figuresOf = async (page: Page): Promise<ProbeFigures> =>
  (await page.evaluate(() => window.probe)) ?? { longestScriptMs: 0, longestTaskMs: 0 };
