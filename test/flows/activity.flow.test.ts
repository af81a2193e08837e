/** What recruiters do in Recruiter appears in the ATS, to whom it may, and as text whatever it is. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { profileLink } from '../../src/sandbox/recruiter/links.ts';
import type { IntegrationRef } from '../../src/sandbox/state/integrations.ts';
import type { Person } from '../../src/sandbox/state/people.ts';
import { createContactDesk } from '../support/contact-sink.ts';
import { requestedBy } from '../support/onboarding-kit.ts';
import { launchBrowser, newContext } from './support/hostile.ts';
import {
  administrator,
  candidateId,
  colleague,
  contract,
  organization,
  startOnboardingWorld,
  tenant,
  type OnboardingWorld,
} from './support/onboarding-world.ts';
import { patience } from './support/patience.ts';
import { expectState, lookAt } from './support/recruiter.ts';

let world: OnboardingWorld;
let browser: Browser;
let person: Person;
/** Somebody at the ATS, whose seat is that of the account at LinkedIn. */
let rita: BrowserContext;
let tom: BrowserContext;
const violations: string[] = [];
const desk = createContactDesk();
const hostile =
  '<img src=x onerror="document.title=1"><script>document.title=1</script>\u202Egpj.exe javascript:document.title=1';

async function viewer(name: string): Promise<BrowserContext> {
  const context = await newContext(browser, { viewport: { width: 1_000, height: 1_000 } });
  context.setDefaultTimeout(patience.timeout);
  await context.addCookies([{ name: 'viewer', value: name, url: world.origins.ats }]);
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  return context;
}

/** Somebody signed in at LinkedIn's page of the member. */
async function atMember(context: BrowserContext, who: string): Promise<Page> {
  const page = await context.newPage();
  const next = encodeURIComponent(profileLink(person.personUrn));
  await page.goto(`${world.origins.linkedIn}/uas/login?next=${next}`);
  await page.getByRole('button', { name: `Sign in as ${who}` }).click();
  return page;
}

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

async function note(context: BrowserContext, who: string, text: string, only = false) {
  const page = await atMember(context, who);
  const notes = page.getByRole('region', { name: 'Notes' });
  await notes.getByLabel('New note').fill(text);
  if (only) await notes.getByLabel('Only me').check();
  await press(page, 'Save note');
  await page.getByText(/saved/i).first().waitFor();
  await page.close();
}

beforeAll(async () => {
  [world, browser] = await Promise.all([
    startOnboardingWorld({
      historyDays: 1,
      everyMs: { busy: 60_000, quiet: 60_000 },
      contacts: desk.sink,
      findAtsUsers: (_tenant, { emails }) =>
        ['rita', 'tom']
          .map((id) => ({ id, email: `${id}@acme.example` }))
          .filter(({ email }) => emails.includes(email)),
    }),
    launchBrowser(),
  ]);
  const { kit, sandbox, origins } = world;
  const { privateKey, customer } = await kit.customers.create({
    id: tenant,
    name: 'Acme',
    uniqueForeignId: 'instance-1',
    environment: 'production',
    domains: [origins.ats],
  });
  if (privateKey === null) throw new Error('there is no key for the ATS');
  world.useKey(privateKey);
  const clientId = customer.application?.clientId ?? '';
  const keys = requestedBy(organization, contract);
  for (const key of keys) {
    sandbox.state.integrations.request(clientId, key as IntegrationRef, Date.now());
  }
  await kit.integrations.requested(tenant, keys);
  sandbox.state.integrations.switch(sandbox.state.integrations.of(clientId), true, Date.now());
  await kit.integrations.refresh(tenant);
  const found = sandbox.state.members.values().next().value;
  if (found === undefined) throw new Error('the sandbox has no members');
  person = found;
  await kit.candidates.sync(tenant, [
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
  desk.add({
    id: candidateId,
    name: `${person.firstName} ${person.lastName}`,
    emailAddresses: [person.emails[0] ?? ''],
    title: 'Apprentice',
  });
  await kit.retrieval.readSeats(tenant);
  await vi.waitFor(async () => {
    const seats = await kit.retrieval.seats.list(tenant);
    expect(seats.map(({ atsUserId }) => atsUserId)).toEqual(['rita', 'tom']);
  }, patience);
  [rita, tom] = await Promise.all([viewer('rita'), viewer('tom')]);
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

let page: Page;
const frameOf = (where: Page) => where.locator('rsc-activity iframe').contentFrame();
const items = (where = page): Locator => frameOf(where).locator('article');

/** A seat is read once a minute, and every half a minute if somebody looks at its candidate. */
const seenWithin = { timeout: 100_000, interval: 3_000 };
/** It is waited for more than once. */
const untilSeen = 400_000;
async function appears(item: Locator, where = page): Promise<void> {
  await expect
    .poll(async () => {
      await lookAt(where);
      return item.count();
    }, seenWithin)
    .toBe(1);
}

describe('recruiting activities', () => {
  it(
    'appear without reload: an InMail, its acceptance, and what was shared, with each difference',
    async () => {
      page = await rita.newPage();
      await page.goto(`${world.origins.ats}/activity`);
      await expectState(page.locator('rsc-activity'), 'ready');
      await expect.poll(() => items().filter({ hasText: 'InMail' }).count()).toBe(0);

      const linkedIn = await atMember(rita, administrator);
      await linkedIn.getByRole('link', { name: 'Write InMail' }).click();
      await linkedIn.getByLabel('Subject').fill('A role in Oslo');
      await linkedIn.getByLabel('Message').fill('Would you like to talk?');
      await press(linkedIn, 'Send InMail');
      await linkedIn.getByLabel('Share contact details with the recruiter').check();
      await press(linkedIn, 'Accept');
      await linkedIn.close();
      await note(rita, administrator, 'Only for Rita', true);
      await note(rita, administrator, 'For all of us');
      await note(tom, colleague, hostile);

      await appears(items().filter({ hasText: 'Would you like to talk?' }));
      await appears(items().filter({ hasText: 'InMail accepted' }));
      const shared = items().filter({ hasText: 'Contact details shared' });
      await shared.getByText('Added to this candidate').waitFor();
      await expect.poll(() => shared.locator('del').allInnerTexts()).toContain('Apprentice');
      expect(await shared.innerText()).toMatch(/Source: InMail on LinkedIn\. Consent given/);
      expect(desk.arrivals).toMatchObject([{ kind: 'enrich', candidateId }]);
    },
    untilSeen,
  );

  it('show a private note to its author alone, and of an InMail to others that it was written', async () => {
    await appears(items().filter({ hasText: 'Only for Rita' }));
    expect(await items().filter({ hasText: 'Only for Rita' }).innerText()).toContain(
      'Only you can see this',
    );
    const other = await tom.newPage();
    await other.goto(`${world.origins.ats}/activity`);
    await items(other).filter({ hasText: 'For all of us' }).waitFor();
    const all = await frameOf(other).getByRole('feed').innerText();
    expect(all).toContain('InMail sent');
    expect(all).toContain('LinkedIn shows this text to its author only.');
    expect(all).not.toContain('Only for Rita');
    expect(all).not.toContain('Would you like to talk?');
    await frameOf(other).getByLabel('Search activities').fill('rita');
    await expect.poll(() => items(other).filter({ hasText: 'Only for' }).count()).toBe(0);
    await other.close();
  });

  it('show hostile text as text; nothing of it runs, and nothing is reported', async () => {
    const shown = items().filter({ hasText: 'gpj.exe' });
    await appears(shown);
    expect(await shown.locator('.text').innerText()).toBe(hostile.replace('\u202E', '‹U+202E›'));
    expect(await frameOf(page).locator('img, script:not([src]), a').count()).toBe(0);
    expect(await page.title()).toBe('ATS');
    expect(violations).toEqual([]);
  });

  it('are filtered and searched where they stand', async () => {
    const frame = frameOf(page);
    await frame.getByLabel('Show', { exact: true }).selectOption('notes');
    await expect.poll(() => items().count()).toBe(3);
    await frame.getByLabel('Search activities').fill('all of us');
    await expect.poll(() => items().count()).toBe(1);
    await frame.getByLabel('Search activities').fill('nothing like it');
    await frame.getByRole('button', { name: 'Show all activities' }).click();
    await expect.poll(() => items().count()).toBeGreaterThan(4);
  });

  it('stand in the second tab of the profile widget as well', async () => {
    await page.goto(`${world.origins.ats}/candidate`);
    const widget = page.locator('rsc-profile-widget iframe').contentFrame();
    await widget.getByRole('tab', { name: /activities/i }).click();
    await widget.locator('article').filter({ hasText: 'For all of us' }).waitFor();
    expect(violations).toEqual([]);
  });
});
