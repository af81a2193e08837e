/**
 * How soon an export is in the panel that somebody has open: from the click on the last button of
 * Recruiter's pages to the row, and to the row that says it is in the ATS. Recruiter, backend, store, ATS
 * and browser share the machine.
 */
import { chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../src/cli/browser.mjs';
import {
  openPanel,
  openRecruiter,
  pressExport,
  prepareExport,
  startExportingWorld,
} from '../flows/support/exporting-world.ts';
import type { Row } from './report.ts';
import { median, percentile } from './statistics.ts';

const rounds = 21;
const warmups = 2;
const askedMs = 500;
const withinMs = 20_000;

export async function benchExports(): Promise<Row[]> {
  const [world, browser] = await Promise.all([
    startExportingWorld(),
    findBrowser().then((options) => chromium.launch(options)),
  ]);
  try {
    const page = await openPanel(world, await browser.newContext(), () => undefined);
    const recruiter = await openRecruiter(world, browser);
    await frameOf(page).locator('header').waitFor();
    const seen: number[] = [];
    const delivered: number[] = [];
    for (const [index, person] of world.people.slice(0, rounds + warmups).entries()) {
      await prepareExport(recruiter, world, person, 'Engineer');
      const arrival = arrivalAfter(page, index);
      const pressedAtMs = await pressExport(recruiter);
      const { seenAtMs, deliveredAtMs } = await arrival;
      if (index < warmups) continue;
      seen.push(seenAtMs - pressedAtMs);
      delivered.push(deliveredAtMs - pressedAtMs);
    }
    const what = 'from the click on Export to the row in the open panel';
    return [
      {
        what: `${what}, median`,
        ours: median(seen),
        unit: 'ms',
        asked: { of: 'figure', atMost: askedMs },
      },
      { what: `${what}, p95`, ours: percentile(seen, 0.95), unit: 'ms' },
      { what: `${what}, as in the ATS, median`, ours: median(delivered), unit: 'ms' },
    ];
  } finally {
    await browser.close();
    await world.close();
  }
}

const frameOf = (page: Page) => page.locator('rsc-export-panel iframe').contentFrame();

/** Watches inside the frame, so that asking from here does not count. @param known rows before it */
const arrivalAfter = (
  page: Page,
  known: number,
): Promise<{ seenAtMs: number; deliveredAtMs: number }> =>
  frameOf(page)
    .locator('rsc-exports-view')
    .evaluate(
      (view, [before, limitMs]) =>
        new Promise<{ seenAtMs: number; deliveredAtMs: number }>((resolve, reject) => {
          const root = view.shadowRoot;
          if (root === null) throw new Error('the view is not drawn');
          let seenAtMs = 0;
          const look = (): void => {
            const rows = root.querySelectorAll<HTMLElement>('li[data-id]');
            if (rows.length <= before) return;
            seenAtMs ||= Date.now();
            if (rows[0]?.dataset['state'] !== 'delivered') return;
            observer.disconnect();
            resolve({ seenAtMs, deliveredAtMs: Date.now() });
          };
          const observer = new MutationObserver(look);
          observer.observe(root, { subtree: true, childList: true, attributes: true });
          setTimeout(() => {
            reject(new Error('the export did not come'));
          }, limitMs);
          look();
        }),
      [known, withinMs] as const,
    );
