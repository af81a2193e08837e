/** Where administrators connect the ATS with LinkedIn, and operators see how customers stand. */
import { html } from 'hono/html';
import type { AtsOptions } from '../options.ts';
import type { CheckSummary, CustomerSummary, IntegrationSummary } from '../partner-admin.ts';
import type { Markup } from './layout.ts';

type Onboarding = NonNullable<AtsOptions['onboarding']>;
type Tab = 'settings' | 'markup' | 'customers';

const tabs: readonly (readonly [Tab, string, string])[] = [
  ['settings', '/integrations', 'Connect'],
  ['markup', '/integrations/linkedin-markup', 'LinkedIn’s own markup'],
  ['customers', '/integrations/customers', 'Customers'],
];

const subnav = (current: Tab): Markup => html`
  <nav class="subnav" aria-label="Integrations">
    ${tabs.map(
      ([tab, href, label]) =>
        html`<a href="${href}" ${tab === current ? html`aria-current="page"` : ''}>${label}</a>`,
    )}
  </nav>
`;

export const settingsTag = ({ origin, tenant }: Onboarding, nonce: string): Markup => html`
  <script
    async
    nonce="${nonce}"
    src="${origin}/rsc/embed.js"
    data-tenant="${tenant}"
    data-context-url="/rsc/integration-context"
  ></script>
`;

export const settingsBody = (): Markup => html`
  <h1>LinkedIn integrations</h1>
  <p class="intro">
    This instance is not connected with LinkedIn yet. A Recruiter administrator requests what it may
    do, and switches it on in Recruiter.
  </p>
  ${subnav('settings')}
  <section class="panel"><rsc-integration-settings></rsc-integration-settings></section>
`;

export const settingsMarkupBody = (
  { origin }: Onboarding,
  apiKey: string,
  nonce: string,
): Markup => html`
  <h1>LinkedIn’s own markup</h1>
  <p class="intro">
    This page is written for LinkedIn’s configuration plugin. Only the address of
    <code>in.js</code> is changed, and where it asks for contexts.
  </p>
  ${subnav('markup')}
  <section class="panel markup" aria-label="Configuration plugin">
    <script
      type="text/javascript"
      src="${origin}/rsc/in.js"
      data-context-url="/rsc/integration-context"
      nonce="${nonce}"
    >
      api_key: ${apiKey}
      extensions: ATSIntegrationWidget@https://platform.linkedin.com/rsc/extensions/onboarding-widget
    </script>

    <script
      type="IN/ATSIntegrationWidget"
      data-supported-bundled-integration-types="RECRUITER_SYSTEM_CONNECT_COMPANY,RECRUITER_SYSTEM_CONNECT_CONTRACT"
      data-onintegrate="integrationRequest"
    ></script>

    <script nonce="${nonce}">
      function integrationRequest(integrations) {
        for (const integration of integrations) {
          const line = document.createElement('li');
          line.textContent = JSON.stringify(integration);
          document.getElementById('calls').append(line);
        }
      }
    </script>
  </section>
  <section class="panel" aria-labelledby="callbacks">
    <h2 id="callbacks">Integrations that were requested</h2>
    <div role="log" aria-labelledby="callbacks"><ol id="calls" class="calls"></ol></div>
  </section>
`;

export interface CustomerRow {
  readonly customer: CustomerSummary;
  readonly integrations: readonly IntegrationSummary[];
  /** Of the last run, if one was asked for. */
  readonly checks: readonly CheckSummary[] | null;
}

export const customersBody = (rows: readonly CustomerRow[]): Markup => html`
  <h1>Customers</h1>
  <p class="intro">Each customer’s way to LinkedIn, as the partner’s admin API tells it.</p>
  ${subnav('customers')}
  ${rows.length === 0 ? html`<p class="panel">There are no customers yet.</p>` : rows.map(customerView)}
`;

const customerView = ({ customer, integrations, checks }: CustomerRow): Markup => {
  const { id, name, environment, status, application, embedSnippet, domains } = customer;
  return html`<section class="panel customer" aria-labelledby="customer-${id}">
    <div class="customer-head">
      <div>
        <h2 id="customer-${id}">${name}</h2>
        <p class="quiet"><code>${id}</code> · ${environment} · ${status} · ${domains.join(', ')}</p>
      </div>
      <form method="post" action="/integrations/customers/${id}/check">
        <button class="button">Run checks<span class="unseen"> of ${name}</span></button>
      </form>
    </div>
    ${checks === null ? '' : checksView(checks)}
    <h3>Application</h3>
    <p>
      ${
        application === null
          ? 'Not provisioned yet'
          : html`Client id <code>${application.clientId ?? ''}</code>, secret
              ${application.hasClientSecret ? 'kept and never shown' : 'missing'}`
      }
    </p>
    <h3>Integrations</h3>
    ${
      integrations.length === 0
        ? html`<p>Nothing has been requested yet: the customer’s administrator does that.</p>`
        : html`<ul class="states">
            ${integrations.map(
              ({ type, context, state, rawStatus, next }) =>
                html`<li>
                  <span><code>${type}</code> <span class="quiet">${context}</span></span>
                  <span class="pill state-${state}">${state}</span>
                  <span class="quiet">${why(rawStatus, next)}</span>
                </li>`,
            )}
          </ul>`
    }
    <h3 id="embed-${id}">Embed</h3>
    <textarea class="snippet" readonly rows="2" aria-labelledby="embed-${id}">
${embedSnippet}</textarea>
  </section>`;
};

const parties: Readonly<Record<string, string>> = {
  customer_admin: 'the customer’s administrator',
  recruiter_admin: 'the Recruiter administrator',
  partner: 'us',
  linkedin: 'LinkedIn',
};

function why(rawStatus: string | null, { action, by }: IntegrationSummary['next']): string {
  const said = rawStatus === null ? 'LinkedIn has said nothing yet' : `LinkedIn says ${rawStatus}`;
  return action === 'none'
    ? said
    : `${said}; next, ${parties[by] ?? by}: ${action.replaceAll('_', ' ')}`;
}

const checksView = (checks: readonly CheckSummary[]): Markup => html`
  <h3>Checks</h3>
  <ul class="states" role="status">
    ${checks.map(
      ({ check, outcome, found, fix }) =>
        html`<li>
          <span>${check}</span>
          <span class="pill check-${outcome}">${outcome}</span>
          <span class="quiet">${[found, fix].filter((text) => text !== '').join('. ')}</span>
        </li>`,
    )}
  </ul>
`;
