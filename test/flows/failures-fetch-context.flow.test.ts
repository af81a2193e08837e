/** A page that gets contexts by a function of its own, which does anything but what it should. */
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { errorTable, type ErrorCode } from '../../src/protocol/errors.ts';
import {
  codesTold,
  expectCodes,
  expectOneError,
  expectRecovered,
  expectUnharmed,
  openHost,
  tryAgain,
} from './support/failures.ts';
import { sideBySide } from './support/side-by-side.ts';
import { browser, context, freshContexts, tall } from './support/fresh.ts';
import { candidate, count, embed, nonce, profile, type Visit } from './support/hostile.ts';
import { expectText, widgetOf } from './support/recruiter.ts';

freshContexts({ viewport: tall });

/** What the page's function does, in the page's own words; `good(entries)` does it right. */
type Source = string;
interface Case {
  readonly what: string;
  readonly source: Source;
  readonly code: ErrorCode;
  /** Milliseconds. */
  readonly deadlineMs?: number;
}

const functionOf = (source: Source): string => `
  window.good = (entries) => fetch('/rsc/context', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-rsc': '1' },
    body: JSON.stringify(entries),
  });
  window.asked = 0;
  window.answer = ${source};`;

function openWith(
  where: BrowserContext | Page,
  source: Source,
  { deadlineMs = 15_000, whom }: { deadlineMs?: number; whom?: 'not-synced' } = {},
): Promise<Visit> {
  return openHost(where, {
    ...(whom === undefined ? {} : { whom }),
    page: {
      head: `${embed('')}<script nonce="${nonce}">${functionOf(source)}
        RSC.init({
          deadlineMs: ${String(deadlineMs)},
          fetchContext: (entries, signal) => { window.asked += 1; return answer(entries, signal); },
        });</script>`,
    },
  });
}

declare global {
  interface Window {
    answer?: unknown;
    good?: unknown;
    asked?: number;
  }
}

/** From now on the page's function does what it should. */
const mend = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.answer = window.good;
  });
const resume = (page: Page): Promise<void> =>
  page.evaluate(() => {
    (window as unknown as { RSC: { resume(): void } }).RSC.resume();
  });

const thrown: readonly Case[] = [
  {
    what: 'throws at once, for somebody who is signed out',
    source: `() => { throw Object.assign(new Error('who are you'), { status: 401 }); }`,
    code: 'signer_signed_out',
  },
  {
    what: 'rejects, for somebody who may not',
    source: `() => Promise.reject(Object.assign(new Error('no'), { status: 403 }))`,
    code: 'signer_not_allowed',
  },
  {
    what: 'rejects with something that is no error',
    source: `() => Promise.reject({ status: 404 })`,
    code: 'signer_not_found',
  },
  {
    what: 'rejects with a status nobody expects',
    source: `() => Promise.reject({ status: 418 })`,
    code: 'signer_bad_request',
  },
  { what: 'throws nothing', source: `() => { throw undefined; }`, code: 'signer_bad_answer' },
];

const odd: readonly Case[] = [
  // Others of their kind are tried without a browser.
  ...['undefined', 'Symbol()', '[]'].map((value): Case => ({
    what: `answers ${value}`,
    source: `() => (${value})`,
    code: 'signer_bad_answer',
  })),
  {
    what: 'answers with a page of HTML',
    source: `() => new Response('<form>Log in</form>', { headers: { 'content-type': 'text/html' } })`,
    code: 'signer_bad_answer',
  },
  {
    what: 'answers with a response it has read itself',
    source: `async (entries) => { const own = await good(entries); await own.text(); return own; }`,
    code: 'signer_bad_answer',
  },
  {
    what: 'answers entries that are none',
    source: `() => [null, undefined, 7, 'x', [], { inst: null, ticket: 'x' }, { inst: {} }]`,
    code: 'signer_bad_answer',
  },
  {
    what: 'answers a hundred thousand frames, and not ours',
    source: `() => Array.from({ length: 100_000 }, (_, n) => ({ inst: 'x' + n, ticket: 'x' }))`,
    code: 'signer_bad_answer',
  },
  {
    what: 'answers a ticket of a megabyte',
    source: `(entries) => entries.map(({ inst }) => ({ inst, ticket: 'x'.repeat(1_000_000) }))`,
    code: 'signer_bad_answer',
  },
  {
    what: 'answers that it refuses this one',
    source: `(entries) => entries.map(({ inst }) => ({ inst, status: 403 }))`,
    code: 'signer_not_allowed',
  },
  {
    what: 'never answers',
    source: `() => new Promise(() => {})`,
    code: 'signer_unreachable',
    deadlineMs: 5_000,
  },
];

describe("A page's function for contexts", () => {
  const check = async (page: Page, { source, code, deadlineMs = 15_000 }: Case): Promise<void> => {
    const visited = await openWith(page, source, { deadlineMs, whom: 'not-synced' });
    await expectOneError(visited, code);
    expect(await page.evaluate(() => window.asked)).toBe(1);
    await expectUnharmed(visited);
    await mend(page);
    if (errorTable[code].retryable) await tryAgain(page);
    else await resume(page);
    await expectRecovered(visited);
    expect(await codesTold(page)).toEqual([code]);
    await expectUnharmed(visited);
  };

  it('throws: one error that says what is known, and back when it has been mended', async () => {
    await sideBySide(browser, thrown, ({ what }) => what, check);
  });

  it('answers what is none: one error, and back when it has been mended', async () => {
    await sideBySide(browser, odd, ({ what }) => what, check);
  });

  it('fails at first, as networks do: we ask again by ourselves, and there was no error', async () => {
    const visited = await openWith(
      context,
      `(entries) => { if (asked < 3) throw new TypeError('Failed to fetch'); return good(entries); }`,
    );
    await expectRecovered(visited);
    expect(await visited.page.evaluate(() => window.asked)).toBe(3);
    expect(await codesTold(visited.page)).toEqual([]);
    await expectUnharmed(visited);
  });

  it('is a matter of one frame: what it does to one, the other does not feel', async () => {
    // Whoever is asked for first is refused; both are in one question.
    const visited = await openHost(context, {
      page: {
        head: `${embed('')}<script nonce="${nonce}">${functionOf(`async (entries) => {
            const items = await (await good(entries)).json();
            return items.map((item) => item.inst === (window.first ??= item.inst) ? { inst: item.inst } : item);
          }`)} RSC.init({ fetchContext: (entries) => answer(entries) });</script>`,
        body: (await profile('id="a"')) + (await profile('id="b"')),
      },
    });
    const { page, uncaught } = visited;
    const states = () =>
      page
        .locator('rsc-profile-widget')
        .evaluateAll((all) => all.map((one) => (one as Element & { state?: string }).state).sort());
    await expect.poll(states).toEqual(['ctx_rejected', 'ready']);
    await expectCodes(page, ['signer_bad_answer']);
    await mend(page);
    await resume(page);
    await expect.poll(states).toEqual(['ready', 'ready']);
    expect(uncaught).toEqual([]);
  });
});

describe("A context that is somebody else's, handed in by the page", () => {
  it("another candidate's: nothing is shown of either, and the right one comes", async () => {
    const other = await candidate('unmatched');
    const visited = await openWith(
      context,
      `(entries) => good(entries.map((entry) => ({ ...entry, obj: 'candidate:${other}' })))`,
    );
    const { page } = visited;
    await expectOneError(visited, 'object_mismatch', /no access to this profile/);
    expect(count(visited, /\/rsc\/candidates\//)).toBe(0);
    await expectUnharmed(visited);
    await mend(page);
    await resume(page);
    await expectRecovered(visited);
    await expectUnharmed(visited);
  });

  it('kept from the time before: it is used up, and the button asks for another', async () => {
    const visited = await openWith(
      context,
      `async (entries) => { window.kept ??= (await (await good(entries)).json())[0].ticket;
        return entries.map(({ inst }) => ({ inst, ticket: window.kept })); }`,
    );
    const { page } = visited;
    await expectRecovered(visited);
    const other = await candidate('unmatched');
    await widgetOf(page).element.evaluate((element, id) => {
      element.setAttribute('candidate-id', id);
    }, other);
    await expectOneError(visited, 'ctx_replay', /access has expired/);
    await expectUnharmed(visited);
    await mend(page);
    await tryAgain(page);
    await expectText(widgetOf(page).badge, 'No match yet');
    expect(await codesTold(page)).toEqual(['ctx_replay']);
    await expectUnharmed(visited);
  });
});
