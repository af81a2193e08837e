/** A recruiter at the sandbox's pages, in a browser: by mouse, by keyboard, and without scripts. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listenOn, type Listener } from '../../src/sandbox/node/index.ts';
import { profileLink } from '../../src/sandbox/recruiter/links.ts';
import type { Person } from '../../src/sandbox/state/people.ts';
import { acme, createRecruiterWorld, type RecruiterWorld } from '../support/recruiter-pages.ts';
import { colourRules, schemesOn, violationsOn } from './support/a11y.ts';
import { tabTo } from './support/a11y-focus.ts';
import { launch, lookAt, newContext } from './support/recruiter.ts';

let browser: Browser;
let context: BrowserContext;
let world: RecruiterWorld;
let listener: Listener;
let origin: string;
let person: Person;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  world = createRecruiterWorld();
  world.showToAll();
  world.putJob({ title: 'Senior engineer', id: 'j-2' });
  for (let number = 10; number < 80; number += 1) {
    world.putJob({ id: `j-${String(number)}`, title: `Gardener ${String(number)}` });
  }
  person = world.people[3]!;
  const { sandbox } = world;
  listener = await listenOn({ port: 0, answer: (request) => sandbox.fetch(request) });
  origin = `http://linkedin.localhost:${String(listener.port)}`;
  context = await newContext(browser);
});
afterEach(async () => {
  await context.close();
  await listener.close();
});

const nameOf = ({ firstName, lastName }: Person): string => `${firstName} ${lastName}`;

/** Somebody signed in, at a page. */
async function at(path: string, who = 'Rita Admin', where = context): Promise<Page> {
  const page = await where.newPage();
  await page.goto(`${origin}/uas/login?next=${encodeURIComponent(path)}`);
  await page.getByRole('button', { name: `Sign in as ${who}` }).click();
  return page;
}

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name }).click();

describe('A recruiter', () => {
  it('switches on what the ATS has asked for, as soon as it is ready, by keyboard', async () => {
    const { integrations, applications } = world.sandbox.state;
    const { clientId } = applications.create({ name: 'ATS - New' }, world.clock.nowMs);
    const ref = { ...world.integration('PROFILE_PLUGIN'), clientId };
    const requested = integrations.request(clientId, ref, world.clock.nowMs);
    const page = await at('/talent/integrations');
    await page.getByText('Requested: waits for the ATS').waitFor();
    // The page follows what the ATS does meanwhile.
    integrations.setName(requested, 'Profiles in ATS', world.clock.nowMs);
    await page.getByText('Ready: waits for you').waitFor();
    await tabTo(page, ({ name }) => name.startsWith('Enable Profile plugin of ATS - New'));
    await page.keyboard.press('Enter');
    await page.getByText('Switched on. The application has been told.').waitFor();
    expect(integrations.get(clientId, ref)?.onboardingStatus).toBe('ENABLED');
  });

  it('finds a member, exports to a job found while typing, and sees the ATS take it in', async () => {
    const page = await at('/talent/search');
    await page.getByLabel('Keywords').fill(nameOf(person));
    await page.getByLabel('Keywords').press('Enter');
    await page.getByRole('link', { name: `Export ${nameOf(person)} to the ATS` }).click();
    const jobs = page.getByRole('group', { name: 'Job', exact: true }).getByRole('radio');
    await expect.poll(() => jobs.count()).toBe(50);
    await page.getByLabel('Find by name, id or place').pressSequentially('sen');
    await expect.poll(() => jobs.count()).toBe(1);
    expect(new URL(page.url()).search).not.toContain('sen');
    await page.getByRole('radio', { name: 'Senior engineer' }).check();
    await press(page, 'Review export');
    await press(page, 'Export');
    await page.getByText('Exported. The ATS has been told').waitFor();
    const exported = world.sandbox.state.exports.of(acme, person.personUrn);
    expect(exported).toMatchObject([{ jobPostingId: 'j-2' }]);
    const indicator = page.getByRole('region', { name: 'In your ATS' });
    await indicator.getByText('No candidate of the ATS is this member').waitFor();
    world.sync(person, 1);
    await lookAt(page);
    await indicator.getByText('Candidate c-1').waitFor();
  });

  it('writes an InMail, which the member accepts and shares contact details', async () => {
    const page = await at(profileLink(person.personUrn));
    await page.getByRole('link', { name: 'Write InMail' }).click();
    await page.getByLabel('Subject').fill('A role in Oslo');
    await page.getByLabel('Message').fill('Would you like to talk?');
    await press(page, 'Send InMail');
    await page.getByLabel('Share contact details with the recruiter').check();
    await press(page, 'Accept');
    await page.getByText('a stub profile was made').waitFor();
    await page.getByRole('link', { name: `Profile of ${nameOf(person)}` }).click();
    const inMail = page.getByRole('region', { name: 'InMail' });
    await inMail.getByText(person.emails[0] ?? '-').waitFor();
    const { contract } = world.seatOf('rita');
    expect(world.sandbox.state.mailStubs.of(contract, person.personUrn)).toHaveLength(1);
  });

  it('writes a note that nobody else reads, and deletes it', async () => {
    const page = await at(profileLink(person.personUrn));
    const notes = page.getByRole('region', { name: 'Notes' });
    await notes.getByLabel('New note').fill('Only mine');
    await notes.getByLabel('Only me').check();
    await press(page, 'Save note');
    await notes.getByText('Only mine').waitFor();
    const elsewhere = await newContext(browser);
    const colleague = await at(profileLink(person.personUrn), 'Tom Recruiter', elsewhere);
    await colleague.getByText('No notes that you may read.').waitFor();
    await elsewhere.close();
    await notes.getByRole('link', { name: /^Edit or delete/ }).click();
    await page.getByText('Delete this note').click();
    await press(page, 'Delete note');
    await page.getByText(/^Note deleted/).waitFor();
    expect(await notes.getByText('Only mine').count()).toBe(0);
  });

  it('can do without scripts', async () => {
    const plain = await newContext(browser, { javaScriptEnabled: false });
    const page = await at(profileLink(person.personUrn), 'Rita Admin', plain);
    await page.getByRole('link', { name: 'Export to ATS' }).click();
    await page.getByLabel('Find by name, id or place').fill('senior');
    await page.getByLabel('Find by name, id or place').press('Enter');
    await page.getByRole('radio', { name: 'Senior engineer' }).check();
    await press(page, 'Review export');
    await press(page, 'Export');
    await page.getByText('Exported. The ATS has been told').waitFor();
    await plain.close();
  });
});

/** Pages with everything on them they can have. */
async function everything(): Promise<readonly string[]> {
  const { state } = world.sandbox;
  const seat = world.seatOf('rita');
  world.sync(person, 1);
  world.putJob();
  const mail = { subject: 'A role', text: 'Hello' };
  const { thread } = state.conversations.start(seat, person.personUrn, mail, 1);
  const note = { member: person.personUrn, text: 'N', visibility: 'PRIVATE' } as const;
  const { id } = state.prospectNotes.add(seat, note, 1);
  const member = person.personUrn.slice('urn:li:person:'.length);
  const found = await (await world.visitor('rita')).post('/talent/search', {});
  return [
    found.url.pathname + found.url.search,
    '/talent/search',
    profileLink(person.personUrn),
    `/talent/export?member=${member}`,
    '/talent/inmail',
    `/talent/inmail/new?member=${member}`,
    `/talent/inmail/thread?id=${thread.slice(thread.lastIndexOf(':') + 1)}`,
    `/talent/notes/edit?id=${String(id)}`,
    '/talent/jobs',
    '/talent/job?id=j-2',
    '/talent/integrations',
    '/talent/certification',
    '/talent/profile/nobody',
  ];
}

describe('The pages', () => {
  it('have no violation, where the system is light and where it is dark', async () => {
    const dressed = await newContext(browser, { colorScheme: 'light' });
    const page = await at('/talent/search', 'Rita Admin', dressed);
    const refused: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) refused.push(message.text());
    });
    for (const path of await everything()) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(origin + path);
      expect(await violationsOn(page), path).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await schemesOn(page), path).not.toContain('light');
      expect(await violationsOn(page, colourRules), `${path}, dark`).toEqual([]);
    }
    expect(refused).toEqual([]);
    await dressed.close();
  });

  it('fit into 320 pixels', async () => {
    const paths = await everything();
    const page = await at('/talent/search');
    await page.setViewportSize({ width: 320, height: 800 });
    for (const path of paths) {
      await page.goto(origin + path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, path).toBeLessThanOrEqual(320);
    }
  });

  it('show at each stop of the keyboard where it is, on something large enough to be hit', async () => {
    await everything();
    const page = await at(profileLink(person.personUrn));
    const stops = await tabTo(page, ({ name }) => name === 'Start page');
    expect(stops[0]?.name).toBe('Skip to content');
    expect(stops.filter(({ isVisible }) => !isVisible)).toEqual([]);
    expect(stops.filter(({ tag }) => tag !== 'a' && tag !== 'input')).not.toEqual([]);
    const controls = stops.filter(({ tag }) => tag === 'button' || tag === 'summary');
    expect(controls.filter(({ width, height }) => width < 24 || height < 24)).toEqual([]);
  });
});
