/** Pages of positions: what LinkedIn's panels are shown to whom, and what recruiters change. */
import type { RecordRef } from 'rsc-embed/backend';
import { beforeEach, describe, expect, it } from 'vitest';
import { accounts } from './accounts.ts';
import { createTestAts, type TestAts } from './ats.test-support.ts';

const [recruiter, secondRecruiter] = accounts;
const members = [
  { userId: recruiter.id, member: 'urn:li:person:ingrid' },
  { userId: secondRecruiter.id, member: 'urn:li:person:daniel' },
];
const acl = { resource: 'entityAcls', id: 'access-p-1060', parentId: 'p-1060' } as const;
const assignee = (id: string): RecordRef => ({
  ...{ resource: 'aclAssignees', id, parentId: 'access-p-1060' },
});

describe('positions of the ATS', () => {
  let test: TestAts;
  let told: [string, ...RecordRef[]][];

  beforeEach(() => {
    test = createTestAts({ membersOfUsers: async () => members });
    told = [];
    test.ats.onRecords((refs, op) => told.push([op, ...refs]));
  });

  const pageFor = async (slug: string, path: string): Promise<string> =>
    (await (await test.browser().signIn(slug)).get(path)).text();

  it.each([
    ['recruiter', 'p-1042', true],
    ['hiring-manager', 'p-1060', true],
    ['hiring-manager', 'p-1042', false],
    ['administrator', 'p-1060', false],
  ])('show a %s what LinkedIn has for %s: %s', async (slug, id, isShown) => {
    const page = await pageFor(slug, `/positions/${id}`);
    expect(page).toContain('id="applicant-list"');
    expect(page.includes(`<rsc-export-panel job-id="${id}">`)).toBe(isShown);
    expect(page.includes(`<rsc-rediscovered-candidates job-id="${id}">`)).toBe(isShown);
  });

  it('have one inbox of all exports, in the navigation of recruiters', async () => {
    expect(await pageFor('recruiter', '/exports')).toContain('<rsc-export-panel>');
    expect(await pageFor('recruiter', '/positions')).toContain('href="/exports"');
    expect(await pageFor('hiring-manager', '/positions')).not.toContain('href="/exports"');
  });

  it('name who has applied for pages that are open, to those who are signed in', async () => {
    const [candidate] = test.ats.candidates.all();
    const position = candidate?.applications[0].opening.id ?? '';
    const path = `/positions/${position}/applicants`;
    const browser = await test.browser().signIn('recruiter');
    const response = await browser.get(path);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const row = { id: candidate?.id, name: 'José Araújo', initials: 'JA' };
    expect(await response.json()).toContainEqual(expect.objectContaining(row));
    expect((await browser.get('/positions/p-0/applicants')).status).toBe(404);
    expect((await test.browser().get(path)).status).toBe(303);
  });

  it('tell LinkedIn when a position is closed, and opened again', async () => {
    const browser = await test.browser().signIn('recruiter');
    await browser.post('/positions/p-1060/state', { open: 'no' });
    expect(await test.ats.sink.job('kestrel', 'p-1060')).toMatchObject({ isOpen: false });
    await browser.post('/positions/p-1060/state', { open: 'yes' });
    expect(await test.ats.sink.job('kestrel', 'p-1060')).toMatchObject({ isOpen: true });
    const job = { resource: 'jobPostings', id: 'p-1060' };
    expect(told).toEqual([
      ['upsert', job],
      ['upsert', job],
    ]);
  });

  it('tell LinkedIn who may see a position, who may no longer, and that all may again', async () => {
    const browser = await test.browser().signIn('recruiter');
    const allow = (fields: Record<string, string>) =>
      browser.post('/positions/p-1060/access', fields);
    await allow({ access: 'some', user: recruiter.id });
    await allow({ access: 'some', user: secondRecruiter.id });
    await allow({ access: 'some', user: 'somebody' });
    await allow({ access: 'all', user: recruiter.id });
    expect(told).toEqual([
      ['upsert', acl, assignee('urn:li:person:ingrid')],
      ['delete', assignee('urn:li:person:ingrid')],
      ['upsert', assignee('urn:li:person:daniel')],
      ['delete', assignee('urn:li:person:daniel')],
      ['delete', acl],
    ]);
  });

  it.each(['state', 'access'])(
    'refuse a change of %s by others and from elsewhere',
    async (what) => {
      const path = `/positions/p-1060/${what}`;
      const fields = { open: 'no', access: 'some' };
      for (const slug of ['hiring-manager', 'administrator']) {
        const browser = await test.browser().signIn(slug);
        expect((await browser.post(path, fields)).status).toBe(403);
      }
      const own = await test.browser().signIn('recruiter');
      const foreign = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' };
      expect((await own.post(path, fields, foreign)).status).toBe(403);
      expect((await test.browser().post(path, fields)).status).toBe(303);
      expect(told).toEqual([]);
    },
  );
});
