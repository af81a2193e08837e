/** Everything can be done by keyboard, one sees where one is, and is never thrown back to the top. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { focusedOn, tabTo, type Focused } from './support/a11y-focus.ts';
import { backend, embed, harness, profile, serve } from './support/hostile.ts';
import { isFolded, settled } from './support/layout.ts';
import {
  demo,
  expectState,
  expectText,
  heardOn,
  launch,
  open,
  recruiterIn,
  widgetOf,
} from './support/recruiter.ts';

let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  context = await recruiterIn(browser, { viewport: { width: 1280, height: 1600 } });
  await context.grantPermissions(['local-network-access']);
});
afterEach(() => context.close());

const nameOf = async (page: Page): Promise<string> => (await focusedOn(page)).name;
const expectFocus = (page: Page, name: string | RegExp) =>
  expect.poll(() => nameOf(page)).toMatch(name);

describe('The Tab key', () => {
  /** A page with a link before and after the widget, which has all it can have. */
  async function between(): Promise<Page> {
    const address = `${harness}/flows/between`;
    await serve(context, address, {
      head: embed(),
      body: `<p><a href="#before">Before</a></p>
        ${await profile('show-unlink confirm-unlink')}
        <p><a href="#after">After</a></p>`,
    });
    const page = await open(context, address);
    await widgetOf(page).name.waitFor();
    return page;
  }

  it('goes from the page through both frames and out again, and back the same way', async () => {
    const page = await between();
    await page.getByRole('link', { name: 'Before' }).focus();
    const forward = await tabTo(page, ({ name }) => name === 'After');
    const documents = forward
      .map(({ where }) => where)
      .filter((one, at, all) => one !== all[at - 1]);
    expect(documents).toEqual([
      '/rsc/frame/profile-widget',
      '/rsc/plugin/profile',
      '/flows/between',
    ]);
    const names = forward.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Profile', 'Unlink profile', 'After']));
    expect(new Set(names).size).toBe(names.length);
    const backward = await tabTo(page, ({ name }) => name === 'Before', { key: 'Shift+Tab' });
    expect(backward.map(({ name }) => name)).toEqual([...names.slice(0, -1).reverse(), 'Before']);
  });

  it('shows at each stop where it is, on something large enough to be hit', async () => {
    const page = await between();
    await page.getByRole('link', { name: 'Before' }).focus();
    const stops = await tabTo(page, ({ name }) => name === 'After');
    const ours = stops.slice(0, -1);
    expect(ours.filter(({ isVisible }) => !isVisible)).toEqual([]);
    const isSmall = ({ width, height }: Focused) => width < 24 || height < 24;
    expect(ours.filter(isSmall)).toEqual([]);
  });

  it('unfolds what is behind "Show more" when it gets there', async () => {
    const address = `${harness}/flows/folded`;
    await serve(context, address, {
      head: embed(),
      body: `<p><a href="#before">Before</a></p>${await profile('show-unlink')}
        <p><a href="#after">After</a></p>`,
    });
    const page = await open(context, address);
    const { ours } = await settled(page);
    await expect.poll(() => isFolded(ours)).toBe(true);
    await page.getByRole('link', { name: 'Before' }).focus();
    const goOn = async (): Promise<boolean | undefined> => {
      if ((await isFolded(ours)) === true) await page.keyboard.press('Tab');
      return isFolded(ours);
    };
    await expect.poll(goOn, { interval: 300 }).toBe(false);
    await expect.poll(async () => (await focusedOn(page)).tag).not.toBe('body');
    await tabTo(page, ({ name }) => name === 'After');
  });
});

describe('Linking and unlinking', () => {
  it('is done without a pointer, and the focus is always somewhere', async () => {
    const page = await open(context, demo.pages.unmatchedCandidate);
    const { element, linkedIn, badge } = widgetOf(page);
    await expectState(element, 'ready');
    await linkedIn.getByRole('searchbox').waitFor();
    const wanted = await page.locator('main h1').first().innerText();
    await page.locator('main .facts a, main .facts button').last().focus();
    await tabTo(page, ({ tag }) => tag === 'input');
    await page.keyboard.type(wanted);
    await tabTo(page, ({ name }) => name === 'Search');
    await page.keyboard.press('Enter');
    await expectText(linkedIn.locator('[data-result-count]'), /people found|person found/);
    await expectFocus(page, /^Search$/);
    await tabTo(page, ({ name }) => name === `Link ${wanted}`);
    await page.keyboard.press('Enter');
    await expectFocus(page, wanted);
    await expectText(badge, 'Linked by hand');

    await tabTo(page, ({ name }) => name === 'Unlink profile');
    await page.keyboard.press('Enter');
    await expectFocus(page, 'Keep');
    await page.keyboard.press('Escape');
    await expectFocus(page, 'Unlink profile');
    expect(await heardOn(page, 'rsc-unlink')).toEqual([]);
    await page.keyboard.press('Enter');
    await expectFocus(page, 'Keep');
    await page.keyboard.press('Enter');
    await expectFocus(page, 'Unlink profile');
    await page.keyboard.press('Enter');
    await expectFocus(page, 'Keep');
    await page.keyboard.press('Shift+Tab');
    await expectFocus(page, /^Unlink$/);
    await page.keyboard.press('Enter');
    await expectFocus(page, 'No profile is linked yet');
    await expectText(badge, 'No match yet');
    await expect.poll(() => heardOn(page, 'rsc-unlink')).toHaveLength(1);
  });
});

describe('Trying again', () => {
  /** A preview whose requests to a path of the backend fail, until it is told otherwise. */
  async function failing(path: string): Promise<{ page: Page; recover: () => void }> {
    let isDown = true;
    await context.route(`${backend}${path}**`, (route) =>
      isDown ? route.fulfill({ status: 503, body: '' }) : route.fallback(),
    );
    const page = await open(context, `${harness}/preview`);
    await expect.poll(() => heardOn(page, 'rsc-error')).toHaveLength(1);
    await tabTo(page, ({ name }) => name.startsWith('Try again'));
    return {
      page,
      recover: () => {
        isDown = false;
      },
    };
  }

  it('goes on at the tabs if the frame has failed to get data', async () => {
    const { page, recover } = await failing('/rsc/candidates/');
    await page.keyboard.press('Enter');
    await expectFocus(page, /^Try again/);
    recover();
    await page.keyboard.press('Enter');
    await expectState(widgetOf(page).element, 'ready');
    await expectFocus(page, /^Profile$/);
  });

  it('goes on inside the frame if that had failed to come', async () => {
    const { page, recover } = await failing('/rsc/frame/');
    recover();
    await page.keyboard.press('Enter');
    await expectState(widgetOf(page).element, 'ready');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.localName))
      .toBe('rsc-profile-widget');
    await tabTo(page, ({ name }) => name === 'Profile', { most: 1 });
  });
});

describe('The card of an indicator', () => {
  it('is read with its button, closes by Escape, and leaves the focus where it is', async () => {
    const page = await open(context, demo.pages.list);
    await expectState(page.locator('rsc-in-ats-indicator').first(), 'ready');
    await page.locator('tbody a').first().focus();
    const [stop] = await tabTo(page, ({ name }) => name.startsWith('LinkedIn'));
    expect(stop).toMatchObject({ isVisible: true });
    expect(stop?.width).toBeGreaterThanOrEqual(24);
    expect(stop?.height).toBeGreaterThanOrEqual(24);
    const card = page.getByRole('tooltip');
    await card.waitFor();
    const described = await page
      .locator('rsc-in-ats-indicator button[aria-describedby]')
      .evaluate((button) => {
        const id = button.getAttribute('aria-describedby') ?? '';
        return (button.getRootNode() as ShadowRoot).getElementById(id)?.textContent;
      });
    expect(described).toBe(await card.evaluate((one) => one.textContent));
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await expectFocus(page, stop?.name ?? '-');
  });
});
