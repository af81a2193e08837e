/** LinkedIn does not come, or what people do there cannot be saved. */
import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  codesTold,
  expectOneError,
  expectRecovered,
  expectUnharmed,
  expectNotice,
  openHost,
  tryAgain,
} from './support/failures.ts';
import { breakAt } from './support/faults.ts';
import { context, freshContexts, tall } from './support/fresh.ts';
import { backend, candidate, sites } from './support/hostile.ts';
import { expectState, expectText, widgetOf } from './support/recruiter.ts';

declare global {
  interface Window {
    /** Whether the browser opens windows. */
    mayOpen?: boolean;
  }
}

freshContexts({ viewport: tall });

/** Any host name of LinkedIn's stand-in. */
const linkedIn = (path: string): RegExp =>
  new RegExp(`^http://[^/]*:${new URL(sites.sandbox.origin).port}/${path}`);
const script = linkedIn('.*in\\.js');
const extension = linkedIn('rsc/extensions/');
const pluginPage = linkedIn('rsc/plugin/');
const blocked = (route: Route) => route.abort('blockedbyclient');
const down = (route: Route) => route.fulfill({ status: 503, body: '' });

describe("LinkedIn's script", () => {
  it.each([
    ['in.js is kept out by a blocker', script, blocked],
    ['in.js is not to be had', script, down],
    ['its extension is kept out by a blocker', extension, blocked],
  ])(
    'does not come (%s): says so, keeps the rest, and comes by the button',
    async (_what, address, wrong) => {
      const broken = await breakAt(context, address, wrong);
      const visited = await openHost(context);
      const { page } = visited;
      await expectOneError(visited, 'linkedin_script_blocked', /LinkedIn could not be loaded/);
      expect(broken.strikes).toBe(1);
      // What we know ourselves is still there.
      await expectText(widgetOf(page).badge, /Matched/);
      await widgetOf(page).tab('Recruiting activities').click();
      await expectText(widgetOf(page).frame.locator('rsc-timeline li').first(), /LinkedIn|system/);
      await widgetOf(page).tab('Profile').click();
      await expectUnharmed(visited);
      broken.repair();
      await tryAgain(page);
      await expectRecovered(visited);
      await expectUnharmed(visited);
    },
  );

  it('comes, but its plugin never does: says so in the end, and tries again by the button', async () => {
    await context.clock.install();
    const broken = await breakAt(context, pluginPage, 'never answers');
    const visited = await openHost(context);
    await expect.poll(() => broken.strikes).toBe(1);
    expect(await codesTold(visited.page)).toEqual([]);
    await context.clock.fastForward(21_000);
    await expectOneError(visited, 'linkedin_plugin_failed', /LinkedIn did not show the profile/);
    await expectUnharmed(visited);
    broken.repair();
    await tryAgain(visited.page);
    await expectRecovered(visited);
  });

  it('has no document to run in: says so in the end, and tries again by the button', async () => {
    await context.clock.install();
    const broken = await breakAt(context, /\/rsc\/plugin\/profile\?p=/, 'never answers');
    const visited = await openHost(context);
    await expect.poll(() => broken.strikes).toBe(1);
    await context.clock.fastForward(16_000);
    await expectOneError(visited, 'linkedin_plugin_failed');
    broken.repair();
    await tryAgain(visited.page);
    await expectRecovered(visited);
  });
});

describe('A link that LinkedIn has made and the backend cannot save', () => {
  it('says so, keeps what it knows, and saves it by the button', async () => {
    const match = new RegExp(`^${backend.replaceAll('.', '\\.')}/rsc/candidates/[^/]+/match$`);
    const id = await candidate('unmatched');
    const visited = await openHost(context, {
      page: {
        body: `<p>Application <output id="ticks">0</output> <button id="press">0</button></p>
          <rsc-profile-widget candidate-id="${id}" show-unlink></rsc-profile-widget>`,
      },
    });
    const { page } = visited;
    const { element, linkedIn: inside, frame, name, badge } = widgetOf(page);
    await expectState(element, 'ready');
    const search = inside.getByRole('searchbox');
    await search.waitFor();
    const broken = await breakAt(context, match, 'answers 500 with a page of HTML');
    await search.fill('an');
    await search.press('Enter');
    await inside
      .getByRole('button', { name: /^Link / })
      .first()
      .click();
    await expect.poll(() => broken.strikes).toBeGreaterThan(0);
    await expectNotice(page, {
      text: /linked on LinkedIn, but your system could not save it[^]*backend_error/,
      hasButton: true,
    });
    expect(visited.uncaught).toEqual([]);
    const asked = broken.strikes;
    broken.repair();
    await frame.getByRole('button', { name: 'Try again' }).first().click();
    await expect.poll(() => frame.locator('rsc-notice').count()).toBe(0);
    await expectText(badge, /Linked by hand|Matched by hand/);
    await expect.poll(async () => (await heardOnce(page)).length).toBe(1);
    expect(asked).toBeGreaterThan(0);
    // As it was before, for whoever comes next.
    await inside.getByRole('button', { name: 'Unlink profile' }).click();
    await expectText(name, 'No profile is linked yet');
    await expectText(badge, 'No match yet');
  });

  const heardOnce = async (page: Page) =>
    page.evaluate(() => window.harness.log.filter(({ name }) => name === 'rsc-link'));
});

describe('Signing in to LinkedIn', () => {
  it('says that the browser keeps its window closed, and works once it may open', async () => {
    await context.addInitScript(() => {
      const open = window.open.bind(window);
      window.open = (...args) => (window.mayOpen === true ? open(...args) : null);
    });
    const visited = await openHost(context, {
      page: {
        head: `<script src="${backend}/rsc/embed.js" data-tenant="harness-signed-out" data-context-url="/contexts/harness-signed-out/recruiter"></script>`,
      },
    });
    const { page } = visited;
    const { linkedIn: inside } = widgetOf(page);
    const signIn = inside.getByRole('button', { name: /Sign in/ });
    await signIn.click();
    await inside.getByText(/blocked the sign-in window/).waitFor();
    for (const frame of page.frames()) {
      await frame.evaluate(() => (window.mayOpen = true));
    }
    const [popup] = await Promise.all([page.waitForEvent('popup'), signIn.click()]);
    await popup.getByRole('heading', { name: /Sign in/ }).waitFor();
    await popup.close();
    await expectUnharmed(visited);
  });
});
