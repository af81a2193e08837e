/** One item of a timeline. Whatever people wrote is text: it is never markup, and never a link. */
import { html, nothing, type TemplateResult } from 'lit';
import type { TimelineContact, TimelineItem } from '../../protocol/timeline.ts';
import type { Localization } from '../../ui/i18n/localization.ts';
import { format } from '../../ui/i18n/messages.ts';
import { formatAge, formatInstant, formatTimeOfDay } from '../../ui/i18n/time.ts';
import { icon } from '../../ui/icons.ts';
import { RscTimelineEvent } from './asking.ts';
import { authorOf, dotOf } from './looks.ts';
import { piecesOf, visible } from './plain.ts';
import type { Whole } from './state.ts';
import type { ActivityWords } from './words/words.ts';

export interface ItemLook {
  readonly words: ActivityWords;
  readonly localization: Localization;
  readonly nowMs: number;
  readonly whole: Whole | undefined;
  /** The person has asked for all of a long text. */
  readonly isOpen: boolean;
  readonly onToggle: (id: string, isOpen: boolean) => void;
}

/** Texts above this are folded. */
const foldChars = 480;
const foldLines = 6;
/** Ages of what is older say less than its date. */
const ageForMs = 7 * 24 * 3_600_000;

export const isLong = ({ text = '', isCut = false }: TimelineItem): boolean =>
  isCut || text.length > foldChars || text.split('\n', foldLines + 1).length > foldLines;

/** What a screen reader says of an item when it comes to it. */
export const labelOf = (item: TimelineItem, words: ActivityWords, locale: string): string =>
  [words.kinds[item.kind], authorOf(item, words), formatInstant(item.atMs, locale)]
    .filter((part) => part !== '')
    .join(', ');

export function itemBody(item: TimelineItem, look: ItemLook): TemplateResult {
  const { words, localization, nowMs } = look;
  const { locale, messages } = localization;
  const { kind, atMs, editedAtMs, subject = '', facts = [], contact } = item;
  const author = authorOf(item, words);
  const age = nowMs - atMs < ageForMs ? (formatAge(atMs, nowMs, locale) ?? messages.justNow) : null;
  return html`${dotOf(kind)}
    <div class="what">
      <p class="head">
        <strong>${words.kinds[kind]}</strong>
        ${author === '' ? nothing : html`<bdi class="by">${author}</bdi>`}
      </p>
      ${
        item.isPrivate === true
          ? html`<p class="mark">${icon('lock')}${words.isPrivate}</p>`
          : nothing
      }
      ${subject === '' ? nothing : html`<p class="subject" dir="auto">${visible(subject)}</p>`}
      ${textOf(item, look)}
      ${
        item.isWithheld === true
          ? html`<p class="mark">${icon('lock')}${words.withheld}</p>`
          : nothing
      }
      ${
        facts.length === 0
          ? nothing
          : html`<dl class="facts">
              ${facts.map(
                ({ name, value }) =>
                  html`<div>
                    <dt>${Object.hasOwn(words.facts, name) ? words.facts[name] : visible(name)}</dt>
                    <dd><bdi>${visible(value)}</bdi></dd>
                  </div>`,
              )}
            </dl>`
      }
      ${contact === undefined ? nothing : contactOf(contact, look)}
      ${
        editedAtMs === undefined
          ? nothing
          : html`<p class="muted">
              ${format(words.edited, { when: formatInstant(editedAtMs, locale) })}
            </p>`
      }
    </div>
    <time datetime=${new Date(atMs).toISOString()} title=${formatInstant(atMs, locale)}>
      ${formatTimeOfDay(atMs, locale)}
      ${age === null ? nothing : html`<span class="age">${age}</span>`}
    </time>`;
}

function textOf(item: TimelineItem, look: ItemLook): TemplateResult | typeof nothing {
  const { id, text = '' } = item;
  if (text === '') return nothing;
  const { words, whole, isOpen, onToggle } = look;
  if (!isLong(item)) return html`<div class="text"><p dir="auto">${visible(text)}</p></div>`;
  const isLoading = isOpen && whole?.state === 'loading';
  const isFailed = isOpen && whole?.state === 'failed';
  const isHere = isOpen && !isLoading && !isFailed;
  const shown = isHere && whole?.state === 'here' ? whole.text : text;
  const label = isLoading
    ? words.loadingText
    : isFailed
      ? words.textFailed
      : isOpen
        ? words.showLess
        : words.showAll;
  const onClick = (event: Event): void => {
    if (isLoading) return;
    onToggle(id, isFailed || !isOpen);
    const mustRead = item.isCut === true && whole?.state !== 'here' && (isFailed || !isOpen);
    if (mustRead) event.currentTarget?.dispatchEvent(new RscTimelineEvent({ ask: 'whole', id }));
  };
  return html`<div class="text" ?data-folded=${!isHere}>
      ${piecesOf(visible(shown)).map((piece) => html`<p dir="auto">${piece}</p>`)}
    </div>
    <button
      type="button"
      class="quiet fold"
      aria-expanded=${isHere ? 'true' : 'false'}
      aria-disabled=${isLoading ? 'true' : 'false'}
      @click=${onClick}
    >
      ${icon('down')}${label}
    </button>`;
}

/** What the member has shared, by whom we know, and what it changed here. */
function contactOf(contact: TimelineContact, { words, localization }: ItemLook): TemplateResult {
  const { emailAddresses, phoneNumbers, consentAtMs, state, changes } = contact;
  const shared = [...emailAddresses, ...phoneNumbers];
  const fieldOf = (field: string): string | undefined =>
    Object.hasOwn(words.fields, field) ? words.fields[field] : visible(field);
  return html`<div class="contact">
    ${
      shared.length === 0
        ? nothing
        : html`<p><span class="muted">${words.shared}</span></p>
            <ul>
              ${shared.map((value) => html`<li><bdi>${visible(value)}</bdi></li>`)}
            </ul>`
    }
    <p class="state" data-state=${state}>
      ${icon(state === 'waiting' ? 'clock' : 'check')}${words.contactStates[state]}
    </p>
    ${
      changes.length === 0
        ? state === 'enriched'
          ? html`<p class="muted">${words.nothingChanged}</p>`
          : nothing
        : html`<table>
            <caption>
              ${words.changed}
            </caption>
            <thead>
              <tr>
                <td></td>
                <th scope="col">${words.before}</th>
                <th scope="col">${words.now}</th>
              </tr>
            </thead>
            <tbody>
              ${changes.map(
                (change) =>
                  html`<tr data-action=${change.action}>
                    <th scope="row">${fieldOf(change.field)}</th>
                    <td>
                      ${
                        change.old === null
                          ? html`<span class="muted">${words.notThere}</span>`
                          : html`<del><bdi>${visible(change.old)}</bdi></del>`
                      }
                    </td>
                    <td>
                      <ins><bdi>${visible(change.new)}</bdi></ins>
                    </td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
    <p class="muted">
      ${format(words.consent, { when: formatInstant(consentAtMs, localization.locale) })}
    </p>
  </div>`;
}
