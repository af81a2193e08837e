/** A recruiter looks at a job, adds somebody who has applied before, and dismisses somebody else. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, newContext } from './support/hostile.ts';
import { startOnboardingWorld, tenant, type OnboardingWorld } from './support/onboarding-world.ts';
import { patience } from './support/patience.ts';
import { expectState } from './support/recruiter.ts';

let world: OnboardingWorld;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const told: unknown[] = [];
const violations: string[] = [];
const hostile = '<img src=x onerror="document.title=1">\u202eName';

beforeAll(async () => {
  [world, browser] = await Promise.all([startOnboardingWorld(), launchBrowser()]);
  const { privateKey } = await world.kit.customers.create({
    id: tenant,
    name: 'Acme',
    uniqueForeignId: 'instance-1',
    environment: 'production',
    domains: [world.origins.ats],
  });
  if (privateKey === null) throw new Error('there is no key for the ATS');
  world.useKey(privateKey);
  for (const [id, name] of [
    ['c-1', 'Ada Byron'],
    ['c-2', 'Charles Babbage'],
    ['c-3', hostile],
  ] as const) {
    world.past.add(tenant, name, [id], new Date());
  }
  await world.kit.rediscovery?.read(tenant);
  context = await newContext(browser, { viewport: { width: 1_000, height: 1_400 } });
  context.setDefaultTimeout(patience.timeout);
  page = await context.newPage();
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  await page.exposeFunction('told', (name: string, detail: unknown) => {
    told.push([name, detail]);
  });
  await page.addInitScript(() => {
    for (const name of ['rsc-add', 'rsc-open']) {
      document.addEventListener(name, (event) => {
        const tell = Reflect.get(window, 'told') as (name: string, detail: unknown) => void;
        tell(name, (event as CustomEvent).detail);
      });
    }
  });
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

const element = () => page.locator('rsc-rediscovered-candidates');
const frame = () => element().locator('iframe').contentFrame();
const card = (id: string) => frame().locator(`li[data-id="${id}"]`);
const names = () => frame().locator('button.name').allInnerTexts();

const hasFocus = async (button: Locator): Promise<boolean> =>
  (await button.count()) === 1 &&
  button.evaluate((one) => (one.getRootNode() as ShadowRoot).activeElement === one);

describe('rediscovered candidates', () => {
  it('are shown with why, and as text whatever stands in it', async () => {
    const { rediscovery } = world.kit;
    await expect
      .poll(async () => (await rediscovery?.status(tenant))?.applicants, patience)
      .toBe(3);
    await page.goto(`${world.origins.ats}/job`);
    await expectState(element(), 'ready');
    // The job is called like the last one, whose name therefore counts.
    await expect.poll(names, patience).toEqual([hostile, 'Ada Byron', 'Charles Babbage']);
    expect(await card('c-1').innerText()).toContain('Has 1 of 1 skills: Go');
    expect(await frame().locator('img').count()).toBe(0);
  });

  it('are opened in the ATS', async () => {
    await frame().getByRole('button', { name: 'Ada Byron', exact: true }).click();
    await expect.poll(() => told, patience).toEqual([['rsc-open', { candidateId: 'c-1' }]]);
  });

  it('are added to the job, once, and the page is told', async () => {
    await card('c-1')
      .getByRole('button', { name: /^Add to job/ })
      .click();
    await card('c-1').getByText('Ada Byron was added to the job.').waitFor();
    const detail = { candidateId: 'c-1', jobId: 'job-1', applicationId: 'c-1/job-1' };
    await expect.poll(() => told.at(-1), patience).toEqual(['rsc-add', detail]);
    const [ada] = world.past.of(tenant).filter(({ id }) => id === 'c-1');
    expect(ada?.applications.map(({ jobId }) => jobId)).toEqual(['job-0', 'job-1']);
  });

  it('are dismissed by keyboard, taken back, and dismissed for good', async () => {
    await card('c-2')
      .getByRole('button', { name: /^Dismiss/ })
      .focus();
    await page.keyboard.press('Enter');
    const undo = card('c-2').getByRole('button', { name: /^Undo/ });
    // The focus goes to the way back by itself, and from there to the button that was used.
    await expect.poll(() => hasFocus(undo)).toBe(true);
    await page.keyboard.press('Enter');
    const dismiss = card('c-2').locator('[data-ask=dismiss][aria-disabled=false]');
    await expect.poll(() => hasFocus(dismiss)).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(undo)).toBe(true);
    await page.reload();
    await expect.poll(names, patience).toEqual([hostile]);
    await frame().getByRole('button', { name: 'Dismissed (1)' }).click();
    await expect.poll(names, patience).toEqual(['Charles Babbage']);
    expect(violations).toEqual([]);
    expect(await page.title()).toBe('ATS');
  });
});
