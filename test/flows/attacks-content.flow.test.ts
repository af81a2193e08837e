/** Attacks by content: HTML, scripts and addresses where text was expected. */
import type { Frame, Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { evil, openAt, plugin } from './support/attack-pages.ts';
import { ask } from './support/ask.ts';
import { context, freshContexts } from './support/fresh.ts';
import {
  backend,
  candidate,
  embed,
  errorsTold,
  expectStates,
  harness,
  profile,
  sites,
  statesOf,
} from './support/hostile.ts';
import { patience } from './support/patience.ts';
import { signInToAts } from './support/recruiter.ts';

freshContexts();

const payload = `"'></title></script><img src="pwned" onerror="window.pwned=1"><svg onload="window.pwned=1">`;
const escaped = payload.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** Whether the payload has become an element, or run, in any document of a page. */
async function expectHarmless(page: Page): Promise<void> {
  const look = (frame: Frame) =>
    frame.evaluate(() => {
      const search = (root: ParentNode): boolean =>
        root.querySelector('img[src="pwned"], svg[onload]') !== null ||
        Array.from(root.querySelectorAll('*')).some(
          ({ shadowRoot }) => shadowRoot !== null && search(shadowRoot),
        );
      return { where: location.href, ran: window.pwned, became: search(document) };
    });
  // Those that are just on their way to their document are looked at once it is there.
  const all = await vi.waitFor(() => Promise.all(page.frames().map(look)), patience);
  expect(all.filter(({ ran, became }) => ran !== undefined || became)).toEqual([]);
}

describe('HTML in what a host page says', () => {
  const inMarkup = (attributes: string): string =>
    `<script type="IN/HcmWidget" data-widget-type="ATS" ${attributes}></script>`;

  it.each([
    ['the candidate of a widget', `<rsc-profile-widget candidate-id="PAYLOAD">`, /ready/],
    ['the candidate of an indicator', `<rsc-in-ats-indicator candidate-id="PAYLOAD">`, /ready/],
    [
      'every attribute of a widget',
      `<rsc-profile-widget candidate-id="ID" integration-context="PAYLOAD" width="PAYLOAD"
        locale="PAYLOAD" appearance="PAYLOAD" show-unlink="PAYLOAD" dir="PAYLOAD">`,
      /misconfigured|ready/,
    ],
    [
      'every attribute of an indicator',
      `<rsc-in-ats-indicator candidate-id="ID" variant="PAYLOAD" locale="PAYLOAD" appearance="PAYLOAD">`,
      /misconfigured|ready/,
    ],
    [
      "every attribute of LinkedIn's tag",
      inMarkup(`data-ats-candidate-id="PAYLOAD" data-integration-context="PAYLOAD" data-width="PAYLOAD"
        data-onlink="PAYLOAD" data-onunlink="PAYLOAD" data-show-unlink-url="PAYLOAD"`),
      /misconfigured|error/,
    ],
  ])('stays text: %s', async (_what, markup, state) => {
    const body = markup.replaceAll('PAYLOAD', escaped).replace('ID', await candidate());
    const { page, uncaught } = await openAt(context, `${harness}/flows/html`, {
      head: embed(),
      body,
    });
    await expectStates(page, state);
    const indicator = page.locator('rsc-in-ats-indicator button');
    if ((await indicator.count()) > 0) {
      await indicator.hover();
      await page.getByRole('tooltip').waitFor();
    }
    await expectHarmless(page);
    expect(uncaught).toEqual([]);
  });

  it('stays text or is refused in what configures us', async () => {
    for (const name of ['tenant', 'endpoint', 'context-url', 'locale', 'appearance']) {
      const { page } = await openAt(context, `${harness}/flows/html`, {
        head: embed(`data-${name}="${escaped}"`).replace(
          name === 'tenant' ? 'data-tenant="harness"' : '-',
          '',
        ),
        body: await profile(),
      });
      await expect
        .poll(() => statesOf(page))
        .toEqual([expect.not.stringMatching(/^(idle|loading|authorizing|undefined)$/)]);
      await expectHarmless(page);
      await page.close();
    }
  });

  it.each(['javascript:window.pwned=1//', 'data:text/html,<script>parent.pwned=1</script>', '//'])(
    'is no address to load frames from: %s',
    async (endpoint) => {
      const { page } = await openAt(context, `${harness}/flows/endpoint`, {
        head: embed(`data-endpoint="${endpoint.replaceAll('<', '&lt;')}"`),
        body: await profile(),
      });
      await expectStates(page, /^misconfigured$/);
      expect(page.frames()).toHaveLength(1);
      await expect.poll(() => errorsTold(page)).toMatchObject([{ code: 'attribute_invalid' }]);
      await expectHarmless(page);
    },
  );
});

describe('HTML in what servers say', () => {
  it.each([
    ['an error of the backend', 400, { error: { code: payload, message: payload } }],
    ['a known error', 400, { error: { code: 'backend_error', message: payload } }],
    ['a session', 200, { access_token: payload, token_type: 'DPoP', viewer: payload }],
  ])('stays text or is refused: %s', async (_what, status, json) => {
    await context.route(`${backend}/rsc/session`, (route) => route.fulfill({ status, json }));
    const { page } = await openAt(context, `${harness}/flows/answer`, {
      head: embed(),
      body: await profile(),
    });
    await expectStates(page, /^backend_5xx$/);
    await expectHarmless(page);
    expect(JSON.stringify(await errorsTold(page))).not.toContain('pwned');
  });

  it.each([
    ['a script', 'javascript:parent.pwned=1'],
    ['a document of its own', 'data:text/html,<script>parent.pwned=1</script>'],
    ['our own origin, where our keys are', `${backend}/rsc/plugin/profile`],
    ['another site', `${evil}/plugin`],
  ])('is not what LinkedIn is loaded from: %s', async (_what, url) => {
    const loaded: string[] = [];
    context.on('requestfinished', (request) => loaded.push(request.url()));
    const integrationContext = 'urn:li:organization:4820915';
    const status = { candidateId: await candidate(), synced: true, match: 'none', observedAtMs: 1 };
    await context.route(`${backend}/rsc/candidates/*`, (route) =>
      route.fulfill({ json: { status, activities: [], plugin: { url, integrationContext } } }),
    );
    const { page } = await openAt(context, `${harness}/flows/plugin-address`, {
      head: embed(),
      body: await profile(),
    });
    await expectStates(page, /^(ready|error)$/);
    const frame = page.frameLocator('rsc-profile-widget iframe');
    if (url.startsWith(evil)) {
      // The policy of our frame names the plugin's origin; no other is loaded.
      const urls = () => page.frames().map((one) => one.url().split('/')[0]);
      await expect.poll(urls).toContain('chrome-error:');
    } else {
      expect(page.frames()).toHaveLength(2);
      await frame.locator('rsc-plugin-frame rsc-notice').waitFor();
    }
    expect(loaded).not.toContain(url);
    expect(await frame.locator('body').evaluate(() => window.pwned)).toBeUndefined();
  });

  it("is not handed on from LinkedIn's callbacks: a member is a URN or nothing", async () => {
    const { page } = await openAt(context, `${harness}/flows/callback`, {
      head: embed(),
      body: await profile(),
    });
    await expectStates(page);
    const callback = (value: unknown) =>
      page
        .frames()
        .find((frame) => frame.url().startsWith(plugin))
        ?.evaluate((member) => {
          (Reflect.get(window, 'rscMemberLinked') as (member: unknown) => void)(member);
        }, value);
    const called = () =>
      page
        .frames()
        .find((frame) => frame.url().startsWith(plugin))
        ?.evaluate(() => 'rscMemberLinked' in window);
    await expect.poll(called).toBe(true);
    const sent: string[] = [];
    await context.route('**/match', (route) => {
      sent.push(route.request().postData() ?? '');
      return route.fulfill({ status: 204 });
    });
    for (const value of [payload, { member: payload }, `urn:li:person:${payload}`, [[[[payload]]]]])
      await callback(value);
    await callback('urn:li:person:genuine');
    await expect.poll(() => sent).toHaveLength(1);
    expect(sent).toEqual(['{"action":"linked","member":"urn:li:person:genuine"}']);
    const links = await page.evaluate(() =>
      window.harness.log.filter(({ name }) => name === 'rsc-link').map(({ detail }) => detail),
    );
    expect(links).toEqual([{ member: 'urn:li:person:genuine' }]);
  });
});

describe('HTML in what people type', () => {
  it('stays text in notes and searches of the ATS, and in searches of the sandbox', async () => {
    await signInToAts(context);
    const page = await context.newPage();
    await page.goto(`${sites.ats}/candidates?q=${encodeURIComponent(payload)}`);
    expect(await page.getByRole('searchbox').inputValue()).toBe(payload);
    await expectHarmless(page);
    await page.goto(sites.pages.unmatchedCandidate);
    await page.getByLabel('New note').fill(payload);
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByText(payload).waitFor();
    await expectHarmless(page);

    const { page: host } = await openAt(context, `${harness}/flows/search`, {
      head: embed(),
      body: (await profile()).replace(await candidate(), await candidate('unmatched')),
    });
    const search = host
      .frameLocator('rsc-profile-widget iframe')
      .frameLocator('rsc-plugin-frame iframe')
      .frameLocator('iframe')
      .getByRole('searchbox');
    await search.fill(payload);
    const found = host.waitForResponse(/\/search$/);
    await search.press('Enter');
    await found;
    await expectHarmless(host);
  });
});

describe('Addresses to go on to after a sign-in', () => {
  it.each([
    ['another site', 'http://evil.example/'],
    ['a script', 'javascript:alert(1)'],
    ['a suffix of the ATS', sites.ats.replace('.localhost', '.localhost.evil.example')],
    ['a user name', sites.ats.replace('//', '//x@evil.example#')],
    ['nothing', ''],
  ])("the sandbox's one-click sign-in does not follow %s", async (_what, target) => {
    const url = new URL(sites.signIn.linkedin);
    url.searchParams.set('return', target);
    const answer = await ask(url.href);
    expect(answer).toMatchObject({ status: 403 });
    expect(answer.headers['location']).toBeUndefined();
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it.each(['//evil.example', '/\\evil.example', 'http://evil.example', 'javascript:alert(1)'])(
    "the ATS's sign-in does not follow %s",
    async (target) => {
      const page = await context.newPage();
      await page.goto(`${sites.signIn.recruiter}?next=${encodeURIComponent(target)}`);
      expect(page.url()).toBe(`${sites.ats}/candidates`);
    },
  );
});

describe('A bundle that was altered on its way', () => {
  it('does not run where the page names its hash, and runs there as it was', async () => {
    const { text } = await ask(`${backend}/rsc/embed.js`);
    const digest = await crypto.subtle.digest('SHA-384', new TextEncoder().encode(text));
    const integrity = `sha384-${Buffer.from(digest).toString('base64')}`;
    const head = embed(`integrity="${integrity}" crossorigin`);
    const body = await profile();
    const { page: genuine } = await openAt(context, `${harness}/flows/integrity`, { head, body });
    await expectStates(genuine);
    await context.route(`${backend}/rsc/embed.js`, (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        headers: { 'access-control-allow-origin': '*' },
        body: `${text};window.pwned=1`,
      }),
    );
    const { page, complaints } = await openAt(context, `${harness}/flows/integrity`, {
      head,
      body: body.replace('></rsc', '><a href="https://www.linkedin.com/">On LinkedIn</a></rsc'),
    });
    await expect.poll(() => complaints.join()).toMatch(/integrity/);
    expect(await page.evaluate(() => ['RSC' in window, window.pwned])).toEqual([false, undefined]);
    expect(await page.getByRole('link', { name: 'On LinkedIn' }).isVisible()).toBe(true);
  });
});
