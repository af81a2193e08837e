import { decodeJwt } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { atsOrigin, backendOrigin, createTestAts, type TestAts } from './ats.test-support.ts';

interface Entry {
  readonly ticket?: string;
  readonly status?: number;
}

describe('contexts of the ATS', () => {
  let test: TestAts;
  let candidate: string;

  beforeEach(() => {
    test = createTestAts();
    candidate = `candidate:${test.ats.candidates.all()[0]?.id ?? ''}`;
  });

  const claimsOf = async (response: Response) => {
    const [entry] = (await response.json()) as Entry[];
    return decodeJwt(entry?.ticket ?? '');
  };

  it('say what the session says, for the one origin', async () => {
    const recruiter = await test.browser().signIn('recruiter');
    const response = await recruiter.context('profile-widget', candidate);
    expect(response.status).toBe(200);
    expect(await claimsOf(response)).toMatchObject({
      iss: 'kestrel',
      aud: backendOrigin,
      origin: atsOrigin,
      org: 'kestrel',
      sub: 'u7f3k2q9d',
      obj: candidate,
      scope: ['profile:read', 'profile:link', 'status:read'],
    });
  });

  it('tell recruiters apart, and sessions of one recruiter', async () => {
    const [one, again, other] = await Promise.all(
      ['recruiter', 'recruiter', 'recruiter-2'].map(async (slug) => {
        const browser = await test.browser().signIn(slug);
        return claimsOf(await browser.context('in-ats-indicator', 'candidates'));
      }),
    );
    expect(one?.sub).toBe(again?.sub);
    expect(one?.['sid']).not.toBe(again?.['sid']);
    expect(one?.sub).not.toBe(other?.sub);
  });

  it('grant the indicators nothing but statuses', async () => {
    const recruiter = await test.browser().signIn('recruiter');
    const claims = await claimsOf(await recruiter.context('in-ats-indicator', 'candidates'));
    expect(claims['scope']).toEqual(['status:read']);
  });

  it.each(['profile-widget', 'in-ats-indicator'])(
    'are refused to hiring managers for %s',
    async (widget) => {
      const manager = await test.browser().signIn('hiring-manager');
      const obj = widget === 'profile-widget' ? candidate : 'candidates';
      const response = await manager.context(widget, obj);
      expect(response.status).toBe(403);
      expect(await response.json()).toEqual([{ inst: 'instance-1', status: 403 }]);
    },
  );

  const scopesOf = async (slug: string, widget: string, obj: string): Promise<unknown> => {
    const browser = await test.browser().signIn(slug);
    const response = await browser.context(widget, obj);
    return response.status === 200 ? (await claimsOf(response))['scope'] : response.status;
  };

  it('show recruiters all exports, each position, and what happened with a candidate', async () => {
    const decide = ['exports:read', 'exports:decide'];
    expect(await scopesOf('recruiter', 'export-panel', 'exports')).toEqual([
      ...decide,
      'exports:all',
    ]);
    expect(await scopesOf('recruiter', 'export-panel', 'job:p-1042')).toEqual(decide);
    expect(await scopesOf('recruiter', 'rediscovered-candidates', 'job:p-1042')).toEqual([
      'rediscovered:read',
      'rediscovered:decide',
    ]);
    expect(await scopesOf('recruiter', 'activity', candidate)).toEqual(['profile:read']);
  });

  it('show hiring managers what comes for the positions they fill', async () => {
    expect(await scopesOf('hiring-manager', 'export-panel', 'job:p-1060')).toEqual([
      'exports:read',
      'exports:decide',
    ]);
    expect(await scopesOf('hiring-manager', 'rediscovered-candidates', 'job:p-1060')).toEqual([
      'rediscovered:read',
      'rediscovered:decide',
    ]);
  });

  it.each([
    ['hiring-manager', 'export-panel', 'exports'],
    ['hiring-manager', 'export-panel', 'job:p-1042'],
    ['hiring-manager', 'rediscovered-candidates', 'job:p-1042'],
    ['administrator', 'export-panel', 'exports'],
    ['administrator', 'export-panel', 'job:p-1060'],
    ['administrator', 'rediscovered-candidates', 'job:p-1060'],
    ['recruiter', 'export-panel', 'job:p-0'],
    ['recruiter', 'rediscovered-candidates', 'job:p-0'],
    ['recruiter', 'activity', 'candidate:c0000000000'],
  ])('are refused to a %s for %s of %s', async (slug, widget, obj) => {
    expect(await scopesOf(slug, widget, obj)).toBe(403);
  });

  it('are refused to hiring managers for what happened with a candidate', async () => {
    expect(await scopesOf('hiring-manager', 'activity', candidate)).toBe(403);
  });

  it.each(['candidate:c0000000000', 'candidate:../x', 'candidates'])(
    'are refused for a profile of %s',
    async (obj) => {
      const recruiter = await test.browser().signIn('recruiter');
      expect((await recruiter.context('profile-widget', obj)).status).toBe(403);
    },
  );

  it('are refused to those who are not signed in, or no longer', async () => {
    expect((await test.browser().context('profile-widget', candidate)).status).toBe(401);
    const recruiter = await test.browser().signIn('recruiter');
    const { cookie } = recruiter;
    await recruiter.post('/sign-out');
    recruiter.cookie = cookie;
    expect((await recruiter.context('profile-widget', candidate)).status).toBe(401);
  });

  it.each([
    ['a request of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a request without the header that forms cannot send', { 'x-rsc': '' }],
    ['a form', { 'content-type': 'text/plain' }],
  ])('are refused to %s', async (_what, headers) => {
    const recruiter = await test.browser().signIn('recruiter');
    const response = await recruiter.context('profile-widget', candidate, headers);
    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain('ticket');
  });
});
