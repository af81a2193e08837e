/** Sync of one customer: how quickly it goes, what waits, what was put aside, and why. */
import { html } from 'hono/html';
import type { CustomerSummary } from '../partner-admin.ts';
import type { Explained, PlanSummary, PutAside, SyncSummary } from '../partner-sync.ts';
import { subnav } from './integrations.ts';
import type { Markup } from './layout.ts';
import { backfillView } from './sync-backfill.ts';
import { live } from './sync-parts.ts';
import { asideView, explainView } from './sync-records.ts';
import { barsOf, kinds, number, sumOf, textsOf } from './sync-words.ts';

export interface SyncPage {
  readonly customer: CustomerSummary;
  readonly status: SyncSummary;
  readonly putAside: { readonly items: readonly PutAside[]; readonly next: string | null };
  /** Null unless it was asked for. */
  readonly plan: PlanSummary | null;
  readonly explained: Explained | null;
  /** What was just done, or why it was not. */
  readonly said: { readonly isRefusal: boolean; readonly text: string } | null;
  readonly nowMs: number;
}

export const syncBody = (page: SyncPage): Markup => {
  const { customer, status, said, nowMs } = page;
  const texts = textsOf(status, nowMs);
  const base = `/integrations/customers/${customer.id}/sync`;
  return html`
    <p class="back"><a href="/integrations/customers/${customer.id}">${customer.name}</a></p>
    <h1>Sync</h1>
    <p class="intro quiet"><code>${customer.id}</code> · ${live(texts, 'lane')}</p>
    ${subnav('customers')}
    ${
      said === null
        ? ''
        : html`<p class="${said.isRefusal ? 'alert' : 'said'}" role="status">${said.text}</p>`
    }
    <div id="sync" data-state="${base}/state" data-put-aside="${sumOf(status.quarantined)}">
      ${standing(status, texts, nowMs)} ${explainView(base, page.explained)}
      ${asideView(base, page)} ${backfillView(base, page, texts)} ${kindsView(texts)}
      ${limitsView(status, texts)}
    </div>
  `;
};

function standing(
  status: SyncSummary,
  texts: Readonly<Record<string, string>>,
  nowMs: number,
): Markup {
  const figures = [
    ['per-minute', 'records a minute'],
    ['waiting', 'waiting'],
    ['oldest', 'the oldest waits'],
    ['retrying', 'being tried again'],
    ['put-aside', 'put aside'],
    ['blocked', 'held back by others'],
  ] as const;
  return html`
    <section class="panel" aria-labelledby="standing">
      <h2 id="standing">Where it stands</h2>
      <dl class="figures">
        ${figures.map(
          ([name, label]) => html`
            <div>
              <dt>${label}</dt>
              <dd>${live(texts, name)}</dd>
            </div>
          `,
        )}
      </dl>
      <p class="quiet">
        Waiting: ${live(texts, 'lane-interactive')} that somebody looks at,
        ${live(texts, 'lane-change')} changes, ${live(texts, 'lane-backfill')} of history.
      </p>
      ${chart(barsOf(status, nowMs))}
    </section>
  `;
}

const chartHeight = 60;

/** Bars have their height as an attribute: the page's policy allows no styles of their own. */
function chart(bars: readonly number[]): Markup {
  const most = Math.max(1, ...bars);
  return html`
    <svg
      class="chart"
      viewBox="0 0 ${bars.length * 10} ${chartHeight}"
      preserveAspectRatio="none"
      role="img"
      aria-label="Records sent in each of the last sixty minutes; at most ${number(Math.max(...bars))}"
    >
      ${bars.map((count, index) => {
        const height = count === 0 ? 0 : Math.max(2, (count / most) * chartHeight);
        return html`<rect
          data-bar
          x="${index * 10 + 1}"
          y="${chartHeight - height}"
          width="8"
          height="${height}"
        />`;
      })}
    </svg>
    <p class="quiet chart-ends"><span>an hour ago</span><span>now</span></p>
  `;
}

const kindsView = (texts: Readonly<Record<string, string>>): Markup => html`
  <section class="panel" aria-labelledby="kinds">
    <h2 id="kinds">By kind</h2>
    <div class="table">
      <table>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Waiting</th>
            <th scope="col">Sent</th>
            <th scope="col">Deleted</th>
            <th scope="col">Refused</th>
          </tr>
        </thead>
        <tbody>
          ${kinds.map(
            ([resource, name]) => html`
              <tr>
                <th scope="row">${name}</th>
                ${['waiting', 'sent', 'deleted', 'refused'].map(
                  (what) => html`<td>${live(texts, `${what}-${resource}`)}</td>`,
                )}
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  </section>
`;

const limitsView = ({ left }: SyncSummary, texts: Readonly<Record<string, string>>): Markup => html`
  <section class="panel" aria-labelledby="limits">
    <h2 id="limits">Left of LinkedIn’s limits</h2>
    ${
      left === null
        ? html`<p class="quiet">There is no application at LinkedIn yet.</p>`
        : html`<dl class="facts">
            ${left.map(
              ({ group, what, window }) => html`
                <dt>${group}, ${what} a ${window}</dt>
                <dd>${live(texts, `left-${group}-${what}-${window}`)}</dd>
              `,
            )}
          </dl>`
    }
  </section>
`;
