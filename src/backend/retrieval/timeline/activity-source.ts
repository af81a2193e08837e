/** What the kit itself knows of a candidate: created, sent, linked and unlinked. */
import type { DatedActivity } from '../../candidates/statuses.ts';
import { pageOf, type SourceItem, type TimelineScope, type TimelineSource } from './source.ts';

/** @param activitiesOf of a candidate, newest first */
export function createActivitySource(
  activitiesOf: (scope: TimelineScope) => Promise<readonly DatedActivity[]>,
): TimelineSource {
  async function itemsOf(scope: TimelineScope): Promise<SourceItem[]> {
    const activities = await activitiesOf(scope);
    const items = activities.flatMap(({ kind, atMs }): SourceItem[] =>
      kind === 'matched' || atMs < 0
        ? []
        : [{ id: `${kind}-${String(atMs)}`, kind, atMs, author: ats }],
    );
    // Linked twice in one millisecond is linked once to who looks at it.
    return [...new Map(items.map((item) => [item.id, item])).values()];
  }

  return {
    name: 'ats',
    kinds: ['created', 'synced', 'linked', 'unlinked'],
    page: async (scope, page) => pageOf(await itemsOf(scope), page),
    item: async (scope, id) => (await itemsOf(scope)).find((item) => item.id === id) ?? null,
  };
}

const ats = { role: 'ats', name: null, isViewer: false } as const;
