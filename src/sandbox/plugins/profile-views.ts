/** What the profile plugin shows, state by state. All text of people is escaped by `html`. */
import { html } from 'hono/html';
import { icon, panel, type Html } from '../pages/page.ts';
import type { Education, Person, Position } from '../state/people.ts';

/** How many entries of a list are seen before it is unfolded. */
const visibleEntries = 2;

export const signedOutView = (): Html =>
  panel(
    'lock',
    'Sign in to see the profile',
    'The profile is shown to holders of a Recruiter seat. Sign in, then this panel loads by itself.',
    html`<button class="main" type="button" data-action="sign-in">Sign in to LinkedIn</button>
      <p class="problem" role="alert"></p>`,
  );

export const noSeatView = (name: string): Html =>
  panel(
    'seat',
    'You need a Recruiter seat',
    `${name}, your company has Recruiter, but no seat is assigned to you. Ask your Recruiter administrator for one, or sign in with another account.`,
    html`<button type="button" data-action="sign-out">Use another account</button>
      <p class="problem" role="alert"></p>`,
  );

export const notEnabledView = (): Html =>
  panel(
    'warning',
    'The profile plugin is not switched on',
    'Your Recruiter administrator switches it on in Recruiter under Product settings, Integrations.',
  );

export const refusedView = (why: string): Html =>
  panel('warning', 'This page may not show profiles', why);

export const notSyncedView = (): Html =>
  panel(
    'person',
    'This candidate has not arrived yet',
    'Your applicant tracking system has not sent the candidate. It can take a few minutes after the candidate was added.',
    html`<button type="button" data-action="reload">Look again</button>`,
  );

export const unmatchedView = (): Html =>
  html`<section>
    <h1 tabindex="-1">No profile is linked yet</h1>
    <p class="quiet">
      Nobody could be found with certainty. Search for the member and link the profile.
    </p>
    <form class="search" data-action="search" role="search">
      <label
        >Name, title, company or place
        <input name="text" type="search" autocomplete="off" maxlength="200" required
      /></label>
      <button class="main" type="submit">Search</button>
    </form>
    <p class="problem" role="alert"></p>
    <p class="hidden" role="status" data-result-count></p>
    <div data-results></div>
  </section>`;

export const resultsView = (people: readonly Person[], more: boolean): Html =>
  people.length === 0
    ? html`<p>Nobody fits. Try fewer words.</p>`
    : html`<ul class="results">
          ${people.map((person) => resultView(person))}
        </ul>
        ${more ? html`<p class="quiet small">There are more. Add a word to narrow the search.</p>` : ''}`;

const fullName = ({ firstName, lastName }: Person): string => `${firstName} ${lastName}`;

const portraitView = ({ id }: Person): Html =>
  html`<img class="portrait" src="/media/portraits/${id}.svg" alt="" width="96" height="96" />`;

const resultView = (person: Person): Html =>
  html`<li>
    ${portraitView(person)}
    <div>
      <strong lang="${person.locale}" dir="auto">${fullName(person)}</strong><br />
      <span class="quiet small" dir="auto">${person.headline} · ${person.location}</span>
    </div>
    <button type="button" data-action="link" data-member="${person.personUrn}">
      Link<span class="hidden"> ${fullName(person)}</span>
    </button>
  </li>`;

export interface MatchedOptions {
  readonly showUnlink: boolean;
  readonly confirmUnlink: boolean;
  /** Whether a person or matching chose the profile. */
  readonly kind: 'automatic' | 'manual';
}

export const matchedView = (person: Person, options: MatchedOptions): Html =>
  html`<article>
    <div class="top">
      ${portraitView(person)}
      <div>
        <h1 tabindex="-1" lang="${person.locale}" dir="auto">${fullName(person)}</h1>
        <p dir="auto">${person.headline}</p>
        <p class="quiet small" dir="auto">
          ${person.location} · ${connections(person.connections)}
        </p>
      </div>
    </div>
    <dl class="facts">
      <div>
        <dt>Current position</dt>
        <dd dir="auto">${person.currentTitle}, ${person.currentCompany}</dd>
      </div>
      <div>
        <dt>Location</dt>
        <dd dir="auto">${person.location}</dd>
      </div>
      <div>
        <dt>Industry</dt>
        <dd>${person.industry}</dd>
      </div>
      <div>
        <dt>Connections</dt>
        <dd>${connections(person.connections)}</dd>
      </div>
    </dl>
    ${section('Summary', html`<p>${person.summary}</p>`)}
    ${section('Experience', folded(person.experience.map(positionView), 'positions'))}
    ${section('Education', folded(person.education.map(educationView), 'entries'))}
    ${section(
      'Skills',
      html`<ul class="chips">
        ${person.skills.map((skill) => html`<li>${skill}</li>`)}
      </ul>`,
    )}
    ${options.showUnlink ? unlinkView(options) : ''}
  </article>`;

const connections = (count: number): string =>
  count > 500 ? '500+ connections' : `${String(count)} connections`;

const section = (heading: string, body: Html): Html =>
  html`<section class="section">
    <h2>${heading}</h2>
    ${body}
  </section>`;

/** The first entries at once, the rest behind a summary. */
function folded(entries: readonly Html[], noun: string): Html {
  const rest = entries.slice(visibleEntries);
  return html`<ul class="entries">
      ${entries.slice(0, visibleEntries)}
    </ul>
    ${
      rest.length === 0
        ? ''
        : html`<details>
            <summary>Show ${String(rest.length)} more ${noun}</summary>
            <ul class="entries">
              ${rest}
            </ul>
          </details>`
    }`;
}

const positionView = (position: Position): Html =>
  html`<li>
    <strong>${position.title}</strong>
    <span dir="auto">${position.company} · ${position.location}</span><br />
    <span class="quiet small">${position.from} – ${position.to ?? 'today'}</span>
  </li>`;

const educationView = (education: Education): Html =>
  html`<li>
    <strong>${education.school}</strong>
    <span>${education.degree}</span><br />
    <span class="quiet small">${String(education.from)} – ${String(education.to)}</span>
  </li>`;

const unlinkView = ({ confirmUnlink, kind }: MatchedOptions): Html =>
  html`<div class="unlink">
    <span class="quiet small"
      >${kind === 'manual' ? 'Linked by hand.' : 'Found by matching.'} Not the right person?</span
    >
    <button class="plain" type="button" data-action="${confirmUnlink ? 'ask-unlink' : 'unlink'}">
      Unlink profile
    </button>
    <div class="question" role="group" aria-labelledby="unlink-question" hidden>
      <span id="unlink-question">Unlink this profile from the candidate?</span>
      <button class="danger" type="button" data-action="unlink">Unlink</button>
      <button type="button" data-action="keep">Keep</button>
    </div>
    <p class="problem" role="alert"></p>
  </div>`;

/** Whose view this is, below each state. */
export const markView = (name: string | null): Html =>
  html`<footer class="sandbox-mark">
    <span>${icon('person')} Sandbox for development: not LinkedIn, no real people</span>
    ${
      name === null
        ? ''
        : html`<span
            >Signed in as ${name}
            <button class="plain" type="button" data-action="sign-out">Sign out</button></span
          >`
    }
  </footer>`;
