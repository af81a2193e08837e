/** What the inbox of exports says beside what all frames say, in each language. */
import type { ErrorCode } from '../../../protocol/errors.ts';
import type {
  DecisionRequest,
  ExistingCandidate,
  ExportNotice,
  ExportState,
  ExportView,
  MatchReason,
} from '../../../protocol/exports.ts';
import type { ErrorGroup } from '../../../ui/i18n/error-groups.ts';
import type { Localization } from '../../../ui/i18n/localization.ts';
import type { ErrorText } from '../../../ui/i18n/messages.ts';

/** What parts of the view speak with. */
export interface Wording {
  readonly localization: Localization;
  readonly words: ExportsWords;
}

type Action = DecisionRequest['action'];

export interface ExportsWords {
  readonly viewLabel: string;
  readonly title: string;
  readonly loading: string;
  /** `{count}` are shown. */
  readonly loaded: string;
  /** `{count}` have arrived. */
  readonly arrived: string;
  /** `{count}` wait to be shown. */
  readonly showNew: string;
  readonly more: string;
  readonly loadingMore: string;
  readonly emptyTitle: string;
  readonly emptyText: string;

  /** Stands for a member whose profile is on its way. */
  readonly coming: string;
  /** Stands for one whose profile is not there. */
  readonly nobody: string;
  /** `{who}` exported it for `{job}`. */
  readonly byForJob: string;
  readonly byForPool: string;
  /** As above, where the recruiter is not known. */
  readonly forJob: string;
  readonly forPool: string;
  /** `{id}`: the job's, where it has no title. */
  readonly untitledJob: string;
  readonly hasResume: string;

  readonly states: Readonly<Record<ExportState, string>>;
  /** What the state means. */
  readonly stateTexts: Readonly<Record<Exclude<ExportState, 'delivered'>, string>>;
  readonly outcomes: Readonly<Record<NonNullable<ExportView['outcome']>, string>>;
  readonly reasons: Readonly<Record<MatchReason, string>>;
  readonly notices: Readonly<Record<ExportNotice, string>>;
  readonly links: Readonly<Record<NonNullable<ExportView['link']>, string>>;

  /** `{name}`: the member. */
  readonly details: string;
  readonly compare: string;
  readonly hide: string;
  readonly open: string;
  readonly actions: Readonly<Record<Action, string>>;
  readonly doing: Readonly<Record<Action, string>>;
  /** Said aloud; `{name}`: the member. */
  readonly done: Readonly<Record<Action, string>>;
  readonly failed: string;

  readonly keys: string;
  readonly keyHelp: Readonly<Record<KeyName, string>>;

  readonly comparing: string;
  /** `{name}`: the existing candidate. */
  readonly comparison: string;
  readonly field: string;
  readonly exported: string;
  readonly existing: string;
  readonly fields: Readonly<Record<FieldName, string>>;
  readonly nothing: string;
  readonly differs: string;
  readonly isNew: string;
  readonly members: Readonly<Record<ExistingCandidate['member'], string>>;
  readonly mergeInto: string;
  readonly openExisting: string;
  readonly suggestionsGone: string;
  readonly profileLink: string;
  readonly showAll: string;
  readonly showLess: string;

  readonly errors: Readonly<Partial<Record<ErrorGroup, ErrorText>>>;
  /** Where a code has a sentence of its own. */
  readonly codes: Readonly<Partial<Record<ErrorCode, ErrorText>>>;
}

export type KeyName =
  'move' | 'ends' | 'toggle' | 'merge' | 'create' | 'dismiss' | 'undo' | 'open' | 'new';

export type FieldName =
  | 'name'
  | 'title'
  | 'company'
  | 'headline'
  | 'location'
  | 'emailAddresses'
  | 'phoneNumbers'
  | 'profileUrl'
  | 'skills'
  | 'summary';
