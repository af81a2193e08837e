/** What a recruiter does in a day, and what goes wrong in it, in pages that are watched. */
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { DemoInfo } from '../../support/demo-process.ts';
import type { Watch } from './capture.ts';
import {
  candidateName,
  expectState,
  expectText,
  idIn,
  lookUntilRevoked,
  open,
  widgetOf,
} from './recruiter.ts';

export interface Day {
  readonly context: BrowserContext;
  readonly demo: DemoInfo;
  readonly watch: Watch;
}

/** Somebody who is a member of LinkedIn and no candidate of the ATS. */
export interface Stranger {
  readonly fullName: string;
  readonly headline: string;
  readonly summary: string;
}

/** In at the ATS, after a wrong password; the list is searched, scrolled and pointed at. */
export async function findSomebody({ context, demo, watch }: Day): Promise<void> {
  const page = await open(context, demo.pages.candidate);
  await page.getByLabel('E-mail').fill('ingrid@kestrel.example');
  await page.getByLabel('Password').fill('a guess');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await watch.look(page);
  await page.getByLabel('Password').fill('kestrel');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const wanted = await candidateName(page);

  await page.goto(demo.pages.list);
  const indicators = page.locator('#list tr:not([hidden]) rsc-in-ats-indicator');
  await expectState(indicators.first(), 'ready');
  await indicators.nth(500).scrollIntoViewIfNeeded();
  await expectState(indicators.nth(500), 'ready');
  await indicators.nth(500).hover();
  await indicators.nth(500).getByRole('button').focus();
  await watch.look(page);

  // While somebody types, the page narrows the list by itself; Enter asks the server.
  await page.getByRole('searchbox').fill(wanted);
  await expect.poll(() => indicators.count()).toBeLessThan(10);
  await watch.look(page);
  await page.getByRole('searchbox').press('Enter');
  await page.waitForLoadState();
  expect(await page.getByRole('searchbox').inputValue()).toBe(wanted);
  await page.getByRole('columnheader', { name: 'Position' }).getByRole('link').click();
  await page.waitForLoadState();
  expect(await page.getByRole('searchbox').inputValue()).toBe(wanted);
  await watch.look(page);
  await page.getByRole('link', { name: wanted }).first().click();
  await expectText(page.locator('main h1').first(), wanted);
  await page.close();
}

/** LinkedIn asks for a sign-in; then the profile, the activities, and a note of one's own. */
export async function readProfile({ context, demo, watch }: Day): Promise<void> {
  const page = await open(context, demo.pages.candidate);
  const { linkedIn, name, tab, frame } = widgetOf(page);
  await expectText(name, 'Sign in to see the profile');
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    linkedIn.getByRole('button', { name: 'Sign in to LinkedIn' }).click(),
  ]);
  await popup.getByRole('button', { name: 'Sign in as Ingrid Solberg' }).waitFor();
  await watch.look(popup);
  await popup.getByRole('button', { name: 'Sign in as Ingrid Solberg' }).click();
  const shown = await candidateName(page);
  await expectText(name, shown);
  await watch.look(page);
  await tab('Recruiting activities').click();
  await frame.locator('rsc-timeline .what').first().waitFor();
  await frame.getByRole('button', { name: 'Refresh' }).click();
  await page.getByLabel('New note').fill(`${shown} will call back.`);
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.getByText(`${shown} will call back.`).waitFor();
  await expectText(name, shown);
  await watch.look(page);
  await page.close();

  const signedIn = await open(context, demo.signIn.linkedin);
  const handover = signedIn.frameLocator('iframe').getByText('Signed in to the sandbox.');
  await handover.waitFor({ state: 'attached' });
  await signedIn.close();

  const markup = await open(context, demo.pages.linkedinMarkup);
  await expectText(widgetOf(markup).name, shown);
  await watch.look(markup);
  await markup.close();
}

/** A candidate is linked to a member of quite another name, and the link is taken back. */
export async function linkStranger(
  { context, demo, watch }: Day,
  { fullName }: Stranger,
): Promise<void> {
  const page = await open(context, demo.pages.unmatchedCandidate);
  const { linkedIn, name, badge } = widgetOf(page);
  const input = linkedIn.getByRole('searchbox');
  await input.fill(fullName);
  await input.press('Enter');
  await linkedIn.getByRole('button', { name: `Link ${fullName}` }).click();
  await expectText(name, fullName);
  await expectText(badge, 'Linked by hand');
  await watch.look(page);
  await linkedIn.getByRole('button', { name: 'Unlink profile' }).click();
  await linkedIn.getByRole('button', { name: 'Unlink', exact: true }).click();
  await expectText(name, 'No profile is linked yet');
  await expectText(badge, 'No match yet');
  await watch.look(page);
  await page.close();
}

/** Stands where an id or something else should. */
export const misused = { name: 'Wilhelmina Oberholtzer', email: 'w.oberholtzer@elsewhere.example' };

/** What the ATS's page may get wrong, with a person in each mistake. */
export async function makeMistakes(
  { context, demo, watch }: Day,
  { fullName }: Stranger,
): Promise<void> {
  const page = await open(context, demo.pages.candidate);
  await expectState(widgetOf(page).element, 'ready');
  const mistakes: [name: string, value: string, state: RegExp][] = [
    ['candidate-id', `${misused.name}\u0007`, /misconfigured/],
    // A well-formed id that nobody has: the ATS's signer is asked, and says no.
    ['candidate-id', misused.name, /not_allowed|ctx_rejected|error/],
    ['integration-context', misused.email, /misconfigured|ready/],
    ['width', misused.email, /misconfigured|ready/],
    ['locale', misused.name, /misconfigured|ready/],
    ['appearance', misused.email, /misconfigured|ready/],
  ];
  for (const [attribute, value, state] of mistakes) {
    // Each on an element of its own, so that no mistake hides another.
    await page.evaluate(
      ({ attribute, value, id }) => {
        const element = document.createElement('rsc-profile-widget');
        element.setAttribute('candidate-id', id);
        element.setAttribute(attribute, value);
        document.querySelector('rsc-profile-widget')?.replaceWith(element);
      },
      { attribute, value, id: idIn(demo.pages.candidate) },
    );
    const { element } = widgetOf(page);
    await expectState(element, state);
  }
  await page.close();
  // The backend's answers are those of a proxy that has broken down, with a person in them.
  for (const [status, body] of [
    [500, `<h1>${fullName}</h1><p>${misused.email}`],
    [200, `{"status":{"candidateId":"${fullName}","email":"${misused.email}"}}`],
    [400, `{"error":{"code":"${misused.email}","message":"${fullName}"}}`],
  ] as const) {
    const broken = await context.newPage();
    const kind = body.startsWith('{') ? 'application/json' : 'text/html';
    await broken.route(/\/rsc\/candidates\//, (route) =>
      route.fulfill({ status, contentType: kind, body }),
    );
    await broken.goto(demo.pages.candidate);
    const { element, frame } = widgetOf(broken);
    await expectState(element, /backend_5xx|error/);
    await frame.getByRole('button', { name: 'Try again' }).waitFor();
    await watch.look(broken);
    await broken.close();
  }
}

/** States of an element that something has gone wrong in, as the harness arranges them. */
export const troubles = {
  'no-seat': /ready/,
  'hiring-manager': /not_allowed/,
  'signed-out-of-ats': /signed_out/,
  revoked: /revoked|signed_out/,
  'expired-context': /ctx_rejected/,
  'refused-origin': /frame_refused/,
  'backend-down': /no_response/,
  'signer-down': /ctx_rejected/,
  'bad-attribute': /misconfigured/,
} as const;

export async function meetTrouble({ context, demo, watch }: Day): Promise<void> {
  await Promise.all(
    Object.entries(troubles).map(async ([state, expected]) => {
      const page = await open(context, `${demo.harness}/preview?state=${state}`);
      const { element } = widgetOf(page);
      await expectState(element, expected);
      await watch.look(page);
      await page.close();
    }),
  );
}

/** Out at the ATS in one tab, while another shows a profile. */
export async function goHome({ context, demo, watch }: Day): Promise<void> {
  const page = await open(context, demo.pages.candidate);
  const { element, name } = widgetOf(page);
  await expectText(name, await candidateName(page));
  const other: Page = await open(context, demo.pages.list);
  await other.locator('details.account summary').click();
  await other.getByRole('button', { name: 'Sign out' }).click();
  await other.getByRole('heading', { name: /Sign in/ }).waitFor();
  await watch.look(other);
  await lookUntilRevoked(page, element);
  await watch.look(page);
  await Promise.all([page.close(), other.close()]);
}
