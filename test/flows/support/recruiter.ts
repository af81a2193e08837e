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
import { expect, inject, vi } from 'vitest';
import { ask } from './ask.ts';
import { demoOfLane } from './lane.ts';
import { lookMs, patience } from './patience.ts';

export const demo = demoOfLane();

export const launch = (options: { readonly keepBack?: boolean } = {}): Promise<Browser> =>
  chromium.launch({
    ...inject('browser'),
    // Playwright switches the back/forward cache off unless it is told not to.
    ...(options.keepBack === true ? { ignoreDefaultArgs: ['--disable-back-forward-cache'] } : {}),
  });

/** Still, unless a test is about motion: drawing what moves takes most of a loading page's time. */
const usual: BrowserContextOptions = {
  viewport: { width: 1280, height: 900 },
  reducedMotion: 'reduce',
};

export async function newContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ ...usual, ...options });
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

/**
 * Signs somebody in at the ATS, as the demo's one-click address does. By itself, because that leads
 * to the list of all candidates, and most who sign in want to go elsewhere.
 */
export async function signInToAts(
  context: BrowserContext,
  who: 'recruiter' | 'hiringManager' | 'otherRecruiter' = 'recruiter',
): Promise<void> {
  const address =
    who === 'otherRecruiter'
      ? demo.signIn.recruiter.replace(/recruiter$/, 'recruiter-2')
      : demo.signIn[who];
  // Whoever was signed in until now is signed out.
  const before = await context.cookies(demo.ats);
  const cookie = before.map(({ name, value }) => `${name}=${value}`).join('; ');
  const { headers } = await ask(address, { headers: { cookie } });
  const [pair = ''] = String(headers['set-cookie']).split(';');
  const [name = '', value = ''] = pair.split('=');
  await context.addCookies([{ name, value, url: demo.ats, httpOnly: true, sameSite: 'Lax' }]);
}

let atLinkedIn: Parameters<BrowserContext['addCookies']>[0] | undefined;

/**
 * Signs in at LinkedIn's stand-in, for frames in the ATS as well: once through its pages, after that
 * with the same session.
 */
export async function signInToLinkedIn(context: BrowserContext): Promise<void> {
  if (atLinkedIn !== undefined) return context.addCookies(atLinkedIn);
  const page = await context.newPage();
  await page.goto(demo.signIn.linkedin);
  // A frame nobody sees takes the session over.
  const handover = page.frameLocator('iframe').getByText('Signed in to the sandbox.');
  await handover.waitFor({ state: 'attached' });
  await page.close();
  const site = new URL(demo.sandbox.origin).hostname;
  atLinkedIn = (await context.cookies()).filter(({ domain }) => domain.endsWith(site));
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
  await expect.poll(look, { interval: 200 }).toBe('revoked');
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

/** Waits until an element is in a state, or in one that a pattern allows. */
export async function expectState(element: Locator, state: string | RegExp): Promise<void> {
  const wanted = typeof state === 'string' ? new RegExp(`^${state}$`) : state;
  const look = (): Promise<string> =>
    element.evaluate(
      async (one, { source, lookMs }) => {
        const pattern = new RegExp(source);
        const read = (): string => (one as Element & { state?: string }).state ?? 'undefined';
        const untilMs = performance.now() + lookMs;
        while (!pattern.test(read()) && one.isConnected && performance.now() < untilMs) {
          await new Promise((done) => setTimeout(done, 20));
        }
        return read();
      },
      { source: wanted.source, lookMs },
    );
  await vi.waitFor(async () => expect(await look()).toMatch(wanted), patience);
}

/** Text of an element, once it fits. */
export async function expectText(element: Locator, text: string | RegExp): Promise<void> {
  const seen = expect.poll(() => element.innerText({ timeout: 1_000 }).catch(() => ''));
  await (typeof text === 'string' ? seen.toBe(text) : seen.toMatch(text));
}

/** Name of the candidate, as the ATS has it. */
export const candidateName = (page: Page): Promise<string> =>
  page.locator('main h1').first().innerText();

/** Id of a candidate in the address of its page. */
export const idIn = (address: string): string => new URL(address).pathname.split('/').at(-1) ?? '';
