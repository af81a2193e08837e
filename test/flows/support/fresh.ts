/** A browser for a file of flows, and a context of its own for each of its tests. */
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launchBrowser, newContext } from './hostile.ts';

/** The file's browser, from before its first test. */
export let browser: Browser;
/** The context of the test that runs. */
export let context: BrowserContext;

/** A window in which a whole widget can be seen. */
export const tall = { width: 1280, height: 1600 };

/**
 * Keeps `browser` and `context` up to date for the file that calls it.
 * @param prepare what else each context needs
 */
export function freshContexts(
  options: BrowserContextOptions = {},
  prepare?: (context: BrowserContext) => Promise<unknown>,
): void {
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    context = await newContext(browser, options);
    await prepare?.(context);
  });
  afterEach(() => context.close());
}
