/** Jobs the ATS has sent: all a recruiter may see, and one with its people. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { dayView } from '../../pages/dates.ts';
import type { Html } from '../../pages/page.ts';
import type { StoredJob } from '../../state/jobs.ts';
import type { SandboxState } from '../../state/store.ts';
import { cardView } from '../card.ts';
import { redirect, type Desk, type Visit } from '../desk.ts';
import { mayExport } from '../exports/offers.ts';
import { emptyPage, recruiterPage } from '../layout.ts';
import { createMemory } from '../memory.ts';
import { pageOf, pagerView } from '../paging.ts';
import {
  applicationsFor,
  filterJobs,
  jobStates,
  visibleJobs,
  type JobSearch,
} from './find-jobs.ts';
import { applicantsView, exportedView, rediscoveredView } from './job-people.ts';
import {
  descriptionText,
  hiddenJobs,
  jobCount,
  jobFilters,
  jobRowView,
  jobTags,
  placeOf,
} from './job-views.ts';

const perPage = 25;
const maxRediscovered = 10;

export function jobRoutes(state: SandboxState, desk: Desk): Hono {
  const app = new Hono();
  const searches = createMemory<JobSearch>();

  app.get(
    '/talent/jobs',
    desk.page((visit) => {
      const id = visit.url.searchParams.get('id') ?? '';
      const search = searches.get(visit.seat.urn, id) ?? { text: '', state: 'any' };
      const { jobs, hidden } = visibleJobs(state, visit.seat);
      const asked = visit.url.searchParams.get('page');
      const found = pageOf(filterJobs(jobs, search), asked, perPage);
      const linkOf = (page: number): string => `/talent/jobs?id=${id}&page=${String(page)}`;
      const rows = found.items.map((job) => {
        const { context, record } = job;
        return jobRowView({
          job,
          applicants: applicationsFor(state, visit.seat, job).length,
          exported: state.exports.toJob(context, record.id).length,
        });
      });
      return recruiterPage(visit, {
        title: 'Jobs',
        area: 'jobs',
        scripts: ['live.js'],
        body: html`<h1>Jobs</h1>
          ${jobFilters(search)}
          <section class="card stack" aria-labelledby="results" data-live="jobs">
            <h2 id="results" tabindex="-1">${jobCount(found)}</h2>
            ${hiddenJobs(hidden)}
            ${
              rows.length > 0
                ? html`<ul class="rows">
                    ${rows}
                  </ul>`
                : noJobs(jobs.length)
            }
            ${pagerView(found, linkOf, 'Pages of jobs')}
          </section>`,
      });
    }),
  );

  app.post(
    '/talent/jobs',
    desk.form(({ seat }, form) => {
      const id = searches.add(seat.urn, {
        text: (form.get('text') ?? '').trim().slice(0, 200),
        state: jobStates.find((one) => one === form.get('state')) ?? 'any',
      });
      return redirect(`/talent/jobs?id=${id}#results`);
    }),
  );

  app.get(
    '/talent/job',
    desk.page((visit) => {
      const { organization, seat, nowMs } = visit;
      const id = visit.url.searchParams.get('id') ?? '';
      const job = state.jobs.get(organization.urn, id, nowMs);
      if (job === null || !state.visibility.maySeeJob(seat, organization.urn, id)) {
        return emptyPage(
          visit,
          'jobs',
          404,
          'There is no such job',
          'The ATS has not sent it, or its access lists leave you out.',
        );
      }
      return recruiterPage(visit, {
        title: job.record.title,
        area: 'jobs',
        body: jobView(state, visit, job),
      });
    }),
  );

  return app;
}

const noJobs = (all: number): Html =>
  all > 0
    ? html`<p>No job fits. Try fewer words, or all states.</p>`
    : html`<p>
        Jobs appear here when the ATS sends them to <code>simpleJobPostings</code>, usually within
        minutes.
      </p>`;

function jobView(state: SandboxState, visit: Visit, job: StoredJob): Html {
  const { seat, organization } = visit;
  const { record } = job;
  const applications = applicationsFor(state, seat, job);
  const exported = state.exports.toJob(organization.urn, record.id);
  const indicatorIsOn = state.integrations.isEnabledAt(organization.urn, 'IN_ATS_INDICATOR');
  const canExport = mayExport(state, seat);
  const found = indicatorIsOn ? state.rediscovered(seat, job, maxRediscovered) : [];
  return html`<p class="back"><a href="/talent/jobs">All jobs</a></p>
    <div class="card stack">
      <h1><span dir="auto">${record.title}</span></h1>
      <p class="quiet">
        <code>${record.id}</code> · <span dir="auto">${placeOf(record)}</span>${
          record.listedAt === undefined ? '' : html` · listed ${dayView(record.listedAt)}`
        }
      </p>
      ${jobTags(record)}
      <p class="small">
        ${
          canExport && record.state === 'LISTED'
            ? 'Members can be exported to this job.'
            : record.state === 'LISTED'
              ? 'Exports are not switched on.'
              : 'Closed jobs are not offered for export.'
        }
        <a href="${record.companyApplyUrl}" target="_blank" rel="noopener noreferrer"
          >Where applicants are sent<span class="hidden"> (new tab)</span></a
        >
      </p>
      <details>
        <summary>Description</summary>
        <p class="text" dir="auto">${descriptionText(record.description)}</p>
      </details>
    </div>
    <div class="columns profile">
      ${cardView({
        id: 'rediscovered',
        heading: 'Rediscovered candidates',
        symbol: 'person',
        body: indicatorIsOn
          ? html`<p class="quiet small">
                Past applicants who may fit this job, best first; at most ${maxRediscovered}.
              </p>
              ${rediscoveredView(found, { state, viewer: seat, mayExport: canExport })}`
          : html`<p>The In-ATS indicator is not switched on.</p>`,
      })}
      <div class="stack">
        ${cardView({
          id: 'exported',
          heading: `Exported to this job (${String(exported.length)})`,
          symbol: 'export',
          body: exportedView(state, exported),
        })}
        ${cardView({
          id: 'applicants',
          heading: `Applicants in the ATS (${String(applications.length)})`,
          symbol: 'ats',
          body: applicantsView(state, applications),
        })}
      </div>
    </div>`;
}
