/** Where administrators connect an instance of the ATS with LinkedIn. */
import { html } from 'hono/html';
import type { Instance } from '../instances.ts';
import type { AtsOptions } from '../options.ts';
import type { Markup } from './layout.ts';

type Tab = 'settings' | 'markup' | 'customers';

const tabs: readonly (readonly [Tab, string, string])[] = [
  ['settings', '/integrations', 'Connect'],
  ['markup', '/integrations/linkedin-markup', 'LinkedIn’s markup'],
  ['customers', '/integrations/customers', 'Customers'],
];

/** @param instance about which the pages are that are about one */
export const subnav = (current: Tab, instance?: Instance): Markup => html`
  <nav class="subnav" aria-label="Integrations">
    ${tabs.map(([tab, path, label]) => {
      const href = instance === undefined ? path : withInstance(path, instance);
      return html`<a href="${href}" ${tab === current ? html`aria-current="page"` : ''}
        >${label}</a
      >`;
    })}
  </nav>
`;

const withInstance = (path: string, { tenant }: Instance): string =>
  `${path}?instance=${encodeURIComponent(tenant)}`;

export interface InstancePage {
  readonly options: AtsOptions;
  readonly instance: Instance;
  /** All there are, to choose from. */
  readonly instances: readonly Instance[];
}

const chooser = (path: string, { instance, instances }: InstancePage): Markup => html`
  <nav class="instances" aria-label="Instance">
    <span aria-hidden="true">Instance</span>
    ${instances.map(
      (one) =>
        html`<a
          href="${withInstance(path, one)}"
          ${one.tenant === instance.tenant ? html`aria-current="page"` : ''}
          >${one.name}</a
        >`,
    )}
  </nav>
`;

const recruiterLink = ({ origins }: AtsOptions): Markup =>
  html`<a href="${origins.linkedIn}/talent/integrations">Recruiter, under Integrations</a>`;

/** Where the partner's elements on these pages ask for contexts. */
const contextPath = ({ tenant }: Instance): string => `/rsc/integration-context/${tenant}`;

export const settingsTag = ({ options, instance }: InstancePage, nonce: string): Markup => html`
  <script
    async
    nonce="${nonce}"
    src="${options.origins.backend}/rsc/embed.js"
    data-tenant="${instance.tenant}"
    data-context-url="${contextPath(instance)}"
  ></script>
`;

export const settingsBody = (page: InstancePage): Markup => html`
  <h1>LinkedIn integrations</h1>
  <p class="intro">
    Whoever administers both Fieldbook and Recruiter requests here what an instance may do with
    LinkedIn, and then switches it on in ${recruiterLink(page.options)}.
  </p>
  ${subnav('settings', page.instance)} ${chooser('/integrations', page)}
  <section class="panel flush" aria-label="${page.instance.name}">
    <rsc-integration-settings></rsc-integration-settings>
  </section>
`;

export const settingsMarkupBody = (
  page: InstancePage,
  apiKey: string,
  nonce: string,
): Markup => html`
  <h1>LinkedIn’s own markup</h1>
  <p class="intro">
    This page is written for LinkedIn’s configuration plugin. Only the address of
    <code>in.js</code> is changed, and where it asks for contexts.
  </p>
  ${subnav('markup', page.instance)} ${chooser('/integrations/linkedin-markup', page)}
  <section class="panel flush markup" aria-label="Configuration plugin">
    <script
      type="text/javascript"
      src="${page.options.origins.backend}/rsc/in.js"
      data-context-url="${contextPath(page.instance)}"
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
