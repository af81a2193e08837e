/** What recruiters export in Recruiter appears in the ATS by itself, and people decide about it there. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syntheticPeople, type Person } from '../../src/sandbox/state/people.ts';
import {
  pressExport,
  openPanel,
  openRecruiter,
  prepareExport,
  startExportingWorld,
  type ExportingWorld,
} from './support/exporting-world.ts';
import { launchBrowser, newContext } from './support/hostile.ts';
import { administrator, candidateId } from './support/onboarding-world.ts';
import { patience } from './support/patience.ts';
import { expectState, widgetOf } from './support/recruiter.ts';

let world: ExportingWorld;
let browser: Browser;
let page: Page;
let recruiter: Page;
const told: { name: string; detail: unknown }[] = [];
const stateTold = ({ detail }: { detail: unknown }): unknown =>
  Object.entries(detail ?? {}).find(([key]) => key === 'state')?.[1];
const violations: string[] = [];
const hostile = '<img src=x onerror="document.title=1">\u202ealk';

beforeAll(async () => {
  [world, browser] = await Promise.all([startExportingWorld(), launchBrowser()]);
  const context = await newContext(browser, { viewport: { width: 1_000, height: 1_400 } });
  context.setDefaultTimeout(patience.timeout);
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  page = await openPanel(world, context, (name, detail) => told.push({ name, detail }));
  recruiter = await openRecruiter(world, browser);
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

const frame = () => page.locator('rsc-export-panel iframe').contentFrame();
const rows = () => frame().locator('li[data-id]');
const row = (text: string) => rows().filter({ hasText: text });
const nameOf = ({ firstName, lastName }: Person): string => `${firstName} ${lastName}`;
const person = (index: number): Person => {
  const found = world.people[index];
  if (found === undefined) throw new Error('the sandbox has too few members');
  return found;
};
async function exports(whom: Person, title: string | null): Promise<void> {
  await prepareExport(recruiter, world, whom, title);
  await pressExport(recruiter);
}
/** How many rows there are, with those that wait because somebody is at the list. */
async function countOf(those: Locator): Promise<number> {
  const pill = frame().locator('button.new');
  if (await pill.isVisible()) await pill.click();
  return those.count();
}
const state = (text: string): Promise<string | null> =>
  row(text).first().getAttribute('data-state');
const candidatesNamed = (whom: Person) =>
  [...world.ats.candidates.values()].filter(({ name }) => name === nameOf(whom));

describe('exports from Recruiter', () => {
  it('appear by themselves, come into the ATS, and the page is told', async () => {
    await expectState(page.locator('rsc-export-panel'), 'ready');
    await frame().getByRole('heading', { name: 'No exports yet' }).waitFor();
    const ada = person(0);
    await exports(ada, 'Engineer');
    await expect.poll(() => rows().count(), patience).toBe(1);
    await expect.poll(() => state(nameOf(ada)), patience).toBe('delivered');
    const text = await row(nameOf(ada)).innerText();
    expect(text).toMatch(/Exported by .*Rita Rossi.* for .*Engineer/);
    expect(text).toContain('Added as a new candidate.');
    const [candidate] = candidatesNamed(ada);
    expect(candidate?.personUrn).toBe(ada.personUrn);
    await expect
      .poll(() => told, patience)
      .toMatchObject([
        {
          name: 'rsc-export',
          detail: { state: 'delivered', candidateId: candidate?.id, jobId: 'job-1' },
        },
      ]);
    await row(nameOf(ada))
      .getByRole('button', { name: /^Open candidate/ })
      .click();
    await expect.poll(() => told.at(-1)?.name, patience).toBe('rsc-open');
  });

  it('of somebody exported before make a second application, and no second candidate', async () => {
    const ada = person(0);
    await exports(ada, 'Gardener');
    const both = row(nameOf(ada));
    await expect.poll(() => countOf(both.filter({ hasText: 'Gardener' })), patience).toBe(1);
    const second = row(nameOf(ada)).filter({ hasText: 'Gardener' });
    await second.getByText('Same LinkedIn member').waitFor();
    expect(candidatesNamed(ada)).toHaveLength(1);
    const applications = [...world.ats.applications.values()];
    expect(applications.map(({ jobId }) => jobId).sort()).toEqual(['job-1', 'job-2']);
    expect(new Set(applications.map(({ candidateId }) => candidateId)).size).toBe(1);
  });

  it('of a candidate link the member, who can be unlinked in the ATS; the export stays', async () => {
    const eva = person(5);
    const known = { personUrn: eva.personUrn, madeBy: null, resume: null };
    world.ats.candidates.set(candidateId, { ...known, id: candidateId, name: nameOf(eva) });
    await exports(eva, 'Engineer');
    await expect.poll(() => countOf(row(nameOf(eva))), patience).toBe(1);
    await row(nameOf(eva)).getByText('Linked on LinkedIn.').waitFor();
    const mark = recruiter.getByRole('link', { name: /^In ATS/ });
    await recruiter.reload();
    await mark.waitFor();
    const other = await page.context().newPage();
    await other.goto(`${world.origins.ats}/unlink`);
    const { linkedIn } = widgetOf(other);
    const [popup] = await Promise.all([
      other.waitForEvent('popup'),
      linkedIn.getByRole('button', { name: 'Sign in to LinkedIn' }).click(),
    ]);
    await popup.getByRole('button', { name: `Sign in as ${administrator}` }).click();
    await linkedIn.getByRole('button', { name: 'Unlink profile' }).click();
    await linkedIn.getByRole('button', { name: 'Unlink', exact: true }).click();
    await expect
      .poll(async () => {
        await recruiter.reload();
        return mark.count();
      }, patience)
      .toBe(0);
    await other.close();
    expect(await state(nameOf(eva))).toBe('delivered');
    expect(world.ats.applications.has(`${candidateId}/job-1`)).toBe(true);
  });

  it('of somebody who may be two are put side by side, merged, and taken back by keyboard', async () => {
    const bob = person(1);
    const known = { name: nameOf(bob), company: bob.currentCompany, madeBy: null, resume: null };
    for (const id of ['c-3', 'c-4']) {
      world.ats.candidates.set(id, { ...known, id, title: `Apprentice of ${id}` });
    }
    await exports(bob, 'Engineer');
    await expect.poll(() => countOf(row(nameOf(bob))), patience).toBe(1);
    await expect.poll(() => state(nameOf(bob)), patience).toBe('review');
    await row(nameOf(bob))
      .getByRole('button', { name: /^Compare/ })
      .focus();
    await page.keyboard.press('m');
    const table = row(nameOf(bob)).locator('table').first();
    await table.getByText('Apprentice of c-3').waitFor();
    expect(await table.locator('tr.other').innerText()).toMatch(/^Title\s+Different/);
    await page.keyboard.press('m');
    await expect.poll(() => state(nameOf(bob)), patience).toBe('delivered');
    expect(world.ats.candidates.get('c-3')?.personUrn).toBe(bob.personUrn);
    await row(nameOf(bob)).getByText('Decided by a person').waitFor();
    await row(nameOf(bob)).locator('[data-ask=undo][aria-disabled=false]').waitFor();
    // The focus has stayed in the row; what it did is taken back from there.
    await page.keyboard.press('u');
    await expect.poll(() => state(nameOf(bob)), patience).toBe('review');
    expect(world.ats.candidates.get('c-3')?.personUrn).toBeUndefined();
    await row(nameOf(bob)).locator('[data-ask=dismiss][aria-disabled=false]').waitFor();
    await page.keyboard.press('d');
    await expect.poll(() => state(nameOf(bob)), patience).toBe('dismissed');
    await expect
      .poll(() => told.slice(-3).map(stateTold), patience)
      .toEqual(['delivered', 'review', 'dismissed']);
  });

  it('wait while somebody is at the list, and are there once they want them', async () => {
    const before = await rows().count();
    const first = await rows().first().getAttribute('data-id');
    await frame().locator('button.name').last().focus();
    await exports(person(2), null);
    const pill = frame().getByRole('button', { name: 'Show new (1)' });
    await pill.waitFor();
    expect(await rows().count()).toBe(before);
    expect(await rows().first().getAttribute('data-id')).toBe(first);
    await page.keyboard.press('n');
    await expect.poll(() => rows().count(), patience).toBe(before + 1);
    await row(nameOf(person(2)))
      .getByText('to the talent pool')
      .waitFor();
  });

  it('are not missed while the connection is gone', async () => {
    const before = await rows().count();
    await page.context().setOffline(true);
    await exports(person(3), 'Gardener');
    await recruiter.getByText('Exported. The ATS has been told').waitFor();
    await page.context().setOffline(false);
    await expect.poll(() => countOf(rows()), patience).toBe(before + 1);
  });

  it('of one job are shown alone, and as text whatever stands in them', async () => {
    const [stranger] = syntheticPeople({ seed: 11, count: 1 });
    if (stranger === undefined) throw new Error('there is nobody');
    const eve = { ...stranger, firstName: hostile };
    world.sandbox.state.members.join(eve);
    await exports(eve, 'Gardener');
    await page.goto(`${world.origins.ats}/job-exports`);
    await expect.poll(() => rows().count(), patience).toBe(3);
    await expect.poll(() => row('onerror').count(), patience).toBe(1);
    expect(await frame().locator('img').count()).toBe(0);
    expect(await page.title()).toBe('ATS');
    expect(violations).toEqual([]);
  });
});
