/**
 * Everything the partner's backend can say no with, told to a person and to a developer: an element
 * goes through all of it within one page, and all is well in the end.
 */
import { describe, expect, it } from 'vitest';
import { errorTable, type ErrorCode } from '../../src/protocol/errors.ts';
import type { ElementState } from '../../src/protocol/states.ts';
import {
  codesTold,
  expectCodes,
  expectOneErrorOfRows,
  expectRecovered,
  expectUnharmed,
  noticeOn,
  openHost,
  rowsReady,
} from './support/failures.ts';
import { breakAt } from './support/faults.ts';
import { context, freshContexts, tall } from './support/fresh.ts';
import { backend, errorsTold, type Visit } from './support/hostile.ts';
import { expectState, widgetOf } from './support/recruiter.ts';

freshContexts({ viewport: tall });

const at = (path: string): RegExp =>
  new RegExp(`^${backend.replaceAll('.', '\\.')}/rsc/${path}(\\?|$)`);
const session = at('session');
const profile = at('candidates/(?!statuses)[^/?]+');
const statuses = at('candidates/statuses');

const codes = Object.keys(errorTable) as ErrorCode[];
/** What the backend finds wrong where a session begins. */
const ofSessions = codes.filter((code) => /^(ctx|proof)_|^use_dpop_nonce$/.test(code));
/** What it finds wrong where a session asks for a candidate. */
const ofCandidates = [
  ...codes.filter((code) => /^(token|proof|linkedin_(un|ref))/.test(code)),
  ...(['use_dpop_nonce', 'object_mismatch', 'scope_missing', 'candidate_unknown'] as const),
  ...(['integration_context_unknown', 'request_invalid', 'request_too_large'] as const),
  ...(['not_found', 'method_not_allowed', 'backend_busy', 'backend_error'] as const),
] satisfies ErrorCode[];

/** What people read, by what the element is in; codes alone help nobody. */
const sentences: Partial<Record<ElementState, RegExp>> = {
  ctx_rejected: /could not be verified|proof of your access|has expired|clock of your/,
  not_allowed: /no access to this profile/,
  misconfigured: /integration is not known/,
  backend_429: /Too many requests/,
  backend_5xx: /LinkedIn does not answer|LinkedIn refused|wrong on our side/,
  error: /could not handle the request|candidate was not found/,
};

/** Nothing of what the backend writes about a request is for the page or the person. */
const secret = 'Ingrid Bergstrand';
const message = `no such candidate: ${secret}`;

/** The page says that the cause is gone: everything is asked for again. */
const resume = ({ page }: Visit): Promise<void> =>
  page.evaluate(() => {
    (window as unknown as { RSC: { resume(): void } }).RSC.resume();
  });

describe('A refusal of the backend', () => {
  it.each([
    ['a session begins', session, ofSessions],
    ['a candidate is asked for', profile, ofCandidates],
  ])(
    'when %s has one sentence, one event and one warning, whichever it is',
    async (_when, address, expected) => {
      const [first, ...others] = expected as [ErrorCode, ...ErrorCode[]];
      let code = first;
      const broken = await breakAt(context, address, (route) =>
        route.fulfill({ status: 400, json: { error: { code, message } } }),
      );
      const visited = await openHost(context);
      const { page, complaints } = visited;
      const { element } = widgetOf(page);
      const told: ErrorCode[] = [];
      for (code of [first, ...others]) {
        told.push(code);
        if (told.length > 1) await resume(visited);
        const { owner, retryable, state } = errorTable[code];
        await expectCodes(page, told);
        const event = (await errorsTold(page)).at(-1);
        expect(event).toMatchObject({ code, owner, retryable });
        expect(event?.docs).toMatch(new RegExp(`#${code.replaceAll('_', '-')}$`));
        await expectState(element, state);
        let notice = await noticeOn(page);
        await expect
          .poll(async () => (notice = await noticeOn(page)))
          .toMatchObject({
            text: expect.stringContaining(code) as string,
            hasButton: retryable,
          });
        expect(notice.text, code).toMatch(sentences[state] ?? /nothing is expected here/);
        // Nobody is told to do what there is no button for.
        if (!retryable) expect(notice.text, code).not.toMatch(/try(ing)? again/i);
      }
      const warnings = complaints.filter((line) => line.startsWith('[rsc-embed]'));
      expect(warnings).toHaveLength(expected.length);
      for (const [index, warning] of warnings.entries()) {
        expect(warning).toContain(expected[index]);
      }
      expect(JSON.stringify(await errorsTold(page)) + complaints.join()).not.toContain(secret);
      expect(await page.locator('body').innerText()).not.toContain(secret);
      await expectUnharmed(visited);
      broken.repair();
      await resume(visited);
      await expectRecovered(visited);
      expect(await codesTold(page)).toEqual(expected);
      await expectUnharmed(visited);
    },
  );
});

describe('A refusal of statuses', () => {
  it.each(['scope_missing', 'request_invalid', 'linkedin_refused'] as const)(
    'is told once for all rows (%s), and they come when the page says so',
    async (code) => {
      const broken = await breakAt(context, statuses, (route) =>
        route.fulfill({ status: 400, json: { error: { code, message } } }),
      );
      const visited = await openHost(context, { widget: null, rows: 4 });
      await expectOneErrorOfRows(visited, code);
      expect(JSON.stringify(await errorsTold(visited.page))).not.toContain(secret);
      expect(broken.strikes).toBe(1);
      await expectUnharmed(visited);
      broken.repair();
      await resume(visited);
      await rowsReady(visited.page, 4);
      await expectUnharmed(visited);
    },
  );
});
