/**
 * Pages that are not kind to us: hosts with policies, style sheets and scripts of their own, served
 * at any address of the demo's sites, and what came of it.
 */
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  type Route,
} from 'playwright-core';
import { expect, inject, vi } from 'vitest';
import { demoOfLane } from './lane.ts';
import { lookMs, patience } from './patience.ts';

export const sites = demoOfLane();
export const harness = sites.harness;
export const backend = sites.backend;

/** Elements of ours in a page. */
export const ours = [
  ...['rsc-profile-widget', 'rsc-in-ats-indicator', 'rsc-integration-settings'],
  ...['rsc-rediscovered-candidates', 'rsc-export-panel', 'rsc-activity'],
].join(', ');

export const launchBrowser = (): Promise<Browser> => chromium.launch(inject('browser'));

/**
 * A context of its own: nothing of another test is in it. Pages that a test hands in have no
 * address of this machine, so the browser has to be told that they may speak to it.
 */
export async function newContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    // Drawing what moves takes most of a loading page's time.
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(patience.timeout);
  await context.grantPermissions(['local-network-access']);
  return context;
}

/** What `window.harness` holds; see the harness's `client/log.ts`. */
export interface HarnessLog {
  readonly log: readonly { readonly name: string; readonly detail: unknown }[];
  readonly violations: readonly string[];
  readonly errors: readonly string[];
}

export interface ErrorTold {
  readonly code: string;
  readonly message: string;
  readonly owner: string;
  readonly retryable: boolean;
  readonly docs: string;
}

/** A page that is looked at, and everything it let out. */
export interface Visit {
  readonly page: Page;
  /** Exceptions nobody caught, in the page and in all its frames. */
  readonly uncaught: string[];
  /** Addresses asked for, as `METHOD url`. */
  readonly requests: string[];
  /** Warnings and errors on the console. */
  readonly complaints: string[];
}

/** @param where a page that is still empty, or where to open one */
export async function visit(where: BrowserContext | Page, address?: string): Promise<Visit> {
  const page = 'newPage' in where ? await where.newPage() : where;
  const visited: Visit = { page, uncaught: [], requests: [], complaints: [] };
  page.on('pageerror', ({ message }) => visited.uncaught.push(message));
  page.on('request', (request) => visited.requests.push(`${request.method()} ${request.url()}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) visited.complaints.push(message.text());
  });
  if (address !== undefined) await page.goto(address);
  return visited;
}

/** States of our elements, in document order. */
export const statesOf = (page: Page): Promise<string[]> =>
  page.evaluate(
    (selector) =>
      Array.from(
        document.querySelectorAll(selector),
        (element) => (element as Element & { state?: string }).state ?? 'undefined',
      ),
    ours,
  );

/** Waits until all elements of ours are in one of these states, and there is at least one. */
export async function expectStates(page: Page, pattern = /^ready$/): Promise<void> {
  const look = (): Promise<string[]> =>
    page.evaluate(
      async ({ selector, source, lookMs }) => {
        const wanted = new RegExp(source);
        const read = (): string[] =>
          Array.from(
            document.querySelectorAll(selector),
            (element) => (element as Element & { state?: string }).state ?? 'undefined',
          );
        const isThere = (states: string[]): boolean =>
          states.length > 0 && states.every((state) => wanted.test(state));
        const untilMs = performance.now() + lookMs;
        while (!isThere(read()) && performance.now() < untilMs) {
          await new Promise((done) => setTimeout(done, 20));
        }
        return read();
      },
      { selector: ours, source: pattern.source, lookMs },
    );
  await vi.waitFor(async () => {
    const states = await look();
    expect(states, `${page.url()} has elements`).not.toHaveLength(0);
    for (const state of states) expect(state, `${page.url()}: ${states.join()}`).toMatch(pattern);
  }, patience);
}

/** What `window.harness` has heard. */
export const logOf = (page: Page): Promise<HarnessLog> =>
  page.evaluate(() => {
    const { log, violations, errors } = window.harness;
    return { log: [...log], violations: [...violations], errors: [...errors] };
  });

export const errorsTold = async (page: Page): Promise<ErrorTold[]> =>
  (await logOf(page)).log
    .filter(({ name }) => name === 'rsc-error')
    .map(({ detail }) => detail as ErrorTold);

/** How often an address was asked for. */
export const count = ({ requests }: Visit, pattern: RegExp): number =>
  requests.filter((request) => pattern.test(request)).length;

export const framesOf = (page: Page, widget = 'profile-widget') =>
  page.frames().filter((frame) => frame.url().includes(`/rsc/frame/${widget}`));

export const profileFrame = (page: Page) => page.frameLocator('rsc-profile-widget iframe');

export interface HostPage {
  readonly head?: string;
  readonly body: string;
  /** Content-Security-Policy; none if left out. */
  readonly policy?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const nonce = 'bm9uY2VvZmFwYWdl';

/** The script tag, as a customer writes it. */
export const embed = (attributes = 'async', path = '/rsc/embed.js'): string =>
  `<script nonce="${nonce}" src="${backend}${path}" data-tenant="harness" ${attributes}></script>`;

const candidates = new Map<string, string>();

/** Id of a candidate of the demo, by the harness's state of that name. */
export async function candidate(state = 'matched'): Promise<string> {
  const known = candidates.get(state);
  if (known !== undefined) return known;
  // Not every resolver knows names below localhost; the harness answers to its own name only.
  const { port, host } = new URL(harness);
  const { request } = await import('node:http');
  const text = await new Promise<string>((resolve, reject) => {
    request(
      { host: '127.0.0.1', port, path: `/preview?state=${state}`, headers: { host } },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve(body));
      },
    )
      .on('error', reject)
      .end();
  });
  const id = /candidate-id="([^"]+)"/.exec(text)?.[1];
  if (id === undefined) throw new Error(`The harness names no candidate for ${state}.`);
  candidates.set(state, id);
  return id;
}

export const profile = async (attributes = '', state?: string): Promise<string> =>
  `<rsc-profile-widget candidate-id="${await candidate(state)}" ${attributes}></rsc-profile-widget>`;

export const indicator = async (attributes = ''): Promise<string> =>
  `<rsc-in-ats-indicator candidate-id="${await candidate()}" ${attributes}></rsc-in-ats-indicator>`;

/** Puts a page of the test's own at an address; everything else there is as before. */
export async function serve(
  where: BrowserContext | Page,
  address: string,
  { head = '', body, policy, headers = {} }: HostPage,
): Promise<void> {
  await where.route(address, (route: Route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: {
        'cache-control': 'no-store',
        ...(policy === undefined ? {} : { 'content-security-policy': policy }),
        ...headers,
      },
      body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title>
        <script nonce="${nonce}" src="${harness}/client/log.js"></script>${head}</head>
        <body>${body}</body></html>`,
    }),
  );
}

/** The strictest policy, exactly as documented, and where a page may report to. */
export const strictPolicy = (changes: Readonly<Record<string, string>> = {}): string =>
  Object.entries({
    'default-src': "'none'",
    'script-src': `'nonce-${nonce}'`,
    'style-src': "'none'",
    'frame-src': backend,
    'connect-src': "'self'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
    'report-uri': '/csp-reports',
    ...changes,
  })
    .filter(([, value]) => value !== '-')
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
