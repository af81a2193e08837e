/** One candidate: who it is, why, what was before, and what the person can do. */
import { html, nothing, type TemplateResult } from 'lit';
import type { RediscoveredCandidate, RediscoveredReason } from '../../protocol/rediscovered.ts';
import '../../ui/badge/badge.ts';
import { format } from '../../ui/i18n/messages.ts';
import { formatAge, formatInstant } from '../../ui/i18n/time.ts';
import { icon, type IconName } from '../../ui/icons.ts';
import { RscCardEvent } from './asking.ts';
import {
  deedMessage,
  doingMessage,
  errorText,
  isolated,
  linkLooks,
  ratingOf,
  sentence,
} from './looks.ts';
import type { Deed, Shown } from './state.ts';
import type { Wording } from './words/words.ts';

export interface CardParts {
  readonly candidate: RediscoveredCandidate;
  readonly deed: Deed | undefined;
  readonly shown: Shown;
  readonly mayDecide: boolean;
  readonly nowMs: number;
}

type Ask = RscCardEvent['ask'];

const asking =
  (candidateId: string, ask: Ask) =>
  ({ currentTarget }: Event): void => {
    currentTarget?.dispatchEvent(new RscCardEvent(candidateId, ask));
  };

export function candidateCard(wording: Wording, parts: CardParts): TemplateResult {
  const { candidate, deed } = parts;
  const isDone = deed?.state === 'done';
  return html`<li data-id=${candidate.id} class=${isDone ? 'done' : ''}>
    ${isDone ? deedDone(wording, parts, deed) : html`${content(wording, parts)}`}
  </li>`;
}

/** In place of a card that the person is done with: what happened, and the way back. */
function deedDone(
  { words }: Wording,
  { candidate: { id, name }, shown }: CardParts,
  { action }: Deed,
): TemplateResult {
  const back = shown === 'dismissed' ? 'dismiss' : 'restore';
  return html`<p class="deed">
      ${icon(action === 'dismiss' ? 'quiet' : 'check')}<span
        >${sentence(deedMessage(action, words), { name })}</span
      >
    </p>
    <div class="buttons">
      ${
        action === 'add'
          ? button(id, 'open', 'link', format(words.open, { name: isolated(name) }), name, false)
          : button(id, back, 'refresh', words.undo, name, false)
      }
    </div>`;
}

function content(wording: Wording, parts: CardParts): TemplateResult {
  const { words, localization } = wording;
  const { candidate, nowMs } = parts;
  const { id, name, title, headline, location, fit, reasons, linkedIn } = candidate;
  const look = linkLooks[linkedIn];
  const now = title ?? headline;
  const where = [now, location].filter((text) => text !== null);
  return html`<div class="head">
      <h3>
        <button
          type="button"
          class="name"
          title=${format(words.open, { name: isolated(name) })}
          @click=${asking(id, 'open')}
        >
          <bdi>${name}</bdi>
        </button>
      </h3>
      <p class="muted">
        ${where.map((text, index) => html`${index === 0 ? nothing : ' · '}<bdi>${text}</bdi>`)}
      </p>
    </div>
    <div class="fit">
      <span>${format(words.fit, { fit: String(fit) })}</span>
      ${bar(fit, 100)}
    </div>
    <ul class="reasons" aria-label=${words.why}>
      ${reasons.map((reason) => reasonItem(wording, reason, nowMs))}
    </ul>
    ${past(wording, candidate)}
    <div class="foot">
      <rsc-badge tone=${look.tone} .icon=${look.icon}>${words.linkedIn[linkedIn]}</rsc-badge>
      ${parts.mayDecide ? decisions(wording, parts) : nothing}
    </div>
    ${failure(wording, parts, localization.messages)}`;
}

/** Decoration: the numbers stand beside it. */
const bar = (points: number, of: number): TemplateResult =>
  html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="groove" width="100" height="6" />
    <rect class="share" width=${String(Math.round((points / of) * 100))} height="6" />
  </svg>`;

function reasonItem(
  { words, localization: { locale, messages } }: Wording,
  reason: RediscoveredReason,
  nowMs: number,
): TemplateResult {
  const { points, of } = reason;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const heard = format(words.points, { points: number.format(points), of: number.format(of) });
  return html`<li data-kind=${reason.kind}>
    <span>${sentence(words.reasons[reason.kind], valuesOf())}</span>
    <span class="points" title=${heard}>${bar(points, of)}<span class="heard">${heard}</span></span>
  </li>`;

  function valuesOf(): Record<string, string | TemplateResult> {
    switch (reason.kind) {
      case 'skills':
        return {
          skills: html`${new Intl.ListFormat(locale, { type: 'unit' })
            .formatToParts(reason.skills)
            .map(({ type, value }) => (type === 'element' ? html`<bdi>${value}</bdi>` : value))}`,
          count: number.format(reason.skills.length),
          wanted: number.format(reason.wanted),
        };
      case 'recency':
        return { when: formatAge(reason.atMs, nowMs, locale) ?? messages.justNow };
      case 'feedback':
        return { rating: ratingOf(reason.rating, words), count: number.format(reason.count) };
      case 'title':
      case 'past_job':
        return { title: reason.title };
      case 'stage':
        return { stage: reason.stage, job: reason.job };
      case 'location':
        return { location: reason.location };
    }
  }
}

/** What was before, on demand. */
function past(
  { words, localization: { locale } }: Wording,
  { name, applications, feedback }: RediscoveredCandidate,
): TemplateResult {
  const day = (atMs: number): TemplateResult =>
    html`<time datetime=${new Date(atMs).toISOString()} title=${formatInstant(atMs, locale)}
      >${new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(atMs)}</time
    >`;
  return html`<details>
    <summary>
      ${icon('down')}<span
        >${words.applications} (${String(applications.length)}) · ${words.feedback}
        (${String(feedback.length)})<span class="heard">: <bdi>${name}</bdi></span></span
      >
    </summary>
    <h4>${words.applications}</h4>
    <ul class="past">
      ${applications.map(
        ({ jobTitle, stage, outcome, appliedAtMs }) =>
          html`<li>
            <bdi class="strong">${jobTitle}</bdi>
            <span><bdi>${stage}</bdi> · ${words.outcomes[outcome]}</span>
            <span class="muted">${day(appliedAtMs)}</span>
          </li>`,
      )}
    </ul>
    <h4>${words.feedback}</h4>
    ${feedback.length === 0 ? html`<p class="muted">${words.noFeedback}</p>` : nothing}
    <ul class="past">
      ${feedback.map(
        ({ author, rating, text, atMs }) =>
          html`<li>
            <span
              ><bdi class="strong">${author ?? words.anonymous}</bdi>
              ${rating === null ? nothing : html`· ${ratingOf(rating, words)}`}</span
            >
            ${text === null ? nothing : html`<p class="said" dir="auto">${text}</p>`}
            <span class="muted">${day(atMs)}</span>
          </li>`,
      )}
    </ul>
  </details>`;
}

function decisions({ words }: Wording, parts: CardParts): TemplateResult {
  const { candidate, deed, shown } = parts;
  const { id, name } = candidate;
  const doing = deed?.state === 'doing' ? deed.action : null;
  const one = (action: 'add' | 'dismiss' | 'restore', shape: IconName): TemplateResult =>
    button(
      id,
      action,
      shape,
      doing === action ? doingMessage(action, words) : words[action],
      name,
      doing !== null,
      action === 'add',
    );
  return html`<div class="buttons">
    ${shown === 'dismissed' ? one('restore', 'refresh') : one('dismiss', 'quiet')}
    ${one('add', 'plus')}
  </div>`;
}

/** @param isMain the one that most people want */
function button(
  id: string,
  ask: Ask,
  shape: IconName,
  label: string,
  name: string,
  isBusy: boolean,
  isMain = false,
): TemplateResult {
  return html`<button
    type="button"
    data-ask=${ask}
    class=${isMain ? 'main' : ''}
    aria-disabled=${isBusy ? 'true' : 'false'}
    @click=${isBusy ? nothing : asking(id, ask)}
  >
    ${icon(shape)}<span
      ><bdi>${label}</bdi
      >${ask === 'open' ? nothing : html`<span class="heard">: ${name}</span>`}</span
    >
  </button>`;
}

function failure(
  { words }: Wording,
  { candidate: { name }, deed }: CardParts,
  messages: Wording['localization']['messages'],
): TemplateResult | typeof nothing {
  if (deed?.state !== 'failed' || deed.code === null) return nothing;
  const { title, text } = errorText(deed.code, words, messages);
  return html`<p class="failed">
    ${icon('warning')}<span>${sentence(words.failed, { name })} ${title}. ${text}</span>
  </p>`;
}
