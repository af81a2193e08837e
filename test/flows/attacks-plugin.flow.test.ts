/**
 * Attacks from within: LinkedIn's script, which we load from somebody else, turns out malicious;
 * and what our documents allow to whoever gets in.
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  evil,
  frameAddress,
  hearMessages,
  openAt,
  plugin,
  pluginAddress,
  receivedBy,
} from './support/attack-pages.ts';
import { ask } from './support/ask.ts';
import { readAll } from './support/attack-scripts.ts';
import { context, freshContexts } from './support/fresh.ts';
import {
  backend,
  embed,
  expectStates,
  framesOf,
  harness,
  profile,
  serve,
} from './support/hostile.ts';

interface WithPolicies {
  readonly trustedTypes: { createPolicy(name: string): object };
}

freshContexts({}, hearMessages);

/** Replaces LinkedIn's script by one that the plugin document runs in its stead. */
const takeOverPlugin = (script: string): Promise<unknown> =>
  context.route('**/xdoor/scripts/in.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: script }),
  );

/** The plugin document, once the script that took it over has ended. */
async function takenPlugin(page: Page) {
  const taken = () => page.frames().find((frame) => frame.url().startsWith(plugin));
  await expect.poll(() => taken()?.evaluate(() => window.pwned !== undefined)).toBe(true);
  const frame = taken();
  if (frame === undefined) throw new Error('There is no plugin document.');
  return frame;
}

/** Host pages that forbid nothing: what is refused here, our own documents refuse. */
const lenientHost = async (): Promise<Page> => {
  const body = await profile();
  const { page } = await openAt(context, `${harness}/flows/lenient`, { head: embed(), body });
  return page;
};

describe("A malicious script in LinkedIn's place", () => {
  it('reads nothing of our frame or the page, loads and sends nothing elsewhere, and gets no feature', async () => {
    await takeOverPlugin(`(${readAll.toString()})(${JSON.stringify({ backend, evil })});`);
    await serve(context, `${evil}/more.js`, { body: '' });
    const page = await lenientHost();
    const results = await (await takenPlugin(page)).evaluate(() => window.pwned);
    expect(results).toEqual({
      parent: 'SecurityError',
      host: 'SecurityError',
      address: 'SecurityError',
      storage: 'SecurityError',
      cookies: '',
      // All that is worth reading in this document is public.
      texts: expect.stringMatching(
        /^\s*api_key: \w+\s+extensions: HcmWidget@\S+\s+lang: en_US\s*$/,
      ) as unknown,
      api: 'TypeError',
      ownApi: 'TypeError',
      elsewhere: 'TypeError',
      more: 'blocked',
      features: [],
    });
  });

  it('takes the page away: neither by itself, nor by a click, nor from a window that it opens', async () => {
    const attempts = ['top', 'parent'].map(
      (target) => `try { ${target}.location = '${evil}/phish'; tried.push('${target} went'); }
        catch (error) { tried.push('${target} ' + error.name); }`,
    );
    await takeOverPlugin(`
      const tried = [];
      ${attempts.join('')}
      const run = document.body.appendChild(document.createElement('button'));
      run.textContent = 'Continue';
      run.onclick = () => {
        ${attempts.join('')}
        open('${evil}/popup');
        window.pwned = [...tried];
      };
      window.pwned = [...tried];`);
    await serve(context, `${evil}/popup`, {
      body: `<script>
        window.pwned = [];
        for (const go of [() => { opener.top.location = '${evil}/phish'; }, () => { opener.parent.location = '${evil}/phish'; }])
          try { go(); window.pwned.push('went'); } catch (error) { window.pwned.push(error.name); }
        </script>`,
    });
    const page = await lenientHost();
    const visited: string[] = [];
    page.on('framenavigated', (frame) => visited.push(frame.url()));
    const taken = await takenPlugin(page);
    expect(await taken.evaluate(() => window.pwned)).toEqual([
      'top SecurityError',
      'parent SecurityError',
    ]);
    const button = taken.getByRole('button', { name: 'Continue' });
    const [popup] = await Promise.all([
      context.waitForEvent('page'),
      button.evaluate((one: HTMLElement) => {
        one.click();
      }),
    ]);
    await expect.poll(() => popup.evaluate(() => window.pwned)).toHaveLength(2);
    expect(await popup.evaluate(() => window.pwned)).toEqual(['SecurityError', 'SecurityError']);
    expect(await taken.evaluate(() => window.pwned)).toHaveLength(4);
    expect(page.url()).toBe(`${harness}/flows/lenient`);
    expect(framesOf(page)).toHaveLength(1);
    expect(visited.filter((url) => url.startsWith(evil))).toEqual([]);
  });

  it('speaks for others: what it posts to the page and to our frame is ignored', async () => {
    await takeOverPlugin(`
      const urn = 'urn:li:person:forged';
      for (const target of [parent, top]) {
        for (const data of [
          { rsc: 'hello', v: [1], inst: 'AAAAAAAAAAAAAAAAAAAAAA', fn: 'AAAAAAAAAAAAAAAAAAAAAA', jkt: 'A'.repeat(43) },
          { t: 'event', name: 'rsc-link', detail: { member: urn } },
          { t: 'linked', member: urn },
          { t: 'state', state: 'revoked' },
          { t: 'bye' },
          { rsc: 'port', v: 1, inst: 'AAAAAAAAAAAAAAAAAAAAAA', fn: 'AAAAAAAAAAAAAAAAAAAAAA', hn: 'AAAAAAAAAAAAAAAAAAAAAA' },
        ]) target.postMessage(data, '*', [new MessageChannel().port2]);
      }
      window.pwned = 'posted';`);
    const page = await lenientHost();
    await takenPlugin(page);
    await expectStates(page);
    const [ours] = framesOf(page);
    const fromPlugin = async (where: Page | typeof ours) =>
      where === undefined
        ? -1
        : (await receivedBy(where)).filter(({ origin }) => origin === plugin).length;
    await expect.poll(() => fromPlugin(page)).toBe(6);
    // The plugin document's own greeting is the seventh.
    await expect.poll(() => fromPlugin(ours)).toBe(7);
    const log = await page.evaluate(() => window.harness.log.map(({ name }) => name));
    expect(log).not.toContain('rsc-link');
    expect(log).not.toContain('rsc-error');
    await expectStates(page);
  });
});

describe('Frames carry what is documented, and nothing more', () => {
  it('sandboxes ours and the plugin without a way to the top, and hands on one feature to ours only', async () => {
    const page = await lenientHost();
    await expectStates(page);
    const sandbox =
      'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox';
    const attributes = (element: Element) =>
      Object.fromEntries(
        ['sandbox', 'allow', 'referrerpolicy', 'name'].map((one) => [
          one,
          element.getAttribute(one),
        ]),
      );
    const ours = page.locator('rsc-profile-widget iframe');
    const inner = ours.contentFrame().locator('rsc-plugin-frame iframe');
    expect(await ours.evaluate(attributes)).toEqual({
      sandbox,
      allow: 'clipboard-write',
      referrerpolicy: 'strict-origin',
      name: null,
    });
    expect(await inner.evaluate(attributes)).toEqual({
      sandbox,
      allow: null,
      referrerpolicy: 'strict-origin',
      name: null,
    });
  });

  it.each([
    ['our frame', frameAddress(), harness],
    ['the broker', frameAddress({ widget: 'in-ats-indicator' }), harness],
    ['the plugin document', pluginAddress(harness), `${backend} ${harness}`],
  ])(
    'sends %s with one page that may show it, and no features',
    async (_what, address, ancestors) => {
      const { status, headers } = await ask(address, { headers: { 'sec-fetch-dest': 'iframe' } });
      expect(status).toBe(200);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain(`frame-ancestors ${ancestors}`);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("base-uri 'none'; form-action 'none'");
      expect(policy).not.toMatch(/unsafe-eval|\*(?!\.l)/);
      const features = String(headers['permissions-policy']);
      for (const one of ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'fullscreen']) {
        expect(features).toContain(`${one}=()`);
      }
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cache-control']).toBe('no-store');
    },
  );

  it('runs no script that somebody puts into our frame, in whatever way', async () => {
    const page = await lenientHost();
    await expectStates(page);
    const [ours] = framesOf(page);
    const outcomes = await ours?.evaluate(async (stolen) => {
      const attempt = (run: () => unknown): string => {
        try {
          return String(run());
        } catch (error) {
          return (error as Error).name;
        }
      };
      const script = document.createElement('script');
      document.body.append(script);
      const link = Object.assign(document.createElement('a'), { href: 'javascript:pwned=1' });
      document.body.append(link);
      link.click();
      const image = new Image();
      image.src = stolen;
      await new Promise((resolve) => {
        image.onerror = image.onload = resolve;
      });
      return {
        html: attempt(() => (document.body.innerHTML = '<img src=x onerror="pwned=1">')),
        text: attempt(() => (script.text = 'pwned=1')),
        // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
        code: attempt(() => new Function('pwned=1')()),
        policy: attempt(() =>
          (window as unknown as WithPolicies).trustedTypes.createPolicy('evil'),
        ),
        image: image.naturalWidth,
        ran: String(window.pwned),
      };
    }, `${evil}/pixel.png`);
    expect(outcomes).toEqual({
      html: 'TypeError',
      text: 'TypeError',
      code: 'EvalError',
      policy: 'TypeError',
      image: 0,
      ran: 'undefined',
    });
  });
});
