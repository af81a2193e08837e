/** A member's profile, above all what it shows of the ATS. */
import { beforeEach, describe, expect, it } from 'vitest';
import * as records from '../../../../test/support/ats-records.ts';
import {
  acme,
  createRecruiterWorld,
  type RecruiterWorld,
  type Visitor,
} from '../../../../test/support/recruiter-pages.ts';
import { profileLink } from '../links.ts';
import type { Person } from '../../state/people.ts';

let world: RecruiterWorld;
let rita: Visitor;
let person: Person;
beforeEach(async () => {
  world = createRecruiterWorld();
  person = world.people[3]!;
  rita = await world.visitor('rita');
});

const inAts = async (who = rita): Promise<string> =>
  (await who.get(profileLink(person.personUrn))).section('in-ats');

describe('a profile', () => {
  it('shows what the profile plugin shows', async () => {
    const page = await rita.get(profileLink(person.personUrn));
    expect(page.heading).toBe(`${person.firstName} ${person.lastName}`);
    for (const part of [
      person.headline,
      person.location,
      person.industry,
      person.summary,
      person.experience[0]!.company,
      person.education[0]!.school,
      ...person.skills,
    ]) {
      expect(page.text).toContain(part);
    }
  });

  it('of somebody who does not exist, or whose id cannot be, is a page that says so', async () => {
    for (const id of ['nobody', '%E0%A4%A', '..%2F..%2Fetc']) {
      expect((await rita.get(`/talent/profile/${id}`)).status).toBe(404);
    }
  });

  it('shows hostile text as text', async () => {
    const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    world.sandbox.state.members.join({
      ...person,
      personUrn: 'urn:li:person:hostile',
      firstName: hostile,
      headline: hostile,
      summary: hostile,
      skills: [hostile],
      emails: ['hostile@example.com'],
      phones: [],
      profileUrl: 'https://www.linkedin.com/in/hostile',
    });
    world.showToAll();
    world.sync({ ...world.people[9]!, firstName: hostile, emails: ['hostile@example.com'] }, 1);
    world.put('candidateNotes', records.candidateNote({ id: hostile, note: hostile }));
    world.put('stages', records.stage({ stage: hostile }));
    const page = await rita.get('/talent/profile/hostile');
    expect(page.status).toBe(200);
    expect(page.section('in-ats')).toContain(hostile);
    expect(page.html).not.toMatch(/<script(?! src="\/assets\/)|<img src=x/);
  });
});

describe('the In-ATS indicator', () => {
  beforeEach(() => {
    world.showToAll();
    world.putJob();
    world.sync(person, 1);
  });

  it('shows candidate, applications, stages, notes, feedback, and how it was matched', async () => {
    const page = await rita.get(profileLink(person.personUrn));
    const section = page.section('in-ats');
    for (const part of [
      'Candidate c-1 · found by matching',
      'Bridge engineer',
      'Phone Screen',
      'Worth a call.',
      'Knows her bridges.',
      'Verbal Communication 4/5',
      'resume.pdf',
      'Met at a fair.',
      'Referral',
      'Job listed',
    ]) {
      expect(section).toContain(part);
    }
    expect(page.link(/^Open in the ATS/)).toBe('https://ats.example.com/candidates/c-1');
    expect(page.link('Bridge engineer')).toBe('/talent/job?id=j-1');
  });

  it('shows stages in the order of time', async () => {
    const before = records.stage().atsCreatedAt - 1;
    world.put('stages', records.stage({ id: 's-0', stage: 'New', atsCreatedAt: before }));
    world.put('stages', records.stage({ id: 's-2', stage: 'Hired', atsCreatedAt: before + 9 }));
    expect(await inAts()).toMatch(/Stages New .* Phone Screen .* Hired/);
  });

  it('says when somebody has linked the candidate by hand, and follows the link', async () => {
    const { state } = world.sandbox;
    state.link(acme, 'c-1', world.people[8]!.personUrn);
    expect(await inAts()).toContain('No candidate of the ATS is this member');
    person = world.people[8]!;
    expect(await inAts()).toContain('linked by hand');
  });

  it('shows each candidate the member is', async () => {
    world.sync(person, 2);
    const section = await inAts();
    expect(section).toContain('Candidate c-1');
    expect(section).toContain('Candidate c-2');
  });

  it('warns of people who must not be contacted', async () => {
    const { state } = world.sandbox;
    const email = person.emails[0] ?? '';
    const record = records.candidate({ emailAddresses: [email], doNotContact: true });
    state.putCandidate(acme, record);
    expect(await inAts()).toContain('The ATS says: do not contact.');
  });

  it('hides applications from who is not on the access list, and says that it does', async () => {
    world.put('entityAcls', records.entityAcl());
    world.put('aclAssignees', records.aclAssignee({ assignee: world.seatOf('tom').personUrn }));
    const section = await inAts();
    expect(section).toContain('Met at a fair.');
    expect(section).toContain('One application is not shown to you');
    for (const part of ['Bridge engineer', 'Phone Screen', 'Worth a call.', 'Knows her bridges.']) {
      expect(section).not.toContain(part);
    }
    expect(await inAts(await world.visitor('tom'))).toContain('Knows her bridges.');
  });

  it('hides applications from all while viewers are not configured', async () => {
    const { integrations } = world.sandbox.state;
    const integration = world.integration('IN_ATS_INDICATOR');
    integrations.configure(integration, 'APPLICATION_VIEWERS', null, world.clock.nowMs);
    const section = await inAts();
    expect(section).toContain('One application is not shown to you');
    expect(section).not.toContain('Phone Screen');
  });

  it('is not for other customers, and for other contracts of the same', async () => {
    expect(await inAts(await world.visitor('boris'))).toContain('No candidate of the ATS');
    expect(await inAts(await world.visitor('olga'))).toContain('Candidate c-1');
  });

  it('vanishes step by step as the ATS deletes', async () => {
    const { state } = world.sandbox;
    state.records.delete('applicationNotes', acme, { applicationId: 'a-1', id: 'an-1' });
    expect(await inAts()).not.toContain('Worth a call.');
    state.records.delete('applications', acme, { id: 'a-1' });
    expect(await inAts()).not.toContain('Phone Screen');
    state.records.delete('candidateNotes', acme, { candidateId: 'c-1', id: 'n-1' });
    expect(await inAts()).not.toContain('Met at a fair.');
    state.deleteCandidate(acme, 'c-1');
    expect(await inAts()).toContain('No candidate of the ATS');
  });

  it('is off while its integration is', async () => {
    const { integrations } = world.sandbox.state;
    integrations.switch([world.integration('IN_ATS_INDICATOR')], false, world.clock.nowMs);
    expect(await inAts()).toContain('is not switched on');
  });
});

describe('closing an account', () => {
  it('takes the member away, and tells who had exported', async () => {
    world.showToAll();
    world.putJob();
    const { state } = world.sandbox;
    state.exports.requests.add({
      clientId: 'app-1',
      integrationContext: acme,
      jobPostingId: 'j-1',
      exportType: 'PROFILE',
      member: person.personUrn,
      seat: world.seatOf('rita').urn,
      createdAtMs: world.clock.nowMs,
    });
    const page = await rita.press(
      await rita.get(profileLink(person.personUrn)),
      /^Close the account of /,
    );
    expect(page.status).toBe(410);
    expect(page.heading).toBe('This member has closed the account');
    expect(state.exports.purged('app-1', 0, world.clock.nowMs + 1).total).toBe(1);
    const again = await rita.post('/talent/sandbox/close-account', { member: 'nobody' });
    expect(again.status).toBe(404);
  });
});
