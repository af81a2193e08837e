/** What the backend answers about a timeline, for tests. */
import type { TimelineAnswer, TimelineItem } from '../../protocol/timeline.ts';

export const now = Date.parse('2026-03-02T10:00:00Z');
const minuteMs = 60_000;

/** An item as many minutes ago as its number. */
export const itemOf = (number: number, changes: Partial<TimelineItem> = {}): TimelineItem => ({
  id: `recruiter.n${String(number).padStart(6, '0')}`,
  kind: 'note',
  atMs: now - number * minuteMs,
  author: { role: 'recruiter', name: 'Grace Hopper', isViewer: false },
  text: `Note ${String(number)}`,
  ...changes,
});

export const itemsOf = (from: number, to: number): TimelineItem[] =>
  Array.from({ length: to - from + 1 }, (_, index) => itemOf(from + index));

export const answerOf = (
  items: readonly TimelineItem[],
  changes: Partial<TimelineAnswer> = {},
): TimelineAnswer => ({ items: [...items], older: null, newer: null, revision: 7, ...changes });

/** Where the page after an item begins. */
export const placeAfter = ({ atMs, id }: TimelineItem): string => `${String(atMs)}.${id}`;
