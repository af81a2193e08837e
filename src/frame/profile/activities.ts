/** What happened between a candidate and LinkedIn, in words and icons. */
import type { CandidateActivity } from '../../protocol/routes.ts';
import type { Messages } from '../../ui/i18n/messages.ts';
import type { TimelineEntry } from '../../ui/timeline/timeline.ts';

const looks: Readonly<
  Record<
    CandidateActivity['kind'],
    {
      readonly icon: TimelineEntry['icon'];
      readonly tone: TimelineEntry['tone'];
      readonly message: keyof Messages & `activity${string}`;
    }
  >
> = {
  created: { icon: 'plus', tone: 'neutral', message: 'activityCreated' },
  synced: { icon: 'upload', tone: 'neutral', message: 'activitySynced' },
  matched: { icon: 'check', tone: 'good', message: 'activityMatched' },
  linked: { icon: 'link', tone: 'accent', message: 'activityLinked' },
  unlinked: { icon: 'unlink', tone: 'warn', message: 'activityUnlinked' },
};

/** Entries for a timeline, in the given order. */
export const timelineOf = (
  activities: readonly CandidateActivity[],
  messages: Messages,
): TimelineEntry[] =>
  activities.map(({ kind, atMs }) => {
    const { icon, tone, message } = looks[kind];
    return { icon, tone, atMs, text: messages[message] };
  });
