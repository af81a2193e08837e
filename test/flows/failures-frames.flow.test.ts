/** The frame, its document, its scripts, or the script tag's own parts do not come as they should. */
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/protocol/errors.ts';
import {
  codesTold,
  expectOneError,
  expectRecovered,
  expectUnharmed,
  openHost,
  tryAgain,
} from './support/failures.ts';
import { breakAt, faults, type Fault } from './support/faults.ts';
import { sideBySide } from './support/side-by-side.ts';
import { browser, context, freshContexts, tall } from './support/fresh.ts';
import {
  backend,
  candidate,
  count,
  errorsTold,
  harness,
  nonce,
  strictPolicy,
  visit,
} from './support/hostile.ts';
import { widgetOf } from './support/recruiter.ts';

freshContexts({ viewport: tall });

const at = (path: string): RegExp =>
  new RegExp(`^${backend.replaceAll('.', '\\.')}/rsc/${path}(\\?|$)`);
const frame = at('frame/profile-widget');
const assets = at('assets/.*');
/** All but the script itself and its parts. */
const allButScripts = at('(?!embed\\.js|assets/).*');
const allButLoader = at('(?!embed\\.js).*');

describe('The document of a frame', () => {
  const cases = [
    [frame, 'answers 404 with a page of HTML'],
    [frame, 'answers 500 with a page of HTML'],
    [frame, 'answers with the page of a login wall'],
    [frame, 'hangs up'],
    [frame, 'never answers', 'no_response'],
    [allButScripts, 'hangs up', 'backend_unreachable'],
    [allButScripts, 'answers 500 with a page of HTML', 'backend_unreachable'],
    [allButScripts, 'never answers', 'backend_unreachable'],
  ] as const satisfies [RegExp, Fault, ErrorCode?][];
  const nameOf = ([address, fault]: (typeof cases)[number]): string =>
    `${address === frame ? 'the document' : 'the backend'} ${fault}`;

  it('does not come: the page says one thing about it, and it comes by itself later', async () => {
    await sideBySide(browser, cases, nameOf, async (page, [address, fault, code]) => {
      const broken = await breakAt(page, address, fault);
      const visited = await openHost(page, {
        whom: 'not-synced',
        ...(fault === 'never answers' ? { deadlineMs: 5_000 } : {}),
      });
      await expect.poll(() => codesTold(page)).toHaveLength(1);
      // Pages cannot see what a frame shows instead of ours; that it is not ours they can.
      const [told = 'no_response'] = await codesTold(page);
      if (code === undefined) expect(told).toMatch(/^(frame_refused|blocked_client)$/);
      else expect(told).toBe(code);
      await expectOneError(visited, told);
      await expectUnharmed(visited);
      broken.repair();
      await expectRecovered(visited);
      await expectUnharmed(visited);
    });
  });

  it('never arrives: the button asks for it at once', async () => {
    // By itself the page waits for a while that is longer and shorter by chance: here 19 seconds.
    await context.addInitScript(() => (Math.random = () => 1));
    const broken = await breakAt(context, frame, 'never answers');
    const visited = await openHost(context, { deadlineMs: 5_000 });
    await expectOneError(visited, 'no_response');
    expect(broken.strikes).toBe(1);
    broken.repair();
    await tryAgain(visited.page);
    const asked = () => count(visited, /\/rsc\/frame\/profile/);
    await expect.poll(asked, { timeout: 15_000 }).toBe(2);
    await expectRecovered(visited);
  });

  it('takes long: what comes late is still welcome', async () => {
    const held: (() => void)[] = [];
    await context.route(frame, async (route) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await route.fallback();
    });
    const visited = await openHost(context, { deadlineMs: 5_000 });
    await expectOneError(visited, 'no_response');
    for (const release of held) release();
    await expectRecovered(visited);
    expect(count(visited, /\/rsc\/frame\/profile/)).toBe(1);
  });

  it('is kept out by the policy of the page: the page is told which directive, and can mend it', async () => {
    const visited = await openHost(context, {
      page: { policy: strictPolicy({ 'frame-src': "'self'", 'report-uri': '-' }) },
    });
    await expectOneError(visited, 'blocked_csp', /not set up for this site/);
    expect((await errorsTold(visited.page))[0]?.message).toContain(
      `frame-src must allow ${backend}`,
    );
    await expectUnharmed(visited);
  });

  it('is kept out by something in the browser: the person is told so, and it comes once let in', async () => {
    const broken = await breakAt(context, frame, (route) => route.abort('blockedbyclient'));
    const visited = await openHost(context);
    await expectOneError(visited, 'blocked_client', /[Bb]locker/);
    await expectUnharmed(visited);
    broken.repair();
    await tryAgain(visited.page);
    await expectRecovered(visited);
  });

  it('is refused to this site: says so and not that something blocks it', async () => {
    const visited = await visit(context, `${harness}/preview?state=refused-origin`);
    await expectOneError(visited, 'frame_refused', /not set up for this site/);
  });
});

describe("A frame's script", () => {
  /** A chunk that a frame asks for; those of the page come from there, too. */
  const isFrames = (from: { frame(): { parentFrame(): unknown } }): boolean =>
    from.frame().parentFrame() !== null;

  it('is gone since a new release: one error, and the new one comes by itself', async () => {
    const broken = await breakAt(context, assets, (route) =>
      isFrames(route.request())
        ? faults['answers 404 with a page of HTML'](route)
        : route.fallback(),
    );
    const visited = await openHost(context);
    await expect.poll(() => codesTold(visited.page)).toHaveLength(1);
    await expectUnharmed(visited);
    broken.repair();
    await expectRecovered(visited);
    expect(await codesTold(visited.page)).toHaveLength(1);
    await expectUnharmed(visited);
  });

  it('cannot be had in the language of the page: the frame speaks English', async () => {
    const english = await openHost(context, { widget: 'locale="en"' });
    await expectRecovered(english);
    const known = new Set(english.requests);
    await english.page.close();
    const broken = await breakAt(context, assets, (route) =>
      known.has(`GET ${route.request().url()}`) || !isFrames(route.request())
        ? route.fallback()
        : faults['answers 404 with a page of HTML'](route),
    );
    const german = await openHost(context, { widget: 'locale="de"' });
    await expectRecovered(german);
    expect(broken.strikes).toBeGreaterThan(0);
    expect(await widgetOf(german.page).tab('Recruiting activities').isVisible()).toBe(true);
    await expectUnharmed(german);
  });
});

describe('The script tag', () => {
  it.each(['hangs up', 'answers 404 with a page of HTML'] as const)(
    'has parts whose server %s: what the page put there instead is shown, and later the widget',
    async (fault) => {
      const broken = await breakAt(context, allButLoader, fault);
      const visited = await openHost(context, {
        page: {
          body: `<rsc-profile-widget candidate-id="${await candidate()}">
            <a href="/elsewhere">Open in LinkedIn</a></rsc-profile-widget>`,
        },
      });
      const { page, complaints } = visited;
      const told = () => complaints.filter((text) => text.includes('backend_unreachable'));
      await expect.poll(() => told().length).toBeGreaterThan(0);
      expect(await page.getByText('Open in LinkedIn').isVisible()).toBe(true);
      expect(visited.uncaught).toEqual([]);
      broken.repair();
      await expectRecovered(visited);
      expect(await page.getByText('Open in LinkedIn').isVisible()).toBe(false);
    },
  );

  it('is kept out by something in the browser: what the page put there instead is shown', async () => {
    await breakAt(context, at('embed\\.js'), (route) => route.abort('blockedbyclient'));
    const visited = await openHost(context, {
      page: {
        body: `<rsc-profile-widget candidate-id="1"><a href="/in">Open in LinkedIn</a></rsc-profile-widget>
          <script nonce="${nonce}">window.ran = true</script>`,
      },
    });
    expect(await visited.page.getByText('Open in LinkedIn').isVisible()).toBe(true);
    expect(visited.uncaught).toEqual([]);
    const { page } = await visit(context, `${harness}/fixtures/loader-blocked`);
    expect(await page.getByText('Open in LinkedIn Recruiter').isVisible()).toBe(true);
  });
});
