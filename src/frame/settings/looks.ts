/** How integrations look and sound: icons, badges, names, and what screen readers are told. */
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import type { IntegrationView } from '../../protocol/integrations.ts';
import type { BadgeTone } from '../../ui/badge/badge.ts';
import { groupOf } from '../../ui/i18n/error-groups.ts';
import { format, type ErrorText, type Messages } from '../../ui/i18n/messages.ts';
import type { IconName } from '../../ui/icons.ts';
import type { SettingsState } from './state.ts';
import type { SettingsWords } from './words/words.ts';

export const stateLooks: Readonly<
  Record<IntegrationView['state'], { readonly tone: BadgeTone; readonly icon: IconName }>
> = {
  none: { tone: 'neutral', icon: 'plus' },
  requested: { tone: 'accent', icon: 'clock' },
  configured: { tone: 'warn', icon: 'hand' },
  enabled: { tone: 'good', icon: 'check' },
  disabled: { tone: 'neutral', icon: 'blocked' },
  unknown: { tone: 'warn', icon: 'warning' },
};

/** What people call a type; LinkedIn's own word where we know none. */
export const typeName = ({ type }: { readonly type: string }, words: SettingsWords): string =>
  Object.hasOwn(words.types, type) ? (words.types[type] ?? type) : type;

/** Whether an integration is of the company or of one contract. */
export const contextName = ({ context }: IntegrationView, words: SettingsWords): string => {
  const id = context.slice(context.lastIndexOf(':') + 1);
  return context.startsWith('urn:li:contract:') ? format(words.contract, { id }) : words.company;
};

/** A failure in the words of the settings, where they have any of their own. */
export const errorText = (code: ErrorCode, words: SettingsWords, messages: Messages): ErrorText =>
  words.errors[groupOf(code)] ?? messages.errors[groupOf(code)];

/** What the live region says: only what changed for the person. */
export function spokenStatus(
  state: SettingsState,
  words: SettingsWords,
  messages: Messages,
): string {
  const { phase, code, answer, slow, news, pluginCode, saving, saved, unsaved } = state;
  const failure = (answer === null ? null : pluginCode) ?? (phase === 'ready' ? null : code);
  if (failure !== null) {
    const { title, text } = errorText(failure, words, messages);
    return `${title}. ${text}`;
  }
  if (answer !== null) {
    if (saving) return words.saving;
    if (unsaved !== null) return `${words.unsaved} ${errorText(unsaved, words, messages).title}.`;
    if (saved) return words.saved;
    if (news === null) return words.loaded;
    return format(words.changed, {
      type: typeName(news, words),
      state: words.states[news.state],
    });
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
