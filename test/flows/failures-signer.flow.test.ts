/** The ATS's own server does not answer with good contexts: one error that says so, and back. */
import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { errorTable, type ErrorCode } from '../../src/protocol/errors.ts';
import {
  codesTold,
  expectOneError,
  expectOneErrorOfRows,
  expectRecovered,
  expectUnharmed,
  expectNotice,
  openHost,
  rowsReady,
  tryAgain,
} from './support/failures.ts';
import { breakAt, faults } from './support/faults.ts';
import { sideBySide } from './support/side-by-side.ts';
import { ask } from './support/ask.ts';
import { browser, context, freshContexts, tall } from './support/fresh.ts';
import { harness } from './support/hostile.ts';
import { expectText, widgetOf } from './support/recruiter.ts';

freshContexts({ viewport: tall });

const signer = new RegExp(`^${harness.replaceAll('.', '\\.')}/rsc/context$`);
const answer = (status: number, code?: string) => (route: Route) =>
  route.fulfill({ status, json: code === undefined ? {} : { error: { code, message: '' } } });
/** What a signer of the harness answers to the question. */
const signed = async (route: Route, path = '/rsc/context'): Promise<Contexts> => {
  const headers = await route.request().allHeaders();
  const body = route.request().postData() ?? '';
  const { text } = await ask(`${harness}${path}`, { method: 'POST', headers, body });
  return JSON.parse(text) as Contexts;
};
type Contexts = { inst: string; ticket: string }[];
const answerOf = (path: string) => async (route: Route) =>
  route.fulfill({ json: await signed(route, path) });
/** The page says that the cause is gone, where there is no button to press. */
const resume = (page: Page): Promise<void> =>
  page.evaluate(() => {
    (window as unknown as { RSC: { resume(): void } }).RSC.resume();
  });

/** Changes contexts on their way from the signer to the page. */
const changing = (change: (ticket: string) => string) => async (route: Route) =>
  route.fulfill({
    json: (await signed(route)).map((item) => ({ ...item, ticket: change(item.ticket) })),
  });
const flip = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

type Case = readonly [what: string, answer: (route: Route) => unknown, code: ErrorCode];

const refusals: readonly Case[] = [
  ['answers 401', answer(401), 'signer_signed_out'],
  [
    'sends to a login page',
    (r) => r.fulfill({ status: 302, headers: { location: '/login' } }),
    'signer_signed_out',
  ],
  ['answers 403', answer(403), 'signer_not_allowed'],
  ['answers 404', faults['answers 404 with a page of HTML'], 'signer_not_found'],
  [
    'answers with a login page',
    faults['answers with the page of a login wall'],
    'signer_bad_answer',
  ],
  ['answers with half a sentence', faults['answers with half a sentence'], 'signer_bad_answer'],
  ['finds the question malformed', answer(400, 'signer_bad_request'), 'signer_bad_request'],
  ['takes the page for a foreign one', answer(403, 'signer_cross_site'), 'signer_cross_site'],
];

const contexts: readonly Case[] = [
  [
    'tampered with in what it says',
    changing((ticket) => flip(ticket, ticket.indexOf('.') + 20)),
    'ctx_signature',
  ],
  [
    'tampered with in its signature',
    changing((ticket) => flip(ticket, ticket.lastIndexOf('.') + 5)),
    'ctx_signature',
  ],
  ['no JWS at all', changing(() => 'AAAA'), 'ctx_malformed'],
  ['from an hour ago', answerOf('/contexts/harness/late'), 'ctx_expired'],
  ['for another customer', answerOf('/contexts/harness-elsewhere/recruiter'), 'ctx_issuer'],
];

describe("The ATS's context endpoint", () => {
  const check = async (page: Page, [, wrong, code]: Case): Promise<void> => {
    const broken = await breakAt(page, signer, wrong);
    const visited = await openHost(page, { whom: 'not-synced' });
    await expectOneError(visited, code);
    expect(broken.strikes).toBe(1);
    await expectUnharmed(visited);
    broken.repair();
    if (errorTable[code].retryable) await tryAgain(page);
    else await resume(page);
    await expectRecovered(visited);
    await expectUnharmed(visited);
  };

  it('refuses, each time in its own way: one error each, and the button or the page goes on', async () => {
    await sideBySide(browser, refusals, ([what]) => what, check);
  });

  it('answers with a context that is not good: one error each, and the button or the page goes on', async () => {
    await sideBySide(browser, contexts, ([what]) => what, check);
  });

  it('answers with the context of another frame: says so, and asks for its own by the button', async () => {
    let stolen = '';
    await context.route(
      signer,
      changing((ticket) => (stolen ||= ticket)),
    );
    const first = await openHost(context);
    await expectRecovered(first);
    const second = await openHost(context);
    await expectOneError(second, 'ctx_key_mismatch');
    await context.unroute(signer);
    await tryAgain(second.page);
    await expectRecovered(second);
  });

  it('fails for good: we try five times, say so once, and then there is a button', async () => {
    const failures = ['answers 500 with a page of HTML', 'hangs up'] as const;
    const nameOf = (fault: string): string => fault;
    await sideBySide(browser, failures, nameOf, async (page, fault) => {
      // The pauses between tries are longer and shorter by chance; here they are as short as they get.
      await page.addInitScript(() => (Math.random = () => 0));
      let goOn = (): void => undefined;
      const looked = new Promise<void>((resolve) => (goOn = resolve));
      let tries = 0;
      const broken = await breakAt(page, signer, async (route) => {
        tries += 1;
        if (tries > 1) await looked;
        return faults[fault](route);
      });
      const visited = await openHost(page);
      // From the first try on the person knows.
      await expectNotice(page, { text: /could not confirm your access[^]*keep trying/ });
      expect(await codesTold(page)).toEqual([]);
      goOn();
      await expectOneError(visited, 'signer_unreachable');
      expect(broken.strikes).toBe(5);
      await expectUnharmed(visited);
      broken.repair();
      await tryAgain(page);
      await expectRecovered(visited);
      await expectUnharmed(visited);
    });
  });

  it('hangs up at first: we come back by ourselves, and there was no error', async () => {
    const broken = await breakAt(context, signer, 'hangs up');
    const visited = await openHost(context);
    await expect.poll(() => broken.strikes).toBeGreaterThan(0);
    broken.repair();
    await expectRecovered(visited);
    expect(await codesTold(visited.page)).toEqual([]);
  });

  it('does not answer: says so when patience is over, and the button asks again', async () => {
    const broken = await breakAt(context, signer, 'never answers');
    const visited = await openHost(context, { deadlineMs: 5_000 });
    await expectOneError(visited, 'signer_unreachable');
    await expectUnharmed(visited);
    broken.repair();
    await tryAgain(visited.page);
    await expectRecovered(visited);
  });

  it('is slow: says that it takes longer, and it is no error', async () => {
    const held: (() => void)[] = [];
    await context.route(signer, async (route) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await route.fallback();
    });
    const visited = await openHost(context);
    await expectText(widgetOf(visited.page).frame.locator('main'), /Still loading/);
    for (const release of held) release();
    await expectRecovered(visited);
    expect(await codesTold(visited.page)).toEqual([]);
  });

  it('asks for patience: says so, waits as long as it is asked to, and goes on', async () => {
    let asked = 0;
    const busy = await breakAt(context, signer, (route) => {
      asked += 1;
      return route.fulfill({ status: 429, headers: { 'retry-after': '3' }, body: '' });
    });
    const visited = await openHost(context);
    await expectNotice(visited.page, { text: /Too many requests/ });
    expect(asked).toBe(1);
    busy.repair();
    await expectRecovered(visited);
    expect(await codesTold(visited.page)).toEqual([]);
  });

  it('refuses a list: says it once for all of it, and a page that resumes gets its answers', async () => {
    const broken = await breakAt(context, signer, answer(401));
    const visited = await openHost(context, { widget: null, rows: 5 });
    await expectOneErrorOfRows(visited, 'signer_signed_out');
    const row = visited.page.locator('rsc-in-ats-indicator button').nth(2);
    await row.hover();
    const card = visited.page.locator('rsc-in-ats-indicator [role=tooltip]');
    await expectText(card, /Please sign in again to see it/);
    broken.repair();
    await resume(visited.page);
    await rowsReady(visited.page, 5);
    await expectUnharmed(visited);
  });

  it('says that the person is signed out: goes on when they come back signed in', async () => {
    const broken = await breakAt(context, signer, answer(401));
    const visited = await openHost(context);
    await expectOneError(visited, 'signer_signed_out', /You are signed out/);
    broken.repair();
    await visited.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expectRecovered(visited);
  });
});
