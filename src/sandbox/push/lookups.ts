/** What the path or body of a control names. */
import { ControlError } from '../controls/api/endpoint.ts';
import type { Callback } from '../state/callbacks.ts';
import type { Delivery } from '../state/deliveries.ts';
import type { Push } from './push.ts';

/** @throws ControlError 404 */
export function callbackOf({ state }: Push, clientId: string): Callback {
  const callback = state.callbacks.get(clientId);
  if (callback !== null) return callback;
  throw new ControlError(404, `application: ${clientId} has no callback`, {
    field: 'application',
    fix: 'GET /sandbox/push lists those that have. The ATS sets CALLBACK_URL of ONE_CLICK_EXPORT.',
  });
}

/** @throws ControlError 404 */
export function deliveryOf({ state }: Push, id: string): Delivery {
  const delivery = state.deliveries.get(id);
  if (delivery !== undefined) return delivery;
  throw new ControlError(404, `id: there is no delivery ${id}`, {
    field: 'id',
    fix: 'GET /sandbox/push/deliveries lists them.',
  });
}
