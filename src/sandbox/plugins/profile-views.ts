/** What the profile plugin shows, state by state. All text of people is escaped by `html`. */
import { html } from 'hono/html';
import { icon, panel, type Html } from '../pages/page.ts';
import {
  connections,
  fullName,
  personFacts,
  personSections,
  portraitView,
} from '../pages/person.ts';
import type { Person } from '../state/people.ts';

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
    ${personFacts(person)} ${personSections(person)}
    ${options.showUnlink ? unlinkView(options) : ''}
  </article>`;

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
