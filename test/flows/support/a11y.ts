/** Asks axe about every document of a page, and looks at what axe does not see. */
import { readFile } from 'node:fs/promises';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

const source = await readFile(
  new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url),
  'utf8',
);

interface Axe {
  run(context: Document, options: RunOptions): Promise<AxeResults>;
}

/** About whole pages. A document inside one is a part of it: headline and landmark are the page's. */
const pageRules = ['page-has-heading-one', 'landmark-one-main'];

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What depends on colours alone; everything else is the same, light or dark. */
export const colourRules = ['color-contrast', 'link-in-text-block'];

/** Documents with content of their own: not those that the browser puts in the place of another. */
const isOurs = (frame: Frame): boolean => /^https?:/.test(frame.url());

/**
 * What axe finds wrong, in all documents of a page.
 * @param rules only these; by default all that belong to WCAG 2.2 AA and best practice
 */
export async function violationsOn(page: Page, rules?: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    page
      .frames()
      .filter(isOurs)
      .map((frame) =>
        violationsIn(frame, rules).catch((error: unknown) => {
          // What is shown has just changed; what has gone cannot be wrong.
          if (frame.isDetached()) return [];
          throw error;
        }),
      ),
  );
  return found.flat();
}

async function violationsIn(frame: Frame, rules?: readonly string[]): Promise<string[]> {
  if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(source);
  const { violations, where } = await frame.evaluate(
    async (options) => {
      const { axe } = window as unknown as { axe: Axe };
      const results = await axe.run(document, options);
      return { violations: results.violations, where: location.host + location.pathname };
    },
    {
      // Each document is asked by itself: axe's own way into frames is by messages.
      iframes: false,
      resultTypes: ['violations'],
      runOnly: rules ? { type: 'rule', values: [...rules] } : { type: 'tag', values: standards },
      rules:
        frame.parentFrame() === null || rules
          ? {}
          : Object.fromEntries(pageRules.map((rule) => [rule, { enabled: false }])),
    } satisfies RunOptions,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '', html }) =>
      `${where}: ${id} at ${target.join(' ')}: ${html} ${failureSummary}`.replaceAll(/\s+/g, ' '),
    ),
  );
}

/** Changes the colours of a preview as its page would: its own and, through us, its elements'. */
export const useColours = (page: Page, appearance: 'light' | 'dark'): Promise<void> =>
  page.evaluate((name) => {
    document.documentElement.dataset['appearance'] = name;
    const { RSC } = window as { RSC?: { init(changes: { appearance: string }): void } };
    RSC?.init({ appearance: name });
  }, appearance);

/** The colour schemes that the documents of a page are drawn in. */
export const schemesOn = (page: Page): Promise<string[]> =>
  Promise.all(
    page
      .frames()
      .filter(isOurs)
      .map((frame) =>
        frame.evaluate(() => {
          const { backgroundColor } = getComputedStyle(document.body);
          const [red = 255, , , alpha = 1] = backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [];
          return alpha === 0 ? 'clear' : red < 128 ? 'dark' : 'light';
        }),
      ),
  );
