/** Exporting a member to the ATS: choosing where to, and confirming it. */
import { html } from 'hono/html';
import { dayView } from '../../pages/dates.ts';
import type { Html } from '../../pages/page.ts';
import { fullName } from '../../pages/person.ts';
import { exportsPerSeatAndMonth, type ExportType } from '../../state/exports.ts';
import type { StoredJob } from '../../state/jobs.ts';
import type { Person } from '../../state/people.ts';
import { exportLink, memberId, profileLink } from '../links.ts';
import type { ExportDraft, Instance } from './offers.ts';

/** Jobs that are listed at once; others are found by words. */
const maxListed = 50;

export interface ChoiceOptions {
  readonly person: Person;
  readonly instances: readonly Instance[];
  readonly draft: ExportDraft;
  /** All jobs that can be chosen. */
  readonly jobs: readonly StoredJob[];
  /** Those that fit the words. */
  readonly found: readonly StoredJob[];
  /** Ids of jobs the member was exported to. */
  readonly exportedTo: ReadonlySet<string>;
  readonly left: number;
  readonly problem: string;
}

export const choiceView = (options: ChoiceOptions): Html => {
  const { person, instances, draft, problem } = options;
  return html`<h1>Export <span dir="auto">${fullName(person)}</span> to the ATS</h1>
    ${limitView(options.left)}
    ${problem === '' ? '' : html`<p class="message danger" role="alert">${problem}</p>`}
    <form class="card stack" method="post" action="/talent/export" data-job-search>
      <input type="hidden" name="member" value="${memberId(person.personUrn)}" />
      ${instancesView(instances, draft)}
      <fieldset>
        <legend>Where to</legend>
        ${radio('destination', 'job', 'A job', draft.destination === 'job')}
        ${radio('destination', 'pool', 'The talent pool, without a job', draft.destination === 'pool')}
      </fieldset>
      ${jobsView(options)}
      <fieldset>
        <legend>What to send</legend>
        ${radio('variant', 'PROFILE', 'Profile', draft.exportType === 'PROFILE')}
        ${radio('variant', 'RESUME', 'Profile and a resume made of it', draft.exportType === 'RESUME')}
      </fieldset>
      <div class="actions">
        <button class="main" type="submit" name="intent" value="review">Review export</button>
        <a class="button" href="${profileLink(person.personUrn)}">Cancel</a>
      </div>
    </form>`;
};

const radio = (name: string, value: string, label: Html | string, checked: boolean): Html =>
  html`<label class="choice"
    ><input type="radio" name="${name}" value="${value}" ${checked ? html`checked` : ''} /><span
      >${label}</span
    ></label
  >`;

const limitView = (left: number): Html =>
  html`<p class="message ${left === 0 ? 'warn' : ''}">
    ${left} of ${exportsPerSeatAndMonth} exports of your seat are left this month (UTC).
  </p>`;

const instancesView = (instances: readonly Instance[], draft: ExportDraft): Html =>
  instances.length === 1
    ? html`<p>ATS: <strong dir="auto">${instances[0]?.name}</strong></p>
        <input type="hidden" name="instance" value="${instances[0]?.clientId ?? ''}" />`
    : html`<fieldset>
        <legend>ATS</legend>
        ${instances.map(({ clientId, name }) =>
          radio(
            'instance',
            clientId,
            html`<span dir="auto">${name}</span>`,
            clientId === draft.clientId,
          ),
        )}
        <p class="hint">After choosing another one, press “Find jobs” to see its jobs.</p>
      </fieldset>`;

function jobsView({ jobs, found, draft, exportedTo }: ChoiceOptions): Html {
  const listed = found.slice(0, maxListed);
  // What was chosen stays in the list while words are changed.
  const chosen = jobs.find(({ record }) => record.id === draft.jobPostingId);
  if (chosen !== undefined && !listed.includes(chosen)) listed.unshift(chosen);
  const count = found.length === 1 ? '1 open job' : `${String(found.length)} open jobs`;
  return html`<fieldset class="jobs" id="jobs" tabindex="-1">
    <legend>Job</legend>
    <div class="find">
      <div class="field">
        <label for="job-text">Find by name, id or place</label>
        <input
          id="job-text"
          name="text"
          value="${draft.text}"
          maxlength="200"
          autocomplete="off"
          dir="auto"
        />
      </div>
      <button type="submit" name="intent" value="find">Find jobs</button>
    </div>
    <p class="quiet small" role="status" data-job-count>
      ${count}${found.length > maxListed ? `, of which ${String(maxListed)} are shown` : ''}
    </p>
    <div class="job-options" data-job-list>
      ${listed.map(({ record }) =>
        radio(
          'job',
          record.id,
          html`<strong dir="auto">${record.title}</strong
            ><span class="quiet small"
              >${record.id} · <span dir="auto">${record.location ?? record.postalCode}</span>${
                record.listedAt === undefined ? '' : html` · listed ${dayView(record.listedAt)}`
              }</span
            >${exportedTo.has(record.id) ? html`<span class="tag">Exported before</span>` : ''}`,
          record.id === draft.jobPostingId,
        ),
      )}
      ${listed.length > 0 ? '' : noJobsView(jobs.length)}
    </div>
  </fieldset>`;
}

const noJobsView = (jobs: number): Html =>
  jobs > 0
    ? html`<p>No job fits. Try fewer words.</p>`
    : html`<p>
        There is no open job you may see. The ATS has sent none, has not set
        <code>JOB_POSTING_VIEWERS</code>, or its access lists leave you out.
      </p>`;

export interface ConfirmOptions {
  readonly person: Person;
  readonly instance: string;
  readonly job: StoredJob | null;
  readonly exportType: ExportType;
  readonly left: number;
  readonly draftId: string;
  /** When the member was exported to this very place before. */
  readonly repeatedAtMs: number | null;
}

export const confirmView = (options: ConfirmOptions): Html => {
  const { person, instance, job, exportType, left, draftId, repeatedAtMs } = options;
  return html`<h1>Export <span dir="auto">${fullName(person)}</span>?</h1>
    <div class="card narrow stack">
      ${
        repeatedAtMs === null
          ? ''
          : html`<p class="message warn">
              ${job === null ? 'The member was exported to the talent pool' : 'The member was exported to this job'}
              on ${dayView(repeatedAtMs)}. The ATS should not make a second candidate.
            </p>`
      }
      <dl class="pairs">
        ${pair('ATS', instance)}
        ${pair('Where to', job === null ? 'Talent pool' : `${job.record.title} (${job.record.id})`)}
        ${pair('What', exportType === 'RESUME' ? 'Profile and resume' : 'Profile')}
        ${pair('Left afterwards', `${String(left - 1)} exports this month`)}
      </dl>
      <p class="quiet">
        The ATS receives name, headline, place, current employer, profile address, skills and the
        member’s id. E-mail and phone are not part of an export.
      </p>
      <form method="post" action="/talent/export/confirm" class="actions">
        <input type="hidden" name="draft" value="${draftId}" />
        <input type="hidden" name="member" value="${memberId(person.personUrn)}" />
        <button class="main" type="submit">Export</button>
        <a class="button" href="${exportLink(person.personUrn, draftId)}">Change</a>
        <a class="button" href="${profileLink(person.personUrn)}">Cancel</a>
      </form>
    </div>`;
};

const pair = (term: string, text: string): Html =>
  html`<div>
    <dt>${term}</dt>
    <dd><span dir="auto">${text}</span></dd>
  </div>`;
