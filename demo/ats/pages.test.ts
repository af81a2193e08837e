import { beforeEach, describe, expect, it } from 'vitest';
import {
  backendOrigin,
  createTestAts,
  type TestAts,
  type TestBrowser,
} from './ats.test-support.ts';
import { fullName, type Candidate } from './index.ts';

describe('pages of the ATS', () => {
  let test: TestAts;
  let recruiter: TestBrowser;
  let engineer: Candidate;
  let troublemaker: Candidate;

  beforeEach(async () => {
    test = createTestAts();
    recruiter = await test.browser().signIn('recruiter');
    const [first, second] = test.ats.candidates.all();
    if (first === undefined || second === undefined) throw new TypeError('no candidates');
    engineer = first;
    troublemaker = second;
  });

  const textOf = async (path: string): Promise<string> => (await recruiter.get(path)).text();
  const rowsOf = (page: string): string[] =>
    Array.from(
      page.matchAll(/<rsc-in-ats-indicator candidate-id="([^"]+)">/g),
      ([, id]) => id ?? '',
    );

  it('are strict about what may run in them', async () => {
    const response = await recruiter.get(`/candidates/${engineer.id}`);
    const policy = response.headers.get('content-security-policy') ?? '';
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy) ?? [];
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      `frame-src ${backendOrigin}`,
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    const page = await response.text();
    const scripts = page.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts).toHaveLength(2);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect(page).not.toMatch(/\sstyle="|<style|\son\w+="/);
    const again = await recruiter.get(`/candidates/${engineer.id}`);
    expect(again.headers.get('content-security-policy')).not.toContain(nonce);
  });

  it('list everybody with an indicator each', async () => {
    const page = await textOf('/candidates');
    expect(rowsOf(page).sort()).toEqual(
      test.ats.candidates
        .all()
        .map(({ id }) => id)
        .sort(),
    );
    expect(page).toContain(`src="${backendOrigin}/rsc/embed.js"`);
    expect(page).toContain('data-tenant="kestrel"');
  });

  /** Sends the form of the list. @returns the address it leads to */
  async function search(fields: Record<string, string>): Promise<string> {
    const { status, headers } = await recruiter.post('/candidates/search', fields);
    expect(status).toBe(303);
    return headers.get('location') ?? '';
  }

  it.each([
    ['jose', 'José Araújo'],
    ['ARAUJO mechanical', 'José Araújo'],
    ['lyon pruitt', 'Naomi Pruitt'],
  ])('find by words, whatever their accents and case: %s', async (q, name) => {
    const ids = rowsOf(await textOf(await search({ q })));
    expect(ids.map((id) => fullName(test.ats.candidates.byId(id)!))).toEqual([name]);
  });

  it('keep what somebody searches for out of addresses, also when the list is sorted', async () => {
    const address = await search({
      q: 'araujo',
      position: '',
      stage: '',
      sort: 'name',
      dir: 'asc',
    });
    expect(address).toMatch(/^\/candidates\?sort=name&dir=asc&words=[0-9a-f]{16}$/);
    const page = await textOf(address);
    expect(page).toContain('value="araujo"');
    const links = page.match(/href="\/candidates\?[^"]*"/g) ?? [];
    expect(links).toHaveLength(4);
    for (const link of links) expect(link).toMatch(/[?;]words=[0-9a-f]{16}&/);
    const made = await recruiter.get('/candidates?q=araujo&stage=applied');
    expect(made.headers.get('location')).toMatch(
      /^\/candidates\?stage=applied&words=[0-9a-f]{16}$/,
    );
  });

  it('show everybody to whoever has the address of a search of somebody else', async () => {
    const address = await search({ q: 'araujo' });
    const other = await test.browser().signIn('recruiter-2');
    expect(rowsOf(await (await other.get(address)).text())).toHaveLength(3);
  });

  it('say so when nobody fits', async () => {
    const page = await textOf(await search({ q: 'zzz' }));
    expect(rowsOf(page)).toEqual([]);
    expect(page).toContain('0 of 3 people');
  });

  it('sort by name in both directions', async () => {
    const up = rowsOf(await textOf('/candidates?sort=name&dir=asc'));
    const names = up.map((id) => test.ats.candidates.byId(id)?.lastName);
    expect(names.slice(0, 2)).toEqual(['Araújo', 'Pruitt']);
    expect(rowsOf(await textOf('/candidates?sort=name&dir=desc'))).toEqual(up.reverse());
  });

  it.each([
    ['another sort', 'sort=__proto__'],
    ['another stage', 'stage=x&position=y'],
    ['another direction', 'dir=up'],
    ['the words of another search', 'words=%00'],
  ])('survive an address with %s', async (_what, query) => {
    expect((await recruiter.get(`/candidates?${query}`)).status).toBe(200);
  });

  it.each([
    ['a control character', '\0'],
    ['endless words', 'a'.repeat(5_000)],
  ])('survive a search for %s', async (_what, q) => {
    expect((await recruiter.get(await search({ q }))).status).toBe(200);
  });

  it('show a candidate with the widget', async () => {
    const page = await textOf(`/candidates/${engineer.id}`);
    expect(page).toContain('<bdi>José Araújo</bdi>');
    expect(page).toMatch(
      new RegExp(
        `<rsc-profile-widget\\s+candidate-id="${engineer.id}"\\s+integration-context="urn:li:organization:1"\\s+show-unlink\\s+confirm-unlink\\s*>`,
      ),
    );
  });

  it('write names as text', async () => {
    for (const path of ['/candidates', `/candidates/${troublemaker.id}`]) {
      const page = await textOf(path);
      expect(page).toContain('&lt;b&gt;Bobby&lt;/b&gt;');
      expect(page).not.toContain('<b>Bobby');
      expect(page).not.toContain('<script>alert');
    }
  });

  it('have addresses that say nothing about a person', () => {
    for (const { id } of test.ats.candidates.all()) expect(id).toMatch(/^c[0-9a-z]{10}$/);
  });

  it.each(['/candidates/c0000000000', '/linkedin-markup/c0000000000', '/assets/../main.ts', '/x'])(
    'answer 404 for %s',
    async (path) => {
      const response = await recruiter.get(path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('Not found');
    },
  );

  it('keep notes, under the name of who wrote them', async () => {
    await recruiter.post(`/candidates/${engineer.id}/notes`, { text: ' Fits <b>well</b> ' });
    await recruiter.post(`/candidates/${engineer.id}/notes`, { text: '   ' });
    const [note] = test.ats.candidates.byId(engineer.id)?.notes ?? [];
    expect(note).toMatchObject({ author: 'Ingrid Solberg', text: 'Fits <b>well</b>' });
    expect(await textOf(`/candidates/${engineer.id}`)).toContain('Fits &lt;b&gt;well&lt;/b&gt;');
  });

  it('move a candidate to a stage there is', async () => {
    await recruiter.post(`/candidates/${engineer.id}/stage`, { stage: 'offer' });
    await recruiter.post(`/candidates/${engineer.id}/stage`, { stage: 'promoted' });
    expect(test.ats.candidates.byId(engineer.id)?.applications[0].stage).toBe('offer');
  });

  it('show that a recruiter has linked somebody, until the link is gone', async () => {
    const change = { candidateId: engineer.id, member: 'urn:li:person:abc', atMs: 0 };
    test.ats.onMatch({ ...change, action: 'linked', atMs: Date.UTC(2026, 10, 24) });
    expect(await textOf(`/candidates/${engineer.id}`)).toMatch(/Yes, on <time[^>]*>24 Nov 2026/);
    test.ats.onMatch({ ...change, action: 'unlinked' });
    expect(test.ats.candidates.byId(engineer.id)?.linkedMember).toBeNull();
    test.ats.onMatch({ ...change, action: 'linked', candidateId: 'c0000000000' });
    expect(test.ats.candidates.byId('c0000000000')).toBeNull();
  });
});

describe("the page in LinkedIn's own markup", () => {
  it('differs from a page for LinkedIn in the address of in.js only', async () => {
    const test = createTestAts();
    const recruiter = await test.browser().signIn('recruiter');
    const [candidate] = test.ats.candidates.all();
    const page = await (await recruiter.get(`/linkedin-markup/${candidate?.id ?? ''}`)).text();
    const loader = /<script type="text\/javascript" src="([^"]+)" nonce="[^"]+">([^<]*)<\/script>/;
    const [, src, text = ''] = loader.exec(page) ?? [];
    expect(src).toBe(`${backendOrigin}/rsc/in.js`);
    expect(text.trim().split(/\s*\n\s*/)).toEqual([
      'api_key: 77kestreldemo',
      'extensions: HcmWidget@https://platform.linkedin.com/rsc/extensions/profile-widget',
    ]);
    const [tag = ''] = /<script\s+type="IN\/HcmWidget"[^>]*>/.exec(page) ?? [];
    expect(tag).toContain(`data-ats-candidate-id="${candidate?.id ?? ''}"`);
    expect(tag).toContain('data-onlink="link"');
    expect(tag).toContain('data-onunlink="unlink"');
    expect(page).toContain('function link(member)');
    expect(page).not.toContain('embed.js');
  });
});

describe("the way back from LinkedIn's sign-in", () => {
  it('frames the page that takes the one-time code, and nothing else', async () => {
    const response = await createTestAts().browser().get('/linkedin/signed-in?handover=abc-123_X');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain(
      'frame-src http://linkedin.localhost:4402;',
    );
    expect(await response.text()).toContain(
      'src="http://linkedin.localhost:4402/uas/handover?code=abc-123_X"',
    );
  });

  it.each([
    ['no code', ''],
    ['an empty one', '?handover='],
    ['markup', '?handover=%22%3E%3Cscript%3E'],
    ['far too much', `?handover=${'a'.repeat(600)}`],
  ])('frames nothing with %s', async (_what, query) => {
    const response = await createTestAts().browser().get(`/linkedin/signed-in${query}`);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('<iframe');
  });
});
