/** What people have asked their system for is done: less motion, own colours, wider text, right to left. */
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Frame,
  FrameLocator,
  Page,
} from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elementIds } from '../../demo/harness/elements.ts';
import { backend, harness, launchBrowser, newContext, ours as allOurs } from './support/hostile.ts';
import { overflowOf } from './support/layout.ts';
import { expectState, widgetOf } from './support/recruiter.ts';
import { untilThere } from './support/until-there.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
  shared = await newContext(browser);
});
afterAll(() => browser.close());

type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>;

/** One for all that change nothing in it: a new one starts a process for each of a page's sites. */
let shared: BrowserContext;
/** Pages of it that are done with; the next one goes on in one of them. */
const idle: Page[] = [];

/** A preview as somebody sees it whose system asks for this. Is handed back to `idle`. */
async function preview(query: string, media: Media = {}): Promise<Page> {
  const page = idle.pop() ?? (await shared.newPage());
  await page.emulateMedia({
    reducedMotion: 'reduce',
    colorScheme: 'light',
    forcedColors: 'none',
    ...media,
  });
  await page.goto(`${harness}/preview?${query}`);
  return page;
}

/** A preview in a context of its own. */
async function previewApart(query: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await newContext(browser, options)).newPage();
  await page.goto(`${harness}/preview?${query}`);
  return page;
}

const settingsIn = (page: Page): FrameLocator =>
  page.frameLocator('rsc-integration-settings iframe');
const documents = (page: Page): Frame[] =>
  page.frames().filter((frame) => frame.url().startsWith('http'));

describe('Less motion', () => {
  /** Names of animations and transitions that run in any document. */
  const moving = async (page: Page): Promise<string[]> => {
    const all = await Promise.all(
      documents(page).map((frame) =>
        frame.evaluate(() => {
          const inside = (root: Document | ShadowRoot): Animation[] => [
            ...root.getAnimations(),
            ...Array.from(root.querySelectorAll('*')).flatMap(({ shadowRoot }) =>
              shadowRoot === null ? [] : inside(shadowRoot),
            ),
          ];
          return inside(document).map((one) =>
            one instanceof CSSAnimation ? one.animationName : one.constructor.name,
          );
        }),
      ),
    );
    return all.flat();
  };

  it('moves nothing while news are fetched, where otherwise something turns', async () => {
    for (const reducedMotion of ['no-preference', 'reduce'] as const) {
      const page = await previewApart('', { reducedMotion });
      await settledInside(page);
      // Nobody answers: news are on their way for as long as we look.
      await page.route(`${backend}/rsc/candidates/**`, () => undefined);
      await widgetOf(page).frame.getByRole('button', { name: 'Refresh' }).click();
      await widgetOf(page).frame.getByRole('button', { name: 'Refreshing…' }).waitFor();
      if (reducedMotion === 'reduce') expect(await moving(page)).toEqual([]);
      else await expect.poll(() => moving(page)).toContain('spin');
      await page.context().close();
    }
  });

  it.each(elementIds)('moves nothing when %s is used', async (element) => {
    const page = await preview(`element=${element}`, { reducedMotion: 'reduce' });
    const ours = page.locator(allOurs);
    await expectState(ours, 'ready');
    if (element.startsWith('in-ats')) {
      await ours.locator('button').hover();
      await page.getByRole('tooltip').waitFor();
    } else if (element === 'integration-settings') {
      // Unfolds LinkedIn's part, and details, those that "Show more" still hides as well.
      await settingsIn(page)
        .locator('summary')
        .evaluateAll((all) => {
          for (const one of all) (one as HTMLElement).click();
        });
      await settledInside(page);
    } else if (element === 'rediscovered-candidates') {
      const past = page.frameLocator('rsc-rediscovered-candidates iframe');
      await past.locator('summary').first().click();
      await past.getByRole('button', { name: /^Dismissed/ }).click();
      await past.getByRole('button', { name: /^Suggested/ }).click();
    } else if (element === 'export-panel') {
      const inbox = page.frameLocator('rsc-export-panel iframe');
      await inbox.getByRole('button', { name: /^Compare/ }).click();
      await inbox.locator('table').first().waitFor();
    } else if (element === 'activity') {
      const timeline = page.frameLocator('rsc-activity iframe');
      await timeline.locator('article').first().waitFor();
      await timeline.getByLabel('Show', { exact: true }).selectOption('notes');
      await expect.poll(() => timeline.locator('article').count()).toBe(2);
    } else {
      await widgetOf(page).tab('Recruiting activities').hover();
      await widgetOf(page).tab('Recruiting activities').click();
      await widgetOf(page).frame.getByRole('button', { name: 'Refresh' }).click();
    }
    expect(await moving(page)).toEqual([]);
    idle.push(page);
  });
});

describe("The system's own colours", () => {
  const isForced = (frame: Frame): Promise<boolean> =>
    frame.evaluate(() => matchMedia('(forced-colors: active)').matches);

  /** Controls that could not be told from what is around them: no edge, no line, no text. */
  const lost = (frame: Frame): Promise<string[]> =>
    frame.evaluate(() => {
      const all = (root: ParentNode): Element[] =>
        Array.from(root.querySelectorAll('*')).flatMap((one) => [
          one,
          ...(one.shadowRoot ? all(one.shadowRoot) : []),
        ]);
      const shown = all(document).filter((one) => one.checkVisibility());
      const probe = document.body.appendChild(document.createElement('p'));
      probe.style.backgroundColor = 'Canvas';
      const ground = getComputedStyle(probe).backgroundColor;
      probe.remove();
      const isDrawn = (icon: Element): boolean => {
        const { stroke, fill } = getComputedStyle(icon);
        return [stroke, fill].some((paint) => paint !== 'none' && paint !== ground);
      };
      const isEdged = ({ borderTopStyle, borderTopWidth }: CSSStyleDeclaration): boolean =>
        borderTopStyle !== 'none' && parseFloat(borderTopWidth) > 0;
      const found: string[] = [];
      for (const one of shown.filter((each) =>
        each.matches('button, input, [role=tab], summary'),
      )) {
        const styles = getComputedStyle(one);
        // Drawn by the browser itself, in the system's colours.
        if (one.matches('[type=radio], [type=checkbox]') && styles.appearance !== 'none') continue;
        // What is typed into may have its edge around it, and an icon within that.
        const edged = one.matches('input') ? [one, one.closest('label.search') ?? one] : [one];
        const hasEdge = edged.map((each) => getComputedStyle(each)).some(isEdged);
        const hasText = one.textContent.trim() !== '' && styles.color !== styles.backgroundColor;
        const icon = one.querySelector('svg');
        const hasIcon = icon !== null && isDrawn(icon);
        if (!hasEdge && !hasText && !hasIcon) found.push(`${one.localName} ${one.className}`);
      }
      for (const one of shown.filter((each) => each.matches('svg'))) {
        if (!isDrawn(one)) found.push(`svg in ${one.parentElement?.className ?? ''}`);
      }
      return found;
    });

  it.each([
    ...elementIds.map((element) => `element=${element}`),
    'state=unmatched',
    'state=no-seat',
    'state=backend-down',
    'state=signed-out-of-ats',
    'element=integration-settings&state=choosing',
  ])('leave controls and icons visible (%s)', async (query) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await preview(query, { forcedColors: 'active', colorScheme });
      await expectState(page.locator(allOurs), /^(ready|no_response|signed_out)$/);
      if (query.includes('settings'))
        await untilThere(page, '/rsc/frame/integration-settings', 'h2');
      else if (query.includes('activity')) {
        await untilThere(page, '/rsc/frame/activity', 'article');
      } else if (!/indicator|rediscovered|export|activity|down|ats$/.test(query))
        await settledInside(page);
      for (const frame of documents(page)) {
        expect(await isForced(frame), frame.url()).toBe(true);
        expect(await lost(frame), frame.url()).toEqual([]);
      }
      idle.push(page);
    }
  });

  it('tell the chosen tab from the other by a line, not by a colour alone', async () => {
    const page = await preview('', { forcedColors: 'active' });
    await settledInside(page);
    const hasLine = (name: 'Profile' | 'Recruiting activities') =>
      widgetOf(page)
        .tab(name)
        .evaluate((tab) => {
          const probe = document.body.appendChild(document.createElement('p'));
          probe.style.backgroundColor = 'Canvas';
          const ground = getComputedStyle(probe).backgroundColor;
          probe.remove();
          return getComputedStyle(tab).borderBottomColor !== ground;
        });
    expect([await hasLine('Profile'), await hasLine('Recruiting activities')]).toEqual([
      true,
      false,
    ]);
    idle.push(page);
  });
});

/** Waits until LinkedIn's page, two frames further in, says something. */
const settledInside = (page: Page): Promise<Frame> =>
  untilThere(page, /linkedin\.localhost:\d+\/rsc\/plugin\//, 'h1');

describe('Wider text (WCAG 1.4.12)', () => {
  const widen = (frame: Frame): Promise<void> =>
    frame.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
      const add = (root: Document | ShadowRoot): void => {
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
        for (const one of root.querySelectorAll('*')) if (one.shadowRoot) add(one.shadowRoot);
      };
      add(document);
    });

  /** Elements whose own text does not fit into them. */
  const clipped = (frame: Frame): Promise<string[]> =>
    frame.evaluate(() => {
      const all = (root: ParentNode): Element[] =>
        Array.from(root.querySelectorAll('*')).flatMap((one) => [
          one,
          ...(one.shadowRoot ? all(one.shadowRoot) : []),
        ]);
      return all(document)
        .filter((one) => {
          const { overflowX, overflowY, clipPath, display } = getComputedStyle(one);
          const clips = (overflow: string): boolean => /hidden|clip/.test(overflow);
          // What is for ears only is a pixel large; what is folded has a button.
          if (clipPath !== 'none' || display === 'inline') return false;
          if (one.matches('html, body, [data-folded], [inert]') || !one.checkVisibility())
            return false;
          return (
            (clips(overflowX) && one.scrollWidth > one.clientWidth + 1) ||
            (clips(overflowY) && one.scrollHeight > one.clientHeight + 1)
          );
        })
        .map((one) => `${one.localName}.${one.className}: ${one.textContent.slice(0, 40)}`);
    });

  it.each([
    '',
    'state=unmatched',
    'state=no-seat',
    'state=hiring-manager',
    'element=in-ats-indicator-expanded',
    'element=integration-settings&state=choosing',
    'element=integration-settings&state=disabled',
    'element=rediscovered-candidates',
    'element=export-panel',
    'element=activity',
  ])('fits in all documents, at the width of a panel (%s)', async (query) => {
    const page = await preview(`${query}&width=390`);
    await expectState(page.locator(allOurs), /^(ready|not_allowed)$/);
    if (query.includes('choosing')) await settledInside(page);
    else if (!/manager|indicator|settings|rediscovered|export|activity/.test(query))
      await settledInside(page);
    for (const frame of documents(page)) await widen(frame);
    for (const frame of documents(page)) {
      await expect.poll(() => clipped(frame)).toEqual([]);
      await expect.poll(() => overflowOf(frame).then((over) => over?.x)).toBeLessThanOrEqual(0);
    }
    idle.push(page);
  });
});

describe('Right to left', () => {
  // Keys go to the window in front.
  beforeAll(() => shared.close());

  it('is mirrored in every part of ours, and arrow keys work', async () => {
    const page = await previewApart('locale=ar&width=480', { locale: 'ar' });
    const { frame, element } = widgetOf(page);
    await expectState(element, 'ready');
    const root = frame.locator('html');
    await expect.poll(() => root.getAttribute('lang')).toBe('ar');
    expect(await root.getAttribute('dir')).toBe('rtl');
    const tabs = frame.getByRole('tab');
    const [first, second] = [await tabs.nth(0).boundingBox(), await tabs.nth(1).boundingBox()];
    expect(first?.x).toBeGreaterThan(second?.x ?? Infinity);
    // Frames that are still on their way may take the browser's focus for a moment.
    await settledInside(page);
    const hasFocus = (index: number) =>
      tabs
        .nth(index)
        .evaluate(
          (tab) => document.hasFocus() && (tab.getRootNode() as ShadowRoot).activeElement === tab,
        );
    await tabs.nth(0).focus();
    for (const [key, index] of [
      ['ArrowLeft', 1],
      ['ArrowRight', 0],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(() => tabs.nth(index).getAttribute('aria-selected')).toBe('true');
      await expect.poll(() => hasFocus(index)).toBe(true);
    }
    await page.goto(`${harness}/preview?locale=ar&element=in-ats-indicator-expanded`);
    await expectState(page.locator('rsc-in-ats-indicator'), 'ready');
    await page.locator('rsc-in-ats-indicator button').focus();
    const card = page.getByRole('tooltip');
    await card.waitFor();
    expect([await card.getAttribute('dir'), await card.getAttribute('lang')]).toEqual([
      'rtl',
      'ar',
    ]);
    await page.context().close();
  });

  it('is mirrored in the settings too, which say what is there in the language of the page', async () => {
    const query = 'locale=ar&element=integration-settings&state=disabled';
    const page = await previewApart(query, { locale: 'ar' });
    await expectState(page.locator('rsc-integration-settings'), 'ready');
    const root = settingsIn(page).locator('html');
    await expect.poll(() => root.getAttribute('lang')).toBe('ar');
    expect(await root.getAttribute('dir')).toBe('rtl');
    const [title, badge] = [
      await settingsIn(page).locator('li h3').first().boundingBox(),
      await settingsIn(page).locator('li rsc-badge').first().boundingBox(),
    ];
    expect(title?.x).toBeGreaterThan(badge?.x ?? Infinity);
    await page.context().close();
  });
});
