/** The partner's backend fails, at each of its addresses and in every way: one error, and back. */
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/protocol/errors.ts';
import {
  expectCodes,
  expectOneError,
  expectOneErrorOfRows,
  expectRecovered,
  expectUnharmed,
  expectNotice,
  openHost,
  rowsReady,
  tryAgain,
} from './support/failures.ts';
import { breakAt, type Fault } from './support/faults.ts';
import { sideBySide } from './support/side-by-side.ts';
import { browser, context, freshContexts, tall } from './support/fresh.ts';
import { backend } from './support/hostile.ts';
import { expectState, expectText, widgetOf } from './support/recruiter.ts';

freshContexts({ viewport: tall });

const at = (path: string): RegExp =>
  new RegExp(`^${backend.replaceAll('.', '\\.')}/rsc/${path}(\\?|$)`);
const session = at('session');
const profile = at('candidates/(?!statuses)[^/?]+');
const statuses = at('candidates/statuses');

const outcomes = [
  ['answers 404 with a page of HTML', 'backend_bad_answer'],
  ['answers 500 with a page of HTML', 'backend_error'],
  ['answers 503 with nothing in it', 'backend_error'],
  ['answers with the page of a login wall', 'backend_bad_answer'],
  ['answers with half a sentence', 'backend_bad_answer'],
  ['answers with something else', 'backend_bad_answer'],
  ['asks for an hour of patience', 'backend_busy'],
  ['hangs up', 'backend_unreachable'],
  ['never answers', 'no_response'],
] as const satisfies [Fault, ErrorCode][];

/** So that nobody waits for 15 seconds, where waiting is what it is about. */
const deadlineFor = (fault: Fault) => (fault === 'never answers' ? { deadlineMs: 8_000 } : {});

describe('The API, when a session begins and when a candidate is asked for,', () => {
  const cases = outcomes.flatMap(([fault, code], at) =>
    [session, profile].map((address) => ({
      ...{ fault, code, address },
      // With the first of them, all that LinkedIn shows comes back as well.
      whom: at === 0 ? ('matched' as const) : ('not-synced' as const),
    })),
  );
  const nameOf = ({ fault, address }: (typeof cases)[number]): string =>
    `${String(address)} ${fault}`;

  it('fails, in whatever way: the profile says one thing about it, and is there again', async () => {
    await sideBySide(browser, cases, nameOf, async (page, { fault, code, address, whom }) => {
      const broken = await breakAt(page, address, fault);
      const visited = await openHost(page, { whom, ...deadlineFor(fault) });
      await expectOneError(visited, code);
      await expectUnharmed(visited);
      broken.repair();
      // Everything else passes by itself.
      if (code === 'backend_busy') await tryAgain(page);
      await expectRecovered(visited);
      await expectUnharmed(visited);
    });
  });

  it('fails again when somebody tries again: the button stays, and nothing is said twice', async () => {
    const broken = await breakAt(context, profile, 'asks for an hour of patience');
    const visited = await openHost(context);
    await expectOneError(visited, 'backend_busy');
    expect(broken.strikes).toBe(1);
    await tryAgain(visited.page);
    await expect.poll(() => broken.strikes).toBe(2);
    await expectOneError(visited, 'backend_busy');
    await expectUnharmed(visited);
  });

  it('refuses what is no integration context of the customer: says so, without a button', async () => {
    const visited = await openHost(context, {
      widget: 'integration-context="urn:li:organization:99999999"',
    });
    await expectOneError(visited, 'integration_context_unknown', /integration is not known/);
    await visited.page.locator('rsc-profile-widget').evaluate((element) => {
      element.removeAttribute('integration-context');
    });
    await expectRecovered(visited);
  });
});

describe('The API, when it is asked for statuses,', () => {
  const cases = outcomes.filter(([fault]) => !/503|half|something/.test(fault));

  it('fails, in whatever way: indicators say it once for all, and a touch asks again', async () => {
    await sideBySide(
      browser,
      cases,
      ([fault]) => fault,
      async (page, [fault, code]) => {
        const broken = await breakAt(page, statuses, fault);
        const visited = await openHost(page, { widget: null, rows: 5, ...deadlineFor(fault) });
        await expectOneErrorOfRows(visited, code);
        await expectUnharmed(visited);
        const row = page.locator('rsc-in-ats-indicator button').nth(3);
        await row.hover();
        const card = page.locator('rsc-in-ats-indicator [role=tooltip]');
        await expectText(card, /Unavailable\s+It could not be loaded. Activate to try again./);
        broken.repair();
        await row.click();
        await rowsReady(page, 5);
        await expect.poll(() => row.getAttribute('aria-label')).toBe('LinkedIn status: Matched');
        await expectUnharmed(visited);
      },
    );
  });

  it('fails when the session begins: indicators say it once for all', async () => {
    const broken = await breakAt(context, session, 'answers 500 with a page of HTML');
    const visited = await openHost(context, { widget: null, rows: 5 });
    await expectOneErrorOfRows(visited, 'backend_error');
    broken.repair();
    await visited.page.locator('rsc-in-ats-indicator button').first().click();
    await rowsReady(visited.page, 5);
    await expectUnharmed(visited);
  });
});

describe('What was shown before', () => {
  it('stays, with its age, while the backend is away, and is renewed when it is back', async () => {
    const visited = await openHost(context);
    const { page } = visited;
    const { element, frame, name } = widgetOf(page);
    await expectRecovered(visited);
    const shown = await name.innerText();
    const broken = await breakAt(context, profile, 'answers 500 with a page of HTML');
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await expectState(element, 'stale');
    await expectCodes(page, ['backend_error']);
    expect(await name.innerText()).toBe(shown);
    await expectNotice(page, { text: /went wrong on our side/, hasButton: true });
    await frame.getByText(/Last updated/).waitFor();
    broken.repair();
    await expectRecovered(visited);
    await expect.poll(() => frame.locator('rsc-notice').count()).toBe(0);
  });
});
