/** One export: who exported whom for what, how it stands, and what the person can do. */
import { html, nothing, type TemplateResult } from 'lit';
import { errorTable } from '../../protocol/errors.ts';
import type { DecisionRequest, ExportView } from '../../protocol/exports.ts';
import '../../ui/badge/badge.ts';
import { format } from '../../ui/i18n/messages.ts';
import { icon, type IconName } from '../../ui/icons.ts';
import '../../ui/relative-time/relative-time.ts';
import { RscRowEvent, type RowAsk } from './asking.ts';
import { errorText, isVisible, nameOf, sentence, stateLooks, stateShown } from './looks.ts';
import type { Deed } from './state.ts';
import type { Wording } from './words/words.ts';

export interface RowParts {
  readonly row: ExportView;
  readonly deed: Deed | undefined;
  readonly mayDecide: boolean;
  readonly isOpened: boolean;
  /** What is shown of it in detail. */
  readonly detail: TemplateResult | typeof nothing;
}

export function exportRow(wording: Wording, parts: RowParts): TemplateResult {
  const { words } = wording;
  const { row, deed, isOpened, detail } = parts;
  const state = stateShown(row, deed);
  const look = stateLooks[state];
  return html`<li tabindex="-1" data-id=${row.id} data-state=${state}>
    <div class="head">
      <h3>${name(wording, parts)}</h3>
      <rsc-badge tone=${look.tone} .icon=${look.icon}>${words.states[state]}</rsc-badge>
    </div>
    ${occupation(row)}${origin(wording, row)}
    <p class="standing">${standing(wording, parts)}</p>
    ${notices(wording, row)}${buttons(wording, parts)}${failure(wording, parts)}
    ${isOpened ? detail : nothing}
  </li>`;
}

function name({ words }: Wording, { row, isOpened }: RowParts): TemplateResult {
  const text = nameOf(row, words);
  // There is no more to see of it.
  if (row.person === null) return html`<bdi class="name">${text}</bdi>`;
  return html`<button
    type="button"
    class="name"
    data-ask="toggle"
    aria-expanded=${isOpened ? 'true' : 'false'}
    @click=${asking(row.id, { kind: 'toggle' })}
  >
    <bdi>${text}</bdi>
  </button>`;
}

function occupation({ person }: ExportView): TemplateResult | typeof nothing {
  if (person === null) return nothing;
  const { title, headline, company, location } = person;
  const texts = [title ?? headline, company, location].filter(isVisible);
  if (texts.length === 0) return nothing;
  return html`<p class="muted clamp">
    ${texts.map((text, index) => html`${index === 0 ? nothing : ' · '}<bdi>${text}</bdi>`)}
  </p>`;
}

function origin(
  { words, localization: { locale, messages } }: Wording,
  { job, exporter, receivedAtMs, hasResume }: ExportView,
): TemplateResult {
  const who = exporter?.name ?? null;
  const message = isVisible(who)
    ? job === null
      ? words.byForPool
      : words.byForJob
    : job === null
      ? words.forPool
      : words.forJob;
  const title = job?.title ?? null;
  const values = {
    who: who ?? '',
    job: isVisible(title) ? title : format(words.untitledJob, { id: job?.id ?? '' }),
  };
  return html`<p class="muted clamp">
    ${sentence(message, values)} ·
    <rsc-relative-time
      at-ms=${receivedAtMs}
      locale=${locale}
      .justNow=${messages.justNow}
    ></rsc-relative-time>
    ${hasResume ? html` · ${words.hasResume}` : nothing}
  </p>`;
}

/** What has become of it, in sentences. */
function standing({ words }: Wording, { row, deed }: RowParts): TemplateResult {
  const { outcome, reason, link, working } = row;
  const state = stateShown(row, deed);
  if (working !== null) return html`${words.doing[working]}`;
  if (state !== 'delivered') return html`${words.stateTexts[state]}`;
  return html`${outcome === null ? nothing : words.outcomes[outcome]}
  ${reason === null ? nothing : html`<span class="reason">${words.reasons[reason]}</span>`}
  ${link === null ? nothing : html`<span class="muted">${words.links[link]}</span>`}`;
}

function notices(
  { words }: Wording,
  { notices: codes }: ExportView,
): TemplateResult | typeof nothing {
  if (codes.length === 0) return nothing;
  return html`<ul class="notices">
    ${codes.map((code) => html`<li>${icon('info')}<span>${words.notices[code]}</span></li>`)}
  </ul>`;
}

function buttons({ words }: Wording, parts: RowParts): TemplateResult | typeof nothing {
  const { row, deed, mayDecide, isOpened } = parts;
  const { id, state, candidateId, suggestions, canUndo, working } = row;
  const doing = deed?.state === 'doing' ? deed.decision.action : working;
  const isBusy = doing !== null;
  const text = nameOf(row, words);
  const decide = (action: 'create' | 'dismiss' | 'undo', key: string, shape: IconName) =>
    button({
      ...{ id, name: text, isBusy, key, shape, ask: action },
      label: doing === action ? words.doing[action] : words.actions[action],
      event: { kind: 'decide', decision: { action } },
    });
  const isReview = state === 'review' && mayDecide;
  const shown = [
    isReview && suggestions.length > 0
      ? button({
          ...{ id, name: text, isBusy: false, key: 'M', shape: 'down', ask: 'compare' },
          label: doing === 'merge' ? words.doing.merge : isOpened ? words.hide : words.compare,
          event: { kind: 'toggle' },
          expanded: isOpened,
        })
      : null,
    isReview ? decide('create', 'C', 'plus') : null,
    isReview ? decide('dismiss', 'D', 'quiet') : null,
    state === 'delivered' && candidateId !== null
      ? button({
          ...{ id, name: text, isBusy: false, key: 'O', shape: 'link', ask: 'open' },
          label: words.open,
          event: { kind: 'open', candidateId },
        })
      : null,
    mayDecide && (canUndo || working === 'undo') ? decide('undo', 'U', 'refresh') : null,
  ].filter((one) => one !== null);
  return shown.length === 0 ? nothing : html`<div class="buttons">${shown}</div>`;
}

interface ButtonParts {
  readonly id: string;
  readonly name: string;
  readonly isBusy: boolean;
  readonly key: string;
  readonly shape: IconName;
  readonly ask: string;
  readonly label: string;
  readonly event: RowAsk;
  readonly expanded?: boolean;
}

const button = (parts: ButtonParts): TemplateResult =>
  html`<button
    type="button"
    data-ask=${parts.ask}
    aria-keyshortcuts=${parts.key}
    aria-expanded=${parts.expanded === undefined ? nothing : parts.expanded ? 'true' : 'false'}
    aria-disabled=${parts.isBusy ? 'true' : 'false'}
    @click=${parts.isBusy ? nothing : asking(parts.id, parts.event)}
  >
    ${icon(parts.shape)}<span
      >${parts.label}<span class="heard">: <bdi>${parts.name}</bdi></span></span
    >
  </button>`;

function failure(
  { words, localization: { messages } }: Wording,
  { row, deed }: RowParts,
): TemplateResult | typeof nothing {
  if (deed?.state !== 'failed' || deed.code === null) return nothing;
  const { code, decision } = deed;
  const { title, text } = errorText(code, words, messages);
  const isSettled = code === 'export_decided' || !isPossible(row, decision);
  return html`<p class="failed">
    ${icon('warning')}<span
      >${sentence(words.failed, { name: nameOf(row, words) })} ${title}. ${text}
      ${
        errorTable[code].retryable && !isSettled
          ? html`<button
              type="button"
              data-ask="again"
              @click=${asking(row.id, { kind: 'decide', decision })}
            >
              ${icon('refresh')}${messages.retry}
            </button>`
          : nothing
      }</span
    >
  </p>`;
}

const isPossible = ({ state, canUndo }: ExportView, { action }: DecisionRequest): boolean =>
  action === 'undo' ? canUndo : state === 'review';

const asking =
  (id: string, ask: RowAsk) =>
  ({ currentTarget }: Event): void => {
    currentTarget?.dispatchEvent(new RscRowEvent(id, ask));
  };
