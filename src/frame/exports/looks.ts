/** How exports look and sound: badges, sentences, and what screen readers are told. */
import { html, type TemplateResult } from 'lit';
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import type { ExportState, ExportView } from '../../protocol/exports.ts';
import type { BadgeTone } from '../../ui/badge/badge.ts';
import { groupOf } from '../../ui/i18n/error-groups.ts';
import { format, type ErrorText, type Messages } from '../../ui/i18n/messages.ts';
import type { IconName } from '../../ui/icons.ts';
import { findExport } from './listing.ts';
import type { Deed, ExportsState } from './state.ts';
import type { ExportsWords } from './words/words.ts';

export const stateLooks: Readonly<
  Record<ExportState, { readonly tone: BadgeTone; readonly icon: IconName }>
> = {
  received: { tone: 'neutral', icon: 'clock' },
  fetched: { tone: 'neutral', icon: 'clock' },
  review: { tone: 'accent', icon: 'hand' },
  delivered: { tone: 'good', icon: 'check' },
  dismissed: { tone: 'neutral', icon: 'quiet' },
  quarantined: { tone: 'warn', icon: 'lock' },
  lost: { tone: 'warn', icon: 'warning' },
};

/** A dismissal is shown at once, as it can be taken back; what changes the ATS when it has happened. */
export const stateShown = ({ state }: ExportView, deed: Deed | undefined): ExportState =>
  deed?.state === 'doing' && deed.decision.action === 'dismiss' ? 'dismissed' : state;

/**
 * A sentence with values in it. Text that people wrote stands by itself, so that the direction of its
 * letters, or what it does to directions, ends with it.
 */
export const sentence = (
  message: string,
  values: Readonly<Record<string, string>>,
): TemplateResult =>
  html`${message.split(/\{(\w+)\}/).map((part, index) => {
    // Every second part is a name.
    return index % 2 === 0 ? part : html`<bdi>${values[part] ?? ''}</bdi>`;
  })}`;

/** A name in text that cannot have elements in it, kept to itself by characters that do the same. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;

/** True where there is something to see: more than spaces and characters without a shape. */
export const isVisible = (text: string | null): text is string =>
  text !== null && /[^\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(text);

/** The member's name, or what stands for it. */
export function nameOf({ person, state }: ExportView, words: ExportsWords): string {
  const name = person?.name ?? null;
  if (isVisible(name)) return name;
  return person === null && (state === 'received' || state === 'fetched')
    ? words.coming
    : words.nobody;
}

/** A failure in the words of the page, where they have any of their own. */
export const errorText = (code: ErrorCode, words: ExportsWords, messages: Messages): ErrorText =>
  words.codes[code] ?? words.errors[groupOf(code)] ?? messages.errors[groupOf(code)];

function spokenDeed(
  { decision, code }: Deed,
  name: string,
  words: ExportsWords,
  messages: Messages,
): string {
  if (code === null) return words.doing[decision.action];
  const { title, text } = errorText(code, words, messages);
  return `${format(words.failed, { name })} ${title}. ${text}`;
}

/** What the live region says: only what changed for the person. */
export function spokenStatus(state: ExportsState, words: ExportsWords, messages: Messages): string {
  const { phase, code, answer, slow, listing, deeds, news, loadingMore } = state;
  if (code !== null && phase !== 'ready') {
    const { title, text } = errorText(code, words, messages);
    return `${title}. ${text}`;
  }
  if (answer === null) {
    if (phase === 'idle') return '';
    return slow ? messages.stillLoading : words.loading;
  }
  const heardName = (id: string): string => {
    const row = findExport(listing, id);
    return isolated(row === undefined ? words.nobody : nameOf(row, words));
  };
  const deed = [...deeds].at(-1);
  if (deed !== undefined) return spokenDeed(deed[1], heardName(deed[0]), words, messages);
  if (loadingMore) return words.loadingMore;
  switch (news?.kind) {
    case 'arrived':
      return format(words.arrived, { count: String(news.count) });
    case 'decided':
      return format(words.done[news.action], { name: heardName(news.id) });
    case undefined:
      return listing.shown.length === 0
        ? words.emptyTitle
        : format(words.loaded, { count: String(listing.shown.length) });
  }
}

/** The icon of a failure. */
export function iconOf(code: ErrorCode): IconName {
  switch (errorTable[code].state) {
    case 'offline':
      return 'offline';
    case 'signed_out':
    case 'revoked':
    case 'not_allowed':
      return 'lock';
    case 'frame_refused':
      return 'blocked';
    case 'backend_429':
      return 'clock';
    default:
      return 'warning';
  }
}
