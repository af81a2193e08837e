/** A harness on its own, with a backend that only remembers what it was sent. */
import { createHarness, type Harness, type HarnessOptions } from './index.ts';

export const origins = {
  harness: 'http://harness.localhost:4403',
  backend: 'http://partner.localhost:4401',
  plugin: 'http://plugin.partner.localhost:4401',
  sandbox: 'http://linkedin.localhost:4402',
} as const;

export const linkedIn = {
  clientId: 'client-1',
  clientSecret: 'secret-1',
  generation: 'v2',
  apiBaseUrl: 'http://127.0.0.1:4402',
  oauthTokenUrl: 'http://127.0.0.1:4402/oauth/v2/accessToken',
  scriptUrl: 'http://linkedin.localhost:4402/xdoor/scripts/in.js',
  extensionUrl: 'http://linkedin.localhost:4402/rsc/extensions/profile-widget',
  organizations: ['urn:li:organization:1001'],
} as const;

export const candidates = { matched: 'c-1', unmatched: 'c-2', notSynced: 'c-3' } as const;

export interface TestHarness extends Harness {
  /** Requests that reached the backend. */
  readonly sent: readonly Request[];
  get(path: string): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export function createTestHarness(overrides: Partial<HarnessOptions> = {}): TestHarness {
  const sent: Request[] = [];
  const harness = createHarness({
    origins,
    linkedIn,
    candidates,
    backendFetch: async (request) => {
      sent.push(request);
      return new Response(null, { status: 204 });
    },
    ...overrides,
  });
  return {
    ...harness,
    sent,
    get: (path) => harness.fetch(new Request(origins.harness + path)),
    post: (path, body, headers = {}) =>
      harness.fetch(
        new Request(origins.harness + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      ),
  };
}
