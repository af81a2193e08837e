/** Positions: all of them, one with who has applied, and what has come from LinkedIn Recruiter. */
import { html } from 'hono/html';
import { fullName, stageName, type Application, type Candidate } from '../records/candidate.ts';
import type { PositionState } from '../records/positions.ts';
import { jobLine } from './candidates.ts';
import { avatar, day, sign, type Markup } from './layout.ts';

export interface PositionRow {
  readonly state: PositionState;
  readonly applicants: number;
}

export const positionsBody = (rows: readonly PositionRow[]): Markup => html`
  <h1>Positions</h1>
  <ul class="positions">
    ${rows.map(
      ({ state: { opening, isOpen }, applicants }) => html`
        <li>
          <span class="lines">
            <a href="/positions/${opening.id}">${opening.title}</a>
            <span class="quiet">${opening.team} · ${opening.place}</span>
          </span>
          <span class="quiet"
            >${applicants === 1 ? '1 person' : `${String(applicants)} people`}</span
          >
          ${statePill(isOpen)}
        </li>
      `,
    )}
  </ul>
`;

const statePill = (isOpen: boolean): Markup =>
  html`<span class="pill ${isOpen ? 'interview' : 'rejected'}"
    >${isOpen ? 'Open' : 'Closed'}</span
  >`;

/** Somebody who has applied for a position. */
export interface Applicant {
  readonly candidate: Candidate;
  readonly application: Application;
}

/** What a page's script makes rows of, when somebody comes while it is open. */
export const applicantRow = ({ candidate, application }: Applicant) => ({
  id: candidate.id,
  name: fullName(candidate),
  line: jobLine(candidate),
  ...sign(fullName(candidate), candidate.id),
  stage: application.stage,
  stageName: stageName(application.stage),
});

/** A user of the ATS who has a seat in Recruiter. */
export interface Colleague {
  readonly userId: string;
  readonly name: string;
  readonly isAllowed: boolean;
}

export interface PositionParts {
  readonly state: PositionState;
  readonly applicants: readonly Applicant[];
  /** Null for whoever may not change anything. */
  readonly colleagues: readonly Colleague[] | null;
  /** Whether the viewer fills the position, and so sees what LinkedIn knows of it. */
  readonly isOwn: boolean;
}

export const positionBody = ({
  state: { opening, isOpen, allowed, listedAtMs },
  applicants,
  colleagues,
  isOwn,
}: PositionParts): Markup => html`
  <p class="back"><a href="/positions">All positions</a></p>
  <header class="position-head">
    <div>
      <h1>${opening.title} ${statePill(isOpen)}</h1>
      <p class="quiet">${opening.team} · ${opening.place} · listed ${day(listedAtMs)}</p>
    </div>
    ${
      colleagues !== null
        ? html`<form method="post" action="/positions/${opening.id}/state">
            <input type="hidden" name="open" value="${isOpen ? 'no' : 'yes'}" />
            <button class="button">${isOpen ? 'Close position' : 'Open again'}</button>
          </form>`
        : ''
    }
  </header>
  <div class="${isOwn ? 'position-columns' : ''}">
    <section class="panel" aria-labelledby="applicants">
      <h2 id="applicants">
        Applications <span class="quiet" id="count">${applicants.length}</span>
      </h2>
      <ol class="applicants" id="applicant-list" data-position="${opening.id}">
        ${applicants.map(applicantItem)}
      </ol>
      ${colleagues === null ? '' : access(opening.id, allowed === null, colleagues)}
    </section>
    ${isOwn ? linkedInPanels(opening.id) : ''}
  </div>
`;

const linkedInPanels = (id: string): Markup => html`
  <div class="linkedin-panels">
    <section aria-labelledby="exports">
      <h2 id="exports">Exported from LinkedIn Recruiter</h2>
      <rsc-export-panel job-id="${id}">${withoutScript()}</rsc-export-panel>
    </section>
    <section aria-labelledby="rediscovered">
      <h2 id="rediscovered">Rediscovered candidates</h2>
      <rsc-rediscovered-candidates job-id="${id}">${withoutScript()}</rsc-rediscovered-candidates>
    </section>
  </div>
`;

/** Who sees the position, and who applies for it, in LinkedIn Recruiter. */
const access = (id: string, isForAll: boolean, colleagues: readonly Colleague[]): Markup => html`
  <form class="access" method="post" action="/positions/${id}/access">
    <fieldset>
      <legend>Who sees this position in LinkedIn Recruiter</legend>
      ${choice('radio', 'access', 'all', 'Everybody with a seat', isForAll)}
      ${choice('radio', 'access', 'some', 'Only these', !isForAll)}
      <div class="colleagues">
        ${
          colleagues.length === 0
            ? html`<p class="quiet">Nobody here is known to have a seat yet.</p>`
            : colleagues.map(({ userId, name, isAllowed }) =>
                choice('checkbox', 'user', userId, name, isAllowed),
              )
        }
      </div>
    </fieldset>
    <button class="button">Save</button>
  </form>
`;

const choice = (
  type: 'checkbox' | 'radio',
  name: string,
  value: string,
  label: string,
  isChosen: boolean,
): Markup => html`
  <label class="choice">
    <input
      type="${type}"
      name="${name}"
      value="${value}"
      ${isChosen ? html`checked` : ''}
    />${label}
  </label>
`;

const applicantItem = (applicant: Applicant): Markup => {
  const { id, name, line, stage, stageName: stageText } = applicantRow(applicant);
  return html`
    <li>
      ${avatar(name, id)}
      <span class="lines">
        <a href="/candidates/${id}"><bdi>${name}</bdi></a>
        <span class="quiet">${line}</span>
      </span>
      <span class="pill ${stage}">${stageText}</span>
    </li>
  `;
};

/** The inbox of the whole account. */
export const exportsBody = (): Markup => html`
  <h1>Exports from LinkedIn</h1>
  <p class="quiet lead">
    Whoever is exported in LinkedIn Recruiter arrives here, and is a candidate as soon as it is
    clear who it is.
  </p>
  <rsc-export-panel>${withoutScript()}</rsc-export-panel>
`;

const withoutScript = (): Markup =>
  html`<p>This list needs JavaScript and a connection to our recruiting partner.</p>`;
