/** Where the keyboard is, through all shadow trees and frames of a page. */
import type { Frame, Page } from 'playwright-core';

/** What has the focus, as somebody who sees and hears it would tell. */
export interface Focused {
  /** Path of the document's address. */
  readonly where: string;
  /** Local name of the element; `body` if nothing has the focus. */
  readonly tag: string;
  readonly name: string;
  /** Whether a ring or something like it shows it. */
  readonly isVisible: boolean;
  readonly width: number;
  readonly height: number;
  /** Where it is in its document's window: two that look alike are told apart by it. */
  readonly x: number;
  readonly y: number;
}

/** Innermost element with the focus, in the innermost document that has it. */
export async function focusedOn(where: Page | Frame): Promise<Focused> {
  const handle = await where.evaluateHandle(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active ?? document.body;
  });
  const inner = await handle.asElement()?.contentFrame();
  if (inner) return focusedOn(inner);
  const focused = await handle.evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    const { width, height, x, y } = element.getBoundingClientRect();
    const text = element.textContent.trim().replace(/\s+/g, ' ');
    return {
      where: location.pathname,
      tag: element.localName,
      name: element.getAttribute('aria-label') ?? text.slice(0, 40),
      isVisible: (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none',
      width,
      height,
      x,
      y,
    };
  });
  await handle.dispose();
  return focused;
}

/** Longer than the focus takes on a busy machine. Where nothing takes it, this is how long we look. */
const arrivalMs = 5_000;

/** From one process to the next the focus takes a moment, in which nothing has it. */
async function arrived(page: Page, before: string): Promise<Focused> {
  let focused = await focusedOn(page);
  const isUnderWay = () => focused.tag === 'body' || JSON.stringify(focused) === before;
  const untilMs = performance.now() + arrivalMs;
  while (isUnderWay() && performance.now() < untilMs) focused = await focusedOn(page);
  return focused;
}

/** Presses Tab until the keyboard is where it should be, or has been everywhere. */
export async function tabTo(
  page: Page,
  isThere: (focused: Focused) => boolean,
  { key = 'Tab', most = 40 } = {},
): Promise<Focused[]> {
  const stops: Focused[] = [];
  for (let count = 0; count < most; count += 1) {
    const before = JSON.stringify(await focusedOn(page));
    await page.keyboard.press(key);
    const focused = await arrived(page, before);
    stops.push(focused);
    if (isThere(focused)) return stops;
  }
  throw new Error(`The keyboard went ${stops.map(({ name }) => name).join(' > ')}.`);
}
