/** Exports taken back: what goes with them, what stays, and when a person has to look. */
import type { ExportedMember } from 'rsc-embed/backend';
import { beforeEach, describe, expect, it } from 'vitest';
import { accounts } from '../accounts.ts';
import { createTestAts, nowMs, type TestAts, type TestBrowser } from '../ats.test-support.ts';

const tenant = 'kestrel';

const exported = (exportId: string, jobId: string | null): ExportedMember => ({
  ...{ tenant, exportId, jobId, receivedAtMs: nowMs },
  profile: {
    member: 'urn:li:person:nora',
    firstName: 'Nora',
    lastName: 'Lund',
    headline: 'Toolmaker',
    locationName: 'Oslo',
    employerNames: ['Fjord Works'],
    jobTitle: undefined,
    profileUrl: undefined,
    skills: [],
    summary: undefined,
    emailAddresses: ['nora@example.com'],
    phoneNumbers: [],
  },
  profileUrl: null,
  resume: null,
  exporter: { seat: null, userId: accounts[0].id },
});

describe('an export that is taken back', () => {
  let test: TestAts;
  let browser: TestBrowser;
  let candidateId: string;
  let applicationId: string | null;

  /** One export that has made a candidate and an application. */
  beforeEach(async () => {
    test = createTestAts();
    browser = await test.browser().signIn('recruiter');
    const { sink } = test.ats;
    ({ candidateId } = await sink.create(exported('e1', 'p-1060')));
    ({ applicationId } = await sink.link(exported('e1', 'p-1060'), candidateId, 'p-1060'));
  });

  const now = () => test.ats.candidates.byId(candidateId);
  const undo = (exportId = 'e1', others = 0) =>
    test.ats.sink.undo({
      ...{ tenant, exportId, candidateId, applicationId, others },
      outcome: 'created',
    });
  const refused = (why: string) => ({ ok: false, why });

  it('is not, where the candidate has come further', async () => {
    await browser.post(`/candidates/${candidateId}/stage`, { stage: 'interview' });
    expect(await undo()).toEqual(refused('candidate_in_use'));
    expect(now()?.applications[0].stage).toBe('interview');
  });

  it('is not, where somebody has written about the candidate', async () => {
    await browser.post(`/candidates/${candidateId}/notes`, { text: 'Spoke on the phone' });
    expect(await undo()).toEqual(refused('candidate_changed'));
    expect(now()?.notes).toHaveLength(1);
  });

  it('is not, where the candidate is gone', async () => {
    await browser.post(`/candidates/${candidateId}/delete`);
    expect(await undo()).toEqual(refused('candidate_gone'));
  });

  it('leaves the candidate to other exports, without the application', async () => {
    const { sink } = test.ats;
    await sink.merge(exported('e2', 'p-1042'), candidateId);
    const second = await sink.link(exported('e2', 'p-1042'), candidateId, 'p-1042');
    expect(await undo('e1', 1)).toEqual({ ok: true });
    expect(now()?.applications.map(({ id }) => id)).toEqual([second.applicationId]);
  });

  it('may be made again, and does nothing when it is taken back twice', async () => {
    expect(await undo()).toEqual({ ok: true });
    expect(await undo()).toEqual({ ok: true });
    const { candidateId: other } = await test.ats.sink.create(exported('e1', null));
    expect(other).not.toBe(candidateId);
    expect(test.ats.candidates.byId(other)?.applications[0].opening.title).toBe('Talent pool');
  });

  it('keeps an application that was there before', async () => {
    const { sink } = test.ats;
    await sink.merge(exported('e2', 'p-1060'), candidateId);
    const again = await sink.link(exported('e2', 'p-1060'), candidateId, 'p-1060');
    expect(again).toEqual({ applicationId, isNew: false });
    expect(await undo('e2', 1)).toEqual({ ok: true });
    expect(now()?.applications.map(({ id }) => id)).toEqual([applicationId]);
  });
});
