/** Exporting a member: choose, review, confirm. Only the last of them changes anything. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Html } from '../../pages/page.ts';
import type { Person } from '../../state/people.ts';
import type { SandboxState } from '../../state/store.ts';
import { redirect, type Desk, type Visit } from '../desk.ts';
import { emptyPage, recruiterPage } from '../layout.ts';
import { exportLink, memberUrn, profileLink } from '../links.ts';
import { createMemory } from '../memory.ts';
import { withNotice } from '../notices.ts';
import { choiceView, confirmView } from './export-views.ts';
import { draftOf, instancesOf, jobsOf, problemOf, searchJobs, type ExportDraft } from './offers.ts';
import { resumeOf } from './resume.ts';

export function exportRoutes(state: SandboxState, desk: Desk): Hono {
  const app = new Hono();
  const drafts = createMemory<ExportDraft>();

  const show = (visit: Visit, person: Person, body: Html, status = 200): Promise<Response> =>
    recruiterPage(visit, {
      title: `Export to the ATS`,
      area: 'search',
      status,
      scripts: ['job-search.js'],
      body: html`<p class="back">
          <a href="${profileLink(person.personUrn)}">Back to the profile</a>
        </p>
        ${body}`,
    });

  const choose = (
    visit: Visit,
    person: Person,
    draft: ExportDraft,
    problem = '',
  ): Promise<Response> => {
    const { seat, organization, nowMs } = visit;
    const jobs = jobsOf(state, seat, draft.clientId);
    const body = choiceView({
      person,
      draft,
      jobs,
      problem,
      instances: instancesOf(state, seat),
      found: searchJobs(jobs, draft.text),
      left: state.exports.left(seat.urn, nowMs),
      exportedTo: new Set(
        state.exports
          .of(organization.urn, person.personUrn)
          .flatMap(({ jobPostingId }) => (jobPostingId === null ? [] : [jobPostingId])),
      ),
    });
    return show(visit, person, body, problem === '' ? 200 : 400);
  };

  /** Why nothing can be exported here and now, as a page; or null. */
  const refusal = (visit: Visit, member: string): Promise<Response> | null => {
    if (!state.members.has(member)) {
      return emptyPage(
        visit,
        'search',
        404,
        'There is no such member',
        'The account may be closed.',
      );
    }
    if (instancesOf(state, visit.seat).length > 0) return null;
    const text = visit.isAdmin
      ? html`Switch one-click export on under <a href="/talent/integrations">Integrations</a>.`
      : 'Your Recruiter administrator switches one-click export on under Integrations.';
    return emptyPage(visit, 'search', 403, 'Exports are not switched on', text);
  };

  const goneAway = (visit: Visit): Promise<Response> =>
    emptyPage(
      visit,
      'search',
      410,
      'This export is not waiting any more',
      'It has been carried out, or it is not remembered. The profile shows what was exported.',
    );

  app.get(
    '/talent/export',
    desk.page((visit) => {
      const { searchParams } = visit.url;
      const member = memberUrn(searchParams.get('member') ?? '');
      const refused = refusal(visit, member);
      const person = state.members.get(member);
      if (refused !== null || person === undefined) return refused ?? goneAway(visit);
      const draft = drafts.get(visit.seat.urn, searchParams.get('draft') ?? '');
      const isOfMember = draft?.member === member;
      const fresh = draftOf(
        new URLSearchParams({ member: searchParams.get('member') ?? '' }),
        instancesOf(state, visit.seat),
      );
      return choose(visit, person, isOfMember ? draft : fresh);
    }),
  );

  app.post(
    '/talent/export',
    desk.form((visit, form) => {
      const draft = draftOf(form, instancesOf(state, visit.seat));
      const refused = refusal(visit, draft.member);
      const person = state.members.get(draft.member);
      if (refused !== null || person === undefined) return refused ?? goneAway(visit);
      if (form.get('intent') !== 'find') {
        const problem = problemOf(state, visit.seat, draft);
        if (problem !== null) return choose(visit, person, draft, problem);
        const id = drafts.add(visit.seat.urn, draft);
        return redirect(`/talent/export/confirm?draft=${id}`);
      }
      const id = drafts.add(visit.seat.urn, draft);
      return redirect(`${exportLink(draft.member, id)}#jobs`);
    }),
  );

  app.get(
    '/talent/export/confirm',
    desk.page((visit) => {
      const draftId = visit.url.searchParams.get('draft') ?? '';
      const draft = drafts.get(visit.seat.urn, draftId);
      const person = draft === null ? undefined : state.members.get(draft.member);
      if (draft === null || person === undefined) return goneAway(visit);
      const problem = problemOf(state, visit.seat, draft);
      if (problem !== null) return choose(visit, person, draft, problem);
      const { organization, seat, nowMs } = visit;
      const jobPostingId = draft.destination === 'pool' ? null : draft.jobPostingId;
      const before = state.exports
        .of(organization.urn, draft.member)
        .findLast((one) => one.jobPostingId === jobPostingId && one.clientId === draft.clientId);
      const body = confirmView({
        person,
        draftId,
        instance:
          instancesOf(state, seat).find(({ clientId }) => clientId === draft.clientId)?.name ?? '',
        job: jobPostingId === null ? null : state.jobs.get(organization.urn, jobPostingId, nowMs),
        exportType: draft.exportType,
        left: state.exports.left(seat.urn, nowMs),
        repeatedAtMs: before?.createdAtMs ?? null,
      });
      return show(visit, person, body);
    }),
  );

  app.post(
    '/talent/export/confirm',
    desk.form((visit, form) => {
      const draftId = form.get('draft') ?? '';
      const draft = drafts.get(visit.seat.urn, draftId);
      const person = draft === null ? undefined : state.members.get(draft.member);
      if (draft === null || person === undefined) return goneAway(visit);
      // Between review and confirmation a job may close, or the month's exports be used up.
      const problem = problemOf(state, visit.seat, draft);
      if (problem !== null) return choose(visit, person, draft, problem);
      // One draft, one export: a second press of the button finds none.
      drafts.forget(draftId);
      state.exports.requests.add({
        clientId: draft.clientId,
        integrationContext: visit.organization.urn,
        jobPostingId: draft.destination === 'pool' ? null : draft.jobPostingId,
        exportType: draft.exportType,
        member: draft.member,
        seat: visit.seat.urn,
        createdAtMs: visit.nowMs,
      });
      return redirect(withNotice(profileLink(draft.member), 'exported', 'exports'));
    }),
  );

  // Fetched by servers of the ATS, which have no session: the id is what lets them in.
  app.get('/media/resumes/:file{[0-9a-f-]{36}\\.txt}', (c) => {
    const text = resumeOf(state, c.req.param('file').replace('.txt', ''));
    if (text === null) return new Response('There is no such resume.', { status: 404 });
    return new Response(text, {
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': 'attachment; filename="resume.txt"',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  });

  return app;
}
