/** `/sandbox/push`. The controls guard their endpoints, and describe them in `GET /sandbox`. */
import * as z from 'zod';
import { endpoint, numberInQuery, type Endpoint } from '../controls/api/endpoint.ts';
import type { Callback } from '../state/callbacks.ts';
import { deliveryStates } from '../state/deliveries.ts';
import { createRandom } from '../state/people.ts';
import { validationModes } from './dispatcher.ts';
import { eventShapes } from './event-body.ts';
import { callbackOf, deliveryOf } from './lookups.ts';
import type { Push } from './push.ts';
import { testEndpoints } from './test-controls.ts';
import { viewCallback, viewDelivery, viewSent } from './views.ts';

const settings = z.strictObject({
  validation: z
    .enum(validationModes)
    .optional()
    .describe('off; warn: shown only; enforce: nothing is delivered before it passes, or blocked.'),
  concurrency: z.int().min(1).max(64).optional().describe('Deliveries to a callback at a time.'),
  shape: z.enum(eventShapes).optional().describe('Form of the body of events.'),
});
const one = {
  application: z.string().min(1).optional().describe('Client id; absent for all.'),
};
const application = z.strictObject(one);

export function pushEndpoints(push: Push): Endpoint[] {
  const { state, dispatcher } = push;
  const { callbacks, deliveries } = state;
  const view = (): object => ({
    settings: push.settings,
    callbacks: chosen().map((callback) => viewCallback(push, callback)),
  });
  /** The callbacks a request is about. @throws ControlError 404 */
  const chosen = (clientId?: string): Callback[] =>
    clientId === undefined
      ? [...callbacks.clientIds()].flatMap((id) => callbacks.get(id) ?? [])
      : [callbackOf(push, clientId)];
  const hold = (clientId: string | undefined, held: boolean): object => {
    for (const callback of chosen(clientId)) callbacks.hold(callback.clientId, held);
    return view();
  };

  return [
    endpoint({
      method: 'GET',
      path: '/sandbox/push',
      about: 'Settings, and each callback with its validations and how much waits for it.',
      handle: view,
    }),
    endpoint({
      method: 'PUT',
      path: '/sandbox/push',
      about: 'Changes settings; what is not named stays.',
      body: settings,
      example: { validation: 'enforce' },
      handle({ body }) {
        push.configure(
          Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)),
        );
        return view();
      },
    }),
    endpoint({
      method: 'GET',
      path: '/sandbox/push/deliveries',
      about: 'Deliveries with their attempts, the latest last.',
      query: z.strictObject({
        ...one,
        state: z.enum(deliveryStates).optional(),
        limit: numberInQuery(10_000).optional().describe('At most so many of the latest; 100.'),
      }),
      example: '?state=waiting',
      handle({ query: { application: clientId, state: wanted, limit = 100 } }) {
        const found = [...deliveries.values()]
          .filter((delivery) => clientId === undefined || delivery.clientId === clientId)
          .filter((delivery) => wanted === undefined || delivery.state === wanted);
        return {
          total: found.length,
          deliveries: found.slice(Math.max(0, found.length - limit)).map(viewDelivery),
        };
      },
    }),
    endpoint({
      method: 'GET',
      path: '/sandbox/push/deliveries/{id}',
      about: 'One delivery with its attempts.',
      handle: ({ params: { id = '' } }) => viewDelivery(deliveryOf(push, id)),
    }),
    endpoint({
      method: 'POST',
      path: '/sandbox/push/deliveries/{id}/redeliver',
      about: 'Sends a delivery again, now: duplicates, if it has been acknowledged.',
      body: z.strictObject({
        times: z.int().min(1).max(100).default(1),
        together: z.boolean().default(false).describe('All at once, or one after the other.'),
      }),
      example: { times: 3 },
      async handle({ params: { id = '' }, body: { times, together } }) {
        const delivery = deliveryOf(push, id);
        const callback = callbackOf(push, delivery.clientId);
        const sent = [];
        if (together) {
          const all = Array.from({ length: times }, () => dispatcher.send(delivery, callback));
          sent.push(...(await Promise.all(all)));
        } else {
          for (let time = 0; time < times; time += 1) {
            sent.push(await dispatcher.send(delivery, callback));
          }
        }
        return { sent: viewSent(sent) };
      },
    }),
    endpoint({
      method: 'POST',
      path: '/sandbox/push/deliver',
      about: 'Sends what is due now, in order and one after the other, and says how it went.',
      body: z.strictObject({
        ...one,
        all: z.boolean().default(false).describe('Also what is not due yet, or held.'),
      }),
      example: { all: true },
      async handle({ body: { application: clientId, all } }) {
        const lists = await Promise.all(
          chosen(clientId).map((callback) => dispatcher.deliver(callback.clientId, all)),
        );
        return { sent: viewSent(lists.flat()) };
      },
    }),
    endpoint({
      method: 'POST',
      path: '/sandbox/push/hold',
      about: 'Keeps deliveries back; they wait, and are not given up.',
      body: application,
      example: {},
      handle: ({ body: { application: clientId } }) => hold(clientId, true),
    }),
    endpoint({
      method: 'POST',
      path: '/sandbox/push/release',
      about: 'Lets deliveries go that were held.',
      body: application,
      example: {},
      handle: ({ body: { application: clientId } }) => hold(clientId, false),
    }),
    endpoint({
      method: 'POST',
      path: '/sandbox/push/reorder',
      about: 'Changes the order of what waits. Hold it first, or it may be under way.',
      body: z.strictObject({
        ...one,
        order: z.enum(['shuffled', 'reversed']).default('shuffled'),
        seed: z.int().min(0).default(1).describe('The same seed gives the same order.'),
      }),
      example: { order: 'reversed' },
      handle({ body: { application: clientId, order, seed } }) {
        const about = chosen(clientId);
        for (const callback of about) {
          deliveries.reorder(callback.clientId, (waiting) =>
            order === 'reversed' ? waiting.toReversed() : shuffled(waiting, seed),
          );
        }
        return {
          waiting: about.flatMap((callback) =>
            deliveries.waiting(callback.clientId).map(viewDelivery),
          ),
        };
      },
    }),
    endpoint({
      method: 'POST',
      path: '/sandbox/push/callbacks/{application}/validate',
      about: 'Validates a callback now. A blocked one is open again if it passes.',
      async handle({ params: { application: clientId = '' } }) {
        const attempt = await dispatcher.validate(callbackOf(push, clientId));
        return { attempt, callback: viewCallback(push, callbackOf(push, clientId)) };
      },
    }),
    ...testEndpoints(push),
  ];
}

function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = createRandom(seed);
  return values
    .map((value) => ({ value, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
