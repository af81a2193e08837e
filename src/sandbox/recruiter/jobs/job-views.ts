/** The list of jobs, and one job. */
import { html } from 'hono/html';
import { dayView } from '../../pages/dates.ts';
import type { Html } from '../../pages/page.ts';
import type { StoredJob } from '../../state/jobs.ts';
import { jobLink } from '../links.ts';
import type { Page } from '../paging.ts';
import type { JobSearch } from './find-jobs.ts';

const stateLabels = { any: 'All', LISTED: 'Open', CLOSED: 'Closed' } as const;

export const jobFilters = ({ text, state }: JobSearch): Html =>
  html`<form class="card filters-row" method="post" action="/talent/jobs" role="search">
    <div class="field">
      <label for="jobs-text">Title, id or place</label>
      <input
        id="jobs-text"
        name="text"
        value="${text}"
        maxlength="200"
        autocomplete="off"
        dir="auto"
      />
    </div>
    <fieldset class="inline">
      <legend>State</legend>
      ${(['any', 'LISTED', 'CLOSED'] as const).map(
        (value) =>
          html`<label class="choice"
            ><input
              type="radio"
              name="state"
              value="${value}"
              ${value === state ? html`checked` : ''}
            />${stateLabels[value]}</label
          >`,
      )}
    </fieldset>
    <button class="main" type="submit">Find jobs</button>
  </form>`;

export interface JobRow {
  readonly job: StoredJob;
  readonly applicants: number;
  readonly exported: number;
}

export const jobRowView = ({ job: { record }, applicants, exported }: JobRow): Html =>
  html`<li class="row">
    <div>
      <h2><a href="${jobLink(record.id)}" dir="auto">${record.title}</a></h2>
      <p class="quiet small">
        <code>${record.id}</code> · <span dir="auto">${placeOf(record)}</span>${
          record.listedAt === undefined ? '' : html` · listed ${dayView(record.listedAt)}`
        }
      </p>
      ${jobTags(record)}
    </div>
    <dl class="counts">
      <div>
        <dt>Applicants</dt>
        <dd>${applicants}</dd>
      </div>
      <div>
        <dt>Exported</dt>
        <dd>${exported}</dd>
      </div>
    </dl>
  </li>`;

export const placeOf = ({ location, postalCode, countryCode }: StoredJob['record']): string =>
  location ?? [postalCode, countryCode].filter(Boolean).join(' ');

export const jobTags = ({ state, availability, listingType }: StoredJob['record']): Html =>
  html`<ul class="tags">
    <li class="tag ${state === 'LISTED' ? 'good' : ''}">
      ${state === 'LISTED' ? 'Open' : 'Closed'}
    </li>
    <li class="tag">
      ${
        availability === 'PUBLIC'
          ? 'Public'
          : availability === undefined
            ? 'Availability not said'
            : 'Private to the ATS integration'
      }
    </li>
    ${listingType === undefined ? '' : html`<li class="tag">${listingType.toLowerCase()} listing</li>`}
  </ul>`;

export const jobCount = ({ total, first, last }: Page<unknown>): string =>
  total === 0
    ? 'No jobs'
    : total === 1
      ? '1 job'
      : `${String(first)} to ${String(last)} of ${String(total)} jobs`;

export const hiddenJobs = (hidden: number): Html | '' =>
  hidden === 0
    ? ''
    : html`<p class="message">
        ${hidden === 1 ? 'One more job is' : html`${hidden} more jobs are`} not shown to you: access
        lists of the ATS leave you out, or there are none and
        <code>JOB_POSTING_VIEWERS</code> is not set.
      </p>`;

/** A description may be HTML; here its text is shown and nothing of it is carried out. */
export const descriptionText = (description: string): string =>
  description
    .replaceAll(/<(?:br|\/p|\/li|\/h\d|\/div)\b[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
