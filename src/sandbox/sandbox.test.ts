/** The sandbox as a browser meets it: requests in, responses out. */
import { beforeEach, describe, expect, it } from 'vitest';
import { candidate } from '../../test/support/linkedin-parties.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { syntheticPeople, type Person } from './state/people.ts';

const origin = 'http://linkedin.test';
const embedder = 'http://plugin.partner.test';
const organization = 'urn:li:organization:7';
const people = syntheticPeople({ count: 60 });
const person = people[3]!;
const hostile: Person = {
  ...person,
  id: 'hostile',
  personUrn: 'urn:li:person:hostile',
  firstName: '<img src=x onerror=alert(1)>',
  headline: '"><script>alert(1)</script>',
  emails: ['hostile@example.com'],
  phones: [],
  profileUrl: 'https://www.linkedin.com/in/hostile',
};

let sandbox: Sandbox;
let nowMs: number;
let cookies: Map<string, string>;

beforeEach(() => {
  nowMs = Date.parse('2026-03-02T10:00:00Z');
  cookies = new Map();
  sandbox = createSandbox({
    origin,
    people: [...people, hostile],
    applications: [
      {
        clientId: 'app',
        clientSecret: 's',
        name: 'A',
        organizations: [organization],
        validJsSdkDomains: [embedder],
      },
      {
        clientId: 'off',
        clientSecret: 's',
        name: 'B',
        organizations: [organization],
        validJsSdkDomains: [embedder],
        enabledIntegrations: ['IN_ATS_INDICATOR'],
      },
    ],
    accounts: [
      { id: 'rita', name: 'Rita Seat', email: 'rita@example.com', seat: true, organization },
      { id: 'nora', name: 'Nora Noseat', email: 'nora@example.com', seat: false, organization },
    ],
    presetSessions: { 'always.linkedin.test': 'rita', 'never.linkedin.test': null },
    returnOrigins: ['http://ats.test'],
    clock: () => nowMs,
  });
  sandbox.state.putCandidate(organization, candidate({ emailAddresses: [person.emails[0] ?? ''] }));
  sandbox.state.putCandidate(organization, candidate({ id: 'c-2' }));
  sandbox.state.putCandidate(
    organization,
    candidate({ id: 'c-3', emailAddresses: ['hostile@example.com'] }),
  );
});

async function send(path: string, init: RequestInit = {}, base = origin): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
  const response = await sandbox.fetch(new Request(base + path, { ...init, headers }));
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (line.includes('Max-Age=0')) cookies.delete(name);
    else cookies.set(name, value);
  }
  return response;
}

const sameOrigin = { 'sec-fetch-site': 'same-origin' };
const post = (path: string, body: object, headers: Record<string, string> = sameOrigin) =>
  send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const signIn = (account: string, popup = false) =>
  send('/uas/login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...sameOrigin },
    body: `account=${account}&popup=${popup ? '1' : '0'}`,
  });
const plugin = (changes: Record<string, string> = {}) => {
  const query = { api_key: 'app', candidate: 'c-1', context: organization, embedder, ...changes };
  return `/rsc/plugin/profile?${new URLSearchParams(query).toString()}`;
};
const textOf = async (path: string, base = origin) => (await send(path, {}, base)).text();
const subject = { api_key: 'app', candidate: 'c-1', context: organization };

describe('the profile plugin', () => {
  it('asks who is not signed in to sign in', async () => {
    expect(await textOf(plugin())).toContain('Sign in to see the profile');
  });

  it('shows the matched member with every section to a holder of a seat', async () => {
    await signIn('rita');
    const text = await textOf(plugin());
    for (const part of [
      person.lastName,
      person.currentCompany,
      person.industry,
      person.skills[0] ?? '',
    ]) {
      expect(text).toContain(part);
    }
    for (const heading of [
      'Current position',
      'Location',
      'Industry',
      'Connections',
      'Summary',
      'Experience',
      'Education',
      'Skills',
    ]) {
      expect(text).toContain(heading);
    }
    expect(text).toContain(`/media/portraits/${person.id}.svg`);
    expect(text).not.toContain('Unlink');
  });

  it('offers to unlink, with or without a question, only when the page asks for it', async () => {
    await signIn('rita');
    expect(await textOf(plugin({ unlink: 'true' }))).toContain('data-action="unlink"');
    const asking = await textOf(plugin({ unlink: 'true', confirm: 'true' }));
    expect(asking).toContain('data-action="ask-unlink"');
  });

  it.each([
    ['no seat', 'nora', {}, 'You need a Recruiter seat'],
    ['the integration is off', 'rita', { api_key: 'off' }, 'is not switched on'],
    ['another context', 'rita', { context: 'urn:li:organization:8' }, 'is not switched on'],
    ['a candidate never sent', 'rita', { candidate: 'c-9' }, 'has not arrived yet'],
    ['nobody fits', 'rita', { candidate: 'c-2' }, 'No profile is linked yet'],
    ['an unknown api_key', 'rita', { api_key: 'x' }, 'api_key is not known'],
    [
      'an origin that is not registered',
      'rita',
      { embedder: 'https://evil.test' },
      'validJsSdkDomains',
    ],
  ])('says so when there is %s', async (_what, account, changes, sentence) => {
    await signIn(account);
    const text = await textOf(plugin(changes));
    expect(text).toContain(sentence);
    expect(text).not.toContain(person.lastName);
  });

  it('shows nothing more once the seat is taken back', async () => {
    await signIn('rita');
    expect(await textOf(plugin())).toContain(person.lastName);
    const { accounts, organizations } = sandbox.state;
    organizations.changeSeat(accounts.get('rita')?.seatUrn ?? '', { state: 'INACTIVE' });
    const text = await textOf(plugin());
    expect(text).toContain('You need a Recruiter seat');
    expect(text).not.toContain(person.lastName);
  });

  it('tells its height to registered origins only', async () => {
    expect(await textOf(plugin())).toContain(`data-embedder="${embedder}"`);
    expect(await textOf(plugin({ embedder: 'https://evil.test' }))).toContain('data-embedder=""');
  });

  it('shows hostile text as text', async () => {
    await signIn('rita');
    const text = await textOf(plugin({ candidate: 'c-3' }));
    expect(text).toContain('&lt;img src=x');
    expect(text).not.toContain('<img src=x');
    expect(text).not.toContain('<script>alert');
  });

  it('finds members by words, links one, and unlinks again', async () => {
    await signIn('rita');
    const results = await (
      await post('/rsc/plugin/profile/search', {
        ...subject,
        candidate: 'c-2',
        text: person.lastName,
      })
    ).text();
    expect(results).toContain(person.personUrn);
    const link = { ...subject, candidate: 'c-2', member: person.personUrn };
    expect(await (await post('/rsc/plugin/profile/link', link)).json()).toEqual({
      member: person.personUrn,
    });
    expect(sandbox.state.matchOf(organization, 'c-2')).toMatchObject({ kind: 'manual' });
    expect(await textOf(plugin({ candidate: 'c-2' }))).toContain(person.lastName);
    const unlink = await post('/rsc/plugin/profile/unlink', { ...subject, candidate: 'c-2' });
    expect(await unlink.json()).toEqual({ member: person.personUrn });
    expect(await textOf(plugin({ candidate: 'c-2' }))).toContain('No profile is linked yet');
    expect(
      (await post('/rsc/plugin/profile/unlink', { ...subject, candidate: 'c-2' })).status,
    ).toBe(404);
  });

  it.each(['link', 'unlink', 'search'])(
    'refuses to %s for another site, without a session or a seat, or on nonsense',
    async (action) => {
      const body = { ...subject, member: person.personUrn, text: 'a' };
      expect((await post(`/rsc/plugin/profile/${action}`, body)).status).toBe(403);
      await signIn('nora');
      expect((await post(`/rsc/plugin/profile/${action}`, body)).status).toBe(403);
      await signIn('rita');
      expect(
        (await post(`/rsc/plugin/profile/${action}`, body, { 'sec-fetch-site': 'cross-site' }))
          .status,
      ).toBe(403);
      expect(
        (await post(`/rsc/plugin/profile/${action}`, body, { origin: 'https://evil.test' })).status,
      ).toBe(403);
      expect((await post(`/rsc/plugin/profile/${action}`, { ...body, candidate: 7 })).status).toBe(
        400,
      );
      expect(sandbox.state.matchOf(organization, 'c-1')).toMatchObject({ kind: 'automatic' });
    },
  );

  it('knows hosts that are always signed in, and hosts that never are', async () => {
    expect(await textOf(plugin(), 'http://always.linkedin.test')).toContain(person.lastName);
    await signIn('rita');
    expect(await textOf(plugin(), 'http://never.linkedin.test')).toContain(
      'Sign in to see the profile',
    );
  });
});

describe('signing in', () => {
  it('sets a first-party cookie that scripts cannot read and other sites do not send', async () => {
    const response = await signIn('rita');
    expect(response.status).toBe(303);
    expect(response.headers.get('set-cookie')).toMatch(
      /^li_session=\w+; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(await textOf('/')).toContain('Rita Seat');
  });

  it('is refused to forms of other sites and for unknown accounts', async () => {
    const foreign = await send('/uas/login', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: 'account=rita',
    });
    expect(foreign.status).toBe(403);
    expect((await signIn('nobody')).status).toBe(400);
    expect(cookies.size).toBe(0);
  });

  it('from a popup is handed to the frame by a code that works once', async () => {
    const text = await (await signIn('rita', true)).text();
    const code = /data-handover="(\w+)"/.exec(text)?.[1] ?? '';
    cookies.clear();
    const joined = await post('/uas/handover', { code });
    expect(joined.status).toBe(204);
    expect(joined.headers.get('set-cookie')).toMatch(
      /; HttpOnly; Secure; SameSite=None; Partitioned$/,
    );
    expect(await textOf(plugin())).toContain(person.lastName);
    expect((await post('/uas/handover', { code })).status).toBe(400);
  });

  it('by one click goes back to registered pages only, with a code that a frame redeems in a minute', async () => {
    const goTo = (target: string) =>
      send(`/uas/one-click?account=rita&return=${encodeURIComponent(target)}`);
    for (const target of [
      'https://evil.test/',
      'http://ats.test.evil.test/',
      'nonsense',
      'javascript:alert(1)',
    ]) {
      expect((await goTo(target)).status).toBe(403);
    }
    const response = await goTo('http://ats.test/signed-in?a=1');
    const url = new URL(response.headers.get('location') ?? '');
    expect(url.href).toMatch(/^http:\/\/ats\.test\/signed-in\?a=1&handover=\w+$/);
    nowMs += 59_000;
    expect(
      (await send(`/uas/handover?code=${url.searchParams.get('handover') ?? ''}`)).status,
    ).toBe(200);
    const late = new URL((await goTo('http://ats.test/')).headers.get('location') ?? '');
    nowMs += 61_000;
    expect(
      (await send(`/uas/handover?code=${late.searchParams.get('handover') ?? ''}`)).status,
    ).toBe(400);
  });

  it('ends everywhere at sign-out, which other sites cannot do', async () => {
    await signIn('rita');
    expect((await post('/uas/logout', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const kept = new Map(cookies);
    expect((await post('/uas/logout', {})).status).toBe(204);
    cookies = kept;
    expect(await textOf(plugin())).toContain('Sign in to see the profile');
  });
});

describe('what the sandbox serves', () => {
  it('works in isolated pages and under a strict policy', async () => {
    const document = await send(plugin());
    expect(document.headers.get('cross-origin-embedder-policy')).toBe('credentialless');
    expect(document.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await document.text()).not.toMatch(/ style="| on\w+="|<script>/);
    const script = await send('/xdoor/scripts/in.js');
    expect(script.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  });

  it('has the extension at the documented address and at the two of older samples', async () => {
    const texts = await Promise.all(
      [
        '/rsc/extensions/profile-widget',
        '/recruiter/widget/hcm',
        '/talent/widgets/assets/javascripts/profile-widget.js',
      ].map((path) => textOf(path)),
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('IN/HcmWidget');
  });

  it('draws the same portrait for the same person', async () => {
    const one = await textOf('/media/portraits/abc.svg');
    expect(await textOf('/media/portraits/abc.svg')).toBe(one);
    expect(await textOf('/media/portraits/abd.svg')).not.toBe(one);
  });

  it('says that a page does not exist', async () => {
    expect((await send('/nothing')).status).toBe(404);
  });
});
