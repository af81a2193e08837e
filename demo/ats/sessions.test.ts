import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it, vi } from 'vitest';
import { createTestAts, revocationUrl } from './ats.test-support.ts';

describe('signing in to the ATS', () => {
  it('is asked for before any candidate is shown, and leads back to where one was', async () => {
    const browser = createTestAts().browser();
    const refused = await browser.get('/candidates?q=lyon');
    expect(refused.status).toBe(303);
    const where = refused.headers.get('location') ?? '';
    expect(where).toBe('/sign-in?next=%2Fcandidates%3Fq%3Dlyon');

    const page = await (await browser.get(where)).text();
    expect(page).toContain('name="next" value="/candidates?q=lyon"');
    const { status, headers } = await browser.post('/sign-in', {
      email: ' Ingrid@Kestrel.example',
      password: 'kestrel',
      next: '/candidates?q=lyon',
    });
    expect([status, headers.get('location')]).toEqual([303, '/candidates?q=lyon']);
    expect((await browser.get('/candidates')).status).toBe(200);
  });

  it('keeps the session in a cookie that scripts and other sites cannot use', async () => {
    const { ats } = createTestAts();
    const url = 'http://ats.localhost:4400/demo/sign-in/recruiter';
    const [cookie = ''] = (await ats.fetch(new Request(url))).headers.getSetCookie();
    expect(cookie).toMatch(/^fieldbook_session=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it.each([
    ['ingrid@kestrel.example', 'wrong'],
    ['nobody@kestrel.example', 'kestrel'],
    ['', ''],
  ])('refuses %j with %j in the same words', async (email, password) => {
    const browser = createTestAts().browser();
    const response = await browser.post('/sign-in', { email, password });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('do not belong together');
    expect(browser.cookie).toBe('');
  });

  it('writes back what was typed as text', async () => {
    const response = await createTestAts()
      .browser()
      .post('/sign-in', { email: '"><script>alert(1)</script>', password: 'x' });
    expect(await response.text()).not.toContain('<script>alert');
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/a\\b', 'javascript:1'])(
    'does not lead to %s',
    async (next) => {
      const browser = createTestAts().browser();
      const response = await browser.post('/sign-in/recruiter', { next });
      expect(response.headers.get('location')).toBe('/candidates');
    },
  );

  it('knows two recruiters and a hiring manager, and nobody else', async () => {
    const { ats, browser } = createTestAts();
    expect(ats.candidates.all()).toHaveLength(3);
    for (const slug of ['recruiter', 'recruiter-2', 'hiring-manager']) {
      expect((await browser().get(`/demo/sign-in/${slug}`)).status).toBe(303);
    }
    expect((await browser().get('/demo/sign-in/admin')).status).toBe(404);
  });
});

describe('signing out of the ATS', () => {
  it('ends the session here and tells the partner which one', async () => {
    const { ats, sent, browser } = createTestAts();
    const recruiter = await browser().signIn('recruiter');
    const [candidate] = ats.candidates.all();
    const answer = (await (
      await recruiter.context('profile-widget', `candidate:${candidate?.id ?? ''}`)
    ).json()) as { ticket: string }[];
    const { sid } = decodeJwt(answer[0]?.ticket ?? '');

    const response = await recruiter.post('/sign-out');
    expect(response.headers.get('location')).toBe('/sign-in');
    expect(sent.map(({ url }) => url)).toEqual([revocationUrl]);
    const { revocation } = JSON.parse(sent[0]?.body ?? '') as { revocation: string };
    expect(decodeProtectedHeader(revocation)).toMatchObject({ typ: 'rsc-revoke+jwt', kid: 'k1' });
    expect(decodeJwt(revocation)['sid']).toBe(sid);
  });

  it('makes a copied cookie worthless', async () => {
    const { browser } = createTestAts();
    const recruiter = await browser().signIn('recruiter');
    const copied = browser();
    copied.cookie = recruiter.cookie;
    expect((await copied.get('/candidates')).status).toBe(200);
    await recruiter.post('/sign-out');
    expect((await copied.get('/candidates')).status).toBe(303);
  });

  it('works while the partner cannot be reached', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const fetch = () => Promise.reject(new TypeError('fetch failed'));
    const recruiter = await createTestAts({ fetch }).browser().signIn('recruiter');
    expect((await recruiter.post('/sign-out')).status).toBe(303);
    expect((await recruiter.get('/candidates')).status).toBe(303);
    expect(told).toHaveBeenCalledOnce();
  });

  it('happens by itself when somebody else signs in', async () => {
    const { sent, browser } = createTestAts();
    const one = await browser().signIn('recruiter');
    const first = one.cookie;
    await one.signIn('recruiter-2');
    expect(sent).toHaveLength(1);
    expect(one.cookie).not.toBe(first);
    const late = browser();
    late.cookie = first;
    expect((await late.get('/candidates')).status).toBe(303);
  });

  it('ends sessions by itself after twelve hours', async () => {
    let nowMs = Date.UTC(2026, 10, 24);
    const recruiter = await createTestAts({ clock: () => nowMs })
      .browser()
      .signIn('recruiter');
    nowMs += 12 * 3_600_000 - 1;
    expect((await recruiter.get('/candidates')).status).toBe(200);
    nowMs += 1;
    expect((await recruiter.get('/candidates')).status).toBe(303);
  });
});

describe('forms of the ATS', () => {
  it.each([
    { origin: 'http://evil.localhost:4400', 'sec-fetch-site': 'cross-site' },
    { origin: 'http://partner.localhost:4401', 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
  ])('are refused when they come from $origin', async (headers) => {
    const { sent, browser } = createTestAts();
    const recruiter = await browser().signIn('recruiter');
    for (const path of ['/sign-out', '/sign-in/hiring-manager', '/settings']) {
      expect((await recruiter.post(path, {}, headers)).status).toBe(403);
    }
    expect(sent).toHaveLength(0);
    expect((await recruiter.get('/candidates')).status).toBe(200);
  });

  it('remember how somebody likes the pages, and nothing unknown', async () => {
    const recruiter = await createTestAts().browser().signIn('recruiter');
    await recruiter.post('/settings', {
      appearance: 'dark',
      direction: 'rtl',
      next: '/candidates',
    });
    expect(await (await recruiter.get('/candidates')).text()).toContain(
      '<html lang="en" dir="rtl" data-appearance="dark">',
    );
    await recruiter.post('/settings', { appearance: '"><script>', direction: 'up' });
    expect(await (await recruiter.get('/candidates')).text()).toContain(
      '<html lang="en" dir="ltr" data-appearance="auto">',
    );
  });
});
