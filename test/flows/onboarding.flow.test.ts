/** A customer's whole way: provisioned, requested, switched on, used, switched off, gone. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, newContext } from './support/hostile.ts';
import {
  administrator,
  candidateId,
  startOnboardingWorld,
  tenant,
  type OnboardingWorld,
} from './support/onboarding-world.ts';
import { patience } from './support/patience.ts';
import { expectState, expectText, widgetOf } from './support/recruiter.ts';

let world: OnboardingWorld;
let browser: Browser;
let context: BrowserContext;
/** Stays open from the first request to the last goodbye. */
let settings: Page;

beforeAll(async () => {
  [world, browser] = await Promise.all([startOnboardingWorld(), launchBrowser()]);
  context = await newContext(browser, { viewport: { width: 1280, height: 1400 } });
  context.setDefaultTimeout(patience.timeout);
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

const element = (): Locator => settings.locator('rsc-integration-settings');
const frame = () => element().locator('iframe').contentFrame();
const linkedIn = () =>
  frame().locator('rsc-plugin-frame iframe').contentFrame().locator('iframe').contentFrame();
/** States of the integrations, as the frame has them. */
const states = async (): Promise<string[]> =>
  frame()
    .locator('li')
    .evaluateAll((items) =>
      items.map((item) => `${item.dataset['type'] ?? ''} ${item.dataset['state'] ?? ''}`).sort(),
    );
const allAre = (state: string): string[] =>
  ['CSA_API', 'IN_ATS_INDICATOR', 'ONE_CLICK_EXPORT', 'PROFILE_PLUGIN'].map(
    (type) => `${type} ${state}`,
  );

/** The Recruiter administrator, on LinkedIn's own page. */
async function switchAll(button: RegExp): Promise<void> {
  const recruiter = await context.newPage();
  await recruiter.goto(`${world.origins.linkedIn}/talent/integrations`);
  await recruiter.getByRole('button', { name: button }).click();
  await recruiter.waitForLoadState();
  await recruiter.close();
}

describe('onboarding', () => {
  it('requests integrations where the ATS has the settings, and sets them up', async () => {
    const { customer, privateKey } = await world.kit.customers.create({
      id: tenant,
      name: 'Acme',
      uniqueForeignId: 'instance-1',
      environment: 'production',
      domains: [world.origins.ats],
    });
    expect(customer.application?.clientId).toBeTruthy();
    if (privateKey === null) throw new Error('there is no key for the ATS');
    world.useKey(privateKey);

    settings = await context.newPage();
    await settings.addInitScript(() => {
      document.addEventListener('rsc-integrate', (event) => {
        const { integrations } = (event as CustomEvent<{ integrations: unknown[] }>).detail;
        document.title = `requested ${String(integrations.length)}`;
      });
    });
    await settings.goto(`${world.origins.ats}/settings`);
    await frame().getByText('Nothing has been requested yet').waitFor();
    const [popup] = await Promise.all([
      settings.waitForEvent('popup'),
      linkedIn().getByRole('button', { name: 'Sign in to LinkedIn' }).click(),
    ]);
    await popup.getByRole('button', { name: `Sign in as ${administrator}` }).click();
    await linkedIn().getByRole('button', { name: 'Request integrations' }).click();
    await expect.poll(states, patience).toEqual(allAre('configured'));
    expect(await settings.title()).toBe('requested 4');
    await expectText(frame().locator('li p').first(), /Your Recruiter administrator/);
    // LinkedIn has found that events can be sent to us.
    const clientId = customer.application?.clientId ?? '';
    const { callbacks } = world.sandbox.state;
    await expect.poll(() => callbacks.get(clientId)?.passedAtMs ?? null).not.toBeNull();
  });

  it('shows, live, that a Recruiter administrator has switched them on; then profiles work', async () => {
    await switchAll(/^Enable all 4/);
    await expect.poll(states, patience).toEqual(allAre('enabled'));
    await expectState(element(), 'ready');

    const person = world.sandbox.state.members.values().next().value;
    if (person === undefined) throw new Error('the sandbox has no members');
    const [outcome] = await world.kit.candidates.sync(tenant, [
      {
        id: candidateId,
        firstName: person.firstName,
        lastName: person.lastName,
        emailAddresses: [person.emails[0] ?? ''],
        phoneNumbers: [],
        addresses: [],
        atsCreatedAt: Date.parse('2026-01-05T09:00:00Z'),
        atsLastModifiedAt: Date.parse('2026-02-01T09:00:00Z'),
      },
    ]);
    expect(outcome?.ok).toBe(true);
    const candidate = await context.newPage();
    await candidate.goto(`${world.origins.ats}/candidate`);
    // Of the same site as the settings, where the administrator has signed in to LinkedIn.
    await expectText(widgetOf(candidate).name, `${person.firstName} ${person.lastName}`);
    await expectState(candidate.locator('rsc-in-ats-indicator'), 'ready');
    await candidate.close();
  });

  it('says so everywhere when they are switched off, and when the customer has left', async () => {
    await switchAll(/^Disable all 4/);
    await expect.poll(states, patience).toEqual(allAre('disabled'));
    const candidate = await context.newPage();
    await candidate.goto(`${world.origins.ats}/candidate`);
    await expectState(candidate.locator('rsc-profile-widget'), 'not_allowed');
    await expectState(candidate.locator('rsc-in-ats-indicator'), 'not_allowed');
    await candidate.close();

    const receipt = await world.kit.customers.leave(tenant);
    expect(receipt.completedAt).not.toBeNull();
    expect(receipt.deletedHere).toMatchObject({ candidates: 1, integrations: 4, tenant_keys: 1 });
    expect(receipt.deletedAtLinkedIn).toMatchObject({ candidates: 1 });
    await settings.reload();
    await expectState(element(), 'frame_refused');
  });
});
