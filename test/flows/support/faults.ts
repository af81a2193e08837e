/** What servers do wrong, at an address and until it is repaired. */
import type { BrowserContext, Page, Route } from 'playwright-core';

/** Ways in which a server, or what stands in front of it, does not answer as it should. */
export const faults = {
  'answers 404 with a page of HTML': (route: Route) =>
    route.fulfill({ status: 404, contentType: 'text/html', body: '<h1>Not found</h1>' }),
  'answers 500 with a page of HTML': (route: Route) =>
    route.fulfill({ status: 500, contentType: 'text/html', body: '<h1>Oops</h1>' }),
  'answers 503 with nothing in it': (route: Route) => route.fulfill({ status: 503, body: '' }),
  'answers with the page of a login wall': (route: Route) =>
    route.fulfill({ status: 200, contentType: 'text/html', body: '<form>Please log in</form>' }),
  'answers with half a sentence': (route: Route) =>
    route.fulfill({ status: 200, contentType: 'application/json', body: '{"status":{"candid' }),
  'answers with something else': (route: Route) => route.fulfill({ status: 200, json: { a: 1 } }),
  'asks for an hour of patience': (route: Route) =>
    route.fulfill({ status: 429, headers: { 'retry-after': '3600' }, body: '' }),
  'hangs up': (route: Route) => route.abort('connectionreset'),
  'never answers': () => undefined,
} as const satisfies Record<string, (route: Route) => unknown>;
export type Fault = keyof typeof faults;

/** A fault that can be taken away, and how often it has struck. */
export interface Broken {
  readonly strikes: number;
  repair(): void;
}

/** Breaks an address until it is repaired. */
export async function breakAt(
  where: BrowserContext | Page,
  address: RegExp,
  fault: Fault | ((route: Route) => unknown),
): Promise<Broken> {
  let isBroken = true;
  let strikes = 0;
  const strike = typeof fault === 'string' ? faults[fault] : fault;
  await where.route(address, async (route) => {
    if (!isBroken) return route.fallback();
    strikes += 1;
    await strike(route);
    return undefined;
  });
  return {
    get strikes() {
      return strikes;
    },
    repair() {
      isBroken = false;
    },
  };
}
