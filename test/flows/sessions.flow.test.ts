/** Sessions end, change and go on: what is shown follows, and nothing of another person stays. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  candidateName,
  demo,
  expectState,
  expectText,
  heardOn,
  idIn,
  launch,
  lookAt,
  lookUntilRevoked,
  newContext,
  open,
  recruiterIn,
  signInToAts,
  widgetOf,
} from './support/recruiter.ts';
import { inTarget } from './support/targets.ts';

let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launch({ keepBack: true });
});
afterAll(() => browser.close());
afterEach(() => context.close());

/** Everything a document says: text, attributes and what was typed, through all shadow trees. */
const contentOf = (page: Page): Promise<string> => {
  const frame = page.frames().find((one) => one.url().includes('/rsc/frame/profile-widget'));
  if (frame === undefined) throw new Error('The page has no frame of ours.');
  return frame.evaluate(() => {
    const walk = (node: Node): string =>
      [
        node.nodeValue ?? '',
        ...(node instanceof Element ? Array.from(node.attributes, ({ value }) => value) : []),
        ...(node instanceof Element && node.shadowRoot ? [walk(node.shadowRoot)] : []),
        ...Array.from(node.childNodes, walk),
      ].join(' ');
    return walk(document.documentElement);
  });
};

const framesInside = (page: Page): string[] =>
  page
    .frames()
    .map((frame) => frame.url())
    .filter((url) => /plugin\.partner|linkedin/.test(url));

/** Marks the documents of the widget, to see whether they are still the same later. */
const mark = async (page: Page): Promise<void> => {
  for (const frame of page.frames()) await frame.evaluate(() => (window.marked = true));
};
const marks = (page: Page): Promise<(boolean | undefined)[]> =>
  Promise.all(page.frames().map((frame) => frame.evaluate(() => window.marked)));

declare global {
  interface Window {
    marked?: boolean;
    wasKept?: boolean;
  }
}

describe('Signing out of the ATS', () => {
  it('empties the profile in another tab as soon as somebody looks at it', async () => {
    context = await recruiterIn(browser);
    const page = await open(context, demo.pages.candidate);
    const { element, frame, name } = widgetOf(page);
    await expectState(element, 'ready');
    await expectText(name, await candidateName(page));
    expect(await contentOf(page)).toMatch(/Matched/);
    expect(framesInside(page)).toHaveLength(2);

    const other = await open(context, demo.pages.list);
    await other.locator('details.account summary').click();
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.getByRole('heading', { name: /Sign in/ }).waitFor();
    await other.close();

    await lookUntilRevoked(page, element);
    const content = await contentOf(page);
    expect(content).toMatch(/Your session has ended/);
    expect(content).not.toMatch(/Matched|Synced|Recruiting activities/);
    expect(content).not.toContain(idIn(demo.pages.candidate));
    await expect.poll(() => framesInside(page)).toEqual([]);
    await expect
      .poll(async () => (await heardOn(page, 'rsc-error')).at(-1))
      .toMatchObject({ detail: { code: 'revoked' } });

    // Signed in again, the person goes on where they are.
    await signInToAts(context);
    await frame.getByRole('button', { name: 'Try again' }).click();
    await expectState(element, 'ready');
    await expectText(name, await candidateName(page));
  });

  it('empties the profile when somebody asks for news', async () => {
    context = await recruiterIn(browser);
    const page = await open(context, demo.pages.candidate);
    const { element, frame, name } = widgetOf(page);
    await expectState(element, 'ready');
    await name.waitFor();
    const other = await open(context, demo.pages.list);
    await other.locator('details.account summary').click();
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.getByRole('heading', { name: /Sign in/ }).waitFor();
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await expectState(element, 'revoked');
    await expect.poll(() => framesInside(page)).toEqual([]);
  });
});

describe('Somebody else signs in at the same browser', () => {
  /** A session of another person that nobody has told the partner about. */
  async function becomeSomebodyElse(): Promise<void> {
    const elsewhere = await newContext(browser);
    await signInToAts(elsewhere, 'otherRecruiter');
    await context.addCookies(await elsewhere.cookies(demo.ats));
    await elsewhere.close();
  }

  it('nothing of the first one is left once the partner has been told', async () => {
    context = await recruiterIn(browser);
    const page = await open(context, demo.pages.unmatchedCandidate);
    const { element, frame, linkedIn, tab } = widgetOf(page);
    await expectState(element, 'ready');
    await linkedIn.getByRole('searchbox').fill('what Ingrid looks for');
    await tab('Recruiting activities').click();
    await signInToAts(context, 'otherRecruiter');
    await lookUntilRevoked(page, element);
    await expect.poll(() => framesInside(page)).toEqual([]);
    await frame.getByRole('button', { name: 'Try again' }).click();
    await expectState(element, 'ready');
    await expect.poll(() => tab('Profile').getAttribute('aria-selected')).toBe('true');
    expect(await linkedIn.getByRole('searchbox').inputValue()).toBe('');
  });

  it('nothing of the first one is left even if nobody has told the partner', async () => {
    context = await recruiterIn(browser);
    await context.clock.install();
    const page = await open(context, demo.pages.unmatchedCandidate);
    const { element, linkedIn } = widgetOf(page);
    await expectState(element, 'ready');
    const search = linkedIn.getByRole('searchbox');
    await search.fill('what Ingrid looks for');
    await becomeSomebodyElse();
    // When the token is about to run out, the frame asks who is looking.
    await context.clock.fastForward(280_000);
    await expect.poll(() => search.inputValue().catch(() => null)).toBe('');
    await expectState(element, 'ready');
  });
});

describe('A session that goes on', () => {
  it('is renewed without anybody noticing: tab, focus, scroll and typed words stay', async () => {
    context = await recruiterIn(browser);
    await context.clock.install();
    const page = await context.newPage();
    const asked = { contexts: 0, sessions: 0, frames: 0 };
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname === '/rsc/context') asked.contexts += 1;
      if (pathname === '/rsc/session') asked.sessions += 1;
      if (pathname.startsWith('/rsc/frame/')) asked.frames += 1;
    });
    await page.goto(demo.pages.unmatchedCandidate);
    const { element, badge, linkedIn, tab } = widgetOf(page);
    await expectState(element, 'ready');
    const search = linkedIn.getByRole('searchbox');
    await search.fill('half a na');
    await tab('Recruiting activities').click();
    await page.evaluate(() => {
      scrollTo(0, 120);
    });
    await mark(page);
    const before = await heardOn(page);
    expect(asked).toEqual({ contexts: 1, sessions: 1, frames: 1 });

    await context.clock.fastForward(280_000);
    await expect.poll(() => asked).toEqual({ contexts: 2, sessions: 2, frames: 1 });
    await lookAt(page);
    await expectText(badge, 'No match yet');
    await expectState(element, 'ready');
    expect(await tab('Recruiting activities').getAttribute('aria-selected')).toBe('true');
    expect(await tab('Recruiting activities').evaluate((one) => one.matches(':focus'))).toBe(true);
    expect(await page.evaluate(() => scrollY)).toBe(120);
    expect(await search.inputValue()).toBe('half a na');
    expect(await marks(page)).toEqual(page.frames().map(() => true));
    expect(await heardOn(page)).toEqual(before);
  });

  it('is there again at once when somebody goes back to the page', async () => {
    context = await newContext(browser);
    await context.grantPermissions(['local-network-access']);
    const address = `${demo.harness}/flows/back`;
    // Pages that forbid their own storing are not kept by browsers; this one does not.
    await context.route(address, (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Back</title>
          <script src="${demo.backend}/rsc/embed.js" data-tenant="harness"></script>
          <script>addEventListener('pageshow', (event) => { window.wasKept = event.persisted; });</script>
          <rsc-profile-widget candidate-id="${idIn(demo.pages.candidate)}"></rsc-profile-widget>
          <rsc-in-ats-indicator candidate-id="${idIn(demo.pages.candidate)}"></rsc-in-ats-indicator>`,
      }),
    );
    const page = await open(context, address);
    const { element, name } = widgetOf(page);
    await expectState(element, 'ready');
    await expectState(page.locator('rsc-in-ats-indicator'), 'ready');
    await name.waitFor();
    await mark(page);
    const before = (await heardOn(page)).length;
    await page.goto(`${demo.harness}/fixtures`);
    await page.goBack({ waitUntil: 'commit' });
    await expect.poll(() => page.evaluate(() => window.wasKept)).toBe(true);
    await expectState(element, 'ready');
    const ask = <T>(expression: string) => inTarget<T>(browser, '/rsc/frame/profile-', expression);
    await expect.poll(() => ask<boolean>('window.marked')).toBe(true);
    const linkedIn = () => inTarget<boolean>(browser, '/rsc/plugin/profile?api', 'window.marked');
    await expect.poll(linkedIn).toBe(true);
    expect((await heardOn(page)).length).toBe(before);

    // And it works: the port is open, and so is the session. Coming back has asked for news.
    const questions = `performance.getEntriesByType('resource').filter(({ name, responseStatus }) =>
      name.endsWith('/rsc/candidates/${idIn(demo.pages.candidate)}') && responseStatus === 200).length`;
    const asked = (await ask<number>(questions)) ?? 0;
    const look = async () => {
      await ask(`document.dispatchEvent(new Event('visibilitychange'))`);
      return ask<number>(questions);
    };
    await expect.poll(look).toBeGreaterThan(asked);
    expect(await ask<boolean>('window.marked')).toBe(true);
    await expectState(element, 'ready');
  });
});
