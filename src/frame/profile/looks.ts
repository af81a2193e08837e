/** How states look and sound: icons, badges, and what screen readers are told. */
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import type { CandidateStatus } from '../../protocol/routes.ts';
import type { BadgeTone } from '../../ui/badge/badge.ts';
import { groupOf } from '../../ui/i18n/error-groups.ts';
import type { Messages } from '../../ui/i18n/messages.ts';
import type { IconName } from '../../ui/icons.ts';
import type { ProfileState } from './state.ts';

/** The icon of a failure. */
export function iconOf(code: ErrorCode): IconName {
  switch (errorTable[code].state) {
    case 'offline':
      return 'offline';
    case 'signed_out':
    case 'revoked':
    case 'not_allowed':
      return 'lock';
    case 'blocked_csp':
    case 'blocked_client':
    case 'frame_refused':
      return 'blocked';
    case 'backend_429':
      return 'clock';
    default:
      return groupOf(code) === 'candidateUnknown' ? 'search' : 'warning';
  }
}

interface MatchLook {
  readonly tone: BadgeTone;
  readonly icon: IconName;
  readonly message: 'matchAutomatic' | 'matchManual' | 'matchNone' | 'notSynced';
}

/** The badge that sums a status up. */
export function matchLook({ synced, match }: CandidateStatus): MatchLook {
  if (match === 'automatic') return { tone: 'good', icon: 'check', message: 'matchAutomatic' };
  if (match === 'manual') return { tone: 'accent', icon: 'hand', message: 'matchManual' };
  if (synced) return { tone: 'neutral', icon: 'search', message: 'matchNone' };
  return { tone: 'warn', icon: 'clock', message: 'notSynced' };
}

/** What the live region says: only what changed for the person, so that refreshing is silent. */
export function spokenStatus(state: ProfileState, messages: Messages): string {
  const { phase, code, candidate, slow } = state;
  const pluginCode = candidate === null ? null : state.pluginCode;
  const failure = pluginCode ?? (phase === 'ready' ? null : code);
  if (failure !== null) {
    const { title, text } = messages.errors[groupOf(failure)];
    return `${title}. ${text}`;
  }
  if (candidate !== null) return messages.loaded;
  if (phase === 'idle') return '';
  return slow ? messages.stillLoading : messages.loading;
}
