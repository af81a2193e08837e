/** InMail, on both sides. */
import { beforeEach, describe, expect, it } from 'vitest';
import * as records from '../../../../test/support/ats-records.ts';
import type { PageReader } from '../../../../test/support/page-reader.ts';
import {
  acme,
  createRecruiterWorld,
  type RecruiterWorld,
  type Visitor,
} from '../../../../test/support/recruiter-pages.ts';
import type { Person } from '../../state/people.ts';
import { composeLink, profileLink } from '../links.ts';

let world: RecruiterWorld;
let rita: Visitor;
let person: Person;
beforeEach(async () => {
  world = createRecruiterWorld();
  person = world.people[3]!;
  rita = await world.visitor('rita');
});

const mail = { subject: 'A role in Oslo', text: 'Hello,\r\n<b>bridges</b>?' };
const write = async (fields: Readonly<Record<string, string>> = mail): Promise<PageReader> =>
  rita.press(await rita.get(composeLink(person.personUrn)), 'Send InMail', fields);
const conversation = () =>
  world.sandbox.state.conversations.ofSeat(world.seatOf('rita').urn).at(-1);
const events = () =>
  world.sandbox.state.conversations.eventsOf(conversation()?.thread ?? '').map(({ kind }) => kind);
const stubs = () =>
  world.sandbox.state.mailStubs.of(world.seatOf('rita').contract, person.personUrn);

describe('writing', () => {
  it('begins a conversation, which is in the list and on the profile', async () => {
    const thread = await write();
    expect(thread.notice).toBe('InMail sent.');
    expect(thread.heading).toBe('A role in Oslo');
    expect(thread.section('messages')).toContain('Hello, <b>bridges</b>?');
    expect(thread.url.search).not.toContain('Oslo');
    expect(conversation()).toMatchObject({ member: person.personUrn, state: 'PENDING' });
    expect((await rita.get('/talent/inmail')).link(/A role in Oslo$/)).not.toBeNull();
    const profile = await rita.get(profileLink(person.personUrn));
    expect(profile.section('inmail')).toContain('A role in Oslo');
  });

  it.each([
    [{ subject: '', text: 'T' }, 'Write a subject.'],
    [{ subject: 'S', text: '  ' }, 'Write a message.'],
    [{ subject: 'S'.repeat(201), text: 'T' }, 'Use at most 200 characters.'],
    [{ subject: 'S', text: 'T'.repeat(8_001) }, 'Use at most 8000 characters.'],
  ])('keeps what was written when something is wrong', async (fields, problem) => {
    const page = await write(fields);
    expect(page.status).toBe(400);
    expect(page.alert).toContain(problem);
    expect(page.form('Send InMail')?.fields.get('subject')).toBe(fields.subject);
    expect(page.html).toContain('aria-invalid="true"');
    expect(conversation()).toBeUndefined();
  });

  it('warns of people who must not be contacted', async () => {
    const email = person.emails[0] ?? '';
    const record = records.candidate({ emailAddresses: [email], doNotContact: true });
    const { state } = world.sandbox;
    state.putCandidate(acme, record);
    expect((await rita.get(composeLink(person.personUrn))).text).toContain('do not contact');
  });

  it('to somebody who does not exist is refused', async () => {
    expect((await rita.get('/talent/inmail/new?member=nobody')).status).toBe(404);
    expect((await rita.post('/talent/inmail', { member: 'nobody', ...mail })).status).toBe(404);
  });
});

describe('the member’s side', () => {
  it('is marked as the sandbox’s own', async () => {
    expect((await write()).section('sandbox-only')).toContain('Sandbox only: not in LinkedIn');
  });

  it('accepts without sharing contact details', async () => {
    const page = await rita.press(await write(), 'Accept', { text: 'Yes.' });
    expect(page.notice).toBe('The member has accepted.');
    expect(page.section('messages')).toContain('Yes.');
    expect(conversation()?.state).toBe('ACCEPTED');
    expect(stubs()).toEqual([]);
  });

  it('accepts and shares contact details, which makes a stub profile', async () => {
    const page = await rita.press(await write(), 'Accept', { share: 'yes' });
    expect(page.notice).toContain('a stub profile was made');
    expect(stubs()).toMatchObject([{ emailAddress: person.emails[0] }]);
    const profile = await rita.get(profileLink(person.personUrn));
    expect(profile.section('inmail')).toContain(`Contact details shared ${person.emails[0] ?? ''}`);
    expect(page.text).toContain('Contact details have been shared already.');
    await rita.press(page, /^Reply as /, { text: 'And my CV.', share: 'yes' });
    expect(stubs()).toHaveLength(1);
    expect(events()).toEqual(['SENT', 'ACCEPTED', 'REPLIED']);
  });

  it('may share contact details with a later reply', async () => {
    const page = await rita.press(await write(), 'Accept');
    const replied = await rita.press(page, /^Reply as /, { text: 'Here.', share: 'yes' });
    expect(replied.notice).toContain('a stub profile was made');
    expect(stubs()).toHaveLength(1);
  });

  it('declines, and nobody can write on', async () => {
    const sent = await write();
    const page = await rita.press(sent, 'Decline', { share: 'yes' });
    expect(page.notice).toBe('The member has declined.');
    expect(stubs()).toEqual([]);
    expect(page.form('Send reply')).toBeNull();
    const late = await rita.press(sent, 'Send reply', { text: 'Are you sure?' });
    expect(late.status).toBe(400);
    expect((await rita.press(sent, 'Accept')).alert).toContain('moved on');
    expect(events()).toEqual(['SENT', 'DECLINED']);
  });

  it('does not reply without words', async () => {
    const page = await rita.press(await write(), 'Accept');
    expect((await rita.press(page, /^Reply as /)).alert).toBe('Write a message.');
  });
});

describe('a conversation', () => {
  it('goes on', async () => {
    const page = await rita.press(await write(), 'Accept');
    const replied = await rita.press(page, 'Send reply', { text: 'Monday?' });
    expect(replied.notice).toBe('Reply sent.');
    expect(replied.section('messages')).toContain(
      'Rita Admin wrote, 2 Mar 2026, 10:00 UTC Monday?',
    );
    expect((await rita.press(replied, 'Send reply')).status).toBe(400);
  });

  it('shows colleagues on the contract who and when, and nothing of what was written', async () => {
    const { url } = await write();
    const tom = await world.visitor('tom');
    const page = await tom.get(url.pathname + url.search.replace('&said=inmail-sent', ''));
    expect(page.text).toContain('Rita Admin wrote, 2 Mar 2026');
    expect(page.text).not.toMatch(/bridges|A role in Oslo/);
    expect(page.title).not.toContain('Oslo');
    expect(page.form('Send reply')).toBeNull();
    expect(page.form('Accept')).toBeNull();
    const profile = await tom.get(profileLink(person.personUrn));
    expect(profile.section('inmail')).toContain('InMail of Rita Admin');
    expect(profile.section('inmail')).not.toMatch(/bridges|A role in Oslo/);
    const thread = url.searchParams.get('id') ?? '';
    expect((await tom.post('/talent/inmail/reply', { thread, text: 'x' })).status).toBe(404);
    expect((await tom.post('/talent/sandbox/answer', { thread, act: 'accept' })).status).toBe(404);
    expect(events()).toEqual(['SENT']);
  });

  it.each(['olga', 'boris'])('does not exist for other contracts: %s', async (account) => {
    const { url } = await write();
    const stranger = await world.visitor(account);
    expect((await stranger.get(url.pathname + url.search)).status).toBe(404);
    const profile = await stranger.get(profileLink(person.personUrn));
    expect(profile.section('inmail')).toContain('Nobody on this contract has written');
  });

  it('with a member who has closed the account stays, and cannot go on', async () => {
    const sent = await write();
    world.sandbox.state.closeMember(person.personUrn);
    const page = await rita.get(sent.url.pathname + sent.url.search);
    expect(page.text).toContain('The member has closed the account.');
    expect((await rita.press(sent, 'Send reply', { text: 'x' })).status).toBe(400);
    expect((await rita.get('/talent/inmail')).text).toContain('Closed account');
  });
});
