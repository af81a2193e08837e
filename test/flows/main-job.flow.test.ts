/** The main job: a recruiter sees, finds, links and unlinks LinkedIn profiles inside the ATS. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  candidateName,
  demo,
  expectState,
  expectText,
  heardOn,
  idIn,
  launch,
  newContext,
  open,
  signInToAts,
  signInToLinkedIn,
  widgetOf,
} from './support/recruiter.ts';

const personUrn = /^urn:li:person:[\w-]+$/;

let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  context = await newContext(browser);
});
afterEach(() => context.close());

it('blocks third-party cookies in these browsers, so that nothing here relies on them', async () => {
  await signInToAts(context);
  const page = await open(context, `${demo.sandbox.origin}/uas/login`);
  await page.evaluate(() => {
    document.cookie = 'plain=1; Path=/; Secure; SameSite=None';
  });
  const sent = async (run: () => Promise<unknown>): Promise<string> => {
    const [request] = await Promise.all([page.waitForRequest(/\/uas\/login/), run()]);
    return (await request.allHeaders())['cookie'] ?? '';
  };
  expect(await sent(() => page.goto(`${demo.sandbox.origin}/uas/login`))).toContain('plain=1');
  // The only page of the ATS that may frame LinkedIn's stand-in directly.
  await page.goto(`${demo.ats}/linkedin/signed-in?handover=none`);
  const framed = sent(() =>
    page.evaluate((src) => {
      document.querySelector('iframe')?.setAttribute('src', src);
    }, `${demo.sandbox.origin}/uas/login`),
  );
  expect(await framed).not.toContain('plain');
});

describe('A recruiter who is signed in at the ATS and at LinkedIn', () => {
  beforeEach(async () => {
    await signInToAts(context);
    await signInToLinkedIn(context);
  });

  it('sees the profile of the candidate whose page it is', async () => {
    const page = await open(context, demo.pages.candidate);
    const { element, badge, name, linkedIn } = widgetOf(page);
    await expectState(element, 'ready');
    expect(await heardOn(page, 'rsc-ready')).toHaveLength(1);
    expect(await heardOn(page, 'rsc-error')).toEqual([]);
    await expectText(badge, 'Matched');
    await expectText(name, await candidateName(page));
    const profile = linkedIn.getByRole('article');
    await expectText(profile, /Current position[^]*Location[^]*Industry[^]*Connections/);
    await expectText(profile, /Summary[^]*Experience[^]*Education[^]*Skills/);
    const portrait = linkedIn.locator('article img').first();
    const width = () => portrait.evaluate((one: HTMLImageElement) => one.naturalWidth);
    await expect.poll(width).toBeGreaterThan(0);
  });

  it("sees it light or dark as the ATS wants it, whatever the system's colours are", async () => {
    const page = await open(context, demo.pages.candidate);
    const { element, frame, name, linkedIn } = widgetOf(page);
    await name.waitFor();
    for (const [appearance, background] of [
      ['dark', 'rgb(24, 27, 31)'],
      ['light', 'rgb(255, 255, 255)'],
    ] as const) {
      await element.evaluate((one, value) => {
        one.setAttribute('appearance', value);
      }, appearance);
      for (const body of [frame.locator('body'), linkedIn.locator('body')]) {
        const seen = () => body.evaluate((one) => getComputedStyle(one).backgroundColor);
        await expect.poll(seen).toBe(background);
      }
    }
  });

  it('gets to the recruiting activities and back by keyboard', async () => {
    const page = await open(context, demo.pages.candidate);
    const { element, frame, tab, name } = widgetOf(page);
    await expectState(element, 'ready');
    await name.waitFor();
    // From the last thing before the widget into its tabs.
    await page.locator('main .facts :is(a, button, summary):visible').last().focus();
    await page.keyboard.press('Tab');
    const isFocused = () => tab('Profile').evaluate((one) => one.matches(':focus'));
    await expect.poll(isFocused).toBe(true);
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => tab('Recruiting activities').getAttribute('aria-selected'))
      .toBe('true');
    await expect
      .poll(() => frame.locator('rsc-timeline .what').allInnerTexts())
      .toEqual([
        'LinkedIn matched the candidate to a member',
        'Candidate record sent to LinkedIn',
        'Candidate created in your system',
      ]);
    expect(await frame.locator('rsc-plugin-frame').isVisible()).toBe(false);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => name.isVisible()).toBe(true);
  });

  it('searches and links a member by hand; list and page know it, and it can be taken back', async () => {
    const page = await open(context, demo.pages.unmatchedCandidate);
    const { badge, element, linkedIn, name, tab, frame } = widgetOf(page);
    await expectState(element, 'ready');
    await expectText(badge, 'No match yet');
    expect(await onList(context)).toBe('LinkedIn status: Not matched');

    const wanted = await candidateName(page);
    const input = linkedIn.getByRole('searchbox');
    await input.fill('nobody is called like this');
    await input.press('Enter');
    await expectText(linkedIn.locator('[data-results]'), /Nobody fits/);
    await input.fill(wanted);
    await input.press('Enter');
    await linkedIn
      .getByRole('button', { name: `Link ${wanted}` })
      .first()
      .click();

    await expectText(name, wanted);
    await expectText(badge, 'Linked by hand');
    const linked = await heardOn(page, 'rsc-link');
    expect(linked).toEqual([
      { name: 'rsc-link', detail: { member: expect.stringMatching(personUrn) as string } },
    ]);

    await page.reload();
    await expectText(badge, 'Linked by hand');
    await expectText(name, wanted);
    await tab('Recruiting activities').click();
    await expect
      .poll(() => frame.locator('rsc-timeline .what').allInnerTexts())
      .toContain('Linked to a LinkedIn member by hand');
    expect(await onList(context)).toBe('LinkedIn status: Matched');

    await tab('Profile').click();
    expect(await linkedIn.getByText('Unlink this profile').isVisible()).toBe(false);
    await linkedIn.getByRole('button', { name: 'Unlink profile' }).click();
    const question = linkedIn.getByRole('group', { name: /Unlink this profile/ });
    await question.getByRole('button', { name: 'Keep' }).click();
    await expect.poll(() => question.isVisible()).toBe(false);
    expect(await heardOn(page, 'rsc-unlink')).toEqual([]);
    await linkedIn.getByRole('button', { name: 'Unlink profile' }).click();
    await question.getByRole('button', { name: 'Unlink' }).click();
    await expectText(name, 'No profile is linked yet');
    await expectText(badge, 'No match yet');
    const unlinked = await heardOn(page, 'rsc-unlink');
    expect(unlinked.map(({ detail }) => detail)).toEqual(linked.map(({ detail }) => detail));
    expect(await onList(context)).toBe('LinkedIn status: Not matched');
  });

  it('sees six candidates at once, each in its own widget, with one question to the ATS for each', async () => {
    const page = await context.newPage();
    const asked: { inst: string; obj: string }[] = [];
    page.on('request', (request) => {
      if (!request.url().endsWith('/rsc/context')) return;
      asked.push(...(JSON.parse(request.postData() ?? '[]') as typeof asked));
    });
    // Tall enough for all of them: widgets far below the window do not start.
    await page.setViewportSize({ width: 900, height: 4_000 });
    await page.goto(`${demo.harness}/fixtures/six-widgets`);
    const ids = await page
      .locator('rsc-profile-widget')
      .evaluateAll((all) => all.map((one) => one.getAttribute('candidate-id')));
    expect(new Set(ids).size).toBe(6);
    for (const index of ids.keys()) await expectState(widgetOf(page, index).element, 'ready');
    // What LinkedIn's frames inside were asked to show; its page names nobody before a sign-in.
    const shownIn = (index: number) =>
      widgetOf(page, index)
        .linkedIn.locator('html')
        .evaluate(() => new URLSearchParams(location.search).get('candidate'))
        .catch(() => null);
    // The third is not synced: LinkedIn is not asked about that one.
    for (const index of [0, 1, 3, 4, 5]) {
      await expect.poll(() => shownIn(index)).toBe(ids[index]);
    }
    await widgetOf(page, 2).frame.getByText('Not on LinkedIn yet').waitFor();
    expect(asked.map(({ obj }) => obj).sort()).toEqual(ids.map((id) => `candidate:${id}`).sort());
    expect(new Set(asked.map(({ inst }) => inst)).size).toBe(6);
  });
});

describe('Somebody who cannot see the profile is told why', () => {
  it('signed out of LinkedIn: signs in without leaving the page', async () => {
    await signInToAts(context);
    const page = await open(context, demo.pages.candidate);
    const { element, badge, linkedIn, name } = widgetOf(page);
    await expectState(element, 'ready');
    await expectText(badge, 'Matched');
    await expectText(name, 'Sign in to see the profile');
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      linkedIn.getByRole('button', { name: 'Sign in to LinkedIn' }).click(),
    ]);
    await popup.getByRole('button', { name: 'Sign in as Ingrid Solberg' }).click();
    await expectText(name, await candidateName(page));
    await expect.poll(() => popup.isClosed()).toBe(true);
    // The session stays for the next candidate.
    await page.reload();
    await expectText(name, await candidateName(page));
  });

  it('without a Recruiter seat: hears whom to ask', async () => {
    await signInToAts(context);
    const page = await open(context, demo.pages.candidate);
    const { linkedIn, name } = widgetOf(page);
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      linkedIn.getByRole('button', { name: 'Sign in to LinkedIn' }).click(),
    ]);
    await popup.getByRole('button', { name: 'Sign in as Yusuf Demir' }).click();
    await expectText(name, 'You need a Recruiter seat');
    await expectText(linkedIn.locator('body'), /Ask your Recruiter administrator/);
    expect(await linkedIn.locator('body').innerText()).not.toContain(await candidateName(page));
  });

  it('a hiring manager without rights: reads a sentence and gets no data', async () => {
    await signInToAts(context, 'hiringManager');
    await signInToLinkedIn(context);
    const page = await context.newPage();
    const data: string[] = [];
    page.on('request', (request) => {
      if (/\/rsc\/(session|candidates)|\/rsc\/plugin/.test(request.url())) data.push(request.url());
    });
    await page.goto(demo.pages.candidate);
    const { element, frame } = widgetOf(page);
    await expectState(element, 'not_allowed');
    await expectText(frame.locator('main'), /You have no access to this profile/);
    await expectText(frame.locator('main'), /Ask your administrator/);
    await expect
      .poll(() => heardOn(page, 'rsc-error'))
      .toMatchObject([{ detail: { code: 'signer_not_allowed' } }]);
    expect(data).toEqual([]);

    await page.goto(demo.pages.list);
    const first = page.locator('rsc-in-ats-indicator').first();
    await expectState(first, 'not_allowed');
    expect(data).toEqual([]);
  });
});

describe("LinkedIn's own markup, with only the address of in.js changed", () => {
  beforeEach(async () => {
    await signInToAts(context);
    await signInToLinkedIn(context);
  });

  it('shows the profile and calls the functions the tag names', async () => {
    const matched = await open(context, demo.pages.linkedinMarkup);
    const name = await open(context, demo.pages.candidate).then(candidateName);
    await expectState(widgetOf(matched).element, 'ready');
    await expectText(widgetOf(matched).name, name);
    expect(await matched.locator('#calls li').count()).toBe(0);

    const page = await open(
      context,
      demo.pages.linkedinMarkup.replace(/[^/]+$/, idIn(demo.pages.unmatchedCandidate)),
    );
    const { linkedIn, name: heading } = widgetOf(page);
    const wanted = await page.locator('.back a').innerText();
    await linkedIn.getByRole('searchbox').fill(wanted);
    await linkedIn.getByRole('searchbox').press('Enter');
    await linkedIn
      .getByRole('button', { name: `Link ${wanted}` })
      .first()
      .click();
    await expectText(heading, wanted);
    await linkedIn.getByRole('button', { name: 'Unlink profile' }).click();
    await linkedIn.getByRole('button', { name: 'Unlink', exact: true }).click();
    await expectText(heading, 'No profile is linked yet');
    await expect.poll(() => page.locator('#calls li').allInnerTexts()).toHaveLength(2);
    const [link, unlink] = await page.locator('#calls li').allInnerTexts();
    expect(link).toMatch(/^link\("urn:li:person:[\w-]+"\)$/);
    expect(unlink).toBe(link?.replace('link', 'unlink'));
  });
});

/** What the indicator in the row of the unmatched candidate says. */
async function onList(context: BrowserContext): Promise<string> {
  const page: Page = await open(context, `${demo.pages.list}`);
  const row = page.locator(
    `rsc-in-ats-indicator[candidate-id="${idIn(demo.pages.unmatchedCandidate)}"]`,
  );
  await row.scrollIntoViewIfNeeded();
  await expectState(row, 'ready');
  const label = await row.locator('button').getAttribute('aria-label');
  await page.close();
  return label ?? '';
}
