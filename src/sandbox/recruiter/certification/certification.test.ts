/** The certification helper: its rules, and what it counts. */
import { beforeEach, describe, expect, it } from 'vitest';
import * as records from '../../../../test/support/ats-records.ts';
import type { PageReader } from '../../../../test/support/page-reader.ts';
import {
  acme,
  clientId,
  createRecruiterWorld,
  type RecruiterWorld,
  type Visitor,
} from '../../../../test/support/recruiter-pages.ts';

let world: RecruiterWorld;
let tom: Visitor;
beforeEach(async () => {
  world = createRecruiterWorld();
  tom = await world.visitor('tom');
});

const page = (): Promise<PageReader> => tom.get('/talent/certification');

describe('the certification page', () => {
  it('lists every rule, with what to do and links to where', async () => {
    const { text, html } = await page();
    for (const id of [
      ...['RSC-101', 'RSC-102', 'RSC-103', 'RSC-104', 'RSC-105', 'RSC-106'],
      ...['RSC-201', 'RSC-202', 'RSC-203', 'Case 6', 'Case 7', 'Case 8', 'Case 9', 'Case 10'],
      ...['Cases 11, 12', 'Case 13', 'RSC-401', 'RSC-402', 'RSC-403', 'RSC-404'],
      ...['RSC-501', 'RSC-502', 'RSC-503', 'RSC-504', 'RSC-505'],
    ]) {
      expect(text).toContain(id);
    }
    const links = new Set([...html.matchAll(/href="(\/[^"]*)"/g)].map(([, href = '']) => href));
    const rita = await world.visitor('rita');
    for (const href of links) {
      if (href.startsWith('/assets/')) continue;
      expect((await rita.get(href)).status, href).toBe(200);
    }
  });

  it('counts what the ATS has sent, and what of it belongs to the last two years', async () => {
    world.showToAll();
    const old = Date.parse('2024-03-01T23:00:00Z');
    world.putJob({ listedAt: old });
    world.putJob({
      id: 'j-2',
      state: 'CLOSED',
      availability: 'PUBLIC',
      listedAt: old + 86_400_000,
    });
    world.sync(world.people[3]!, 1);
    const later = { atsCreatedAt: world.clock.nowMs, atsLastModifiedAt: world.clock.nowMs };
    world.put('applications', records.application({ id: 'a-2', ...later }));
    const { text } = await page();
    expect(text).toContain('Jobs 2 of the last two years 1 Open 1 Closed 1 In your export list 1');
    expect(text).toContain('Candidates 1 of the last two years 0 Matched with a member 1');
    expect(text).toContain(
      'Applications 2 of the last two years 1 Stages 1 Notes 1 Interview feedback 1',
    );
    expect(text).toContain('Public jobs 1 Private jobs 1');
  });

  it('counts what recruiters have done', async () => {
    const { state } = world.sandbox;
    const seat = world.seatOf('rita');
    const member = world.people[3]!;
    for (const jobPostingId of ['j-1', 'j-2', null]) {
      state.exports.requests.add({
        clientId,
        integrationContext: acme,
        jobPostingId,
        exportType: 'PROFILE',
        member: member.personUrn,
        seat: seat.urn,
        createdAtMs: world.clock.nowMs,
      });
    }
    const mail = { subject: 'S', text: 'T' };
    const conversation = state.conversations.start(seat, member.personUrn, mail, 1);
    state.conversations.answer(conversation, 'ACCEPTED', '', 2);
    state.mailStubs.add(conversation, member, 2);
    const note = { member: member.personUrn, text: 'N', visibility: 'PRIVATE' } as const;
    state.prospectNotes.change(state.prospectNotes.add(seat, note, 1), { active: false }, 2);
    state.closeMember(member.personUrn);
    const { text } = await page();
    expect(text).toContain('Exports 3 Members exported 1');
    expect(text).toContain('Members exported to several jobs 1');
    expect(text).toContain('InMail of your contract 1 Accepted 1 Declined 0');
    expect(text).toContain('Stub profiles 1 Notes 0 Deleted notes 1');
    expect(text).toContain('Exported members who closed the account 1');
  });

  it('tells how the applications stand, and nothing of other customers', async () => {
    const { text } = await page();
    expect(text).toContain('ATS - Acme 5 of 5 named, 5 enabled');
    expect(text).toContain('https://ats.example.com');
    expect(text).toContain('Foreign id of ATS - Acme acme-1');
    expect(text).not.toContain('ATS - Other');
  });
});
