/** The customer's history on its way to LinkedIn: plan, progress, and how it has ended. */
import { html } from 'hono/html';
import type { BackfillSummary, PlanSummary } from '../partner-sync.ts';
import type { Markup } from './layout.ts';
import { spaced } from './partner-words.ts';
import type { SyncPage } from './sync.ts';
import { live, moment } from './sync-parts.ts';
import { duration, kindName, number, sumOf } from './sync-words.ts';

export function backfillView(
  base: string,
  { status: { backfill }, plan }: SyncPage,
  texts: Readonly<Record<string, string>>,
): Markup {
  const isOpen = backfill?.state === 'running' || backfill?.state === 'paused';
  const steer = (verb: string, label: string, kind = ''): Markup => html`
    <form method="post" action="${base}/backfill/${verb}">
      <button class="button ${kind}">${label}</button>
    </form>
  `;
  return html`
    <section class="panel" aria-labelledby="backfill">
      <div class="panel-head">
        <h2 id="backfill">History</h2>
        <div class="actions">
          ${isOpen ? '' : html`${steer('plan', 'Plan')} ${steer('start', 'Start', 'primary')}`}
          ${backfill?.state === 'running' ? steer('pause', 'Pause') : ''}
          ${backfill?.state === 'paused' ? steer('resume', 'Go on', 'primary') : ''}
          ${isOpen ? steer('cancel', 'Cancel') : ''}
        </div>
      </div>
      ${plan === null ? '' : planView(plan)}
      ${
        backfill === null
          ? html`<p class="quiet">History has not been sent yet.</p>`
          : html`
              <p data-backfill="${backfill.state}">
                <span class="pill">${live(texts, 'backfill-state')}</span>
                by ${backfill.requestedBy}, ${moment(backfill.requestedAt)}
                ${backfill.errorCode === null ? '' : html`<code>${backfill.errorCode}</code>`}
              </p>
              <progress
                data-progress
                max="${backfill.expected ?? backfill.scanned}"
                value="${backfill.scanned}"
                aria-label="Names read from the ATS"
              ></progress>
              <dl class="facts">
                <dt>Read from the ATS</dt>
                <dd>${live(texts, 'backfill-scanned')}</dd>
                <dt>Through with</dt>
                <dd>${live(texts, 'backfill-done')}, ${live(texts, 'backfill-rate')}</dd>
                <dt>Still to be sent</dt>
                <dd>${live(texts, 'backfill-waiting')}</dd>
                <dt>Time left</dt>
                <dd>${live(texts, 'backfill-eta')}</dd>
              </dl>
              ${reportView(backfill)}
            `
      }
    </section>
  `;
}

const planView = ({ records, requests, durationMs, resources }: PlanSummary): Markup => html`
  <div class="plan" role="status">
    <p>
      ${number(records)} records in ${number(requests)} requests, about ${duration(durationMs)}
      under LinkedIn’s limits:
    </p>
    <ul class="plain">
      ${resources
        .filter((one) => one.records > 0)
        .map((one) => html`<li>${number(one.records)} ${kindName(one.resource)}</li>`)}
    </ul>
  </div>
`;

const reportView = ({ report }: BackfillSummary): Markup | string =>
  report === null
    ? ''
    : html`
        <h3>Totals ${report.addsUp ? 'add up' : 'do not add up'}</h3>
        <div class="table">
          <table>
            <thead>
              <tr>
                <th scope="col">Kind</th>
                <th scope="col">In the ATS</th>
                <th scope="col">Synced</th>
                <th scope="col">Rejected</th>
                <th scope="col">Waiting</th>
              </tr>
            </thead>
            <tbody>
              ${report.resources
                .filter(({ inAts, synced }) => inAts + synced > 0)
                .map(
                  (one) => html`
                    <tr>
                      <th scope="row">${kindName(one.resource)}</th>
                      <td>${number(one.inAts)}</td>
                      <td>${number(one.synced)}</td>
                      <td>${rejections(one.rejected)}</td>
                      <td>${number(one.waiting)}</td>
                    </tr>
                  `,
                )}
            </tbody>
          </table>
        </div>
      `;

const rejections = (rejected: Readonly<Record<string, number>>): string =>
  sumOf(rejected) === 0
    ? '0'
    : Object.entries(rejected)
        .map(([reason, count]) => `${number(count)} ${spaced(reason)}`)
        .join(', ');
