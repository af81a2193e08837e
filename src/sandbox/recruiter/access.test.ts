/** Who comes into Recruiter, and with which seat. */
import { beforeEach, describe, expect, it } from 'vitest';
import {
  acme,
  americas,
  createRecruiterWorld,
  emea,
  Visitor,
  type RecruiterWorld,
} from '../../../test/support/recruiter-pages.ts';

let world: RecruiterWorld;
beforeEach(() => {
  world = createRecruiterWorld();
});

const pages = [
  '/talent/search',
  '/talent/jobs',
  '/talent/inmail',
  '/talent/integrations',
  '/talent/certification',
];

describe('somebody who is not signed in', () => {
  it.each(pages)('is asked to sign in, and then gets to %s', async (path) => {
    const visitor = new Visitor(world.sandbox);
    const login = await visitor.get(path);
    expect(login.url.pathname).toBe('/uas/login');
    const page = await visitor.press(login, 'Sign in as Rita Admin');
    expect(page.url.pathname).toBe(path);
    expect(page.status).toBe(200);
  });

  it('is not sent to addresses that are not Recruiter’s', async () => {
    const visitor = new Visitor(world.sandbox);
    for (const next of [
      'https://evil.test/',
      '//evil.test/talent',
      '/talentless',
      '/talent\\x',
      '',
    ]) {
      const page = await visitor.post('/uas/login', { account: 'rita', next });
      expect(page.url.href).toBe('http://linkedin.test/');
    }
  });
});

describe('who may come in', () => {
  it('is nobody without a seat', async () => {
    const page = await (await world.visitor('nora')).get('/talent/search');
    expect(page.status).toBe(403);
    expect(page.heading).toBe('You need a Recruiter seat');
    expect(page.form('Use another account')).not.toBeNull();
  });

  it.each([
    ['PARKED', 'your seat is parked'],
    ['INVITED', 'you have not accepted the invitation'],
    ['INACTIVE', 'your seat has been taken back'],
  ] as const)('is nobody whose seat is %s', async (state, reason) => {
    world.sandbox.state.organizations.changeSeat(world.seatOf('tom').urn, { state });
    const page = await (await world.visitor('tom')).get('/talent/jobs');
    expect(page.status).toBe(403);
    expect(page.text).toContain(reason);
  });

  it('is the holder of a seat who has no account', async () => {
    const seat = {
      contract: emea,
      personUrn: 'urn:li:person:new',
      firstName: 'Nils',
      lastName: 'Newcomer',
      email: 'nils@example.com',
      roles: [],
    };
    world.sandbox.state.organizations.addSeat(seat, world.clock.nowMs);
    const visitor = new Visitor(world.sandbox);
    const page = await visitor.press(
      await visitor.get('/uas/login?next=/talent/jobs'),
      'Sign in as Nils Newcomer',
    );
    expect(page.heading).toBe('Jobs');
    expect(page.text).toContain('Nils Newcomer Acme EMEA');
  });
});

describe('a person with seats on two contracts', () => {
  beforeEach(() => {
    const { personUrn } = world.seatOf('rita');
    const name = { firstName: 'Rita', lastName: 'Admin', email: 'rita@example.com', roles: [] };
    world.sandbox.state.organizations.addSeat(
      { ...name, contract: americas, personUrn },
      world.clock.nowMs,
    );
  });

  it('chooses one, and can change', async () => {
    const visitor = await world.visitor('rita');
    const choice = await visitor.get('/talent/search');
    expect(choice.heading).toBe('Choose a contract');
    const inAmericas = await visitor.press(choice, 'Choose Acme Americas');
    expect(inAmericas.text).toContain('Rita Admin Acme Americas');
    const again = await visitor.follow(inAmericas, 'Change contract');
    const inEmea = await visitor.press(again, 'Choose Acme EMEA');
    expect(inEmea.text).toContain('Rita Admin Acme EMEA');
  });

  it('cannot choose a seat of somebody else', async () => {
    const visitor = await world.visitor('rita');
    await visitor.post('/talent/contract', { seat: world.seatOf('tom').urn });
    expect((await visitor.get('/talent/search')).heading).toBe('Choose a contract');
  });
});

describe('forms', () => {
  const actions = [
    '/talent/contract',
    '/talent/search',
    '/talent/jobs',
    '/talent/export',
    '/talent/export/confirm',
    '/talent/inmail',
    '/talent/inmail/reply',
    '/talent/notes',
    '/talent/notes/edit',
    '/talent/notes/delete',
    '/talent/sandbox/answer',
    '/talent/sandbox/close-account',
    '/talent/integrations/switch',
  ];

  it.each(actions)('of other sites are refused: %s', async (action) => {
    const visitor = await world.visitor('rita');
    const body = { member: 'x', id: '1', scope: 'all', client: 'app-1', on: '0' };
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'http://evil.test' }]) {
      const page = await visitor.post(action, body, headers);
      expect(page.status).toBe(403);
      expect(page.text).toContain('Forms of other sites are not accepted.');
    }
    expect(world.sandbox.state.integrations.isEnabledAt(acme, 'PROFILE_PLUGIN')).toBe(true);
  });

  it.each(actions.slice(1))('of people without a seat are refused: %s', async (action) => {
    const page = await (await world.visitor('nora')).post(action, { scope: 'all' });
    expect(page.status).toBe(403);
    expect(page.heading).toBe('You need a Recruiter seat');
  });

  it('that are far too long are refused', async () => {
    const visitor = await world.visitor('rita');
    const page = await visitor.post('/talent/notes', { text: 'x'.repeat(1_000_001) });
    expect(page.status).toBe(413);
  });
});

describe('each page', () => {
  it.each(pages)('has a strict policy, a title and one heading: %s', async (path) => {
    const visitor = await world.visitor('rita');
    const response = await visitor.send(path);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    const page = await visitor.get(path);
    expect(page.title).toMatch(/ · Recruiter sandbox$/);
    expect(page.html.match(/<h1/g)).toHaveLength(1);
    expect(page.html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*src=)/);
  });
});
