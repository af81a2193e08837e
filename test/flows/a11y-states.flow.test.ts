/** Axe finds nothing wrong in any state of any element, light or dark, in any document. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { elementIds, elements, type ElementId } from '../../demo/harness/elements.ts';
import { hasState, states, type StateSpec } from '../../demo/harness/states.ts';
import { colourRules, schemesOn, useColours, violationsOn } from './support/a11y.ts';
import { harness, launchBrowser, newContext, expectStates } from './support/hostile.ts';
import { patience } from './support/patience.ts';
import { untilThere } from './support/until-there.ts';

let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launchBrowser();
  context = await newContext(browser);
});
afterAll(() => browser.close());

const until = (condition: () => Promise<boolean>): Promise<void> =>
  vi.waitFor(async () => {
    if (!(await condition())) throw new Error('It did not come about.');
  }, patience);

/** Pages that are done with; the next one goes on in one of them. */
const idle: Page[] = [];

/** States in which something is requested, so that LinkedIn's plugin is folded away. */
const integrated = /^(requested|configured|enabled|disabled)$/;

/** Address of LinkedIn's document, two frames further in than ours. */
const linkedIns = (plugin: string): RegExp =>
  new RegExp(`linkedin\\.localhost:\\d+/rsc/plugin/${plugin}`);

/** Waits for the settings, and for LinkedIn's part of them if it is to be seen. */
async function settingsOf(page: Page, withPlugin: boolean): Promise<void> {
  await untilThere(page, '/rsc/frame/integration-settings', 'h2');
  if (withPlugin) await untilThere(page, linkedIns('settings'), 'h1');
}

async function open(element: ElementId, { id, expected, candidate }: StateSpec): Promise<Page> {
  const page = idle.pop() ?? (await context.newPage());
  await page.goto(`${harness}/preview?element=${element}&state=${id}`);
  const { widget } = elements[element];
  const wanted: readonly string[] = expected[widget] ?? [];
  await expectStates(page, new RegExp(`^(${wanted.join('|')})$`));
  // Nothing is drawn by LinkedIn for somebody it has never heard of.
  const isDrawn = wanted.includes('ready') && candidate !== 'notSynced';
  if (widget === 'profile-widget' && isDrawn) {
    await untilThere(page, '/rsc/frame/profile-widget', '[data-phase=shown]');
    await untilThere(page, linkedIns('profile'), 'h1');
  } else if (widget === 'integration-settings' && wanted.includes('ready')) {
    await settingsOf(page, !integrated.test(id));
  } else if (widget === 'in-ats-indicator') {
    await page.locator('rsc-in-ats-indicator button').focus();
    await page.getByRole('tooltip').waitFor();
  }
  return page;
}

describe.each(elementIds)('%s', (element) => {
  const own = states.filter((state) => hasState(elements[element].widget, state));
  it.concurrent.for(own)('has no violation when $id', async (state, { expect }) => {
    const page = await open(element, state);
    expect(await violationsOn(page), 'light').toEqual([]);
    await useColours(page, 'dark');
    await until(async () => !(await schemesOn(page)).includes('light'));
    expect(await violationsOn(page, colourRules), 'dark').toEqual([]);
    idle.push(page);
  });
});
