/** One customer of the partner: how far it is, what LinkedIn knows of it, and what can be done. */
import { html } from 'hono/html';
import type {
  CheckSummary,
  ConfigurationSummary,
  CustomerSummary,
  IntegrationSummary,
  Journey,
  Receipt,
} from '../partner-admin.ts';
import { subnav } from './integrations.ts';
import type { Markup } from './layout.ts';
import { checksView, partyName, spaced, whyOf } from './partner-words.ts';

export interface CustomerPage {
  readonly customer: CustomerSummary;
  readonly integrations: readonly IntegrationSummary[];
  readonly configurations: readonly ConfigurationSummary[];
  readonly journey: Journey | null;
  readonly receipts: readonly Receipt[];
  /** Of the last run, if there was one just now. */
  readonly checks: readonly CheckSummary[] | null;
  /** Whether this server has the key of the instance, so that it can be connected here. */
  readonly isOurs: boolean;
  /** Why the partner has refused something. */
  readonly refused: string | null;
}

export const customerBody = (page: CustomerPage): Markup => {
  const { customer, journey, checks, isOurs, refused, receipts } = page;
  const { id, name, environment, status } = customer;
  // Nothing is left of one that has left but its id.
  const hasLeft = status === 'purged';
  return html`
    <p class="back"><a href="/integrations/customers">Customers</a></p>
    <h1>${hasLeft ? id : name}</h1>
    <p class="intro quiet"><code>${id}</code> · ${environment} · ${status}</p>
    ${subnav('customers')}
    ${refused === null ? '' : html`<p class="alert" role="alert">${refused}</p>`}
    ${receipts.map(receiptView)}
    ${
      hasLeft
        ? ''
        : html`
            <section class="panel" aria-labelledby="checks">
              <div class="panel-head">
                <h2 id="checks">Checks</h2>
                <div class="actions">
                  ${
                    isOurs
                      ? html`<a class="button" href="/integrations?instance=${id}"
                          >Connect<span class="unseen"> ${name}</span></a
                        >`
                      : ''
                  }
                  <a class="button" href="/integrations/customers/${id}/sync"
                    >Sync<span class="unseen"> of ${name}</span></a
                  >
                  <form method="post" action="/integrations/customers/${id}/check">
                    <button class="button primary">
                      Run checks<span class="unseen"> of ${name}</span>
                    </button>
                  </form>
                </div>
              </div>
              ${
                checks === null
                  ? html`<p class="quiet">
                      What <code>rsc doctor</code> asks LinkedIn, the store and, from outside, the
                      backend.
                    </p>`
                  : checksView(checks)
              }
            </section>
            ${journey === null ? '' : journeyView(journey)} ${integrationsView(page)}
            ${configurationsView(page)} ${applicationView(customer)} ${embedView(customer)}
            ${leavingView(customer)}
          `
    }
  `;
};

const journeyView = ({ steps, done }: Journey): Markup => html`
  <section class="panel" aria-labelledby="steps">
    <h2 id="steps">Steps, ${String(done)} of ${String(steps.length)} done</h2>
    <ol class="states steps">
      ${steps.map(
        ({ step, done: isDone, waitingFor, next, rules }) =>
          html`<li>
            <span>${spaced(step)} <span class="quiet">${rules.join(', ')}</span></span>
            <span class="pill ${isDone ? 'check-pass' : ''}">${isDone ? 'done' : 'open'}</span>
            <span class="quiet">${isDone ? '' : `${partyName(waitingFor)}: ${next}`}</span>
          </li>`,
      )}
    </ol>
  </section>
`;

const integrationsView = ({ integrations }: CustomerPage): Markup => html`
  <section class="panel" aria-labelledby="integrations">
    <h2 id="integrations">Integrations</h2>
    ${
      integrations.length === 0
        ? html`<p>Nothing has been requested yet: the customer’s administrator does that.</p>`
        : html`<ul class="states">
            ${integrations.map(
              (one) =>
                html`<li>
                  <span
                    ><code>${one.type}</code>
                    <span class="quiet">${one.context}, ${one.name ?? 'without a name'}</span></span
                  >
                  <span class="pill state-${one.state}">${one.state}</span>
                  <span class="quiet">${whyOf(one)}</span>
                </li>`,
            )}
          </ul>`
    }
  </section>
`;

const configurationsView = ({ customer, configurations }: CustomerPage): Markup => html`
  <section class="panel" aria-labelledby="configurations">
    <h2 id="configurations">Configurations</h2>
    ${
      configurations.length === 0
        ? html`<p>LinkedIn was told none yet: that follows the request.</p>`
        : html`<ul class="states">
            ${configurations.map(
              ({ type, key, value, confirmedAt }) =>
                html`<li>
                  <span><code>${key}</code> <span class="quiet">of ${type}</span></span>
                  <span class="pill ${confirmedAt === null ? '' : 'check-pass'}"
                    >${confirmedAt === null ? 'not told yet' : 'at LinkedIn'}</span
                  >
                  <span class="quiet">${value}</span>
                </li>`,
            )}
          </ul>`
    }
    <p class="quiet">
      Jobs are ${customer.jobAvailability === 'PUBLIC' ? 'public' : 'private to the integration'}.
      ${
        customer.usesAcls
          ? 'Access lists say who sees jobs and applications.'
          : 'All users of Recruiter see jobs and applications.'
      }
    </p>
  </section>
`;

const applicationView = ({ application, domains, keys }: CustomerSummary): Markup => html`
  <section class="panel" aria-labelledby="application">
    <h2 id="application">Application at LinkedIn</h2>
    ${
      application === null
        ? html`<p>Not provisioned yet</p>`
        : html`<dl class="facts">
            <dt>Client id</dt>
            <dd><code>${application.clientId ?? 'none yet'}</code></dd>
            <dt>Client secret</dt>
            <dd>${application.hasClientSecret ? 'kept encrypted, never shown' : 'missing'}</dd>
            <dt>Pages</dt>
            <dd>${domains.join(', ')}</dd>
            <dt>Domains LinkedIn knows</dt>
            <dd>${application.jsSdkDomains.join(', ')}</dd>
            <dt>Signing keys</dt>
            <dd>
              ${keys
                .map(({ kid, retiredAt }) => (retiredAt === null ? kid : `${kid} (retired)`))
                .join(', ')}
            </dd>
          </dl>`
    }
  </section>
`;

const embedView = ({ embedSnippet }: CustomerSummary): Markup => html`
  <section class="panel" aria-labelledby="embed">
    <div class="panel-head">
      <h2 id="embed">Embed</h2>
      <div class="actions">
        <span role="status" class="quiet" data-copied></span>
        <button class="button" type="button" data-copy="snippet" hidden>
          Copy<span class="unseen"> the embed code</span>
        </button>
      </div>
    </div>
    <textarea class="snippet" id="snippet" readonly rows="2" aria-labelledby="embed">
${embedSnippet}</textarea>
  </section>
`;

const leavingView = ({ id, name, status }: CustomerSummary): Markup => html`
  <section class="panel" aria-labelledby="leaving">
    <h2 id="leaving">Stop, or leave</h2>
    <div class="actions">
      <form
        method="post"
        action="/integrations/customers/${id}/${status === 'disabled' ? 'enable' : 'disable'}"
      >
        <button class="button">
          ${status === 'disabled' ? 'Go on' : 'Stop'}<span class="unseen"> ${name}</span>
        </button>
      </form>
      <details class="leave">
        <summary class="button">Delete for good…</summary>
        <form method="post" action="/integrations/customers/${id}/leave">
          <div class="field">
            <label for="confirm">Write <code>${id}</code> to delete it here and at LinkedIn</label>
            <input id="confirm" name="confirm" required autocomplete="off" />
          </div>
          <button class="button danger">Delete for good</button>
        </form>
      </details>
    </div>
    <p class="quiet">
      Stopped, its pages get no frames and nothing is sent to LinkedIn; what is queued stays.
    </p>
  </section>
`;

const receiptView = ({ completedAt, deletedHere, deletedAtLinkedIn }: Receipt): Markup => html`
  <section class="panel" aria-label="Receipt">
    <h2>${completedAt === null ? 'Leaving is not complete' : 'Left for good'}</h2>
    <dl class="facts">
      <dt>Deleted here</dt>
      <dd>${countsOf(deletedHere)}</dd>
      <dt>Deleted at LinkedIn</dt>
      <dd>${countsOf(deletedAtLinkedIn)}</dd>
    </dl>
  </section>
`;

function countsOf(counts: Readonly<Record<string, number>>): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  return some.length === 0
    ? 'nothing'
    : some.map(([what, count]) => `${String(count)} ${spaced(what)}`).join(', ');
}
