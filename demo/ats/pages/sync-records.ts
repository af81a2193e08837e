/** Single records: why one is not at LinkedIn, and those that were put aside. */
import { html } from 'hono/html';
import type { Explained, FieldProblem, RecordName } from '../partner-sync.ts';
import type { Markup } from './layout.ts';
import { spaced } from './partner-words.ts';
import type { SyncPage } from './sync.ts';
import { moment } from './sync-parts.ts';
import { counted, kindName, kinds, number } from './sync-words.ts';

export const explainView = (base: string, explained: Explained | null): Markup => html`
  <section class="panel" aria-labelledby="explain">
    <h2 id="explain">Why is this record not at LinkedIn?</h2>
    <form class="toolbar explain" method="post" action="${base}/explain">
      <div class="field">
        <label for="resource">Kind</label>
        <select id="resource" name="resource">
          ${kinds.map(
            ([resource, name]) =>
              html`<option
                value="${resource}"
                ${resource === (explained?.ref.resource ?? 'candidates') ? html`selected` : ''}
              >
                ${name}
              </option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="record">Id in the ATS</label>
        <input id="record" name="id" value="${explained?.ref.id ?? ''}" required maxlength="255" />
      </div>
      <div class="field">
        <label for="parent">Id of what it hangs on</label>
        <input
          id="parent"
          name="parentId"
          value="${explained?.ref.parentId ?? ''}"
          placeholder="only of notes, stages, feedback"
          maxlength="255"
        />
      </div>
      <button class="button primary">Explain</button>
    </form>
    ${explained === null ? '' : explanation(base, explained)}
  </section>
`;

function explanation(base: string, explained: Explained): Markup {
  const steps = [
    ['Changed in the ATS', explained.changedAt],
    ['First failure', explained.firstFailedAt],
    ['Latest failure', explained.lastFailedAt],
    ['Sent to LinkedIn', explained.sentAt],
    ['Erased', explained.erasedAt],
    ['Next try', explained.dueAt],
  ] as const;
  return html`
    <div class="explanation" role="status">
      <p>
        <strong><bdi>${explained.label}</bdi></strong>
        <span class="pill ${explained.isAtLinkedIn ? 'check-pass' : 'check-fail'}">
          ${explained.isAtLinkedIn ? 'at LinkedIn' : 'not at LinkedIn'}
        </span>
      </p>
      <p>${explained.sentence}</p>
      ${problemList(explained.problems)}
      ${
        explained.blockedOn.length === 0
          ? ''
          : html`<p>It hangs on:</p>
              <ul class="plain">
                ${explained.blockedOn.map(
                  ({ ref, state, reason }) =>
                    html`<li>
                      ${kindName(ref.resource)} <code>${ref.id}</code>, ${spaced(state)}
                      ${reason === null ? '' : `: ${spaced(reason)}`}
                    </li>`,
                )}
              </ul>`
      }
      <ol class="history">
        ${steps
          .filter(([, at]) => at !== null)
          .map(([what, at]) => html`<li><span>${what}</span> ${moment(at)}</li>`)}
      </ol>
      <div class="actions">${fixLink(explained.ref)} ${retryButton(base, explained.ref)}</div>
    </div>
  `;
}

const problemList = (problems: readonly FieldProblem[]): Markup | string =>
  problems.length === 0
    ? ''
    : html`<ul class="plain problems">
        ${problems.map(
          ({ field, problem, fix }) => html`<li><code>${field}</code> ${problem}. ${fix}</li>`,
        )}
      </ul>`;

/** Where somebody can put a record right; records of the ATS have pages, what hangs on them not. */
function fixLink({ resource, id, parentId }: RecordName): Markup | string {
  const page =
    resource === 'jobPostings'
      ? `/positions/${id}`
      : resource === 'candidates'
        ? `/candidates/${id}`
        : resource === 'candidateNotes'
          ? `/candidates/${parentId ?? ''}`
          : null;
  return page === null ? '' : html`<a class="button" href="${page}">Fix in the ATS</a>`;
}

const names = (ref: RecordName): Markup => html`
  <input type="hidden" name="resource" value="${ref.resource}" />
  <input type="hidden" name="id" value="${ref.id}" />
  <input type="hidden" name="parentId" value="${ref.parentId ?? ''}" />
`;

const retryButton = (base: string, ref: RecordName): Markup => html`
  <form method="post" action="${base}/retry">
    ${names(ref)}<button class="button">Retry</button>
  </form>
`;

export function asideView(base: string, { status, putAside }: SyncPage): Markup {
  const reasons = Object.entries(status.quarantined);
  return html`
    <section class="panel" aria-labelledby="aside">
      <div class="panel-head">
        <h2 id="aside">Put aside</h2>
        ${
          reasons.length === 0
            ? ''
            : html`<form method="post" action="${base}/retry">
                <button class="button" name="all" value="yes">Retry all</button>
              </form>`
        }
      </div>
      <p data-changed hidden>
        This list has changed. <a class="button" href="${base}">Show it as it is</a>
      </p>
      ${
        reasons.length === 0
          ? html`<p class="quiet">Nothing: every record that LinkedIn asks something of has it.</p>`
          : html`<ul class="plain reasons">
              ${reasons.map(
                ([reason, count]) =>
                  html`<li>
                    <span>${number(count)} ${spaced(reason)}</span>
                    <form method="post" action="${base}/retry">
                      <button class="button small" name="reason" value="${reason}">
                        Retry these
                      </button>
                    </form>
                  </li>`,
              )}
            </ul>`
      }
      <ul class="plain aside">
        ${putAside.items.map(
          (item) =>
            html`<li>
              <span class="lines">
                <strong><bdi>${item.label}</bdi></strong>
                <span class="quiet">${kindName(item.ref.resource)} · ${spaced(item.reason)}</span>
              </span>
              <div>
                ${problemList(item.problems)}
                <p class="quiet">
                  ${counted(item.attempts, 'try', 'tries')} · first ${moment(item.firstFailedAt)} ·
                  last ${moment(item.lastFailedAt)}
                  ${item.holdsBack === 0 ? '' : `· holds back ${number(item.holdsBack)}`}
                </p>
                <div class="actions">
                  ${fixLink(item.ref)} ${retryButton(base, item.ref)}
                  <form method="post" action="${base}/explain">
                    ${names(item.ref)}<button class="button">Explain</button>
                  </form>
                </div>
              </div>
            </li>`,
        )}
      </ul>
      ${
        putAside.next === null
          ? ''
          : html`<p><a href="${base}?after=${encodeURIComponent(putAside.next)}">More</a></p>`
      }
    </section>
  `;
}
