import { RscTimelineEvent, type TimelineAsk } from './asking.ts';
import type { TimelineStore } from './timeline-store.ts';

function answer(store: TimelineStore, request: TimelineAsk): void {
  switch (request.ask) {
    case 'more':
      store.more();
      break;
    case 'seen':
      store.seen();
      break;
    case 'clear':
      store.clear();
      break;
    case 'filter':
      store.filter(request.group);
      break;
    case 'search':
      store.search(request.words);
      break;
    case 'whole':
      store.whole(request.id);
      break;
    case 'retry':
      store.load();
  }
}

/**
 * Has a store do what a view asks for.
 *
 * @param storeOf the store there is now
 * @param onRetry does something else when the person asks for another try
 */
export function answerAsks(
  view: EventTarget,
  storeOf: () => TimelineStore | null,
  onRetry?: () => void,
): void {
  view.addEventListener(RscTimelineEvent.type, (event) => {
    if (!(event instanceof RscTimelineEvent)) return;
    const { request } = event;
    const store = storeOf();
    if (request.ask === 'retry' && onRetry !== undefined) onRetry();
    else if (store !== null) answer(store, request);
  });
}
