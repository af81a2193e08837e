/** Frames are reloaded, crash, are moved or put away, and pages too: what was there comes back. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  codesTold,
  expectRecovered,
  expectUnharmed,
  openHost,
  rowsReady,
} from './support/failures.ts';
import { context, freshContexts, tall } from './support/fresh.ts';
import { candidate, count, framesOf, harness } from './support/hostile.ts';
import { expectState, widgetOf } from './support/recruiter.ts';

declare global {
  interface Window {
    marked?: boolean;
    stored?: HTMLElement;
  }
}

freshContexts({ viewport: tall });

const frameOn = (page: Page) => {
  const [frame] = framesOf(page);
  if (frame === undefined) throw new Error('The page has no frame of ours.');
  return frame;
};
const mark = (page: Page) => frameOn(page).evaluate(() => (window.marked = true));
const isMarked = (page: Page) => frameOn(page).evaluate(() => window.marked === true);

describe('A frame', () => {
  it('that somebody reloads by its own menu starts over, without an error', async () => {
    const visited = await openHost(context);
    await expectRecovered(visited);
    await mark(visited.page);
    await frameOn(visited.page)
      .evaluate(() => {
        location.reload();
      })
      .catch(() => undefined);
    await expect.poll(() => isMarked(visited.page).catch(() => true)).toBe(false);
    await expectRecovered(visited);
    expect(await codesTold(visited.page)).toEqual([]);
    await expectUnharmed(visited);
  });

  it('that is moved where the browser can do so keeps everything, and elsewhere it comes back', async () => {
    const visited = await openHost(context);
    const { page } = visited;
    await expectRecovered(visited);
    await mark(page);
    const move = (way: 'moveBefore' | 'insertBefore') =>
      page.evaluate((name) => {
        const element = document.querySelector('rsc-profile-widget');
        if (element === null) return;
        const place = document.body.appendChild(document.createElement('section'));
        (place as unknown as Record<string, (node: Node, at: null) => void>)[name]?.(element, null);
      }, way);
    await move('moveBefore');
    await expectRecovered(visited);
    expect(await isMarked(page)).toBe(true);
    expect(count(visited, /\/rsc\/frame\/profile/)).toBe(1);
    await move('insertBefore');
    await expect.poll(() => isMarked(page).catch(() => true)).toBe(false);
    await expectRecovered(visited);
    expect(framesOf(page)).toHaveLength(1);
    expect(await codesTold(page)).toEqual([]);
    await expectUnharmed(visited);
  });

  it('gets no contexts for what it no longer shows: the last of many quick changes counts', async () => {
    const visited = await openHost(context);
    const { page } = visited;
    const [matched, unmatched] = [await candidate(), await candidate('unmatched')];
    // While it loads, and without a pause: candidate, colours and rights.
    await page.evaluate(
      async ([one, other]) => {
        const element = document.querySelector('rsc-profile-widget');
        for (let times = 0; times < 40; times += 1) {
          element?.setAttribute('candidate-id', (times % 2 === 0 ? one : other) ?? '');
          element?.setAttribute('appearance', times % 3 === 0 ? 'dark' : 'light');
          element?.toggleAttribute('show-unlink');
          await new Promise((done) => setTimeout(done, 10));
        }
      },
      [matched, unmatched] as const,
    );
    await expectState(widgetOf(page).element, 'ready');
    await widgetOf(page).linkedIn.getByRole('searchbox').waitFor();
    expect(framesOf(page)).toHaveLength(1);
    expect(await codesTold(page)).toEqual([]);
    await expectUnharmed(visited);
  });
});

describe('A page cache of the application', () => {
  it('keeps the body and puts it back: profile and list are there again', async () => {
    const visited = await openHost(context, { rows: 3 });
    const { page } = visited;
    await expectRecovered(visited);
    await rowsReady(page, 4);
    await page.evaluate(() => {
      window.stored = document.body;
      document.documentElement.replaceChild(document.createElement('body'), document.body);
    });
    await expect.poll(() => page.frames().length).toBe(1);
    await page.evaluate(() => {
      if (window.stored) document.documentElement.replaceChild(window.stored, document.body);
    });
    await expectRecovered(visited);
    await rowsReady(page, 4);
    expect(framesOf(page)).toHaveLength(1);
    expect(await codesTold(page)).toEqual([]);
    await expectUnharmed(visited);
  });

  it('keeps a copy of the body and shows that: profile and list are there again', async () => {
    const visited = await openHost(context, { rows: 3 });
    const { page } = visited;
    await expectRecovered(visited);
    await rowsReady(page, 4);
    await page.evaluate(() => {
      const copy = document.body.cloneNode(true);
      document.documentElement.replaceChild(document.createElement('body'), document.body);
      document.documentElement.replaceChild(copy, document.body);
    });
    await expectRecovered(visited);
    await rowsReady(page, 4);
    expect(framesOf(page)).toHaveLength(1);
    // What rows say is known; a row that asks anew gets its answer, too.
    const row = page.locator('rsc-in-ats-indicator').first();
    const unmatched = await candidate('unmatched');
    await row.evaluate((one, id) => {
      one.setAttribute('candidate-id', id);
    }, unmatched);
    await expect
      .poll(() => row.locator('button').getAttribute('aria-label'))
      .toBe('LinkedIn status: Not matched');
    expect(framesOf(page, 'in-ats-indicator')).toHaveLength(1);
    expect(await codesTold(page)).toEqual([]);
    expect(visited.uncaught).toEqual([]);
  });
});

describe('A page that nobody looks at', () => {
  it('asks for nothing, and is renewed once when somebody comes back after an hour', async () => {
    await context.clock.install();
    await context.addInitScript(() => {
      Object.defineProperty(document, 'visibilityState', {
        get: () => (window.isHidden === true ? 'hidden' : 'visible'),
      });
      Object.defineProperty(document, 'hidden', { get: () => window.isHidden === true });
    });
    const visited = await openHost(context, { rows: 3 });
    const { page } = visited;
    await expectRecovered(visited);
    await rowsReady(page, 4);
    const show = async (isHidden: boolean): Promise<void> => {
      for (const frame of page.frames()) {
        await frame.evaluate((hidden) => {
          window.isHidden = hidden;
          document.dispatchEvent(new Event('visibilitychange'));
        }, isHidden);
      }
    };
    await show(true);
    const asked = () => ({
      contexts: count(visited, /POST .*\/rsc\/context$/),
      sessions: count(visited, /POST .*\/rsc\/session$/),
    });
    const before = asked();
    await context.clock.fastForward(3_600_000);
    expect(asked()).toEqual(before);
    await show(false);
    await expect.poll(() => asked().sessions).toBeGreaterThan(before.sessions);
    await expectRecovered(visited);
    await rowsReady(page, 4);
    // One for each frame; sessions once more, because this clock has jumped ahead of the backend's.
    expect(asked().contexts - before.contexts).toBeLessThanOrEqual(2);
    expect(asked().sessions - before.sessions).toBeLessThanOrEqual(4);
    expect(await codesTold(page)).toEqual([]);
    await expectUnharmed(visited);
  });
});

declare global {
  interface Window {
    isHidden?: boolean;
  }
}

describe('A page that is loaded ahead of time', () => {
  it('shows the profile once somebody goes there', async () => {
    const ahead = await openHost(context);
    const address = ahead.page.url();
    await expectRecovered(ahead);
    await ahead.page.close();
    const first = await openHost(context, { widget: null });
    await first.page.evaluate((url) => {
      const rules = document.createElement('script');
      rules.type = 'speculationrules';
      rules.text = JSON.stringify({ prerender: [{ urls: [url] }] });
      document.head.append(rules);
    }, address);
    await first.page.goto(address);
    await expectState(widgetOf(first.page).element, 'ready');
    await widgetOf(first.page).name.waitFor();
    expect(first.page.url().startsWith(harness)).toBe(true);
    expect(first.uncaught).toEqual([]);
  });
});
