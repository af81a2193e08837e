/** Certification modules 2, 4 and 5 on the demo: what the ATS has, seen from Recruiter, and how it goes. */
import { text } from 'node:stream/consumers';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience } from './support/patience.ts';
import { demo, launch, newContext, open, signInToAts } from './support/recruiter.ts';

let browser: Browser;
let context: BrowserContext;
/** The candidate in the ATS, and the member in Recruiter. */
let ats: Page;
let recruiter: Page;
let address: string;
let id: string;
const linkedIn = demo.sandbox.origin;

beforeAll(async () => {
  browser = await launch();
  context = await newContext(browser);
  await signInToAts(context);
  ats = await open(context, `${demo.ats}/candidates`);
  // Nobody whom other flows work with.
  const link = ats.locator('td.person a').nth(640);
  id = ((await link.getAttribute('href')) ?? '').replace('/candidates/', '');
  address = `${demo.ats}/candidates/${id}`;
  recruiter = await open(context, demo.signIn.linkedin);
  await recruiter.goto(`${linkedIn}/talent/certification`);
  await recruiter.getByRole('button', { name: /Europe/ }).click();
  await recruiter.waitForLoadState();
});
afterAll(() => browser.close());

const press = (name: string | RegExp, within: Page | Locator = ats): Promise<void> =>
  within.getByRole('button', { name }).first().click();

/** Whole pages are asked for, which takes more of a machine than to look at one. */
const now = { ...patience, interval: 750 };

/** Waits until what Recruiter shows of a page says so. */
async function sees(path: string, text: string | RegExp, isThere = true): Promise<void> {
  await expect
    .poll(async () => {
      await recruiter.goto(linkedIn + path);
      const shown = await recruiter.locator('main').innerText();
      return typeof text === 'string' ? shown.includes(text) : text.test(shown);
    }, now)
    .toBe(isThere);
}

async function memberPath(): Promise<string> {
  await ats.goto(address);
  const name = await ats.locator('h1').innerText();
  await recruiter.goto(`${linkedIn}/talent/search`);
  await recruiter.getByLabel('Keywords').fill(name);
  await recruiter.getByLabel('Keywords').press('Enter');
  await recruiter.waitForLoadState();
  for (const link of await recruiter.locator('a[href^="/talent/profile/"]').all()) {
    const path = (await link.getAttribute('href')) ?? '';
    const profile = await recruiter.evaluate(async (to) => (await fetch(to)).text(), path);
    if (profile.includes(id)) return path.replace(/[?#].*$/, '');
  }
  throw new Error(`Recruiter knows nobody who is candidate ${id}`);
}

describe('records of the ATS in Recruiter', () => {
  it('are there from the start: two years of jobs, candidates and applications', async () => {
    await sees('/talent/certification', /Jobs\s+14\s+of the last two years\s+14/);
    await sees('/talent/certification', /Candidates\s+99\d\s+of the last two years\s+99\d/);
    await sees('/talent/certification', /Applications\s+1,?0\d\d/);
    await sees('/talent/certification', /Interview feedback\s+[1-9]\d*/);
  });

  it('follow what people do: stages, notes and feedback come, and go one by one', async () => {
    const path = await memberPath();
    await ats.getByLabel(/^Stage for/).selectOption('Final round');
    await press('Move');
    await ats.getByLabel('New note').fill('A note on the candidate 4711');
    await press('Add note');
    await ats.getByLabel('New note').fill('A note on the application 4712');
    await ats.getByLabel('About').selectOption({ index: 1 });
    await press('Add note');
    await ats.getByText('Write feedback').click();
    await ats.getByLabel('How was the interview?').fill('Feedback 4713');
    await press('Add feedback');
    await sees(path, /Final round[^]*4712[^]*4713[^]*4711/);

    for (const text of ['4711', '4712']) {
      await press('Delete note', ats.locator('.notes > li').filter({ hasText: text }));
      await sees(path, text, false);
    }
    await press('Delete feedback', ats.locator('.notes > li').filter({ hasText: '4713' }));
    await sees(path, '4713', false);
    const application = ats.locator('.applications > li').first();
    await press('Delete stages', application);
    await sees(path, 'Final round', false);
    const title = await application.locator('strong').innerText();
    await press('Delete application', application);
    await sees(path, title, false);
  });

  it('are joined by a resume that a recruiter exports along, which can be saved', async () => {
    await recruiter.goto(linkedIn + (await memberPath()));
    await recruiter.getByRole('link', { name: 'Export to ATS' }).first().click();
    await recruiter.getByLabel('Profile and a resume made of it').check();
    await recruiter
      .getByRole('group', { name: 'Job', exact: true })
      .getByRole('radio')
      .first()
      .check();
    await press('Review export', recruiter);
    await press(/^Export$/, recruiter);
    await recruiter.getByText('Exported. The ATS has been told').waitFor();
    const link = ats.getByRole('link', { name: 'Résumé from LinkedIn' });
    await expect
      .poll(async () => {
        await ats.goto(address);
        return link.count();
      }, now)
      .toBe(1);
    const name = await ats.locator('h1').innerText();
    const [download] = await Promise.all([ats.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toBe('resume.txt');
    expect(await text(await download.createReadStream())).toContain(name);
  });

  it('are gone with a candidate who objects, and with one who is deleted', async () => {
    const path = await memberPath();
    await press('Stop LinkedIn sync');
    await sees(path, 'No candidate of the ATS is this member');
    await press('Sync with LinkedIn again');
    await sees(path, id);
    await ats.getByText('Delete candidate').click();
    await press('Delete for good');
    await sees(path, 'No candidate of the ATS is this member');
  });

  it('are seen by those on the list of a position alone', async () => {
    const position = `${demo.ats}/positions/p-1078`;
    const only = async (name: string | null): Promise<void> => {
      await expect
        .poll(async () => {
          await ats.goto(position);
          return ats.getByLabel('Daniel Achterberg').count();
        }, now)
        .toBe(1);
      await ats.getByLabel(name === null ? 'Everybody with a seat' : 'Only these').check();
      if (name !== null) await ats.getByLabel(name).check();
      await press('Save');
    };
    await sees('/talent/certification', /Jobs you can export to\s+14/);
    await only('Daniel Achterberg');
    await sees('/talent/certification', /Jobs you can export to\s+13/);
    await only(null);
    await sees('/talent/certification', /Jobs you can export to\s+14/);
  });
});

describe('An operator', () => {
  it('sees how sync stands, and why a record is not at LinkedIn', async () => {
    const admin = await newContext(browser);
    const page = await open(admin, demo.signIn.administrator);
    await page.goto(`${demo.ats}/integrations/customers/kestrel`);
    await page.getByRole('link', { name: 'Sync of Kestrel' }).first().click();
    const sent = page.locator('[data-live="sent-candidates"]');
    expect(Number((await sent.innerText()).replace(',', ''))).toBeGreaterThan(900);
    // What has changed while history was on its way is in the totals of the next one.
    await press('Start', page);
    await expect
      .poll(async () => {
        await page.goto(`${demo.ats}/integrations/customers/kestrel/sync`);
        return page.getByText('Totals add up').count();
      }, now)
      .toBe(1);
    await page.getByLabel('Id in the ATS').fill(id);
    await press('Explain', page);
    await page.getByText('not at LinkedIn', { exact: true }).waitFor();
    await press('Plan', page);
    await page.locator('.plan').waitFor();
    expect(await page.locator('.plan').innerText()).toMatch(/about \d+ (s|min|h) under LinkedIn/);

    // Figures stay true while the page is open.
    await page.goto(`${demo.ats}/integrations/customers/kestrel/sync`);
    const aside = page.locator('[data-live="put-aside"]');
    expect(await aside.innerText()).toBe('0');
    await ats.goto(`${demo.ats}/candidates`);
    await ats.locator('td.person a').nth(650).click();
    const change = async (label: string, value: string): Promise<void> => {
      await ats.getByText('Change', { exact: true }).click();
      await ats.getByLabel(label, { exact: true }).fill(value);
      await press('Save');
    };
    const name = await ats.locator('h1').innerText();
    await change('E-mail', 'nobody at example');
    await expect.poll(() => aside.innerText(), patience).toBe('1');
    await page.getByRole('link', { name: 'Show it as it is' }).click();
    const item = page.locator('.aside > li').filter({ hasText: name });
    await item.getByText('emailAddresses.0').waitFor();
    await item.getByRole('link', { name: 'Fix in the ATS' }).click();
    await page.getByText('For administrators').or(page.locator('h1')).first().waitFor();
    await change('E-mail', 'somebody@example.com');
    await page.goBack();
    await expect.poll(() => aside.innerText(), patience).toBe('0');
    await admin.close();
  });
});
