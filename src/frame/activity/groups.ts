/** Kinds of items as people choose among them. */
import type { TimelineKind } from '../../protocol/timeline.ts';

export const groups = {
  inmail: ['inmail_sent', 'inmail_accepted', 'inmail_declined', 'inmail_replied', 'inmail_other'],
  notes: ['note'],
  contacts: ['contact_shared'],
  exports: ['exported'],
  stages: ['stage_changed'],
  records: ['created', 'synced', 'linked', 'unlinked'],
} as const satisfies Readonly<Record<string, readonly TimelineKind[]>>;

export type Group = 'all' | keyof typeof groups;
export const groupNames: readonly Group[] = [
  'all',
  'inmail',
  'notes',
  'contacts',
  'exports',
  'stages',
  'records',
];

/** Kinds to ask for; undefined for all. */
export const kindsOf = (group: Group): readonly TimelineKind[] | undefined =>
  group === 'all' ? undefined : groups[group];
