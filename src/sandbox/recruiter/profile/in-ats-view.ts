/** What Recruiter shows of a member who is in the ATS, as far as the viewer may see it. */
import { html } from 'hono/html';
import { dayView } from '../../pages/dates.ts';
import { icon, type Html } from '../../pages/page.ts';
import type { IndicatedApplication, IndicatedCandidate } from '../../state/indicator.ts';
import type { Match } from '../../state/store.ts';
import { jobLink } from '../links.ts';

export interface InAtsOptions {
  readonly isOn: boolean;
  readonly candidates: readonly IndicatedCandidate[];
  /** Whether the viewer may see the page of a job. */
  mayOpenJob(jobPostingId: string): boolean;
  matchOf(candidateId: string): Match['kind'];
  /** How many applications of a candidate the viewer may not see. */
  hiddenOf(candidateId: string): number;
}

export function inAtsView(options: InAtsOptions): Html {
  const { isOn, candidates } = options;
  if (!isOn) {
    return html`<p>
      The In-ATS indicator is not switched on, so Recruiter does not know who is in the ATS.
    </p>`;
  }
  if (candidates.length === 0) {
    return html`<p>No candidate of the ATS is this member, as far as LinkedIn can tell.</p>`;
  }
  return html`${candidates.map((one) => candidateView(one, options))}`;
}

const candidateView = (
  { candidate: { record }, notes, applications }: IndicatedCandidate,
  { matchOf, hiddenOf, mayOpenJob }: InAtsOptions,
): Html => {
  const match = matchOf(record.id);
  const hidden = hiddenOf(record.id);
  const name = [record.firstName, record.lastName ?? ''].join(' ').trim();
  return html`<article class="candidate stack">
    <div>
      <h3><span dir="auto">${name}</span></h3>
      <p class="quiet small">
        Candidate <code>${record.id}</code> ·
        ${match === 'manual' ? 'linked by hand' : 'found by matching'} · in the ATS since
        ${dayView(record.atsCreatedAt)}
      </p>
      ${
        record.externalProfileUrl === undefined
          ? ''
          : html`<p>
              <a href="${record.externalProfileUrl}" target="_blank" rel="noopener noreferrer"
                >Open in the ATS<span class="hidden"> (new tab)</span></a
              >
            </p>`
      }
      ${
        record.doNotContact === true
          ? html`<p class="message warn">${icon('warning')}The ATS says: do not contact.</p>`
          : ''
      }
    </div>
    ${applications.map((one) => applicationView(one, mayOpenJob(one.application.record.jobPostingId)))}
    ${hidden === 0 ? '' : hiddenView(hidden)}
    ${
      notes.length === 0
        ? ''
        : html`<h4>Notes on the candidate</h4>
            ${notesView(notes)}`
    }
  </article>`;
};

const hiddenView = (hidden: number): Html =>
  html`<p class="quiet small">
    ${hidden === 1 ? 'One application is' : html`${hidden} applications are`} not shown to you:
    access lists of the job, or no <code>APPLICATION_VIEWERS</code> while there are none.
  </p>`;

function applicationView(one: IndicatedApplication, mayOpenJob: boolean): Html {
  const { application, job, stages, notes, feedback, attachments } = one;
  const { record } = application;
  const current = stages.at(-1)?.record.stage;
  const title = job?.record.title ?? record.jobPostingName;
  return html`<section class="application stack">
    <div>
      <h4>
        ${job === null || !mayOpenJob ? html`<span dir="auto">${title}</span>` : html`<a href="${jobLink(record.jobPostingId)}" dir="auto">${title}</a>`}
      </h4>
      <p class="quiet small">
        Application <code>${record.id}</code>, job <code>${record.jobPostingId}</code> ·
        ${dayView(record.atsCreatedAt)}${record.source === undefined ? '' : html` · ${record.source}`}
        ${job === null ? '· the job itself was not sent' : ''}
      </p>
      <ul class="tags">
        ${current === undefined ? '' : html`<li class="tag good" dir="auto">${current}</li>`}
        ${job === null ? '' : html`<li class="tag">Job ${job.record.state.toLowerCase()}</li>`}
      </ul>
      ${
        record.dispositionReason === undefined || record.dispositionReason === ''
          ? ''
          : html`<p>Disposition: <span dir="auto">${record.dispositionReason}</span></p>`
      }
    </div>
    ${
      stages.length === 0
        ? ''
        : html`<h5>Stages</h5>
            <ol class="stages">
              ${stages.map(
                ({ record: { stage, atsCreatedAt } }) =>
                  html`<li>
                    <span dir="auto">${stage}</span>
                    <span class="quiet small">${dayView(atsCreatedAt)}</span>
                  </li>`,
              )}
            </ol>`
    }
    ${
      notes.length === 0
        ? ''
        : html`<h5>Notes on the application</h5>
            ${notesView(notes)}`
    }
    ${feedback.length === 0 ? '' : feedbackView(feedback)}
    ${
      attachments.length === 0
        ? ''
        : html`<h5>Attachments</h5>
            <ul>
              ${attachments.map(
                ({ record: { fileName, type } }) =>
                  html`<li><span dir="auto">${fileName}</span> (${type.toLowerCase()})</li>`,
              )}
            </ul>`
    }
  </section>`;
}

interface Author {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
}

const nameOf = (author: Author | undefined): string =>
  [author?.firstName, author?.lastName].filter(Boolean).join(' ');

const byline = (author: Author | undefined, atMs: number): Html => {
  const name = nameOf(author);
  return html`<p class="quiet small">
    ${name === '' ? '' : html`<span dir="auto">${name}</span> · `}${dayView(atMs)}
  </p>`;
};

interface AtsNote {
  readonly record: {
    readonly note: string;
    readonly author?: Author | undefined;
    readonly atsCreatedAt: number;
  };
}

const notesView = (notes: readonly AtsNote[]): Html =>
  html`<ul class="texts">
    ${notes.map(
      ({ record: { note, author, atsCreatedAt } }) =>
        html`<li>
          <p class="text" dir="auto">${note}</p>
          ${byline(author, atsCreatedAt)}
        </li>`,
    )}
  </ul>`;

const feedbackView = (feedback: IndicatedApplication['feedback']): Html =>
  html`<h5>Interview feedback</h5>
    <ul class="texts">
      ${feedback.map(
        ({ record }) =>
          html`<li>
            <p class="text" dir="auto">${record.feedback}</p>
            ${
              record.evaluations === undefined || record.evaluations.length === 0
                ? ''
                : html`<dl class="scores">
                    ${record.evaluations.map(
                      ({ attribute, result }) =>
                        html`<div>
                          <dt><span dir="auto">${attribute}</span></dt>
                          <dd><span dir="auto">${result}</span></dd>
                        </div>`,
                    )}
                  </dl>`
            }
            ${byline(record.interviewer, record.atsCreatedAt)}
          </li>`,
      )}
    </ul>`;
