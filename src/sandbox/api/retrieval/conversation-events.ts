/** `conversationEvents?q=criteria`: InMail of one seat, start inclusive and end exclusive [doc]. */
import { parseRecordParameter } from '../../../linkedin/restli.ts';
import { countRecords, type Handler } from '../call.ts';
import { conversationEventElement } from '../elements/conversation-event.ts';
import { foundAll, page } from '../paging.ts';
import { timeOf } from '../requests.ts';
import { assertFinder, viewerOf } from './contracts.ts';
import { windowOf } from './window.ts';

export const conversationEvents: Handler = (call) => {
  assertFinder(call, 'criteria');
  const viewer = viewerOf(call);
  const range = parseRecordParameter(call.query, 'timeRange');
  const { startMs, endMs } = windowOf(
    'timeRange',
    timeOf(range, 'start'),
    timeOf(range, 'end'),
    call.nowMs,
  );
  countRecords(call, 1, viewer.urn);
  const found = call.state.conversations.eventsOfSeat(viewer.urn, startMs, endMs);
  const thread = call.parameters.get('threadUrn');
  return page(
    call,
    thread === null
      ? found
      : foundAll(found.slice(0, found.total).filter((event) => event.thread === thread)),
    conversationEventElement,
  );
};
