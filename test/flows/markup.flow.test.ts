/** LinkedIn's own markup in all the ways pages write it, and elements in unusual places. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { context, freshContexts } from './support/fresh.ts';
import {
  candidate,
  expectStates,
  framesOf,
  harness,
  logOf,
  nonce,
  serve,
  sites,
  strictPolicy,
  visit,
} from './support/hostile.ts';

freshContexts();

const fixture = (id: string) => visit(context, `${harness}/fixtures/${id}`);

/** Names on the profiles that LinkedIn's stand-in shows anywhere on the page. */
async function profilesOn(page: Page): Promise<string[]> {
  const frames = page.frames().filter((frame) => frame.url().includes('linkedin.localhost'));
  const names = frames.map((frame) => frame.locator('article h1').allInnerTexts());
  return (await Promise.all(names.map((name) => name.catch(() => [])))).flat();
}

const scriptsOfLinkedIn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.includes('linkedin.localhost')),
  );

describe("LinkedIn's own markup", () => {
  it.each([
    ['linkedin-plain', 1],
    ['linkedin-quoted', 1],
    ['linkedin-spacing', 1],
    ['linkedin-late', 2],
    ['linkedin-two', 2],
    ['linkedin-before-script', 1],
  ])('works as it is (%s)', async (id, widgets) => {
    const { page, uncaught } = await fixture(id);
    await expect.poll(() => page.locator('rsc-profile-widget').count()).toBe(widgets);
    await expectStates(page);
    expect(framesOf(page)).toHaveLength(widgets);
    // One of two candidates has a profile; the other can be searched for.
    await expect.poll(async () => (await profilesOn(page)).length).toBe(1);
    // LinkedIn's script runs in a frame of its own and never in the page.
    expect(await scriptsOfLinkedIn(page)).toEqual([]);
    expect((await logOf(page)).violations).toEqual([]);
    expect(uncaught).toEqual([]);
  });

  it.each([
    ['linkedin-plain', '650px', 650],
    ['linkedin-quoted', '800', 800],
  ])('is as wide as it says (%s: %s)', async (id, _text, width) => {
    const { page } = await fixture(id);
    await expectStates(page);
    expect((await page.locator('rsc-profile-widget iframe').boundingBox())?.width).toBe(width);
  });
});

describe("LinkedIn's markup of the configuration plugin", () => {
  it('lets somebody request integrations, and calls the function it names with them', async () => {
    const { page, uncaught } = await fixture('settings-linkedin-markup');
    await expectStates(page);
    expect((await page.locator('rsc-integration-settings iframe').boundingBox())?.width).toBe(500);
    const plugin = page
      .frameLocator('rsc-integration-settings iframe')
      .frameLocator('rsc-plugin-frame iframe')
      .frameLocator('iframe');
    for (const contract of ['Harness Recruiter North', 'Harness Recruiter South']) {
      await plugin.getByLabel(contract).check();
    }
    await plugin.getByRole('button', { name: 'Request integrations' }).click();
    const called = async () =>
      (await logOf(page)).log.filter(({ name }) => name === 'data-onintegrate');
    await expect.poll(async () => (await called()).length).toBe(1);
    const [call] = await called();
    const { integrations } = call?.detail as { integrations: Record<string, string>[] };
    expect(integrations.map(({ integrationType }) => integrationType).sort()).toEqual([
      'CSA_API',
      'CSA_API',
      'IN_ATS_INDICATOR',
      'ONE_CLICK_EXPORT',
      'PROFILE_PLUGIN',
    ]);
    for (const one of integrations) {
      expect(one).toMatchObject({ tenantType: 'RECRUITER', dataProvider: 'ATS' });
      expect(one['integrationContext']).toMatch(/^urn:li:(organization|contract):\d+$/);
    }
    const listed = page.frameLocator('rsc-integration-settings iframe').locator('li[data-state]');
    await expect
      .poll(() =>
        listed.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['state'])),
      )
      .toEqual(Array<string>(5).fill('configured'));
    // LinkedIn's own part comes to know that they have names and configurations now.
    await plugin.getByText('Ready to be switched on in Recruiter').first().waitFor();
    expect((await logOf(page)).violations).toEqual([]);
    expect(uncaught).toEqual([]);
  });
});

describe("LinkedIn's script itself, from the sandbox", () => {
  it('draws the profile in a page that has never heard of us', async () => {
    const address = `${sites.ats}/flows/raw`;
    const id = new URL(sites.pages.candidate).pathname.split('/').at(-1) ?? '';
    const own = await visit(context, sites.signIn.recruiter);
    await own.page.goto(sites.signIn.linkedin);
    await own.page.goto(sites.pages.linkedinMarkup);
    const tag = own.page.locator('script[type="IN/HcmWidget"]');
    const integrationContext = await tag.getAttribute('data-integration-context');
    const text = (await own.page.locator('script[src$="/rsc/in.js"]').innerText()).replace(
      'https://platform.linkedin.com',
      sites.sandbox.origin,
    );
    await serve(context, address, {
      head: `<script src="${sites.sandbox.origin}/xdoor/scripts/in.js">${text}</script>`,
      body: `<script type="IN/HcmWidget" data-widget-type="ATS" data-ats-candidate-id="${id}"
        data-integration-context="${integrationContext ?? ''}" data-width="500"></script>`,
    });
    const { page } = await visit(context, address);
    await expect.poll(async () => (await profilesOn(page)).length).toBe(1);
    expect(await page.locator('iframe').evaluate((one: HTMLElement) => one.offsetWidth)).toBe(500);
    expect(await page.evaluate(() => 'RSC' in window)).toBe(false);
  });
});

describe('Elements in unusual places', () => {
  it.each(['shadow-host', 'permissions-denied', 'trusted-types-other'])(
    'work there (%s)',
    async (id) => {
      const { page, uncaught } = await fixture(id);
      await expect
        .poll(() =>
          page.evaluate(() => {
            const root = document.querySelector('#component')?.shadowRoot ?? document;
            const elements = root.querySelectorAll('rsc-profile-widget, rsc-in-ats-indicator');
            return Array.from(
              elements,
              (one) => `${one.localName} ${(one as Element & { state?: string }).state ?? ''}`,
            ).join(', ');
          }),
        )
        .toMatch(/^rsc-profile-widget ready(, rsc-in-ats-indicator ready)+$/);
      expect((await logOf(page)).violations).toEqual([]);
      expect(uncaught).toEqual([]);
    },
  );

  it('work in an ATS that is itself framed by a portal', async () => {
    const { page, uncaught } = await fixture('nested-host');
    const inner = page.frameLocator('iframe[title="Applicant tracking system"]');
    const state = () =>
      inner
        .locator('rsc-profile-widget')
        .evaluate((one) => (one as HTMLElement & { state?: string }).state, undefined, {
          timeout: 1_000,
        })
        .catch(() => 'not there');
    await expect.poll(state).toBe('ready');
    expect(uncaught).toEqual([]);
  });

  it('leave what the page put inside them readable where the script never comes', async () => {
    const { page, uncaught } = await fixture('loader-blocked');
    await expect
      .poll(() => page.getByRole('link', { name: 'Open in LinkedIn Recruiter' }).isVisible())
      .toBe(true);
    expect(await page.evaluate(() => customElements.get('rsc-profile-widget'))).toBe(undefined);
    expect(uncaught).toEqual([]);
  });

  it('tell a screen reader the row they belong to by their name alone', async () => {
    await serve(context, `${harness}/flows/row`, {
      policy: strictPolicy(),
      head: `<script nonce="${nonce}" async src="${sites.backend}/rsc/embed.js" data-tenant="harness"></script>`,
      body: `<table><tr><th scope="row">Somebody</th><td><rsc-in-ats-indicator
        candidate-id="${await candidate()}"></rsc-in-ats-indicator></td></tr></table>`,
    });
    const { page } = await visit(context, `${harness}/flows/row`);
    await expectStates(page);
    expect(await page.getByRole('button', { name: 'LinkedIn status: Matched' }).count()).toBe(1);
  });
});
