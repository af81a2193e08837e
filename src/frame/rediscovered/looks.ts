/** How candidates look and sound: badges, sentences, and what screen readers are told. */
import { html, type TemplateResult } from 'lit';
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import type { RediscoveredAction, RediscoveredCandidate } from '../../protocol/rediscovered.ts';
import type { BadgeTone } from '../../ui/badge/badge.ts';
import { groupOf } from '../../ui/i18n/error-groups.ts';
import { format, type ErrorText, type Messages } from '../../ui/i18n/messages.ts';
import type { IconName } from '../../ui/icons.ts';
import type { Deed, RediscoveredState } from './state.ts';
import type { RediscoveredWords } from './words/words.ts';

export const linkLooks: Readonly<
  Record<RediscoveredCandidate['linkedIn'], { readonly tone: BadgeTone; readonly icon: IconName }>
> = {
  linked: { tone: 'good', icon: 'link' },
  matched: { tone: 'good', icon: 'check' },
  none: { tone: 'neutral', icon: 'search' },
  unknown: { tone: 'neutral', icon: 'offline' },
};

/** From which share on feedback is good, and from which on it is not bad. */
const goodFrom = 0.67;
const mixedFrom = 0.34;

export const ratingOf = (rating: number, { ratings }: RediscoveredWords): string =>
  ratings[rating >= goodFrom ? 'good' : rating >= mixedFrom ? 'mixed' : 'poor'];

/**
 * A sentence with values in it. Text that people wrote stands by itself, so that the direction of its
 * letters, or what it does to directions, ends with it; what is rendered already sees to that itself.
 */
export const sentence = (
  message: string,
  values: Readonly<Record<string, string | TemplateResult>>,
): TemplateResult =>
  html`${message.split(/\{(\w+)\}/).map((part, index) => {
    // Every second part is a name.
    const value = index % 2 === 0 ? null : (values[part] ?? '');
    if (value === null) return part;
    return typeof value === 'string' ? html`<bdi>${value}</bdi>` : value;
  })}`;

/** A name in text that cannot have elements in it, kept to itself by characters that do the same. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;

/** A failure in the words of the page, where they have any of their own. */
export const errorText = (
  code: ErrorCode,
  words: RediscoveredWords,
  messages: Messages,
): ErrorText => words.codes[code] ?? words.errors[groupOf(code)] ?? messages.errors[groupOf(code)];

const deedWords = { add: 'added', dismiss: 'dismissed', restore: 'restored' } as const;
const doingWords = { add: 'adding', dismiss: 'dismissing', restore: 'restoring' } as const;

/** What has been done, as `{name}` and a sentence around it. */
export const deedMessage = (action: RediscoveredAction, words: RediscoveredWords): string =>
  words[deedWords[action]];
export const doingMessage = (action: RediscoveredAction, words: RediscoveredWords): string =>
  words[doingWords[action]];

function spokenDeed(
  { action, state, code }: Deed,
  name: string,
  words: RediscoveredWords,
  messages: Messages,
): string {
  if (state === 'doing') return doingMessage(action, words);
  if (code === null) return format(deedMessage(action, words), { name });
  return `${format(words.failed, { name })} ${errorText(code, words, messages).title}.`;
}

/** What the live region says: only what changed for the person. */
export function spokenStatus(
  state: RediscoveredState,
  words: RediscoveredWords,
  messages: Messages,
): string {
  const { phase, code, answer, items, slow, busy, deeds, lastId } = state;
  if (code !== null && phase !== 'ready') {
    const { title, text } = errorText(code, words, messages);
    return `${title}. ${text}`;
  }
  if (answer !== null) {
    if (!answer.job.isOpen) return words.closedTitle;
    const deed = lastId === null ? undefined : deeds.get(lastId);
    const name = isolated(items.find(({ id }) => id === lastId)?.name ?? '');
    if (deed !== undefined) return spokenDeed(deed, name, words, messages);
    // What was done has been undone.
    if (lastId !== null) {
      const undone = state.shown === 'dismissed' ? 'dismiss' : 'restore';
      return format(deedMessage(undone, words), { name });
    }
    if (busy) return items.length === 0 ? words.loading : words.loadingMore;
    return format(words.loaded, { count: String(answer.total) });
  }
  if (phase === 'idle') return '';
  return slow ? messages.stillLoading : words.loading;
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
