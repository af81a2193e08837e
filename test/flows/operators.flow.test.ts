/** Certification module 1 on the demo: an instance from its provisioning to the receipt when it leaves. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patience } from './support/patience.ts';
import { demo, expectState, launch, newContext, open } from './support/recruiter.ts';

let browser: Browser;
let context: BrowserContext;
let page: Page;
const id = 'kestrel-flow';

beforeAll(async () => {
  browser = await launch();
  context = await newContext(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  page = await open(context, demo.signIn.administrator);
});
afterAll(() => browser.close());

const frame = () => page.locator('rsc-integration-settings iframe').contentFrame();
const linkedIn = () =>
  frame().locator('rsc-plugin-frame iframe').contentFrame().locator('iframe').contentFrame();
const states = (): Promise<string[]> =>
  frame()
    .locator('li[data-state]')
    .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['state'] ?? ''));
const all = (state: string): string[] => Array<string>(5).fill(state);

describe('An operator and an administrator', () => {
  it('provision an instance, request two contracts, and switch it on', async () => {
    await page.goto(`${demo.ats}/integrations/customers`);
    await page.getByLabel('Name').fill('Kestrel, flow');
    await page.getByLabel('Id of the instance').fill(id);
    await page.getByRole('button', { name: 'Provision' }).click();
    await page.getByRole('link', { name: 'Connect Kestrel, flow' }).click();

    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      linkedIn().getByRole('button', { name: 'Sign in to LinkedIn' }).click(),
    ]);
    await popup.getByRole('button', { name: 'Sign in as Ingrid Solberg' }).click();
    await linkedIn().getByLabel('Kestrel Recruiter Europe').check();
    await linkedIn().getByLabel('Kestrel Recruiter Americas').check();
    await linkedIn().getByRole('button', { name: 'Request integrations' }).click();
    await expect.poll(states, patience).toEqual(all('configured'));

    const recruiter = await open(context, `${demo.sandbox.origin}/talent/integrations`);
    await recruiter.getByRole('button', { name: /Europe/ }).click();
    await recruiter.waitForLoadState();
    await recruiter.goto(`${demo.sandbox.origin}/talent/integrations`);
    await recruiter.getByRole('button', { name: /^Enable all 5/ }).click();
    await recruiter.waitForLoadState();
    await recruiter.close();
    await expect.poll(states, patience).toEqual(all('enabled'));
    await frame()
      .getByRole('radio', { name: /^Public/ })
      .check();
    await frame().locator('.titled').getByText('Saved.').waitFor();
  });

  it('find everything on its page, all checks passed, and the code to copy', async () => {
    await page.goto(`${demo.ats}/integrations/customers/${id}`);
    await page.getByRole('button', { name: 'Run checks of Kestrel, flow' }).click();
    await page.getByText(/^(\d+) of \1 pass, 0 fail/).waitFor();
    const text = await page.locator('main').innerText();
    expect(text).toContain('Jobs are public');
    expect(text.match(/ALL_PRODUCT_USERS/g)).toHaveLength(2);
    expect(text).toContain(`${demo.backend}/rsc/push/`);
    expect(text).toContain(`${demo.ats}, ${new URL(demo.backend).protocol}//plugin.`);
    await page.getByRole('button', { name: 'Copy the embed code' }).click();
    await expect.poll(() => page.locator('[data-copied]').innerText()).toBe('Copied');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(`data-tenant="${id}"`);

    await page.goto(`${demo.ats}/integrations/customers`);
    await page.getByRole('button', { name: 'Run checks of the deployment' }).click();
    await page.getByText(/^(\d+) of \1 pass, 0 fail/).waitFor();
    expect(await page.getByText('can be shown', { exact: true }).count()).toBe(6);
  });

  it('stop it, delete it, and get a receipt; its page gets no frame any more', async () => {
    await page.goto(`${demo.ats}/integrations/customers/${id}`);
    await page.getByRole('button', { name: 'Stop Kestrel, flow' }).click();
    await page.getByRole('button', { name: 'Go on Kestrel, flow' }).waitFor();
    await page.getByText('Delete for good…').click();
    await page.getByLabel(/^Write kestrel-flow/).fill(id);
    await page.getByRole('button', { name: 'Delete for good', exact: true }).click();
    await page.getByRole('heading', { name: 'Left for good' }).waitFor();
    expect(await page.locator('main').innerText()).toMatch(/5 integrations[^]*3 configurations/);
    await page.goto(`${demo.ats}/integrations?instance=${id}`);
    await expectState(page.locator('rsc-integration-settings'), 'frame_refused');
  });
});
