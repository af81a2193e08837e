/** Scripts and documents: every header, and every refusal. */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { pluginBoot } from '../../protocol/plugin-messages.ts';
import { frameBoot } from '../../protocol/routes.ts';
import {
  bootOf,
  createTestBackend,
  framePath,
  hostOrigin,
  manifest,
  origin,
  pluginOrigin,
  type TestBackend,
} from '../backend.test-support.ts';
import { configTenants } from '../tenants/config.ts';

let test: TestBackend;
beforeEach(async () => {
  test = await createTestBackend();
});

const directivesOf = (response: Response): Map<string, string> =>
  new Map(
    (response.headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')] as const;
    }),
  );

const hashOf = (css: string) => `'sha256-${createHash('sha256').update(css).digest('base64')}'`;

/** What a refused document has to look like. */
async function expectRefusalPage(response: Response, code: string): Promise<void> {
  const html = await response.text();
  expect(html).toContain(`<code>${code}</code>`);
  expect(html).toMatch(/<p>[A-Z][^<]{20,}\.<\/p>/);
  expect(response.status).toBe(403);
  expect(response.headers.get('content-security-policy')).toBe(
    "default-src 'none'; frame-ancestors 'none'",
  );
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
}

describe('the loader', () => {
  it('has a second address for pages with LinkedIn’s own markup', async () => {
    const [own, linkedIn] = await Promise.all([test.get('/rsc/embed.js'), test.get('/rsc/in.js')]);
    expect(own.status).toBe(200);
    expect(await own.text()).toBe(await linkedIn.text());
    expect(linkedIn.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(linkedIn.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('answers HEAD as GET, without a body', async () => {
    const request = new Request(`${origin}/rsc/embed.js`, { method: 'HEAD' });
    const response = await test.backend.fetch(request);
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toMatch(/^"[\w-]{22}"$/);
    expect(await response.text()).toBe('');
  });

  it('can be told from a backend that is down', async () => {
    const response = await test.get('/rsc/reach.js');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });

  it.each([
    [`p=acme`, hostOrigin, ''],
    [`p=acme`, 'https://elsewhere.example', 'origin_unregistered'],
    [`p=acme`, undefined, 'origin_unregistered'],
    [`p=acme`, origin, 'same_origin_frame'],
    [`p=nobody`, hostOrigin, 'tenant_unknown'],
    ['', hostOrigin, 'tenant_unknown'],
  ])('says to a page whether it would get a frame: %s from %s', async (query, from, refusal) => {
    const response = await test.get(`/rsc/reach.js?${query}&n=0.1`, from ? { origin: from } : {});
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(`export const refusal = "${refusal}";\n`);
  });
});

describe('the page of errors', () => {
  it('is what links of errors lead to, and may only be read', async () => {
    const response = await test.get('/rsc/errors');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(Object.fromEntries(directivesOf(response))).toEqual({
      'default-src': "'none'",
      'style-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
    const style = await test.get('/rsc/errors.css');
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
  });
});

describe('chunks', () => {
  it('are on both origins, since both load modules of ours', async () => {
    for (const base of [origin, pluginOrigin]) {
      const response = await test.get('/rsc/assets/linkedin-plugin-dddd.js', {}, base);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toContain('immutable');
    }
  });

  it.each([
    '/rsc/assets/missing.js',
    '/rsc/assets/../manifest.json',
    '/rsc/assets/%2e%2e/manifest.json',
    '/rsc/assets/..%2fmanifest.json',
    '/rsc/assets//etc/passwd',
    '/rsc/manifest.json',
    '/rsc/assets/',
  ])('do not include %s', async (path) => {
    const response = await test.get(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('that are missing are told so to other origins too', async () => {
    const response = await test.get('/rsc/assets/old-chunk-ffff.js');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('a frame document', () => {
  it('carries its boot data and nothing about anybody', async () => {
    const html = await (await test.get(framePath('profile-widget'))).text();
    const boot = frameBoot.parse(bootOf(html));
    expect(boot).toMatchObject({
      allow: [hostOrigin],
      inst: 'instance-1',
      plugin: 'profile-widget',
      now: test.clock(),
    });
    expect(html).toContain('<script type="module" src="/rsc/assets/frame-profile-widget-aaaa.js">');
    expect(html).toContain('<link rel="modulepreload" href="/rsc/assets/frame-lit-bbbb.js" />');
    expect(html).toContain(manifest.frames['profile-widget'].html);
  });

  it('may be shown by the one page it was asked for, and do next to nothing', async () => {
    const response = await test.get(framePath('profile-widget'));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(directivesOf(response))).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': hashOf(manifest.frames['profile-widget'].css),
      'img-src': "'self' data:",
      'connect-src': "'self'",
      'frame-src': pluginOrigin,
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': hostOrigin,
      'require-trusted-types-for': "'script'",
      'trusted-types': 'lit-html',
    });
  });

  it('that shows nothing may show nothing', async () => {
    const response = await test.get(framePath('in-ats-indicator'));
    expect(response.status).toBe(200);
    const directives = directivesOf(response);
    expect(directives.get('frame-src')).toBe("'none'");
    expect(directives.get('img-src')).toBe("'none'");
    expect(directives.get('trusted-types')).toBe("'none'");
    expect(directives.get('connect-src')).toBe("'self'");
  });

  it('works in isolated hosts, keeps its address to itself, and is never stored', async () => {
    const { headers } = await test.get(framePath('profile-widget'));
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-embedder-policy': 'credentialless',
      'cross-origin-resource-policy': 'cross-origin',
      'origin-agent-cluster': '?1',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(headers.has('cross-origin-opener-policy')).toBe(false);
    expect(headers.has('set-cookie')).toBe(false);
    const permissions = (headers.get('permissions-policy') ?? '').split(', ');
    expect(permissions).toContain('camera=()');
    expect(permissions.filter((entry) => !entry.endsWith('=()'))).toEqual([
      'clipboard-write=(self)',
    ]);
  });

  it('claims no isolation where the page has none and says so', async () => {
    const { headers } = await test.get(framePath('profile-widget', { c: '0' }));
    expect(headers.has('cross-origin-embedder-policy')).toBe(false);
  });

  it('knows its customer by the LinkedIn application, and answers in the customer’s own name', async () => {
    const byKey = await test.get(framePath('profile-widget', { p: 'acme-client' }));
    const byId = await test.get(framePath('profile-widget'));
    const [a, b] = [bootOf(await byKey.text()), bootOf(await byId.text())].map((boot) =>
      frameBoot.parse(boot),
    );
    expect(a?.sn).toBe(b?.sn);
  });

  it('needs an iframe, where the browser tells', async () => {
    const path = framePath('profile-widget');
    expect((await test.get(path, { 'sec-fetch-dest': 'iframe' })).status).toBe(200);
    for (const destination of ['document', 'frame', 'embed', 'empty', 'script']) {
      const response = await test.get(path, { 'sec-fetch-dest': destination });
      await expectRefusalPage(response, 'not_an_iframe');
    }
  });

  it.each([
    ['another site', 'https://evil.example'],
    ['a suffix', 'https://ats.example.evil.example'],
    ['a prefix', 'https://evil-ats.example'],
    ['a subdomain', 'https://www.ats.example'],
    ['another port', 'https://ats.example:8443'],
    ['the default port', 'https://ats.example:443'],
    ['another scheme', 'http://ats.example'],
    ['a trailing dot', 'https://ats.example.'],
    ['upper case', 'https://ATS.example'],
    ['a slash', 'https://ats.example/'],
    ['a user name', 'https://ats.example@evil.example'],
    ['a line break', 'https://ats.example\r\nx: y'],
    ['a directive', "https://ats.example; script-src 'unsafe-inline'"],
    ['a wildcard', '*'],
    ['an opaque origin', 'null'],
    ['nothing', ''],
  ])('is refused to a page whose origin differs by %s', async (_what, o) => {
    const response = await test.get(framePath('profile-widget', { o }));
    await expectRefusalPage(response, 'origin_unregistered');
  });

  it('is refused to a page that names no origin, and judges the first of several', async () => {
    await expectRefusalPage(
      await test.get('/rsc/frame/profile-widget?p=acme&i=instance-1'),
      'origin_unregistered',
    );
    const twice = `${framePath('profile-widget', { o: 'https://evil.example' })}&o=${hostOrigin}`;
    await expectRefusalPage(await test.get(twice), 'origin_unregistered');
  });

  it.each(['', 'globex', '../acme', 'ACME', 'acme ', '__proto__', 'a'.repeat(500)])(
    'is refused for the customer "%s"',
    async (p) => {
      const response = await test.get(framePath('profile-widget', { p }));
      await expectRefusalPage(response, 'tenant_unknown');
    },
  );

  it.each(['profile', 'plugin', '__proto__', 'in-ats-indicator%00'])(
    'is refused for the element %s',
    async (widget) => {
      await expectRefusalPage(await test.get(framePath(widget)), 'plugin_unknown');
    },
  );

  it.each(['', 'short', 'x'.repeat(65), '"><script>alert(1)</script>', 'has spaces in it'])(
    'is refused for the instance "%s"',
    async (i) => {
      const response = await test.get(framePath('profile-widget', { i }));
      const html = await response.clone().text();
      await expectRefusalPage(response, 'request_invalid');
      expect(html).not.toContain('alert');
    },
  );

  it('is refused once the origin or the customer is taken off the list', async () => {
    const [tenant] = test.config.tenants;
    test.tenants.reload({ tenants: [{ ...tenant, origins: ['https://new.example'] }] });
    await expectRefusalPage(await test.get(framePath('profile-widget')), 'origin_unregistered');
    test.tenants.reload({ tenants: [{ ...tenant, id: 'other' }] });
    await expectRefusalPage(await test.get(framePath('profile-widget')), 'tenant_unknown');
  });

  it.each([origin, pluginOrigin])('is refused to a page of %s', async (own) => {
    const [tenant] = test.config.tenants;
    test.tenants.reload({ tenants: [{ ...tenant, origins: [own] }] });
    await expectRefusalPage(
      await test.get(framePath('profile-widget', { o: own })),
      'same_origin_frame',
    );
  });

  it('is refused to an origin that would be a wildcard in a policy, even if it is registered', async () => {
    const wildcard = 'https://*.example';
    const tenant = test.tenants.byId('acme');
    const careless = await createTestBackend({
      tenants: { byId: () => (tenant === null ? null : { ...tenant, origins: [wildcard] }) },
    });
    await expectRefusalPage(
      await careless.get(framePath('profile-widget', { o: wildcard })),
      'origin_unregistered',
    );
  });

  it('is not on the plugin origin', async () => {
    const response = await test.get(framePath('profile-widget'), {}, pluginOrigin);
    expect(response.status).toBe(404);
    expect(directivesOf(response).get('frame-ancestors')).toBe("'none'");
  });

  it('may only be got', async () => {
    const request = new Request(origin + framePath('profile-widget'), { method: 'POST' });
    const response = await test.backend.fetch(request);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('HEAD, GET');
  });
});

describe('the plugin document', () => {
  const path = `/rsc/plugin/profile?p=acme&o=${encodeURIComponent(hostOrigin)}`;
  const getPlugin = (headers: Record<string, string> = {}, at = path) =>
    test.get(at, headers, pluginOrigin);

  it('says whom it listens to and where LinkedIn’s script is, and holds no secret', async () => {
    const html = await (await getPlugin()).text();
    expect(pluginBoot.parse(bootOf(html, 'rsc-plugin'))).toEqual({
      frameOrigin: origin,
      apiKey: 'acme-client',
      scriptUrl: 'https://platform.linkedin.com/xdoor/scripts/in.js',
      extensionUrl: 'https://platform.linkedin.com/rsc/extensions/profile-widget',
    });
    expect(html).toContain('<script type="module" src="/rsc/assets/linkedin-plugin-dddd.js">');
    expect(html).not.toContain('canary');
  });

  it('lets LinkedIn’s script in, and nobody else', async () => {
    const response = await getPlugin();
    const linkedIn = 'https://platform.linkedin.com https://*.linkedin.com https://*.licdn.com';
    expect(Object.fromEntries(directivesOf(response))).toEqual({
      'default-src': "'none'",
      'script-src': `'self' ${linkedIn}`,
      'style-src': `'unsafe-inline' ${linkedIn}`,
      'img-src': `data: ${linkedIn}`,
      'font-src': `data: ${linkedIn}`,
      'connect-src': linkedIn,
      'frame-src': linkedIn,
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': `${origin} ${hostOrigin}`,
    });
  });

  it('admits the sandbox alone where the customer’s LinkedIn is the sandbox', async () => {
    const sandbox = 'http://linkedin.localhost:4402';
    const [tenant] = test.config.tenants;
    const linkedIn = {
      ...tenant?.linkedIn,
      scriptUrl: `${sandbox}/xdoor/scripts/in.js`,
      extensionUrl: `${sandbox}/rsc/extensions/profile-widget`,
    };
    const tenants = configTenants({ tenants: [{ ...tenant, linkedIn }] });
    test = await createTestBackend({ tenants });
    const directives = directivesOf(await getPlugin());
    expect(directives.get('script-src')).toBe(`'self' ${sandbox}`);
    expect(directives.get('frame-src')).toBe(sandbox);
  });

  it('works in isolated hosts, keeps its address to itself, and is never stored', async () => {
    const { headers } = await getPlugin();
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-embedder-policy': 'credentialless',
      'cross-origin-resource-policy': 'cross-origin',
      'origin-agent-cluster': '?1',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(headers.get('permissions-policy')).toContain('camera=()');
    const { headers: plain } = await getPlugin({}, `${path}&c=0`);
    expect(plain.has('cross-origin-embedder-policy')).toBe(false);
  });

  it('is refused like a frame', async () => {
    await expectRefusalPage(await getPlugin({ 'sec-fetch-dest': 'document' }), 'not_an_iframe');
    await expectRefusalPage(
      await getPlugin({}, '/rsc/plugin/profile?p=acme&o=https://evil.example'),
      'origin_unregistered',
    );
    await expectRefusalPage(
      await getPlugin({}, path.replace('p=acme', 'p=globex')),
      'tenant_unknown',
    );
  });

  it('is not on the frames’ origin, where LinkedIn’s script could reach keys', async () => {
    const response = await test.get(path);
    expect(response.status).toBe(404);
  });
});
