/** The body of an event: its type, and the id by which what happened is fetched [doc]. */
import type { Delivery } from '../state/deliveries.ts';

/**
 * - `documented`: what a test of a third party calls the official form, and the default [3p]
 * - the others are what receivers have been seen to expect as well, for testing that they are
 *   tolerant: `renamed` fields, `nested` one level deep, `listed` as the first of several, and
 *   `numbered` with an id of the notification itself
 */
export const eventShapes = ['documented', 'renamed', 'nested', 'listed', 'numbered'] as const;
export type EventShape = (typeof eventShapes)[number];

export type Event = Pick<Delivery, 'type' | 'requestId' | 'notificationId'>;

/** The same bytes whenever the same event is sent. */
export const eventBody = (event: Event, shape: EventShape): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(forms[shape](event)));

const documented = ({ type, requestId }: Event): object => ({ type, id: requestId });

const forms: Readonly<Record<EventShape, (event: Event) => object>> = {
  documented,
  renamed: ({ type, requestId }) => ({ eventType: type, requestId }),
  nested: (event) => ({ data: documented(event) }),
  listed: (event) => ({ events: [documented(event)] }),
  numbered: (event) => ({ ...documented(event), notificationId: event.notificationId }),
};
