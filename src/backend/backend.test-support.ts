/**
 * A backend with everything around it real but LinkedIn: keys, signer, frames. Requests go in,
 * responses come out, no port is opened.
 */
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { expect } from 'vitest';
import { createFrameKey, createProof, randomNonce, type FrameKey } from '../handshake/keys.ts';
import { createContextSigner, type ContextSigner, type Viewer } from '../handshake/signer.ts';
import { errorAnswer, frameBoot, sessionAnswer, type FrameBoot } from '../protocol/routes.ts';
import type { Scope, Widget } from '../protocol/context.ts';
import { createBackend, type Backend } from './app.ts';
import { createAssets, type Asset, type AssetSource } from './assets.ts';
import type { LogEntry } from './logging.ts';
import type { BackendOptions } from './options.ts';
import { configTenants, type ConfigTenants, type TenantsConfig } from './tenants/config.ts';

export const origin = 'https://partner.example';
export const pluginOrigin = 'https://plugin.partner.example';
export const hostOrigin = 'https://ats.example';
export const organization = 'urn:li:organization:1001';
export const otherOrganization = 'urn:li:organization:1002';
export const alice: Viewer = { sub: 'user-a', org: 'org-1', sid: 'session-a' };

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

export const manifest = {
  version: '1.2.3',
  frames: {
    'profile-widget': {
      script: 'assets/frame-profile-widget-aaaa.js',
      imports: ['assets/frame-lit-bbbb.js'],
      css: 'body{margin:0}',
      html: '<div id="app"></div>',
    },
    'in-ats-indicator': {
      script: 'assets/frame-in-ats-indicator-cccc.js',
      imports: [],
      css: '',
      html: '',
    },
    'integration-settings': {
      script: 'assets/frame-integration-settings-ffff.js',
      imports: [],
      css: '',
      html: '',
    },
    'export-panel': {
      script: 'assets/frame-export-panel-gggg.js',
      imports: [],
      css: '',
      html: '',
    },
    activity: {
      script: 'assets/frame-activity-hhhh.js',
      imports: [],
      css: '',
      html: '',
    },
    'rediscovered-candidates': {
      script: 'assets/frame-rediscovered-candidates-iiii.js',
      imports: [],
      css: '',
      html: '',
    },
  },
  plugin: {
    script: 'assets/linkedin-plugin-dddd.js',
    imports: [],
    css: 'p{margin:0}',
    html: '<p>…</p>',
  },
  integrity: {},
};

export function testAssets(): AssetSource {
  const paths = [
    'embed.js',
    'errors.html',
    'errors.css',
    'assets/profile-widget-eeee.js',
    'assets/frame-profile-widget-aaaa.js',
    'assets/frame-lit-bbbb.js',
    'assets/frame-in-ats-indicator-cccc.js',
    'assets/frame-integration-settings-ffff.js',
    'assets/frame-export-panel-gggg.js',
    'assets/frame-activity-hhhh.js',
    'assets/frame-rediscovered-candidates-iiii.js',
    'assets/linkedin-plugin-dddd.js',
  ];
  const files = new Map<string, Asset>(
    paths.map((path) => [
      path,
      { bytes: encode(`/* ${path} */`), brotli: encode(`brotli of ${path}`) },
    ]),
  );
  return createAssets(manifest, files);
}

export interface TestClock {
  (): number;
  advance(seconds: number): void;
}

export function testClock(startMs = Date.parse('2026-03-02T10:00:00Z')): TestClock {
  let nowMs = startMs;
  return Object.assign(() => nowMs, {
    advance(seconds: number) {
      nowMs += seconds * 1000;
    },
  });
}

export async function es256(kid: string): Promise<{ secret: JWK; publicKey: PublicKeyConfig }> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const { x, y } = await exportJWK(pair.publicKey);
  if (x === undefined || y === undefined) throw new TypeError('no EC key');
  return {
    secret: await exportJWK(pair.privateKey),
    publicKey: { kid, alg: 'ES256', jwk: { kty: 'EC', crv: 'P-256', x, y } },
  };
}
type TenantConfig = TenantsConfig['tenants'][number];
type PublicKeyConfig = TenantConfig['keys'][number];

export const tenantConfig = (key: PublicKeyConfig, id = 'acme'): TenantConfig => ({
  id,
  name: `Customer ${id}`,
  origins: [hostOrigin],
  keys: [key],
  linkedIn: {
    clientId: `${id}-client`,
    clientSecret: 'client-secret-canary',
    organizations: [organization, otherOrganization],
  },
});

export interface TestBackend {
  readonly backend: Backend;
  readonly clock: TestClock;
  readonly signer: ContextSigner;
  readonly tenants: ConfigTenants;
  readonly config: TenantsConfig;
  readonly log: LogEntry[];
  get(path: string, headers?: Record<string, string>, base?: string): Promise<Response>;
}

/** @param own a clock, or the private key of `key-1`, if the test has its own */
export async function createTestBackend(
  overrides: Partial<BackendOptions> = {},
  own: { readonly clock?: TestClock; readonly secret?: JWK } = {},
): Promise<TestBackend> {
  const clock = own.clock ?? testClock();
  const { secret: madeSecret, publicKey } = await es256('key-1');
  const secret = own.secret ?? madeSecret;
  const config: TenantsConfig = { tenants: [tenantConfig(publicKey)] };
  const tenants = configTenants(config);
  const log: LogEntry[] = [];
  const backend = createBackend({
    origin,
    pluginOrigin,
    tenants,
    assets: testAssets(),
    tokenSecret: crypto.getRandomValues(new Uint8Array(32)),
    logger: { log: (entry) => log.push(entry) },
    clock,
    linkedInFetch: () => Promise.reject(new TypeError('LinkedIn is not part of this test')),
    ...overrides,
  });
  const signer = createContextSigner({
    tenant: 'acme',
    origin: hostOrigin,
    audience: origin,
    key: { kid: 'key-1', alg: 'ES256', jwk: secret },
    clock,
  });
  const get: TestBackend['get'] = (path, headers = {}, base = origin) =>
    backend.fetch(new Request(base + path, { headers }));
  return { backend, clock, signer, tenants, config, log, get };
}

export const framePath = (widget: string, query: Record<string, string> = {}): string =>
  `/rsc/frame/${widget}?${new URLSearchParams({
    p: 'acme',
    o: hostOrigin,
    i: 'instance-1',
    v: '1',
    ...query,
  }).toString()}`;

/** The JSON a document carries in a `meta` element. */
export function bootOf(html: string, name = 'rsc-boot'): unknown {
  const content = new RegExp(`<meta name="${name}" content="([^"]*)"[ /]*>`).exec(html)?.[1] ?? '';
  const text = content
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return JSON.parse(text);
}

export interface CallOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Names of headers that are left out. */
  readonly without?: readonly string[];
}

/** A frame document that has been loaded and holds its key. */
export interface TestFrame {
  readonly boot: FrameBoot;
  readonly key: FrameKey;
  readonly fn: string;
  readonly hn: string;
  readonly inst: string;
  /** Access token, once there is one. */
  token: string;
  ticket(viewer?: Viewer): Promise<string>;
  openSession(ticket?: string): Promise<Response>;
  call(path: string, options?: CallOptions): Promise<Response>;
}

export interface FrameOptions {
  readonly widget?: Widget;
  readonly obj?: string;
  readonly scopes?: readonly Scope[];
}

/** What a frame needs of a backend under test. */
export type FrameWorld = Pick<TestBackend, 'backend' | 'clock' | 'signer' | 'get'>;

export async function loadFrame(test: FrameWorld, options: FrameOptions = {}): Promise<TestFrame> {
  const { widget = 'profile-widget', obj = 'candidate:42' } = options;
  const { scopes = ['profile:read', 'profile:link', 'status:read'] } = options;
  const document = await test.get(framePath(widget), { 'sec-fetch-dest': 'iframe' });
  const boot = frameBoot.parse(bootOf(await document.text()));
  const key = await createFrameKey();
  const frame: TestFrame = {
    boot,
    key,
    fn: randomNonce(),
    hn: randomNonce(),
    inst: boot.inst,
    token: '',
    ticket(viewer = alice) {
      const { inst, fn, hn } = frame;
      return test.signer.sign(viewer, { inst, fn, hn, jkt: key.jkt, widget, obj }, scopes);
    },
    async openSession(ticket) {
      const body = { ticket: ticket ?? (await frame.ticket()), fn: frame.fn, hn: frame.hn };
      const response = await frame.call('/rsc/session', { method: 'POST', body });
      if (response.ok) {
        frame.token = sessionAnswer.parse(await response.clone().json()).access_token;
      }
      return response;
    },
    async call(path, { method = 'GET', body, headers = {}, without = [] } = {}) {
      const all = new Headers({ 'sec-fetch-site': 'same-origin', ...headers });
      const accessToken =
        frame.token === '' || (path === '/rsc/session' && method === 'POST')
          ? undefined
          : frame.token;
      if (accessToken !== undefined) all.set('authorization', `DPoP ${accessToken}`);
      const iat = Math.floor(test.clock() / 1000);
      const htu = origin + new URL(path, origin).pathname;
      all.set(
        'dpop',
        await createProof(key, { htm: method, htu, nonce: boot.sn, iat, accessToken }),
      );
      if (body !== undefined) all.set('content-type', 'application/json');
      for (const [name, value] of Object.entries(headers)) all.set(name, value);
      for (const name of without) all.delete(name);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return test.backend.fetch(
        new Request(origin + path, {
          method,
          headers: all,
          ...(body === undefined ? {} : { body: text }),
        }),
      );
    },
  };
  return frame;
}

/** Loads a frame and opens its session. */
export async function signedInFrame(
  test: FrameWorld,
  options: FrameOptions = {},
): Promise<TestFrame> {
  const frame = await loadFrame(test, options);
  const response = await frame.openSession();
  if (!response.ok) throw new Error(`session refused: ${await response.text()}`);
  return frame;
}

/** Code of a refusal. */
export async function codeOf(response: Response): Promise<string> {
  const { error } = (await response.json()) as { error: { code: string } };
  return error.code;
}

/** What every refusal of the API has to look like. */
export async function expectRefusal(
  response: Response,
  status: number,
  code: string,
): Promise<void> {
  expect(errorAnswer.safeParse(await response.clone().json()).success).toBe(true);
  expect(await codeOf(response)).toBe(code);
  expect(response.status).toBe(status);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  expect(response.headers.has('access-control-allow-origin')).toBe(false);
}
