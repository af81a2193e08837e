/**
 * Attacks by forged requests: other sites, and other pages of the same site, that use the cookies
 * of somebody who is signed in; and scripts in the ATS's own page that ask for more than theirs.
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { evil, openAt } from './support/attack-pages.ts';
import { context, freshContexts } from './support/fresh.ts';
import { sites } from './support/hostile.ts';
import { idIn, signInToAts, signInToLinkedIn } from './support/recruiter.ts';

freshContexts();

/** A page that an attacker has below somebody's own domain; its requests carry `Lax` cookies. */
const sibling = (origin: string): string => origin.replace('//', '//evil.');

const entry = (obj: string) => ({
  inst: 'AAAAAAAAAAAAAAAAAAAAAA',
  jkt: 'A'.repeat(43),
  fn: 'AAAAAAAAAAAAAAAAAAAAAA',
  hn: 'AAAAAAAAAAAAAAAAAAAAAA',
  widget: obj === 'candidates' ? 'in-ats-indicator' : 'profile-widget',
  obj,
});

interface Sent {
  readonly status: number;
  readonly cookie: string;
}

/** What becomes of a request to an address that a page sends in whatever way. */
async function sentTo(address: string, page: Page, send: () => Promise<unknown>): Promise<Sent> {
  const [response] = await Promise.all([page.waitForResponse(address), send()]);
  const headers = await response.request().allHeaders();
  return { status: response.status(), cookie: headers['cookie'] ?? '' };
}

/** Each way in which a page can post something to another origin without asking first. */
const ways: Readonly<
  Record<string, (page: Page, address: string, body: string) => Promise<unknown>>
> = {
  'a form': (page, address, body) =>
    page.evaluate(
      ({ address, body }) => {
        const form = document.createElement('form');
        form.method = 'post';
        form.enctype = 'text/plain';
        form.action = address;
        const field = document.createElement('input');
        // What a form sends as text is a name, "=" and a value.
        field.name = body.replace(/\]$|\}$/, ',"x":"');
        field.value = `"${body.at(-1) ?? ''}`;
        form.append(field);
        document.body.append(form);
        form.submit();
      },
      { address, body },
    ),
  'a simple fetch': (page, address, body) =>
    page.evaluate(
      ({ address, body }) =>
        fetch(address, { method: 'POST', mode: 'no-cors', credentials: 'include', body }).catch(
          () => null,
        ),
      { address, body },
    ),
  'a beacon': (page, address, body) =>
    page.evaluate(({ address, body }) => navigator.sendBeacon(address, body), { address, body }),
};

describe("Another page asks the ATS's signer for contexts of whoever is signed in", () => {
  const signer = `${sites.ats}/rsc/context`;
  const body = JSON.stringify([entry('candidates')]);

  it.each(Object.keys(ways))(
    'as a page of another site, by %s: refused, and without a cookie',
    async (way) => {
      await signInToAts(context);
      const { page } = await openAt(context, `${evil}/csrf`, { body: '' });
      const { status, cookie } = await sentTo(signer, page, async () =>
        ways[way]?.(page, signer, body),
      );
      expect({ status, cookie }).toEqual({ status: 403, cookie: '' });
    },
  );

  it.each(Object.keys(ways))(
    'as a page of the same site, by %s: refused, although the cookie comes along',
    async (way) => {
      await signInToAts(context);
      const { page } = await openAt(context, `${sibling(sites.ats)}/csrf`, { body: '' });
      const { status, cookie } = await sentTo(signer, page, async () =>
        ways[way]?.(page, signer, body),
      );
      expect(status).toBe(403);
      expect(cookie).toContain('fieldbook_session=');
    },
  );

  it.each([
    ['another site', evil],
    ['the same site', sibling(sites.ats)],
  ])(
    'as a page of %s that sends the right headers: the browser does not let it',
    async (_what, origin) => {
      await signInToAts(context);
      const { page } = await openAt(context, `${origin}/csrf`, { body: '' });
      const methods: string[] = [];
      page.on('request', (request) => {
        if (request.url() === signer) methods.push(request.method());
      });
      const outcome = await page.evaluate(
        ({ address, body }) =>
          fetch(address, {
            method: 'POST',
            credentials: 'include',
            headers: { 'content-type': 'application/json', 'x-rsc': '1' },
            body,
          }).then(
            () => 'read',
            (error: unknown) => (error as Error).name,
          ),
        { address: signer, body },
      );
      expect(outcome).toBe('TypeError');
    },
  );
});

describe('A script in a page of the ATS', () => {
  /** Posts to the signer as our shell does, with whatever body. */
  const askSigner = (
    page: Page,
    body: unknown,
    headers: Record<string, string> = { 'x-rsc': '1' },
  ) =>
    page.evaluate(
      async ({ body, headers }) => {
        const response = await fetch('/rsc/context', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        });
        const answer = (await response.json()) as { ticket?: string; status?: number }[];
        return { status: response.status, answer };
      },
      { body, headers },
    );
  const claimsOf = (ticket = ''): Record<string, unknown> =>
    JSON.parse(Buffer.from(ticket.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;

  it('claims to be somebody else, elsewhere, with more rights and a longer life: none of it is signed', async () => {
    await signInToAts(context);
    const page = await context.newPage();
    await page.goto(sites.pages.list);
    const id = idIn(sites.pages.candidate);
    const { status, answer } = await askSigner(page, [
      {
        ...entry(`candidate:${id}`),
        ...{ sub: 'admin', org: 'other', sid: 'x', role: 'admin', iss: 'harness', aud: evil },
        ...{ origin: evil, scope: ['admin'], exp: 4_000_000_000, jti: 'x', kid: 'x', ttl: 1e9 },
      },
    ]);
    expect(status).toBe(200);
    const claims = claimsOf(answer[0]?.ticket);
    expect(claims).toMatchObject({
      iss: 'kestrel',
      aud: sites.backend,
      origin: sites.ats,
      org: 'kestrel',
      obj: `candidate:${id}`,
      scope: ['profile:read', 'profile:link', 'status:read'],
    });
    expect(JSON.stringify(claims)).not.toMatch(/admin|evil|other/);
    expect(Number(claims['exp']) - Number(claims['iat'])).toBeLessThanOrEqual(60);
  });

  it.each([
    ['a candidate who does not exist', 'recruiter', 'candidate:nobody', 403],
    ['a candidate, as a hiring manager without rights', 'hiringManager', null, 403],
    ['all statuses, as a hiring manager without rights', 'hiringManager', 'candidates', 403],
    ['something that is no object', 'recruiter', 'candidate:', 400],
  ] as const)('asks for %s: refused', async (_what, who, obj, status) => {
    await signInToAts(context, who);
    const page = await context.newPage();
    await page.goto(sites.pages.list);
    const refused = await askSigner(page, [
      entry(obj ?? `candidate:${idIn(sites.pages.candidate)}`),
    ]);
    expect(refused.status).toBe(status);
    expect(JSON.stringify(refused.answer)).not.toContain('ticket');
  });

  it.each([
    ['without the header of ours', {}],
    ['with another type of content', { 'x-rsc': '1', 'content-type': 'text/plain' }],
  ])('asks %s: refused', async (_what, headers) => {
    await signInToAts(context);
    const page = await context.newPage();
    await page.goto(sites.pages.list);
    expect(await askSigner(page, [entry('candidates')], headers)).toMatchObject({ status: 403 });
  });
});

describe('Another page acts for somebody who is signed in to the sandbox', () => {
  const subject = {
    api_key: '77kestreldemo',
    candidate: idIn(sites.pages.candidate),
    context: 'urn:li:organization:4820915',
  };
  const { origin } = sites.sandbox;

  it.each([
    ['to unlink a candidate', '/rsc/plugin/profile/unlink', subject],
    ['to link somebody', '/rsc/plugin/profile/link', { ...subject, member: 'urn:li:person:x' }],
    ['to search for people', '/rsc/plugin/profile/search', { ...subject, text: 'a' }],
    ['to sign out', '/uas/logout', {}],
    ['to take a session over', '/uas/handover', { code: 'x' }],
    ['to sign in as somebody else', '/uas/login', { account: 'c93e5d2b' }],
  ])('%s: refused, although the cookie comes along', async (_what, path, body) => {
    await signInToAts(context);
    await signInToLinkedIn(context);
    const { page } = await openAt(context, `${sibling(origin)}/csrf`, { body: '' });
    for (const [name, send] of Object.entries(ways)) {
      // A form leads away from the page, so it goes last.
      if (name === 'a form') continue;
      const sent = await sentTo(origin + path, page, () =>
        send(page, origin + path, JSON.stringify(body)),
      );
      expect(sent.status, name).toBe(403);
      expect(sent.cookie, name).toContain('li_session=');
    }
    const form = ways['a form'];
    const sent = await sentTo(origin + path, page, async () =>
      form?.(page, origin + path, JSON.stringify(body)),
    );
    expect(sent.status).toBe(403);
    const check = await context.newPage();
    await check.goto(`${origin}/`);
    await expect.poll(() => check.content()).toMatch(/Ingrid/);
  });
});
