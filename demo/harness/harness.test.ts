import { readFile } from 'node:fs/promises';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createTestHarness, origins } from './harness.test-support.ts';
import { elementIds, elements, fixtures, states } from './index.ts';
import { parseSelection } from './selection.ts';
import { hasState, needState } from './states.ts';

const directive = (response: Response, name: string): string | undefined =>
  response.headers
    .get('content-security-policy')
    ?.split('; ')
    .find((part) => part.startsWith(`${name} `))
    ?.slice(name.length + 1);

describe('/preview', () => {
  it('answers every element in every state under the strictest policy', async () => {
    const harness = createTestHarness();
    for (const element of elementIds) {
      for (const state of states) {
        if (!hasState(elements[element].widget, state)) continue;
        const response = await harness.get(`/preview?element=${element}&state=${state.id}`);
        expect(response.status, `${element} ${state.id}`).toBe(200);
        expect(response.headers.get('content-security-policy')).toMatch(
          /^default-src 'none'; script-src 'nonce-[\w-]{22}'; style-src 'none'; frame-src http:\/\/(?:slow\.|down\.)?partner\.localhost:4401(?: http:\/\/partner\.localhost:4401)?; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; report-uri \/csp-reports$/,
        );
      }
    }
  });

  it('gives every script the nonce of the policy, and no page the nonce of another', async () => {
    const harness = createTestHarness();
    const nonces = new Set<string>();
    for (const element of elementIds) {
      const response = await harness.get(`/preview?element=${element}`);
      const nonce = /'nonce-([\w-]+)'/.exec(directive(response, 'script-src') ?? '')?.[1] ?? '';
      nonces.add(nonce);
      const tags = (await response.text()).match(/<script[^>]*\ssrc=[^>]*>/g) ?? [];
      expect(tags).toHaveLength(3);
      for (const tag of tags) expect(tag).toContain(`nonce="${nonce}"`);
    }
    expect(nonces.size).toBe(elementIds.length);
  });

  it('writes neither style attributes nor style elements', async () => {
    const harness = createTestHarness();
    const text = await (await harness.get('/preview')).text();
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=/);
  });

  it('frames the host that fails, and only that one, where the backend is to fail', async () => {
    const harness = createTestHarness();
    const down = await harness.get('/preview?state=backend-down');
    expect(directive(down, 'frame-src')).toBe('http://down.partner.localhost:4401');
    const text = await down.text();
    expect(text).toContain('data-endpoint="http://down.partner.localhost:4401/rsc"');
    expect(text).toContain('src="http://partner.localhost:4401/rsc/embed.js"');
  });

  it('leaves the candidate out where an attribute is to be missing', async () => {
    const harness = createTestHarness();
    for (const element of elementIds) {
      if (!hasState(elements[element].widget, needState('bad-attribute'))) continue;
      const page = await harness.get(`/preview?element=${element}&state=bad-attribute`);
      expect(await page.text()).not.toMatch(/candidate-id=/);
    }
  });

  it('gives each page that revokes its session one of its own', async () => {
    const harness = createTestHarness();
    const read = async () =>
      /data-context-url="\/contexts\/harness\/leaving\/([\w-]+)"/.exec(
        await (await harness.get('/preview?state=revoked')).text(),
      )?.[1];
    const first = await read();
    expect(first).toMatch(/^[\w-]{16}$/);
    expect(await read()).not.toBe(first);
  });

  it('says 404 to what does not exist, without repeating it', async () => {
    const harness = createTestHarness();
    const response = await harness.get('/preview?state=%3Cscript%3Ealert(1)%3C/script%3E');
    expect(response.status).toBe(404);
    const text = await response.text();
    expect(text).toContain('There is no such state.');
    expect(text).not.toContain('alert');
  });

  it('shows the settings of a customer that stands as the state says, once it is there', async () => {
    const prepared: string[] = [];
    const harness = createTestHarness({
      prepare: async (customer) => {
        prepared.push(customer);
      },
    });
    const text = await (
      await harness.get('/preview?element=integration-settings&state=disabled')
    ).text();
    expect(text).toContain('<rsc-integration-settings></rsc-integration-settings>');
    expect(text).toContain('data-tenant="harness-disabled"');
    expect(text).toContain('data-context-url="/contexts/harness-disabled/recruiter"');
    await harness.get('/fixtures/settings-isolated');
    expect(prepared).toEqual(['harness-disabled', 'harness-new']);
    expect((await harness.get('/preview?element=integration-settings&state=matched')).status).toBe(
      404,
    );
  });

  it('escapes what the ATS calls its candidate', async () => {
    const harness = createTestHarness({ nameOf: () => `<img src=x onerror="alert('1')">` });
    const text = await (await harness.get('/preview')).text();
    expect(text).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;');
    expect(text).not.toContain('<img src=x');
  });
});

describe('parseSelection', () => {
  const parse = (query: string) => parseSelection(new URLSearchParams(query));

  it('fills in what is missing', () => {
    expect(parse('')).toMatchObject({
      selection: { element: 'profile-widget', state: 'matched', dir: 'ltr', width: 'full' },
    });
  });

  it('shows each element in a state that it has', () => {
    expect(parse('element=integration-settings')).toMatchObject({
      selection: { state: 'enabled' },
    });
    expect(parse('element=integration-settings&state=matched')).toEqual({ unknown: 'state' });
    expect(parse('state=choosing')).toEqual({ unknown: 'state' });
  });

  it('runs Arabic from right to left unless told otherwise', () => {
    expect(parse('locale=ar')).toMatchObject({ selection: { dir: 'rtl' } });
    expect(parse('locale=ar&dir=ltr')).toMatchObject({ selection: { dir: 'ltr' } });
  });

  it.each(['element', 'state', 'appearance', 'dir', 'locale', 'width'])(
    'refuses an unknown %s',
    (name) => {
      expect(parse(`${name}=__proto__`)).toEqual({ unknown: name });
    },
  );
});

describe('/fixtures', () => {
  it('lists every fixture and serves each', async () => {
    const harness = createTestHarness();
    const list = await (await harness.get('/fixtures')).text();
    expect(new Set(fixtures.map(({ id }) => id)).size).toBe(fixtures.length);
    for (const { id } of fixtures) {
      expect(list).toContain(`href="/fixtures/${id}"`);
      const response = await harness.get(`/fixtures/${id}`);
      expect(response.status, id).toBe(200);
      expect(response.headers.get('content-security-policy'), id).toContain("default-src 'none'");
    }
  });

  it('has scripts that parse', async () => {
    const harness = createTestHarness();
    for (const { id } of fixtures) {
      const text = await (await harness.get(`/fixtures/${id}`)).text();
      for (const [, tag = '', code = ''] of text.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)) {
        if (/\ssrc=|type="(?:module|IN\/|application\/json)/.test(tag)) continue;
        expect(() => new Script(code), id).not.toThrow();
      }
    }
  });

  it('isolates the hosts that are to be isolated', async () => {
    const harness = createTestHarness();
    const { headers } = await harness.get('/fixtures/isolated-require-corp');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  });

  it('does not know others', async () => {
    const harness = createTestHarness();
    expect((await harness.get('/fixtures/constructor')).status).toBe(404);
  });
});

describe('docs/harness.md', () => {
  it('names every element and state', async () => {
    const text = await readFile(new URL('../../docs/harness.md', import.meta.url), 'utf8');
    for (const id of elementIds) expect(text).toContain(`\`${id}\``);
    for (const { id, expected } of states) {
      const row = text.split('\n').find((line) => line.startsWith(`| \`${id}\` `));
      const inRow = (row?.split('|')[3] ?? '').trim().split(', ');
      const [shown = []] = Object.values(expected);
      expect(inRow, id).toEqual(shown.map((state) => `\`${state}\``));
    }
  });
});

describe('workbench', () => {
  it('carries data that cannot end its element', async () => {
    const harness = createTestHarness();
    const text = await (await harness.get('/')).text();
    const data = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(text)?.[1];
    expect(data).not.toMatch(/[<>]/);
    const parsed = JSON.parse(data ?? '') as { snippets: Record<string, Record<string, string>> };
    expect(parsed.snippets['profile-widget']?.['matched']).toContain('</rsc-profile-widget>');
    expect(parsed.snippets['linkedin-markup']?.['matched']).toContain('api_key: harness\n');
  });

  it('serves its scripts with the types stripped', async () => {
    const harness = createTestHarness();
    for (const path of [
      'log.js',
      'preview.js',
      'fixture.js',
      'workbench.js',
      'model.ts',
      'violations.ts',
    ]) {
      const response = await harness.get(`/client/${path}`);
      expect(response.headers.get('content-type'), path).toBe('text/javascript; charset=utf-8');
      expect(await response.text(), path).not.toMatch(/\binterface\b|: string\b|as unknown/);
    }
  });

  it('serves borrowed files, and nothing beside its list', async () => {
    const harness = createTestHarness();
    expect(await (await harness.get('/vendor/bootstrap.css')).text()).toContain('Bootstrap');
    const preflight = await (await harness.get('/vendor/tailwind-preflight.css')).text();
    expect(preflight).toContain('box-sizing');
    expect(preflight).not.toContain('--theme(');
    expect(await (await harness.get('/vendor/lit-html/lit-html.js')).text()).toContain('lit-html');
    for (const path of ['/client/../index.ts', '/client/%2e%2e/index.ts', '/client/globals.d.ts']) {
      expect((await harness.get(path)).status, path).toBe(404);
    }
  });
});

describe('/csp-reports', () => {
  const report = (page: string, blocked = 'inline') => ({
    'csp-report': {
      'document-uri': page,
      'effective-directive': 'style-src-attr',
      'blocked-uri': blocked,
    },
  });

  it('keeps reports of its own pages and forgets them when asked', async () => {
    const harness = createTestHarness({ clock: () => 5 });
    const page = `${origins.harness}/preview?state=matched`;
    expect((await harness.post('/csp-reports', report(page))).status).toBe(204);
    expect(await (await harness.get('/csp-reports')).json()).toEqual({
      violations: [
        {
          page: '/preview?state=matched',
          directive: 'style-src-attr',
          blocked: 'inline',
          expected: false,
          atMs: 5,
        },
      ],
    });
    const clear = (headers: Record<string, string>) =>
      harness.fetch(new Request(`${origins.harness}/csp-reports`, { method: 'DELETE', headers }));
    expect((await clear({})).status).toBe(403);
    expect((await clear({ 'x-harness': '1' })).status).toBe(204);
    expect(await (await harness.get('/csp-reports')).json()).toEqual({ violations: [] });
  });

  it('knows which pages exist to violate their policy', async () => {
    const harness = createTestHarness();
    for (const directive of ['frame-src', 'style-src-attr']) {
      await harness.post('/csp-reports', {
        'csp-report': {
          'document-uri': `${origins.harness}/fixtures/frame-src-missing`,
          'effective-directive': directive,
          'blocked-uri': origins.backend,
        },
      });
    }
    const { violations } = (await (await harness.get('/csp-reports')).json()) as {
      violations: { expected: boolean }[];
    };
    expect(violations.map(({ expected }) => expected)).toEqual([true, false]);
  });

  it('takes no reports about other sites, no rubbish, and does not count icons', async () => {
    const harness = createTestHarness();
    expect((await harness.post('/csp-reports', report('http://evil.example/'))).status).toBe(400);
    expect((await harness.post('/csp-reports', 'not json')).status).toBe(400);
    expect((await harness.post('/csp-reports', 'x'.repeat(40_000))).status).toBe(400);
    const icon = report(`${origins.harness}/preview`, `${origins.harness}/favicon.ico`);
    expect((await harness.post('/csp-reports', icon)).status).toBe(204);
    expect(await (await harness.get('/csp-reports')).json()).toEqual({ violations: [] });
  });
});
