/** Axe finds nothing wrong in the pages around our elements: ATS, harness, and sandbox. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { colourRules, schemesOn, violationsOn } from './support/a11y.ts';
import { harness } from './support/hostile.ts';
import { patience } from './support/patience.ts';
import {
  demo,
  expectState,
  launch,
  newContext,
  open,
  recruiterIn,
  widgetOf,
} from './support/recruiter.ts';

const { sandbox } = demo;

/** Pages by what they are called, with what has to be there before they are judged. */
const pages: Readonly<
  Record<string, readonly [address: string, ready?: (page: Page) => Promise<unknown>]>
> = {
  // A few of them: axe would look at each of 1,000 rows.
  'list of candidates': [
    `${demo.pages.list}?q=anna`,
    (page) => expectState(page.locator('rsc-in-ats-indicator').first(), 'ready'),
  ],
  'list without anybody': [`${demo.pages.list}?q=nobody-of-that-name`],
  'page of a candidate': [demo.pages.candidate, (page) => widgetOf(page).name.waitFor()],
  'page of a candidate without a match': [
    demo.pages.unmatchedCandidate,
    (page) => widgetOf(page).linkedIn.getByRole('searchbox').waitFor(),
  ],
  "page with LinkedIn's markup": [
    demo.pages.linkedinMarkup,
    (page) => widgetOf(page).name.waitFor(),
  ],
  'page that does not exist': [`${demo.ats}/nowhere`],
  'way back from LinkedIn': [`${demo.ats}/linkedin/signed-in?handover=none`],
  'way back from LinkedIn without a code': [`${demo.ats}/linkedin/signed-in`],
  'start page of the sandbox': [`${sandbox.origin}/`],
  'sign-in of the sandbox': [`${sandbox.origin}/uas/login`],
  'sign-in that the sandbox refuses': [`${sandbox.origin}/uas/one-click?return=x`],
  'list of fixtures': [`${harness}/fixtures`],
  'page that the harness does not have': [`${harness}/nowhere`],
  workbench: [
    `${harness}/?state=bad-attribute`,
    (page) => page.frameLocator('iframe').first().locator('main').waitFor(),
  ],
};

let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launch();
  context = await recruiterIn(browser, { colorScheme: 'light' });
});
afterAll(() => browser.close());

/** Nothing is wrong with what a page shows, light or dark. */
async function expectNoViolation(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await violationsOn(page), 'light').toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await vi.waitFor(async () => expect(await schemesOn(page)).not.toContain('light'), patience);
  expect(await violationsOn(page, colourRules), 'dark').toEqual([]);
}

it.each(Object.entries(pages))('the %s has no violation', async (_name, [address, ready]) => {
  const page = await open(context, address);
  await ready?.(page);
  await expectNoViolation(page);
  await page.close();
});

it('the recruiting activities have no violation', async () => {
  const page = await open(context, demo.pages.candidate);
  const { name, tab, frame } = widgetOf(page);
  await name.waitFor();
  await tab('Recruiting activities').click();
  await frame.locator('rsc-timeline .what').first().waitFor();
  await expectNoViolation(page);
  await page.close();
});

it('results of a search and the question about unlinking have no violation', async () => {
  const page = await open(context, demo.pages.unmatchedCandidate);
  const { linkedIn } = widgetOf(page);
  await linkedIn.getByRole('searchbox').fill('an');
  await linkedIn.getByRole('searchbox').press('Enter');
  await linkedIn
    .getByRole('button', { name: /^Link / })
    .first()
    .waitFor();
  await expectNoViolation(page);
  await page.goto(`${harness}/preview?appearance=auto`);
  await widgetOf(page).linkedIn.getByRole('button', { name: 'Unlink profile' }).click();
  await widgetOf(page).linkedIn.getByRole('button', { name: 'Keep' }).waitFor();
  await expectNoViolation(page);
  await page.close();
});

it('pages for administrators and operators have no violation', async () => {
  const office = await newContext(browser, { colorScheme: 'light' });
  const page = await open(office, demo.signIn.administrator);
  const integrations = page.frameLocator('rsc-integration-settings iframe').locator('li');
  await integrations.first().waitFor();
  await expectNoViolation(page);
  await page.getByRole('link', { name: 'Customers' }).click();
  await page.getByRole('heading', { name: 'Certification, module 1' }).waitFor();
  await expectNoViolation(page);
  await page.getByRole('link', { name: 'Kestrel Instruments' }).click();
  await page.getByRole('button', { name: 'Run checks of Kestrel Instruments' }).click();
  await page.getByText(/^\d+ of \d+ pass/).waitFor();
  await page.getByText('Delete for good…').click();
  await expectNoViolation(page);
  await office.close();
});

it('pages for people who are signed out have no violation', async () => {
  const stranger = await newContext(browser, { colorScheme: 'light' });
  const page = await open(stranger, `${demo.ats}/sign-in`);
  await expectNoViolation(page);
  await page.getByLabel(/e-mail/i).fill('nobody@example.com');
  await page.getByLabel(/password/i).fill('wrong');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await expectNoViolation(page);
  await stranger.close();
});
