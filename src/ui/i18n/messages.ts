/** What every locale has to say. English is the fallback and therefore always there. */
import type { ErrorGroup } from './error-groups.ts';

/** What happened, and what the person looking can do about it. */
export interface ErrorText {
  readonly title: string;
  readonly text: string;
}

export interface Messages {
  /** Name of the whole view, read by screen readers. */
  readonly viewLabel: string;
  readonly profileTab: string;
  readonly activitiesTab: string;
  readonly pluginTitle: string;

  readonly loading: string;
  readonly stillLoading: string;
  readonly loaded: string;

  readonly matchAutomatic: string;
  readonly matchManual: string;
  readonly matchNone: string;
  readonly notSynced: string;
  /** `{when}`: relative time. */
  readonly syncedWhen: string;
  readonly synced: string;
  readonly justNow: string;
  readonly refresh: string;
  readonly refreshing: string;

  readonly notSyncedTitle: string;
  readonly notSyncedText: string;
  readonly checkAgain: string;

  /** `{when}`: relative time. */
  readonly staleWhen: string;
  readonly unsavedLink: string;
  readonly unsavedUnlink: string;

  readonly retry: string;
  readonly retrying: string;
  readonly willRetry: string;
  readonly copyCode: string;
  readonly copied: string;
  readonly showMore: string;

  readonly activityCreated: string;
  readonly activitySynced: string;
  readonly activityMatched: string;
  readonly activityLinked: string;
  readonly activityUnlinked: string;
  readonly dateUnknown: string;
  readonly noActivitiesTitle: string;
  readonly noActivitiesText: string;

  readonly errors: Readonly<Record<ErrorGroup, ErrorText>>;
}

/** Puts values into the `{placeholders}` of a message; an unknown placeholder stays visible. */
export function format(message: string, values: Readonly<Record<string, string>>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
