/**
 * What can go wrong between a page and its servers, and what people get to see of it.
 *
 * The host page here is an application of its own: it has a counter that goes by itself and a
 * button that counts, so that a test can tell whether it is still alive.
 */
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { expect } from 'vitest';
import { errorTable, type ErrorCode } from '../../../src/protocol/errors.ts';
import {
  candidate,
  embed,
  errorsTold,
  expectStates,
  harness,
  indicator,
  newContext,
  nonce,
  profile,
  serve,
  statesOf,
  visit,
  type ErrorTold,
  type HostPage,
  type Visit,
} from './hostile.ts';
import { expectState, widgetOf } from './recruiter.ts';

/** Ways in which a server, or what stands in front of it, does not answer as it should. */
export const faults = {
  'answers 404 with a page of HTML': (route: Route) =>
    route.fulfill({ status: 404, contentType: 'text/html', body: '<h1>Not found</h1>' }),
  'answers 500 with a page of HTML': (route: Route) =>
    route.fulfill({ status: 500, contentType: 'text/html', body: '<h1>Oops</h1>' }),
  'answers 503 with nothing in it': (route: Route) => route.fulfill({ status: 503, body: '' }),
  'answers with the page of a login wall': (route: Route) =>
    route.fulfill({ status: 200, contentType: 'text/html', body: '<form>Please log in</form>' }),
  'answers with half a sentence': (route: Route) =>
    route.fulfill({ status: 200, contentType: 'application/json', body: '{"status":{"candid' }),
  'answers with something else': (route: Route) => route.fulfill({ status: 200, json: { a: 1 } }),
  'asks for an hour of patience': (route: Route) =>
    route.fulfill({ status: 429, headers: { 'retry-after': '3600' }, body: '' }),
  'hangs up': (route: Route) => route.abort('connectionreset'),
  'never answers': () => undefined,
} as const satisfies Record<string, (route: Route) => unknown>;
export type Fault = keyof typeof faults;

/** A fault that can be taken away, and how often it has struck. */
export interface Broken {
  readonly strikes: number;
  repair(): void;
}

/** Breaks an address until it is repaired. */
export async function breakAt(
  where: BrowserContext | Page,
  address: RegExp,
  fault: Fault | ((route: Route) => unknown),
): Promise<Broken> {
  let isBroken = true;
  let strikes = 0;
  const strike = typeof fault === 'string' ? faults[fault] : fault;
  await where.route(address, async (route) => {
    if (!isBroken) return route.fallback();
    strikes += 1;
    await strike(route);
    return undefined;
  });
  return {
    get strikes() {
      return strikes;
    },
    repair() {
      isBroken = false;
    },
  };
}

export interface HostOptions {
  /** Attributes of the script tag besides the tenant. */
  readonly script?: string;
  /** Attributes of the profile widget; null for none on the page. */
  readonly widget?: string | null;
  readonly rows?: number;
  /** Milliseconds until an element loses its patience. */
  readonly deadlineMs?: number;
  /** State of the candidate, as the harness names it; those not synced come without LinkedIn. */
  readonly whom?: 'matched' | 'not-synced';
  readonly page?: Partial<HostPage>;
}

let pages = 0;

/** With two lanes, about as many pages as two cores can carry. */
const atOnce = 6;

/**
 * Checks cases that mostly wait side by side, each in a page of its own. They share a context, so
 * that a case costs the browser a page and not a window with processes of its own.
 * @param check breaks things for its page alone
 * @throws {AggregateError} that names the cases which failed
 */
export async function sideBySide<T>(
  browser: Browser,
  cases: readonly T[],
  nameOf: (one: T) => string,
  check: (page: Page, one: T) => Promise<void>,
): Promise<void> {
  const failed: Error[] = [];
  const waiting = [...cases];
  const context = await newContext(browser, { viewport: { width: 1280, height: 1600 } });
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const page = await context.newPage();
      try {
        await check(page, one);
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : '';
        failed.push(new Error(`${nameOf(one)}: ${why}`, { cause }));
      }
      await page.close();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  await context.close();
  if (failed.length > 0) {
    throw new AggregateError(failed, failed.map(({ message }) => message).join('\n'));
  }
}

/** Opens a page of an application that is alive, with elements of ours on it. */
export async function openHost(
  where: BrowserContext | Page,
  { script = '', widget = '', rows = 0, deadlineMs, whom, page = {} }: HostOptions = {},
): Promise<Visit> {
  const address = `${harness}/flows/alive-${String((pages += 1))}`;
  const init =
    deadlineMs === undefined
      ? ''
      : `<script nonce="${nonce}">RSC.init({ deadlineMs: ${String(deadlineMs)} })</script>`;
  const indicators = await Promise.all(Array.from({ length: rows }, () => indicator()));
  await serve(where, address, {
    head: embed(script) + init,
    body: `<p>Application <output id="ticks">0</output> <button id="press">0</button></p>
      ${widget === null ? '' : await profile(widget, whom)}${indicators.join('')}
      <script nonce="${nonce}">
        const count = (element) => { element.textContent = Number(element.textContent) + 1; };
        setInterval(count, 200, document.getElementById('ticks'));
        document.getElementById('press').onclick = ({ target }) => count(target);
      </script>`,
    ...page,
  });
  return visit(where, address);
}

/** The application around our elements goes on, and nobody has thrown anything at it. */
export async function expectUnharmed({ page, uncaught }: Visit): Promise<void> {
  expect(uncaught).toEqual([]);
  expect(await page.evaluate(() => window.harness.errors)).toEqual([]);
  const press = page.locator('#press');
  const before = Number(await press.innerText());
  await press.click();
  expect(await press.innerText()).toBe(String(before + 1));
  const ticks = async () => Number(await page.locator('#ticks').innerText());
  const then = await ticks();
  await expect.poll(ticks).toBeGreaterThan(then);
}

/** Where something is said, and what. */
export interface Notice {
  readonly text: string;
  readonly hasButton: boolean;
}

/** What the person reads in place of the profile: in our frame, or from the page's own shell. */
export async function noticeOn(page: Page): Promise<Notice> {
  const { element, frame } = widgetOf(page);
  const panel = element.locator('.panel');
  const isOwn = await panel.isVisible();
  const said = isOwn ? panel : frame.locator('rsc-notice .notice').first();
  const text = await said.innerText({ timeout: 1_000 }).catch(() => '');
  const hasButton = await said.getByRole('button', { name: /^Try(ing)? again/ }).isVisible();
  return { text, hasButton };
}

/** Presses the button that is offered, wherever it is. */
export async function tryAgain(page: Page): Promise<void> {
  const { element, frame } = widgetOf(page);
  const own = element.locator('.panel').getByRole('button', { name: 'Try again' });
  const framed = frame.getByRole('button', { name: 'Try again' }).first();
  if (await own.isVisible()) await own.click();
  else await framed.click();
}

/**
 * There is one clear error: an event with this code and everything a developer needs, a sentence
 * and what to do for the person, a button where trying again can help and none where it cannot.
 */
export async function expectOneError(
  visited: Visit,
  code: ErrorCode,
  sentence = /\w{3,} \w+/,
): Promise<void> {
  const { page, complaints } = visited;
  const codes = async () => (await errorsTold(page)).map((told) => told.code);
  await expect.poll(codes).toEqual([code]);
  const { owner, retryable, state } = errorTable[code];
  const [told] = (await errorsTold(page)) as [ErrorTold];
  expect(told).toMatchObject({ owner, retryable });
  expect(told.message).toMatch(/\w+ \w+/);
  expect(told.docs).toMatch(new RegExp(`^https?://.*#${code.replaceAll('_', '-')}$`));
  await expectState(widgetOf(page).element, state);
  const notice = () => noticeOn(page);
  await expect.poll(async () => (await notice()).text).toMatch(sentence);
  await expect.poll(async () => (await notice()).text).toContain(code);
  // Nothing can be tried again where there is not even a configuration.
  await expect.poll(async () => (await notice()).hasButton).toBe(retryable);
  await expectWarning(complaints, code);
}

/** The developer reads of it once, on the console. */
async function expectWarning(complaints: readonly string[], code: ErrorCode): Promise<void> {
  const warnings = () => complaints.filter((text) => text.startsWith('[rsc-embed]'));
  await expect.poll(warnings).toEqual([expect.stringContaining(code)]);
}

/** All indicators of a page say the same, and the page hears of the cause once. */
export async function expectOneErrorOfRows(visited: Visit, code: ErrorCode): Promise<void> {
  const { page, complaints } = visited;
  const { state, owner, retryable } = errorTable[code];
  await expectStates(page, new RegExp(`^${state}$`));
  await expect.poll(async () => (await errorsTold(page)).map((told) => told.code)).toEqual([code]);
  expect((await errorsTold(page))[0]).toMatchObject({ owner, retryable });
  for (const row of await page.locator('rsc-in-ats-indicator button').all()) {
    await expect.poll(() => row.getAttribute('aria-label')).toBe('LinkedIn status: Unavailable');
  }
  await expectWarning(complaints, code);
}

/** All is well again, in the same page. */
export async function expectRecovered({ page, requests }: Visit): Promise<void> {
  const { element, frame, name } = widgetOf(page);
  await expectState(element, 'ready');
  const isSynced = (await element.getAttribute('candidate-id')) !== (await candidate('not-synced'));
  await (isSynced ? name : frame.getByText('Not on LinkedIn yet')).waitFor();
  expect(await element.locator('.panel').isVisible()).toBe(false);
  // Nobody has loaded it again.
  expect(requests.filter((one) => one === `GET ${page.url()}`)).toHaveLength(1);
}

export const codesTold = async (page: Page): Promise<ErrorCode[]> =>
  (await errorsTold(page)).map(({ code }) => code as ErrorCode);

export async function rowsReady(page: Page, count: number): Promise<void> {
  await expectStates(page);
  expect(await statesOf(page)).toHaveLength(count);
}
