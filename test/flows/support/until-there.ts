/**
 * Waits for what is shown in frames of ours, without locators: those bring a script of several
 * hundred kilobytes into each document that they pass, which takes longer than to load most of them.
 */
import type { Frame, Page } from 'playwright-core';
import { vi } from 'vitest';
import { lookMs, patience } from './patience.ts';

/**
 * Waits until an element is to be seen in a frame of a page, in shadow roots too.
 * @param address a part of the frame's address
 * @param selector CSS
 */
export async function untilThere(
  page: Page,
  address: string | RegExp,
  selector: string,
): Promise<Frame> {
  return vi.waitFor(async () => {
    const frame = page.frames().find((one) => isAt(one, address));
    if (frame === undefined) throw new Error(`${page.url()} has no frame of ${String(address)}.`);
    const isThere = await frame.evaluate(isShown, { selector, lookMs });
    if (!isThere) throw new Error(`${frame.url()} does not show ${selector}.`);
    return frame;
  }, patience);
}

const isAt = (frame: Frame, address: string | RegExp): boolean =>
  typeof address === 'string' ? frame.url().includes(address) : address.test(frame.url());

/** Runs in the document. */
async function isShown(what: { selector: string; lookMs: number }): Promise<boolean> {
  const find = (root: Document | ShadowRoot): boolean =>
    Array.from(root.querySelectorAll(what.selector)).some((one) => one.checkVisibility()) ||
    Array.from(root.querySelectorAll('*')).some(
      ({ shadowRoot }) => shadowRoot !== null && find(shadowRoot),
    );
  const untilMs = performance.now() + what.lookMs;
  while (!find(document)) {
    if (performance.now() > untilMs) return false;
    await new Promise((done) => setTimeout(done, 20));
  }
  return true;
}
