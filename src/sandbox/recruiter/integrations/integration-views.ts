/** The administrator's page: which application wants which integration, and what has become of it. */
import { html } from 'hono/html';
import { timeView } from '../../pages/dates.ts';
import { icon, type Html } from '../../pages/page.ts';
import type { IntegrationChange } from '../../state/integration-history.ts';
import type { Integration } from '../../state/integrations.ts';
import {
  callbackHost,
  canDisable,
  canEnable,
  levelOf,
  nextStep,
  viewersText,
  type ApplicationIntegrations,
} from './overview.ts';

const labels: Readonly<Record<string, string>> = {
  IN_ATS_INDICATOR: 'In-ATS indicator',
  ONE_CLICK_EXPORT: 'One-click export',
  PROFILE_PLUGIN: 'Profile plugin',
  CSA_API: 'Recruiter data (seats, InMail, notes, stub profiles)',
  RECOMMENDED_MATCHES: 'Recommended matches',
  UNIFIED_SEARCH: 'Unified search',
  APPLY_CONNECT: 'Apply Connect',
  APPLY_WITH_LINKEDIN: 'Apply with LinkedIn',
  CRM_CSA_API: 'Recruiter data for the CRM',
  CRM_ONE_CLICK_EXPORT: 'Export to the CRM',
  IN_CRM_INDICATOR: 'In-CRM indicator',
  PREMIUM_JOB_POSTING: 'Premium job posting',
};

const statuses = {
  REQUESTED: ['Requested: waits for the ATS', 'warn'],
  CONFIGURED: ['Ready: waits for you', 'warn'],
  ENABLED: ['Switched on', 'good'],
  DISABLED: ['Switched off', ''],
} as const;

export interface IntegrationNames {
  contractName(urn: string): string;
  seatName(urn: string): string;
}

/** Only what must not be missed: things that wait for the administrator. */
export const waitingView = (groups: readonly ApplicationIntegrations[]): Html | '' => {
  const waiting = groups.filter(({ integrations }) =>
    integrations.some(({ onboardingStatus }) => onboardingStatus === 'CONFIGURED'),
  );
  return waiting.length === 0
    ? ''
    : html`<div class="message warn">
        <p>${icon('warning')}<strong>Waiting for you</strong></p>
        <ul>
          ${waiting.map(
            ({ clientId, application, integrations }) =>
              html`<li>
                <a href="#app-${clientId}" dir="auto">${application?.name ?? clientId}</a>:
                ${integrations
                  .filter(({ onboardingStatus }) => onboardingStatus === 'CONFIGURED')
                  .map(({ integrationType }) => labels[integrationType] ?? integrationType)
                  .join(', ')}
              </li>`,
          )}
        </ul>
      </div>`;
};

export const applicationView = (
  { clientId, application, integrations }: ApplicationIntegrations,
  history: readonly IntegrationChange[],
  names: IntegrationNames,
): Html => {
  const name = application?.name ?? clientId;
  const instance = application?.uniqueForeignId ?? null;
  return html`<section class="card stack" aria-labelledby="app-${clientId}">
    <div class="card-head">
      <div>
        <h2 id="app-${clientId}" tabindex="-1"><span dir="auto">${name}</span></h2>
        <p class="quiet small">
          Client id <code>${clientId}</code>${
            instance === null ? '' : html` · instance <code>${instance}</code>`
          }
        </p>
      </div>
      <div class="actions">
        ${allForm(clientId, true, integrations.filter(canEnable).length, name)}
        ${allForm(clientId, false, integrations.filter(canDisable).length, name)}
      </div>
    </div>
    <ul class="rows">
      ${integrations.map((one) => integrationView(one, name, nextStep(one, application), names))}
    </ul>
    ${historyView(history, names)}
  </section>`;
};

const allForm = (clientId: string, on: boolean, count: number, name: string): Html | '' =>
  count < 2
    ? ''
    : html`<form method="post" action="/talent/integrations/switch">
        <input type="hidden" name="client" value="${clientId}" />
        <input type="hidden" name="on" value="${on ? '1' : '0'}" />
        <button class="${on ? 'main' : ''}" type="submit" name="scope" value="all">
          ${on ? `Enable all ${String(count)}` : `Disable all ${String(count)}`}<span
            class="hidden"
          >
            of ${name}</span
          >
        </button>
      </form>`;

function integrationView(
  integration: Integration,
  application: string,
  next: ReturnType<typeof nextStep>,
  names: IntegrationNames,
): Html {
  const { integrationType, integrationName, integrationContext, onboardingStatus } = integration;
  const label = labels[integrationType] ?? integrationType;
  const [status, tone] = statuses[onboardingStatus];
  const host = callbackHost(integration);
  const viewers = viewersText(integration);
  return html`<li class="row integration">
    <div>
      <h3>${label}</h3>
      <p>
        ${
          integrationName === null
            ? html`<span class="quiet">No name yet</span>`
            : html`<strong dir="auto">${integrationName}</strong>`
        }
      </p>
      <p class="small">
        <span class="tag ${tone}">${status}</span>
        <span class="quiet"
          ><code>${integrationType}</code>,
          ${
            levelOf(integration) === 'contract'
              ? html`contract <span dir="auto">${names.contractName(integrationContext)}</span>`
              : 'whole company'
          },
          since ${timeView(integration.changedAtMs)}</span
        >
      </p>
      ${host === null ? '' : html`<p class="quiet small">Callback address at <code>${host}</code></p>`}
      ${viewers === null ? '' : html`<p class="quiet small">${viewers}</p>`}
      <p class="small">
        <strong>Next:</strong> ${next.who === 'ATS' ? 'the ATS has to' : 'you can'} ${next.text}
      </p>
    </div>
    ${switchForm(integration, label, application)}
  </li>`;
}

const switchForm = (integration: Integration, label: string, application: string): Html => {
  const { clientId, integrationContext, integrationType, tenantType } = integration;
  const on = !canDisable(integration);
  if (on && !canEnable(integration)) {
    return html`<p class="quiet small">Cannot be switched on yet</p>`;
  }
  return html`<form method="post" action="/talent/integrations/switch">
    <input type="hidden" name="client" value="${clientId}" />
    <input type="hidden" name="context" value="${integrationContext}" />
    <input type="hidden" name="type" value="${integrationType}" />
    <input type="hidden" name="tenant" value="${tenantType}" />
    <input type="hidden" name="on" value="${on ? '1' : '0'}" />
    <button class="${on ? 'main' : ''}" type="submit">
      ${on ? 'Enable' : 'Disable'}<span class="hidden"> ${label} of ${application}</span>
    </button>
  </form>`;
};

const kinds: Readonly<Record<IntegrationChange['kind'], string>> = {
  REQUESTED: 'requested',
  NAMED: 'named',
  CONFIGURED: 'configured',
  ENABLED: 'switched on',
  DISABLED: 'switched off',
};

/** So many changes of an application are shown, the newest first. */
const maxChanges = 50;

const historyView = (history: readonly IntegrationChange[], names: IntegrationNames): Html =>
  html`<details>
    <summary>History (${history.length})</summary>
    <ol class="entries">
      ${history
        .toSorted((a, b) => b.atMs - a.atMs)
        .slice(0, maxChanges)
        .map(
          ({ integrationType, kind, detail, by, atMs }) =>
            html`<li>
              ${labels[integrationType] ?? integrationType}:
              ${kinds[kind]}${detail === '' ? '' : html` (<span dir="auto">${detail}</span>)`}
              <span class="quiet small"
                >${by === null ? '' : html`by <span dir="auto">${names.seatName(by)}</span>, `}${timeView(atMs)}</span
              >
            </li>`,
        )}
    </ol>
  </details>`;
