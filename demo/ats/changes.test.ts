/** What a person changes in the ATS, and which records LinkedIn is told of. */
import type { RecordRef } from 'rsc-embed/backend';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createTestAts,
  nowMs,
  person,
  type TestAts,
  type TestBrowser,
} from './ats.test-support.ts';
import type { Candidate } from './index.ts';

describe('a change in the ATS', () => {
  let test: TestAts;
  let browser: TestBrowser;
  let told: [string, ...string[]][];
  let id: string;

  beforeEach(async () => {
    test = createTestAts();
    browser = await test.browser().signIn('recruiter');
    id = test.ats.candidates.all()[0]?.id ?? '';
    told = [];
    test.ats.onRecords((refs, op) => told.push([op, ...refs.map(nameOf)]));
  });

  const nameOf = ({ resource, id, parentId = '' }: RecordRef): string =>
    `${resource} ${parentId} ${id}`;
  const now = (): Candidate => test.ats.candidates.byId(id)!;
  const post = (what: string, fields?: Record<string, string>) =>
    browser.post(`/candidates/${id}/${what}`, fields);
  const applicationId = (): string => now().applications[0].id;
  const own = (): string => `candidates  ${id}`;
  const application = (): string => `applications  ${applicationId()}`;
  const contact = { firstName: 'José', lastName: 'Araújo', email: 'jose@example.com' };

  it('of contact details is of the candidate and of what repeats them', async () => {
    await post('contact', { ...contact, company: 'Halden' });
    expect(now()).toMatchObject({ email: 'jose@example.com', company: 'Halden', phone: null });
    expect(told[0]?.slice(0, 2)).toEqual(['upsert', own()]);
    expect(told[0]).toContain(application());
  });

  it('of contact details takes no empty name, and an address as somebody writes it', async () => {
    const { firstName } = now();
    await post('contact', { ...contact, firstName: ' ', email: ' jose at example ' });
    // Sync explains what LinkedIn cannot take.
    expect(now()).toMatchObject({ firstName, email: 'jose at example' });
  });

  it('of the stage is of the application and of each stage that is new', async () => {
    await post('stage', { stage: 'applied' });
    told = [];
    await post('stage', { stage: 'offer' });
    const [[op, ...names] = ['none']] = told;
    expect(op).toBe('upsert');
    expect(names).toContain(application());
    expect(names.filter((name) => name.startsWith(`stages ${applicationId()} s`))).toHaveLength(1);
    told = [];
    await post('stage', { stage: 'offer' });
    expect(told).toEqual([]);
  });

  it('of notes is of the note, be it about the person or an application', async () => {
    await post('notes', { text: 'About the person' });
    const person = now().notes[0]?.id ?? '';
    await post('notes', { text: 'About the application', about: applicationId() });
    const about = now().notes[0]?.id ?? '';
    const names = told.map(([op, ...all]) => [
      op,
      ...all.filter((name) => !/^(candidates|applications) /.test(name)),
    ]);
    expect(names).toEqual([
      ['upsert', `candidateNotes ${id} ${person}`],
      ['upsert', `applicationNotes ${applicationId()} ${about}`],
    ]);
    told = [];
    await post(`notes/${about}/delete`);
    expect(now().notes.map((note) => note.id)).not.toContain(about);
    expect(told[0]).toEqual(['delete', `applicationNotes ${applicationId()} ${about}`]);
  });

  it('of feedback is kept under the name of who wrote it, and can be taken away', async () => {
    await post('feedback', { text: 'Calm and clear', rating: '5' });
    for (const rating of ['0', '6', '2.5', 'x']) await post('feedback', { text: 'No', rating });
    const [feedback] = now().feedback;
    expect(feedback).toMatchObject({ author: 'Ingrid Solberg', rating: 5, text: 'Calm and clear' });
    const name = `interviewFeedback ${applicationId()} ${feedback?.id ?? ''}`;
    expect(told.flat()).toContain(name);
    told = [];
    await post(`feedback/${feedback?.id ?? ''}/delete`);
    expect(told[0]).toEqual(['delete', name]);
  });

  it('that deletes stages leaves the application where it began', async () => {
    await post('stage', { stage: 'screening' });
    await post('stage', { stage: 'offer' });
    expect(await (await browser.get(`/candidates/${id}`)).text()).toContain('Delete stages');
    told = [];
    await post(`stages/${applicationId()}/delete`);
    expect(now().applications[0]).toMatchObject({ stage: 'applied', movedAtMs: nowMs });
    const [[op, ...names] = ['none']] = told;
    expect(op).toBe('delete');
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) expect(name).toMatch(new RegExp(`^stages ${applicationId()} s[1-9]`));
    expect(await (await browser.get(`/candidates/${id}`)).text()).not.toContain('Delete stages');
  });

  it('that deletes an application takes along what hangs on it, which goes first', async () => {
    await post('notes', { text: 'About the application', about: applicationId() });
    const gone = applicationId();
    told = [];
    await post(`applications/${gone}/delete`);
    expect(now().applications.map((one) => one.id)).not.toContain(gone);
    const [[op, ...names] = ['none']] = told;
    expect(op).toBe('delete');
    expect(names.at(-1)).toBe(`applications  ${gone}`);
    expect(names.filter((name) => name.startsWith(`applicationNotes ${gone}`)).length).toBe(
      names.filter((name) => name.includes('Notes')).length,
    );
    expect(names).toContain(`stages ${gone} s0`);
  });

  it('that ends sharing deletes everything at LinkedIn, and nothing in the ATS', async () => {
    const before = now();
    await post('sharing', { share: 'no' });
    expect(now()).toMatchObject({ sharedWithLinkedIn: false, notes: before.notes });
    expect(told).toHaveLength(1);
    expect(told[0]?.[0]).toBe('delete');
    expect(told[0]?.at(-1)).toBe(own());
    told = [];
    await post('stage', { stage: 'offer' });
    expect(told).toEqual([]);
    await post('sharing', { share: 'yes' });
    expect(told[0]?.slice(0, 2)).toEqual(['upsert', own()]);
  });

  it('that deletes a candidate deletes all of it, once', async () => {
    await post('delete');
    expect(test.ats.candidates.byId(id)).toBeNull();
    expect(told).toHaveLength(1);
    expect(told[0]?.at(-1)).toBe(own());
    expect((await post('delete')).status).toBe(404);
    expect(told).toHaveLength(1);
  });

  it('is made by recruiters; who fills a position writes about those who came for it', async () => {
    test = createTestAts({
      people: Array.from({ length: 60 }, (_, index) =>
        person(`Jo ${index}`, 'Example', index % 2 === 0 ? 'Mechanical Engineer' : 'Copywriter'),
      ),
    });
    const of = (position: string, isIt: boolean) =>
      test.ats.candidates
        .all()
        .find(({ applications: [{ opening }] }) => (opening.id === position) === isIt);
    const [own, other] = [of('p-1060', true), of('p-1060', false)];
    if (own === undefined || other === undefined) throw new Error('there is nobody to try it with');
    const manager = await test.browser().signIn('hiring-manager');
    const administrator = await test.browser().signIn('administrator');
    const statusOf = async (by: typeof manager, { id: whose }: { id: string }, what: string) =>
      (await by.post(`/candidates/${whose}/${what}`, { text: 'Good', rating: '4', stage: 'offer' }))
        .status;
    for (const what of ['notes', 'feedback', 'stage']) {
      expect(await statusOf(manager, own, what), what).toBe(303);
      expect(await statusOf(manager, other, what), what).toBe(403);
      expect(await statusOf(administrator, own, what), what).toBe(403);
    }
    for (const what of [
      'contact',
      'sharing',
      'notes/x/delete',
      'applications/x/delete',
      'delete',
    ]) {
      expect(await statusOf(manager, own, what), what).toBe(403);
      expect(await statusOf(administrator, own, what), what).toBe(403);
    }
    expect(test.ats.candidates.byId(other.id)).toEqual(other);
    const shown = await (await manager.get(`/candidates/${other.id}`)).text();
    expect(shown).toContain(other.lastName);
    expect(shown).not.toMatch(/Add note|Add feedback|Delete|>Move</);
  });

  it.each(['contact', 'sharing', 'delete', 'stage', 'notes', 'feedback', 'notes/x/delete'])(
    'is not made by a form of another site, or without a session: %s',
    async (what) => {
      const before = now();
      const foreign = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' };
      const fields = { ...contact, share: 'no', stage: 'offer', text: 'x', rating: '3' };
      const path = `/candidates/${id}/${what}`;
      expect((await browser.post(path, fields, foreign)).status).toBe(403);
      const nobody = await test.browser().post(path, fields);
      expect(nobody.headers.get('location')).toMatch(/^\/sign-in\?/);
      expect(now()).toEqual(before);
      expect(told).toEqual([]);
    },
  );
});
