/**
 * The harness: a site of its own that shows every element in every state, and host pages with one
 * peculiarity each. It plays an ATS: its pages embed elements of the partner backend with one
 * script tag, and it signs their contexts itself.
 *
 * Contract with whoever starts it, `createHarness(options)`:
 *
 * - `fetch` answers everything at `origins.harness`.
 * - `tenants` are customers that the backend must know, with keys and origins. They share the
 *   LinkedIn application of `options.linkedIn`.
 * - `backendAliases` maps host names (with port) of the backend's listener to a fault. A request
 *   to a `down` host gets its socket destroyed, unanswered. A request to a `slow` host is answered
 *   as the same request to `origins.backend` would be, except `POST /rsc/session`, which is
 *   accepted and never answered.
 * - `presetSessions` maps host names (with port) of the sandbox's listener to the account that is
 *   always signed in there, in frames as well: a holder of a Recruiter seat, a member without one,
 *   or nobody.
 * - `options.candidates` must be what they are called: one synced and matched, one synced and
 *   without a match, one never synced; those in `more` synced.
 *
 * Addresses: `/` workbench, `/preview?element&state&appearance&dir&locale&width` one element in
 * one state, `/fixtures` and `/fixtures/{id}` host pages, `/csp-reports` what browsers reported.
 */
import { Hono } from 'hono';
import { fixtureResponse, isMeantToViolate } from './fixtures/index.ts';
import type { BackendFault, HarnessOptions, PresetAccount } from './options.ts';
import { createOtherVersion } from './other-version.ts';
import { fixturesPage, notFoundPage, workbenchPage } from './pages.ts';
import { reportPath } from './policy.ts';
import { previewResponse } from './preview.ts';
import { parseSelection } from './selection.ts';
import { createSigners, isPerson, isTenantName } from './signers.ts';
import { staticFile } from './static-files.ts';
import { backendAliases, createTenants, presetSessions, type PlayedTenant } from './tenants.ts';
import { createViolationStore } from './violations.ts';

export { elementIds, elements } from './elements.ts';
export { fixtures } from './fixtures/index.ts';
export type * from './options.ts';
export { appearances, directions, locales, widths } from './selection.ts';
export { states } from './states.ts';

export interface Harness {
  fetch(request: Request): Promise<Response>;
  readonly tenants: readonly PlayedTenant[];
  readonly backendAliases: Readonly<Record<string, BackendFault>>;
  readonly presetSessions: Readonly<Record<string, PresetAccount>>;
}

const maxReportBytes = 32 * 1024;
const sessionId = /^[A-Za-z0-9_-]{1,64}$/;

/** Makes the site; see the contract above. */
export function createHarness(options: HarnessOptions): Harness {
  const { origins, clock = Date.now } = options;
  const tenants = createTenants(options);
  const signers = createSigners(options, tenants);
  const violations = createViolationStore(origins.harness, isMeantToViolate, clock);
  const otherVersion = createOtherVersion(options);
  const app = new Hono();

  const answer = (tenant: string, person: string, sid: string, request: Request) =>
    isTenantName(tenant) && isPerson(person) && sessionId.test(sid)
      ? signers.answer(tenant, person, sid, request)
      : refusal(404, 'there is no such signer');

  app.get('/', () => workbenchPage(options));
  app.get('/fixtures', () => fixturesPage());
  app.get('/fixtures/:id', (c) => fixtureResponse(c.req.param('id'), options) ?? notFoundPage());
  app.get('/preview', (c) => {
    const parsed = parseSelection(new URL(c.req.url).searchParams);
    return 'selection' in parsed
      ? previewResponse(parsed.selection, options)
      : notFoundPage(`There is no such ${parsed.unknown}.`);
  });

  app.post('/rsc/context', (c) => answer('harness', 'recruiter', 'harness-recruiter', c.req.raw));
  app.post('/contexts/:tenant/:person/:sid?', (c) => {
    const { tenant, person, sid } = c.req.param();
    return answer(tenant, person, sid ?? `harness-${person}`, c.req.raw);
  });
  app.post('/revocations/:tenant/:sid', async (c) => {
    const { tenant, sid } = c.req.param();
    if (c.req.header('x-harness') !== '1') return refusal(403, 'header x-harness: 1 is missing');
    if (!isTenantName(tenant) || !sessionId.test(sid)) return refusal(404, 'no such session');
    const revocation = await signers.revoke(tenant, sid);
    const { status } = await options.backendFetch(
      new Request(`${origins.backend}/rsc/revoke`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ revocation }),
      }),
    );
    return status < 300 ? new Response(null, { status: 204 }) : refusal(502, 'not revoked');
  });

  app.get(reportPath, (c) => c.json({ violations: violations.list() }));
  app.post(reportPath, async (c) => {
    const body = await c.req.text();
    const taken = body.length <= maxReportBytes && violations.add(body);
    return new Response(null, { status: taken ? 204 : 400 });
  });
  app.delete(reportPath, (c) => {
    if (c.req.header('x-harness') !== '1') return refusal(403, 'header x-harness: 1 is missing');
    violations.clear();
    return new Response(null, { status: 204 });
  });

  app.get('/other-version/*', (c) => otherVersion(new URL(c.req.url).pathname));
  app.get('*', async (c) => (await staticFile(new URL(c.req.url).pathname)) ?? notFoundPage());

  return {
    fetch: async (request) => app.fetch(request),
    tenants: Array.from(tenants.values(), ({ config }) => config),
    backendAliases: backendAliases(origins),
    presetSessions: presetSessions(origins),
  };
}

const refusal = (status: number, message: string): Response =>
  Response.json({ error: { message } }, { status, headers: { 'cache-control': 'no-store' } });
