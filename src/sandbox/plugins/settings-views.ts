/** What the configuration plugin shows, state by state. All text of people is escaped by `html`. */
import { html } from 'hono/html';
import { icon, panel, type Html } from '../pages/page.ts';
import type { Contract } from '../state/organizations.ts';
import type { Integration } from '../state/integrations.ts';
import type { Bundle } from './bundles.ts';

const problem = html`<p class="problem" role="alert"></p>`;

export const settingsSignedOutView = (): Html =>
  panel(
    'lock',
    'Sign in to connect your system',
    'A Recruiter administrator chooses here what your applicant tracking system may do. Sign in, then this panel loads by itself.',
    html`<button class="main" type="button" data-action="sign-in">Sign in to LinkedIn</button>
      ${problem}`,
  );

export const notAdminView = (name: string, admins: readonly string[]): Html =>
  panel(
    'seat',
    'Only Recruiter administrators can request integrations',
    admins.length === 0
      ? `${name}, you do not administer a Recruiter contract. Sign in with an account that does.`
      : `${name}, ask ${admins.join(' or ')} to do this, or sign in with another account.`,
    html`<button type="button" data-action="sign-out">Use another account</button> ${problem}`,
  );

export const settingsRefusedView = (why: string): Html =>
  panel('warning', 'This page may not connect to LinkedIn', why);

export interface Choice {
  readonly organization: string;
  readonly application: string;
  /** What the person administers. */
  readonly contracts: readonly Contract[];
  readonly bundles: readonly Bundle[];
  /** What the application has asked for before. */
  readonly requested: readonly Integration[];
  /** State of the bundle's integrations, the least advanced; null where one was never requested. */
  readonly stateOf: (bundle: Bundle) => Integration['onboardingStatus'] | null;
}

export const choiceView = (choice: Choice): Html => {
  const { organization, application, contracts, bundles, requested, stateOf } = choice;
  const isOnly = contracts.length === 1;
  return html`<section class="choice">
    <h1 tabindex="-1">Connect <span dir="auto">${application}</span></h1>
    <p class="quiet">
      Choose what the application may do for <strong dir="auto">${organization}</strong>. Afterwards
      you switch each integration on in Recruiter, under Integrations.
    </p>
    <p class="said" role="status" data-said></p>
    <form>
      <fieldset>
        <legend>Contracts</legend>
        <ul class="options">
          ${contracts.map(({ urn, name }) => {
            const isKnown = requested.some(({ integrationContext }) => integrationContext === urn);
            return option({
              name: 'contract',
              value: urn,
              label: name,
              about: urn,
              isChecked: isOnly || isKnown,
            });
          })}
        </ul>
      </fieldset>
      <fieldset>
        <legend>Integrations</legend>
        ${
          bundles.length === 0
            ? html`<p class="quiet">The application names no integrations that there are.</p>`
            : html`<ul class="options">
                ${bundles.map((bundle) =>
                  option({
                    name: 'type',
                    value: bundle.type,
                    label: bundle.label,
                    about: bundle.about,
                    isChecked: true,
                    state: stateOf(bundle),
                  }),
                )}
              </ul>`
        }
      </fieldset>
      ${problem}
      <button class="main" type="submit">
        ${requested.length === 0 ? 'Request integrations' : 'Request again'}
      </button>
    </form>
  </section>`;
};

const states: Readonly<Record<Integration['onboardingStatus'], string>> = {
  REQUESTED: 'Requested',
  CONFIGURED: 'Ready to be switched on in Recruiter',
  ENABLED: 'Switched on',
  DISABLED: 'Switched off in Recruiter',
};

interface Option {
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly about: string;
  readonly isChecked: boolean;
  readonly state?: Integration['onboardingStatus'] | null;
}

const option = ({ name, value, label, about, isChecked, state = null }: Option): Html => {
  const id = `${name}-${value.replaceAll(/[^A-Za-z0-9_-]/g, '-')}`;
  return html`<li>
    <input
      type="checkbox"
      id="${id}"
      name="${name}"
      value="${value}"
      aria-describedby="${id}-about"
      ${isChecked ? html`checked` : ''}
    />
    <div>
      <label for="${id}" dir="auto">${label}</label>
      <p class="quiet small" id="${id}-about">
        ${about}
        ${
          state === null
            ? ''
            : html`<strong class="state"
                >${icon(state === 'ENABLED' ? 'check' : 'flask')}${states[state]}</strong
              >`
        }
      </p>
    </div>
  </li>`;
};
