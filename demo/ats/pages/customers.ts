/** How all customers of the partner stand, for the ATS's operators. */
import { html } from 'hono/html';
import type {
  CheckSummary,
  CustomerSummary,
  IntegrationSummary,
  Journey,
  NewInstanceFields,
  RuleSummary,
} from '../partner-admin.ts';
import { subnav } from './integrations.ts';
import { options, type Markup } from './layout.ts';
import { checksView, partyName, standingOf } from './partner-words.ts';

export interface CustomerRow {
  readonly customer: CustomerSummary;
  readonly integrations: readonly IntegrationSummary[];
  /** Null for one that has left. */
  readonly journey: Journey | null;
}

export interface CustomersPage {
  readonly rows: readonly CustomerRow[];
  /** `after` of the next page. */
  readonly next: string | null;
  readonly rules: readonly RuleSummary[];
  /** Of the deployment, if they have just run. */
  readonly checks: readonly CheckSummary[] | null;
  /** A form that was refused, with why. */
  readonly refused: { readonly fields: NewInstanceFields; readonly why: readonly string[] } | null;
}

export const customersBody = ({
  rows,
  next,
  rules,
  checks,
  refused,
}: CustomersPage): Markup => html`
  <h1>Customers</h1>
  <p class="intro">Each customer’s way to LinkedIn, as the partner’s admin API tells it.</p>
  ${subnav('customers')}
  <section class="panel" aria-labelledby="all">
    <h2 id="all">All instances</h2>
    <ul class="states customers">
      ${rows.map(rowView)}
    </ul>
    ${
      next === null
        ? ''
        : html`<p><a href="/integrations/customers?after=${encodeURIComponent(next)}">More</a></p>`
    }
  </section>
  ${newInstance(refused)} ${certification(rules)}
  <section class="panel" aria-labelledby="deployment">
    <div class="panel-head">
      <h2 id="deployment">The deployment</h2>
      <form method="post" action="/integrations/customers/checks">
        <button class="button">Run checks<span class="unseen"> of the deployment</span></button>
      </form>
    </div>
    ${
      checks === null
        ? html`<p class="quiet">What <code>rsc doctor</code> asks of the backend as a whole.</p>`
        : checksView(checks)
    }
  </section>
`;

function rowView({ customer, integrations, journey }: CustomerRow): Markup {
  const { id, name, environment, status } = customer;
  const { state, text } = standingOf(integrations);
  const step = journey?.steps.find(({ done }) => !done);
  return html`<li>
    <span>
      <a href="/integrations/customers/${id}">${status === 'purged' ? id : name}</a>
      <span class="quiet"><code>${id}</code> · ${environment} · ${status}</span>
    </span>
    <span class="pill state-${status === 'active' ? state : status}"
      >${status === 'active' ? text : status}</span
    >
    <span class="quiet"
      >${
        journey === null
          ? 'has left'
          : step === undefined
            ? 'all steps done'
            : `${String(journey.done)} of ${String(journey.steps.length)} steps done; next, ${partyName(step.waitingFor)}: ${step.next}`
      }</span
    >
  </li>`;
}

const environments = [
  ['development', 'Development'],
  ['production', 'Production'],
] as const;

const newInstance = (refused: CustomersPage['refused']): Markup => html`
  <section class="panel" aria-labelledby="new">
    <h2 id="new">New instance</h2>
    ${
      refused === null
        ? ''
        : html`<div class="alert" role="alert">
            ${refused.why.map((why) => html`<p>${why}</p>`)}
          </div>`
    }
    <form class="new-instance" method="post" action="/integrations/customers">
      <div class="field">
        <label for="name">Name</label>
        <input
          id="name"
          name="name"
          required
          maxlength="50"
          value="${refused?.fields.name ?? ''}"
        />
      </div>
      <div class="field">
        <label for="id">Id of the instance</label>
        <input
          id="id"
          name="id"
          required
          maxlength="64"
          pattern="[A-Za-z0-9_.\\-]+"
          value="${refused?.fields.id ?? ''}"
        />
      </div>
      <div class="field">
        <label for="environment">Environment</label>
        <select id="environment" name="environment">
          ${options(refused?.fields.environment ?? 'development', environments)}
        </select>
      </div>
      <button class="button primary">Provision</button>
    </form>
    <p class="quiet">
      Makes an application of its own at LinkedIn. Its secret goes to the partner’s store, its key
      for contexts to this server; neither is shown, here or later.
    </p>
  </section>
`;

/** What each rule asks to be shown, and where that is. */
const ruleTexts: Readonly<Record<string, readonly [what: string, where: string]>> = {
  'RSC-101': ['A new customer is onboarded', 'New instance, then Connect; its steps on its page'],
  'RSC-102': ['Jobs public or private, by customer', 'Connect, under the integrations'],
  'RSC-103': [
    'Several contracts, several instances',
    'Contracts in LinkedIn’s panel; the list above',
  ],
  'RSC-104': ['Callback address and viewers', 'An instance, under Configurations'],
  'RSC-105': ['Domains LinkedIn knows', 'An instance, under Application'],
  'RSC-106': ['Tokens are fetched and checked', 'An instance, Run checks: customer.token'],
};

const certification = (rules: readonly RuleSummary[]): Markup => html`
  <section class="panel" aria-labelledby="certification">
    <h2 id="certification">Certification, module 1</h2>
    <ul class="states">
      ${rules.map(({ rule, done, next }) => {
        const [what, where] = ruleTexts[rule] ?? [rule, ''];
        return html`<li>
          <span><code>${rule}</code> ${what}</span>
          <span class="pill ${done ? 'check-pass' : ''}">${done ? 'can be shown' : 'not yet'}</span>
          <span class="quiet">${done ? where : next}</span>
        </li>`;
      })}
    </ul>
  </section>
`;
