/** Nothing on the page moves because of our elements, and nothing scrolls inside of them. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  expectNoShift,
  isFolded,
  overflowOf,
  quietly,
  reserveRoom,
  settled,
  shiftsOn,
  startScrolled,
  unfold,
  watchShifts,
} from './support/layout.ts';
import { readPdf } from './support/pdf.ts';
import {
  demo,
  expectState,
  idIn,
  launch,
  newContext,
  recruiterIn,
  widgetOf,
} from './support/recruiter.ts';

let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(() => context.close());

declare global {
  interface Window {
    roomOnPaper?: number;
  }
}

const fold = `document.querySelector('rsc-profile-view').shadowRoot.querySelector('rsc-fold')`;

const heightOf = (page: Page): Promise<number> =>
  page.evaluate(
    () => document.querySelector('rsc-profile-widget')?.getBoundingClientRect().height ?? 0,
  );

/**
 * A plain page with text directly below the widget. The element's code arrives only when the page
 * has been painted: had it come sooner, nobody could have seen anything move.
 */
async function plainPage(size = { width: 900, height: 1_200 }, extra = ''): Promise<Page> {
  context = await newContext(browser, { viewport: size });
  await context.grantPermissions(['local-network-access']);
  await watchShifts(context);
  const address = `${demo.harness}/flows/plain`;
  await context.route(address, (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Plain</title>
        <meta name="viewport" content="width=device-width">
        <script src="${demo.backend}/rsc/embed.js" data-tenant="harness"></script>
        <h1>Candidate</h1>
        <rsc-profile-widget candidate-id="${idIn(demo.pages.candidate)}" ${extra}>
        </rsc-profile-widget>
        <p id="below">Text directly below.</p>`,
    }),
  );
  const page = await context.newPage();
  let painted = (): void => undefined;
  const whenPainted = new Promise<void>((resolve) => (painted = resolve));
  await page.route('**/rsc/assets/**/*.js', async (route) => {
    await whenPainted;
    await route.continue();
  });
  await page.goto(address, { waitUntil: 'commit' });
  const paints = (): Promise<number> =>
    page.evaluate(() => performance.getEntriesByName('first-contentful-paint').length);
  await expect.poll(paints).toBe(1);
  painted();
  return page;
}

describe('Nothing moves', () => {
  it('on a plain page with text directly below, from the first paint until the profile is there', async () => {
    const page = await plainPage();
    const below = () =>
      page.evaluate(() => document.querySelector('#below')?.getBoundingClientRect().y);
    const before = await below();
    expect(before).toBeGreaterThan(560);
    const { ours } = await settled(page);
    await expectState(widgetOf(page).element, 'ready');
    await expect.poll(() => isFolded(ours)).toBe(true);
    expect(await below()).toBe(before);
    await expectNoShift(page);
    // The measurement would have noticed.
    await page.evaluate(() =>
      document.querySelector('h1')?.append(document.createElement('br'), '2'),
    );
    expect((await shiftsOn(page))[`${new URL(demo.harness).host}/flows/plain`]).not.toEqual([]);
  });

  it('but what is below when somebody unfolds the profile, and only downwards', async () => {
    const page = await plainPage();
    const { ours } = await settled(page);
    await expect.poll(() => isFolded(ours)).toBe(true);
    const before = await heightOf(page);
    await unfold(page, ours);
    await expect.poll(() => heightOf(page)).toBeGreaterThan(before + 100);
    const { [`${new URL(demo.harness).host}/flows/plain`]: host = [], ...frames } =
      await shiftsOn(page);
    // A click in a frame is not known to the page around it, so the text counts as having moved.
    expect(host.flatMap(({ moved }) => moved)).toEqual([expect.stringMatching(/^P /)]);
    expect(Object.values(frames).flat()).toEqual([]);
  });

  it('on the candidate page of the ATS, where the profile has room to grow', async () => {
    context = await recruiterIn(browser, { viewport: { width: 1280, height: 800 } });
    await watchShifts(context);
    const page = await context.newPage();
    await page.goto(demo.pages.candidate);
    const { ours } = await settled(page);
    await expectState(widgetOf(page).element, 'ready');
    await expect.poll(() => isFolded(ours)).toBe(false);
    await expect.poll(() => heightOf(page)).toBeGreaterThan(1_000);
    await expectNoShift(page);
  });

  it('on the candidate page of the ATS, unfolding by the button included', async () => {
    context = await recruiterIn(browser, { viewport: { width: 1280, height: 900 } });
    await watchShifts(context);
    await startScrolled(context, 150);
    const page = await context.newPage();
    await page.goto(demo.pages.candidate);
    const { ours } = await settled(page);
    await expect.poll(() => isFolded(ours)).toBe(true);
    await expectNoShift(page);
    await unfold(page, ours);
    await expectNoShift(page);
  });

  it.each(['backend-down', 'refused-origin', 'signed-out-of-ats', 'unmatched', 'not-synced'])(
    'when what comes is not a profile (%s)',
    async (state) => {
      context = await newContext(browser);
      await watchShifts(context);
      await reserveRoom(context);
      const page = await context.newPage();
      await page.goto(`${demo.harness}/preview?state=${state}`);
      const isThere = () =>
        page.evaluate(() => {
          const { state } = document.querySelector('rsc-profile-widget') as unknown as {
            state: string;
          };
          return !['idle', 'loading', 'authorizing'].includes(state);
        });
      await expect.poll(isThere).toBe(true);
      if (state === 'unmatched') {
        const linkedIn = () => page.frames().find((one) => one.url().includes('linkedin'));
        const heading = async () => {
          const frame = linkedIn();
          return frame && quietly<string>(frame, 'document.querySelector("h1")?.textContent');
        };
        await expect.poll(heading).toBe('No profile is linked yet');
      }
      const { host } = new URL(demo.harness);
      expect((await shiftsOn(page))[`${host}/preview`]).toEqual([]);
    },
  );

  it('on the candidate page of the ATS in one column, with the papers below in view', async () => {
    context = await recruiterIn(browser, { viewport: { width: 900, height: 900 } });
    await watchShifts(context);
    await startScrolled(context, 600);
    const page = await context.newPage();
    await page.goto(demo.pages.candidate);
    const { ours } = await settled(page);
    await expect.poll(() => isFolded(ours)).toBe(true);
    const papersAt = await page.locator('.papers').evaluate((one) => one.getBoundingClientRect().y);
    expect(papersAt).toBeLessThan(900);
    await expectNoShift(page);
  });

  it('in a list of 1,000 indicators, while statuses come in', async () => {
    context = await recruiterIn(browser);
    await watchShifts(context);
    const page = await context.newPage();
    await page.goto(demo.pages.list);
    await expectState(page.locator('rsc-in-ats-indicator').first(), 'ready');
    await page.evaluate(() => {
      scrollTo(0, 9_000);
    });
    await expectState(page.locator('rsc-in-ats-indicator').nth(150), 'ready');
    await expectNoShift(page);
  });
});

describe('Nothing scrolls inside', () => {
  const sizes = {
    '320 px': { viewport: { width: 320, height: 800 } },
    '480 px': { viewport: { width: 480, height: 800 } },
    '900 px': { viewport: { width: 900, height: 800 } },
    '1280 px': { viewport: { width: 1280, height: 800 } },
    '1280 px at 200 % zoom': { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
    '1280 px at 125 % zoom': { viewport: { width: 1024, height: 640 }, deviceScaleFactor: 1.25 },
    '1280 px at 400 % zoom': { viewport: { width: 320, height: 200 }, deviceScaleFactor: 4 },
  };
  it.each(Object.entries(sizes))('at %s, folded or not, in either tab', async (_name, options) => {
    context = await recruiterIn(browser, options);
    const page = await context.newPage();
    await page.goto(demo.pages.candidate);
    // Elements far below the window wait until somebody comes near.
    await page.evaluate(() => document.querySelector('rsc-profile-widget')?.scrollIntoView());
    const documents = await settled(page);
    const expectFit = async (): Promise<void> => {
      // Browsers do not resize frames that are out of view.
      await page.evaluate(() =>
        document.querySelector('rsc-profile-widget')?.scrollIntoView({ block: 'center' }),
      );
      for (const [name, frame] of Object.entries(documents)) {
        const overflow = () => overflowOf(frame as typeof documents.ours);
        await expect.poll(overflow, { message: name }).toEqual({ x: 0, y: 0 });
      }
      const sideways = () =>
        page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
      await expect.poll(sideways).toBe(0);
    };
    await expectFit();
    if ((await isFolded(documents.ours)) === true) {
      await unfold(page, documents.ours);
      await expectFit();
    }
    const { tab, linkedIn } = widgetOf(page);
    const more = linkedIn.locator('details summary');
    if ((await more.count()) > 0) {
      await more.first().click();
      await expect.poll(() => isFolded(documents.ours)).toBe(false);
      await expectFit();
    }
    await tab('Recruiting activities').click();
    await expectFit();
  });
});

describe('On paper', () => {
  it('there is room for the whole profile, and afterwards the page is as before', async () => {
    context = await recruiterIn(browser, { viewport: { width: 1280, height: 900 } });
    await startScrolled(context, 150);
    await context.addInitScript(() => {
      addEventListener('beforeprint', () => (window.roomOnPaper = innerHeight));
    });
    const page = await context.newPage();
    await page.goto(demo.pages.candidate);
    const { ours, linkedIn } = await settled(page);
    await expect.poll(() => isFolded(ours)).toBe(true);
    expect(await page.evaluate(() => scrollY)).toBe(150);
    const before = await heightOf(page);
    const { text } = readPdf(await page.pdf({ format: 'A4' }));

    const whole = await quietly<number>(ours, `${fold}.measure() + 2`);
    expect(whole).toBeGreaterThan(before + 100);
    expect(await quietly<number>(ours, 'roomOnPaper')).toBe(Math.ceil(whole ?? 0));
    const profile = await quietly<number>(linkedIn, 'document.querySelector("main").offsetHeight');
    expect(await quietly<number>(linkedIn, 'roomOnPaper')).toBeGreaterThanOrEqual(profile ?? 0);
    expect(text).toMatch(/Matched/);
    expect(text).not.toContain('Showmore');

    await expect.poll(() => heightOf(page)).toBe(before);
    await expect.poll(() => isFolded(ours)).toBe(true);
  });
});
