/** Operations that replace keys, addresses and secrets of a customer. */
import type { Customers } from '../onboarding/customers.ts';
import type { AdminCall, AdminOperation } from './operations.ts';
import * as schemas from './schemas.ts';
import { callbackViewOf, createdViewOf, customerViewOf } from './views.ts';

export interface RenewalOperationsOptions {
  readonly customers: Customers;
  readonly origin: string;
}

export function renewalOperations({
  customers,
  origin,
}: RenewalOperationsOptions): readonly AdminOperation[] {
  const idOf = ({ params }: AdminCall): string => params['id'] ?? '';
  return [
    {
      id: 'addKey',
      method: 'POST',
      path: '/customers/{id}/keys',
      summary: 'Adds a key of the ATS’s signer, or makes one and hands its private half out once.',
      body: schemas.keyInput,
      example: {},
      status: 201,
      answer: schemas.createdCustomer,
      async run(call) {
        const { key } = schemas.keyInput.parse(call.body);
        const added = await customers.addKey(idOf(call), key, { actor: call.actor });
        return createdViewOf(added, origin);
      },
    },
    {
      id: 'retireKey',
      method: 'POST',
      path: '/customers/{id}/keys/{kid}/retire',
      summary: 'From now on, or from `at` on, signatures of the key do not count.',
      query: schemas.retireQuery,
      status: 204,
      async run(call) {
        const { at } = schemas.retireQuery.parse(call.query);
        const when = at === undefined ? {} : { at: new Date(at) };
        await customers.retireKey(idOf(call), call.params['kid'] ?? '', {
          actor: call.actor,
          ...when,
        });
      },
    },
    {
      id: 'replaceClientSecret',
      method: 'POST',
      path: '/customers/{id}/client-secret',
      summary: 'Takes over the client secret that was renewed at LinkedIn, if LinkedIn accepts it.',
      body: schemas.clientSecretInput,
      example: {},
      status: 200,
      answer: schemas.customerView,
      async run(call) {
        const { clientSecret } = schemas.clientSecretInput.parse(call.body);
        const { actor } = call;
        const customer = await customers.replaceClientSecret(idOf(call), clientSecret, { actor });
        return customerViewOf(customer, origin);
      },
    },
    {
      id: 'listCallbacks',
      method: 'GET',
      path: '/customers/{id}/callbacks',
      summary: 'Addresses that LinkedIn pushes the customer’s events to, without their tokens.',
      status: 200,
      answer: schemas.callbackList,
      run: async (call) => ({
        items: (await customers.callbacks(idOf(call))).map(callbackViewOf),
      }),
    },
    {
      id: 'rotateCallback',
      method: 'POST',
      path: '/customers/{id}/callbacks/rotate',
      summary: 'Replaces that address; the former one ends after LinkedIn has taken the new one.',
      status: 200,
      answer: schemas.callbackList,
      run: async (call) => ({
        items: (await customers.rotateCallback(idOf(call), { actor: call.actor })).map(
          callbackViewOf,
        ),
      }),
    },
  ];
}
