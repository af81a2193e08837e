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
 * - `customers` are customers that the backend must have in its store, each with an application of its
 *   own and integrations that stand as said, by the time `options.prepare` has made them. They belong
 *   to one company, of which the account `administrator` administers all contracts.
 * - `backendAliases` maps host names (with port) of the backend's listener to a fault. A request
 *   to a `down` host gets its socket destroyed, unanswered. A request to a `slow` host is answered
 *   as the same request to `origins.backend` would be, except `POST /rsc/session`, which is
 *   accepted and never answered.
 * - `presetSessions` maps host names (with port) of the sandbox's listener to the account that is
 *   always signed in there, in frames as well: a holder of a Recruiter seat, an administrator, a
 *   member without a seat, or nobody.
 * - `deadLinkedIn` is a host name (with port) of the sandbox's listener at which connections break.
 * - `options.candidates` must be what they are called: one synced and matched, one synced and
 *   without a match, one never synced; those in `more` synced.
 *
 * Addresses: `/` workbench, `/preview?element&state&appearance&dir&locale&width` one element in
 * one state, `/fixtures` and `/fixtures/{id}` host pages, `/csp-reports` what browsers reported.
 */
import { Hono } from 'hono';
import { createCustomers, deadLinkedIn, type HarnessCustomer } from './customers.ts';
import { elements } from './elements.ts';
import { fixtureOf, fixtureResponse, isMeantToViolate } from './fixtures/index.ts';
import type { BackendFault, HarnessOptions, PresetAccount } from './options.ts';
import { createOtherVersion } from './other-version.ts';
import { fixturesPage, notFoundPage, workbenchPage } from './pages.ts';
import { reportPath } from './policy.ts';
import { previewResponse } from './preview.ts';
import { parseSelection } from './selection.ts';
import { createSigners, isIssuer, isPerson, type Issuer, type Keys } from './signers.ts';
import { customerOf, needState } from './states.ts';
import { staticFile } from './static-files.ts';
import { backendAliases, createTenants, presetSessions, type PlayedTenant } from './tenants.ts';
import { createViolationStore } from './violations.ts';

export { elementIds, elements } from './elements.ts';
export { fixtures } from './fixtures/index.ts';
export type { HarnessCustomer, Standing } from './customers.ts';
export type * from './options.ts';
export { appearances, directions, locales, widths } from './selection.ts';
export type { HarnessJob } from './rediscovered-states.ts';
export { states } from './states.ts';

export interface Harness {
  fetch(request: Request): Promise<Response>;
  readonly tenants: readonly PlayedTenant[];
  readonly customers: readonly HarnessCustomer[];
  readonly backendAliases: Readonly<Record<string, BackendFault>>;
  readonly presetSessions: Readonly<Record<string, PresetAccount>>;
  readonly deadLinkedIn: string;
}

const maxReportBytes = 32 * 1024;
const sessionId = /^[A-Za-z0-9_-]{1,64}$/;

/** Makes the site; see the contract above. */
export function createHarness(options: HarnessOptions): Harness {
  const { origins, clock = Date.now, prepare = () => Promise.resolve() } = options;
  const tenants = createTenants(options);
  const customers = createCustomers(origins);
  const signers = createSigners(options, new Map<Issuer, Keys>([...tenants, ...customers]));
  const violations = createViolationStore(origins.harness, isMeantToViolate, clock);
  const otherVersion = createOtherVersion(options);
  const app = new Hono();

  const answer = (tenant: string, person: string, sid: string, request: Request) =>
    isIssuer(tenant) && isPerson(person) && sessionId.test(sid)
      ? signers.answer(tenant, person, sid, request)
      : refusal(404, 'there is no such signer');

  app.get('/', () => workbenchPage(options));
  app.get('/fixtures', () => fixturesPage());
  app.get('/fixtures/:id', async (c) => {
    const fixture = fixtureOf(c.req.param('id'));
    if (fixture === undefined) return notFoundPage();
    if (fixture.customer !== undefined) await prepare(fixture.customer);
    return fixtureResponse(fixture, options);
  });
  app.get('/preview', async (c) => {
    const parsed = parseSelection(new URL(c.req.url).searchParams);
    if ('unknown' in parsed) return notFoundPage(`There is no such ${parsed.unknown}.`);
    const { element, state } = parsed.selection;
    await prepare(customerOf(elements[element].widget, needState(state)));
    return previewResponse(parsed.selection, options);
  });

  app.post('/rsc/context', (c) => answer('harness', 'recruiter', 'harness-recruiter', c.req.raw));
  app.post('/contexts/:tenant/:person/:sid?', (c) => {
    const { tenant, person, sid } = c.req.param();
    return answer(tenant, person, sid ?? `harness-${person}`, c.req.raw);
  });
  app.post('/revocations/:tenant/:sid', async (c) => {
    const { tenant, sid } = c.req.param();
    if (c.req.header('x-harness') !== '1') return refusal(403, 'header x-harness: 1 is missing');
    if (!isIssuer(tenant) || !sessionId.test(sid)) return refusal(404, 'no such session');
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
    customers: Array.from(customers.values(), ({ customer }) => customer),
    backendAliases: backendAliases(origins),
    presetSessions: presetSessions(origins),
    deadLinkedIn: deadLinkedIn(origins),
  };
}

const refusal = (status: number, message: string): Response =>
  Response.json({ error: { message } }, { status, headers: { 'cache-control': 'no-store' } });
