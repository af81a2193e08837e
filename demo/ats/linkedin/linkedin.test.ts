/** The ATS as LinkedIn's sync reads it, and as exports and shared contact details change it. */
import { describe, expect, it } from 'vitest';
import type { ExportedMember, RecordRef } from 'rsc-embed/backend';
import { accounts } from '../accounts.ts';
import { atsOrigin, createTestAts, nowMs } from '../ats.test-support.ts';
import type { Candidate } from '../index.ts';

const tenant = 'kestrel';
const options = { integrationContext: 'urn:li:organization:1' };

const createWorld = () => {
  const { ats, browser } = createTestAts();
  const told: string[] = [];
  ats.onRecords((refs, op) => {
    told.push(...refs.map(({ resource, id }) => `${op} ${resource} ${id}`));
  });
  const [first] = ats.candidates.all();
  if (first === undefined) throw new TypeError('no candidates');
  return { ats, browser: browser(), told, first };
};

const member = (
  exportId: string,
  { firstName, lastName, email }: Partial<Candidate> & { readonly firstName: string },
  jobId: string | null = null,
): ExportedMember => ({
  tenant,
  exportId,
  profile: {
    member: `urn:li:person:${firstName}`,
    firstName,
    lastName,
    headline: 'Toolmaker',
    locationName: 'Oslo',
    employerNames: ['Fjord Works'],
    jobTitle: 'Toolmaker',
    profileUrl: undefined,
    skills: ['Milling'],
    summary: undefined,
    emailAddresses: typeof email === 'string' ? [email] : [],
    phoneNumbers: ['+47 555 01'],
  },
  profileUrl: 'https://www.linkedin.com/in/toolmaker',
  resume: null,
  jobId,
  exporter: { seat: 'urn:li:seat:1', userId: accounts[0].id },
  receivedAtMs: nowMs,
});

describe('the source', () => {
  it('names every record once, page by page, and reads each by its name', async () => {
    const { ats } = createWorld();
    for (const resource of ['jobPostings', 'candidates', 'applications', 'stages'] as const) {
      const refs: RecordRef[] = [];
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const page: Awaited<ReturnType<typeof ats.source.scan>> = await ats.source.scan(
          tenant,
          resource,
          { ...options, limit: 2, ...(cursor === '' ? {} : { cursor }) },
        );
        refs.push(...page.refs);
        ({ cursor } = page);
      }
      expect(refs).toHaveLength((await ats.source.count?.(tenant, resource, options)) ?? -1);
      expect(new Set(refs.map((ref) => JSON.stringify(ref))).size).toBe(refs.length);
      const records = await ats.source.read(tenant, refs.slice(0, 100), options);
      expect(records.map(({ ref }) => ref)).toEqual(expect.arrayContaining(refs.slice(0, 100)));
    }
  });

  it('has nothing of another customer, or of somebody who objects', async () => {
    const { ats, first, told, browser } = createWorld();
    const refs: RecordRef[] = [{ resource: 'candidates', id: first.id }];
    expect(await ats.source.read('other', refs, options)).toEqual([]);
    expect(await ats.source.read(tenant, refs, options)).toHaveLength(1);
    await browser.signIn('recruiter');
    await browser.post(`/candidates/${first.id}/sharing`, { share: 'no' });
    expect(await ats.source.read(tenant, refs, options)).toEqual([]);
    // What hangs on the candidate goes first.
    expect(told.at(-1)).toBe(`delete candidates ${first.id}`);
    expect(told.every((one) => one.startsWith('delete '))).toBe(true);
  });

  it('tells only of what has changed', async () => {
    const { ats, first, told, browser } = createWorld();
    await browser.signIn('recruiter');
    const next = first.applications[0].stage === 'offer' ? 'hired' : 'offer';
    await browser.post(`/candidates/${first.id}/stage`, { stage: next });
    expect(told.some((one) => one.startsWith('upsert stages'))).toBe(true);
    expect(told.some((one) => one.includes('Note'))).toBe(false);
    told.length = 0;
    await browser.post(`/candidates/${first.id}/stage`, { stage: next });
    expect(told).toEqual([]);
    await browser.post('/positions/p-1042/state', { open: 'no' });
    expect(told).toEqual(['upsert jobPostings p-1042']);
    const [posting] = await ats.source.read(
      tenant,
      [{ resource: 'jobPostings', id: 'p-1042' }],
      options,
    );
    expect(posting?.record).toMatchObject({
      state: 'CLOSED',
      companyApplyUrl: `${atsOrigin}/positions/p-1042`,
    });
  });
});

describe('the sink', () => {
  it('makes one candidate of an export, however often it is told, and takes it back', async () => {
    const { ats } = createWorld();
    const before = ats.candidates.all().length;
    const exported = member('e1', { firstName: 'Nora', lastName: 'Lund' }, 'p-1060');
    const { candidateId } = await ats.sink.create(exported);
    expect(await ats.sink.create(exported)).toEqual({ candidateId });
    const link = await ats.sink.link(exported, candidateId, 'p-1060');
    expect(link.isNew).toBe(true);
    expect(await ats.sink.link(exported, candidateId, 'p-1060')).toEqual(link);
    expect(ats.candidates.byId(candidateId)?.applications).toHaveLength(1);
    expect(await ats.sink.find(tenant, { by: 'person', personUrn: 'urn:li:person:Nora' })).toEqual([
      expect.objectContaining({ id: candidateId, name: 'Nora Lund' }),
    ]);
    const undo = { tenant, exportId: 'e1', candidateId, outcome: 'created', others: 0 } as const;
    expect(await ats.sink.undo({ ...undo, applicationId: link.applicationId })).toEqual({
      ok: true,
    });
    expect(ats.candidates.all()).toHaveLength(before);
  });

  it('keeps a résumé that came along, and lets whoever is signed in save it, until the export is undone', async () => {
    const { ats, browser } = createWorld();
    const bytes = new TextEncoder().encode('%PDF-1.7 <script>');
    const exported = {
      ...member('e9', { firstName: 'Nora', lastName: 'Lund' }),
      resume: { bytes, type: 'application/pdf' },
    };
    const { candidateId } = await ats.sink.create(exported);
    const second = { ...exported, exportId: 'e10' };
    await ats.sink.merge(second, candidateId);
    const [, first] = ats.candidates.byId(candidateId)?.documents ?? [];
    const path = `/candidates/${candidateId}/documents/${first?.id ?? ''}`;
    expect((await browser.get(path)).status).toBe(303);
    await browser.signIn('recruiter');
    expect(await (await browser.get(`/candidates/${candidateId}`)).text()).toContain(path);
    const response = await browser.get(path);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="resume.pdf"',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    const undo = { tenant, exportId: 'e9', candidateId, outcome: 'created', applicationId: null };
    expect(await ats.sink.undo({ ...undo, outcome: 'created', others: 1 })).toEqual({ ok: true });
    expect((await browser.get(path)).status).toBe(404);
    expect(ats.candidates.byId(candidateId)?.documents).toMatchObject([{ exportId: 'e10' }]);
  });

  it('fills in what the ATS lacks, keeps the rest, and does not undo over an objection', async () => {
    const { ats, first, browser } = createWorld();
    const exported = member('e2', { ...first, email: 'other@example.com' });
    await ats.sink.merge(exported, first.id);
    expect(ats.candidates.byId(first.id)).toMatchObject({
      email: first.email,
      title: first.title,
      linkedMember: { urn: `urn:li:person:${first.firstName}` },
    });
    await browser.signIn('recruiter');
    await browser.post(`/candidates/${first.id}/sharing`, { share: 'no' });
    const undo = { tenant, exportId: 'e2', candidateId: first.id, applicationId: null } as const;
    expect(await ats.sink.undo({ ...undo, outcome: 'merged', others: 0 })).toEqual({
      ok: false,
      why: 'candidate_changed',
    });
    expect(ats.candidates.byId(first.id)?.sharedWithLinkedIn).toBe(false);
    await browser.post(`/candidates/${first.id}/sharing`, { share: 'yes' });
    expect(await ats.sink.undo({ ...undo, outcome: 'merged', others: 0 })).toEqual({ ok: true });
    expect(ats.candidates.byId(first.id)).toMatchObject({ linkedMember: null, provenance: [] });
  });

  it('refuses a position or candidate there is not, and shows nobody to another customer', async () => {
    const { ats, first } = createWorld();
    const exported = member('e3', { firstName: 'Nora' });
    await expect(ats.sink.merge(exported, 'nobody')).rejects.toMatchObject({
      code: 'export_refused',
    });
    await expect(ats.sink.link(exported, first.id, 'p-0')).rejects.toMatchObject({
      code: 'export_refused',
    });
    expect(await ats.sink.find('other', { by: 'email', email: first.email ?? '' })).toEqual([]);
    expect(await ats.sink.candidate('other', first.id)).toBeNull();
  });
});

describe('shared contact details', () => {
  it('make one lead, with where they come from and when it was agreed', async () => {
    const { ats } = createWorld();
    const { profile } = member('', { firstName: 'Nora', lastName: 'Lund', email: 'n@example.com' });
    const arrival = {
      kind: 'lead',
      source: 'linkedin_inmail',
      possible: [],
      contact: {
        tenant,
        stubId: 's1',
        profile,
        consent: {
          via: 'inmail',
          at: new Date(nowMs),
          seat: 'urn:li:seat:1',
          atsUserId: accounts[0].id,
        },
      },
    } as const;
    const { candidateId } = await ats.contacts.shared(arrival);
    expect(await ats.contacts.shared(arrival)).toEqual({ candidateId });
    const lead = ats.candidates.byId(candidateId);
    expect(lead).toMatchObject({ email: 'n@example.com', phone: '+47 555 01' });
    expect(lead?.provenance[0]?.text).toContain('as agreed on 24 November 2026');
    expect(lead?.applications[0].opening.title).toBe('Talent pool');
  });
});
