/** Host pages of every kind: our elements work in them, and leave them as they were. */
import { beforeAll, describe, expect, it } from 'vitest';
import { browser, context, freshContexts } from './support/fresh.ts';
import {
  backend,
  count,
  embed,
  expectStates,
  framesOf,
  harness,
  indicator,
  logOf,
  newContext,
  nonce,
  profile,
  serve,
  strictPolicy,
  visit,
  type HostPage,
} from './support/hostile.ts';
import { lookOf, stylesOfHost, type Look } from './support/looks.ts';
import { expectState } from './support/recruiter.ts';

freshContexts();

const fixture = (id: string) => visit(context, `${harness}/fixtures/${id}`);

/** A page of the test's own on the harness's site. */
async function host(page: HostPage) {
  const address = `${harness}/flows/host`;
  await serve(context, address, page);
  return visit(context, address);
}

const reportsOf = async (path: string): Promise<string[]> => {
  const page = await context.newPage();
  await page.goto(`${harness}/csp-reports`);
  const { violations } = JSON.parse(await page.locator('body').innerText()) as {
    violations: { page: string; directive: string }[];
  };
  await page.close();
  return violations.filter((one) => one.page === path).map(({ directive }) => directive);
};

describe('A page with a content security policy', () => {
  it('allows nothing but a nonce, our frames and its own signer, and both elements work without a violation', async () => {
    const { page, uncaught, complaints } = await host({
      policy: strictPolicy(),
      head: embed(),
      body: (await profile()) + (await indicator()) + (await indicator('variant="expanded"')),
    });
    await expectStates(page);
    // Only when a violation of the test's own has arrived there can none of ours be on its way.
    await page.evaluate(() => document.body.append(Object.assign(new Image(), { src: '/a.png' })));
    await expect.poll(() => reportsOf('/flows/host')).toContain('img-src');
    expect(await reportsOf('/flows/host')).toEqual(['img-src']);
    expect((await logOf(page)).violations).toHaveLength(1);
    expect((await logOf(page)).errors).toEqual([]);
    expect(uncaught).toEqual([]);
    // The one complaint is the browser's about that image.
    expect(complaints.filter((text) => !text.includes('/a.png'))).toEqual([]);
  });

  const policies: Readonly<Record<string, readonly [policy: string, tag: string]>> = {
    'a nonce only, classic script': [strictPolicy(), embed()],
    'a nonce only, module script': [strictPolicy(), embed('type="module"')],
    'a nonce with strict-dynamic, classic script': [
      strictPolicy({ 'script-src': `'nonce-${nonce}' 'strict-dynamic'` }),
      embed(),
    ],
    'a nonce with strict-dynamic, module script': [
      strictPolicy({ 'script-src': `'nonce-${nonce}' 'strict-dynamic'` }),
      embed('type="module"'),
    ],
    "hosts by name and 'self', without nonces": [
      strictPolicy({ 'script-src': `'self' ${backend}` }),
      embed().replace(/nonce="[^"]*"/, ''),
    ],
    'Trusted Types that do not know us': [
      strictPolicy({ 'trusted-types': 'app dompurify' }),
      embed(),
    ],
    'scripts only from a list, and nothing else limited': [
      `script-src 'nonce-${nonce}'; frame-src ${backend}`,
      embed('defer'),
    ],
  };
  it.each(Object.entries(policies))('works under %s', async (_what, [policy, head]) => {
    const { page, uncaught } = await host({
      policy,
      head,
      body: (await profile()) + (await indicator()),
    });
    await expectStates(page);
    expect((await logOf(page)).violations).toEqual([]);
    expect(uncaught).toEqual([]);
  });

  it.each(['host-lit-before', 'host-lit-after'])(
    "keeps the host's own Lit alive where only one policy of its name may exist (%s)",
    async (id) => {
      const { page, uncaught } = await fixture(id);
      await expectStates(page);
      await expect.poll(() => page.locator('#host-lit').innerText()).toMatch(/host's Lit/);
      expect((await logOf(page)).violations).toEqual([]);
      expect(uncaught).toEqual([]);
    },
  );

  it.each(['isolated-require-corp', 'isolated-credentialless', 'settings-isolated'])(
    'is cross-origin isolated and stays so (%s)',
    async (id) => {
      const { page, uncaught } = await fixture(id);
      await expectStates(page);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
      expect(uncaught).toEqual([]);
    },
  );
});

describe('A page with a style sheet for everything', () => {
  let plain: Look;

  beforeAll(async () => {
    const plainContext = await newContext(browser);
    const { page } = await visit(plainContext, `${harness}/fixtures/strict`);
    await expectStates(page);
    plain = await lookOf(page);
    await plainContext.close();
  });

  it.each(['bootstrap', 'tailwind-preflight', 'reset-unset', 'reset-block'])(
    'shows widget and indicators as a plain page does (%s)',
    async (id) => {
      const { page, uncaught } = await fixture(id);
      await expectStates(page);
      const look = await lookOf(page);
      for (const [part, styles] of Object.entries(look)) {
        expect(styles, part).toEqual(plain[part]);
      }
      expect(Object.keys(look)).toEqual(expect.arrayContaining(['profile .box', 'compact button']));
      const frame = await page.locator('rsc-profile-widget iframe').boundingBox();
      expect(frame?.width).toBeGreaterThan(250);
      expect(frame?.height).toBeGreaterThanOrEqual(560);
      for (const one of await page.locator('rsc-in-ats-indicator button').all()) {
        expect((await one.boundingBox())?.height).toBe(24);
      }
      expect(uncaught).toEqual([]);
    },
  );

  it('shows the settings in their own size and look, too', async () => {
    const { page, uncaught } = await fixture('settings-unset');
    await expectStates(page);
    const box = await page.locator('rsc-integration-settings iframe').boundingBox();
    expect(box?.width).toBeGreaterThan(250);
    expect(box?.height).toBeGreaterThanOrEqual(560);
    expect(uncaught).toEqual([]);
  });

  it.each([
    ['none', ''],
    ['Bootstrap', '<link rel="stylesheet" href="/vendor/bootstrap.css">'],
    ["Tailwind's preflight", '<link rel="stylesheet" href="/vendor/tailwind-preflight.css">'],
  ])(
    'has 30 elements that look the same before and after our script (%s)',
    async (_what, sheet) => {
      const { page } = await host({
        head: sheet,
        body: `${hostElements}<section>${await profile()}${await indicator()}</section>`,
      });
      const before = await stylesOfHost(page);
      expect(Object.keys(before)).toHaveLength(30);
      const globals = () => page.evaluate(() => Object.getOwnPropertyNames(window).sort());
      const globalsBefore = await globals();
      await page.evaluate((src) => {
        const script = Object.assign(document.createElement('script'), { src });
        script.dataset.tenant = 'harness';
        document.head.append(script);
      }, `${backend}/rsc/embed.js`);
      await expectStates(page);
      expect(await stylesOfHost(page)).toEqual(before);
      // Windows of frames have numbers for names.
      const added = (await globals()).filter((name) => !globalsBefore.includes(name));
      expect(added.filter((name) => !/^\d+$/.test(name))).toEqual(['RSC']);
    },
  );
});

describe('A page that shows the settings later, or in little room', () => {
  it('gives them their size as soon as they are seen', async () => {
    const { page, uncaught } = await fixture('settings-dialog');
    const [hidden, narrow] = [0, 1].map((at) => page.locator('rsc-integration-settings').nth(at));
    if (hidden === undefined || narrow === undefined) throw new Error('there are two');
    await expectState(narrow, 'ready');
    expect((await narrow.locator('iframe').boundingBox())?.width).toBe(300);
    await page.getByRole('button', { name: 'Open dialog' }).click();
    await expectState(hidden, 'ready');
    await hidden
      .locator('iframe')
      .contentFrame()
      .locator('li[data-state=disabled]')
      .first()
      .waitFor();
    expect((await hidden.locator('iframe').boundingBox())?.height).toBeGreaterThanOrEqual(560);
    expect(uncaught).toEqual([]);
  });
});

describe('A page without an origin of its own', () => {
  it('is told so, and nothing is framed', async () => {
    const { page, uncaught } = await fixture('opaque-origin');
    await expectStates(page, /^misconfigured$/);
    const told = (await logOf(page)).log.filter(({ name }) => name === 'rsc-error');
    expect(told.map(({ detail }) => (detail as { code: string }).code)).toEqual(
      told.map(() => 'unsupported_host_origin'),
    );
    expect(page.frames()).toHaveLength(1);
    expect(uncaught).toEqual([]);
  });
});

describe('A script tag', () => {
  it.each([
    'element-before-script',
    'defer-script',
    'module-script',
    'late-script',
    'init-by-script',
  ])('works wherever and however it comes (%s)', async (id) => {
    const { page, uncaught } = await fixture(id);
    await expectStates(page);
    expect(framesOf(page)).toHaveLength(1);
    expect((await logOf(page)).violations).toEqual([]);
    expect(uncaught).toEqual([]);
  });

  it.each(['double-include', 'two-versions'])(
    'that comes a second time is ignored with one warning (%s)',
    async (id) => {
      const visited = await fixture(id);
      await expectStates(visited.page);
      expect(framesOf(visited.page)).toHaveLength(1);
      expect(framesOf(visited.page, 'in-ats-indicator')).toHaveLength(1);
      expect(visited.complaints).toEqual([expect.stringContaining('duplicate_embed')]);
      expect(count(visited, /POST .*\/rsc\/context/)).toBeLessThanOrEqual(2);
      expect(visited.uncaught).toEqual([]);
    },
  );

  it('loads nothing but itself on a page without elements, and until one is near', async () => {
    const visited = await fixture('spacer');
    const { page } = visited;
    const fromBackend = () => visited.requests.filter((one) => one.includes(backend));
    await expect.poll(() => page.evaluate(() => 'RSC' in window)).toBe(true);
    // Two frames later an observer would have spoken.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    expect(fromBackend()).toEqual([`GET ${backend}/rsc/embed.js`]);
    await page.getByRole('link', { name: 'To the profile' }).click();
    await expectState(page.locator('rsc-profile-widget'), 'ready');
    expect(framesOf(page, 'in-ats-indicator')).toEqual([]);
    await page.locator('#list').scrollIntoViewIfNeeded();
    await expectStates(page);
    expect((await logOf(page)).log.filter(({ name }) => name === 'rsc-error')).toEqual([]);
  });
});

describe('A page with scripts that are in the way', () => {
  it('may name elements after our globals and add to Object.prototype', async () => {
    const { page, uncaught, requests } = await fixture('clobbered');
    await expectStates(page);
    expect(requests.filter((one) => one.includes('evil.example'))).toEqual([]);
    expect(uncaught).toEqual([]);
  });

  it.each(['patched', 'storage-throws', 'wrong-clock'])(
    'may patch what it likes (%s)',
    async (id) => {
      const { page, uncaught } = await fixture(id);
      await expectStates(page);
      expect(uncaught).toEqual([]);
    },
  );
});

/** Thirty elements of a host, each with an id. */
const hostElements = [
  ...['h1', 'h2', 'h3', 'p', 'a', 'ul', 'li', 'table', 'th', 'td', 'form', 'label', 'input'],
  ...['button', 'select', 'textarea', 'fieldset', 'legend', 'details', 'summary', 'img', 'svg'],
  ...['code', 'blockquote', 'hr', 'nav', 'main', 'span', 'strong', 'div'],
]
  .map((tag) => {
    const inner = /^(input|hr|img)$/.test(tag) ? '' : `${tag}</${tag}>`;
    const element = `<${tag} data-host="${tag}" class="btn card table nav">${inner}`;
    return /^(th|td)$/.test(tag) ? `<table><tr>${element}</tr></table>` : element;
  })
  .join('\n');
