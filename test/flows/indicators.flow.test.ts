/** Indicators in a list of 1,000 candidates: few requests, one frame, cards for everybody. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  demo,
  expectState,
  expectText,
  idIn,
  launch,
  newContext,
  patience,
  signInToAts,
  stateOf,
} from './support/recruiter.ts';

let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  context = await newContext(browser);
  await signInToAts(context);
});
afterEach(() => context.close());

/** What the list has asked the backend and the signer for. */
interface Traffic {
  readonly questions: string[][];
  sessions: number;
  contexts: number;
  frames: number;
}

function watch(page: Page): Traffic {
  const traffic: Traffic = { questions: [], sessions: 0, contexts: 0, frames: 0 };
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname === '/rsc/candidates/statuses') {
      traffic.questions.push((JSON.parse(request.postData() ?? '{}') as { ids: string[] }).ids);
    }
    if (pathname === '/rsc/session') traffic.sessions += 1;
    if (pathname === '/rsc/context') traffic.contexts += 1;
    if (pathname.startsWith('/rsc/frame/')) traffic.frames += 1;
  });
  return traffic;
}

const rowsOf = (page: Page): Locator => page.locator('rsc-in-ats-indicator');

/** Indicators in the window that do not say yet what is known. */
const unsettled = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      Array.from(document.querySelectorAll('rsc-in-ats-indicator')).filter((row) => {
        const { bottom, top } = row.getBoundingClientRect();
        const isSeen = bottom > 0 && top < innerHeight;
        return isSeen && (row as HTMLElement & { state?: string }).state !== 'ready';
      }).length,
  );

const openList = async (): Promise<{ page: Page; traffic: Traffic }> => {
  const page = await context.newPage();
  const traffic = watch(page);
  await page.goto(demo.pages.list);
  await expectState(rowsOf(page).first(), 'ready');
  await expect.poll(() => unsettled(page), patience).toBe(0);
  return { page, traffic };
};

/** The frame that asks for all of them; nobody sees it. */
const brokers = (page: Page): Locator => page.locator('iframe[src*="/rsc/frame/in-ats-indicator"]');

const cardOf = (row: Locator): Locator => row.locator('[role="tooltip"]');

describe('A list of 1,000 candidates', () => {
  it('asks once before anybody scrolls, and ten times for everybody', async () => {
    const { page, traffic } = await openList();
    expect(await rowsOf(page).count()).toBe(1_000);
    expect(traffic.questions).toHaveLength(1);
    expect(await brokers(page).count()).toBe(1);
    expect(await brokers(page).isVisible()).toBe(false);

    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    for (let top = 0; top <= height; top += 800) {
      await page.evaluate((y) => {
        scrollTo(0, y);
      }, top);
      await expect.poll(() => unsettled(page), patience).toBe(0);
    }
    expect(traffic.questions.length).toBeLessThanOrEqual(10);
    const asked = traffic.questions.flat();
    expect(new Set(asked).size).toBe(1_000);
    expect(asked).toHaveLength(1_000);
    expect(await brokers(page).count()).toBe(1);
    expect(traffic).toMatchObject({ sessions: 1, contexts: 1, frames: 1 });
  });

  it('asks no more often when somebody jumps about, faster than answers come', async () => {
    const { page, traffic } = await openList();
    // As a person does who drags the scroll bar: a new place in each of many frames.
    await page.evaluate(async () => {
      const height = document.documentElement.scrollHeight;
      for (let step = 0; step < 200; step += 1) {
        scrollTo(0, (step * 7_919) % height);
        await new Promise(requestAnimationFrame);
      }
    });
    await expect.poll(() => unsettled(page), patience).toBe(0);
    expect(traffic.questions.length).toBeLessThanOrEqual(10);
  });

  it('knows candidates that it has been told about, wherever they turn up later', async () => {
    const { page, traffic } = await openList();
    const id = await rowsOf(page).first().getAttribute('candidate-id');
    await page.evaluate((candidate) => {
      for (const variant of ['compact', 'expanded']) {
        const later = document.createElement('rsc-in-ats-indicator');
        later.id = `later-${variant}`;
        later.setAttribute('candidate-id', candidate ?? '');
        later.setAttribute('variant', variant);
        document.querySelector('h1')?.append(later);
      }
    }, id);
    const label = await rowsOf(page).locator('button').nth(2).getAttribute('aria-label');
    for (const variant of ['compact', 'expanded']) {
      await expectState(page.locator(`#later-${variant}`), 'ready');
      const button = page.locator(`#later-${variant} button`);
      expect(await button.getAttribute('aria-label')).toBe(label);
    }
    expect(traffic.questions).toHaveLength(1);
  });

  it('asks again for what is in view once it has become old, and for nothing else', async () => {
    // The page's clock alone: the frame and the servers keep the real time.
    const { page, traffic } = await openList();
    const [first = []] = traffic.questions;
    await page.evaluate(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 301_000;
    });
    // Any reason to look at a row again will do; without one it happens within half a minute.
    await page.evaluate(() => {
      document.querySelector('rsc-in-ats-indicator')?.setAttribute('locale', 'de');
    });
    await expect.poll(() => traffic.questions.length, patience).toBe(2);
    await expectState(rowsOf(page).first(), 'ready');
    const inView = await page.evaluate(() =>
      Array.from(document.querySelectorAll('rsc-in-ats-indicator'))
        .filter((row) => row.getBoundingClientRect().top < innerHeight)
        .map((row) => row.getAttribute('candidate-id') ?? ''),
    );
    const [, second = []] = traffic.questions;
    expect(second).toEqual(expect.arrayContaining(inView));
    // Rows that were asked for along with them, but are far away, are not asked for again.
    const far = await rowsOf(page).nth(80).getAttribute('candidate-id');
    expect(first).toContain(far);
    expect(second).not.toContain(far);
  });

  it('hears of a link at once where a profile widget stands on the same page', async () => {
    const { page, traffic } = await openList();
    const row = rowsOf(page).first();
    const id = await row.getAttribute('candidate-id');
    await row.dispatchEvent('rsc-link', { bubbles: true });
    await expect.poll(() => traffic.questions.length, patience).toBe(2);
    expect(traffic.questions[1]).toContain(id);
  });
});

describe('The card of an indicator', () => {
  it('opens by hover, stays while the pointer is on it, and closes by Escape', async () => {
    const { page } = await openList();
    const row = rowsOf(page).nth(2);
    await row.hover();
    await expectText(cardOf(row), /LinkedIn status: [^]*Checked/i);
    const card = cardOf(row);
    await card.hover();
    // A timer set after the one that would close the card, and longer than it: it fires later.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
    expect(await card.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => card.count()).toBe(0);
  });

  it('opens by keyboard focus, describes its button, and closes by Escape and by going on', async () => {
    const { page } = await openList();
    const row = rowsOf(page).nth(1);
    await page.locator('td.person a').nth(1).focus();
    await page.keyboard.press('Tab');
    expect(await row.evaluate((one) => one.matches(':focus-within'))).toBe(true);
    await expectText(cardOf(row), /LinkedIn status/);
    const button = row.locator('button');
    const describedBy = await button.getAttribute('aria-describedby');
    expect(describedBy).toBe(await cardOf(row).getAttribute('id'));
    await page.keyboard.press('Escape');
    await expect.poll(() => cardOf(row).count()).toBe(0);
    expect(await row.evaluate((one) => one.matches(':focus-within'))).toBe(true);
    expect(await button.getAttribute('aria-describedby')).toBeNull();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    const next = rowsOf(page).nth(2);
    await expectText(cardOf(next), /LinkedIn status/);
    await page.keyboard.press('Tab');
    await expect.poll(() => cardOf(next).count()).toBe(0);
  });

  it('opens by a tap and closes by a tap elsewhere', async () => {
    await context.close();
    context = await newContext(browser, {
      hasTouch: true,
      isMobile: true,
      viewport: { width: 390, height: 844 },
    });
    await signInToAts(context);
    const { page } = await openList();
    const row = rowsOf(page).nth(1);
    await row.locator('button').tap();
    await expectText(cardOf(row), /LinkedIn status/);
    const box = await cardOf(row).boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
    await page.locator('h1').tap();
    await expect.poll(() => cardOf(row).count()).toBe(0);
  });

  it('says whether LinkedIn knows the candidate', async () => {
    const { page } = await openList();
    const say = async (address: string): Promise<string> => {
      const row = page.locator(`rsc-in-ats-indicator[candidate-id="${idIn(address)}"]`);
      await row.scrollIntoViewIfNeeded();
      await expect.poll(() => stateOf(row), patience).toBe('ready');
      await row.locator('button').focus();
      await expectText(cardOf(row), /./);
      return cardOf(row).innerText();
    };
    expect(await say(demo.pages.candidate)).toMatch(
      /Matched[^]*automatically[^]*Sent to LinkedIn: .*ago/,
    );
    expect(await say(demo.pages.unmatchedCandidate)).toMatch(
      /Not matched[^]*Sent to LinkedIn: .*ago/,
    );
  });
});
