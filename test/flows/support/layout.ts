/** Measures how pages and frames are laid out, without taking part. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { expect } from 'vitest';

/** A shift that the Layout Instability API reports, whether a person caused it or not. */
export interface Shift {
  readonly value: number;
  /** What moved, and from where to where (x/y), in CSS pixels. */
  readonly moved: readonly string[];
  /** Milliseconds since the document began. */
  readonly atMs: number;
  /** The document's first paint, in the same milliseconds; null if none was ever reported. */
  readonly firstPaintMs?: number | null;
}

/** How long Chromium may take to report a paint. */
const paintReportMs = 10_000;

interface ShiftEntry extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
}

declare global {
  interface Window {
    shifts?: Shift[];
    shiftObserver?: PerformanceObserver;
    noteShifts?: (entries: PerformanceEntryList) => void;
  }
}

/** Has each document of the context note its shifts from its first paint on. */
export const watchShifts = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const shifts: Shift[] = [];
    window.shifts = shifts;
    window.noteShifts = (entries) => {
      for (const { value, sources, startTime } of entries as ShiftEntry[]) {
        const moved = sources.map(({ node, previousRect: before, currentRect: after }) => {
          const name = node instanceof Element ? `${node.nodeName} .${node.className}` : '?';
          const at = ({ x, y }: DOMRectReadOnly): string => `${String(x)}/${String(y)}`;
          return `${name} from ${at(before)} to ${at(after)}`;
        });
        shifts.push({ value, moved, atMs: startTime });
      }
    };
    window.shiftObserver = new PerformanceObserver((list) =>
      window.noteShifts?.(list.getEntries()),
    );
    window.shiftObserver.observe({ type: 'layout-shift', buffered: true });
  });

/**
 * Evaluates an expression in a frame. Playwright's own way counts as a person's act there, and
 * what a person unfolds may grow.
 */
export async function quietly<T>(frame: Frame, expression: string): Promise<T | undefined> {
  try {
    const session = await frame.page().context().newCDPSession(frame);
    const { result } = await session.send('Runtime.evaluate', { expression, returnByValue: true });
    await session.detach();
    return result.value as T;
  } catch {
    return undefined; // the frame has just been replaced
  }
}

/**
 * Shifts of a document since its first paint: nobody has seen what moves before it. Chromium
 * reports that paint some time after it was on the screen, later still on a busy machine; until
 * then nobody knows which shifts count.
 */
async function seenShifts(frame: Frame): Promise<readonly Shift[] | undefined> {
  const look = `noteShifts(shiftObserver.takeRecords());
    (([paint]) => ({
      unsure: !paint && window.shifts.length > 0,
      seen: window.shifts
        .filter(({ atMs }) => atMs >= (paint?.startTime ?? 0))
        .map((shift) => ({ ...shift, firstPaintMs: paint?.startTime ?? null })),
    }))(performance.getEntriesByName('first-paint'))`;
  let found: { unsure: boolean; seen: readonly Shift[] } | undefined;
  // What never paints is seen by nobody either, but a document that stays unsure is reported.
  for (const end = Date.now() + paintReportMs; ; await sleep(50)) {
    found = await quietly(frame, look);
    if (found?.unsure !== true || Date.now() > end) return found?.seen;
  }
}

/** Shifts of all documents on a page so far, by the path of each document. */
export async function shiftsOn(page: Page): Promise<Record<string, readonly Shift[]>> {
  // What has been laid out is reported after it was painted.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  const all: Record<string, readonly Shift[]> = {};
  // One without an address has not begun to load.
  for (const frame of page.frames().filter((one) => one.url() !== '')) {
    const shifts = await seenShifts(frame);
    if (shifts === undefined) throw new Error(`${frame.url()} cannot be asked for its shifts.`);
    const { host, pathname } = new URL(frame.url());
    all[`${host}${pathname}`] = shifts;
  }
  return all;
}

/** Has pages scrolled down before anything of ours is there. */
export const startScrolled = (context: BrowserContext, by: number): Promise<unknown> =>
  context.addInitScript((top) => {
    /** Not before its style sheets are there: until then a page has another height. */
    const scroll = (): void => {
      const sheets = Array.from(document.querySelectorAll<HTMLLinkElement>('[rel=stylesheet]'));
      if (sheets.every(({ sheet }) => sheet !== null)) scrollTo(0, top);
      else setTimeout(scroll, 10);
    };
    if (parent === window) addEventListener('DOMContentLoaded', scroll);
  }, by);

/** Has pages reserve the widget's room before our script arrives, as their style sheets should. */
export const reserveRoom = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('rsc-profile-widget:not(:defined) { display: block; block-size: 560px; }');
    document.adoptedStyleSheets.push(sheet);
  });

export async function expectNoShift(page: Page): Promise<void> {
  const shifts = await shiftsOn(page);
  expect(shifts).toEqual(Object.fromEntries(Object.keys(shifts).map((name) => [name, []])));
}

/** Our frame, the plugin's document in it, and LinkedIn's in that. */
export interface Documents {
  readonly ours: Frame;
  readonly plugin: Frame;
  readonly linkedIn: Frame;
}

/** The documents of the page's widget, once LinkedIn shows the profile and all have their size. */
export async function settled(page: Page): Promise<Documents> {
  let documents: Documents | undefined;
  await expect
    .poll(async () => {
      const linkedIn = page.frames().find((one) => one.url().includes('linkedin.localhost'));
      const plugin = linkedIn?.parentFrame();
      const ours = plugin?.parentFrame();
      if (!linkedIn || !plugin || !ours) return 'no frame of LinkedIn';
      documents = { ours, plugin, linkedIn };
      const phase = await quietly<string>(ours, stagePhase);
      const heights = await quietly<string>(linkedIn, profileHeights);
      return phase === 'shown' ? heights : `LinkedIn is ${String(phase)}`;
    })
    .toMatch(/^(\d+) px in \1$/);
  if (documents === undefined) throw new Error('LinkedIn was not shown.');
  return documents;
}

const view = `document.querySelector('rsc-profile-view').shadowRoot`;
const stagePhase = `${view}.querySelector('rsc-plugin-frame').shadowRoot.querySelector('.stage').dataset.phase`;
/** Not before its style sheet is there: asking would lay it out without. */
const profileHeights = `document.readyState === 'complete' && document.querySelector('article')
  ? Math.ceil(document.querySelector('main').getBoundingClientRect().height) + ' px in ' + innerHeight
  : 'no profile'`;

/** Whether our frame hides a part of its content behind "Show more". */
export const isFolded = (ours: Frame): Promise<boolean | undefined> =>
  quietly<boolean>(ours, `${view}.querySelector('rsc-fold').folded`);

/** By how many pixels a document's content is larger than its frame. */
export async function overflowOf(frame: Frame): Promise<{ x: number; y: number } | undefined> {
  return quietly(
    frame,
    `(({ scrollHeight, clientHeight, scrollWidth, clientWidth }) =>
      ({ x: scrollWidth - clientWidth, y: scrollHeight - clientHeight }))(document.documentElement)`,
  );
}

/**
 * Clicks "Show more" where it is on the screen; Playwright would act in the frame before that.
 * Content that just came in is folded for the moment that the page needs to make room, if it does.
 */
export async function unfold(page: Page, ours: Frame): Promise<void> {
  const press = async (): Promise<boolean | undefined> => {
    if ((await isFolded(ours)) === true) await pressMore(page, ours);
    return isFolded(ours);
  };
  // Slower than the page makes room, which moves the button.
  await expect.poll(press, { interval: 500 }).toBe(false);
}

async function pressMore(page: Page, ours: Frame): Promise<void> {
  const button = `${view}.querySelector('rsc-fold').shadowRoot.querySelector('.more button')`;
  const inFrame = await quietly<{ x: number; y: number }>(
    ours,
    `(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))
      (${button}.getBoundingClientRect())`,
  );
  if (inFrame === undefined) return; // it unfolded by itself
  const frame = await page.evaluate((y) => {
    const root = document.querySelector('rsc-profile-widget')?.shadowRoot;
    const iframe = root?.querySelector('iframe');
    const at = (iframe?.getBoundingClientRect().y ?? 0) + y;
    if (at < 0 || at > innerHeight) scrollBy({ top: at - innerHeight / 2, behavior: 'instant' });
    const { x = 0, y: top = 0 } = iframe?.getBoundingClientRect() ?? {};
    return { x, y: top };
  }, inFrame.y);
  await page.mouse.click(frame.x + inFrame.x, frame.y + inFrame.y);
}
