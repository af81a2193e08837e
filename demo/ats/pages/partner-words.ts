/** Words of the partner's admin API as people read them. */
import { html } from 'hono/html';
import type { CheckSummary, IntegrationSummary } from '../partner-admin.ts';
import type { Markup } from './layout.ts';

const parties: Readonly<Record<string, string>> = {
  customer_admin: 'the customer’s administrator',
  recruiter_admin: 'the Recruiter administrator',
  partner: 'us',
  linkedin: 'LinkedIn',
};

export const partyName = (party: string): string => parties[party] ?? party;

export const spaced = (word: string): string => word.replaceAll('_', ' ');

/** What LinkedIn has said of an integration, and what has to be done next by whom. */
export function whyOf({ rawStatus, next }: IntegrationSummary): string {
  const said = rawStatus === null ? 'LinkedIn has said nothing yet' : `LinkedIn says ${rawStatus}`;
  return next.action === 'none'
    ? said
    : `${said}; next, ${partyName(next.by)}: ${spaced(next.action)}`;
}

/** How many are on, or what stands in the way. */
export function standingOf(integrations: readonly IntegrationSummary[]): {
  readonly state: string;
  readonly text: string;
} {
  const enabled = integrations.filter(({ state }) => state === 'enabled').length;
  if (integrations.length === 0) return { state: 'none', text: 'nothing requested' };
  if (enabled === integrations.length)
    return { state: 'enabled', text: `${String(enabled)} enabled` };
  const first = integrations.find(({ state }) => state !== 'enabled');
  const state = first?.state ?? 'none';
  return { state, text: `${String(enabled)} of ${String(integrations.length)} enabled` };
}

export const checksView = (checks: readonly CheckSummary[]): Markup => html`
  <p role="status">${summaryOf(checks)}</p>
  <ul class="states">
    ${checks.map(
      ({ check, outcome, found, fix }) =>
        html`<li>
          <code>${check}</code>
          <span class="pill check-${outcome}">${outcome}</span>
          <span class="quiet">${sentences(found, fix)}</span>
        </li>`,
    )}
  </ul>
`;

const sentences = (...texts: readonly string[]): string =>
  texts.filter((text) => text !== '').join('. ');

function summaryOf(checks: readonly CheckSummary[]): string {
  const count = (outcome: string): number =>
    checks.filter((check) => check.outcome === outcome).length;
  const others = checks.length - count('pass') - count('fail');
  return `${String(count('pass'))} of ${String(checks.length)} pass, ${String(count('fail'))} fail, ${String(others)} wait for somebody.`;
}
