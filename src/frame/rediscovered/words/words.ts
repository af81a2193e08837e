/** What rediscovered candidates say beside what all frames say, in each language. */
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { RediscoveredCandidate, RediscoveredReason } from '../../../protocol/rediscovered.ts';
import type { ErrorGroup } from '../../../ui/i18n/error-groups.ts';
import type { Localization } from '../../../ui/i18n/localization.ts';
import type { ErrorText } from '../../../ui/i18n/messages.ts';

/** What parts of the view speak with. */
export interface Wording {
  readonly localization: Localization;
  readonly words: RediscoveredWords;
}

export interface RediscoveredWords {
  readonly viewLabel: string;
  readonly loading: string;
  /** `{count}` of them are there. */
  readonly loaded: string;
  /** `{job}`: title of the job. */
  readonly title: string;
  readonly intro: string;
  readonly suggested: string;
  /** `{count}`: how many. */
  readonly dismissedTab: string;
  readonly partsLabel: string;
  /** `{name}`: the candidate. */
  readonly open: string;
  /** `{fit}` of 100. */
  readonly fit: string;
  readonly why: string;
  /** Sentences with what the reason names, such as `{skills}`, `{count}` of `{wanted}`. */
  readonly reasons: Readonly<Record<RediscoveredReason['kind'], string>>;
  /** `{points}` of `{of}`. */
  readonly points: string;
  readonly ratings: Readonly<Record<'good' | 'mixed' | 'poor', string>>;
  readonly applications: string;
  readonly feedback: string;
  readonly noFeedback: string;
  readonly anonymous: string;
  readonly outcomes: Readonly<
    Record<RediscoveredCandidate['applications'][number]['outcome'], string>
  >;
  readonly linkedIn: Readonly<Record<RediscoveredCandidate['linkedIn'], string>>;
  readonly add: string;
  readonly adding: string;
  readonly dismiss: string;
  readonly dismissing: string;
  readonly restore: string;
  readonly restoring: string;
  readonly undo: string;
  /** `{name}`: the candidate. */
  readonly added: string;
  readonly dismissed: string;
  readonly restored: string;
  readonly more: string;
  readonly loadingMore: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly readingTitle: string;
  readonly readingText: string;
  readonly noneDismissedTitle: string;
  readonly noneDismissedText: string;
  readonly closedTitle: string;
  readonly closedText: string;
  /** `{name}`: what was asked for did not happen. */
  readonly failed: string;
  readonly errors: Readonly<Partial<Record<ErrorGroup, ErrorText>>>;
  /** Where a code has a sentence of its own. */
  readonly codes: Readonly<Partial<Record<ErrorCode, ErrorText>>>;
}
