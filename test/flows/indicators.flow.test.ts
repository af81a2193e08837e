/** Indicators in a list of 1,000 candidates: few requests, one frame, cards for everybody. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { patience } from './support/patience.ts';
import {
  demo,
  expectState,
  expectText,
  idIn,
  launch,
  newContext,
  signInToAts,
} from './support/recruiter.ts';

let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

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

/** Waits, in the page, until all indicators in the window say what is known; at each of some places. */
const settledAt = (page: Page, places: readonly number[] = []): Promise<void> =>
  page.evaluate(
    async ({ places, timeoutMs }) => {
      const rows = Array.from(document.querySelectorAll('tr:has(rsc-in-ats-indicator)'));
      const isSettled = (): boolean =>
        rows.every((row) => {
          // Of the row: to ask what is in it lays out rows that nobody sees.
          const { bottom, top } = row.getBoundingClientRect();
          const isSeen = bottom > 0 && top < innerHeight;
          return !isSeen || row.querySelector('rsc-in-ats-indicator')?.state === 'ready';
        });
      const untilMs = performance.now() + timeoutMs;
      for (const top of places.length === 0 ? [scrollY] : places) {
        scrollTo(0, top);
        do await new Promise(requestAnimationFrame);
        while (!isSettled() && performance.now() < untilMs);
        if (!isSettled()) throw new Error(`Not all of them are ready at ${String(top)} px.`);
      }
    },
    { places, timeoutMs: patience.timeout },
  );

const openList = async (where: BrowserContext): Promise<{ page: Page; traffic: Traffic }> => {
  const page = await where.newPage();
  const traffic = watch(page);
  await page.goto(demo.pages.list);
  await expectState(rowsOf(page).first(), 'ready');
  await settledAt(page);
  return { page, traffic };
};

/** The frame that asks for all of them; nobody sees it. */
const brokers = (page: Page): Locator => page.locator('iframe[src*="/rsc/frame/in-ats-indicator"]');

const cardOf = (row: Locator): Locator => row.locator('[role="tooltip"]');

describe('A list of 1,000 candidates', () => {
  beforeEach(async () => {
    context = await newContext(browser);
    await signInToAts(context);
  });
  afterEach(() => context.close());

  it('asks once before anybody scrolls, and ten times for everybody', async () => {
    const { page, traffic } = await openList(context);
    // Another file's flow deletes one of the thousand.
    const total = await rowsOf(page).count();
    expect(total).toBeGreaterThan(990);
    expect(traffic.questions).toHaveLength(1);
    expect(await brokers(page).count()).toBe(1);
    expect(await brokers(page).isVisible()).toBe(false);

    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await settledAt(
      page,
      Array.from({ length: Math.ceil(height / 800) + 1 }, (_, step) => step * 800),
    );
    expect(traffic.questions.length).toBeLessThanOrEqual(10);
    const asked = traffic.questions.flat();
    expect(new Set(asked).size).toBe(total);
    expect(asked).toHaveLength(total);
    expect(await brokers(page).count()).toBe(1);
    expect(traffic).toMatchObject({ sessions: 1, contexts: 1, frames: 1 });
  });

  it('asks no more often when somebody jumps about, faster than answers come', async () => {
    const { page, traffic } = await openList(context);
    // As a person does who drags the scroll bar: a new place in each of many frames.
    await page.evaluate(async () => {
      const height = document.documentElement.scrollHeight;
      for (let step = 0; step < 60; step += 1) {
        scrollTo(0, (step * 7_919) % height);
        await new Promise(requestAnimationFrame);
      }
    });
    await settledAt(page);
    expect(traffic.questions.length).toBeLessThanOrEqual(10);
  });

  it('asks again for what is in view once it has become old, and for nothing else', async () => {
    // The page's clock alone: the frame and the servers keep the real time.
    const { page, traffic } = await openList(context);
    const [first = []] = traffic.questions;
    await page.evaluate(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 301_000;
    });
    // Any reason to look at a row again will do; without one it happens within half a minute.
    await page.evaluate(() => {
      document.querySelector('rsc-in-ats-indicator')?.setAttribute('locale', 'de');
    });
    await expect.poll(() => traffic.questions.length).toBe(2);
    await expectState(rowsOf(page).first(), 'ready');
    const inView = await page.evaluate(() =>
      Array.from(document.querySelectorAll('tr:has(rsc-in-ats-indicator)'))
        .filter((row) => row.getBoundingClientRect().top < innerHeight)
        .map((row) => row.querySelector('rsc-in-ats-indicator')?.candidateId ?? ''),
    );
    const [, second = []] = traffic.questions;
    expect(second).toEqual(expect.arrayContaining(inView));
    // Rows that were asked for along with them, but are far away, are not asked for again.
    const far = await rowsOf(page).nth(80).getAttribute('candidate-id');
    expect(first).toContain(far);
    expect(second).not.toContain(far);
  });
});

describe('A list that somebody works with', () => {
  let page: Page;
  let traffic: Traffic;

  // One for all of these: it is large, and none of them minds what the others have done to it.
  beforeAll(async () => {
    const own = await newContext(browser);
    await signInToAts(own);
    ({ page, traffic } = await openList(own));
  });
  afterAll(() => page.context().close());
  beforeEach(() => page.mouse.move(0, 0));

  it('knows candidates that it has been told about, wherever they turn up later', async () => {
    const before = traffic.questions.length;
    const id = await rowsOf(page).first().getAttribute('candidate-id');
    const label = await rowsOf(page).locator('button').first().getAttribute('aria-label');
    expect(label).toMatch(/^LinkedIn status: /);
    await page.evaluate((candidate) => {
      for (const variant of ['compact', 'expanded']) {
        const later = document.createElement('rsc-in-ats-indicator');
        later.id = `later-${variant}`;
        later.setAttribute('candidate-id', candidate ?? '');
        later.setAttribute('variant', variant);
        document.querySelector('h1')?.append(later);
      }
    }, id);
    for (const variant of ['compact', 'expanded']) {
      const later = page.locator(`#later-${variant}`);
      await expectState(later, 'ready');
      expect(await later.locator('button').getAttribute('aria-label')).toBe(label);
      await later.evaluate((one) => {
        one.remove();
      });
    }
    expect(traffic.questions).toHaveLength(before);
  });

  it('hears of a link at once where a profile widget stands on the same page', async () => {
    const before = traffic.questions.length;
    const row = rowsOf(page).first();
    const id = await row.getAttribute('candidate-id');
    await row.dispatchEvent('rsc-link', { bubbles: true });
    await expect.poll(() => traffic.questions.length).toBe(before + 1);
    expect(traffic.questions.at(-1)).toContain(id);
  });

  it('opens a card by hover, which stays while the pointer is on it, and closes by Escape', async () => {
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

  it('opens a card by keyboard focus, which describes its button, and closes by Escape and by going on', async () => {
    const row = rowsOf(page).nth(1);
    await page.locator('td.person a').nth(1).focus();
    await page.keyboard.press('Tab');
    await expect.poll(() => row.evaluate((one) => one.matches(':focus-within'))).toBe(true);
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

  it('says in a card whether LinkedIn knows the candidate', async () => {
    const say = async (address: string): Promise<string> => {
      const row = page.locator(`rsc-in-ats-indicator[candidate-id="${idIn(address)}"]`);
      await row.scrollIntoViewIfNeeded();
      await expectState(row, 'ready');
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

describe('A list on a telephone', () => {
  it('opens a card by a tap and closes it by a tap elsewhere', async () => {
    const own = await newContext(browser, {
      hasTouch: true,
      isMobile: true,
      viewport: { width: 390, height: 844 },
    });
    await signInToAts(own);
    const { page } = await openList(own);
    const row = rowsOf(page).nth(1);
    await row.locator('button').tap();
    await expectText(cardOf(row), /LinkedIn status/);
    const box = await cardOf(row).boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
    await page.locator('h1').tap();
    await expect.poll(() => cardOf(row).count()).toBe(0);
    await own.close();
  });
});
