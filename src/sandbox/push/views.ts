/** Callbacks and deliveries as the controls show them: without secrets. */
import { isBlocked, type Callback } from '../state/callbacks.ts';
import type { Delivery } from '../state/deliveries.ts';
import type { Sent } from './dispatcher.ts';
import type { Push } from './push.ts';

/** An application's callback, and how it stands. */
export function viewCallback(
  { state, dispatcher, settings }: Push,
  callback: Callback,
): Readonly<Record<string, unknown>> {
  const { clientId, url, held, failuresInRow, passedAtMs, nextValidationAtMs } = callback;
  return {
    application: clientId,
    callback: viewUrl(url),
    delivering: dispatcher.isOpen(callback),
    held,
    waiting: state.deliveries.countWaiting(clientId),
    validation: {
      state: validationState(callback),
      failuresInRow,
      passedAtMs,
      nextAtMs: settings.validation === 'off' ? null : nextValidationAtMs,
      last: callback.validations,
    },
  };
}

function validationState(callback: Callback): string {
  if (isBlocked(callback)) return 'blocked';
  if (callback.failuresInRow > 0) return 'failing';
  return callback.passedAtMs === null ? 'not_validated' : 'passed';
}

/** Where a callback is. Its path is not shown: who knows it can post there. */
function viewUrl(url: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}/…` : '…';
}

export function viewDelivery(delivery: Delivery): Readonly<Record<string, unknown>> {
  const { clientId, ...rest } = delivery;
  return { ...rest, application: clientId };
}

/** @param list of attempts, in the order they were made */
export const viewSent = (list: readonly Sent[]): readonly Readonly<Record<string, unknown>>[] =>
  list.map(({ delivery: { id, clientId, type, requestId }, attempt }) => ({
    id,
    application: clientId,
    type,
    requestId,
    ...attempt,
  }));
