/** Cases of one test that mostly wait, a few at a time. */
import type { Browser, Page } from 'playwright-core';
import { newContext } from './hostile.ts';

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
