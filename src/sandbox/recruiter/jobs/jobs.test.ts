/** Jobs of the ATS, and their people. */
import { beforeEach, describe, expect, it } from 'vitest';
import * as records from '../../../../test/support/ats-records.ts';
import {
  acme,
  clientId,
  createRecruiterWorld,
  type RecruiterWorld,
  type Visitor,
} from '../../../../test/support/recruiter-pages.ts';
import { jobLink } from '../links.ts';

let world: RecruiterWorld;
let rita: Visitor;
beforeEach(async () => {
  world = createRecruiterWorld();
  world.showToAll();
  rita = await world.visitor('rita');
});

describe('the list of jobs', () => {
  it('says where jobs come from while there are none', async () => {
    expect((await rita.get('/talent/jobs')).text).toContain('simpleJobPostings');
  });

  it('shows state, availability, day and numbers, newest first', async () => {
    world.putJob({ listedAt: Date.parse('2026-01-05T00:00:00Z') });
    world.putJob({ id: 'j-2', title: 'Gardener', availability: 'PUBLIC', state: 'CLOSED' });
    world.sync(world.people[3]!, 1);
    const section = (await rita.get('/talent/jobs')).section('results');
    expect(section).toContain('2 jobs');
    expect(section).toMatch(
      /Bridge engineer j-1 · San Francisco, CA · listed 5 Jan 2026 Open Private to the ATS integration Applicants 1 Exported 0 Gardener j-2 .* Closed Public/,
    );
  });

  it('is searched by words and state, with the words out of the address', async () => {
    world.putJob();
    world.putJob({ id: 'j-2', title: 'Gardener', state: 'CLOSED' });
    const list = await rita.get('/talent/jobs');
    const byWords = await rita.press(list, 'Find jobs', { text: 'GARD' });
    expect(byWords.link('Gardener')).toBe('/talent/job?id=j-2');
    expect(byWords.link('Bridge engineer')).toBeNull();
    expect(byWords.url.search).not.toMatch(/gard/i);
    const open = await rita.press(list, 'Find jobs', { state: 'LISTED' });
    expect(open.link('Gardener')).toBeNull();
    const none = await rita.press(list, 'Find jobs', { text: 'zzz' });
    expect(none.section('results')).toContain('No job fits.');
  });

  it('comes in pages', async () => {
    for (let number = 0; number < 30; number += 1) world.putJob({ id: `j-${String(number)}` });
    const first = await rita.get('/talent/jobs');
    expect(first.section('results')).toContain('1 to 25 of 30 jobs');
    expect((await rita.follow(first, 'Next')).section('results')).toContain('26 to 30 of 30 jobs');
  });

  it('leaves out what access lists hide, and says so', async () => {
    world.putJob();
    world.put('entityAcls', records.entityAcl());
    world.put('aclAssignees', records.aclAssignee({ assignee: world.seatOf('tom').personUrn }));
    const page = await rita.get('/talent/jobs');
    expect(page.link('Bridge engineer')).toBeNull();
    expect(page.text).toContain('One more job is not shown to you');
    expect((await rita.get(jobLink('j-1'))).status).toBe(404);
    const tom = await world.visitor('tom');
    expect((await tom.get(jobLink('j-1'))).heading).toBe('Bridge engineer');
  });

  it('has no jobs of other customers', async () => {
    world.putJob();
    const boris = await world.visitor('boris');
    expect((await boris.get('/talent/jobs')).link('Bridge engineer')).toBeNull();
    expect((await boris.get(jobLink('j-1'))).status).toBe(404);
  });
});

describe('a job', () => {
  it.each(['..', 'a/b?c#d', '"><script>', 'ä & ö=1', '%2e%2e'])(
    'can have the id %s',
    async (id) => {
      world.putJob({ id });
      const page = await rita.follow(await rita.get('/talent/jobs'), 'Bridge engineer');
      expect(page.heading).toBe('Bridge engineer');
    },
  );

  it('shows its description as text', async () => {
    world.putJob({ description: '<p>Build &amp; rest</p><script>alert(1)</script>' });
    const page = await rita.get(jobLink('j-1'));
    expect(page.text).toContain('Build & rest');
    expect(page.html).not.toContain('<script>');
  });

  it('shows who was exported to it and who has applied', async () => {
    world.putJob();
    const person = world.people[4]!;
    const exported = {
      clientId,
      integrationContext: acme,
      jobPostingId: 'j-1',
      exportType: 'RESUME' as const,
      member: person.personUrn,
      seat: world.seatOf('tom').urn,
      createdAtMs: world.clock.nowMs,
    };
    world.sandbox.state.exports.requests.add(exported);
    world.sync(world.people[3]!, 1);
    const page = await rita.get(jobLink('j-1'));
    expect(page.section('exported')).toContain(`${person.firstName} ${person.lastName}`);
    expect(page.section('exported')).toContain('Profile and resume, by Tom Recruiter');
    expect(page.section('applicants')).toContain('Phone Screen');
    world.sandbox.state.closeMember(person.personUrn);
    expect((await rita.get(jobLink('j-1'))).section('exported')).toContain('Closed account');
  });

  it('hides applicants whom access to applications hides', async () => {
    world.putJob();
    world.sync(world.people[3]!, 1);
    const { integrations } = world.sandbox.state;
    const integration = world.integration('IN_ATS_INDICATOR');
    integrations.configure(integration, 'APPLICATION_VIEWERS', null, world.clock.nowMs);
    expect((await rita.get(jobLink('j-1'))).section('applicants')).toContain(
      'Applicants in the ATS (0)',
    );
    expect((await rita.get('/talent/jobs')).text).toContain('Applicants 0');
  });
});

describe('rediscovered candidates', () => {
  const person = () => world.people[3]!;
  const name = () => `${person().firstName} ${person().lastName}`;

  it('are past applicants, with why', async () => {
    world.putJob({ id: 'j-2', title: 'Senior Engineer' });
    world.sync(person(), 1);
    const section = (await rita.get(jobLink('j-2'))).section('rediscovered');
    expect(section).toContain(name());
    expect(section).toMatch(/Why: shares engineer with the title of this job; applied before/);
    expect(section).toMatch(/Bridge engineer, 14 Nov 2023, Phone Screen/);
  });

  it('are not those who have applied for this job, nor any while the indicator is off', async () => {
    world.putJob();
    world.sync(person(), 1);
    expect((await rita.get(jobLink('j-1'))).section('rediscovered')).not.toContain(name());
    world.putJob({ id: 'j-2', title: 'Senior Engineer' });
    const { integrations } = world.sandbox.state;
    integrations.switch([world.integration('IN_ATS_INDICATOR')], false, world.clock.nowMs);
    const section = (await rita.get(jobLink('j-2'))).section('rediscovered');
    expect(section).toContain('not switched on');
    expect(section).not.toContain(name());
  });
});
