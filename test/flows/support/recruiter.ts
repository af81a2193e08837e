/** What people at the demo's ATS do and see. */
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type FrameLocator,
  type Locator,
  type Page,
} from 'playwright-core';
import { expect, inject } from 'vitest';
import { demoOfLane } from './lane.ts';

export const demo = demoOfLane();

/** Long enough for two busy cores. */
export const patience = { timeout: 20_000, interval: 50 };

export const launch = (options: { readonly keepBack?: boolean } = {}): Promise<Browser> =>
  chromium.launch({
    ...inject('browser'),
    // Playwright switches the back/forward cache off unless it is told not to.
    ...(options.keepBack === true ? { ignoreDefaultArgs: ['--disable-back-forward-cache'] } : {}),
  });

export async function newContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(patience.timeout);
  await context.addInitScript(hearElements);
  return context;
}

/** An event of one of our elements. */
export interface Heard {
  readonly name: string;
  readonly detail: unknown;
}

declare global {
  interface Window {
    heard?: Heard[];
  }
}

/** Runs in each document: notes what our elements tell their page. */
function hearElements(): void {
  const heard: Heard[] = [];
  window.heard = heard;
  for (const name of ['rsc-ready', 'rsc-state', 'rsc-error', 'rsc-link', 'rsc-unlink']) {
    document.addEventListener(name, (event) => {
      heard.push({ name, detail: event instanceof CustomEvent ? event.detail : null });
    });
  }
}

export async function heardOn(page: Page, name?: string): Promise<Heard[]> {
  const all = await page.evaluate(() => window.heard ?? []);
  return name === undefined ? all : all.filter((one) => one.name === name);
}

/** Signs somebody in at the ATS, by the demo's one-click address. */
export async function signInToAts(
  context: BrowserContext,
  who: 'recruiter' | 'hiringManager' | 'otherRecruiter' = 'recruiter',
): Promise<void> {
  const page = await context.newPage();
  const address =
    who === 'otherRecruiter'
      ? demo.signIn.recruiter.replace(/recruiter$/, 'recruiter-2')
      : demo.signIn[who];
  await page.goto(address);
  await page.getByRole('heading', { name: 'Candidates' }).waitFor();
  await page.close();
}

/** Signs in at LinkedIn's stand-in, for frames in the ATS as well. */
export async function signInToLinkedIn(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto(demo.signIn.linkedin);
  // A frame nobody sees takes the session over.
  const handover = page.frameLocator('iframe').getByText('Signed in to the sandbox.');
  await handover.waitFor({ state: 'attached' });
  await page.close();
}

/** A recruiter who is signed in everywhere. */
export async function recruiterIn(
  browser: Browser,
  options?: BrowserContextOptions,
): Promise<BrowserContext> {
  const context = await newContext(browser, options);
  await signInToAts(context);
  await signInToLinkedIn(context);
  return context;
}

export async function open(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

/** The person comes back to the page; a browser tells every document of a tab. */
export async function lookAt(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    await frame
      .evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
      .catch(() => undefined); // gone, because the first look has emptied the profile
  }
}

/** Comes back to the page until the profile has noticed that the session has ended. */
export async function lookUntilRevoked(page: Page, element: Locator): Promise<void> {
  const look = async (): Promise<string> => {
    if ((await stateOf(element)) === 'ready') await lookAt(page);
    return stateOf(element);
  };
  await expect.poll(look, { ...patience, interval: 200 }).toBe('revoked');
}

/** A page with one of our widgets in it, in parts. */
export interface WidgetParts {
  readonly element: Locator;
  /** Our frame. */
  readonly frame: FrameLocator;
  /** The strip with the candidate's status. */
  readonly badge: Locator;
  tab(name: 'Profile' | 'Recruiting activities'): Locator;
  /** LinkedIn's own page, two frames further in. */
  readonly linkedIn: FrameLocator;
  /** Name of the profile shown. */
  readonly name: Locator;
}

export function widgetOf(page: Page, index = 0): WidgetParts {
  const element = page.locator('rsc-profile-widget').nth(index);
  const frame = element.locator('iframe').contentFrame();
  const linkedIn = frame
    .locator('rsc-plugin-frame iframe')
    .contentFrame()
    .locator('iframe')
    .contentFrame();
  return {
    element,
    frame,
    badge: frame.locator('rsc-profile-status rsc-badge'),
    tab: (name) => frame.getByRole('tab', { name }),
    linkedIn,
    name: linkedIn.getByRole('heading', { level: 1 }),
  };
}

export const stateOf = (element: Locator): Promise<string> =>
  element.evaluate((one) => (one as HTMLElement & { state?: string }).state ?? 'undefined');

export async function expectState(element: Locator, state: string): Promise<void> {
  await expect.poll(() => stateOf(element), patience).toBe(state);
}

/** Text of an element, once it fits. */
export async function expectText(element: Locator, text: string | RegExp): Promise<void> {
  const seen = expect.poll(() => element.innerText({ timeout: 1_000 }).catch(() => ''), patience);
  await (typeof text === 'string' ? seen.toBe(text) : seen.toMatch(text));
}

/** Name of the candidate, as the ATS has it. */
export const candidateName = (page: Page): Promise<string> =>
  page.locator('main h1').first().innerText();

/** Id of a candidate in the address of its page. */
export const idIn = (address: string): string => new URL(address).pathname.split('/').at(-1) ?? '';
