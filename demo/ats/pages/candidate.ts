/** One candidate: what the ATS knows, and beside it the partner's profile widget. */
import { html } from 'hono/html';
import {
  fullName,
  stageName,
  stages,
  stagesOf,
  type Application,
  extensionOf,
  type Candidate,
  type CandidateDocument,
  type ResumeEntry,
} from '../records/candidate.ts';
import { jobLine } from './candidates.ts';
import { avatar, day, options, type Markup } from './layout.ts';

/** What somebody may do with a candidate. */
export interface CandidateRights {
  /** What the ATS knows of the person, down to deleting it. */
  readonly changes: boolean;
  /** The stage, and notes and feedback of one's own. */
  readonly writes: boolean;
}

/** @param integrationContext `urn:li:organization:…` of the customer */
export const candidateBody = (
  candidate: Candidate,
  integrationContext: string,
  rights: CandidateRights,
): Markup => html`
  <p class="back"><a href="/candidates">All candidates</a></p>
  ${head(candidate, rights)}
  <div class="columns">
    <div class="facts">
      ${contact(candidate, rights)} ${applications(candidate, rights)}
      ${rights.changes ? privacy(candidate) : ''}
    </div>
    <section class="linkedin" aria-labelledby="linkedin">
      <h2 id="linkedin" class="unseen">LinkedIn</h2>
      <rsc-profile-widget
        candidate-id="${candidate.id}"
        integration-context="${integrationContext}"
        show-unlink
        confirm-unlink
      >
        <p>The LinkedIn profile needs JavaScript and a connection to our recruiting partner.</p>
      </rsc-profile-widget>
    </section>
    <div class="papers">
      ${notes(candidate, rights)} ${feedback(candidate, rights)} ${resume(candidate)}
    </div>
  </div>
  ${eventStrip()}
`;

function head(candidate: Candidate, { writes }: CandidateRights): Markup {
  const name = fullName(candidate);
  return html`
    <header class="candidate-head">
      ${avatar(name, candidate.id, 'large')}
      <div class="who">
        <h1><bdi>${name}</bdi></h1>
        <p class="quiet">${jobLine(candidate)}</p>
      </div>
      ${writes ? moving(candidate) : ''}
    </header>
  `;
}

const moving = ({ id, applications: [latest] }: Candidate): Markup => html`
  <form class="move" method="post" action="/candidates/${id}/stage">
    <div class="field">
      <label for="stage">Stage for ${latest.opening.title}</label>
      <select id="stage" name="stage">
        ${options(
          latest.stage,
          stages.map(({ id, name }) => [id, name]),
        )}
      </select>
    </div>
    <button class="button">Move</button>
  </form>
`;

const contact = (candidate: Candidate, { changes }: CandidateRights): Markup => html`
  <section class="panel" aria-labelledby="contact">
    <h2 id="contact">Contact</h2>
    <dl>
      ${fact(
        'E-mail',
        candidate.email === null
          ? null
          : html`<a href="mailto:${candidate.email}">${candidate.email}</a>`,
      )}
      ${fact('Phone', candidate.phone === null ? null : html`<bdi>${candidate.phone}</bdi>`)}
      ${fact('Lives in', candidate.location)} ${fact('Came by', candidate.source)}
      ${fact('LinkedIn sync', candidate.sharedWithLinkedIn ? 'On' : 'Off, as the candidate wishes')}
      ${fact('Linked by hand', html`<span id="linked">${linkedText(candidate)}</span>`)}
    </dl>
    ${
      candidate.provenance.length === 0
        ? ''
        : html`<ul class="provenance">
            ${candidate.provenance.map(
              ({ text, atMs }) => html`<li>${text} <span class="quiet">· ${day(atMs)}</span></li>`,
            )}
          </ul>`
    }
    ${changes ? editing(candidate) : ''}
  </section>
`;

const editing = (candidate: Candidate): Markup => html`
  <details class="edit">
    <summary>Change</summary>
    <form class="stack" method="post" action="/candidates/${candidate.id}/contact">
      ${input('firstName', 'First name', candidate.firstName)}
      ${input('lastName', 'Last name', candidate.lastName)}
      ${input('email', 'E-mail', candidate.email ?? '')}
      ${input('phone', 'Phone', candidate.phone ?? '', 'tel')}
      ${input('title', 'Job title', candidate.title)}
      ${input('company', 'Company', candidate.company)}
      <button class="button">Save</button>
    </form>
  </details>
`;

const input = (name: string, label: string, value: string, type = 'text'): Markup => html`
  <div class="field">
    <label for="edit-${name}">${label}</label>
    <input id="edit-${name}" name="${name}" type="${type}" value="${value}" maxlength="200" />
  </div>
`;

/** What the person may ask for. */
const privacy = ({ id, sharedWithLinkedIn }: Candidate): Markup => html`
  <section class="panel" aria-labelledby="privacy">
    <h2 id="privacy">Privacy</h2>
    <form method="post" action="/candidates/${id}/sharing">
      <input type="hidden" name="share" value="${sharedWithLinkedIn ? 'no' : 'yes'}" />
      <p class="quiet">
        ${
          sharedWithLinkedIn
            ? 'LinkedIn is told of this candidate. Whoever objects is deleted there.'
            : 'LinkedIn is not told of this candidate.'
        }
      </p>
      <button class="button">
        ${sharedWithLinkedIn ? 'Stop LinkedIn sync' : 'Sync with LinkedIn again'}
      </button>
    </form>
    <details class="edit">
      <summary>Delete candidate</summary>
      <form class="stack" method="post" action="/candidates/${id}/delete">
        <p>Deletes the candidate with all applications and notes, here and at LinkedIn.</p>
        <button class="button danger">Delete for good</button>
      </form>
    </details>
  </section>
`;

/** What the ATS itself remembers of the link; the widget shows how LinkedIn sees it. */
const linkedText = ({ linkedMember }: Candidate): Markup | string =>
  linkedMember === null ? 'No' : html`Yes, on ${day(linkedMember.atMs)}`;

const fact = (name: string, value: Markup | string | null): Markup => html`
  <div>
    <dt>${name}</dt>
    <dd>${value ?? html`<span class="quiet">Not given</span>`}</dd>
  </div>
`;

const applications = (candidate: Candidate, rights: CandidateRights): Markup => html`
  <section class="panel" aria-labelledby="applications">
    <h2 id="applications">Applications</h2>
    <ol class="applications">
      ${candidate.applications.map((one) => application(candidate.id, one, rights))}
    </ol>
  </section>
`;

const track = stages.filter(({ id }) => id !== 'rejected');

function application(candidateId: string, one: Application, { changes }: CandidateRights): Markup {
  const { id: applicationId, opening, stage, appliedAtMs, movedAtMs } = one;
  const path = (kind: string): string =>
    `/candidates/${candidateId}/${kind}/${applicationId}/delete`;
  const reached = track.findIndex(({ id }) => id === stage);
  return html`
    <li>
      <p class="application-head">
        <strong>${opening.title}</strong> <span class="pill ${stage}">${stageName(stage)}</span>
      </p>
      <p class="quiet">
        ${opening.team}, ${opening.place} · applied
        ${day(appliedAtMs)}${movedAtMs === appliedAtMs ? '' : html` · moved ${day(movedAtMs)}`}
      </p>
      ${
        reached < 0
          ? ''
          : html`<ol class="track" aria-hidden="true">
              ${track.map(
                (_step, index) => html`<li class="${index <= reached ? 'done' : ''}"></li>`,
              )}
            </ol>`
      }
      ${changes && stagesOf(one).length > 1 ? deleteButton(path('stages'), 'Delete stages') : ''}
      ${changes ? deleteButton(path('applications'), 'Delete application') : ''}
    </li>
  `;
}

const notes = (candidate: Candidate, { changes, writes }: CandidateRights): Markup => html`
  <section class="panel" aria-labelledby="notes">
    <h2 id="notes">Notes</h2>
    ${writes ? noteForm(candidate) : ''}
    ${
      candidate.notes.length === 0
        ? html`<p class="quiet">Nobody has written anything yet.</p>`
        : html`<ol class="notes">
            ${candidate.notes.map(
              ({ id, applicationId, author, text, atMs }) => html`
                <li>
                  <p class="quiet">
                    <strong>${author}</strong> · ${day(atMs)}${about(candidate, applicationId)}
                  </p>
                  <p class="text">${text}</p>
                  ${changes ? deleteButton(`/candidates/${candidate.id}/notes/${id}/delete`, 'Delete note') : ''}
                </li>
              `,
            )}
          </ol>`
    }
  </section>
`;

const noteForm = (candidate: Candidate): Markup => html`
  <form class="stack" method="post" action="/candidates/${candidate.id}/notes">
    <label for="note">New note</label>
    <textarea id="note" name="text" rows="3" maxlength="2000" required></textarea>
    <label for="about">About</label>
    <select id="about" name="about">
      ${options('', [
        ['', 'The candidate'],
        ...candidate.applications.map(
          ({ id, opening }) => [id, `Application: ${opening.title}`] as const,
        ),
      ])}
    </select>
    <button class="button">Add note</button>
  </form>
`;

const feedback = (
  { id, feedback: list }: Candidate,
  { changes, writes }: CandidateRights,
): Markup => html`
  <section class="panel" aria-labelledby="feedback">
    <h2 id="feedback">Interview feedback</h2>
    ${writes ? feedbackForm(id) : ''}
    ${
      list.length === 0
        ? html`<p class="quiet">Nobody has written feedback yet.</p>`
        : html`<ol class="notes">
            ${list.map(
              ({ id: feedbackId, author, text, rating, atMs }) => html`
                <li>
                  <p class="quiet"><strong>${author}</strong> · ${day(atMs)} · ${rating} of 5</p>
                  <p class="text">${text}</p>
                  ${changes ? deleteButton(`/candidates/${id}/feedback/${feedbackId}/delete`, 'Delete feedback') : ''}
                </li>
              `,
            )}
          </ol>`
    }
  </section>
`;

const feedbackForm = (id: string): Markup => html`
  <details class="edit">
    <summary>Write feedback</summary>
    <form class="stack" method="post" action="/candidates/${id}/feedback">
      <label for="feedback-text">How was the interview?</label>
      <textarea id="feedback-text" name="text" rows="3" maxlength="2000" required></textarea>
      <label for="rating">Overall, 1 to 5</label>
      <input id="rating" name="rating" type="number" min="1" max="5" value="4" required />
      <button class="button">Add feedback</button>
    </form>
  </details>
`;

/** Which application a note is about. */
function about({ applications }: Candidate, applicationId: string | undefined): Markup | string {
  const application = applications.find(({ id }) => id === applicationId);
  return application === undefined ? '' : html` · ${application.opening.title}`;
}

const deleteButton = (action: string, name: string): Markup => html`
  <form method="post" action="${action}">
    <button class="text-button">${name}</button>
  </form>
`;

const resume = ({
  id,
  documents,
  resume: { summary, experience, education, skills },
}: Candidate): Markup => html`
  <section class="panel resume" aria-labelledby="resume">
    <h2 id="resume">Résumé</h2>
    ${
      documents.length === 0
        ? ''
        : html`<ul class="entries">
            ${documents.map((one) => file(id, one))}
          </ul>`
    }
    ${summary === '' ? '' : html`<p class="text">${summary}</p>`}
    <h3>Experience</h3>
    ${entries(experience)} ${education.length === 0 ? '' : html`<h3>Education</h3>`}
    ${entries(education)}
    ${
      skills.length === 0
        ? ''
        : html`<h3>Skills</h3>
            <ul class="skills">
              ${skills.map((skill) => html`<li>${skill}</li>`)}
            </ul>`
    }
  </section>
`;

const file = (candidateId: string, { id, type, bytes, atMs }: CandidateDocument): Markup => html`
  <li>
    <a href="/candidates/${candidateId}/documents/${id}" download>Résumé from LinkedIn</a>
    <span class="quiet">
      ${extensionOf(type).toUpperCase()}, ${Math.ceil(bytes.byteLength / 1024)} KB, ${day(atMs)}
    </span>
  </li>
`;

const entries = (list: readonly ResumeEntry[]): Markup | string =>
  list.length === 0
    ? ''
    : html`<ul class="entries">
        ${list.map(
          ({ title, place, period }) => html`
            <li>
              <span><strong>${title}</strong><br />${place}</span>
              <span class="quiet">${period}</span>
            </li>
          `,
        )}
      </ul>`;

/** For developers: what the elements of this page tell it. A script fills it. */
const eventStrip = (): Markup => html`
  <details class="events" id="events" hidden>
    <summary>Events <span class="event-count" id="event-count">0</span></summary>
    <ol id="event-list" tabindex="0" aria-label="Events of the partner's elements"></ol>
  </details>
`;
