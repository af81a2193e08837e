/**
 * A list of 1,000 candidates with an indicator in each row, in the running demo: requests, time to
 * paint against the same page with plain elements, and what the page has to wait for.
 */
import { readFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findBrowser } from '../../src/cli/browser.mjs';
import { startDemo, type DemoInfo } from '../support/demo-process.ts';
import { bundle } from './bundle.ts';
import { probe, type ProbeFigures } from './indicators/probe.ts';
import type { Row } from './report.ts';
import { interleaved, median } from './statistics.ts';

const rounds = 9;
const tag = 'rsc-in-ats-indicator';
const mark = 'bench-start';
const settleMs = 1_500;

type Variant = 'ours' | 'plain';
type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

export async function benchIndicators(): Promise<Row[]> {
  const demo = await startDemo('bench-demo');
  const browser = await chromium.launch(await findBrowser());
  try {
    const loader = new URL('../../dist/browser/embed.js', import.meta.url);
    const bench: Bench = {
      browser,
      info: demo.info,
      signedIn: await signIn(browser, demo.info),
      scripts: {
        ours: readFileSync(loader, 'utf8'),
        plain: await bundle('indicators/plain-element.ts'),
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
  /** What the page's script tag gets. */
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

async function signIn(browser: Browser, info: DemoInfo): Promise<StorageState> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(info.signIn.recruiter);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Opens the list in a browser context of its own, that is, with nothing in its cache. */
async function openList({ browser, info, signedIn, scripts }: Bench, variant: Variant) {
  const context = await browser.newContext({ storageState: signedIn });
  const page = await context.newPage();
  const requests: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/candidates/statuses')) {
      requests.push(request.method());
    }
  });
  await page.addInitScript(probe, { tag, mark, origin: new URL(info.backend).origin });
  const body = `performance.mark(${JSON.stringify(mark)});${scripts[variant]}`;
  await page.route('**/rsc/embed.js', async (route) => {
    // The script comes when the page stands, so that the time is ours and not that of its rows.
    await page.waitForLoadState('domcontentloaded');
    await page.waitForTimeout(settleMs);
    await route.fulfill({
      body,
      contentType: 'text/javascript; charset=utf-8',
      headers: { 'cross-origin-resource-policy': 'cross-origin' },
    });
  });
  await page.goto(info.pages.list);
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
