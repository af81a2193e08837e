/**
 * What can go wrong between a page and its servers, and what people get to see of it.
 *
 * The host page here is an application of its own: it has a counter that goes by itself and a
 * button that counts, so that a test can tell whether it is still alive.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { errorTable, type ErrorCode } from '../../../src/protocol/errors.ts';
import {
  candidate,
  embed,
  errorsTold,
  expectStates,
  harness,
  indicator,
  nonce,
  profile,
  serve,
  statesOf,
  visit,
  type ErrorTold,
  type HostPage,
  type Visit,
} from './hostile.ts';
import { lookMs } from './patience.ts';
import { expectState, widgetOf } from './recruiter.ts';

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

/** Waits until the person reads something, and is offered a button or not. */
export async function expectNotice(
  page: Page,
  { text, hasButton }: { readonly text: RegExp; readonly hasButton?: boolean },
): Promise<void> {
  const wanted = { text: expect.stringMatching(text) as string };
  await expect
    .poll(() => noticeOn(page))
    .toMatchObject(hasButton === undefined ? wanted : { ...wanted, hasButton });
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
  await expectCodes(page, [code]);
  const { owner, retryable, state } = errorTable[code];
  const [told] = (await errorsTold(page)) as [ErrorTold];
  expect(told).toMatchObject({ owner, retryable });
  expect(told.message).toMatch(/\w+ \w+/);
  expect(told.docs).toMatch(new RegExp(`^https?://.*#${code.replaceAll('_', '-')}$`));
  await expectState(widgetOf(page).element, state);
  // Nothing can be tried again where there is not even a configuration.
  await expectNotice(page, { text: sentence, hasButton: retryable });
  await expectNotice(page, { text: new RegExp(code) });
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
  await expectCodes(page, [code]);
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

/** Waits until these are the errors that the page has been told of, and no others. */
export async function expectCodes(page: Page, codes: readonly ErrorCode[]): Promise<void> {
  const look = (): Promise<string[]> =>
    page.evaluate(
      async ({ count, lookMs }) => {
        const read = (): string[] =>
          window.harness.log
            .filter(({ name }) => name === 'rsc-error')
            .map(({ detail }) => (detail as { code: string }).code);
        const untilMs = performance.now() + lookMs;
        while (read().length < count && performance.now() < untilMs) {
          await new Promise((done) => setTimeout(done, 20));
        }
        return read();
      },
      { count: codes.length, lookMs },
    );
  await expect.poll(look).toEqual(codes);
}

export async function rowsReady(page: Page, count: number): Promise<void> {
  await expectStates(page);
  expect(await statesOf(page)).toHaveLength(count);
}
