/** Mistakes of the page, and what happens to the browser it is in: one clear error, and back. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/protocol/errors.ts';
import {
  codesTold,
  expectCodes,
  expectNotice,
  expectOneError,
  expectOneErrorOfRows,
  expectRecovered,
  expectUnharmed,
  openHost,
  rowsReady,
} from './support/failures.ts';
import { breakAt } from './support/faults.ts';
import { sideBySide } from './support/side-by-side.ts';
import { browser, context, freshContexts, tall } from './support/fresh.ts';
import {
  backend,
  candidate,
  count,
  errorsTold,
  framesOf,
  harness,
  visit,
} from './support/hostile.ts';
import { demo, expectState, open, recruiterIn, widgetOf } from './support/recruiter.ts';

freshContexts({ viewport: tall });

const setAttribute = (page: Page, name: string, value: string | null): Promise<void> =>
  page.locator('rsc-profile-widget, rsc-in-ats-indicator').evaluateAll(
    (elements, [attribute, text]) => {
      for (const element of elements) {
        if (text === null) element.removeAttribute(attribute);
        else element.setAttribute(attribute, text);
      }
    },
    [name, value] as const,
  );

describe('An attribute that is missing or cannot be right', () => {
  const cases = [
    ['candidate-id', null, 'attribute_missing'],
    ['candidate-id', '', 'attribute_missing'],
    ['candidate-id', 'a\u0007b', 'attribute_invalid'],
    ['candidate-id', 'x'.repeat(256), 'attribute_invalid'],
    ['integration-context', 'organization 5', 'attribute_invalid'],
    ['integration-context', 'urn:li:person:abc', 'attribute_invalid'],
    ['integration-context', 'urn:li:organization:5 ', 'attribute_invalid'],
  ] as const satisfies (readonly [string, string | null, ErrorCode])[];
  const nameOf = ([attribute, value]: (typeof cases)[number]): string =>
    `${attribute} is ${JSON.stringify(value)?.slice(0, 30) ?? ''}`;

  it('is named in one error, and the profile comes as soon as it is right', async () => {
    const id = await candidate('not-synced');
    await sideBySide(browser, cases, nameOf, async (page, [attribute, value, code]) => {
      const visited = await openHost(page, { widget: 'hidden', whom: 'not-synced' });
      await setAttribute(page, attribute, value);
      await setAttribute(page, 'hidden', null);
      await expectCodes(page, [code]);
      await expectState(widgetOf(page).element, 'misconfigured');
      const [told] = await errorsTold(page);
      expect(told?.message).toContain(attribute);
      if (value) expect(told?.message).not.toContain(value);
      expect(framesOf(page)).toEqual([]);
      const text = new RegExp(`not set up for this site[^]*${code}`);
      await expectNotice(page, { text, hasButton: false });
      await expectUnharmed(visited);
      await setAttribute(page, attribute, attribute === 'candidate-id' ? id : null);
      await expectRecovered(visited);
      expect(await codesTold(page)).toEqual([code]);
      await expectUnharmed(visited);
    });
  });

  it('of a list is told once for each mistake, and rows come as soon as it is right', async () => {
    const visited = await openHost(context, { widget: null, rows: 3 });
    await rowsReady(visited.page, 3);
    const id = await candidate();
    await setAttribute(visited.page, 'candidate-id', 'a\u0007b');
    await expectRows(visited.page, 'misconfigured');
    // Each row has a mistake of its own; the developer reads of it once.
    await expectCodes(visited.page, Array<ErrorCode>(3).fill('attribute_invalid'));
    expect(visited.complaints).toEqual([expect.stringContaining('attribute_invalid')]);
    await setAttribute(visited.page, 'candidate-id', id);
    await rowsReady(visited.page, 3);
    await expectUnharmed(visited);
  });

  const expectRows = (page: Page, state: string) =>
    expect
      .poll(() =>
        page
          .locator('rsc-in-ats-indicator')
          .evaluateAll((all) => all.map((one) => (one as Element & { state?: string }).state)),
      )
      .toEqual(Array(3).fill(state));

  it('is a matter of looks: what cannot be used is named to the developer, and all is shown', async () => {
    const visited = await openHost(context, {
      widget: 'width="wide" locale="no language" appearance="loud"',
      rows: 1,
    });
    const { page, complaints } = visited;
    await setAttribute(page, 'variant', 'gigantic');
    await expectRecovered(visited);
    await rowsReady(page, 2);
    await setAttribute(page, 'width', '12em');
    await setAttribute(page, 'width', '-5');
    await expectState(widgetOf(page).element, 'ready');
    expect(complaints.filter((text) => text.startsWith('[rsc-embed]'))).toEqual([
      expect.stringMatching(/attribute_invalid: .*width/),
    ]);
    const { width = 0 } = (await page.locator('rsc-profile-widget iframe').boundingBox()) ?? {};
    expect(width).toBeGreaterThan(1_000);
    expect(await codesTold(page)).toEqual([]);
    await expectUnharmed(visited);
  });

  it('names somebody the ATS does not know: one error, and no data', async () => {
    const own = await recruiterIn(browser);
    const page = await open(own, demo.pages.candidate);
    await expectState(widgetOf(page).element, 'ready');
    await setAttribute(page, 'candidate-id', 'nobody-42');
    await expectState(widgetOf(page).element, /not_allowed|ctx_rejected/);
    await expectNotice(page, { text: /no access to this profile|candidate was not found/ });
    expect(page.frames().filter((frame) => frame.url().includes('/plugin/'))).toEqual([]);
    await own.close();
  });
});

describe('A configuration that cannot be used', () => {
  const tag = (attributes: string) =>
    `<script src="${backend}/rsc/embed.js" ${attributes}></script>`;
  const cases = [
    ['no customer', '', 'config_missing', ''],
    ['no customer id', 'data-tenant="a b"', 'attribute_invalid', 'tenant'],
    [
      'an address that is none',
      'data-tenant="harness" data-endpoint="nowhere"',
      'attribute_invalid',
      'endpoint',
    ],
    [
      'an address of another kind',
      'data-tenant="harness" data-endpoint="ftp://a.example/rsc"',
      'attribute_invalid',
      'endpoint',
    ],
    [
      'the address of the page itself',
      `data-tenant="harness" data-endpoint="${harness}/rsc"`,
      'same_origin_frame',
      harness,
    ],
    ['an unknown customer', 'data-tenant="nobody-here"', 'frame_refused', ''],
  ] as const;

  it('is named in one error, and the page can mend it by RSC.init', async () => {
    await sideBySide(
      browser,
      cases,
      ([what]) => what,
      async (page, [, attributes, code, detail]) => {
        const visited = await openHost(page, {
          whom: 'not-synced',
          page: { head: tag(attributes) },
        });
        await expectCodes(page, [code]);
        expect((await errorsTold(page))[0]?.message).toContain(detail);
        await expectUnharmed(visited);
        await page.evaluate((endpoint) => {
          const { RSC } = window as unknown as { RSC: { init(config: object): void } };
          RSC.init({ tenant: 'harness', endpoint });
        }, `${backend}/rsc`);
        await expectRecovered(visited);
        await expectUnharmed(visited);
      },
    );
  });
});

describe('An address of the harness that names no state', () => {
  it.each(['state=nonsense', 'element=nonsense', 'width=7'])('is told so (%s)', async (query) => {
    const { page, uncaught } = await visit(context, `${harness}/preview?${query}`);
    expect(await page.locator('body').innerText()).toMatch(/There is no such \w+/);
    expect(uncaught).toEqual([]);
  });
});

describe("The clock of the person's device", () => {
  const hourMs = 3_600_000;
  it.each([
    ['an hour behind', -hourMs],
    ['an hour ahead', hourMs],
    ['a year behind', -8_760 * hourMs],
  ])('is %s: nothing is different', async (_what, byMs) => {
    await context.clock.install({ time: Date.now() + byMs });
    const visited = await openHost(context, { rows: 2 });
    await expectRecovered(visited);
    await rowsReady(visited.page, 3);
    expect(await codesTold(visited.page)).toEqual([]);
    expect(visited.complaints.filter((text) => text.startsWith('[rsc-embed]'))).toEqual([]);
    await expectUnharmed(visited);
  });

  it.each([
    ['back', -hourMs],
    ['forward', hourMs],
  ])('is set %s by an hour meanwhile: what comes next works', async (_what, byMs) => {
    await context.clock.install();
    const visited = await openHost(context);
    await expectRecovered(visited);
    await context.clock.setSystemTime(Date.now() + byMs);
    const before = count(visited, /GET .*\/rsc\/candidates\//);
    await widgetOf(visited.page).frame.getByRole('button', { name: 'Refresh' }).click();
    await expect.poll(() => count(visited, /GET .*\/rsc\/candidates\//)).toBeGreaterThan(before);
    await expectRecovered(visited);
    expect(await codesTold(visited.page)).toEqual([]);
  });
});

describe('Being offline', () => {
  it('shows what is there with its age, says so once, and goes on when the network is back', async () => {
    const visited = await openHost(context);
    const { page } = visited;
    const { frame, name } = widgetOf(page);
    await expectRecovered(visited);
    const shown = await name.innerText();
    await context.setOffline(true);
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await expectState(widgetOf(page).element, 'stale');
    await expectCodes(page, ['offline']);
    await expectNotice(page, { text: /You are offline/ });
    expect(await name.innerText()).toBe(shown);
    await context.setOffline(false);
    await expectRecovered(visited);
    await expect.poll(() => frame.locator('rsc-notice').count()).toBe(0);
    await expectUnharmed(visited);
  });

  it('comes and goes: one error each time, and all is well in the end', async () => {
    const visited = await openHost(context, { rows: 2 });
    await expectRecovered(visited);
    for (let times = 0; times < 4; times += 1) {
      await context.setOffline(true);
      await widgetOf(visited.page).frame.getByRole('button', { name: 'Refresh' }).click();
      await expectState(widgetOf(visited.page).element, 'stale');
      await context.setOffline(false);
      await expectRecovered(visited);
    }
    await expectCodes(visited.page, Array<ErrorCode>(4).fill('offline'));
    await rowsReady(visited.page, 3);
    await expectUnharmed(visited);
  });

  it('when another candidate is opened: says so, and shows them when the network is back', async () => {
    const visited = await openHost(context);
    const { page } = visited;
    await expectRecovered(visited);
    await context.setOffline(true);
    await setAttribute(page, 'candidate-id', await candidate('unmatched'));
    await expectNotice(page, { text: /You are offline/ });
    await context.setOffline(false);
    await expectState(widgetOf(page).element, 'ready');
    await widgetOf(page).linkedIn.getByRole('searchbox').waitFor();
    await expectUnharmed(visited);
  });

  it('from the start: says so, without loading anything, and comes when the network is back', async () => {
    // The page comes from a cache; nothing else does.
    const broken = await breakAt(context, /\/rsc\/(frame|reach|session)/, 'hangs up');
    await context.addInitScript(() => {
      Object.defineProperty(navigator, 'onLine', { get: () => window.isOnline === true });
    });
    const visited = await openHost(context);
    await expectOneError(visited, 'offline', /You are offline/);
    broken.repair();
    await visited.page.evaluate(() => {
      window.isOnline = true;
      dispatchEvent(new Event('online'));
    });
    await expectRecovered(visited);
    await expectUnharmed(visited);
  });
});

declare global {
  interface Window {
    isOnline?: boolean;
  }
}

describe('A browser without storage', () => {
  it('in any frame works', async () => {
    await context.addInitScript(() => {
      const refuse = {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      };
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
        Object.defineProperty(window, name, refuse);
      }
      Object.defineProperty(document, 'cookie', refuse);
    });
    const visited = await openHost(context, { rows: 2 });
    await expectRecovered(visited);
    await rowsReady(visited.page, 3);
    await expectUnharmed(visited);
  });
});

describe('A backend that is down for a whole page', () => {
  it('is told once by the widget and once by all rows, and all come back by themselves', async () => {
    const broken = await breakAt(
      context,
      new RegExp(`^${backend}/rsc/(?!embed|assets)`),
      'hangs up',
    );
    const visited = await openHost(context, { rows: 3 });
    await expectCodes(visited.page, ['backend_unreachable', 'backend_unreachable']);
    await expectUnharmed(visited);
    broken.repair();
    await expectRecovered(visited);
    await rowsReady(visited.page, 4);
    await expectUnharmed(visited);
  });

  it('is told once by a list alone, and a touch is enough', async () => {
    const broken = await breakAt(
      context,
      new RegExp(`^${backend}/rsc/(?!embed|assets)`),
      'hangs up',
    );
    const visited = await openHost(context, { widget: null, rows: 3 });
    await expectOneErrorOfRows(visited, 'backend_unreachable');
    broken.repair();
    await visited.page.locator('rsc-in-ats-indicator button').first().click();
    await rowsReady(visited.page, 3);
  });
});
