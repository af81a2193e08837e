/** What timelines say beside what all frames say, in each language. */
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { TimelineContact, TimelineItem, TimelineKind } from '../../../protocol/timeline.ts';
import type { ErrorText } from '../../../ui/i18n/messages.ts';
import type { Group } from '../groups.ts';

export interface ActivityWords {
  readonly viewLabel: string;
  readonly loading: string;
  readonly loaded: string;
  /** `{count}` items came by themselves. */
  readonly arrived: string;
  /** Button that leads to them. */
  readonly showArrived: string;
  readonly groupLabel: string;
  readonly groups: Readonly<Record<Group, string>>;
  readonly searchLabel: string;
  readonly kinds: Readonly<Record<TimelineKind, string>>;
  /** Who did it, by the author's role where there is no name. */
  readonly you: string;
  readonly authors: Readonly<Record<NonNullable<TimelineItem['author']>['role'], string>>;
  readonly isPrivate: string;
  readonly withheld: string;
  /** `{when}`: date and time. */
  readonly edited: string;
  readonly showAll: string;
  readonly showLess: string;
  readonly loadingText: string;
  readonly textFailed: string;
  /** Names of facts; others are shown as they are. */
  readonly facts: Readonly<Record<string, string>>;
  /** Names of contact details. */
  readonly fields: Readonly<Record<string, string>>;
  readonly contactStates: Readonly<Record<TimelineContact['state'], string>>;
  /** `{when}`: date and time of the member's consent. */
  readonly consent: string;
  readonly shared: string;
  readonly changed: string;
  readonly before: string;
  readonly now: string;
  readonly notThere: string;
  readonly nothingChanged: string;
  readonly older: string;
  readonly loadingOlder: string;
  readonly olderFailed: string;
  readonly searchOlder: string;
  /** The search has not looked at all items. */
  readonly partial: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly noneTitle: string;
  readonly noneText: string;
  readonly clear: string;
  /** Where a code has a sentence of its own. */
  readonly codes: Readonly<Partial<Record<ErrorCode, ErrorText>>>;
}
