/** Exporting members to the ATS. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { PageReader } from '../../../../test/support/page-reader.ts';
import {
  acme,
  clientId,
  createRecruiterWorld,
  origin,
  type RecruiterWorld,
  type Visitor,
} from '../../../../test/support/recruiter-pages.ts';
import * as records from '../../../../test/support/ats-records.ts';
import { exportsPerSeatAndMonth } from '../../state/exports.ts';
import { exportLink, profileLink } from '../links.ts';
import { resumePath } from './resume.ts';

let world: RecruiterWorld;
let rita: Visitor;
let member: string;
beforeEach(async () => {
  world = createRecruiterWorld();
  world.showToAll();
  world.putJob();
  world.putJob({ id: 'j-2', title: 'Gardener', location: 'Oslo, Norway' });
  member = world.people[3]!.personUrn;
  rita = await world.visitor('rita');
});

const exported = () => world.sandbox.state.exports.of(acme, member);
const review = async (fields: Readonly<Record<string, string>>): Promise<PageReader> =>
  rita.press(await rita.get(exportLink(member)), 'Review export', fields);
const exportTo = async (job: string): Promise<PageReader> =>
  rita.press(await review({ job }), 'Export');

/** What the ATS gets for the request id of a notification. */
async function fetchedByAts(requestId: string): Promise<Readonly<Record<string, unknown>>> {
  const ask = (path: string, init: RequestInit): Promise<Response> =>
    world.sandbox.fetch(new Request(`${origin}${path}`, init));
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: 's',
  });
  const answer = await ask('/oauth/v2/accessToken', { method: 'POST', body });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const response = await ask(`/v2/exportedCandidates?q=request&requestId=${requestId}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { elements } = (await response.json()) as { elements: Record<string, unknown>[] };
  return elements[0] ?? {};
}

describe('an export', () => {
  it('goes to the job that was chosen, after confirmation, and tells the application', async () => {
    const told: string[] = [];
    world.sandbox.state.notifications.subscribe(({ type }) => told.push(type));
    const confirmation = await review({ job: 'j-1' });
    expect(confirmation.text).toContain('Where to Bridge engineer (j-1)');
    expect(confirmation.text).toContain('Left afterwards 299 exports this month');
    expect(exported()).toEqual([]);
    const profile = await rita.press(confirmation, 'Export');
    expect(profile.notice).toMatch(/^Exported\./);
    expect(profile.url.pathname).toBe(profileLink(member));
    expect(exported()).toEqual([
      {
        clientId,
        integrationContext: acme,
        jobPostingId: 'j-1',
        exportType: 'PROFILE',
        member,
        seat: world.seatOf('rita').urn,
        createdAtMs: world.clock.nowMs,
      },
    ]);
    expect(told).toEqual(['EXPORT_CANDIDATE_PROFILE']);
    expect(profile.section('exports')).toContain('Bridge engineer');
    expect(profile.section('exports')).toContain('by Rita Admin');
    expect(profile.section('exports')).toContain('299 of 300');
  });

  it('can go to the talent pool, with a resume', async () => {
    const page = await rita.press(
      await review({ destination: 'pool', variant: 'RESUME' }),
      'Export',
    );
    expect(exported()).toMatchObject([{ jobPostingId: null, exportType: 'RESUME' }]);
    expect(page.section('exports')).toContain('Talent pool');
    const [requestId = ''] = world.sandbox.state.exports.requests.all.keys();
    const element = await fetchedByAts(requestId);
    expect(element).toMatchObject({ exportType: 'RESUME', integrationContext: acme });
    expect(element).not.toHaveProperty('externalJobPostingId');
    const resume = await world.sandbox.fetch(new Request(element['resumeUrl'] as string));
    expect(resume.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await resume.text()).toContain(world.people[3]!.headline);
    world.clock.nowMs += 24 * 3_600_000;
    const late = await rita.send(resumePath(requestId));
    expect(late.status).toBe(404);
  });

  it('has no resume unless one was asked for', async () => {
    await exportTo('j-1');
    const [requestId = ''] = world.sandbox.state.exports.requests.all.keys();
    const element = await fetchedByAts(requestId);
    expect(element).toMatchObject({ exportType: 'PROFILE', externalJobPostingId: 'j-1' });
    expect(element).not.toHaveProperty('resumeUrl');
    expect((await rita.send(resumePath(requestId))).status).toBe(404);
  });

  it('is carried out once, however often the button is pressed', async () => {
    const confirmation = await review({ job: 'j-1' });
    await rita.press(confirmation, 'Export');
    const again = await rita.press(confirmation, 'Export');
    expect(again.status).toBe(410);
    expect(exported()).toHaveLength(1);
  });

  it('to a second job is another export; to the same place it warns', async () => {
    await exportTo('j-1');
    await exportTo('j-2');
    expect(exported().map(({ jobPostingId }) => jobPostingId)).toEqual(['j-1', 'j-2']);
    const choice = await rita.get(exportLink(member));
    expect(choice.text.match(/Exported before/g)).toHaveLength(2);
    const again = await review({ job: 'j-1' });
    expect(again.text).toContain('The member was exported to this job on 2 Mar 2026');
  });

  it('needs a job', async () => {
    const page = await review({});
    expect(page.status).toBe(400);
    expect(page.alert).toBe('Choose a job, or export to the talent pool.');
  });

  it.each([
    ['is closed', { state: 'CLOSED' } as const],
    ['is withdrawn', null],
  ])('goes nowhere if the job %s before confirmation', async (_how, change) => {
    const confirmation = await review({ job: 'j-1' });
    if (change === null) world.sandbox.state.jobs.delete(acme, 'j-1', world.clock.nowMs);
    else world.putJob(change);
    const page = await rita.press(confirmation, 'Export');
    expect(page.status).toBe(400);
    expect(page.alert).toContain('not open to you any more');
    expect(exported()).toEqual([]);
  });

  it('belongs to who has made the choice', async () => {
    const { url } = await review({ job: 'j-1' });
    const tom = await world.visitor('tom');
    expect((await tom.get(url.pathname + url.search)).status).toBe(410);
    const draft = url.searchParams.get('draft') ?? '';
    expect((await tom.post('/talent/export/confirm', { draft })).status).toBe(410);
    expect(exported()).toEqual([]);
  });
});

describe('the list of jobs', () => {
  it.each(['garden', 'j-2', 'oslo GARD'])('is searched by name, id and place: %s', async (text) => {
    const page = await rita.press(await rita.get(exportLink(member)), 'Find jobs', { text });
    expect(page.choices('job')).toEqual(['j-2']);
    expect(page.text).toContain('1 open job');
    expect(page.url.search).not.toContain(text);
  });

  it('keeps what was chosen while words change', async () => {
    const page = await rita.press(await rita.get(exportLink(member)), 'Find jobs', {
      text: 'garden',
      job: 'j-1',
    });
    expect(page.choices('job')).toEqual(['j-1', 'j-2']);
  });

  it('has no closed jobs, and says why it is empty', async () => {
    world.putJob({ state: 'CLOSED' });
    expect((await rita.get(exportLink(member))).choices('job')).toEqual(['j-2']);
    const integration = world.integration('ONE_CLICK_EXPORT');
    const { integrations } = world.sandbox.state;
    integrations.configure(integration, 'JOB_POSTING_VIEWERS', null, world.clock.nowMs);
    const page = await rita.get(exportLink(member));
    expect(page.choices('job')).toEqual([]);
    expect(page.text).toContain('has not set JOB_POSTING_VIEWERS');
  });

  it('follows access lists', async () => {
    world.put('entityAcls', records.entityAcl());
    const assignee = world.seatOf('tom').personUrn;
    world.put('aclAssignees', records.aclAssignee({ assignee }));
    expect((await rita.get(exportLink(member))).choices('job')).toEqual(['j-2']);
    const tom = await world.visitor('tom');
    expect((await tom.get(exportLink(member))).choices('job')).toEqual(['j-1', 'j-2']);
    // A form that was made up gets no further than the page's own.
    const page = await rita.post('/talent/export', {
      member: member.slice('urn:li:person:'.length),
      job: 'j-1',
    });
    expect(page.alert).toContain('not open to you any more');
  });

  it('belongs to an instance, if there are several', async () => {
    const { state } = world.sandbox;
    const second = state.applications.create({ name: 'ATS - Acme 2' }, world.clock.nowMs);
    const ref = { ...world.integration('ONE_CLICK_EXPORT'), clientId: second.clientId };
    state.integrations.enable(second.clientId, ref, 'Second instance', world.clock.nowMs);
    world.putJob({ id: 'j-3', title: 'Pilot' }, second.clientId);
    const choice = await rita.get(exportLink(member));
    expect(choice.choices('instance')).toEqual([clientId, second.clientId]);
    expect(choice.choices('job')).toEqual(['j-1', 'j-2']);
    const fields = { instance: second.clientId, job: 'j-1' };
    expect((await rita.press(choice, 'Review export', fields)).status).toBe(400);
    const found = await rita.press(choice, 'Find jobs', { instance: second.clientId });
    expect(found.choices('job')).toEqual(['j-3']);
    await rita.press(await rita.press(found, 'Review export', { job: 'j-3' }), 'Export');
    expect(exported()).toMatchObject([{ clientId: second.clientId, jobPostingId: 'j-3' }]);
  });
});

describe('exports', () => {
  it('are refused while the integration is off', async () => {
    const confirmation = await review({ job: 'j-1' });
    const integration = world.integration('ONE_CLICK_EXPORT');
    world.sandbox.state.integrations.switch([integration], false, world.clock.nowMs);
    expect((await rita.get(profileLink(member))).link('Export to ATS')).toBeNull();
    expect((await rita.get(exportLink(member))).status).toBe(403);
    expect((await rita.press(confirmation, 'Export')).alert).toContain('not switched on');
    expect(exported()).toEqual([]);
  });

  it('have a limit for each seat and month', async () => {
    const { requests } = world.sandbox.state.exports;
    const one = {
      clientId,
      integrationContext: acme,
      jobPostingId: 'j-1',
      exportType: 'PROFILE' as const,
      member: world.people[9]!.personUrn,
      createdAtMs: world.clock.nowMs,
    };
    for (let count = 0; count < exportsPerSeatAndMonth; count += 1) {
      requests.add({ ...one, seat: world.seatOf('rita').urn });
    }
    const page = await review({ job: 'j-1' });
    expect(page.text).toContain('0 of 300 exports of your seat are left');
    expect(page.alert).toBe('Your seat has used all exports of this month.');
    rita = await world.visitor('tom');
    expect((await review({ job: 'j-1' })).heading).toMatch(/^Export .*\?$/);
    world.clock.nowMs = Date.parse('2026-04-01T00:00:00Z');
    rita = await world.visitor('rita');
    await exportTo('j-1');
    expect(exported()).toHaveLength(1);
  });

  it('of members who do not exist are refused', async () => {
    expect((await rita.get('/talent/export?member=nobody')).status).toBe(404);
    expect((await rita.post('/talent/export', { member: 'nobody' })).status).toBe(404);
  });
});
