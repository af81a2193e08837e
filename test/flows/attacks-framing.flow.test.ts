/** Attacks by framing: pages that may not show our documents, and ways round that. */
import { describe, expect, it } from 'vitest';
import {
  evil,
  expectRefused,
  frameAddress,
  frameOf,
  hearMessages,
  iframe,
  openAt,
  plugin,
  pluginAddress,
  receivedBy,
} from './support/attack-pages.ts';
import { ask } from './support/ask.ts';
import { context, freshContexts } from './support/fresh.ts';
import {
  count,
  embed,
  errorsTold,
  expectStates,
  harness,
  profile,
  serve,
  sites,
} from './support/hostile.ts';
import { signInToAts, signInToLinkedIn } from './support/recruiter.ts';

freshContexts({}, hearMessages);

describe('A site that nobody has registered', () => {
  it('uses our script with the id of a customer: is told that it is refused, and no context is asked for', async () => {
    const visited = await openAt(context, `${evil}/`, { head: embed(), body: await profile() });
    await expectStates(visited.page, /^frame_refused$/);
    await expect
      .poll(() => errorsTold(visited.page))
      .toMatchObject([{ code: 'frame_refused', owner: 'site', retryable: true }]);
    expect(await receivedBy(visited.page)).toEqual([]);
    expect(count(visited, /\/rsc\/context/)).toBe(0);
    expect(count(visited, /\/rsc\/(session|candidates)/)).toBe(0);
  });

  it('frames the widget with a forged `o`: the browser shows nothing, and nothing is said', async () => {
    const body = iframe(frameAddress());
    const { page } = await openAt(context, `${evil}/forged`, { body });
    await expectRefused(page);
    expect(await receivedBy(page)).toEqual([]);
    // The same page at the address that it claims to be: the browser shows it, and it speaks.
    const { page: genuine } = await openAt(context, `${harness}/flows/genuine`, { body });
    await expect.poll(async () => (await receivedBy(genuine)).length).toBe(1);
  });

  it('frames the widget with its own `o`: is refused by the backend', async () => {
    const { page } = await openAt(context, `${evil}/own`, {
      body: iframe(frameAddress({ origin: evil })),
    });
    await expectRefused(page);
    expect(await receivedBy(page)).toEqual([]);
  });

  it('frames the plugin document, which knows neither site nor frame: nothing is shown', async () => {
    const { page } = await openAt(context, `${evil}/plugin`, {
      body: iframe(pluginAddress(harness)) + iframe(pluginAddress(evil), 'own'),
    });
    await expectRefused(page);
    await expectRefused(page, 'own');
    expect(await receivedBy(page)).toEqual([]);
  });

  it('frames a registered page that holds the widget: the widget stays away there, too', async () => {
    await serve(context, `${harness}/flows/inner`, { head: embed(), body: await profile() });
    const { page } = await openAt(context, `${evil}/outer`, {
      body: iframe(`${harness}/flows/inner`),
    });
    const inner = await frameOf(page);
    const state = () => inner.evaluate(() => document.querySelector('rsc-profile-widget')?.state);
    await expect.poll(state).toBe('frame_refused');
    expect(await receivedBy(inner)).toEqual([]);
  });

  it('lays itself over pages to be clicked on: ATS, sign-in and sandbox let nobody frame them', async () => {
    await signInToAts(context);
    const addresses = {
      candidate: sites.pages.candidate,
      list: sites.pages.list,
      signIn: `${sites.ats}/sign-in`,
      login: `${sites.sandbox.origin}/uas/login?popup=1`,
    };
    const { page } = await openAt(context, `${evil}/clickjacking`, {
      body: Object.entries(addresses)
        .map(([id, address]) => iframe(address, id, 'style="opacity: 0"'))
        .join(''),
    });
    for (const id of Object.keys(addresses)) await expectRefused(page, id);
  });

  it('frames the profile of somebody signed in to LinkedIn: that session is not there', async () => {
    await signInToAts(context);
    await signInToLinkedIn(context);
    const query = new URLSearchParams({
      api_key: '77kestreldemo',
      candidate: new URL(sites.pages.candidate).pathname.split('/').at(-1) ?? '',
      context: 'urn:li:organization:4820915',
      unlink: 'true',
      embedder: plugin,
    });
    const { page } = await openAt(context, `${evil}/profile`, {
      body: iframe(`${sites.sandbox.origin}/rsc/plugin/profile?${query.toString()}`),
    });
    const frame = await frameOf(page);
    const heading = () => frame.locator('h1').innerText();
    await expect.poll(heading).toBe('Sign in to see the profile');
  });
});

describe('Origins that look like a registered one', () => {
  const url = new URL(harness);
  it.each([
    ['a suffix', harness.replace('.localhost', '.localhost.evil.example')],
    ['a prefix', harness.replace('//', '//not-')],
    ['a subdomain', harness.replace('//', '//evil.')],
    ['another port', `${url.protocol}//${url.hostname}:1`],
    ['no port', `${url.protocol}//${url.hostname}`],
    ['another scheme', harness.replace('http:', 'https:')],
    ['a dot at the end', harness.replace('.localhost', '.localhost.')],
    ['upper case', harness.toUpperCase()],
    ['a path', `${harness}/`],
    ['a user name', harness.replace('//', '//harness.localhost@')],
    ['two origins', `${harness} ${evil}`],
    ['a directive', `${harness}; script-src *`],
    ['a line break', `${harness}\r\nX-Evil: 1`],
    ['a wildcard', '*'],
    ['no origin', 'null'],
    ['nothing', ''],
  ])('are refused: %s', async (_what, origin) => {
    const answer = await ask(frameAddress({ origin }), { headers: { 'sec-fetch-dest': 'iframe' } });
    expect(answer).toMatchObject({ status: 403, code: undefined });
    expect(answer.text).toContain('origin_unregistered');
    expect(answer.text).not.toContain('rsc-boot');
    expect(answer.headers['content-security-policy']).toMatch(/frame-ancestors 'none'/);
    expect(answer.headers['x-evil']).toBeUndefined();
  });
});

describe('A frame document outside a frame', () => {
  it.each([
    ['a page of its own', 'document'],
    ['an object', 'object'],
    ['an embedded plugin', 'embed'],
    ['a script', 'script'],
    ['something fetched', 'empty'],
  ])('is not given out as %s', async (_what, destination) => {
    const answer = await ask(frameAddress(), { headers: { 'sec-fetch-dest': destination } });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('not_an_iframe');
    expect(answer.text).not.toContain('rsc-boot');
  });

  it('cannot be read by any page, nor opened in a window that can be watched', async () => {
    const { page } = await openAt(context, `${harness}/flows/reader`, { body: '' });
    const read = page.evaluate((url) => fetch(url).then((one) => one.text()), frameAddress());
    await expect(read).rejects.toThrow(/Failed to fetch/);
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate((url) => {
        open(url);
      }, frameAddress()),
    ]);
    await expect.poll(() => popup.content()).toContain('not_an_iframe');
  });
});
