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
 * What axe was asked about already, and what it said: in many states, most of the documents are what
 * they were in another.
 */
const told = new Map<string, readonly string[]>();

/**
 * What axe finds wrong, in all documents of a page. A document that is in everything as one before is
 * not asked about again: what was wrong with that one is said of this one too.
 * @param rules only these; by default all that belong to WCAG 2.2 AA and best practice
 */
export async function violationsOn(page: Page, rules?: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    page
      .frames()
      .filter(isOurs)
      .map((frame) =>
        knownOf(frame, rules).catch((error: unknown) => {
          // What is shown has just changed; what has gone cannot be wrong.
          if (frame.isDetached()) return [];
          throw error;
        }),
      ),
  );
  return found.flat();
}

async function knownOf(frame: Frame, rules?: readonly string[]): Promise<readonly string[]> {
  const before = await lookOf(frame);
  const key = `${String(rules)} ${before}`;
  const known = told.get(key);
  if (known !== undefined) return known;
  const found = await violationsIn(frame, rules);
  // What changed meanwhile may have been asked about before or after.
  if ((await lookOf(frame)) === before) told.set(key, found);
  return found;
}

/**
 * All that decides about what axe says of a document: elements, text, style sheets, colours, places and
 * sizes. Not what names the candidate, the frame or the request: that is another in each document.
 */
const lookOf = (frame: Frame): Promise<string> =>
  frame.evaluate(async () => {
    const names = /^(src|nonce|data-.*|candidate-id|integration-context|(show|confirm)-unlink)$/;
    const rulesOf = (sheet: CSSStyleSheet): string =>
      sheet.href ?? Array.from(sheet.cssRules, ({ cssText }) => cssText).join('\n');
    const nodes = (root: Node): string[] =>
      Array.from(root.childNodes, (node) => {
        if (node instanceof Element) return element(node);
        // Lit's marks are other ones in each document.
        return node instanceof Comment ? '' : (node.textContent ?? '');
      });
    const root = (one: Document | ShadowRoot): string =>
      [
        ...Array.from(one.styleSheets, rulesOf),
        ...one.adoptedStyleSheets.map(rulesOf),
        ...nodes(one),
      ].join('\n');
    function element(one: Element): string {
      if (one.matches('script, meta:not([name=viewport])')) return '';
      // That there is one is all that counts.
      if (one.matches('title')) return `<title ${String(one.textContent.trim() !== '')}>`;
      const { value, checked } = one as Partial<HTMLInputElement>;
      const { x, y, width, height } = one.getBoundingClientRect();
      // Attributes that are left out may colour it.
      const { color, backgroundColor, opacity } = getComputedStyle(one);
      return [
        `<${one.localName} ${String(value)} ${String(checked)}`,
        ...Array.from(one.attributes, (each) =>
          names.test(each.name) ? '' : `${each.name}=${each.value}`,
        ),
        [x, y, width, height].map(Math.round).join(' '),
        [color, backgroundColor, opacity].join(' '),
        one.shadowRoot === null ? '' : root(one.shadowRoot),
        ...nodes(one),
        '>',
      ].join('\n');
    }
    const { colorScheme } = getComputedStyle(document.documentElement);
    const wishes = ['(prefers-color-scheme: dark)', '(forced-colors: active)'];
    const text = [
      location.host + location.pathname,
      String(parent === window),
      ...wishes.map((wish) => String(matchMedia(wish).matches)),
      colorScheme,
      root(document),
    ].join('\n');
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return Array.from(new Uint8Array(bytes)).join(' ');
  });

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
